import type { Json } from '../../../ledger/types';
import type { Step } from '../../../lifecycle/step';
import { oktaSteps } from '../index';

const stepOf = (id: string) => oktaSteps.find((step) => step.id === id) as unknown as Step<unknown, unknown>;
const plan = (id: string, state: Json) => stepOf(id).plan(state);
const undo = (id: string, now: Json, before: Json) => stepOf(id).undo.plan(now, before);
const user = (status: string, transitioningTo: string | null = null) => ({ status, transitioningTo, statusChanged: null });

describe('blocking the sign-in, from every status Okta knows', () => {
	test.each([
		['ACTIVE', 'change', 'ACTIVE → SUSPENDED'],
		['STAGED', 'change', 'STAGED → DEPROVISIONED'],
		['PROVISIONED', 'change', 'PROVISIONED → DEPROVISIONED'],
		['RECOVERY', 'change', 'RECOVERY → DEPROVISIONED'],
		['LOCKED_OUT', 'change', 'LOCKED_OUT → DEPROVISIONED'],
		['PASSWORD_EXPIRED', 'change', 'PASSWORD_EXPIRED → DEPROVISIONED'],
		['SUSPENDED', 'satisfied', 'The account is SUSPENDED'],
		['DEPROVISIONED', 'satisfied', 'The account is DEPROVISIONED'],
		['SOMETHING_NEW', 'change', 'SOMETHING_NEW → DEPROVISIONED'],
	])('%s: %s', (status, kind, what) => {
		expect(plan('blockSignIn', user(status))).toMatchObject({ kind, what });
	});

	test('a deactivation in progress is waited for', () => {
		expect(plan('blockSignIn', user('ACTIVE', 'DEPROVISIONED')).kind).toBe('underway');
	});

	test('an activation in progress is not a block, whatever the status says', () => {
		expect(plan('blockSignIn', user('DEPROVISIONED', 'ACTIVE'))).toMatchObject({ kind: 'change', what: 'DEPROVISIONED → DEPROVISIONED' });
		expect(plan('blockSignIn', user('STAGED', 'PROVISIONED')).kind).toBe('change');
	});
});

describe('deactivating, from every status', () => {
	test.each(['ACTIVE', 'STAGED', 'PROVISIONED', 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'SUSPENDED'])('%s is changed', (status) => {
		expect(plan('deactivate', { ...user(status), directApps: [] })).toMatchObject({ kind: 'change', what: `${status} → DEPROVISIONED` });
	});
	test('DEPROVISIONED is left alone', () => {
		expect(plan('deactivate', { ...user('DEPROVISIONED'), directApps: [] }).kind).toBe('satisfied');
	});
});

describe('giving the sign-in back', () => {
	test.each([
		['ACTIVE', 'SUSPENDED', 'change'],
		['ACTIVE', 'DEPROVISIONED', 'change'],
		['ACTIVE', 'ACTIVE', 'satisfied'],
		['ACTIVE', 'PROVISIONED', 'impossible'],
		['SUSPENDED', 'SUSPENDED', 'satisfied'],
		['SUSPENDED', 'DEPROVISIONED', 'satisfied'],
		['DEPROVISIONED', 'DEPROVISIONED', 'satisfied'],
		['LOCKED_OUT', 'DEPROVISIONED', 'change'],
		['LOCKED_OUT', 'ACTIVE', 'satisfied'],
		['STAGED', 'DEPROVISIONED', 'change'],
		['PROVISIONED', 'PROVISIONED', 'satisfied'],
	])('was %s, is %s: %s', (before, now, kind) => {
		expect(undo('blockSignIn', user(now), user(before)).kind).toBe(kind);
	});

	test('a person who could not sign in before is never let in by undoing', () => {
		for (const before of ['SUSPENDED', 'DEPROVISIONED']) {
			for (const now of ['SUSPENDED', 'DEPROVISIONED']) expect(undo('blockSignIn', user(now), user(before)).kind).not.toBe('change');
		}
	});

	test('apps whose profile deactivation destroyed are named', () => {
		const app = { id: '0oa1', label: 'Payroll' };
		expect(undo('deactivate', { ...user('ACTIVE'), directApps: [] }, { ...user('ACTIVE'), directApps: [app] })).toMatchObject({ kind: 'impossible', outcome: 'pending', what: expect.stringContaining('Payroll') });
	});
});

