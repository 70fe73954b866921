import { facts } from '../../lifecycle/giving';
import type { Person } from '../../lifecycle/person';
import type { AdWish } from '../../systems/activeDirectory';
import { anybody, outcomes, startUnit, stateOf, withSamba, type Unit } from './support/domain';

withSamba('giving in a real domain', () => {
	let unit: Unit;
	beforeAll(async () => {
		unit = await startUnit();
	});
	afterAll(() => unit?.stop());

	const newcomer = (more: Partial<Person> = {}): Person => {
		const mark = unit.unique('n');
		return { ...anybody, id: `HR-${mark}`, name: `Grace Hopper ${mark}`, firstName: 'Grace', lastName: 'Hopper', workEmail: `${mark}@acme.test`, title: 'Admiral', department: 'Navy', location: 'Arlington', ...more };
	};
	const wish = (person: Person, more: Partial<AdWish> = {}): AdWish => ({ person, facts: facts.filter((fact) => fact !== 'startDate'), attributes: {}, usable: true, join: [], leave: [], ou: unit.ous.people, ...more });
	const made = async (person: Person) => {
		const found = await unit.system().find(unit.ad, person);
		return found.kind === 'one' ? found.account.id : '';
	};

	test('H01: somebody announced gets a disabled account with what belongs to them, and is let in on the first day', async () => {
		const boss = await unit.user();
		const group = await unit.group('newcomers');
		const person = newcomer({ manager: { id: boss.person.id, name: 'Boss', email: null } });
		const work = { caseId: `hire ${person.id}` };
		const announced = await unit.grant(wish(person, { usable: false, join: [group.name] }), { work });
		expect(outcomes(announced)).toEqual({ createAccount: 'done/true', fillProfile: 'already_done/true', rename: 'already_done/true', setManager: 'done/true', joinGroups: 'done/true', signIn: 'already_done/true' });
		const id = await made(person);
		expect(await stateOf(unit.ad, id)).toMatchObject({ uac: 514, pwdLastSet: '0', cn: person.name, upn: person.workEmail, mail: person.workEmail, hrId: person.id, title: 'Admiral', groups: [group.dn], manager: boss.dn });
		const firstDay = await unit.grant(wish(person, { join: [group.name] }), { work: { caseId: `day ${person.id}` } });
		expect(outcomes(firstDay)).toMatchObject({ createAccount: 'already_done/true', signIn: 'done/true', joinGroups: 'already_done/true' });
		expect((await stateOf(unit.ad, id)).uac).toBe(512);
		const kept = JSON.stringify([announced, await unit.ledger.records({ caseId: work.caseId })]);
		expect(kept).not.toContain('aA1!');
	});

	test('F03: asked for by two at once, one account is made', async () => {
		const person = newcomer();
		const work = { caseId: `twice ${person.id}` };
		const both = await Promise.all(['one', 'two'].map((worker) => unit.grant(wish(person), { work: { ...work, worker } })));
		expect(both.map((results) => outcomes(results)['createAccount']).sort()).toEqual(['already_done/true', 'done/true']);
		expect(await made(person)).not.toBe('');
	});

	test('a dry run makes nobody', async () => {
		const person = newcomer();
		const results = await unit.grant(wish(person), { work: { caseId: `dry ${person.id}`, dryRun: true } });
		expect(results[0]).toMatchObject({ step: 'createAccount', outcome: 'planned' });
		expect(await made(person)).toBe('');
	});

	test('two people of one name, and a login that is taken', async () => {
		const first = newcomer({ name: `Jane Doe ${unit.mark}` });
		const second = newcomer({ name: first.name });
		await unit.grant(wish(first), { work: { caseId: first.id } });
		expect(outcomes(await unit.grant(wish(second), { work: { caseId: second.id } }))['createAccount']).toBe('done/true');
		expect((await stateOf(unit.ad, await made(second))).cn).toBe(`${second.name} (${second.id})`);
		const third = newcomer();
		const [result] = await unit.grant(wish(third, { attributes: { sAMAccountName: first.workEmail!.split('@')[0]! } }), { work: { caseId: third.id } });
		expect(result).toMatchObject({ step: 'createAccount', outcome: 'failed', reason: expect.stringMatching(/is taken by CN=Jane Doe/) as string });
	});

	test('an address that somebody else has is never taken over', async () => {
		const other = await unit.user();
		const person = newcomer({ workEmail: other.person.workEmail });
		const [result] = await unit.grant(wish(person), { work: { caseId: person.id } });
		expect(result).toMatchObject({ step: 'createAccount', outcome: 'failed', reason: expect.stringMatching(/somebody else's/) as string });
	});

	test.each([
		['no unit to make it in', { ou: null }, {}, /New Accounts OU/],
		['no address', {}, { workEmail: null }, /no work e-mail/],
		['a unit that is not there', { ou: 'OU=Nowhere,DC=jml,DC=test' }, {}, /no such object/],
	] as const)('%s: nothing is made, and it says what to do', async (_, more, who, said) => {
		const person = newcomer(who);
		const [result] = await unit.grant(wish(person, more), { work: { caseId: person.id } });
		expect(result).toMatchObject({ step: 'createAccount', outcome: 'failed', reason: expect.stringMatching(said) as string });
	});

	test('A05: a new surname and a new address: name, login and mail follow, it stays one account, and nothing is left of the old', async () => {
		const person = newcomer();
		await unit.grant(wish(person), { work: { caseId: person.id } });
		const id = await made(person);
		const mark = unit.unique('m');
		const married = { ...person, name: `Grace Murray ${mark}`, lastName: 'Murray', workEmail: `${mark}@acme.test`, title: 'Rear Admiral', department: 'Research' };
		const results = await unit.change(wish(married, { usable: null }), { work: { caseId: `rename ${person.id}` } });
		expect(outcomes(results)).toEqual({ fillProfile: 'done/true', rename: 'done/true' });
		expect(await stateOf(unit.ad, id)).toMatchObject({ cn: married.name, displayName: married.name, upn: married.workEmail, mail: married.workEmail, sam: mark, title: 'Rear Admiral', dn: `CN=${married.name},${unit.ous.people}` });
		const again = await unit.change(wish(married, { usable: null }), { work: { caseId: `again ${person.id}` } });
		expect(outcomes(again)).toEqual({ fillProfile: 'already_done/true', rename: 'already_done/true' });
	});

	test('a login that never was the address stays, and that is said', async () => {
		const user = await unit.user({ userPrincipalName: [`p-number-${unit.unique('x')}@jml.test`] });
		const mark = unit.unique('q');
		const results = await unit.change(wish({ ...anybody, id: user.person.id, workEmail: `${mark}@acme.test` }, { facts: ['workEmail'], usable: null }), { work: { caseId: `login ${mark}` } });
		expect(outcomes(results)).toMatchObject({ rename: 'done/true' });
		expect(await stateOf(unit.ad, user.id)).toMatchObject({ mail: `${mark}@acme.test`, upn: expect.stringMatching(/^p-number/) as string, sam: mark });
		expect(results.find(({ step }) => step === 'rename')!.reason).toMatch(/userPrincipalName stays p-number/);
	});

	test('H05: groups change with the department; one that is not there is said, the others are joined', async () => {
		const [old, fresh] = [await unit.group('finance'), await unit.group('operations')];
		const user = await unit.user();
		await unit.member(old.dn, user.dn);
		const person = { ...anybody, ...user.person };
		const results = await unit.change(wish(person, { facts: [], usable: null, join: [fresh.name, 'Nowhere Group'], leave: [old.id] }), { work: { caseId: `move ${user.sam}` } });
		expect(outcomes(results)).toEqual({ joinGroups: 'failed/false', leaveGroups: 'done/true' });
		expect(results.find(({ step }) => step === 'joinGroups')!.reason).toMatch(/no group called "Nowhere Group"/);
		expect((await stateOf(unit.ad, user.id)).groups).toEqual([fresh.dn]);
	});

	test('A07: whoever comes back gets the same account: enabled, not expired, out of the unit of leavers, without the old groups', async () => {
		const group = await unit.group('secret');
		const user = await unit.user();
		await unit.member(group.dn, user.dn);
		await unit.cut(user.person, { work: { caseId: `left ${user.sam}` } });
		const person = { ...anybody, ...user.person, name: user.sam };
		const results = await unit.grant(wish(person), { work: { caseId: `back ${user.sam}` } });
		expect(outcomes(results)).toMatchObject({ createAccount: 'already_done/true', moveBack: 'done/true', signIn: 'done/true' });
		expect(await stateOf(unit.ad, user.id)).toMatchObject({ uac: 512, expires: '9223372036854775807', groups: [], dn: user.dn });
	});

	test('a manager without an account is said, and nothing else waits for it', async () => {
		const person = newcomer({ manager: { id: 'HR-nobody', name: 'Nobody', email: null } });
		const results = await unit.grant(wish(person), { work: { caseId: person.id } });
		expect(outcomes(results)).toMatchObject({ setManager: 'pending/false', signIn: 'done/true' });
	});

	test('accounts are listed with what HR knows them by', async () => {
		const user = await unit.user();
		const gone = await unit.user({ userAccountControl: ['514'] });
		const rows = [];
		for await (const page of unit.system().accounts(unit.ad)) rows.push(...page);
		expect(rows.find(({ id }) => id === user.id)).toMatchObject({ label: user.person.workEmail, personId: user.person.id, email: user.person.workEmail, status: 'enabled', usable: true, kind: 'person', createdAt: expect.stringMatching(/^20/) as string });
		expect(rows.find(({ id }) => id === gone.id)).toMatchObject({ status: 'disabled', usable: false });
		expect(rows.find(({ label }) => label === 'krbtgt')).toMatchObject({ kind: 'service', usable: false });
	});
});
