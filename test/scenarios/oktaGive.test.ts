import { systemClock } from '../../lifecycle/clock';
import { verdictOf } from '../../lifecycle/case';
import type { OktaWish } from '../../systems/okta';
import { outcomes, personOf, startCompany, wishFor, type Company } from '../support/leaverCase';

let company: Company;
beforeEach(async () => {
	// What Okta does in the background would be over too late: the patience of these tests skips its waits.
	company = await startCompany({ settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } });
});
afterEach(() => company.stop());

const cast = () => company.sandbox.cast;
const okta = () => company.sandbox.okta;
const writes = () => company.sandbox.journals.okta.writes.filter(({ path }) => !path.startsWith('/oauth2/')).map(({ method, path }) => `${method} ${path.replace('/api/v1', '').replace(/00[ug]\w{17}/g, ':id')}`);
const groupCalled = (name: string) => [...okta().state.groups.values()].find((group) => group.name === name)!;
const isIn = (name: string, login: string) => groupCalled(name).members.has(okta().user(login).id);
const reasonOf = (results: { step: string; reason: string; outcome: string }[], step: string, outcome?: string) => results.find((one) => one.step === step && (outcome === undefined || one.outcome === outcome))!.reason;

const joiner = (more: Partial<OktaWish> = {}) => wishFor(personOf(cast().futureHire), { join: ['VPN Users', 'On-call Rota'], ...more });
const newLogin = () => cast().futureHire.workEmail;

describe('somebody joins', () => {
	test.each(['apiToken', 'withDpop', 'withoutDpop'] as const)('everything is there and read back, and the link comes last (%s)', async (credential) => {
		const results = await company.grant(joiner(), { credential });
		expect(outcomes(results)).toEqual({ createAccount: 'done/true', signIn: 'done/true', fillProfile: 'already_done/true', joinGroups: 'done/true', activationMail: 'done/true' });
		const user = okta().user(newLogin());
		expect(user.profile).toMatchObject({ firstName: 'Omar', lastName: 'Farouk', displayName: 'Omar Farouk', email: newLogin(), login: newLogin(), employeeNumber: '73', title: 'Account Executive', department: 'Sales', city: 'London', managerId: '38', userType: 'Full-Time' });
		expect(user.status).toBe('PROVISIONED');
		expect([isIn('VPN Users', newLogin()), isIn('On-call Rota', newLogin()), isIn('Dept Sales', newLogin())]).toEqual([true, true, true]);
		expect(okta().state.mails).toEqual([expect.objectContaining({ to: newLogin(), about: 'activation' })]);
		expect(writes().at(0)).toBe('POST /users');
		expect(writes().at(-1)).toBe('POST /users/:id/lifecycle/reactivate');
		expect(verdictOf(false, results)).toBe('Complete');
	});

	test('H01: before the first day the account is staged, with everything in it, and nobody is mailed', async () => {
		const results = await company.grant(joiner({ usable: false }));
		expect(outcomes(results)).toEqual({ createAccount: 'done/true', signIn: 'already_done/true', fillProfile: 'already_done/true', joinGroups: 'done/true' });
		expect(okta().user(newLogin()).status).toBe('STAGED');
		expect(isIn('VPN Users', newLogin())).toBe(true);
		expect(okta().state.mails).toEqual([]);
	});

	test('on the first day the same account is let in, and mailed once', async () => {
		await company.grant(joiner({ usable: false }));
		const { id } = okta().user(newLogin());
		const results = await company.grant(joiner());
		expect(outcomes(results)).toEqual({ createAccount: 'already_done/true', signIn: 'done/true', fillProfile: 'already_done/true', joinGroups: 'already_done/true', activationMail: 'done/true' });
		expect(okta().user(newLogin())).toMatchObject({ id, status: 'PROVISIONED' });
		expect(okta().state.mails).toHaveLength(1);
	});

	test('F09: run again, nothing is sent, and nobody is mailed again', async () => {
		await company.grant(joiner());
		const before = writes().length;
		const results = await company.grant(joiner());
		expect(Object.values(outcomes(results)).every((outcome) => outcome === 'already_done/true')).toBe(true);
		expect(writes()).toHaveLength(before);
		expect(okta().state.mails).toHaveLength(1);
	});

	test('F03: two administrators at once make one account and send one mail', async () => {
		const both = await Promise.all([company.grant(joiner()), company.grant(joiner(), { work: { worker: 'another', run: 'run-2' } })]);
		expect(okta().usersOfEmployee('73')).toHaveLength(1);
		expect(new Set(writes()).size + 1).toBe(writes().length); // two groups are joined by the same call
		expect(okta().state.mails).toHaveLength(1);
		for (const results of both) expect(verdictOf(false, results)).toBe('Complete');
	});

	test('a dry run says what it would do, and sends nothing', async () => {
		const results = await company.grant(joiner(), { work: { dryRun: true } });
		expect(new Set(Object.values(outcomes(results)))).toEqual(new Set(['planned/false']));
		expect(reasonOf(results, 'createAccount')).toContain(`staged account ${newLogin()}`);
		expect(writes()).toEqual([]);
	});

	test('without a mail the person is let in all the same, and no link leaves Okta', async () => {
		const results = await company.grant(joiner({ activationMail: false }));
		expect(outcomes(results)).not.toHaveProperty('activationMail');
		expect(okta().user(newLogin()).status).toBe('PROVISIONED');
		expect(okta().state.mails).toEqual([]);
		const evidence = JSON.stringify([results, await company.ledger.records({})]);
		expect(evidence).not.toMatch(/\/welcome\/|activationToken|tok0/);
	});

	test('no password is sent or kept', async () => {
		await company.grant(joiner());
		for (const { body } of company.sandbox.journals.okta.writes) expect(body).not.toContain('password');
	});

	test('an index that lags behind does not keep the account from being found', async () => {
		okta().settings.searchLagMs = 3_600_000;
		expect(outcomes(await company.grant(joiner()))).toMatchObject({ createAccount: 'done/true', joinGroups: 'done/true' });
		expect(okta().usersOfEmployee('73')).toHaveLength(1);
	});

	test('a create that was answered with an error and made the account counts as done', async () => {
		company.sandbox.faults.okta.add({ method: 'POST', path: /\/users$/, times: 1, effect: { kind: 'timeout', applied: true } });
		const results = await company.grant(joiner());
		expect(outcomes(results)['createAccount']).toBe('done/true');
		expect(okta().usersOfEmployee('73')).toHaveLength(1);
	});

	test('an activation Okta takes its time for is waited for', async () => {
		okta().settings.asyncMs = 300;
		const results = await company.grant(joiner({ join: [] }), { work: { clock: systemClock } });
		expect(outcomes(results)).toMatchObject({ signIn: 'done/true', activationMail: 'done/true' });
	});

	test('the mail is unverifiable where the log may not be read, and says what to grant', async () => {
		company.sandbox.faults.okta.add({ path: /\/logs/, effect: { kind: 'forbidden' } });
		const results = await company.grant(joiner());
		expect(outcomes(results)['activationMail']).toBe('done/unverifiable');
		expect(reasonOf(results, 'activationMail')).toContain('okta.logs.read');
	});

	test('the requests and their ids are kept', async () => {
		await company.grant(joiner());
		const settled = (await company.ledger.records({ kinds: ['step.settled'] })).map(({ content }) => content!);
		expect(settled.find(({ step }) => step === 'createAccount')!['calls']).toEqual(expect.arrayContaining([expect.objectContaining({ method: 'POST', path: '/api/v1/users', status: 200, requestId: expect.stringMatching(/.+/) })]));
		expect(settled.every(({ operation }) => operation === 'grant')).toBe(true);
	});
});

