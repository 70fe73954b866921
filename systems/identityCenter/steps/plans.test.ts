import type { Json } from '../../../ledger/types';
import type { Step } from '../../../lifecycle/step';
import { identityCenterSteps } from '../index';

const stepOf = (id: string) => identityCenterSteps.find((step) => step.id === id) as unknown as Step<unknown, unknown>;
const plan = (id: string, state: Json) => stepOf(id).plan(state);
const undo = (id: string, now: Json, before: Json) => stepOf(id).undo.plan(now, before);
const operation = (status: string, why: string | null = null) => ({ kind: 'deletion', id: 'request-1', what: 'removing Admin in 111122223333', status, why });

describe('disabling the user', () => {
	const user = (status: string | null, owner = 'identityCenter', refused: string | null = null) => ({ status, owner, refused });
	test.each([
		['enabled', user('ENABLED'), 'change', /^ENABLED → DISABLED$/],
		['enabled, owned by an identity provider', user('ENABLED', 'identityProvider'), 'change', /only where the identity provider/],
		['enabled, owned by Active Directory', user('ENABLED', 'activeDirectory'), 'change', /only where Active Directory/],
		['disabled', user('DISABLED'), 'satisfied', /^The user is disabled$/],
		['disabled, owned by an identity provider', user('DISABLED', 'identityProvider'), 'satisfied', /only where the identity provider/],
		['disabled after a refusal: it came from elsewhere', user('DISABLED', 'identityProvider', 'no'), 'satisfied', /disabled/],
		['refused', user('ENABLED', 'identityCenter', 'Said no.'), 'impossible', /console.*Said no\./],
		['refused, owned by an identity provider', user('ENABLED', 'identityProvider', 'no'), 'underway', /for the identity provider .* to disable it/],
		['refused, owned by Active Directory', user('ENABLED', 'activeDirectory', 'no'), 'underway', /for Active Directory/],
		['not shown', user(null), 'impossible', /does not show/],
		['not shown, owned by an identity provider', user(null, 'identityProvider'), 'impossible', /identity provider/],
	])('%s', (_name, state, kind, what) => {
		expect(plan('disableUser', state)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});

	test('what can still be signed in with is pending, and never called somebody else\'s', () => {
		for (const state of [user('ENABLED', 'identityCenter', 'no'), user(null), user(null, 'activeDirectory')]) expect(plan('disableUser', state)).toMatchObject({ outcome: 'pending' });
	});

	test('the steps after it need not wait for another system', () => {
		expect(plan('disableUser', user('ENABLED', 'identityProvider', 'no'))).toMatchObject({ elsewhere: true });
	});

	test.each([
		['was enabled, is disabled', user('ENABLED'), user('DISABLED'), 'change'],
		['was enabled, is enabled', user('ENABLED'), user('ENABLED'), 'satisfied'],
		['was disabled', user('DISABLED'), user('DISABLED'), 'satisfied'],
		['was not shown', user(null), user('DISABLED'), 'satisfied'],
		['AWS takes no enabling', user('ENABLED'), user('DISABLED', 'identityCenter', 'no'), 'impossible'],
		['AWS takes no enabling, and another system owns it', user('ENABLED'), user('DISABLED', 'identityProvider', 'no'), 'impossible'],
	])('given back: %s', (_name, before, now, kind) => {
		expect(undo('disableUser', now, before).kind).toBe(kind);
	});
});

describe('account assignments', () => {
	const assignment = (account: string) => ({ account, permissionSet: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', name: 'Admin' });
	const state = (accounts: string[], operations: Json[] = [], endings: Json[] = []) => ({ assignments: accounts.map(assignment), operations, endings });
	test.each([
		['none', state([]), 'satisfied', /No account/],
		['some', state(['111122223333', '444455556666']), 'change', /Remove Admin in 111122223333, Admin in 444455556666/],
		['being removed', state(['111122223333'], [operation('IN_PROGRESS')]), 'underway', /removing Admin in 111122223333 \(request request-1\)/],
		['one failed while another goes on', state(['111122223333'], [operation('FAILED', 'Broken.'), operation('IN_PROGRESS')]), 'underway', /request-1/],
		['not removed', state(['111122223333'], [operation('FAILED', 'Broken.')]), 'impossible', /Broken\. \(request request-1\)/],
		['not removed, without a reason', state(['111122223333'], [operation('FAILED')]), 'impossible', /no reason was given/],
		['removed and still shown', state(['111122223333'], [operation('SUCCEEDED')]), 'change', /Remove/],
		['gone, whatever the request says', state([], [operation('FAILED', 'Broken.')]), 'satisfied', /No account/],
		['not shown any more while AWS is still at it', state([], [operation('IN_PROGRESS')]), 'underway', /request-1/],
	])('%s', (_name, given, kind, what) => {
		expect(plan('removeAssignments', given)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});

	test('sessions that go on are left, with their end', () => {
		expect(plan('removeAssignments', state([], [], [{ name: 'Admin', until: '2026-11-20T22:00:00.000Z' }])).left).toEqual([{ what: 'Sessions of Admin', why: expect.stringMatching(/until 2026-11-20T22:00:00\.000Z at the latest.*Deny Live Sessions/) }]);
	});

	test.each([
		['the same', ['111122223333'], ['111122223333'], [], 'satisfied'],
		['one is missing', ['111122223333'], ['111122223333', '444455556666'], [], 'change'],
		['one more now', ['111122223333', '444455556666'], ['111122223333'], [], 'satisfied'],
		['on its way', [], ['111122223333'], [operation('IN_PROGRESS')], 'underway'],
		['failed', [], ['111122223333'], [operation('FAILED', 'Broken.')], 'impossible'],
	])('given back: %s', (_name, now, before, operations, kind) => {
		expect(undo('removeAssignments', state(now, operations), state(before)).kind).toBe(kind);
	});
});

describe('denying sessions', () => {
	const set = (name: string, more: { [field: string]: Json } = {}) => ({ arn: `arn:${name}`, name, sessionSeconds: 43_200, reachable: true, ours: false, deniedUntil: null, served: false, ...more });
	const denied = { deniedUntil: '2026-11-21T10:00:00.000Z' };
	const state = (sets: Json[], operations: Json[] = []) => ({ sets, operations });
	test.each([
		['no permission set', state([]), 'satisfied', /No permission set gives/],
		['not denied', state([set('Admin'), set('Read', denied)]), 'change', /^Deny sessions of Admin$/],
		['denied, and nothing tells whether the accounts have it', state([set('Admin', denied)]), 'unknown', /hand the policies out/],
		['denied, being handed out', state([set('Admin', denied)], [operation('IN_PROGRESS')]), 'underway', /request-1/],
		['denied, not handed out', state([set('Admin', denied)], [operation('FAILED', 'Broken.')]), 'impossible', /Broken/],
		['denied and handed out', state([set('Admin', denied)], [operation('SUCCEEDED')]), 'satisfied', /until 2026-11-21T10/],
		['denied, over, and still theirs', state([set('Admin', { ...denied, served: true })]), 'change', /^Deny sessions of Admin$/],
		['taken away, and not over yet', state([set('Admin', { ...denied, reachable: false, ours: true })]), 'satisfied', /run the case again after that/],
		['taken away, and over', state([set('Admin', { ...denied, reachable: false, ours: true, served: true })]), 'change', /Take the statement out of Admin/],
		['taken away and taken out', state([set('Admin', { reachable: false, ours: true })]), 'satisfied', /No permission set gives/],
	])('%s', (_name, given, kind, what) => {
		expect(plan('denySessions', given)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});

	test.each([
		['this case denied nothing', [set('Admin')], [set('Admin')], [], 'satisfied'],
		['this case denied it', [set('Admin', { ...denied, ours: true })], [set('Admin')], [], 'change'],
		['another case had denied it before', [set('Admin', { ...denied, ours: true })], [set('Admin', denied)], [], 'satisfied'],
		['taken out, and nothing tells whether the accounts have it', [set('Admin', { ours: true })], [set('Admin')], [], 'unknown'],
		['taken out, being handed out', [set('Admin', { ours: true })], [set('Admin')], [operation('IN_PROGRESS')], 'underway'],
		['taken out, not handed out', [set('Admin', { ours: true })], [set('Admin')], [operation('FAILED')], 'impossible'],
		['taken out and handed out', [set('Admin', { ours: true })], [set('Admin')], [operation('SUCCEEDED')], 'satisfied'],
	])('given back: %s', (_name, now, before, operations, kind) => {
		expect(undo('denySessions', state(now, operations), state(before)).kind).toBe(kind);
	});
});

describe('groups', () => {
	const group = (id: string) => ({ id, membership: `m-${id}`, name: `Group ${id}` });
	const state = (ids: string[], owner = 'identityCenter', refused: string[] = []) => ({ groups: ids.map(group), owner, refused, endings: [] });
	test.each([
		['none', state([]), 'satisfied', /In no group/],
		['some', state(['a', 'b']), 'change', /Leave Group a, Group b/],
		['some, of an identity provider', state(['a'], 'identityProvider'), 'change', /Leave Group a/],
		['all refused', state(['a', 'b'], 'identityProvider', ['a', 'b']), 'impossible', /Group a, Group b: .*identity provider/],
		['one refused, one still to be left', state(['a', 'b'], 'activeDirectory', ['a']), 'change', /Leave/],
	])('%s', (_name, given, kind, what) => {
		expect(plan('removeFromGroups', given)).toMatchObject({ kind, what: expect.stringMatching(what) });
	});

	test('given back are those that are missing, by name', () => {
		expect(undo('removeFromGroups', state(['a']), state(['a', 'b']))).toMatchObject({ kind: 'change', what: 'Join Group b' });
		expect(undo('removeFromGroups', state(['a', 'c']), state(['a'])).kind).toBe('satisfied');
	});
});

describe('applications', () => {
	const application = (name: string, own: boolean) => ({ arn: `arn:${name}`, name, own });
	test.each([
		['none', [], 'satisfied', 0],
		['their own', [application('Wiki', true)], 'change', 0],
		['through a group only', [application('Wiki', false)], 'satisfied', 1],
		['both ways', [application('Wiki', true), application('Wiki', false)], 'change', 1],
	])('%s', (_name, applications, kind, left) => {
		const decided = plan('removeApplications', { applications });
		expect([decided.kind, decided.left.length]).toEqual([kind, left]);
	});

	test('one that came with a group is not given back by itself', () => {
		expect(undo('removeApplications', { applications: [] }, { applications: [application('Wiki', false)] }).kind).toBe('satisfied');
		expect(undo('removeApplications', { applications: [application('Wiki', false)] }, { applications: [application('Wiki', true)] }).kind).toBe('change');
	});
});
