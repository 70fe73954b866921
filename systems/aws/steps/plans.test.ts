import { createHash } from 'node:crypto';
import type { Json } from '../../../ledger/types';
import type { Step } from '../../../lifecycle/step';
import { awsSteps } from '../index';

const stepOf = (id: string) => awsSteps.find((step) => step.id === id) as unknown as Step<unknown, unknown>;
const plan = (id: string, state: Json) => stepOf(id).plan(state);
const undo = (id: string, now: Json, before: Json) => stepOf(id).undo.plan(now, before);

const denied = (attached: boolean, inline = false, simulated: string | null = null) => ({ attached, inline, simulated });

describe('denying everything', () => {
	test.each([
		['nothing denied', denied(false), 'change', /^Attach AWSDenyAll$/],
		['attached, simulated', denied(true, false, 'denied'), 'satisfied', /AWSDenyAll is attached, and AWS's simulator denies/],
		['attached, not simulated', denied(true), 'satisfied', /could not be asked/],
		['attached, but not in force yet', denied(true, false, 'allowed'), 'underway', /does not deny everything yet/],
		['written into the user', denied(false, true, 'denied'), 'satisfied', /JMLQuarantineDenyAll is written/],
		['written, but not in force yet', denied(false, true, 'allowed'), 'underway', /not deny everything yet/],
	])('%s', (_name, state, kind, what) => {
		expect(plan('denyEverything', state)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});

	test.each([
		[denied(false), denied(true), 'change', /Take AWSDenyAll off/],
		[denied(false), denied(false, true), 'change', /Take JMLQuarantineDenyAll off/],
		[denied(false), denied(true, true), 'change', /AWSDenyAll and JMLQuarantineDenyAll/],
		[denied(false), denied(false), 'satisfied', /as before/],
		[denied(true), denied(true), 'satisfied', /before the case/],
		[denied(false, true), denied(true), 'satisfied', /before the case/],
	])('given back: before %j, now %j', (before, now, kind, what) => {
		expect(undo('denyEverything', now, before)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});
});

const credential = (id: string, active: boolean) => ({ id, active, what: id });
const credentials = (...some: ReturnType<typeof credential>[]) => ({ credentials: some });

describe.each(['disableAccessKeys', 'disableServiceCredentials', 'disableSshKeys', 'disableCertificates'])('%s', (id) => {
	test.each([
		['none', credentials(), 'satisfied', /^No /],
		['all inactive', credentials(credential('a', false)), 'satisfied', /No active/],
		['one of two active', credentials(credential('a', false), credential('b', true)), 'change', /: b$/],
		['both active', credentials(credential('a', true), credential('b', true)), 'change', /a, b/],
	])('%s', (_name, state, kind, what) => {
		expect(plan(id, state)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});

	test.each([
		['active before, inactive now', credentials(credential('a', true)), credentials(credential('a', false)), 'change', /Make active: a/],
		['active before and now', credentials(credential('a', true)), credentials(credential('a', true)), 'satisfied', /is/],
		['inactive before and now', credentials(credential('a', false)), credentials(credential('a', false)), 'satisfied', /is/],
		['deleted since', credentials(credential('a', true)), credentials(), 'impossible', /Deleted since/],
		['inactive before, deleted since', credentials(credential('a', false)), credentials(), 'satisfied', /is/],
		['one deleted, one inactive now', credentials(credential('a', true), credential('b', true)), credentials(credential('b', false)), 'change', /b/],
		['a new one since', credentials(), credentials(credential('n', false)), 'satisfied', /is/],
	])('given back: %s', (_name, before, now, kind, what) => {
		expect(undo(id, now, before)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});
});

describe('the console password', () => {
	test.each([
		[{ password: true, mfaDevices: [] }, 'change', 0],
		[{ password: true, mfaDevices: ['arn:aws:iam::1:mfa/a'] }, 'change', 1],
		[{ password: false, mfaDevices: ['arn:aws:iam::1:mfa/a'] }, 'satisfied', 1],
		[{ password: false, mfaDevices: [] }, 'satisfied', 0],
	])('%j', (state, kind, left) => {
		expect(plan('deleteConsolePassword', state)).toMatchObject({ kind });
		expect(plan('deleteConsolePassword', state).left).toHaveLength(left);
	});

	test.each([
		[true, false, 'impossible'],
		[true, true, 'satisfied'],
		[false, false, 'satisfied'],
		[false, true, 'satisfied'],
	])('given back: there before %s, now %s', (before, now, kind) => {
		expect(undo('deleteConsolePassword', { password: now, mfaDevices: [] }, { password: before, mfaDevices: [] }).kind).toBe(kind);
	});
});

const role = (name: string, forcedBy: string | null, isDenied = false) => ({ name, id: `AROA${name}`, seconds: 7_200, until: '2026-11-20T12:00:00.000Z', forcedBy, written: isDenied, denied: isDenied });

describe('roles', () => {
	test.each([
		['none', [], 'satisfied', 0],
		['one where the person can be told', [role('A', 'sessionName')], 'change', 0],
		['one by source identity', [role('A', 'sourceIdentity')], 'change', 0],
		['one that is denied', [role('A', 'sessionName', true)], 'satisfied', 0],
		['one where nobody can be told', [role('A', null)], 'satisfied', 1],
		['one of each', [role('A', null), role('B', 'sessionName')], 'change', 1],
	])('denied: %s', (_name, roles, kind, left) => {
		expect(plan('endRoleSessions', { roles })).toMatchObject({ kind });
		expect(plan('endRoleSessions', { roles }).left).toHaveLength(left);
	});

	test.each([
		['denied by the case', [role('A', 'sessionName')], [role('A', 'sessionName', true)], 'change', 0],
		['denied before', [role('A', 'sessionName', true)], [role('A', 'sessionName', true)], 'satisfied', 0],
		['the trust policy forces nothing by now', [role('A', 'sessionName')], [{ ...role('A', null), written: true }], 'change', 0],
		['the role is gone', [role('A', 'sessionName')], [], 'satisfied', 1],
		['one is gone, one is denied', [role('A', 'sessionName'), role('B', 'sessionName')], [role('B', 'sessionName', true)], 'change', 1],
		['one that was only reported is gone', [role('A', null)], [], 'satisfied', 0],
	])('given back: %s', (_name, before, now, kind, left) => {
		const plan = undo('endRoleSessions', { roles: now, policy: 'JMLDeny-AIDA1' }, { roles: before, policy: 'JMLDeny-AIDA1' });
		expect(plan.kind).toBe(kind);
		expect(plan.left).toHaveLength(left);
		for (const { why } of plan.left) expect(why).toContain('the policy JMLDeny-AIDA1, delete that in the IAM console');
	});

	test('reported with the hours and the end, as long as they are not denied', () => {
		const { left, what } = plan('reportRoles', { roles: [role('A', null), role('B', 'sessionName', true)], elsewhere: ['arn:aws:iam::4:role/C'] });
		expect(what).toBe('2 roles name the user');
		expect(left.map((one) => `${one.what}: ${one.why}`)).toEqual([expect.stringMatching(/Role A: .*up to 2 hours, so until 2026-11-20T12:00:00.000Z/), expect.stringMatching(/role\/C: a role of another account.*12 hours/)]);
		expect(plan('reportRoles', { roles: [], elsewhere: [] })).toEqual({ kind: 'satisfied', what: 'No role of this account names the user', left: [] });
	});
});

describe('groups, policies and the tag', () => {
	const document = '{"Statement":[]}';
	const hash = createHash('sha256').update(document).digest('hex');
	const policies = (attached: string[], inline: { name: string; document: string; hash: string }[] = []) => ({ denied: true, attached: attached.map((name) => ({ name, arn: `arn:${name}` })), inline });

	test.each([
		['removeFromGroups', { groups: [] }, 'satisfied', /In no group/],
		['removeFromGroups', { groups: ['a', 'b'] }, 'change', /Leave a, b/],
		['removePolicies', policies([]), 'satisfied', /No policy but the deny/],
		['removePolicies', policies(['P'], [{ name: 'I', document, hash }]), 'change', /Remove P, I/],
		['tagQuarantined', { status: null }, 'change', /quarantined/],
		['tagQuarantined', { status: 'active' }, 'change', /quarantined/],
		['tagQuarantined', { status: 'quarantined' }, 'satisfied', /quarantined/],
	])('%s: %j', (id, state, kind, what) => {
		expect(plan(id, state)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});

	test.each([
		['removeFromGroups', { groups: ['a', 'b'] }, { groups: ['b'] }, 'change', /Join a$/],
		['removeFromGroups', { groups: ['a'] }, { groups: ['a', 'c'] }, 'satisfied', /as before/],
		['removePolicies', policies(['P'], [{ name: 'I', document, hash }]), policies([]), 'change', /Give back P, I/],
		['removePolicies', policies(['P']), policies(['P']), 'satisfied', /as before/],
		['removePolicies', policies([], [{ name: 'I', document: '[redacted]', hash }]), policies([]), 'impossible', /looked like a secret.*I/],
		['removePolicies', policies(['P'], [{ name: 'I', document: '[redacted]', hash }]), policies([]), 'change', /Give back P$/],
		['tagQuarantined', { status: null }, { status: 'quarantined' }, 'change', /active/],
		['tagQuarantined', { status: 'probation' }, { status: 'quarantined' }, 'change', /probation/],
		['tagQuarantined', { status: 'quarantined' }, { status: 'quarantined' }, 'satisfied', /as before/],
		['tagQuarantined', { status: null }, { status: 'active' }, 'satisfied', /as before/],
	])('given back: %s, before %j, now %j', (id, before, now, kind, what) => {
		expect(undo(id, now, before)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});

	test('what is not given back is pending', () => {
		expect(undo('deleteConsolePassword', { password: false, mfaDevices: [] }, { password: true, mfaDevices: [] })).toMatchObject({ outcome: 'pending' });
		expect(undo('disableAccessKeys', credentials(), credentials(credential('a', true)))).toMatchObject({ outcome: 'pending' });
	});
});

test('the deny comes before everything else that takes something away, and nothing deletes a user or a credential', () => {
	for (const step of awsSteps) {
		if (step.stage === 'cut' && step.id !== 'denyEverything') expect(`${step.id} ${step.after?.join()}`).toContain('denyEverything');
		expect(step.needs.filter((permission) => /^iam:(DeleteUser|DeleteAccessKey|DeactivateMFADevice|DeleteUserPermissionsBoundary)$/.test(permission))).toEqual([]);
	}
});
