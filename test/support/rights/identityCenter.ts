import { cast } from '../../../sandbox';
import { startCenterCase } from '../identityCenterCase';
import { personOf } from '../leaverCase';
import type { Holding } from './holding';

export const identityCenter = async (): Promise<Holding> => {
	const company = await startCenterCase();
	const center = company.aws.identityCenter;
	const { groups, memberships } = company.aws.state.identityCenter;
	const holder = personOf(cast.leaver);
	const idOf = ({ workEmail }: { workEmail: string | null }) => center.user(workEmail!).id;
	const wishFor = (person: typeof holder, wish: object) => ({ person, facts: [], attributes: {}, usable: null, join: [], leave: [], ...wish });
	return {
		holder,
		newcomer: { ...holder, id: '900', name: 'Nia Okoro', firstName: 'Nia', lastName: 'Okoro', workEmail: 'nia.okoro@kestrel.example', manager: null },
		system: company.system() as never,
		kind: /^group$/,
		fixed: {},
		fill: (names) =>
			names.forEach((name, index) => {
				const id = `0000beef-0000-4000-8000-${String(index).padStart(12, '0')}`;
				const membershipId = `0000cafe-0000-4000-8000-${String(index).padStart(12, '0')}`;
				groups.set(id, { id, displayName: name, description: name });
				memberships.set(membershipId, { id: membershipId, groupId: id, userId: idOf(holder) });
			}),
		held: (person) => [...memberships.values()].filter(({ userId }) => userId === idOf(person)).map(({ groupId }) => groups.get(groupId)!.displayName),
		joinable: ['Sales', 'Cloud Administrators'],
		grant: (person, join) => company.grant(wishFor(person, { usable: true, join })),
		change: (person, wish) => company.change(wishFor(person, wish)),
		fault: (spec) => void company.aws.faults.add(spec),
		list: { method: 'POST', path: /ListGroupMembershipsForMember/, nameless: { GroupMemberships: [{ MembershipId: '0000cafe-0000-4000-8000-000000000000' }] } },
		stop: company.stop,
	};
};
