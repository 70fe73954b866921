import { cast } from '../../../sandbox';
import { personOf } from '../leaverCase';
import { nobodyYet, startScimCase, wishFor } from '../scimCase';
import type { Holding } from './holding';

export const scim = async (): Promise<Holding> => {
	const company = await startScimCase();
	const { groups } = company.scim.state.applications.generic;
	const holder = personOf(cast.leaver);
	const idOf = ({ workEmail }: { workEmail: string | null }) => company.scim.user('generic', workEmail!).id;
	const groupOf = (id: string, displayName: string, members: string[]) =>
		groups.set(id, { id, resource: { displayName, ...(members.length === 0 ? {} : { members: members.map((value) => ({ value, type: 'User' })) }) }, created: '2026-01-01T00:00:00Z', lastModified: '2026-01-01T00:00:00Z', version: 1 });
	return {
		holder,
		newcomer: nobodyYet,
		system: company.system() as never,
		kind: /^group$/,
		fixed: {},
		fill: (names) => names.forEach((name, index) => groupOf(`rights-${index}`, name, [idOf(holder)])),
		held: (person) => [...groups.values()].filter(({ resource }) => (resource['members'] as { value: string }[] | undefined)?.some(({ value }) => value === idOf(person))).map(({ resource }) => resource.displayName),
		joinable: ['Guests', 'Sales'],
		grant: (person, join) => company.grant(wishFor(person, { join })),
		change: (person, wish) => company.change(wishFor(person, { facts: [], usable: null, ...wish })),
		fault: (spec) => void company.scim.faults.add(spec),
		list: { method: 'GET', path: /\/Groups(\?|$)/, nameless: { totalResults: 1, Resources: [{ displayName: 'Nameless', members: [{ value: idOf(holder) }] }] } },
		stop: company.stop,
	};
};
