import type { FaultSpec } from '../../sandbox';
import { startGoogleCompany, usualGoogleSteps, type GoogleCompany } from '../support/googleCompany';
import { outcomes } from '../support/leaverCase';

let company: GoogleCompany;
beforeAll(async () => {
	company = await startGoogleCompany({ settings: { google: { transferMs: 0, deviceSyncMs: 0 } } });
});
beforeEach(() => {
	company.rewind();
	company.clock.slept.length = 0;
});
afterAll(() => company.stop());

type Results = Awaited<ReturnType<GoogleCompany['cut']>>;

const cast = () => company.sandbox.cast;
const google = () => company.sandbox.google;
const journal = () => company.sandbox.journals.google;
const fault = (spec: FaultSpec) => company.sandbox.faults.google.add(spec);
const count = (method: string, path: RegExp) => journal().find({ method, path }).length;
const only = (...steps: string[]) => ({ options: { steps } });
const error = (status: number, reason: string, message: string) => ({ error: { code: status, message, errors: [{ domain: 'global', reason, message }] } });
const answer = (status: number, reason: string, message = 'Said by Google') => ({ kind: 'status' as const, status, body: error(status, reason, message) });
const suspension = { method: 'PUT', path: /\/users\/\d+$/ };
const suspensions = () => count('PUT', suspension.path);
const notForTokens = /^(?!\/token)/;

const of = (results: Results, step: string) => results.find((result) => result.step === step && result.remainder !== true)!;
const expectOnly = (results: Results, step: string, outcome: string) => {
	expect([step, outcomes(results)[step]]).toEqual([step, outcome]);
	for (const other of usualGoogleSteps.filter((id) => id !== step)) expect([other, outcomes(results)[other]]).toEqual([other, expect.stringMatching(/^done\/(true|unverifiable)$/)]);
};

