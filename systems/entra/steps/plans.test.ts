import type { Json } from '../../../ledger/types';
import type { Step } from '../../../lifecycle/step';
import { entraSteps } from '../index';

const stepOf = (id: string) => entraSteps.find((step) => step.id === id) as unknown as Step<unknown, unknown>;
const plan = (id: string, state: Json) => stepOf(id).plan(state);
const undo = (id: string, now: Json, before: Json) => stepOf(id).undo.plan(now, before);
const signIn = (enabled: boolean, synced = false, heldBecause: string | null = null, beingCut = false) => ({ enabled, synced, heldBecause, beingCut });

describe('blocking the sign-in', () => {
	test.each([
		['enabled, of the cloud', signIn(true), 'change', /^Block sign-in$/],
		['enabled, synced', signIn(true, true), 'change', /Active Directory decides/],
		['blocked, of the cloud', signIn(false), 'satisfied', /blocked/],
		['blocked, synced, and nothing says that it stays so', signIn(false, true), 'impossible', /in the cloud only/],
		['blocked, synced, and something says so', signIn(false, true, 'the synchronisation left it'), 'satisfied', /the synchronisation left it/],
		['blocked, synced, and this case is still at work in Active Directory', signIn(false, true, null, true), 'underway', /Active Directory, which owns the account, is still being worked on/],
		['blocked, synced, and disabled there while other steps go on', signIn(false, true, 'read back there', true), 'satisfied', /read back there/],
		['enabled, synced, while this case is at work there', signIn(true, true, null, true), 'change', /Active Directory decides/],
	])('%s', (_name, state, kind, what) => {
		expect(plan('blockSignIn', state)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});

	test('what is blocked in the cloud only is pending: neither done, nor somebody else\'s', () => {
		expect(plan('blockSignIn', signIn(false, true))).toMatchObject({ outcome: 'pending' });
	});

	test('the steps after it need not wait for Active Directory', () => {
		expect(plan('blockSignIn', signIn(false, true, null, true))).toMatchObject({ elsewhere: true });
	});

	test.each([
		[true, false, 'change'],
		[true, true, 'satisfied'],
		[false, false, 'satisfied'],
		[false, true, 'satisfied'],
	])('given back: was enabled %s, is %s: %s', (before, now, kind) => {
		expect(undo('blockSignIn', signIn(now), signIn(before)).kind).toBe(kind);
	});
});

describe('giving consents again', () => {
	const consent = (scope: string) => ({ consents: [{ id: 'g1', client: 'app-1', resource: 'graph', scope }] });
	test.each([
		['none since', { consents: [] }, 'change'],
		['the same, in another order', consent('User.Read Mail.Read'), 'satisfied'],
		['more', consent('Mail.Read User.Read Files.Read'), 'satisfied'],
		['less, which they gave themselves since', consent('User.Read'), 'impossible'],
	])('%s', (_name, now, kind) => {
		expect(undo('revokeConsents', now, consent('Mail.Read User.Read')).kind).toBe(kind);
	});
});

describe('revoking sessions', () => {
	const sessions = (validFrom: string | null, askedAt: string | null = null, validFromBefore: string | null = null, external = false, enabled = false) => ({ external, enabled, validFrom, call: askedAt === null ? null : { askedAt, validFromBefore } });
	test.each([
		['nothing asked yet', sessions('2026-11-20T09:00:00Z'), 'unknown'],
		['nothing asked yet, and they can still sign in', sessions('2026-11-20T09:00:00Z', null, null, false, true), 'change'],
		['moved to after the call', sessions('2026-11-20T10:00:01Z', '2026-11-20T10:00:00.000Z', '2026-11-20T09:00:00Z'), 'satisfied'],
		['moved, by a machine whose clock is slow', sessions('2026-11-20T09:59:58Z', '2026-11-20T10:00:00.000Z', '2026-11-20T09:00:00Z'), 'satisfied'],
		['revoked twice within a second', sessions('2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z', '2026-11-20T10:00:00Z'), 'satisfied'],
		['as before the call', sessions('2026-11-20T09:00:00Z', '2026-11-20T10:00:00.000Z', '2026-11-20T09:00:00Z'), 'underway'],
		['the first time for this account', sessions('2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z', null), 'satisfied'],
		['no instant at all', sessions(null, '2026-11-20T10:00:00.000Z', null), 'underway'],
		['no date from the server, and nothing moved', { external: false, validFrom: '2026-11-20T09:00:00Z', call: { askedAt: null, validFromBefore: '2026-11-20T09:00:00Z' } }, 'underway'],
		['a guest', sessions('2026-11-20T09:00:00Z', null, null, true), 'impossible'],
	])('%s', (_name, state, kind) => {
		expect(plan('revokeSessions', state).kind).toBe(kind);
	});
});

describe('groups', () => {
	const kinds = ['plain', 'roleAssignable', 'licence', 'dynamic', 'synced', 'mail', 'restricted'] as const;
	const groups = { groups: kinds.map((kind) => ({ id: kind, name: `Group ${kind}`, kind })) };

	test('only those are left whose members can be changed; of every other kind it is said where', () => {
		const decided = plan('removeFromGroups', groups);
		expect(decided).toMatchObject({ kind: 'change', what: 'Leave Group plain, Group roleAssignable (makes administrators)' });
		expect(decided.left.map(({ what }) => what)).toEqual(['Group licence', 'Group dynamic', 'Group synced', 'Group mail', 'Group restricted']);
		for (const { why } of decided.left) expect(why).toMatch(/center|there/);
	});

	test('those that give licences are left by a step of their own, and only by it', () => {
		expect(plan('leaveLicenceGroups', { ...groups, mailboxAtStake: null })).toMatchObject({ kind: 'change', what: 'Leave Group licence (gives licences)', left: [] });
		expect(stepOf('leaveLicenceGroups')).toMatchObject({ optional: true, erases: true });
		expect(stepOf('removeLicences')).toMatchObject({ optional: true, erases: true });
	});

	test('given back are those that were left, and none that was not', () => {
		expect(undo('removeFromGroups', { groups: [] }, groups)).toMatchObject({ what: 'Join Group plain, Group roleAssignable (makes administrators)' });
		expect(undo('removeFromGroups', groups, groups).kind).toBe('satisfied');
	});
});

describe('what the other steps make of what they read', () => {
	const device = (more: object) => ({ id: 'd', name: 'Laptop', enabled: true, owned: true, onPremises: false, ...more });
	const licence = (group: string | null) => ({ id: 'sku', name: 'SPE_E3', group, disabledPlans: [] });
	const rule = (more: object) => ({ id: 'r', name: 'Copy', enabled: true, fixed: false, ...more });
	const reply = { status: 'disabled', internal: '', external: '', audience: 'all' };
	test.each([
		['removeMethods', { methods: [] }, 'satisfied', 0],
		['removeMethods', { methods: [{ id: 'm', kind: 'fido2' }] }, 'change', 0],
		['removeMethods', { methods: [{ id: 'm', kind: 'somethingNew' }] }, 'satisfied', 1],
		['disableDevices', { devices: [device({})], managed: [] }, 'change', 0],
		['disableDevices', { devices: [device({ enabled: false })], managed: null }, 'satisfied', 0],
		['disableDevices', { devices: [device({ onPremises: true }), device({ owned: false })], managed: ['Laptop'] }, 'satisfied', 3],
		['removeLicences', { licences: [licence(null)], mailboxAtStake: null }, 'change', 0],
		['removeLicences', { licences: [licence('g')], mailboxAtStake: null }, 'satisfied', 1],
		['removeLicences', { licences: [licence(null), licence('g')], mailboxAtStake: 'user' }, 'impossible', 1],
		['leaveLicenceGroups', { groups: [{ id: 'g', name: 'Office', kind: 'licence' }], mailboxAtStake: 'unknown' }, 'impossible', 0],
		['removeAppRoles', { assignments: [{ id: 'a', app: 'x', name: 'App', role: 'r', direct: true }] }, 'change', 0],
		['removeAppRoles', { assignments: [{ id: 'a', app: 'x', name: 'App', role: 'r', direct: false }] }, 'satisfied', 1],
		['stopForwarding', { mailbox: false, rules: [] }, 'satisfied', 0],
		['stopForwarding', { mailbox: true, rules: [rule({})] }, 'change', 0],
		['stopForwarding', { mailbox: true, rules: [rule({ enabled: false })] }, 'satisfied', 0],
		['stopForwarding', { mailbox: true, rules: [rule({ fixed: true })] }, 'satisfied', 1],
		['setAutoReply', { reply, wanted: null }, 'impossible', 0],
		['setAutoReply', { reply: null, wanted: { internal: 'a', external: 'a' } }, 'satisfied', 0],
		['setAutoReply', { reply, wanted: { internal: 'a', external: 'a' } }, 'change', 0],
		['setAutoReply', { reply: { ...reply, status: 'alwaysEnabled', internal: '<html><body>a</body></html>', external: ' a ' }, wanted: { internal: 'a', external: 'a' } }, 'satisfied', 0],
		['reportOwned', { owned: [{ kind: 'application', name: 'bot' }] }, 'satisfied', 1],
		['removeEligibility', { eligibilities: [], today: '2026-11-20' }, 'satisfied', 0],
	] as const)('%s of %j: %s', (step, state, kind, left) => {
		const decided = plan(step, state as unknown as Json);
		expect(decided.kind).toBe(kind);
		expect(decided.left).toHaveLength(left);
	});

	test('an eligibility that would be over by now is not given back', () => {
		const one = (until: string | null) => ({ of: 'role', target: 't', name: 'n', scope: '/', until });
		const now = { eligibilities: [], today: '2026-11-20' };
		expect(undo('removeEligibility', now, { eligibilities: [one('2026-11-19T10:00:00Z')], today: '2026-10-01' }).kind).toBe('satisfied');
		expect(undo('removeEligibility', now, { eligibilities: [one('2026-12-19T10:00:00Z')], today: '2026-10-01' }).kind).toBe('change');
		expect(undo('removeEligibility', now, { eligibilities: [one(null)], today: '2026-10-01' }).kind).toBe('change');
	});
});

describe('giving directory roles back', () => {
	const role = (name: string, eligible: boolean) => ({ id: name, role: name, name, scope: '/', eligible });
	const before = { roles: [role('Helpdesk Administrator', false), role('Security Reader', true)] };
	test('one they may have activated for a while is not given for good', () => {
		expect(undo('removeRoles', { roles: [] }, before)).toMatchObject({ kind: 'change', what: 'Assign Helpdesk Administrator' });
		expect(undo('removeRoles', { roles: [before.roles[0]!] }, before)).toMatchObject({ kind: 'impossible', outcome: 'pending', what: expect.stringMatching(/^Security Reader: they are eligible/) as string });
		expect(undo('removeRoles', before, before).kind).toBe('satisfied');
	});
});
