import type { Ownership, Platform } from '../../../lifecycle/devices/device';
import type { Parcel } from '../../../lifecycle/devices/system';
import type { Http, HttpRequest } from '../../http/types';
import { fleetClient } from '../client';
import type { FleetHost } from '../hosts';
import { lock } from './lock';
import { retire } from './retire';
import { wipe } from './wipe';

const device = (platform: Platform, ownership: Ownership = 'corporate', more: Partial<FleetHost> = {}): FleetHost => ({ id: '7', name: 'Laptop', serial: 'SN7', model: null, platform, osVersion: null, ownership, ownershipFrom: '', holders: ['ada@acme.test'], doubts: [], managed: true, locked: false, waits: null, lastSeen: null, enrolledAt: null, ...more });
const parcel: Parcel = { message: 'Bring it back', phone: '', pin: null, justification: 'Leaver case 1', receipts: [], approved: null };

test.each<[Platform, Ownership, boolean, boolean, boolean]>([
	['macos', 'corporate', true, true, true],
	['macos', 'unknown', true, true, true],
	['macos', 'personal', false, true, true],
	['ios', 'corporate', true, true, true],
	['ios', 'unknown', false, true, true],
	['ios', 'personal', false, true, true],
	['windows', 'corporate', true, false, true],
	['windows', 'unknown', true, false, true],
	['linux', 'unknown', true, false, true],
	['android', 'corporate', false, true, true],
	['android', 'personal', false, true, false],
	['chromeos', 'corporate', false, false, false],
	['other', 'unknown', false, false, false],
])('%s (%s): lock %s, retire %s, wipe %s', (platform, ownership, ...able) => {
	const why = [lock, retire, wipe].map((step) => step.unsupported(device(platform, ownership)));
	expect(why.map((one) => one === null)).toEqual(able);
	for (const one of why) expect(one ?? '').not.toMatch(/\.$/);
});

test('Fleet makes the PIN of a Mac and keeps it; nothing else has one', () => {
	for (const platform of ['macos', 'ios', 'windows', 'linux', 'android'] as const) expect(lock.pin(device(platform))).toEqual(platform === 'macos' ? { madeBy: 'management', keptByManagement: true } : null);
	for (const step of [retire, wipe]) expect(step.pin(device('macos'))).toBeNull();
});

test('what is locked is not wiped before it is open', () => {
	expect(wipe.notYet!(device('macos', 'corporate', { locked: true }))).toMatch(/with the PIN that Fleet shows/);
	expect(wipe.notYet!(device('windows', 'corporate', { locked: true }))).toMatch(/Unlock it in Fleet/);
	for (const locked of [false, null]) expect(wipe.notYet!(device('macos', 'corporate', { locked }))).toBeNull();
});

test.each<[typeof lock, string, RegExp | null]>([
	[wipe, 'lock', /a lock waits for it.*before it has answered that/],
	[wipe, 'unlock', /an unlock waits for it/],
	[lock, 'unlock', /an unlock waits for it/],
	[lock, 'wipe', /a wipe waits for it/],
	[retire, 'wipe', /a wipe waits for it/],
	[wipe, 'refetch', /"refetch" waits for it/],
])('while something else waits for it, it is not sent (%#)', (step, waits, why) => {
	expect(step.notYet!(device('windows', 'corporate', { waits }))).toMatch(why!);
	expect(step.notYet!(device('windows'))).toBeNull();
});

test('what is locked keeps its management: nobody could open it without', () => {
	expect(retire.notYet!(device('ios', 'corporate', { locked: true }))).toMatch(/nobody could open it/);
});

const answering = (answers: (request: HttpRequest) => unknown) => {
	const requests: HttpRequest[] = [];
	const http: Http = async (request) => {
		requests.push(request);
		return { status: 200, headers: {}, body: answers(request) };
	};
	return { requests, fleet: fleetClient(http, () => {}) };
};

describe('what is sent', () => {
	test.each([
		['a lock', lock, 'macos', 'POST', '/hosts/7/lock', undefined],
		['a removal', retire, 'macos', 'DELETE', '/hosts/7/mdm', undefined],
		['a wipe', wipe, 'macos', 'POST', '/hosts/7/wipe', undefined],
		['a wipe of Windows, which must start again afterwards', wipe, 'windows', 'POST', '/hosts/7/wipe', { windows: { wipe_type: 'doWipe' } }],
	] as const)('%s', async (_, step, platform, method, path, body) => {
		const { requests, fleet } = answering(() => ({ unlock_pin: '123456' }));
		const receipt = await step.send(fleet, device(platform), parcel);
		expect(requests).toEqual([{ method, path, once: true, ...(body === undefined ? {} : { body }) }]);
		expect(receipt).toEqual({ host: '7' });
	});

	test('a PIN is asked for on a Mac only: anything else would be opened', async () => {
		const { requests, fleet } = answering(() => ({ host_id: 7, unlock_pin: '123456' }));
		expect(await lock.revealPin!(fleet, device('windows'))).toBeNull();
		expect(requests).toEqual([]);
		expect(await lock.revealPin!(fleet, device('macos'))).toBe('123456');
		expect(requests).toEqual([{ method: 'POST', path: '/hosts/7/unlock', once: true }]);
		const another = answering(() => ({ host_id: 8, unlock_pin: '123456' }));
		await expect(lock.revealPin!(another.fleet, device('macos'))).rejects.toMatchObject({ code: 'bad_answer', message: expect.not.stringContaining('123456') });
	});
});

