import type { FaultSpec } from '../../sandbox';
import { cast } from '../../sandbox';
import { startEntraCase, usualEntraSteps, type EntraCase } from '../support/entraCase';
import { outcomes } from '../support/leaverCase';

let company: EntraCase;
beforeEach(async () => {
	company = await startEntraCase();
});
afterEach(() => company.stop());

const fault = (spec: FaultSpec) => company.entra.faults.add(spec);
const ofUser = /\/v1\.0\/users\/[^/]+$/;
const block: Pick<FaultSpec, 'method' | 'path'> = { method: 'PATCH', path: ofUser };
const blocks = () => company.entra.journal.find({ method: 'PATCH', path: ofUser }).length;
const methods = /\/authentication\/methods/;

const expectOnly = (results: Awaited<ReturnType<EntraCase['cut']>>, step: string, outcome: string) => {
	const ended = outcomes(results);
	expect(ended[step]).toBe(outcome);
	for (const other of usualEntraSteps.filter((id) => id !== step && id !== 'reportOwned')) expect(`${other} ${ended[other]}`).toBe(`${other} done/true`);
};
const reasonOf = (results: Awaited<ReturnType<EntraCase['cut']>>, step: string) => results.find((result) => result.step === step)!.reason;

describe('when Entra ID misbehaves, the other steps go on and the one concerned says what happened', () => {
	test('401: the credential is named, and nothing is retried into a lock-out', async () => {
		fault({ path: /\/v1\.0\//, effect: { kind: 'status', status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'Access token has expired or is not yet valid.' } } } });
		const results = await company.cut(cast.leaver);
		expect(results).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/did not accept the token.*Press Test/) })]);
	});

	test('403: the missing permission is named', async () => {
		fault({ path: /\/oauth2PermissionGrants\//, effect: { kind: 'forbidden' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'revokeConsents', 'failed/false');
		expect(reasonOf(results, 'revokeConsents')).toContain('DelegatedPermissionGrant.ReadWrite.All');
	});

	test('403 on what has to be read first: that step fails, unread and untouched', async () => {
		fault({ path: methods, effect: { kind: 'forbidden' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'removeMethods', 'failed/false');
		expect(reasonOf(results, 'removeMethods')).toMatch(/UserAuthenticationMethod\.Read\.All.*Nothing was changed/);
	});

	test('404 though the account is there: nothing is concluded from it', async () => {
		fault({ path: methods, effect: { kind: 'not-found' } });
		expectOnly(await company.cut(cast.leaver), 'removeMethods', 'failed/false');
	});

	test('404 for everything about somebody who is there: not found is not done', async () => {
		fault({ method: 'DELETE', path: /\/authentication\//, effect: { kind: 'not-found' } });
		expectOnly(await company.cut(cast.leaver), 'removeMethods', 'failed/false');
	});

	test.each([
		['with Retry-After', { kind: 'throttle', retryAfterSeconds: 30 }],
		['without any header', { kind: 'throttle' }],
		['503 with Retry-After', { kind: 'status', status: 503, headers: { 'retry-after': '20' } }],
	] as const)('F06: throttling %s is waited out', async (_name, effect) => {
		fault({ ...block, times: 2, effect });
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)['blockSignIn']).toBe('done/true');
		if ('retryAfterSeconds' in effect) expect(company.clock.slept).toContain(30_000);
		expect(blocks()).toBe(3);
	});

	test('429 that never ends: the step fails with a sentence', async () => {
		fault({ method: 'DELETE', path: /\/appRoleAssignments\//, effect: { kind: 'throttle', retryAfterSeconds: 60 } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'removeAppRoles', 'failed/false');
		expect(reasonOf(results, 'removeAppRoles')).toContain('rate limit');
	}, 30_000);

	test('500 although the change was made: read back, done, sent once', async () => {
		fault({ ...block, effect: { kind: 'status', status: 500, applied: true } });
		expect(outcomes(await company.cut(cast.leaver))['blockSignIn']).toBe('done/true');
		expect(blocks()).toBe(1);
	});

	test('500 for good', async () => {
		fault({ ...block, effect: { kind: 'status', status: 500 } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'blockSignIn', 'failed/false');
		expect(reasonOf(results, 'blockSignIn')).toContain('status.cloud.microsoft');
	});

	test('a time-out after the change was made: read back instead of repeated', async () => {
		fault({ ...block, times: 1, effect: { kind: 'timeout', applied: true } });
		expect(outcomes(await company.cut(cast.leaver))['blockSignIn']).toBe('done/true');
		expect(blocks()).toBe(1);
	});

	test.each([true, false])('a connection that breaks (change made: %s)', async (applied) => {
		fault({ ...block, times: 1, effect: { kind: 'reset', applied } });
		expect(outcomes(await company.cut(cast.leaver))['blockSignIn']).toBe('done/true');
		expect(blocks()).toBe(applied ? 1 : 2);
	});

	test.each([
		['HTML instead of JSON', { kind: 'html' }],
		['HTML that says 404', { kind: 'html', status: 404 }],
		['a redirect to a login page', { kind: 'login-redirect' }],
		['half an answer', { kind: 'truncated' }],
	] as const)('%s proves nothing', async (_name, effect) => {
		fault({ method: 'GET', path: methods, effect });
		expectOnly(await company.cut(cast.leaver), 'removeMethods', 'failed/false');
	});

	test.each([
		['revokeConsents', /\/users\/[^/]+\/oauth2PermissionGrants$/, { id: 'g1', clientId: 'c', resourceId: 'r', scope: 'Mail.Read', consentType: 'Principal' }],
		['revokeConsents', /\/users\/[^/]+\/oauth2PermissionGrants$/, { id: 'g1', clientId: 'c', resourceId: 'r', scope: 'Mail.Read', consentType: 'Principal', principalId: 'somebody-else' }],
		['removeAppRoles', /\/users\/[^/]+\/appRoleAssignments$/, { id: 'a1', resourceId: 'r', appRoleId: 'x' }],
	])('%s: an entry that does not say whose it is proves nothing', async (step, path, row) => {
		fault({ method: 'GET', path, effect: { kind: 'status', status: 200, body: { value: [row] } } });
		expectOnly(await company.cut(cast.leaver), step, 'failed/false');
		expect(company.writes().filter(({ method, path: sent }) => method === 'DELETE' && /(g1|a1)$/.test(sent))).toEqual([]);
	});

	test('C03: HTML where accounts are looked for finds nobody and touches nobody', async () => {
		fault({ path: /\/users/, effect: { kind: 'html' } });
		expect(await company.cut(cast.leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed' })]);
		expect(company.writes()).toEqual([]);
	});

	test('a success that changed nothing is a failure', async () => {
		fault({ ...block, effect: { kind: 'lie' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'blockSignIn', 'failed/false');
		expect(reasonOf(results, 'blockSignIn')).toMatch(/accepted the change, but reading it back still shows/);
	});

	test('sessions whose instant does not move are not called revoked', async () => {
		fault({ path: /\/revokeSignInSessions$/, effect: { kind: 'lie' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'revokeSessions', 'pending/false');
	});

	test('a replica that shows the change late is waited for, and the change is not sent again', async () => {
		fault({ ...block, effect: { kind: 'lag', reads: 3 } });
		expect(outcomes(await company.cut(cast.leaver))['blockSignIn']).toBe('done/true');
		expect(blocks()).toBe(1);
	});

	test('a mailbox that is on premises or was never there is nothing to stop', async () => {
		company.entra.user(cast.leaver.workEmail!).mailbox.shared = false;
		for (const group of company.entra.state.groups.values()) group.skuIds = [];
		expect(outcomes(await company.cut(cast.leaver, { steps: ['stopForwarding'] }))).toEqual({ stopForwarding: 'already_done/true' });
	});

	test('no secret of the credential is in results or ledger', async () => {
		const results = await company.cut(cast.leaver, { proof: 'certificate' });
		const everything = JSON.stringify([results, await company.ledger.records({})]);
		expect(everything).not.toContain(company.entra.connection.clientSecret);
		expect(everything).not.toMatch(/Bearer |eyJ[A-Za-z0-9]|PRIVATE KEY/);
	});

	test('lists of one entry a page are read to their end', async () => {
		company.entra.settings.pageSize = 1;
		expect(outcomes(await company.cut(cast.leaver))['removeFromGroups']).toBe('done/true');
		expect(company.entra.accessOf(cast.leaver.workEmail!)).toMatchObject({ methods: 0, consents: 0, appRoleAssignments: 0, devices: 0 });
	});
});
