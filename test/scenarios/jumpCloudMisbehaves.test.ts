import type { FaultSpec } from '../../sandbox';
import { cast } from '../../sandbox';
import { startJumpCloudCase, usualJumpCloudSteps, type JumpCloudCase } from '../support/jumpCloudCase';
import { outcomes } from '../support/leaverCase';

let company: JumpCloudCase;
beforeEach(async () => {
	company = await startJumpCloudCase();
});
afterEach(() => company.stop());

const fault = (spec: FaultSpec) => company.jumpCloud.faults.add(spec);
const ofUser = /\/api\/systemusers\/[^/]+$/;
const block: Pick<FaultSpec, 'method' | 'path'> = { method: 'PUT', path: ofUser };
const suspensions = () => company.jumpCloud.journal.find({ method: 'PUT', path: ofUser }).filter(({ body }) => JSON.stringify(body).includes('SUSPENDED')).length;
const justBlock = { steps: ['blockSignIn'] };
const sshKeys = /\/sshkeys/;

const expectOnly = (results: Awaited<ReturnType<JumpCloudCase['cut']>>, step: string, outcome: string) => {
	const ended = outcomes(results);
	expect(ended[step]).toBe(outcome);
	for (const other of usualJumpCloudSteps.filter((id) => id !== step && id !== 'reportOwned')) expect(`${other} ${ended[other]}`).toBe(`${other} done/true`);
};
const reasonOf = (results: Awaited<ReturnType<JumpCloudCase['cut']>>, step: string) => results.find((result) => result.step === step)!.reason;

