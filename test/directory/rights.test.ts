import { inspectAccess, type Inspection } from '../../lifecycle/inspect';
import type { Right } from '../../lifecycle/rights';
import type { System } from '../../lifecycle/system';
import { anybody, outcomes, startUnit, withSamba, type Unit } from './support/domain';

withSamba('what somebody holds in a real domain', () => {
	let unit: Unit;
	beforeAll(async () => {
		unit = await startUnit();
	});
	afterAll(() => unit?.stop());

	const inspected = async (person: { id: string; workEmail: string }): Promise<Inspection> => {
		const found = await inspectAccess(unit.system() as unknown as System, person, 'rights');
		if (!('inspected' in found)) throw new Error(found.result.reason);
		return found.inspected;
	};
	const rightsOf = async (person: { id: string; workEmail: string }): Promise<Right[]> => (await inspected(person)).rights!;
	const called = (rights: readonly Right[], name: string) => rights.find((right) => right.name === name);
	const change = (person: { id: string; workEmail: string }, wish: { join?: string[]; leave?: string[] }, caseId: string) =>
		unit.change({ person: { ...anybody, ...person }, facts: [], attributes: {}, usable: null, join: [], leave: [], ou: unit.ous.people, ...wish }, { work: { caseId } });

	test('is every group they are in, directly, through another, or by nature, and how each is left', async () => {
		const [direct, above] = [await unit.group('direct'), await unit.group('above')];
		const user = await unit.user();
		await unit.member(direct.dn, user.dn);
		await unit.member(above.dn, direct.dn);
		await unit.member(`CN=Remote Desktop Users,CN=Builtin,${unit.root.split(',').slice(1).join(',')}`, user.dn);
		const rights = await rightsOf(user.person);
		expect(called(rights, direct.name)).toEqual({ id: direct.id, name: direct.name, kind: 'group', byHand: true, why: null });
		expect(called(rights, above.name)).toEqual({ id: above.id, name: above.name, kind: 'group', byHand: false, why: expect.stringContaining('comes with another group') });
		expect(called(rights, 'Domain Users')).toMatchObject({ byHand: false, why: expect.stringContaining('the primary group') });
		expect(called(rights, 'Remote Desktop Users')).toMatchObject({ byHand: false, why: expect.stringContaining('built into the domain') });
		expect(rights.filter(({ byHand }) => byHand)).toHaveLength(1);
	});

	test('is what was given, named by id as well as by name, and not what was taken away', async () => {
		const odd = await unit.group(`R&D (50 %) Ärzte $#`);
		const plain = await unit.group('plain');
		const user = await unit.user();
		expect(outcomes(await change(user.person, { join: [odd.name, plain.id] }, `join ${user.sam}`))).toEqual({ joinGroups: 'done/true' });
		const given = await rightsOf(user.person);
		expect(given.filter(({ byHand }) => byHand).map(({ name }) => name).sort()).toEqual([odd.name, plain.name].sort());
		expect(outcomes(await change(user.person, { leave: [called(given, odd.name)!.id] }, `leave ${user.sam}`))).toEqual({ leaveGroups: 'done/true' });
		expect((await rightsOf(user.person)).filter(({ byHand }) => byHand).map(({ name }) => name)).toEqual([plain.name]);
	});

	test('is listed to the end', async () => {
		const user = await unit.user();
		const groups = [];
		for (let made = 0; made < 150; made += 1) {
			const group = await unit.group('many');
			await unit.member(group.dn, user.dn);
			groups.push(group.name);
		}
		expect((await rightsOf(user.person)).filter(({ byHand }) => byHand).map(({ name }) => name).sort()).toEqual(groups.sort());
	}, 120_000);
});
