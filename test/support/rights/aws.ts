import { cast } from '../../../sandbox';
import { nobodyYet, startAwsCase, wishFor } from '../awsCase';
import { personOf } from '../leaverCase';
import { like, type Holding } from './holding';

export const aws = async (): Promise<Holding> => {
	const company = await startAwsCase();
	const { aws: double } = company;
	const { groups, users } = double.state.accounts.get(double.connection.accountId)!;
	const holder = personOf(cast.leaver);
	const userOf = ({ id }: { id: string }) => [...users.values()].find(({ tags }) => tags.some(({ Key, Value }) => Key === 'jml:person' && Value === id))!;
	const groupOf = (name: string, members: string[]) => groups.set(name.toLowerCase(), like(groups, { name, id: `AGPA${name}`, members: new Set(members) }));
	for (const name of ['sales-playbook', 'customer.visits@eu']) groupOf(name, []);
	return {
		holder,
		newcomer: nobodyYet,
		system: company.system() as never,
		kind: /^group$/,
		fixed: {},
		// IAM takes letters, digits and +=,.@_- in a name, and nothing else.
		fill: (names) => names.forEach((name) => groupOf(name, [userOf(holder).id])),
		held: (person) => [...groups.values()].filter(({ members }) => members.has(userOf(person).id)).map(({ name }) => name),
		joinable: ['sales-playbook', 'customer.visits@eu'],
		grant: (person, join) => company.grant(wishFor(person, { join })),
		change: (person, wish) => company.change(wishFor(person, { facts: [], usable: null, ...wish })),
		fault: (spec) => void double.faults.add(spec),
		list: { method: 'POST', path: /ListGroupsForUser/, nameless: '<ListGroupsForUserResponse><ListGroupsForUserResult><Groups><member><Path>/</Path></member></Groups><IsTruncated>false</IsTruncated></ListGroupsForUserResult></ListGroupsForUserResponse>' },
		stop: company.stop,
	};
};