describe('groups', () => {
	const group = (id: string, type = 'OKTA_GROUP', byRule = false) => ({ id, name: `Group ${id}`, type, byRule });

	test('only what Okta itself holds is left; the rest is reported with its reason', () => {
		const decided = plan('removeFromGroups', { groups: [group('1'), group('2', 'APP_GROUP'), group('3', 'OKTA_GROUP', true), group('4', 'BUILT_IN')] });
		expect(decided).toMatchObject({ kind: 'change', what: 'Leave Group 1' });
		expect(decided.left.map(({ what }) => what)).toEqual(['Group 2', 'Group 3', 'Group 4']);
		expect(decided.left[0]!.why).toMatch(/Active Directory/);
		expect(decided.left[1]!.why).toMatch(/profile attribute/);
	});

	test('nothing of their own is nothing to do, and still says what is left', () => {
		expect(plan('removeFromGroups', { groups: [group('4', 'BUILT_IN')] })).toMatchObject({ kind: 'satisfied', left: [{ what: 'Group 4' }] });
	});

	test('going back joins what is missing, and nothing else', () => {
		expect(undo('removeFromGroups', { groups: [group('2')] }, { groups: [group('1'), group('2'), group('3', 'APP_GROUP')] })).toMatchObject({ kind: 'change', what: 'Join Group 1' });
		expect(undo('removeFromGroups', { groups: [group('1'), group('9')] }, { groups: [group('1')] }).kind).toBe('satisfied');
	});
});

describe('admin roles', () => {
	const role = (id: string, assignedTo = 'USER', type = 'HELP_DESK_ADMIN') => ({ id, type, label: type, assignedTo, role: null, resourceSet: null });

	test('direct ones are revoked, those of a group are reported', () => {
		const decided = plan('revokeAdminRoles', { roles: [role('1'), role('2', 'GROUP', 'APP_ADMIN')] });
		expect(decided).toMatchObject({ kind: 'change', what: 'Revoke HELP_DESK_ADMIN', left: [{ what: 'APP_ADMIN' }] });
	});

	test('a role assigned again counts as given back, under its new id', () => {
		expect(undo('revokeAdminRoles', { roles: [role('99')] }, { roles: [role('1')] }).kind).toBe('satisfied');
		expect(undo('revokeAdminRoles', { roles: [] }, { roles: [role('1')] }).kind).toBe('change');
	});
});

describe('devices', () => {
	const device = (id: string, status = 'ACTIVE', shared = false) => ({ id, name: `Laptop ${id}`, status, shared });

	test('a device other people use is left alone and reported', () => {
		expect(plan('suspendDevices', { devices: [device('1'), device('2', 'ACTIVE', true)] })).toMatchObject({ kind: 'change', what: 'Suspend Laptop 1', left: [{ what: 'Laptop 2' }] });
	});
	test('only what this case suspended is trusted again', () => {
		expect(undo('suspendDevices', { devices: [device('1', 'SUSPENDED'), device('2', 'SUSPENDED')] }, { devices: [device('1'), device('2', 'SUSPENDED')] })).toMatchObject({ kind: 'change', what: 'Unsuspend Laptop 1' });
	});
});

describe('what only the person can bring back is said, not passed over', () => {
	test.each<[string, Json, Json]>([
		['resetFactors', { factors: [] }, { factors: [{ id: '1', type: 'push' }] }],
		['revokeGrants', { grants: [] }, { grants: [{ id: '1', client: 'c', scope: 's' }] }],
		['revokeApiTokens', { apiTokens: [] }, { apiTokens: [{ id: '1', name: 'deploy' }] }],
	])('%s', (id, now, before) => {
		expect(undo(id, now, before)).toMatchObject({ kind: 'impossible', outcome: 'pending' });
		expect(undo(id, before, before).kind).toBe('satisfied');
	});
});

describe('every step', () => {
	test.each(oktaSteps.map((step) => [step.id, step] as const))('%s says what it takes and what it needs', (_id, step) => {
		expect(step.label).toMatch(/^[A-Z]/);
		expect(step.danger.length).toBeGreaterThan(40);
		expect(step.needs.length).toBeGreaterThan(0);
		for (const earlier of step.after ?? []) expect(oktaSteps.map(({ id }) => id)).toContain(earlier);
	});

	test('sessions and tokens end only after the sign-in is blocked', () => {
		for (const id of ['endSessions', 'revokeGrants', 'revokeClientTokens', 'resetFactors']) expect(stepOf(id).after).toContain('blockSignIn');
	});
});
