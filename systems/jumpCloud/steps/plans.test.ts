import type { Json } from '../../../ledger/types';
import type { Step } from '../../../lifecycle/step';
import { jumpCloudSteps } from '../index';

const stepOf = (id: string) => jumpCloudSteps.find((step) => step.id === id) as unknown as Step<unknown, unknown>;
const plan = (id: string, state: Json) => stepOf(id).plan(state);
const undo = (id: string, now: Json, before: Json) => stepOf(id).undo.plan(now, before);
const user = (state: string, suspended = state === 'SUSPENDED', more: { [name: string]: Json } = {}) => ({ state, suspended, managedBy: null, proof: 'not asked', ...more });

describe('suspending, from every state JumpCloud knows', () => {
	test.each([
		['ACTIVATED', false, 'change', 'ACTIVATED → SUSPENDED'],
		['STAGED', false, 'satisfied', 'The user is STAGED: nobody can sign in with it yet'],
		['SUSPENDED', true, 'satisfied', 'The user is SUSPENDED'],
		['SUSPENDED', false, 'change', 'Suspend: the state says SUSPENDED, and the switch behind it does not'],
		['ACTIVATED', true, 'change', 'ACTIVATED → SUSPENDED'],
		['STAGED', true, 'change', 'STAGED → SUSPENDED'],
		['SOMETHING_NEW', false, 'change', 'SOMETHING_NEW → SUSPENDED'],
	])('%s, suspended %s: %s', (state, suspended, kind, what) => {
		expect(plan('blockSignIn', user(state, suspended))).toMatchObject({ kind, what, left: [] });
	});

	test.each([
		[{ at: '2026-11-20T10:00:00Z' }, /shows the change at 2026-11-20T10:00:00Z/],
		['not yet', /does not show the change yet/],
		['not readable', /could not be read/],
	])('proof of Insights: %j', (proof, said) => {
		expect(plan('blockSignIn', user('SUSPENDED', true, { proof }))).toMatchObject({ kind: 'satisfied', what: expect.stringMatching(said) });
	});

	test('an account that is managed elsewhere is suspended here, and the place is named', () => {
		for (const state of ['ACTIVATED', 'SUSPENDED']) expect(plan('blockSignIn', user(state, state === 'SUSPENDED', { managedBy: 'ActiveDirectory' })).left).toEqual([{ what: 'Account in ActiveDirectory', why: expect.stringMatching(/activate the user in JumpCloud again/) }]);
	});
});

describe('letting them in again', () => {
	test.each([
		['ACTIVATED', 'SUSPENDED', 'change'],
		['ACTIVATED', 'ACTIVATED', 'satisfied'],
		['ACTIVATED', 'STAGED', 'change'],
		['STAGED', 'SUSPENDED', 'satisfied'],
		['STAGED', 'STAGED', 'satisfied'],
		['SUSPENDED', 'SUSPENDED', 'satisfied'],
		['SUSPENDED', 'ACTIVATED', 'satisfied'],
	])('was %s, is %s: %s', (before, now, kind) => {
		expect(undo('blockSignIn', user(now), user(before)).kind).toBe(kind);
	});

	test.each([
		['STAGED', true],
		['SUSPENDED', false],
		['ACTIVATED', true],
		['SOMETHING_NEW', false],
	])('whoever was %s, suspended %s, is let in by nobody here, and that is said', (state, suspended) => {
		expect(undo('blockSignIn', user('SUSPENDED'), user(state, suspended))).toMatchObject({ kind: 'impossible', outcome: 'pending', what: expect.stringMatching(new RegExp(`was ${state}.*admin portal`)) });
		expect(undo('blockSignIn', user(state, suspended), user(state, suspended)).kind).toBe('satisfied');
	});

	test('a state nobody knows is not the one before', () => {
		expect(undo('blockSignIn', user('SOMETHING_NEW'), user('ACTIVATED')).kind).toBe('change');
	});

	test('where another directory masters the user, they have to be enabled there, before and after', () => {
		for (const now of ['SUSPENDED', 'ACTIVATED']) {
			expect(undo('blockSignIn', user(now, now === 'SUSPENDED', { managedBy: 'ActiveDirectory' }), user('ACTIVATED')).left).toEqual([{ what: 'Account in ActiveDirectory', why: expect.stringMatching(/Enable it there.*suspend the user/) }]);
		}
	});
});

