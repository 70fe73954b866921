import { cast } from '../../../sandbox';
import { nobodyYet, startEntraCase, wishFor } from '../entraCase';
import { personOf } from '../leaverCase';
import { like, type Holding } from './holding';

export const entra = async (): Promise<Holding> => {
	const company = await startEntraCase({ settings: { pageSize: 100, ruleLagMs: 0 } });
	const { entra: double } = company;
	const { groups } = double.state;
	const holder = personOf(cast.leaver);
	const groupOf = (number: number, displayName: string, members: string[]) => {
		const id = `0000beef-0000-4000-8000-${String(number).padStart(12, '0')}`;
		groups.set(id, like(groups, { id, displayName, groupTypes: [], mailEnabled: false, membershipRule: null, isAssignableToRole: null, onPremisesSyncEnabled: null, skuIds: [], members: new Set(members), owners: new Set() }));
	};
	groupOf(999, 'Sales Playbook', []);
	return {
		holder,
		newcomer: nobodyYet,
		system: company.system() as never,
		kind: /^(group|licence group|role-assignable group)$/,
		fixed: {
			'All Staff': /a rule decides who is in it/,
			'Engineering Staff': /a rule decides who is in it/,
			'AD Building Access': /synced from Active Directory/,
			'Engineering Announcements': /only Exchange Online changes/,
			'Incident Contacts': /only Exchange Online changes/,
			'Board Documents': /restricted administrative unit/,
		},
		fill: (names) => {
			const { id } = double.user(holder.workEmail!);
			names.forEach((name, index) => groupOf(index, name, [id]));
		},
		held: ({ workEmail }) => [...groups.values()].filter(({ members }) => members.has(double.user(workEmail!).id)).map(({ displayName }) => displayName),
		joinable: ['IT Support Leads', 'Sales Playbook'],
		grant: (person, join) => company.grant(wishFor(person, { join })),
		change: (person, wish) => company.change(wishFor(person, { facts: [], usable: null, ...wish })),
		fault: (spec) => void double.faults.add(spec),
		list: { method: 'GET', path: /\/memberOf\/microsoft\.graph\.group/, nameless: { value: [{ id: '0000beef-0000-4000-8000-000000000000', displayName: null, groupTypes: null }] } },
		stop: company.stop,
	};
};
