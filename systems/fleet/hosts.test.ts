import { holderByEmail } from '../../lifecycle/devices/holder';
import type { Device } from '../../lifecycle/devices/device';
import type { Http } from '../http/types';
import { fleetClient } from './client';
import { hostsOf, readHost } from './hosts';

const ada = holderByEmail('Fleet', { id: '1', workEmail: 'Ada@acme.test' });
const idp = (email: string) => ({ email, source: 'mdm_idp_accounts' });
const browser = (email: string) => ({ email, source: 'google_chrome_profiles' });

const host = (more: object = {}) => ({ id: 7, uuid: 'u7', hostname: 'laptop', hardware_serial: 'SN7', platform: 'darwin', mdm: { enrollment_status: 'On (automatic)', device_status: 'unlocked', pending_action: '' }, ...more });

/** A Fleet with these hosts, whatever is asked for. */
const fleetWith = (shown: readonly (object & { id: unknown })[], mapping: unknown = [idp('ada@acme.test')]) => {
	const http: Http = async ({ path }) => {
		const body = path === '/hosts' ? { hosts: shown } : path.endsWith('/device_mapping') ? { device_mapping: mapping } : { host: shown.find(({ id }) => path === `/hosts/${String(id)}`) };
		return 'host' in body && body.host === undefined ? { status: 404, headers: {}, body: { message: 'Resource Not Found' } } : { status: 200, headers: {}, body };
	};
	return fleetClient(http, () => {});
};
const read = async (more: object, ...mapping: unknown[]): Promise<Device> => (await readHost(fleetWith([host(more)], mapping.length === 0 ? [idp('ada@acme.test')] : mapping[0]), '7'))!;

test('a host as it is shown', async () => {
	expect(await read({ display_name: 'Ada\'s Mac', hardware_model: 'Mac14,2', os_version: 'macOS 15.6', seen_time: '2026-11-20T08:00:00Z', last_enrolled_at: '2026-01-02T00:00:00Z', last_mdm_enrolled_at: '0001-01-01T00:00:00Z' })).toEqual({
		id: '7', name: 'Ada\'s Mac', serial: 'SN7', model: 'Mac14,2', platform: 'macos', osVersion: 'macOS 15.6', ownership: 'corporate', ownershipFrom: 'enrollment_status "On (automatic)"',
		holders: ['ada@acme.test'], doubts: [], managed: true, locked: false, waits: null, lastSeen: '2026-11-20T08:00:00.000Z', enrolledAt: '2026-01-02T00:00:00.000Z',
	});
});

test.each<[string | null, Device['ownership'], boolean]>([
	['On (automatic)', 'corporate', true],
	['On (company-owned)', 'corporate', true],
	['On (manual)', 'unknown', true],
	['On (personal)', 'personal', true],
	['On (manual - personal)', 'personal', true],
	['Pending', 'unknown', false],
	['Off', 'unknown', false],
	['Off (automatic)', 'unknown', false],
	['On (not automatic)', 'unknown', true],
	['Once', 'unknown', false],
	[null, 'unknown', false],
])('enrolled as %s: %s, managed %s', async (enrollment_status, ownership, managed) => {
	expect(await read({ mdm: { enrollment_status } })).toMatchObject({ ownership, managed });
});

test.each([
	['darwin', 'macos', false],
	['ios', 'ios', false],
	['ipados', 'ios', false],
	['windows', 'windows', true],
	['ubuntu', 'linux', true],
	['rhel', 'linux', true],
	['android', 'android', false],
	['chrome', 'chromeos', false],
	['solaris', 'other', true],
	['constructor', 'other', true],
	['', 'other', true],
] as const)('platform %s is %s; reached without MDM: %s', async (platform, known, managed) => {
	expect(await read({ platform, mdm: { enrollment_status: 'Off' } })).toMatchObject({ platform: known, managed });
});

test.each([
	['darwin', 'locked', '', true],
	['darwin', 'unlocked', '', false],
	['darwin', 'locking', 'lock', false],
	['darwin', 'unlocking', 'unlock', true],
	['darwin', 'locked', 'unlock', true],
	['windows', 'locked', '', true],
	['windows', 'unlocking', 'unlock', false],
	['windows', 'locked', 'unlock', false],
	['darwin', undefined, undefined, null],
] as const)('%s that is %s with "%s" to come: locked %s', async (platform, device_status, pending_action, locked) => {
	expect((await read({ platform, mdm: { enrollment_status: 'On (automatic)', device_status, pending_action } })).locked).toBe(locked);
});

test.each([
	['unlocked', '', null],
	['locked', undefined, null],
	['locking', 'lock', 'lock'],
	['unlocked', 'lock', 'lock'],
	['locking', '', 'lock'],
	['unlocking', 'unlock', 'unlock'],
	['unlocking', null, 'unlock'],
	['wiping', 'wipe', 'wipe'],
	['unlocked', 'wipe', 'wipe'],
	['unlocked', 'refetch', 'refetch'],
])('%s with "%s" to come: %s waits', async (device_status, pending_action, waits) => {
	expect(await read({ mdm: { enrollment_status: 'On (automatic)', device_status, pending_action } })).toMatchObject({ waits });
});

test.each([
	['2026-11-20T08:00:00', '2026-11-20T08:00:00.000Z'],
	['2026-11-20 08:00:00', '2026-11-20T08:00:00.000Z'],
	['2026-11-20T08:00:00+02:00', '2026-11-20T06:00:00.000Z'],
	['yesterday', null],
	['0001-01-01T00:00:00Z', null],
])('the instant %s, wherever n8n runs', async (last_enrolled_at, instant) => expect((await read({ last_enrolled_at })).enrolledAt).toBe(instant));