describe('scheduled states', () => {
	const job = (state: string, date = '2026-12-01T08:00:00.000Z', id = `${state}${date}`) => ({ id, state, date, shared: false });

	test('what would let them in is cancelled; a suspension stays', () => {
		expect(plan('cancelScheduledStates', { scheduled: [job('ACTIVATED'), job('SUSPENDED')] })).toMatchObject({ kind: 'change', what: 'Cancel ACTIVATED on 2026-12-01T08:00:00.000Z' });
		expect(plan('cancelScheduledStates', { scheduled: [job('SUSPENDED')] }).kind).toBe('satisfied');
		expect(plan('cancelScheduledStates', { scheduled: [] }).kind).toBe('satisfied');
	});

	test('a job that is for others as well is not cancelled for them, and nothing is called done', () => {
		const theirs = { ...job('ACTIVATED', '2026-12-02T08:00:00.000Z'), shared: true };
		expect(plan('cancelScheduledStates', { scheduled: [theirs] })).toMatchObject({ kind: 'impossible', outcome: 'pending', what: expect.stringMatching(/ACTIVATED on 2026-12-02.*other users.*admin portal/) });
		expect(plan('cancelScheduledStates', { scheduled: [theirs, job('ACTIVATED')] })).toMatchObject({ kind: 'change', what: 'Cancel ACTIVATED on 2026-12-01T08:00:00.000Z' });
		expect(plan('cancelScheduledStates', { scheduled: [{ ...theirs, state: 'SUSPENDED' }] }).kind).toBe('satisfied');
	});

	test('a day scheduled again counts as given back, under its new id and however it is written', () => {
		expect(undo('cancelScheduledStates', { scheduled: [job('ACTIVATED', '2026-12-01T08:00:00Z', 'new')] }, { scheduled: [job('ACTIVATED')] }).kind).toBe('satisfied');
		expect(undo('cancelScheduledStates', { scheduled: [] }, { scheduled: [job('ACTIVATED')] }).kind).toBe('change');
	});
});

describe('groups', () => {
	const group = (id: string, dynamic = false) => ({ id, name: `Group ${id}`, dynamic, reads: dynamic ? ['department'] : [] });

	test('those a query decides are named with what it reads', () => {
		expect(plan('removeFromGroups', { groups: [group('1'), group('2', true)] })).toMatchObject({ kind: 'change', what: 'Leave Group 1', left: [{ what: 'Group 2', why: expect.stringContaining('department') }] });
		expect(plan('removeFromGroups', { groups: [group('2', true)] })).toMatchObject({ kind: 'satisfied', left: [{ what: 'Group 2' }] });
	});

	test('going back joins what is missing, and no group a query decides', () => {
		expect(undo('removeFromGroups', { groups: [group('3')] }, { groups: [group('1'), group('2', true), group('3')] })).toMatchObject({ kind: 'change', what: 'Join Group 1' });
		expect(undo('removeFromGroups', { groups: [] }, { groups: [group('2', true)] }).kind).toBe('satisfied');
	});
});

describe('bindings', () => {
	const binding = (type: string, id: string, attributes: Json = null) => ({ type, id, attributes });

	test('directories are reported, everything else is unbound', () => {
		const decided = plan('removeBindings', { bindings: [binding('application', 'a'), binding('radius_server', 'r'), binding('g_suite', 'g'), binding('office_365', 'o'), binding('active_directory', 'd')] });
		expect(decided).toMatchObject({ kind: 'change', what: 'Unbind application a, RADIUS server r' });
		expect(decided.left.map(({ what }) => what)).toEqual(['Google Workspace directory g', 'Microsoft 365 directory o', 'Active Directory d']);
	});

	test('going back binds what is missing', () => {
		expect(undo('removeBindings', { bindings: [binding('application', 'a')] }, { bindings: [binding('application', 'a'), binding('ldap_server', 'l'), binding('g_suite', 'g')] })).toMatchObject({ kind: 'change', what: 'Bind LDAP server l' });
	});

	const rights = (everywhere: boolean, bindings: Json[] = [], refused = false) => ({ everywhere, bindings, refused });
	const root = binding('system', 's', { sudo: { enabled: true } });

	test.each([
		[rights(false), 'satisfied', undefined],
		[rights(true), 'change', undefined],
		[rights(false, [root]), 'change', undefined],
		[rights(true, [root], true), 'change', undefined],
		[rights(false, [root], true), 'impossible', 'not_removable_here'],
	])('administrator rights %j: %s', (state, kind, outcome) => {
		expect(plan('removeSudo', state)).toMatchObject({ kind, ...(outcome === undefined ? {} : { outcome }) });
	});

	test('administrator rights come back where they were', () => {
		expect(undo('removeSudo', rights(false), rights(true, [root]))).toMatchObject({ kind: 'change', what: 'Give administrator rights on every bound device, on device s' });
		expect(undo('removeSudo', rights(true, [root]), rights(true, [root])).kind).toBe('satisfied');
	});
});

