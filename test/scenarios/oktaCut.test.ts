import { systemClock } from '../../lifecycle/clock';
import { verdictOf } from '../../lifecycle/case';
import { overApiToken } from '../support/oktaHttp';
import { oktaSteps } from '../../systems/okta';
import { outcomes, startCompany, usualSteps, type Company } from '../support/leaverCase';

let company: Company;
beforeEach(async () => {
	company = await startCompany();
});
afterEach(() => company.stop());

const cast = () => company.sandbox.cast;
const okta = () => company.sandbox.okta;
const writes = () => company.sandbox.journals.okta.writes.filter(({ path }) => !path.startsWith('/oauth2/'));
const everyStep = (outcome: string) => Object.fromEntries(usualSteps.map((step) => [step, outcome]));

describe('cutting a leaver who has everything', () => {
	test.each(['apiToken', 'withDpop', 'withoutDpop'] as const)('every step is done and read back (%s)', async (credential) => {
		const results = await company.cut(cast().leaver, { credential });
		expect(outcomes(results)).toEqual(everyStep('done/true'));
		expect(okta().accessOf(cast().leaver.workEmail!)).toMatchObject({ status: 'SUSPENDED', sessions: 0, refreshTokens: 0, grants: 0, factors: 0, roles: 0, apiTokens: 0, devices: 0 });
	});

	test('F14: groups that cannot be left here are reported with the place where they can', async () => {
		const results = await company.cut(cast().leaver);
		const left = results.find(({ outcome }) => outcome === 'not_removable_here');
		expect(left).toMatchObject({ step: 'removeFromGroups', verified: true });
		expect(left!.reason).toMatch(/Dept Engineering: a group rule/);
		expect(left!.reason).toMatch(/AD Building Access: mastered outside Okta/);
		expect(company.sandbox.journals.okta.find({ method: 'DELETE', path: /\/groups\// })).toHaveLength(3);
	});

	test('F16: sessions opened since, by an account that was given back meanwhile, are ended again', async () => {
		const { workEmail } = cast().leaver;
		await company.cut(cast().leaver);
		okta().operate('unsuspend', workEmail!);
		okta().signIn(workEmail!);
		const again = await company.cut(cast().leaver);
		expect(outcomes(again)).toMatchObject({ blockSignIn: 'done/true', endSessions: 'done/true' });
		expect(okta().accessOf(workEmail!)).toMatchObject({ status: 'SUSPENDED', sessions: 0 });
	});

	test('sessions end only after the block has been read back', async () => {
		await company.cut(cast().leaver);
		const { entries } = company.sandbox.journals.okta;
		const suspended = entries.find(({ path }) => path.endsWith('/lifecycle/suspend'))!;
		const readBack = entries.find(({ method, path, number }) => method === 'GET' && /\/users\/[^/]+$/.test(path) && number > suspended.number)!;
		const ended = entries.find(({ method, path }) => method === 'DELETE' && path.endsWith('/sessions'))!;
		expect(ended.startedMs).toBeGreaterThanOrEqual(readBack.endedMs!);
	});

	test('deactivation comes last, and only when it is ticked', async () => {
		const results = await company.cut(cast().leaver, { options: { steps: [...usualSteps, 'deactivate'] } });
		expect(outcomes(results)).toEqual({ ...everyStep('done/true'), deactivate: 'done/true' });
		expect(writes().at(-1)!.path).toMatch(/lifecycle\/deactivate$/);
	});

	test('what is not ticked is not touched, but is in the snapshot', async () => {
		await company.cut(cast().leaver, { options: { steps: ['blockSignIn'] } });
		expect(writes()).toHaveLength(1);
		const [snapshot] = await company.ledger.records({ kinds: ['access.snapshot'] });
		const states = snapshot!.content!['states'] as Record<string, { apiTokens?: unknown[]; groups?: unknown[] }>;
		expect(states['revokeApiTokens']!.apiTokens).toHaveLength(1);
		expect(states['removeFromGroups']!.groups!.length).toBeGreaterThan(3);
	});

	test('every intent is on the ledger before its change is sent', async () => {
		await company.cut(cast().leaver);
		const intents = await company.ledger.records({ kinds: ['step.intended'] });
		const at = (step: string) => Date.parse(intents.find(({ content }) => content!['step'] === step)!.at);
		const sent = (path: RegExp) => Date.parse(writes().find((entry) => path.test(entry.path))!.startedAt);
		expect(at('blockSignIn')).toBeLessThanOrEqual(sent(/suspend/));
		expect(at('endSessions')).toBeLessThanOrEqual(sent(/sessions/));
	});

	test('the requests of each step are kept with their ids', async () => {
		await company.cut(cast().leaver);
		const settled = await company.ledger.records({ kinds: ['step.settled'] });
		const block = settled.find(({ content }) => content!['step'] === 'blockSignIn')!.content!;
		expect(block['calls']).toEqual(expect.arrayContaining([expect.objectContaining({ method: 'POST', status: 200, requestId: expect.stringMatching(/.+/) })]));
		expect(block).toMatchObject({ before: { status: 'ACTIVE' }, after: { status: 'SUSPENDED' } });
	});

	test('each result says which access it closes and what it cannot reach, whatever came of it', async () => {
		company.sandbox.faults.okta.add({ path: /lifecycle\/reset_factors/, effect: { kind: 'forbidden' } });
		await company.cut(cast().leaver, { work: { dryRun: true } });
		await company.cut(cast().leaver);
		await company.cut(cast().leaver);
		const settled = (await company.ledger.records({ kinds: ['step.settled'] })).map(({ content }) => content!);
		expect(new Set(settled.map(({ outcome }) => outcome))).toEqual(new Set(['planned', 'done', 'failed', 'already_done', 'not_removable_here']));
		for (const { id, closes, remains = [] } of oktaSteps.filter(({ id }) => usualSteps.includes(id))) {
			const mine = settled.filter(({ step, remainder }) => step === id && remainder !== true);
			expect(mine.map(({ closes, remains }) => ({ closes, remains }))).toEqual(mine.map(() => ({ closes, remains })));
			expect(mine).toHaveLength(3);
		}
	});

	test('F09: run again, everything is already done, proven by reading, with no further write', async () => {
		await company.cut(cast().leaver);
		const before = writes().length;
		const results = await company.cut(cast().leaver);
		expect(outcomes(results)).toEqual(everyStep('already_done/true'));
		expect(writes()).toHaveLength(before);
	});

	test('F09: so it is in another case, except that sessions are ended once more', async () => {
		await company.cut(cast().leaver);
		const results = await company.cut(cast().leaver, { work: { caseId: 'hr_event_20261121_30' } });
		expect(outcomes(results)).toEqual({ ...everyStep('already_done/true'), endSessions: 'done/true' });
	});

	test('F03: two workers at once change everything exactly once', async () => {
		const [one, other] = await Promise.all([company.cut(cast().leaver), company.cut(cast().leaver, { work: { worker: 'another' } })]);
		const counted = writes().map(({ method, path }) => `${method} ${path}`);
		expect(new Set(counted).size).toBe(counted.length);
		for (const step of usualSteps) {
			expect([outcomes(one)[step], outcomes(other)[step]].sort()).toEqual(['already_done/true', 'done/true']);
		}
	});

	test('a dry run reads, plans and changes nothing', async () => {
		const results = await company.cut(cast().leaver, { work: { dryRun: true } });
		expect(outcomes(results)).toEqual(everyStep('planned/false'));
		expect(writes()).toEqual([]);
		expect(okta().accessOf(cast().leaver.workEmail!).status).toBe('ACTIVE');
	});
});

describe('every status of the account is a starting point', () => {
	const starts = ['STAGED', 'PROVISIONED', 'ACTIVE', 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'SUSPENDED', 'DEPROVISIONED'] as const;
	test.each(starts)('%s', async (status) => {
		const login = cast().leaver.workEmail!;
		okta().setStatus(login, status);
		const results = await company.cut(cast().leaver);
		const after = okta().accessOf(login);
		expect(['SUSPENDED', 'DEPROVISIONED']).toContain(after.status);
		const ended = outcomes(results);
		expect(ended['blockSignIn']).toBe(status === 'SUSPENDED' || status === 'DEPROVISIONED' ? 'already_done/true' : 'done/true');
		for (const step of usualSteps) expect(ended[step] ?? 'on paper').toMatch(/^(done|already_done)\/(true|unverifiable)$|^on paper$/);
		for (const result of results) expect(result.outcome).not.toBe('failed');
		expect(verdictOf(false, results)).toBe('Complete');
	});

	test('a deactivation that Okta is still working on is waited for, and not sent again', async () => {
		const { orgUrl, apiToken } = company.sandbox.connections.okta;
		okta().settings.asyncMs = 400;
		const { id } = okta().user(cast().leaver.workEmail!);
		await overApiToken(orgUrl, apiToken)({ method: 'POST', path: `/api/v1/users/${id}/lifecycle/deactivate`, headers: { prefer: 'respond-async' } });
		company.sandbox.journals.okta.clear();
		const results = await company.cut(cast().leaver, { options: { steps: ['blockSignIn'] }, work: { clock: systemClock } });
		expect(outcomes(results)).toEqual({ blockSignIn: 'done/true' });
		expect(writes()).toEqual([]);
	});
});

describe('finding the account', () => {
	test('A01: only the accounts of the one who leaves change', async () => {
		const stays = okta().user(cast().leeWhoStays.workEmail!);
		await company.cut(cast().leeWhoLeaves);
		expect(writes().filter(({ path }) => path.includes(stays.id))).toEqual([]);
		expect(okta().user(stays.id).status).toBe('ACTIVE');
		expect(okta().user(cast().leeWhoLeaves.workEmail!).status).toBe('SUSPENDED');
	});

	test('A02: two accounts that could be meant stop the case, and both are named', async () => {
		const results = await company.cut(cast().ambiguous);
		expect(results).toHaveLength(1);
		expect(results[0]).toMatchObject({ step: 'findAccount', outcome: 'ambiguous', verified: false });
		for (const { id } of okta().usersOfEmployee(cast().ambiguous.id)) expect(results[0]!.reason).toContain(id);
		expect(writes()).toEqual([]);
	});

	test('no account is said, with what to do', async () => {
		const [result, ...others] = await company.cut(cast().withoutAccount);
		expect(others).toEqual([]);
		expect(result).toMatchObject({ outcome: 'not_found' });
		expect(result!.reason).toMatch(/Having No Account Is Fine/);
		expect(result!.accepted).toBeUndefined();
	});

	test('no account can be accepted', async () => {
		const [result] = await company.cut(cast().withoutAccount, { options: { missingAccountIsFine: true } });
		expect(result).toMatchObject({ outcome: 'not_found', accepted: true });
	});

	test('A04: a login that differs from the work e-mail is found by the HR id', async () => {
		const results = await company.cut(cast().otherLogin);
		expect(outcomes(results)['blockSignIn']).toBe('done/true');
	});

	test('an e-mail that belongs to somebody else leads to nobody', async () => {
		const [result] = await company.cut({ id: '999', workEmail: cast().leeWhoStays.workEmail });
		expect(result).toMatchObject({ outcome: 'not_found' });
		expect(result!.reason).toContain('somebody else');
		expect(writes()).toEqual([]);
	});

	test.each(['" or profile.employeeNumber pr or profile.login eq "', '*', '../me', 'me', ''])('an HR id like %j finds nobody', async (id) => {
		const [result] = await company.cut({ id, workEmail: null });
		expect(result).toMatchObject({ step: 'findAccount' });
		expect(['not_found', 'failed']).toContain(result!.outcome);
		expect(writes()).toEqual([]);
	});

	test('an account without HR id is found by its e-mail, unless that is switched off', async () => {
		const user = okta().user(cast().contractor.workEmail!);
		delete (user.profile as Record<string, unknown>)['employeeNumber'];
		const [refused] = await company.cut(cast().contractor, { matchByEmail: false });
		expect(refused).toMatchObject({ outcome: 'not_found' });
		expect(outcomes(await company.cut(cast().contractor))['blockSignIn']).toBe('done/true');
	});
});

describe('people who are not cut', () => {
	test('D03: the last super admin who can sign in is refused', async () => {
		for (const user of okta().state.users.values()) {
			const login = String(user.profile.login);
			if (login !== cast().superAdmin.workEmail && user.status === 'ACTIVE' && okta().accessOf(login).roles > 0) okta().setStatus(login, 'SUSPENDED');
		}
		const results = await company.cut(cast().superAdmin, { credential: 'withoutDpop' });
		expect(results).toHaveLength(1);
		expect(results[0]).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('last super admin') });
		expect(writes()).toEqual([]);
	});

	test('the admin behind the API token is refused', async () => {
		const automation = okta().user('svc-joiner-mover-leaver@kestrel.example');
		(automation.profile as Record<string, unknown>)['employeeNumber'] = '900';
		okta().setStatus(automation.id, 'ACTIVE');
		const [result] = await company.cut({ id: '900', workEmail: null }, { credential: 'apiToken' });
		expect(result).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('service app') });
		expect(writes()).toEqual([]);
	});
});

