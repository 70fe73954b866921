import { cast } from '../../../sandbox';
import { personOf } from '../leaverCase';
import { startJumpCloudCase, wishFor } from '../jumpCloudCase';
import { like, type Holding } from './holding';

export const jumpCloud = async (): Promise<Holding> => {
	const company = await startJumpCloudCase();
	const { jumpCloud: double } = company;
	double.settings.ruleLagMs = 0;
	const { groups } = double.state;
	const holder = personOf(cast.leaver);
	const groupOf = (number: number, name: string, members: string[]) => {
		const id = `beef${String(number).padStart(20, '0')}`;
		groups.set(id, like(groups, { id, name, query: null, members: new Set(members), targets: [] }));
	};
	groupOf(998, 'Sales Playbook', []);
	groupOf(999, 'Customer Visits', []);
	return {
		holder,
		newcomer: wishFor().person,
		system: company.system() as never,
		kind: /^user group$/,
		fixed: { 'Dept Engineering': /a query, which reads department of the user, decides who is in it/ },
		fill: (names) => {
			const { id } = double.user(holder.workEmail!);
			names.forEach((name, index) => groupOf(index, name, [id]));
		},
		held: ({ workEmail }) => [...groups.values()].filter(({ members }) => members.has(double.user(workEmail!).id)).map(({ name }) => name),
		joinable: ['Sales Playbook', 'Customer Visits'],
		grant: (person, join) => company.grant(wishFor(person, { join })),
		change: (person, wish) => company.change(wishFor(person, { facts: [], usable: null, ...wish })),
		fault: (spec) => void double.faults.add(spec),
		list: { method: 'GET', path: /\/memberof/, nameless: [{ type: 'user_group' }] },
		stop: company.stop,
	};
};
