import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { listAccounts } from './accounts';
import { jumpCloudClient } from './client';
import { findAccount } from './find';
import { isAttribute } from './giving/fields';
import { parseGroup } from './groups';
import { administeredAt, suspendedAt } from './insights';
import { blockSignIn } from './steps/blockSignIn';
import { cancelScheduledStates } from './steps/cancelScheduledStates';
import { parseUser } from './user';

const settings = { administratorEmail: null, hrIdAttribute: 'employeeIdentifier', matchByEmail: true };

const answering = (answer: (request: HttpRequest) => Partial<HttpResponse>) => {
	const asked: HttpRequest[] = [];
	const http: Http = async (request) => {
		asked.push(request);
		return { status: 200, headers: {}, body: [], ...answer(request) };
	};
	return { asked, jumpCloud: jumpCloudClient({ console: http, insights: http }, settings, () => {}) };
};

describe('a user', () => {
	const user = { _id: 'a1', username: 'ada' };

	test.each([
		[{ state: 'SUSPENDED', suspended: true }, 'SUSPENDED', true],
		[{ state: 'SUSPENDED' }, 'SUSPENDED', true],
		[{ state: 'ACTIVATED', suspended: true }, 'ACTIVATED', true],
		[{ suspended: true, activated: true }, 'SUSPENDED', true],
		[{ suspended: false, activated: true }, 'ACTIVATED', false],
		// Whoever has not set a password yet still has the mail by which they may.
		[{ suspended: false, activated: false }, 'ACTIVATED', false],
	])('%j is %s, suspended %s', (fields, state, suspended) => {
		expect(parseUser({ ...user, ...fields })).toMatchObject({ state, suspended });
	});

	test.each([
		[{}, null],
		[{ externally_managed: true, external_source_type: 'google' }, 'google'],
		[{ externally_managed: true }, 'another directory'],
		[{ delegatedAuthority: { id: 'd', name: 'ActiveDirectory' } }, 'ActiveDirectory'],
		[{ externally_managed: false, external_source_type: 'google', delegatedAuthority: null }, null],
	])('%j is managed by %s', (fields, managedBy) => {
		expect(parseUser({ ...user, state: 'ACTIVATED', ...fields })).toMatchObject({ managedBy });
	});

	test('restricted fields are read as names or as objects', () => {
		expect(parseUser({ ...user, state: 'ACTIVATED', restrictedFields: [{ field: 'email' }, 'department', null, {}] })).toMatchObject({ restricted: ['email', 'department'] });
	});

	test.each([[{ _id: 'a1', username: 'ada' }], [{ _id: '../x', username: 'ada', state: 'STAGED' }], [{ username: 'ada', state: 'STAGED' }], [{ _id: 'a1', state: 'STAGED' }], [[]], [null]])('%j is none', (row) => {
		expect(() => parseUser(row)).toThrow(/Nothing can be concluded/);
	});
});

describe('who decides about a group', () => {
	const query = { queryType: 'FilterQuery', filters: [{ field: 'department', operator: 'eq', value: 'Sales' }] };
	test.each([
		[{ memberQuery: null, membershipMethod: 'STATIC' }, false],
		[{}, false],
		[{ memberQuery: query, membershipMethod: 'DYNAMIC_AUTOMATED' }, true],
		[{ memberQuery: query, membershipMethod: 'DYNAMIC_REVIEW_REQUIRED' }, false],
		[{ memberQuery: query, membershipAutomated: true }, true],
		[{ memberQuery: query, membershipAutomated: false }, false],
		// Nothing says that people decide.
		[{ memberQuery: query }, true],
		[{ membershipMethod: 'DYNAMIC_AUTOMATED' }, true],
	])('%j: a query %s', (fields, dynamic) => {
		expect(parseGroup({ id: 'g1', name: 'Group', ...fields })).toMatchObject({ dynamic, reads: 'memberQuery' in fields && fields.memberQuery !== null ? ['department'] : [] });
	});
});