describe('giving access back', () => {
	test('B08: after a cut everything that can be given back is as before, and the rest is listed', async () => {
		const login = cast().leaver.workEmail!;
		const before = okta().accessOf(login);
		await company.cut(cast().leaver);
		const results = await company.restore(cast().leaver);
		const after = okta().accessOf(login);
		expect(after).toMatchObject({ status: 'ACTIVE', groups: before.groups, roles: before.roles, devices: before.devices, apps: before.apps });
		expect(results.filter(({ outcome }) => outcome === 'pending').map(({ step }) => step).sort()).toEqual(['resetFactors', 'revokeApiTokens', 'revokeGrants']);
		expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
		expect(results.at(-1)).toMatchObject({ step: 'blockSignIn', outcome: 'done', verified: true });
	});

	test('B08: after a deactivation the account is activated, and lost app profiles are named', async () => {
		await company.cut(cast().leaver, { options: { steps: [...usualSteps, 'deactivate'] } });
		const results = await company.restore(cast().leaver);
		expect(['ACTIVE', 'PROVISIONED']).toContain(okta().user(cast().leaver.workEmail!).status);
		expect(outcomes(results)['deactivate']).toBe('pending/false');
	});

	test('a case without a snapshot gives nothing back, and says so', async () => {
		const results = await company.restore(cast().leaver);
		expect(results).toHaveLength(1);
		expect(results[0]).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('holds no snapshot') });
		expect(writes()).toEqual([]);
	});

	test('cut, given back, cut again in one case: the sessions of the second time are ended too', async () => {
		await company.cut(cast().leaver);
		await company.restore(cast().leaver);
		okta().signIn(cast().leaver.workEmail!);
		const results = await company.cut(cast().leaver);
		expect(outcomes(results)).toMatchObject({ blockSignIn: 'done/true', endSessions: 'done/true' });
		expect(okta().accessOf(cast().leaver.workEmail!).sessions).toBe(0);
	});
});

describe('names that come from outside', () => {
	test('a device called like a secret does not stop the cut, and is not kept as such', async () => {
		const token = `ghp_${'a1B2c3D4'.repeat(5)}`.slice(0, 40);
		for (const device of okta().state.devices.values()) (device.profile as Record<string, unknown>)['displayName'] = token;
		const results = await company.cut(cast().leaver);
		expect(outcomes(results)).toEqual(everyStep('done/true'));
		expect(JSON.stringify(await company.ledger.records({}))).not.toContain(token);
	});
});