describe('what has become of it', () => {
	interface Row {
		command_uuid: string;
		request_type: string;
		status: unknown;
		updated_at?: string;
		host_uuid?: string;
	}
	const stands = async (step: typeof lock, mdm: object, rows: Row[] = [], hiding: Row[] = []) => {
		const { fleet } = answering(({ path, query }) => (path === '/commands' ? { results: (query!['request_type'] === undefined ? rows : hiding).map((row) => ({ host_uuid: 'u7', ...row })) } : { host: { id: 7, uuid: 'u7', mdm } }));
		return (await step.commands(fleet, device('macos'), [])).map(({ id, state }) => (id === null ? state : `${state} ${id}`));
	};

	test.each<[string, 'lock' | 'wipe', string, string, string[]]>([
		['nothing', 'lock', 'unlocked', '', []],
		['it waits, by its own word', 'lock', 'locking', 'lock', ['queued']],
		['it waits, in a build that only says so beside it', 'lock', 'unlocked', 'lock', ['queued']],
		['it is locked', 'lock', 'locked', '', ['done']],
		['it is locked, and somebody asked for its PIN', 'lock', 'unlocking', 'unlock', []],
		['the same in the other spelling', 'lock', 'locked', 'unlock', []],
		['another action waits', 'lock', 'wiping', 'wipe', []],
		['a wipe waits', 'wipe', 'wiping', 'wipe', ['queued']],
		['a wipe waits, in the other spelling', 'wipe', 'locked', 'wipe', ['queued']],
		['it is wiped', 'wipe', 'wiped', '', ['done']],
		['it is wiped, and a lock of before is still said to wait', 'wipe', 'wiped', 'lock', ['done']],
		['a word nobody knows', 'wipe', 'wipe_ok', '', []],
	])('%s', async (_, action, device_status, pending_action, expected) => {
		expect(await stands(action === 'lock' ? lock : wipe, { device_status, pending_action })).toEqual(expected);
	});

	test('refusals of this host and this action, oldest first, each once', async () => {
		const rows: Row[] = [
			{ command_uuid: 'b', request_type: 'EraseDevice', status: 'Error', updated_at: '2026-11-20T10:00:00Z' },
			{ command_uuid: 'a', request_type: './Device/Vendor/MSFT/RemoteWipe/doWipe', status: '500', updated_at: '2026-11-19T10:00:00Z' },
			{ command_uuid: 'c', request_type: 'EraseDevice', status: 'Acknowledged' },
			{ command_uuid: 'd', request_type: 'EraseDevice', status: 'Pending' },
			{ command_uuid: 'e', request_type: 'RemoveProfile', status: 'Error' },
			{ command_uuid: 'f', request_type: 'EraseDevice', status: 'Error', host_uuid: 'another' },
		];
		expect(await stands(wipe, { device_status: 'unlocked' }, rows)).toEqual(['failed a', 'failed b']);
	});

	test('a lock that is in the list only when it is asked for by name', async () => {
		const refused: Row = { command_uuid: 'a', request_type: 'DeviceLock', status: 'Error', updated_at: '2026-11-20T10:00:00Z' };
		expect(await stands(lock, { device_status: 'unlocked' }, [], [refused])).toEqual(['failed a']);
		expect(await stands(lock, { device_status: 'unlocked' }, [refused], [refused])).toEqual(['failed a']);
	});

	test('a refusal without a time that can be read has none', async () => {
		const { fleet } = answering(({ path }) => (path === '/commands' ? { results: [{ host_uuid: 'u7', command_uuid: 'a', request_type: 'EraseDevice', status: 'Error', updated_at: 'yesterday' }] } : { host: { id: 7, uuid: 'u7', mdm: {} } }));
		expect(await wipe.commands(fleet, device('macos'), [])).toMatchObject([{ state: 'failed', at: null, endedAt: null }]);
	});

	test('of a removal nothing shows', async () => expect(await stands(retire, { enrollment_status: 'Off' })).toEqual([]));

	test('a host that is gone meanwhile is no host without commands', async () => {
		const fleet = fleetClient(async () => ({ status: 404, headers: {}, body: { message: 'Resource Not Found' } }), () => {});
		await expect(lock.commands(fleet, device('macos'), [])).rejects.toMatchObject({ code: 'bad_answer' });
	});
});
