import { personOf, startCompany, wishFor } from '../leaverCase';
import { like, type Holding } from './holding';

export const okta = async (): Promise<Holding> => {
	const company = await startCompany({ settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } });
	const { okta: double, cast, faults } = company.sandbox;
	const { groups } = double.state;
	const holder = personOf(cast.leaver);
	const groupOf = (id: string, name: string, members: string[]) => groups.set(id, like(groups, { id, type: 'OKTA_GROUP', name, members: new Set(members), ruleMembers: new Set(), roles: [] }));
	groupOf('00gSalesPlaybook0000', 'Sales Playbook', []);
	return {
		holder,
		newcomer: personOf(cast.futureHire),
		system: company.okta() as never,
		kind: /^group$/,
		fixed: { Everyone: /built into Okta/, 'Dept Engineering': /filled by the group rule "Engineering staff", which reads department of the profile/, 'AD Building Access': /mastered outside Okta, usually in Active Directory/ },
		fill: (names) => {
			const { id } = double.user(holder.workEmail!);
			names.forEach((name, index) => groupOf(`00gRights${String(index).padStart(11, '0')}`, name, [id]));
		},
		held: ({ workEmail }) => [...groups.values()].filter(({ members, type }) => type === 'BUILT_IN' || members.has(double.user(workEmail!).id)).map(({ name }) => name),
		joinable: ['IT Support Leads', 'Sales Playbook'],
		grant: (person, join) => company.grant(wishFor(person, { join })),
		change: (person, wish) => company.change(wishFor(person, { facts: [], usable: null, ...wish })),
		fault: (spec) => void faults.okta.add(spec),
		list: { method: 'GET', path: /\/users\/[^/]+\/groups/, nameless: [{ type: 'OKTA_GROUP', profile: {} }] },
		stop: company.stop,
	};
};