describe('unbinding devices waits until each knows of the suspension', () => {
	const device = (id: string, lastContact: string | null) => ({ id, name: `Laptop ${id}`, os: null, serialNumber: null, lastContact });
	const bound = (type: string, id: string) => ({ type, id, attributes: null });
	const noon = '2026-11-20T12:00:00.000Z';
	const later = '2026-11-20T12:05:00.000Z';
	const earlier = '2026-11-20T11:55:00.000Z';

	test.each<[string, Json, string, RegExp]>([
		['nothing bound', { bindings: [], devices: [device('1', earlier)], suspendedAt: noon }, 'satisfied', /no device/],
		['all checked in', { bindings: [bound('system', '1'), bound('system_group', 'g')], devices: [device('1', later)], suspendedAt: noon }, 'change', /Unbind device 1, device group g/],
		['one that is not among the devices of the user', { bindings: [bound('system', '1')], devices: [], suspendedAt: noon }, 'impossible', /device 1/],
		['one checked in', { bindings: [bound('system', '1'), bound('system', '2'), bound('system_group', 'g')], devices: [device('1', later), device('2', earlier)], suspendedAt: noon }, 'change', /^Unbind device 1$/],
		['none checked in', { bindings: [bound('system', '1')], devices: [device('1', earlier)], suspendedAt: noon }, 'impossible', /Laptop 1 \(last contact 2026-11-20T11:55/],
		['never seen', { bindings: [bound('system', '1')], devices: [device('1', null)], suspendedAt: noon }, 'impossible', /last contact unknown/],
		['nobody knows since when', { bindings: [bound('system', '1')], devices: [device('1', later)], suspendedAt: null }, 'impossible', /Directory Insights does not show/],
	])('%s', (_name, state, kind, said) => {
		expect(plan('unbindDevices', state)).toMatchObject({ kind, what: expect.stringMatching(said), ...(kind === 'impossible' ? { outcome: 'pending' } : {}) });
	});
});

describe('what only the person can bring back is said, not passed over', () => {
	test.each<[string, Json, Json]>([
		['removeSshKeys', { sshKeys: [] }, { sshKeys: [{ id: '1', name: 'laptop' }] }],
		['removePushEndpoints', { endpoints: [] }, { endpoints: [{ id: '1', name: 'iPhone' }] }],
	])('%s', (id, now, before) => {
		expect(undo(id, now, before)).toMatchObject({ kind: 'impossible', outcome: 'pending', what: expect.stringMatching(/laptop|iPhone/) });
		expect(undo(id, before, before).kind).toBe('satisfied');
		expect(plan(id, before).kind).toBe('change');
		expect(plan(id, now).kind).toBe('satisfied');
	});
});

describe('every step', () => {
	test.each(jumpCloudSteps.map((step) => [step.id, step] as const))('%s says what it takes and what it needs', (_id, step) => {
		expect(step.label).toMatch(/^[A-Z]/);
		expect(step.danger.length).toBeGreaterThan(40);
		expect(step.needs.length).toBeGreaterThan(0);
		for (const earlier of step.after ?? []) expect(jumpCloudSteps.map(({ id }) => id)).toContain(earlier);
	});

	test('what a person could add again in the portal goes after the suspension', () => {
		for (const id of ['removeSshKeys', 'removePushEndpoints']) expect(stepOf(id).after).toContain('blockSignIn');
	});
});
