import { cast } from '../../sandbox';
import { startJumpCloudCase, wishFor, type JumpCloudCase } from '../support/jumpCloudCase';
import { outcomes, personOf } from '../support/leaverCase';

let company: JumpCloudCase;
beforeEach(async () => {
	company = await startJumpCloudCase();
});
afterEach(() => company.stop());

const made = () => company.jumpCloud.user('nia.okoro@kestrel.example');
const users = () => company.jumpCloud.state.users.size;
const reasonsOf = (results: Awaited<ReturnType<JumpCloudCase['grant']>>, step: string) => results.filter((result) => result.step === step).map(({ reason }) => reason);
const groupId = (name: string) => [...company.jumpCloud.state.groups.values()].find((group) => group.name === name)!.id;

describe('somebody joins', () => {
	test('a staged user is made, filled in, put into groups, and activated last', async () => {
		const manager = { id: cast.leaverManager.id, name: null, email: null };
		const results = await company.grant(wishFor({ manager }, { join: ['VPN Users', groupId('On-call Rota')], attributes: { costCenter: '4200' } }));
		expect(outcomes(results)).toEqual({ createAccount: 'done/true', fillFields: 'done/true', joinGroups: 'done/true', signIn: 'done/true' });
		expect(made()).toMatchObject({
			state: 'ACTIVATED',
			fields: { username: 'nia.okoro', firstname: 'Nia', lastname: 'Okoro', displayname: 'Nia Okoro', employeeIdentifier: '900', jobTitle: 'Analyst', department: 'Finance', location: 'Berlin', employeeType: 'Employee', costCenter: '4200', manager: company.jumpCloud.ids.get(cast.leaverManager.id) },
		});
		const sent = company.writes().map(({ path }) => path.replace(/[0-9a-f]{24}/g, '…'));
		expect(sent[0]).toBe('/api/systemusers');
		expect(sent.at(-1)).toBe('/api/systemusers/…/state/activate');
	});

	test('nobody is let in before their day', async () => {
		expect(outcomes(await company.grant(wishFor({}, { usable: false })))).toMatchObject({ createAccount: 'done/true', signIn: 'already_done/true' });
		expect(made().state).toBe('STAGED');
	});

	test.each([true, false])('the mail of the activation is asked for, or not (%s)', async (activationMail) => {
		await company.grant(wishFor({}, { activationMail }));
		expect(company.jumpCloud.journal.find({ path: /state\/activate$/ })).toMatchObject([{ body: JSON.stringify({ email: activationMail }) }]);
	});

	test('F03: two at once make one, and a second run makes none', async () => {
		const before = users();
		await Promise.all([company.grant(wishFor()), company.grant(wishFor(), { work: { worker: 'another' } })]);
		await company.grant(wishFor());
		expect(users()).toBe(before + 1);
		expect(company.jumpCloud.journal.find({ method: 'POST', path: /systemusers$/ })).toHaveLength(1);
	});

	test('an answer that was lost does not make a second one', async () => {
		const before = users();
		company.jumpCloud.faults.add({ method: 'POST', path: /\/api\/systemusers$/, times: 1, effect: { kind: 'reset', applied: true } });
		expect(outcomes(await company.grant(wishFor()))['createAccount']).toBe('done/true');
		expect(users()).toBe(before + 1);
	});

	test('a list that shows the new user late is not needed', async () => {
		company.jumpCloud.faults.add({ method: 'GET', path: /\/api\/systemusers\?/, effect: { kind: 'lag', reads: 4 } });
		expect(outcomes(await company.grant(wishFor()))['createAccount']).toBe('done/true');
	});

	test("an address somebody else's user has is in the way", async () => {
		const before = users();
		const results = await company.grant(wishFor({ workEmail: cast.leaver.workEmail }));
		expect(results).toMatchObject([{ step: 'createAccount', outcome: 'failed', reason: expect.stringMatching(/gives no address away twice/) }]);
		expect(users()).toBe(before);
	});

	test.each([409, 400] as const)('a user name that is taken (answered with %s) is said, and another can be given', async (duplicateAnswer) => {
		company.jumpCloud.settings.duplicateAnswer = duplicateAnswer;
		const taken = wishFor({ workEmail: 'mateo.rivas@elsewhere.example' });
		expect((await company.grant(taken))[0]).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('username mateo.rivas already exists') });
		expect(outcomes(await company.grant({ ...taken, username: 'mateo.rivas2' }))['createAccount']).toBe('done/true');
	});

	test('nobody is made without an address', async () => {
		expect((await company.grant(wishFor({ workEmail: null })))[0]).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/HR has no work e-mail/) });
		expect(company.writes()).toEqual([]);
	});

	test('a group a query decides, one that is not there, and a name that several have are told apart', async () => {
		const again = { ...structuredClone([...company.jumpCloud.state.groups.values()].find(({ name }) => name === 'Project Elm')!), id: 'f00d' };
		company.jumpCloud.state.groups.set(again.id, again);
		const results = await company.grant(wishFor({}, { join: ['Dept Sales', 'No Such Group', 'Project Elm', 'VPN Users'] }));
		expect(company.jumpCloud.accessOf('nia.okoro@kestrel.example').groups).toBeGreaterThan(0);
		expect(reasonsOf(results, 'joinGroups')[0]).toMatch(/no user group called exactly "No Such Group".*2 user groups called "Project Elm"/);
		expect(reasonsOf(results, 'joinGroups')[1]).toMatch(/Dept Sales: a query, which reads department of the user/);
	});

	test('a password, a state or rights are no attributes', async () => {
		const results = await company.grant(wishFor({}, { attributes: { state: 'ACTIVATED', sudo: 'true', password: 'x' }, usable: false }));
		expect(reasonsOf(results, 'fillFields')[1]).toMatch(/state: .*sudo: .*password: /);
		expect(made()).toMatchObject({ state: 'STAGED', fields: { sudo: false } });
		expect(made().fields).not.toHaveProperty('password');
	});
});