describe('Directory Insights', () => {
	const event = (changes: object[], more = {}) => ({ id: 'e', event_type: 'user_update', timestamp: '2026-11-20T10:00:00Z', success: true, resource: { id: 'u1', type: 'user' }, changes, ...more });

	test.each([
		['the state', event([{ field: 'state', from: 'ACTIVATED', to: 'SUSPENDED' }]), '2026-11-20T10:00:00Z'],
		['the switch', event([{ field: 'suspended', from: false, to: true }]), '2026-11-20T10:00:00Z'],
		['the switch as text', event([{ field: 'suspended', from: 'false', to: 'true' }]), '2026-11-20T10:00:00Z'],
		['the other way', event([{ field: 'suspended', from: true, to: false }]), null],
		['somebody else', event([{ field: 'suspended', to: true }], { resource: { id: 'u2' } }), null],
		['a failure', event([{ field: 'suspended', to: true }], { success: false }), null],
		['something else', event([{ field: 'department', to: 'SUSPENDED' }]), null],
		['nothing of use', event([], { changes: 'none', resource: null }), null],
	])('shows a suspension: %s', async (_name, row, found) => {
		expect(await suspendedAt(answering(() => ({ body: [row] })).jumpCloud, 'u1', null)).toEqual({ readable: true, found });
	});

	test('of several the latest counts', async () => {
		const rows = ['2026-11-20T12:00:00Z', '2026-11-20T13:00:00Z', '2026-11-20T11:00:00Z'].map((timestamp) => event([{ field: 'state', to: 'SUSPENDED' }], { timestamp }));
		expect(await suspendedAt(answering(() => ({ body: rows })).jumpCloud, 'u1', null)).toEqual({ readable: true, found: '2026-11-20T13:00:00Z' });
	});

	test('whoever was let in again afterwards has not been suspended since', async () => {
		const suspended = event([{ field: 'state', to: 'SUSPENDED' }], { timestamp: '2026-11-20T10:00:00Z' });
		const letIn = (to: unknown, field: string) => event([{ field, to }], { timestamp: '2026-11-20T11:00:00Z' });
		for (const later of [letIn('ACTIVATED', 'state'), letIn(false, 'suspended'), letIn('false', 'suspended')]) {
			expect(await suspendedAt(answering(() => ({ body: [later, suspended] })).jumpCloud, 'u1', null)).toEqual({ readable: true, found: null });
		}
	});

	test('a list too long to be read to its end shows nothing', async () => {
		const full = Array.from({ length: 1_000 }, () => event([{ field: 'state', to: 'SUSPENDED' }]));
		expect(await suspendedAt(answering(() => ({ body: full, headers: { 'x-search_after': '["more"]' } })).jumpCloud, 'u1', null)).toEqual({ readable: false });
	});

	test('one that hangs is waited for ten seconds and no longer', async () => {
		jest.useFakeTimers();
		try {
			const hanging: Http = () => new Promise(() => {});
			const shown = suspendedAt(jumpCloudClient({ console: hanging, insights: hanging }, settings, () => {}), 'u1', null);
			await jest.advanceTimersByTimeAsync(10_000);
			expect(await shown).toEqual({ readable: false });
		} finally {
			jest.useRealTimers();
		}
	});

	test('every page is read, and what goes on is sent back as it came', async () => {
		const full = Array.from({ length: 1_000 }, () => event([]));
		const { asked, jumpCloud } = answering(({ body }) => ('search_after' in (body as object) ? { body: [event([{ field: 'state', to: 'SUSPENDED' }])] } : { body: full, headers: { 'x-search_after': '[1763,"abc"]' } }));
		expect(await suspendedAt(jumpCloud, 'u1', null)).toMatchObject({ found: '2026-11-20T10:00:00Z' });
		expect(asked.map(({ body }) => (body as { search_after?: unknown }).search_after)).toEqual([undefined, [1763, 'abc']]);
	});

	test('only what an administrator of this very address did makes an administrator', async () => {
		const by = (initiated_by: object) => answering(() => ({ body: [event([], { initiated_by })] })).jumpCloud;
		expect(await administeredAt(by({ email: 'ADA@acme.example', type: 'admin' }), 'ada@acme.example')).toMatchObject({ found: '2026-11-20T10:00:00Z' });
		expect(await administeredAt(by({ email: 'ada@acme.example', type: 'user' }), 'ada@acme.example')).toMatchObject({ found: null });
		expect(await administeredAt(by({ email: 'bob@acme.example', type: 'admin' }), 'ada@acme.example')).toMatchObject({ found: null });
		expect(await administeredAt(answering(() => ({ status: 403, body: { message: 'Forbidden' } })).jumpCloud, 'ada@acme.example')).toEqual({ readable: false });
	});
});

