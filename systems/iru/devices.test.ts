import { holderByEmail } from '../../lifecycle/devices/holder';
import type { Device } from '../../lifecycle/devices/device';
import type { Http } from '../http/types';
import { iruClient } from './client';
import { devicesOf, readDevice } from './devices';

const ada = holderByEmail('Iru', { id: '1', workEmail: 'Ada@acme.test' });
const user = { id: 'u1', email: 'Ada@acme.test', name: 'Ada', is_archived: false };
const row = (more: object = {}) => ({ device_id: 'd1', device_name: 'Ada\'s Mac', model: 'MacBook Pro', serial_number: 'SN1', platform: 'Mac', os_version: '15.6', user, mdm_enabled: true, is_removed: false, lost_mode_status: '', ...more });
const details = (more: object = {}) => ({ general: { device_id: 'd1', assigned_user: user }, automated_device_enrollment: { auto_enrolled: true }, ...more });

const site = (rows: object[], shown: (id: string) => object | null = () => details()) => {
	const paths: string[] = [];
	const http: Http = async ({ path }) => {
		paths.push(path);
		const id = path.split('/')[2] ?? '';
		const body = path === '/devices' ? rows : path.endsWith('/details') ? shown(id) : (rows.find((one) => (one as { device_id: string }).device_id === id) ?? null);
		return body === null ? { status: 404, headers: {}, body: { detail: 'Not found.' } } : { status: 200, headers: {}, body };
	};
	return { paths, iru: iruClient(http, () => {}) };
};
const read = async (more: object = {}, shown: object = details()): Promise<Device> => (await readDevice(site([row(more)], () => shown).iru, 'd1'))!;

test('a device as it is shown', async () => {
	expect(await read({ last_check_in: '2026-11-20T08:00:00Z', last_enrollment: '2026-01-02 03:04:05.000006+00:00' })).toEqual({
		id: 'd1', name: 'Ada\'s Mac', serial: 'SN1', model: 'MacBook Pro', platform: 'macos', osVersion: '15.6', ownership: 'corporate', ownershipFrom: 'it was enrolled through Apple\'s automated enrolment',
		holders: ['ada@acme.test'], doubts: [], managed: true, locked: null, supervised: false, lastSeen: '2026-11-20T08:00:00.000Z', enrolledAt: '2026-01-02T03:04:05.000Z',
	});
});

test.each<[string, object, Device['ownership']]>([
	['Mac', { automated_device_enrollment: { auto_enrolled: true } }, 'corporate'],
	['Mac', { automated_device_enrollment: { auto_enroll_eligible: true, auto_enrolled: false } }, 'unknown'],
	['Mac', { automated_device_enrollment: {}, mdm: { supervised: 'True' } }, 'unknown'],
	['Mac', { automated_device_enrollment: { auto_enrolled: 'true' } }, 'unknown'],
	['Mac', { automated_device_enrollment: null, management: { ownership: 'COMPANY_OWNED' } }, 'unknown'],
	['iPad', { automated_device_enrollment: { auto_enrolled: true } }, 'corporate'],
	['iPhone', { automated_device_enrollment: undefined }, 'unknown'],
	['Android', { management: { ownership: 'COMPANY_OWNED' } }, 'corporate'],
	['Android', { management: { ownership: 'PERSONALLY_OWNED' } }, 'personal'],
	['Android', { management: { ownership: 'company_owned_profile' } }, 'unknown'],
	['Android', { management: {} }, 'unknown'],
	['Windows', { automated_device_enrollment: { auto_enrolled: true } }, 'unknown'],
	['AppleTV', { automated_device_enrollment: { auto_enrolled: true } }, 'unknown'],
])('%s with %j is %s', async (platform, shown, ownership) => {
	expect((await read({ platform }, details(shown))).ownership).toBe(ownership);
});

test.each([
	['Mac', 'macos'], ['iPhone', 'ios'], ['iPad', 'ios'], ['Windows', 'windows'], ['Android', 'android'], ['AppleTV', 'other'], ['toString', 'other'], ['', 'other'],
] as const)('platform %s is %s', async (platform, known) => expect((await read({ platform })).platform).toBe(known));