describe('somebody comes back', () => {
	test('whoever is suspended is activated', async () => {
		expect(outcomes(await company.grant(wishFor(personOf(cast.former))))).toMatchObject({ signIn: 'done/true' });
		expect(company.jumpCloud.accessOf(cast.former.workEmail).state).toBe('ACTIVATED');
	});

	test('whoever is locked out is unlocked', async () => {
		expect(outcomes(await company.grant(wishFor(personOf(cast.lockedOut))))).toMatchObject({ signIn: 'done/true' });
		expect(company.jumpCloud.user(cast.lockedOut.workEmail).fields['account_locked']).toBe(false);
	});

	test('whoever is suspended and locked out is let in at once', async () => {
		company.jumpCloud.user(cast.former.workEmail).fields['account_locked'] = true;
		expect(outcomes(await company.grant(wishFor(personOf(cast.former))))).toMatchObject({ signIn: 'done/true' });
		expect(company.jumpCloud.user(cast.former.workEmail)).toMatchObject({ state: 'ACTIVATED', fields: { account_locked: false } });
	});

	test('whoever is in already and should not be yet is only told of', async () => {
		const results = await company.grant(wishFor(personOf(cast.leaver), { usable: false }));
		expect(results.find(({ step }) => step === 'signIn')).toMatchObject({ outcome: 'not_removable_here' });
		expect(company.jumpCloud.accessOf(cast.leaver.workEmail).state).toBe('ACTIVATED');
	});
});

describe('somebody moves', () => {
	test('fields follow HR, groups are left and joined, and a dynamic group follows the field', async () => {
		const person = { ...personOf(cast.leaver), department: 'Finance', title: 'Controller' };
		const results = await company.change(wishFor(person, { usable: null, leave: ['Release Managers', 'Dept Engineering'], join: ['Project Elm'] }));
		expect(outcomes(results)).toEqual({ fillFields: 'done/true', leaveGroups: 'done/true', joinGroups: 'already_done/true' });
		company.companyClock.move(1_000);
		expect(company.jumpCloud.accessOf(cast.leaver.workEmail).groups).toBe(12);
		expect([...company.jumpCloud.state.groups.values()].find(({ name }) => name === 'Dept Finance')!.members.has(company.jumpCloud.ids.get(cast.leaver.id)!)).toBe(true);
	});

	test.each(['refuse', 'overwrite'] as const)('what another directory manages is named with the place, and not even tried (%s)', async (restrictedWrites) => {
		company.jumpCloud.settings.restrictedWrites = restrictedWrites;
		const person = { ...personOf(cast.directoryMastered), department: 'Sales', location: 'Berlin' };
		const results = await company.change(wishFor(person, { usable: null }));
		expect(outcomes(results)).toEqual({ fillFields: 'done/true' });
		expect(reasonsOf(results, 'fillFields')[1]).toMatch(/department: managed by ActiveDirectory/);
		expect(company.jumpCloud.user(cast.directoryMastered.workEmail).fields).toMatchObject({ department: 'Operations', location: 'Berlin' });
	});

	test('an unknown manager is said, and nobody else made manager', async () => {
		const person = { ...personOf(cast.leaver), manager: { id: '22', name: null, email: null } };
		const results = await company.change(wishFor(person, { usable: null }));
		expect(reasonsOf(results, 'fillFields')[1]).toMatch(/manager: JumpCloud has no user with HR id 22, or several/);
		expect(company.jumpCloud.user(cast.leaver.workEmail).fields['manager']).toBeUndefined();
	});

	test('nobody is made who is not there', async () => {
		const before = users();
		expect(await company.change(wishFor())).toMatchObject([{ outcome: 'not_found' }]);
		expect(users()).toBe(before);
	});
});