describe('people that cannot be told', () => {
	test.each<[string, unknown, object]>([
		['a mapping that is no list', { email: 'bob@acme.test' }, {}],
		['no list at all', '', {}],
		['people as texts', ['bob@acme.test'], {}],
		['an address that is none', [{ email: 7, source: 'custom' }], {}],
		['end users as texts', [idp('ada@acme.test')], { end_users: ['bob@acme.test'] }],
		['end users that are no list', [idp('ada@acme.test')], { end_users: { idp_username: 'bob@acme.test' } }],
		['a user name that is none', [idp('ada@acme.test')], { end_users: [{ idp_username: ['bob@acme.test'] }] }],
		['other addresses that are no list', [idp('ada@acme.test')], { end_users: [{ other_emails: 'bob@acme.test' }] }],
	])('%s', async (_, mapping, more) => {
		await expect(read(more, mapping)).rejects.toMatchObject({ code: 'bad_answer' });
	});
});

describe('whose it is', () => {
	test.each<[string, object[], object, string[], string[]]>([
		['whoever is mapped', [idp('Ada@Acme.test')], {}, ['ada@acme.test'], []],
		['two who are mapped', [idp('ada@acme.test'), { email: 'bob@acme.test', source: 'custom' }], {}, ['ada@acme.test', 'bob@acme.test'], []],
		['a source that is not known counts', [idp('ada@acme.test'), { email: 'bob@acme.test', source: 'new' }], {}, ['ada@acme.test', 'bob@acme.test'], []],
		['whoever is signed in to its browser, where nobody is mapped', [browser('ada@acme.test')], {}, ['ada@acme.test'], []],
		['two in its browser', [browser('ada@acme.test'), browser('bob@acme.test')], {}, ['ada@acme.test', 'bob@acme.test'], []],
		['a browser beside a mapping is a doubt', [idp('ada@acme.test'), browser('bob@acme.test')], {}, ['ada@acme.test'], ['a browser on it is signed in as bob@acme.test']],
		['the same person in both', [idp('ada@acme.test'), browser('ADA@acme.test')], {}, ['ada@acme.test'], []],
		['end users count as well', [], { end_users: [{ idp_username: 'ada@acme.test', other_emails: [{ email: 'bob@acme.test', source: 'custom' }, browser('eve@home.test')] }] }, ['ada@acme.test', 'bob@acme.test'], ['a browser on it is signed in as eve@home.test']],
		['nobody', [], { end_users: null }, [], []],
		['blank names are nobody', [idp(' ')], { end_users: [{ idp_username: '' }] }, [], []],
	])('%s', async (_, mapping, more, holders, doubts) => {
		expect(await read(more, mapping)).toMatchObject({ holders, doubts });
	});
});

describe('reading one', () => {
	test('an id that Fleet does not know is null', async () => expect(await readHost(fleetWith([]), '7')).toBeNull());

	test('without its people is no record that is gone', async () => {
		const half = fleetClient(async ({ path }) => (path.endsWith('mapping') ? { status: 404, headers: {}, body: { message: 'Resource Not Found' } } : { status: 200, headers: {}, body: { host: host() } }), () => {});
		await expect(readHost(half, '7')).rejects.toMatchObject({ code: 'bad_answer', message: expect.stringMatching(/Run the case again/) });
	});

	test('an answer about another host is none', async () => {
		const fleet = fleetClient(async ({ path }) => ({ status: 200, headers: {}, body: path.endsWith('mapping') ? { device_mapping: [] } : { host: host({ id: 8 }) } }), () => {});
		await expect(readHost(fleet, '7')).rejects.toThrow(/asked for host 7 and answered with host 8/);
	});

	test.each([[{ id: 'x' }], [{ id: 1.5 }], [{ platform: 3 }], [{ mdm: { enrollment_status: 3 } }]])('%j is no host', async (more) => {
		const shown = host(more);
		await expect(readHost(fleetWith([shown]), String(shown.id))).rejects.toMatchObject({ code: 'bad_answer' });
	});
});

describe('the hosts of somebody', () => {
	test('are those mapped to the very address', async () => {
		expect((await hostsOf(fleetWith([host(), host({ id: 8, hostname: 'ada@acme.test' })], [idp('ada@acme.test')]), ada)).map(({ id }) => id)).toEqual(['7', '8']);
		expect(await hostsOf(fleetWith([host()], [idp('x-ada@acme.test')]), ada)).toEqual([]);
	});

	test('come once, however often they are listed', async () => {
		expect(await hostsOf(fleetWith([host(), host()]), ada)).toHaveLength(1);
	});

	test('are not believed where more come than one search can find', async () => {
		const many = Array.from({ length: 99 }, (_, id) => host({ id }));
		const endless = fleetClient(async ({ path, query }) => ({ status: 200, headers: {}, body: path === '/hosts' ? { hosts: [host({ id: 1000 + Number(query!['page']) }), ...many.map((one) => ({ ...one, id: one.id + 100 * Number(query!['page']) }))] } : {} }), () => {});
		await expect(hostsOf(endless, ada)).rejects.toThrow(/more than 200, so its search means nothing/);
	});

	test('one that is listed and gone a moment later is not left out in silence', async () => {
		const fleet = fleetClient(async ({ path }) => (path === '/hosts' ? { status: 200, headers: {}, body: { hosts: [host()] } } : { status: 404, headers: {}, body: { message: 'Resource Not Found' } }), () => {});
		await expect(hostsOf(fleet, ada)).rejects.toThrow(/showed laptop and said a moment later/);
	});
});