describe('when Google misbehaves, the other steps go on and the one concerned says what happened', () => {
	test('401: the credential is named, and nothing is retried into a lock-out', async () => {
		fault({ path: notForTokens, effect: answer(401, 'authError', 'Invalid Credentials') });
		const results = await company.cut(cast().leaver);
		expect(results).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/did not accept the credential.*press Test/) })]);
		// Once more with a new token, which may have been withdrawn.
		expect(journal().entries.filter(({ path }) => path !== '/token')).toHaveLength(2);
	});

	test('401 for a token that was withdrawn meanwhile: a new one is asked for, and the change is sent with that', async () => {
		fault({ ...suspension, times: 1, effect: answer(401, 'authError') });
		expect(outcomes(await company.cut(cast().leaver))['suspend']).toBe('done/true');
		expect(suspensions()).toBe(2);
	});

	test('403 forbidden is no throttling: it is said at once, with the scope to authorise', async () => {
		fault({ path: /signOut/, effect: answer(403, 'forbidden') });
		const results = await company.cut(cast().leaver);
		expectOnly(results, 'signOut', 'failed/false');
		expect(of(results, 'signOut').reason).toContain('admin.directory.user.security');
		expect(count('POST', /signOut/)).toBe(1);
	});

	test.each([
		['deleteAppPasswords', /\/asps$/, 'admin.directory.user.security'],
		['stopForwarding', /\/gmail\/.*filters/, 'gmail.settings.basic'],
		['removeFromGroups', /\/groups$/, 'admin.directory.group'],
		['revokeAdminRoles', /\/roleassignments$/, 'admin.directory.rolemanagement'],
		['wipeMobileAccounts', /\/devices\/mobile$/, 'admin.directory.device.mobile.action'],
		['disableChromeDevices', /\/devices\/chromeos$/, 'admin.directory.device.chromeos'],
		['transferOwnership', /\/transfers$/, 'admin.datatransfer'],
	])('403 on what has to be read first: %s fails, untouched, with the scope', async (step, path, scope) => {
		fault({ method: 'GET', path, effect: { kind: 'forbidden' } });
		const results = await company.cut(cast().leaver);
		expectOnly(results, step, 'failed/false');
		expect(of(results, step).reason).toContain(`the scope ${scope} `);
		expect(of(results, step).reason).toContain('Nothing was changed');
	});

	test.each([
		[403, 'userRateLimitExceeded'],
		[403, 'rateLimitExceeded'],
		[403, 'quotaExceeded'],
		[429, 'rateLimitExceeded'],
		[429, 'RESOURCE_EXHAUSTED'],
	])('F06: %i %s without a header is waited out, also for a POST', async (status, reason) => {
		fault({ path: /signOut/, times: 2, effect: answer(status, reason) });
		expect(outcomes(await company.cut(cast().leaver, only('suspend', 'signOut')))['signOut']).toMatch(/^done/);
		expect(count('POST', /signOut/)).toBe(3);
		expect(company.clock.slept.length).toBeGreaterThanOrEqual(2);
	});

	test.each([429, 403])('F06: %i that names a time is waited out for as long', async (status) => {
		fault({ ...suspension, times: 1, effect: { ...answer(status, 'rateLimitExceeded'), headers: { 'retry-after': '40' } } });
		expect(outcomes(await company.cut(cast().leaver, only('suspend')))['suspend']).toBe('done/true');
		expect(suspensions()).toBe(2);
		expect(company.clock.slept).toContain(40_000);
	});

	test('a quota that stays exhausted: the step fails with a sentence', async () => {
		fault({ path: /signOut/, effect: answer(403, 'quotaExceeded', 'Quota exceeded') });
		const results = await company.cut(cast().leaver);
		expectOnly(results, 'signOut', 'failed/false');
		expect(of(results, 'signOut').reason).toMatch(/because of a quota.*run the case again/);
	});

	test.each([
		['reads', { method: 'GET', path: /\/asps$/ }, 'deleteAppPasswords', /does not know/],
		['takes', { method: 'DELETE', path: /\/asps\// }, 'deleteAppPasswords', /look at the account/i],
		['takes', { method: 'DELETE', path: /\/tokens\// }, 'revokeTokens', /still shows/],
		['takes', { method: 'DELETE', path: /\/members\// }, 'removeFromGroups', /still shows/],
		['takes', { method: 'POST', path: /\/devices\/mobile\// }, 'wipeMobileAccounts', /still shows/],
	] as const)('404 though it is there, where it %s: nothing is concluded from that', async (_verb, where, step, said) => {
		fault({ ...where, effect: { kind: 'not-found' } });
		const results = await company.cut(cast().leaver);
		expectOnly(results, step, 'failed/false');
		expect(of(results, step).reason).toMatch(said);
	});

	test('404 where the account is suspended: the account was just read, so the suspension failed', async () => {
		fault({ ...suspension, effect: { kind: 'not-found' } });
		expect(of(await company.cut(cast().leaver), 'suspend')).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/does not know/) });
	});

	test('412 for an account whose creation is not complete is waited out; any other is said at once', async () => {
		fault({ ...suspension, times: 3, effect: answer(412, 'conditionNotMet', 'User creation is not complete.') });
		expect(outcomes(await company.cut(cast().leaver, only('suspend')))['suspend']).toBe('done/true');
		expect(suspensions()).toBe(4);

		company.rewind();
		fault({ ...suspension, effect: answer(412, 'conditionNotMet', 'Domain has insufficient archived user licenses.') });
		const results = await company.cut(cast().leaver, only('suspend'));
		expect(of(results, 'suspend')).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('insufficient archived user licenses') });
		expect(suspensions()).toBe(1);
	});

	test.each([400, 409])('%i is said with the reason Google gave, and not sent again', async (status) => {
		fault({ ...suspension, effect: answer(status, 'someReason', 'Some words') });
		const results = await company.cut(cast().leaver, only('suspend'));
		expect(of(results, 'suspend')).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('Some words, someReason') });
		expect(suspensions()).toBe(1);
	});

	test('500 although the change was made: read back, done, sent once', async () => {
		fault({ ...suspension, effect: { kind: 'status', status: 500, applied: true } });
		expect(outcomes(await company.cut(cast().leaver))['suspend']).toBe('done/true');
		expect(suspensions()).toBe(1);
	});

	test.each([500, 503])('F01: %i every time: the step fails, all others are done', async (status) => {
		fault({ method: 'DELETE', path: /\/tokens\//, effect: { kind: 'status', status } });
		const results = await company.cut(cast().leaver);
		expectOnly(results, 'revokeTokens', 'failed/false');
		expect(of(results, 'revokeTokens').reason).toContain('status page');
	});

	test('F01: where the suspension itself cannot be made, everything else is taken away all the same', async () => {
		fault({ ...suspension, effect: { kind: 'status', status: 500 } });
		expectOnly(await company.cut(cast().leaver), 'suspend', 'failed/false');
	});

	test('a time-out after the change was made: read back instead of repeated', async () => {
		fault({ ...suspension, times: 1, effect: { kind: 'timeout', applied: true } });
		expect(outcomes(await company.cut(cast().leaver, only('suspend')))['suspend']).toBe('done/true');
		expect(suspensions()).toBe(1);
	});

	test('a time-out of the transfer, which would begin a second one: found, and not asked for again', async () => {
		fault({ method: 'POST', path: /\/transfers$/, times: 1, effect: { kind: 'timeout', applied: true } });
		expect(outcomes(await company.cut(cast().leaver, only('suspend', 'transferOwnership')))['transferOwnership']).toBe('done/true');
		expect(google().state.transfers.size).toBe(1);
	});

	test.each([true, false])('a connection that breaks (change made: %s)', async (applied) => {
		fault({ ...suspension, times: 1, effect: { kind: 'reset', applied } });
		expect(outcomes(await company.cut(cast().leaver, only('suspend')))['suspend']).toBe('done/true');
		expect(suspensions()).toBe(applied ? 1 : 2);
	});

	test.each([
		['HTML instead of JSON', { kind: 'html' }],
		['a redirect to a login page', { kind: 'login-redirect' }],
		['half an answer', { kind: 'truncated' }],
		['JSON of another shape', { kind: 'status', status: 200, body: { items: [{ codeId: null }] } }],
		['a list that is none', { kind: 'status', status: 200, body: { items: 'none' } }],
	] as const)('%s proves nothing', async (_name, effect) => {
		fault({ method: 'GET', path: /\/asps$/, effect });
		const results = await company.cut(cast().leaver);
		expectOnly(results, 'deleteAppPasswords', 'failed/false');
		expect(count('DELETE', /\/asps\//)).toBe(0);
	});

	test.each([{ kind: 'html' }, { kind: 'login-redirect' }, { kind: 'truncated' }] as const)('C03: where accounts are looked for, %j finds nobody and touches nobody', async (effect) => {
		fault({ path: /\/users$/, effect });
		expect(await company.cut(cast().leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed' })]);
		expect(journal().writes.filter(({ path }) => path !== '/token')).toEqual([]);
	});

	test.each([true, false])('a login page in answer to the change says nothing about it (change made: %s): reading back does', async (applied) => {
		fault({ ...suspension, effect: { kind: 'html', applied } });
		const results = await company.cut(cast().leaver, only('suspend'));
		expect(of(results, 'suspend')).toMatchObject(applied ? { outcome: 'done', verified: true } : { outcome: 'failed', reason: expect.stringContaining('still shows') });
		expect(google().user(cast().leaver.workEmail!).suspended).toBe(applied);
	});

	test.each([429, 500, 503])('%i for a token is waited out, the admin’s and the mailbox’s', async (status) => {
		google().state.accessTokens.clear();
		const tokens = fault({ path: /^\/token$/, times: 2, effect: { kind: 'status', status, body: 'Try again' } });
		const results = await company.cut(cast().leaver, only('stopForwarding', 'suspend'));
		expect(outcomes(results)).toEqual({ stopForwarding: 'done/true', suspend: 'done/true' });
		expect(tokens.hits).toBe(2);
	});

	test.each([
		['unauthorized_client', 401, /not authorised for every scope.*Domain-wide delegation/],
		['invalid_grant', 400, /does not accept the service account/],
	])('%s for a token of the mailbox: what stands in it is not reached, and the rest is done', async (name, status, said) => {
		const { id } = google().user(cast().leaver.workEmail!);
		for (const [value, { userId }] of google().state.accessTokens) if (userId === id) google().state.accessTokens.delete(value);
		fault({ path: /^\/token$/, effect: { kind: 'status', status, body: { error: name, error_description: name } } });
		const results = await company.cut(cast().leaver);
		for (const step of ['stopForwarding', 'removeDelegates']) expect(of(results, step)).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(said) });
		expect(outcomes(results)['suspend']).toBe('done/true');
	});

	test('a success that changed nothing is a failure, whichever step was lied to', async () => {
		for (const method of ['POST', 'PUT', 'DELETE']) fault({ method, path: notForTokens, effect: { kind: 'lie' } });
		const results = await company.cut(cast().leaver);
		const ended = outcomes(results);
		// Of sessions nobody can read anything; the transfer that was answered does not exist.
		const differently = { signOut: 'done/unverifiable' };
		expect(ended).toEqual({ ...Object.fromEntries(usualGoogleSteps.map((step) => [step, 'failed/false'])), ...differently });
		expect(of(results, 'suspend').reason).toMatch(/accepted the change, but reading it back still shows/);
		expect(google().user(cast().leaver.workEmail!).suspended).toBe(false);
	});

	test('a change that shows late is waited for and not sent again', async () => {
		fault({ path: suspension.path, effect: { kind: 'lag', reads: 3 } });
		expect(outcomes(await company.cut(cast().leaver, only('suspend')))['suspend']).toBe('done/true');
		expect(suspensions()).toBe(1);
	});

	test('groups that are listed for some time after they were left are waited for', async () => {
		fault({ path: /\/groups$/, effect: { kind: 'lag', reads: 3 } });
		expect(outcomes(await company.cut(cast().leaver, only('removeFromGroups')))['removeFromGroups']).toBe('done/true');
	});

	test.each([
		['asps', 'deleteAppPasswords'],
		['groups', 'removeFromGroups'],
	])('a list of %s that names the same next page for ever ends, and nothing is concluded from it', async (list, step) => {
		const endless = fault({ method: 'GET', path: new RegExp(`/${list}$`), effect: { kind: 'status', status: 200, body: { nextPageToken: 'again' } } });
		const results = await company.cut(cast().leaver);
		expectOnly(results, step, 'failed/false');
		expect(of(results, step).reason).toContain('does not end');
		expect(endless.hits).toBeLessThan(100);
	});

	test('sessions whose end the login report never shows are called unverifiable, not done and not failed', async () => {
		google().settings.reportLagMs = 3_600_000;
		expectOnly(await company.cut(cast().leaver), 'signOut', 'done/unverifiable');
	});

	test('a login report that may not be read leaves the sessions unverifiable, with the scope to grant', async () => {
		fault({ path: /\/reports\//, effect: { kind: 'forbidden' } });
		const results = await company.cut(cast().leaver);
		expectOnly(results, 'signOut', 'done/unverifiable');
		expect(of(results, 'signOut').reason).toContain('admin.reports.audit.readonly');
	});

	test('one group that cannot be left does not keep the others', async () => {
		const { id } = [...google().state.groups.values()].find(({ email }) => email.startsWith('on-call@'))!;
		fault({ method: 'DELETE', path: new RegExp(`/groups/${id}/members/`), times: 1, effect: { kind: 'status', status: 500 } });
		expect(outcomes(await company.cut(cast().leaver))['removeFromGroups']).toBe('done/true');
	});

	test('super admin that is not given up does not keep the other roles', async () => {
		google().operate('make_admin', cast().leaver.workEmail!);
		fault({ path: /makeAdmin/, effect: { kind: 'status', status: 500 } });
		expect(outcomes(await company.cut(cast().leaver))['revokeAdminRoles']).toBe('failed/false');
		expect(count('DELETE', /\/roleassignments\//)).toBe(1);
	});

	test('forwarding that is not switched off does not keep the filters and addresses', async () => {
		fault({ method: 'PUT', path: /autoForwarding/, effect: { kind: 'status', status: 500 } });
		await company.cut(cast().leaver);
		expect(google().accessOf(cast().leaver.workEmail!)).toMatchObject({ forwarding: 0, forwardingFilters: 0 });
		expect(google().user(cast().leaver.workEmail!).mailbox.forwardingAddresses.size).toBe(0);
	});

	test('no secret of the credential is in results or ledger', async () => {
		await company.cut(cast().leaver);
		const everything = JSON.stringify(await company.ledger.records({}));
		expect(everything).not.toContain(google().connection.serviceAccount.privateKey.split('\n')[1]);
		expect(everything).not.toMatch(/Bearer |ya29\.|eyJ[A-Za-z0-9]/);
	});
});

describe('Google suspends accounts itself, too', () => {
	test('what Google suspended is not given back here, and that is said', async () => {
		await company.cut(cast().leaver, only('suspend'));
		google().operate('suspend_for_abuse', cast().leaver.workEmail!);
		const results = await company.restore(cast().leaver);
		expect(of(results, 'suspend')).toMatchObject({ outcome: 'pending', reason: expect.stringContaining('only Google can lift') });
	});
});

describe('2-step verification Google keeps', () => {
	test('enforced: reported, not tried', async () => {
		google().operate('enforce_2sv', cast().leaver.workEmail!);
		const results = await company.cut(cast().leaver, only('turnOffTwoStep'));
		expect(results[0]).toMatchObject({ outcome: 'not_removable_here', reason: expect.stringContaining('policy') });
	});

	test('Advanced Protection: refused by Google, and reported as such', async () => {
		google().user(cast().leaver.workEmail!).inAdvancedProtection = true;
		const results = await company.cut(cast().leaver, only('turnOffTwoStep'));
		expect(results[0]).toMatchObject({ outcome: 'not_removable_here', reason: expect.stringContaining('Advanced Protection') });
	});
});
