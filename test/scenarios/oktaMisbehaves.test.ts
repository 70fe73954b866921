import { outcomes, startCompany, usualSteps, type Company } from '../support/leaverCase';
import type { FaultSpec } from '../../sandbox';

let company: Company;
beforeEach(async () => {
	company = await startCompany();
});
afterEach(() => company.stop());

const leaver = () => company.sandbox.cast.leaver;
const fault = (spec: FaultSpec) => company.sandbox.faults.okta.add(spec);
const count = (path: RegExp) => company.sandbox.journals.okta.find({ path }).length;
const suspension = /\/users\/[^/]+\/lifecycle\/suspend/;
const others = (step: string) => usualSteps.filter((id) => id !== step);

const expectOnly = (results: Awaited<ReturnType<Company['cut']>>, step: string, outcome: string) => {
	const ended = outcomes(results);
	expect(ended[step]).toBe(outcome);
	for (const other of others(step)) expect(ended[other]).toBe('done/true');
};
const reasonOf = (results: Awaited<ReturnType<Company['cut']>>, step: string) => results.find((result) => result.step === step)!.reason;

describe('when Okta misbehaves, the other steps go on and the one concerned says what happened', () => {
	test('401: the credential is named, and nothing is retried into a lock-out', async () => {
		fault({ effect: { kind: 'status', status: 401, body: { errorCode: 'E0000011', errorSummary: 'Invalid token provided' } } });
		const results = await company.cut(leaver(), { credential: 'apiToken' });
		expect(results).toHaveLength(1);
		expect(results[0]).toMatchObject({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/did not accept the credential.*press Test/) });
		expect(company.sandbox.journals.okta.entries.length).toBeLessThanOrEqual(2);
	});

	test('403: the missing scope is named', async () => {
		fault({ path: /lifecycle\/reset_factors/, effect: { kind: 'forbidden' } });
		const results = await company.cut(leaver());
		expectOnly(results, 'resetFactors', 'failed/false');
		expect(reasonOf(results, 'resetFactors')).toContain('okta.users.manage');
	});

	test('403 on what has to be read first: that step fails, unread and untouched', async () => {
		fault({ path: /\/api-tokens/, effect: { kind: 'forbidden' } });
		const results = await company.cut(leaver());
		expectOnly(results, 'revokeApiTokens', 'failed/false');
		expect(reasonOf(results, 'revokeApiTokens')).toMatch(/okta\.apiTokens\.read.*Nothing was changed/);
	});

	test('404 though the account is there: nothing is concluded from it', async () => {
		fault({ path: /\/factors/, effect: { kind: 'not-found' } });
		const results = await company.cut(leaver());
		expectOnly(results, 'resetFactors', 'failed/false');
		expect(reasonOf(results, 'resetFactors')).toMatch(/the account is there/);
	});

	test.each([
		['with a reset instant', { kind: 'throttle', resetInSeconds: 45 }],
		['with Retry-After', { kind: 'throttle', retryAfterSeconds: 30 }],
		['without any header', { kind: 'throttle' }],
	] as const)('F06: 429 %s is waited out', async (_name, effect) => {
		fault({ path: suspension, times: 2, effect });
		const results = await company.cut(leaver());
		expect(outcomes(results)['blockSignIn']).toBe('done/true');
		expect(company.clock.slept.length).toBeGreaterThan(0);
		expect(count(suspension)).toBe(3);
	});

	test('429 that never ends: the step fails with a sentence', async () => {
		fault({ path: /lifecycle\/reset_factors/, effect: { kind: 'throttle', retryAfterSeconds: 60 } });
		const results = await company.cut(leaver());
		expectOnly(results, 'resetFactors', 'failed/false');
		expect(reasonOf(results, 'resetFactors')).toContain('rate limit');
	});

	test('500 although the change was made: read back, done, sent once', async () => {
		fault({ path: suspension, effect: { kind: 'status', status: 500, applied: true } });
		const results = await company.cut(leaver());
		expect(outcomes(results)['blockSignIn']).toBe('done/true');
		expect(count(suspension)).toBe(1);
	});

	test('500 and the change was not made: sent again', async () => {
		fault({ path: suspension, times: 2, effect: { kind: 'status', status: 500 } });
		expect(outcomes(await company.cut(leaver()))['blockSignIn']).toBe('done/true');
	});

	test('500 for good', async () => {
		fault({ path: suspension, effect: { kind: 'status', status: 500 } });
		const results = await company.cut(leaver());
		expectOnly(results, 'blockSignIn', 'failed/false');
		expect(reasonOf(results, 'blockSignIn')).toContain('status.okta.com');
	});

	test('a time-out after the change was made: read back instead of repeated', async () => {
		fault({ path: suspension, times: 1, effect: { kind: 'timeout', applied: true } });
		expect(outcomes(await company.cut(leaver()))['blockSignIn']).toBe('done/true');
		expect(count(suspension)).toBe(1);
	});

	test.each([true, false])('a connection that breaks (change made: %s)', async (applied) => {
		fault({ path: suspension, times: 1, effect: { kind: 'reset', applied } });
		expect(outcomes(await company.cut(leaver()))['blockSignIn']).toBe('done/true');
		expect(count(suspension)).toBe(applied ? 1 : 2);
	});

	test.each([
		['HTML instead of JSON', { kind: 'html' }],
		['a redirect to a login page', { kind: 'login-redirect' }],
		['half an answer', { kind: 'truncated' }],
	] as const)('%s proves nothing', async (_name, effect) => {
		fault({ method: 'GET', path: /\/factors/, effect });
		const results = await company.cut(leaver());
		expectOnly(results, 'resetFactors', 'failed/false');
	});

	test('C03: HTML where accounts are looked for finds nobody and touches nobody', async () => {
		fault({ path: /\/users/, effect: { kind: 'html' } });
		const results = await company.cut(leaver());
		expect(results).toHaveLength(1);
		expect(results[0]).toMatchObject({ step: 'findAccount', outcome: 'failed' });
	});

	test('a success that changed nothing is a failure', async () => {
		fault({ path: suspension, effect: { kind: 'lie' } });
		const results = await company.cut(leaver());
		expectOnly(results, 'blockSignIn', 'failed/false');
		expect(reasonOf(results, 'blockSignIn')).toMatch(/accepted the change, but reading it back still shows/);
	});

	test('a change that shows late is waited for and not sent again', async () => {
		fault({ path: suspension, effect: { kind: 'lag', reads: 3 } });
		expect(outcomes(await company.cut(leaver()))['blockSignIn']).toBe('done/true');
		expect(count(suspension)).toBe(1);
	});

	test('sessions that the log never shows are called unverifiable, not done and not failed', async () => {
		company.sandbox.okta.settings.logLagMs = 3_600_000;
		const results = await company.cut(leaver());
		expectOnly(results, 'endSessions', 'done/unverifiable');
	});

	test('a log that may not be read leaves the sessions unverifiable, with the scope to grant', async () => {
		fault({ path: /\/logs/, effect: { kind: 'forbidden' } });
		const results = await company.cut(leaver());
		expectOnly(results, 'endSessions', 'done/unverifiable');
		expect(reasonOf(results, 'endSessions')).toContain('okta.logs.read');
	});

	test('one group that cannot be left does not keep the others', async () => {
		fault({ method: 'DELETE', path: /\/groups\//, times: 1, after: 0, effect: { kind: 'forbidden' } });
		fault({ method: 'DELETE', path: /\/groups\//, after: 100, effect: { kind: 'forbidden' } });
		const results = await company.cut(leaver());
		// The refused one is tried again, because the state has moved: two of three are gone.
		expect(outcomes(results)['removeFromGroups']).toBe('done/true');
	});

	test('no secret of the credential is in results or ledger', async () => {
		await company.cut(leaver(), { credential: 'apiToken' });
		const everything = JSON.stringify(await company.ledger.records({}));
		expect(everything).not.toContain(company.sandbox.connections.okta.apiToken);
		expect(everything).not.toMatch(/SSWS|Bearer |eyJ[A-Za-z0-9]/);
	});
});
