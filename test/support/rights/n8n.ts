import { cast } from '../../../sandbox';
import { personOf } from '../leaverCase';
import { newcomer, startN8nCase, wishFor } from '../n8nCase';
import { like, type Holding } from './holding';

export const n8n = async (): Promise<Holding> => {
	const company = await startN8nCase();
	const { n8n: double } = company;
	const { projects } = double.state;
	const holder = personOf(cast.leaver);
	const projectOf = (id: string, name: string, members: string[]) => projects.set(id, like(projects, { id, name, type: 'team', creatorId: null, members: new Map(members.map((one) => [one, 'project:editor'])) }));
	projectOf('salesplaybook', 'Sales Playbook', []);
	projectOf('customervisits', 'Customer Visits', []);
	return {
		holder,
		newcomer,
		system: company.system() as never,
		kind: /^project$/,
		fixed: {},
		fill: (names) => names.forEach((name, index) => projectOf(`rights${index}`, name, [double.user(holder.workEmail!).id])),
		held: ({ workEmail }) => [...projects.values()].filter(({ type, members }) => type === 'team' && members.has(double.user(workEmail!).id)).map(({ name }) => name),
		joinable: ['Sales Playbook', 'Customer Visits'],
		grant: (person, join) => company.grant(wishFor({ join }, person)),
		change: (person, wish) => company.change(wishFor({ usable: null, ...wish }, person)),
		fault: (spec) => void double.faults.add(spec),
		list: { method: 'GET', path: /\/projects(\?|$)/, nameless: { data: [{ name: 'Nameless', type: 'team' }], nextCursor: null } },
		stop: company.stop,
	};
};
