import { cast } from '../../../sandbox';
import { newcomer, startGitHubCase, wishFor } from '../githubCase';
import { personOf } from '../leaverCase';
import { like, type Holding } from './holding';

export const github = async (): Promise<Holding> => {
	const company = await startGitHubCase();
	const { github: double } = company;
	const { teams, invitations } = double.state;
	const holder = personOf(cast.leaver);
	const account = double.ids.get(cast.leaver.id)!;
	const ours = [...double.state.organizations.values()].find(({ login }) => login === double.connection.organization)!.id;
	const teamOf = (id: number, name: string, members: number[]) =>
		teams.set(id, like(teams, { id, organizationId: ours, slug: `rights-${id}`, name, parentId: null, idpGroup: null, privacy: 'closed', members: new Map(members.map((one) => [one, 'member' as const])) }));
	teamOf(990_001, 'Sales Playbook', []);
	teamOf(990_002, 'Customer & Visits', []);
	const invited = (email: string | null) => [...([...invitations.values()].find((invitation) => invitation.email === email)?.teams.keys() ?? [])];
	return {
		holder,
		newcomer,
		system: company.system() as never,
		kind: /^team$/,
		fixed: { 'Every Engineer': /the identity provider fills it/, Engineering: /through a team below it/ },
		fill: (names) => names.forEach((name, index) => teamOf(980_000 + index, name, [account])),
		held: ({ id, workEmail }) =>
			[...teams.values()].filter((team) => (id === holder.id ? team.organizationId === ours && (team.members.has(account) || team.name === 'Engineering') : invited(workEmail).includes(team.id))).map(({ name }) => name),
		joinable: ['Sales Playbook', 'Customer & Visits'],
		grant: (person, join) => company.grant(wishFor({ join }, person)),
		change: (person, wish) => company.change(wishFor({ usable: null, ...wish }, person)),
		fault: (spec) => void double.faults.add(spec),
		list: { method: 'GET', path: /\/orgs\/[^/]+\/teams(\?|$)/, nameless: [{ id: 1, slug: 'nameless' }] },
		stop: company.stop,
	};
};