test.each([
	[true, false, true],
	[false, false, false],
	[true, true, false],
	['True', false, false],
	[undefined, undefined, false],
])('mdm_enabled %s and is_removed %s: managed %s', async (mdm_enabled, is_removed, managed) => expect((await read({ mdm_enabled, is_removed })).managed).toBe(managed));

test.each<[unknown, boolean]>([
	['True', true],
	[true, true],
	['False', false],
	['maybe', false],
	[undefined, false],
])('supervised %s: %s', async (supervised, known) => expect(await read({}, details({ mdm: { supervised } }))).toMatchObject({ supervised: known }));

test.each([
	['iPhone', 'ENABLED', true],
	['iPhone', '', false],
	['iPhone', 'PENDING', null],
	['Mac', 'ENABLED', null],
] as const)('%s in lost mode "%s": locked %s', async (platform, lost_mode_status, locked) => expect((await read({ platform, lost_mode_status })).locked).toBe(locked));

describe('whose it is', () => {
	const bob = { ...user, email: 'bob@acme.test' };
	test.each<[string, unknown, unknown, string[]]>([
		['the same person in the list and in the details', user, user, ['ada@acme.test']],
		['two who differ count both', user, bob, ['ada@acme.test', 'bob@acme.test']],
		['nobody, as ""', '', '', []],
		['nobody, as null', null, null, []],
		['an object without anything is nobody', {}, ' ', []],
		['a text is somebody', user, 'Bob@acme.test', ['ada@acme.test', 'bob@acme.test']],
		['somebody without an address is somebody else all the same', user, { ...bob, email: null, name: 'Bob' }, ['ada@acme.test', 'bob']],
		['somebody with a blank address and without a name', user, { id: 'U2', email: ' ', name: '' }, ['ada@acme.test', 'u2']],
	])('%s', async (_, listed, assigned_user, holders) => {
		expect((await read({ user: listed }, details({ general: { device_id: 'd1', assigned_user } }))).holders).toEqual(holders);
	});
});

test.each([[['ada@acme.test']], [7], [true], [{ email: 7 }], [{ email: ['ada@acme.test'] }]])('%j is nobody that could be told', async (assigned_user) => {
	await expect(read({}, details({ general: { device_id: 'd1', assigned_user } }))).rejects.toMatchObject({ code: 'bad_answer' });
});

describe('reading one', () => {
	test('without its details is no record that is gone', async () => {
		const half = iruClient(async ({ path }) => (path.endsWith('/details') ? { status: 404, headers: {}, body: { detail: 'Not found.' } } : { status: 200, headers: {}, body: row() }), () => {});
		await expect(readDevice(half, 'd1')).rejects.toMatchObject({ code: 'bad_answer', message: expect.stringMatching(/Run the case again/) });
	});

	test('an id that Iru does not know is null', async () => expect(await readDevice(site([]).iru, 'd1')).toBeNull());

	test('an answer about another device is none', async () => {
		await expect(read({}, details({ general: { device_id: 'd2' } }))).rejects.toThrow(/asked for device d1 and answered with another/);
		const another = iruClient(async ({ path }) => ({ status: 200, headers: {}, body: path.endsWith('/details') ? details() : row({ device_id: 'd2' }) }), () => {});
		await expect(readDevice(another, 'd1')).rejects.toThrow(/asked for device d1 and answered with another/);
	});
});

describe('the devices of somebody', () => {
	test('come with their details', async () => {
		expect(await devicesOf(site([row()]).iru, ada)).toMatchObject([{ id: 'd1', ownership: 'corporate' }]);
	});

	test('come once, however often they are listed', async () => {
		expect(await devicesOf(site([row(), row()]).iru, ada)).toHaveLength(1);
	});

	test('one of somebody else is shown as it came, and the details of the company are not read for it', async () => {
		const { iru, paths } = site([row(), row({ device_id: 'd2', user: { ...user, email: 'x-ada@acme.test' } })]);
		expect((await devicesOf(iru, ada)).map(({ holders }) => holders)).toEqual([['x-ada@acme.test']]);
		expect(paths).toEqual(['/devices']);
	});

	test('one that is listed and gone a moment later is not left out in silence', async () => {
		await expect(devicesOf(site([row()], () => null).iru, ada)).rejects.toThrow(/showed Ada's Mac and said a moment later/);
	});
});