describe('when JumpCloud misbehaves, the other steps go on and the one concerned says what happened', () => {
	test('401: the key of an administrator who was removed is named, and nothing is retried', async () => {
		company.jumpCloud.removeAdministrator(cast.superAdmin.workEmail);
		expect(await company.cut(cast.leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/did not accept the credential.*ends when its administrator makes a new one or is removed/) })]);
		expect(company.clock.slept).toEqual([]);
	});

	test('403: what may not be changed is named', async () => {
		fault({ method: 'DELETE', path: /\/bulk\/userstates/, effect: { kind: 'forbidden' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'cancelScheduledStates', 'failed/false');
		expect(reasonOf(results, 'cancelScheduledStates')).toMatch(/may not change scheduled user states/);
	});

	test('403 on what has to be read first: that step fails, unread and untouched', async () => {
		fault({ path: sshKeys, effect: { kind: 'forbidden' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'removeSshKeys', 'failed/false');
		expect(reasonOf(results, 'removeSshKeys')).toMatch(/may not read users.*Nothing was changed/);
	});

	test.each([
		['removeSshKeys', sshKeys],
		['removeFromGroups', /\/memberof/],
		['removeFromGroups', /\/usergroups\/[^/]+$/],
		['removeBindings', /associations\?targets=radius_server/],
		['removePushEndpoints', /\/pushendpoints/],
		['cancelScheduledStates', /\/bulk\/userstates/],
	])('404 for a list of somebody who is there is no empty list: %s', async (step, path) => {
		fault({ method: 'GET', path, effect: { kind: 'not-found' } });
		expectOnly(await company.cut(cast.leaver), step, 'failed/false');
	});

	test('404 for every removal although it is still there: not found is not done', async () => {
		fault({ method: 'DELETE', path: sshKeys, effect: { kind: 'not-found' } });
		expectOnly(await company.cut(cast.leaver), 'removeSshKeys', 'failed/false');
	});

	test.each([404, 204] as const)('a membership that somebody else took back meanwhile (answered with %s) is done', async (repeatedRemove) => {
		company.jumpCloud.settings.repeatedRemove = repeatedRemove;
		const held = fault({ method: 'POST', path: /\/members$/, times: 1, effect: { kind: 'hold' } });
		const cutting = company.cut(cast.leaver, { steps: ['removeFromGroups'] });
		await held.struck;
		for (const group of company.jumpCloud.state.groups.values()) if (group.query === null) group.members.delete(company.jumpCloud.ids.get(cast.leaver.id)!);
		held.release();
		expect(outcomes(await cutting)).toEqual({ removeFromGroups: 'done/true' });
	});

	test.each([409, 204] as const)('a membership that somebody else gave back meanwhile (answered with %s) is given back', async (repeatedAdd) => {
		company.jumpCloud.settings.repeatedAdd = repeatedAdd;
		await company.cut(cast.leaver, { steps: ['removeFromGroups'] });
		const held = fault({ method: 'POST', path: /\/members$/, times: 1, effect: { kind: 'hold' } });
		const restoring = company.restore(cast.leaver);
		await held.struck;
		for (const group of company.jumpCloud.state.groups.values()) if (/^(Project|On-call|Release|VPN)/.test(group.name)) group.members.add(company.jumpCloud.ids.get(cast.leaver.id)!);
		held.release();
		expect(outcomes(await restoring)['removeFromGroups']).toBe('done/true');
	});

	test.each([
		['with Retry-After', { kind: 'throttle', retryAfterSeconds: 30 }],
		['without any header', { kind: 'throttle' }],
		['503 with Retry-After', { kind: 'status', status: 503, headers: { 'retry-after': '20' } }],
	] as const)('F06: throttling %s is waited out', async (_name, effect) => {
		fault({ ...block, times: 2, effect });
		expect(outcomes(await company.cut(cast.leaver, justBlock))['blockSignIn']).toBe('done/true');
		if ('retryAfterSeconds' in effect) expect(company.clock.slept).toContain(30_000);
		expect(suspensions()).toBe(3);
	});

	test('429 that never ends: the step fails with a sentence', async () => {
		fault({ method: 'DELETE', path: sshKeys, effect: { kind: 'throttle', retryAfterSeconds: 60 } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'removeSshKeys', 'failed/false');
		expect(reasonOf(results, 'removeSshKeys')).toContain('rate limit');
	}, 30_000);

	test.each([500, 502, 504])('%s although the change was made: read back, done, sent once', async (status) => {
		fault({ ...block, effect: { kind: 'status', status, applied: true } });
		expect(outcomes(await company.cut(cast.leaver, justBlock))['blockSignIn']).toBe('done/true');
		expect(suspensions()).toBe(1);
	});

	test('500 for good', async () => {
		fault({ ...block, effect: { kind: 'status', status: 500 } });
		const [result] = await company.cut(cast.leaver, justBlock);
		expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringContaining('status.jumpcloud.com') });
	});

	test('500 on reads is tried again', async () => {
		fault({ method: 'GET', path: sshKeys, times: 2, effect: { kind: 'status', status: 500 } });
		expectOnly(await company.cut(cast.leaver), 'removeSshKeys', 'done/true');
	});

	test('a time-out after the change was made: read back instead of repeated', async () => {
		fault({ ...block, times: 1, effect: { kind: 'timeout', applied: true } });
		expect(outcomes(await company.cut(cast.leaver, justBlock))['blockSignIn']).toBe('done/true');
		expect(suspensions()).toBe(1);
	});

	test.each([true, false])('a connection that breaks (change made: %s)', async (applied) => {
		fault({ ...block, times: 1, effect: { kind: 'reset', applied } });
		expect(outcomes(await company.cut(cast.leaver, justBlock))['blockSignIn']).toBe('done/true');
		expect(suspensions()).toBe(applied ? 1 : 2);
	});

	test.each([
		['HTML instead of JSON', { kind: 'html' }],
		['HTML that says 404', { kind: 'html', status: 404 }],
		['a redirect to a login page', { kind: 'login-redirect' }],
		['half an answer', { kind: 'truncated' }],
		['an object where a list belongs', { kind: 'status', status: 200, body: { message: 'ok' } }],
	] as const)('%s proves nothing', async (_name, effect) => {
		fault({ method: 'GET', path: sshKeys, effect });
		expectOnly(await company.cut(cast.leaver), 'removeSshKeys', 'failed/false');
	});

	test('HTML that says 404 to a removal is no removal', async () => {
		fault({ method: 'DELETE', path: sshKeys, effect: { kind: 'html', status: 404 } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'removeSshKeys', 'failed/false');
		expect(reasonOf(results, 'removeSshKeys')).toContain('something that is not its API');
	});

	test('bare text for an error is understood', async () => {
		company.jumpCloud.settings.plainTextErrors = true;
		fault({ ...block, effect: { kind: 'forbidden' } });
		expect(reasonOf(await company.cut(cast.leaver, justBlock), 'blockSignIn')).toMatch(/refused PUT .*\(Forbidden\)/);
	});

	test('C03: HTML where users are looked for finds nobody and touches nobody', async () => {
		fault({ path: /systemusers/, effect: { kind: 'html' } });
		expect(await company.cut(cast.leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed' })]);
		expect(company.writes()).toEqual([]);
	});

	test('somebody else than was asked for is nobody', async () => {
		const other = company.jumpCloud.ids.get(cast.leaverManager.id)!;
		fault({ method: 'GET', path: ofUser, effect: { kind: 'status', status: 200, body: { _id: other, username: 'other', email: 'other@kestrel.example', state: 'ACTIVATED', employeeIdentifier: cast.leaver.id } } });
		expect(await company.cut(cast.leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringContaining('somebody else than was asked for') })]);
		expect(company.writes()).toEqual([]);
	});

	test('a success that changed nothing is a failure', async () => {
		fault({ ...block, effect: { kind: 'lie' } });
		const [result] = await company.cut(cast.leaver, justBlock);
		expect(result).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/accepted the change, but reading it back still shows/) });
	});

	test('a state that says SUSPENDED while the switch behind it does not is no suspension', async () => {
		const leaver = company.jumpCloud.ids.get(cast.leaver.id)!;
		const answer = { _id: leaver, username: 'mateo.rivas', email: cast.leaver.workEmail, employeeIdentifier: cast.leaver.id, state: 'SUSPENDED', suspended: false };
		fault({ method: 'GET', path: ofUser, effect: { kind: 'status', status: 200, body: answer } });
		expect(outcomes(await company.cut(cast.leaver, justBlock))['blockSignIn']).toBe('failed/false');
	});

	test('a replica that shows the change late is waited for, and the change is not sent again', async () => {
		fault({ ...block, method: 'GET', effect: { kind: 'lag', reads: 3 } });
		expect(outcomes(await company.cut(cast.leaver, justBlock))['blockSignIn']).toBe('done/true');
		expect(suspensions()).toBe(1);
	});

	test('no secret of the credential is in results or ledger', async () => {
		const everything = JSON.stringify([await company.cut(cast.leaver), await company.cut(cast.leaver, { credential: 'serviceAccount' }), await company.ledger.records({})]);
		const { apiKey, clientSecret } = company.jumpCloud.connection;
		for (const secret of [apiKey, clientSecret, ...company.jumpCloud.state.accessTokens.keys()]) expect(everything).not.toContain(secret);
		expect(everything).not.toContain('ssh-ed25519');
	});

	test('v2 lists without a count of everything are read to their end as well', async () => {
		company.jumpCloud.settings.countsLists = false;
		const leaver = company.jumpCloud.user(cast.leaver.workEmail);
		for (let number = 0; number < 230; number += 1) leaver.pushEndpoints.push({ id: `e${number}`, name: `Phone ${number}`, enrollmentDate: '2026-01-01T00:00:00Z', state: 'active' });
		expect(outcomes(await company.cut(cast.leaver))['removePushEndpoints']).toBe('done/true');
		expect(leaver.pushEndpoints).toEqual([]);
	});
});
