import { startGoogleCompany } from '../googleCompany';
import { personOf } from '../leaverCase';
import type { Holding } from './holding';

export const google = async (): Promise<Holding> => {
	const company = await startGoogleCompany();
	const { google: double, cast, faults } = company.sandbox;
	const { groups } = double.state;
	const holder = personOf(cast.leaver);
	const isIn = (group: typeof groups extends Map<string, infer G> ? G : never, id: string, department: string | null) => group.members.has(id) || (group.dynamicDepartment !== undefined && group.dynamicDepartment === department);
	return {
		holder,
		newcomer: { ...personOf(cast.futureHire), id: '5001', workEmail: `ada.lovelace@${double.connection.domain}`, manager: null },
		system: company.system(),
		kind: /^group$/,
		// Which group a query fills, the Directory does not tell.
		fixed: {},
		fill: (names) => {
			const { id } = double.user(holder.workEmail!);
			names.forEach((name, index) => {
				const groupId = `04rights${String(index).padStart(7, '0')}`;
				groups.set(groupId, { id: groupId, email: `rights-o'${index}@${double.connection.domain}`, name, description: '', members: new Map([[id, { id, type: 'USER', role: 'MEMBER' }]]) });
			});
		},
		held: ({ workEmail, department }) => [...groups.values()].filter((group) => isIn(group, double.user(workEmail!).id, department)).map(({ name }) => name),
		joinable: ['IT Support Leads', 'Finance'],
		grant: (person, join) => company.grant(person, { join }),
		change: (person, wish) => company.change(person, { facts: [], ...wish }),
		fault: (spec) => void faults.google.add(spec),
		list: { method: 'GET', path: /\/groups\?.*userKey=/, nameless: { groups: [{ id: '04rights0000001', name: 'Nameless' }] } },
		stop: company.stop,
	};
};