describe('nobody is made twice or in somebody’s place', () => {
	test('a person without a last name in HR is told of, and nobody is made', async () => {
		const { person, ...rest } = joiner();
		const results = await company.grant({ ...rest, person: { ...person, lastName: null } });
		expect(outcomes(results)).toEqual({ createAccount: 'failed/false' });
		expect(reasonOf(results, 'createAccount')).toContain('no last name');
		expect(writes()).toEqual([]);
	});

	test('A01: an address that is somebody else’s is not taken', async () => {
		const { person, ...rest } = joiner();
		const results = await company.grant({ ...rest, person: { ...person, workEmail: cast().leeWhoStays.workEmail } });
		expect(outcomes(results)).toEqual({ createAccount: 'failed/false' });
		expect(reasonOf(results, 'createAccount')).toMatch(/HR id 17, so it is somebody else's.*another work e-mail/);
		expect(writes()).toEqual([]);
	});

	test('A02: two accounts of one person stop it', async () => {
		const results = await company.grant(wishFor(personOf(cast().ambiguous)));
		expect(outcomes(results)).toEqual({ findAccount: 'ambiguous/false' });
		expect(writes()).toEqual([]);
	});
});

describe('somebody comes back', () => {
	test('A07: the old account is activated, brought up to date, and mailed only then', async () => {
		const person = { ...personOf(cast().former), title: 'Controller', workEmail: 'gwen.parry-jones@kestrel.example' };
		const results = await company.grant(wishFor(person, { join: ['VPN Users'] }));
		expect(outcomes(results)).toEqual({ createAccount: 'already_done/true', signIn: 'done/true', fillProfile: 'done/true', joinGroups: 'done/true', activationMail: 'done/true' });
		expect(okta().usersOfEmployee(person.id)).toHaveLength(1);
		// The old address may be somebody else's by now, and whoever has the link has the account.
		expect(okta().state.mails.map(({ to }) => to)).toEqual([person.workEmail]);
	});

	test('before the first day a deactivated account stays so, and what waits for it is said', async () => {
		const person = { ...personOf(cast().former), title: 'Controller' };
		const results = await company.grant(wishFor(person, { usable: false, join: ['VPN Users'] }));
		expect(outcomes(results)).toEqual({ createAccount: 'already_done/true', signIn: 'already_done/true', fillProfile: 'pending/false', joinGroups: 'pending/false' });
		expect(writes()).toEqual([]);
	});

	test.each([
		['STAGED', 'PROVISIONED', 'done/true'],
		['DEPROVISIONED', 'PROVISIONED', 'done/true'],
		['SUSPENDED', 'ACTIVE', 'done/true'],
		['LOCKED_OUT', 'ACTIVE', 'done/true'],
		['ACTIVE', 'ACTIVE', 'already_done/true'],
		['PROVISIONED', 'PROVISIONED', 'already_done/true'],
		['RECOVERY', 'RECOVERY', 'already_done/true'],
		['PASSWORD_EXPIRED', 'PASSWORD_EXPIRED', 'already_done/true'],
	] as const)('from %s to %s', async (before, after, outcome) => {
		const login = cast().contractor.workEmail;
		okta().setStatus(login, before);
		Object.assign(okta().user(login), { hasPassword: !['STAGED', 'PROVISIONED', 'DEPROVISIONED'].includes(before) });
		const results = await company.grant(wishFor(personOf(cast().contractor)));
		expect(outcomes(results)['signIn']).toBe(outcome);
		expect(okta().user(login).status).toBe(after);
		expect(verdictOf(false, results)).toBe('Complete');
		expect(okta().state.mails).toHaveLength(after === 'PROVISIONED' ? 1 : 0);
	});
});

describe('somebody moves', () => {
	const mover = () => ({ ...personOf(cast().leaver), title: 'Sales Engineer', department: 'Sales', manager: { id: '38', name: 'Clara Meyer', email: null } });
	const moves = (more: Partial<OktaWish> = {}) => wishFor(mover(), { usable: null, join: ['Dept Sales', 'IT Support Leads'], leave: ['Dept Engineering', 'Release Managers'], ...more });
	const login = () => cast().leaver.workEmail;

	test('H05: the profile first; groups given by hand at once, those of rules when the rules have settled', async () => {
		okta().settings.ruleLagMs = 400;
		const results = await company.change(moves(), { work: { clock: systemClock } });
		expect(outcomes(results)).toEqual({ fillProfile: 'done/true', joinGroups: 'done/true', leaveGroups: 'done/true' });
		expect(okta().user(login()).profile).toMatchObject({ title: 'Sales Engineer', department: 'Sales', manager: 'Clara Meyer', managerId: '38' });
		expect(['Dept Sales', 'IT Support Leads', 'Dept Engineering', 'Release Managers'].map((name) => isIn(name, login()))).toEqual([true, true, false, false]);
		expect(writes()).toEqual(['POST /users/:id', expect.stringMatching(/(PUT|DELETE) \/groups/), expect.stringMatching(/(PUT|DELETE) \/groups/)]);
		for (const rule of okta().state.rules.values()) expect(rule.excluded).toEqual([]);
	});

	test('rules that do not settle in time are pending, and nobody is put there by hand', async () => {
		okta().settings.ruleLagMs = 3_600_000;
		const results = await company.change(moves());
		expect(outcomes(results)).toEqual({ fillProfile: 'done/true', joinGroups: 'pending/false', leaveGroups: 'pending/false' });
		expect(reasonOf(results, 'joinGroups')).toContain('Dept Sales is filled by the group rule "Sales staff", which reads department of the profile');
		expect(isIn('IT Support Leads', login())).toBe(true);
		expect(isIn('Release Managers', login())).toBe(false);
		expect(verdictOf(false, results)).toBe('Incomplete');
	});

	test('a group whose rule fits another department is left to the rule, which is named', async () => {
		const results = await company.change(moves({ join: ['Dept Finance'], leave: [] }));
		expect(reasonOf(results, 'joinGroups', 'not_removable_here')).toMatch(/Dept Finance: filled by the group rule "Finance staff", which reads department/);
		expect(isIn('Dept Finance', login())).toBe(false);
	});

	test('groups are meant by id as well', async () => {
		const { id } = groupCalled('IT Support Leads');
		expect(outcomes(await company.change(moves({ join: [id], leave: [] })))['joinGroups']).toBe('done/true');
		expect(isIn('IT Support Leads', login())).toBe(true);
	});

	test.each([
		['a name nobody has', 'VPN Userz', /no group called exactly "VPN Userz"/],
		['a name in another spelling', 'vpn users', /no group called exactly "vpn users"/],
		['an id nobody has', '00gAAAAAAAAAAAAAAAAA', /no group with the id 00gAAAAAAAAAAAAAAAAA/],
		['a directory’s group', 'AD Printers', /AD Printers is mastered outside Okta.*add the person there/],
		['two groups of one name', 'Twins', /2 groups called "Twins" \(00g\w{17}, OKTA_GROUP; 00g\w{17}, APP_GROUP\)/],
		['a name that tries to say more', '" or profile.name pr or profile.name eq "', /no group called exactly/],
	])('%s: the others are joined, and this one is said', async (_what, name, said) => {
		const model = groupCalled('VPN Users');
		const add = (id: string, called: string, type: 'OKTA_GROUP' | 'APP_GROUP') => okta().state.groups.set(id, { ...model, id, name: called, type, members: new Set(), ruleMembers: new Set() });
		add('00gtwin0000000000001', 'Twins', 'OKTA_GROUP');
		add('00gtwin0000000000002', 'Twins', 'APP_GROUP');
		add('00gprint000000000001', 'AD Printers', 'APP_GROUP');
		const results = await company.change(moves({ join: ['IT Support Leads', name], leave: [] }));
		expect(outcomes(results)['joinGroups']).toBe('failed/false');
		expect(reasonOf(results, 'joinGroups')).toMatch(said);
		expect(isIn('IT Support Leads', login())).toBe(true);
	});

	test('A05: a rename changes login and e-mail, in the same account', async () => {
		const { id } = okta().user(login());
		const person = { ...personOf(cast().leaver), name: 'Mateo Rivas Soto', lastName: 'Rivas Soto', workEmail: 'mateo.rivas-soto@kestrel.example' };
		expect(outcomes(await company.change(wishFor(person, { usable: null })))).toEqual({ fillProfile: 'done/true' });
		expect(okta().user(id).profile).toMatchObject({ login: person.workEmail, email: person.workEmail, lastName: 'Rivas Soto', displayName: 'Mateo Rivas Soto' });
	});

	test('A05: a login that somebody else has is left to them, and they are named', async () => {
		const taken = okta().user(cast().contractor.workEmail);
		const person = { ...personOf(cast().leaver), workEmail: cast().contractor.workEmail };
		const results = await company.change(wishFor(person, { usable: null }));
		expect(outcomes(results)).toEqual({ fillProfile: 'failed/false' });
		expect(reasonOf(results, 'fillProfile')).toContain(`${taken.profile['login'] as string} (${taken.id}, ACTIVE, HR id 68)`);
		expect(writes()).toEqual([]);
	});

	test('A04: a login that never was the e-mail stays', async () => {
		const person = { ...personOf(cast().otherLogin), workEmail: 'anouk.devries@kestrel.example' };
		const before = okta().usersOfEmployee(person.id)[0]!.profile['login'];
		const results = await company.change(wishFor(person, { usable: null }));
		expect(outcomes(results)['fillProfile']).toBe('done/true');
		expect(okta().usersOfEmployee(person.id)[0]!.profile).toMatchObject({ login: before, email: person.workEmail });
	});

	test('what Active Directory masters is said, and where to change it', async () => {
		const results = await company.change(wishFor({ ...personOf(cast().directoryMastered), title: 'Director' }, { usable: null }));
		expect(results).toEqual([expect.objectContaining({ step: 'fillProfile', outcome: 'not_removable_here', reason: expect.stringMatching(/title.*mastered by ACTIVE_DIRECTORY \(corp\.kestrel\.example\), so change it there/) })]);
	});

	test('somebody who has no account is not made one', async () => {
		const results = await company.change(wishFor(personOf(cast().futureHire), { usable: null }));
		expect(outcomes(results)).toEqual({ findAccount: 'not_found/false' });
		expect(writes()).toEqual([]);
	});

	test('moving lets nobody in, and mails nobody', async () => {
		okta().setStatus(login(), 'SUSPENDED');
		await company.change(moves());
		expect(okta().user(login()).status).toBe('SUSPENDED');
		expect(okta().state.mails).toEqual([]);
	});
});