test('an HR id attribute that is no field reaches no filter', async () => {
	const { asked, jumpCloud } = answering(() => ({}));
	await expect(findAccount({ ...jumpCloud, settings: { ...settings, hrIdAttribute: 'state:$ne' } }, { id: '1', workEmail: null })).rejects.toThrow(/is no field of a JumpCloud user/);
	expect(asked).toEqual([]);
});

test('an address is found in small letters as well, for a server that compares letter by letter', async () => {
	const row = { _id: 'a1', username: 'ada', email: 'ada@acme.example', state: 'ACTIVATED' };
	const { jumpCloud } = answering(({ path, query }) => {
		if (path.endsWith('/a1')) return { body: row };
		const results = query?.['filter'] === 'email:$eq:ada@acme.example' ? [row] : [];
		return { body: { totalCount: results.length, results } };
	});
	expect(await findAccount(jumpCloud, { id: '1', workEmail: 'Ada@Acme.example' })).toEqual({ kind: 'one', account: { id: 'a1', label: 'ada@acme.example' } });
});

describe('a tenant that knows the switch only', () => {
	const tenant = () => {
		const user = { _id: 'a1', username: 'ada', suspended: false };
		return answering(({ method, body }) => ({ body: method === 'PUT' ? Object.assign(user, body) : user }));
	};

	test('is told by the switch, and back again', async () => {
		const { asked, jumpCloud } = tenant();
		const account = { id: 'a1', label: 'ada' };
		const before = await blockSignIn.read(jumpCloud, account);
		await blockSignIn.apply(jumpCloud, account, before);
		const now = await blockSignIn.read(jumpCloud, account);
		expect(blockSignIn.plan(now).kind).toBe('satisfied');
		expect(blockSignIn.undo.plan(now, before).kind).toBe('change');
		await blockSignIn.undo.apply(jumpCloud, account, now, before);
		expect(blockSignIn.undo.plan(await blockSignIn.read(jumpCloud, account), before).kind).toBe('satisfied');
		expect(asked.filter(({ method }) => method === 'PUT').map(({ body }) => body)).toEqual([{ suspended: true }, { suspended: false }]);
	});
});

test.each([
	['STAGED', false, false],
	['SUSPENDED', true, false],
	['ACTIVATED', false, true],
	['ACTIVATED', true, true],
	['SUSPENDED', false, true],
])('a list counts %s, suspended %s, as usable %s: whoever would still be cut is', async (state, suspended, usable) => {
	const { jumpCloud } = answering(() => ({ body: { totalCount: 1, results: [{ _id: 'a1', username: 'ada', state, suspended }] } }));
	const listed = [];
	for await (const page of listAccounts(jumpCloud)) listed.push(...page);
	expect(listed).toMatchObject([{ id: 'a1', usable }]);
});

test.each(['sudo', 'passwordless_sudo', 'password', 'password_never_expires', 'state', 'suspended', 'activated', 'public_key', 'ssh_keys', 'ldap_binding_user', 'samba_service_user', 'totp_enabled', 'mfaEnrollment', 'account_locked', 'externally_managed', 'external_source_type', 'delegatedAuthority', 'restrictedFields', '_id', 'id'])('%s is no attribute', (name) => {
	expect(isAttribute(name)).toBe(false);
});

test.each(['username', 'email', 'firstname', 'lastname', 'displayname', 'employeeIdentifier', 'employeeType', 'jobTitle', 'department', 'costCenter', 'company', 'location', 'manager', 'alternateEmail', 'description'])('%s is one', (name) => {
	expect(isAttribute(name)).toBe(true);
});

test('a scheduled job that is for somebody else as well is told from one of the user alone', async () => {
	const row = (systemUserId: string, scheduledJobId: string) => ({ systemUserId, scheduledJobId, state: 'ACTIVATED', scheduledDate: '2026-12-01T08:00:00Z' });
	const { jumpCloud } = answering(() => ({ body: [row('u1', 'j1'), row('u2', 'j1'), row('u1', 'j2'), row('u2', 'j3')] }));
	expect(await cancelScheduledStates.read(jumpCloud, { id: 'u1', label: 'ada' })).toMatchObject({ scheduled: [{ id: 'j1', shared: true }, { id: 'j2', shared: false }] });
});
