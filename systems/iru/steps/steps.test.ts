import type { Ownership, Platform } from '../../../lifecycle/devices/device';
import type { Parcel } from '../../../lifecycle/devices/system';
import type { Http, HttpRequest } from '../../http/types';
import { iruClient } from '../client';
import type { IruDevice } from '../devices';
import { lock } from './lock';
import { retire } from './retire';
import { wipe } from './wipe';

const device = (platform: Platform, ownership: Ownership = 'corporate', more: Partial<IruDevice> = {}): IruDevice => ({ id: 'd1', name: 'Laptop', serial: 'SN1', model: null, platform, osVersion: '15.6', ownership, ownershipFrom: '', holders: ['ada@acme.test'], doubts: [], managed: true, locked: null, supervised: false, lastSeen: null, enrolledAt: null, ...more });
const parcel: Parcel = { message: 'Bring it back', phone: '', pin: null, justification: 'Leaver case 1', receipts: [], approved: null };

test.each<[Platform, Ownership, boolean, boolean, boolean]>([
	['macos', 'corporate', true, false, true],
	['macos', 'unknown', true, true, true],
	['ios', 'corporate', true, false, true],
	['ios', 'unknown', true, true, true],
	['windows', 'unknown', false, true, true],
	['android', 'corporate', true, false, true],
	['android', 'personal', true, true, true],
	['other', 'unknown', false, false, false],
])('%s (%s): lock %s, retire %s, wipe %s', (platform, ownership, ...able) => {
	const why = [lock, retire, wipe].map((step) => step.unsupported(device(platform, ownership)));
	expect(why.map((one) => one === null)).toEqual(able);
	for (const one of why) expect(one ?? '').not.toMatch(/\.$/);
});

test.each([
	['10.15.7', true],
	['11', false],
	['11.0.1', false],
	['11.4', false],
	['macOS 11.2 (20D64)', false],
	['Big Sur 11.4', false],
	['10.15.7 (19H11)', true],
	['10.11', true],
	['15.11', true],
	['111.2', true],
	['11.5', true],
	['11.5.2', true],
	['11.40', true],
	['12.0', true],
	['15.1', true],
	[null, true],
])('a Mac with macOS %s is locked: %s', (osVersion, able) => {
	expect(lock.unsupported(device('macos', 'corporate', { osVersion })) === null).toBe(able);
});

test('Iru makes the PIN of a locked Mac and keeps it; that of a wiped one is made here and kept nowhere else', () => {
	expect([lock.pin(device('macos')), wipe.pin(device('macos'))]).toEqual([{ madeBy: 'management', keptByManagement: true }, { madeBy: 'us', keptByManagement: false }]);
	for (const platform of ['ios', 'windows', 'android'] as const) for (const step of [lock, retire, wipe]) expect(step.pin(device(platform))).toBeNull();
});

test('commands show for Apple\'s devices', () => {
	for (const step of [lock, wipe]) expect((['macos', 'ios', 'windows', 'android'] as const).map((platform) => step.listsAll(device(platform)))).toEqual([true, true, false, false]);
});

const answering = (answers: (request: HttpRequest) => unknown) => {
	const requests: HttpRequest[] = [];
	const http: Http = async (request) => {
		requests.push(request);
		return { status: 200, headers: {}, body: answers(request) };
	};
	return { requests, orders: () => requests.filter(({ method }) => method !== 'GET'), iru: iruClient(http, () => {}) };
};
const listing = (rows: object[]) => ({ path }: HttpRequest) => (path.endsWith('/commands') ? { commands: { count: rows.length, next: null, results: rows } } : {});

describe('what is sent', () => {
	const shows = () => ({ PIN: '496406' });

	test.each([
		['a lock of a Mac', lock, 'macos', '/devices/d1/action/lock', { Message: 'Bring it back' }],
		['a lock of Android', lock, 'android', '/devices/d1/action/lock', { Message: 'Bring it back' }],
		['lost mode of what is supervised', lock, 'ios', '/devices/d1/action/enablelostmode', { Message: 'Bring it back' }],
		['a wipe of a Mac', wipe, 'macos', '/devices/d1/action/erase', { PIN: '271828' }],
		['a wipe of a phone', wipe, 'ios', '/devices/d1/action/erase', { PreserveDataPlan: true }],
		['a wipe of Windows', wipe, 'windows', '/devices/d1/action/erase', { erase_mode: 'WIPE' }],
		['a wipe of Android', wipe, 'android', '/devices/d1/action/erase', { erase_flags: 'WIPE_EXTERNAL_STORAGE' }],
	] as const)('%s', async (_, step, platform, path, body) => {
		const { requests, iru } = answering(shows);
		const receipt = await step.send(iru, device(platform, 'corporate', { supervised: true }), { ...parcel, pin: platform === 'macos' && step === wipe ? '271828' : null });
		expect(requests).toEqual([{ method: 'POST', path, body, once: true }]);
		expect(receipt).toEqual({ device: 'd1' });
	});

	test('what is not supervised shows its lock screen', async () => {
		const { orders, iru } = answering(() => '');
		await lock.send(iru, device('ios'), parcel);
		expect(orders().map(({ path }) => path)).toEqual(['/devices/d1/action/lock']);
	});

	test('a Mac is not wiped without a PIN', async () => {
		const { requests, iru } = answering(() => '');
		await expect(wipe.send(iru, device('macos'), parcel)).rejects.toMatchObject({ code: 'misconfigured' });
		expect(requests).toEqual([]);
	});

	test('what is retired is deleted', async () => {
		const { orders, iru } = answering(listing([{ uuid: 'a', command_type: 'DeviceLock', status: 4 }]));
		await retire.send(iru, device('macos', 'unknown'), parcel);
		expect(orders()).toEqual([{ method: 'DELETE', path: '/devices/d1', once: true }]);
	});

	test.each([
		['an erasure waits for it', { command_type: 'EraseDevice', status: 1 }, 'ios', /would be called off/],
		['a lock waits for it', { command_type: 'DeviceLock', status: 5 }, 'macos', /would be called off/],
		['its PIN would go along', { command_type: 'DeviceLock', status: 3 }, 'macos', /the PIN that opens it goes with the record/],
	] as const)('and not where %s', async (_, row, platform, why) => {
		const { orders, iru } = answering(listing([{ uuid: 'a', ...row }]));
		await expect(retire.send(iru, device(platform, 'unknown'), parcel)).rejects.toMatchObject({ code: 'rejected', message: expect.stringMatching(why) });
		expect(orders()).toEqual([]);
	});

	test('nor where what waits cannot be read: then nothing was sent for certain', async () => {
		const iru = iruClient(async () => ({ status: 500, headers: {}, body: '' }), () => {});
		await expect(retire.send(iru, device('macos', 'unknown'), parcel)).rejects.toMatchObject({ code: 'rejected', message: expect.stringMatching(/^Laptop was not retired.*failed inside/) });
	});

	test('a Mac that is locked already takes no lock, and Iru says nothing else of it', async () => {
		const refusing = (detail: string) => iruClient(async () => ({ status: 400, headers: { 'content-type': 'application/json' }, body: detail }), () => {});
		expect(await lock.send(refusing('This device is already locked.'), device('macos'), parcel)).toBeNull();
		await expect(lock.send(refusing('Command already running'), device('macos'), parcel)).rejects.toMatchObject({ code: 'rejected' });
	});

	test('nor while it is in lost mode', () => expect(retire.notYet!(device('ios', 'unknown', { locked: true }))).toMatch(/Switch it off in Iru first/));

	test('the PIN is read, and changes nothing', async () => {
		const { requests, iru } = answering(() => ({ pin: '496406' }));
		expect(await lock.revealPin!(iru, device('macos'))).toBe('496406');
		expect(requests).toEqual([{ method: 'GET', path: '/devices/d1/secrets/unlockpin' }]);
		const none = iruClient(async () => ({ status: 404, headers: {}, body: { detail: 'Not found.' } }), () => {});
		expect(await lock.revealPin!(none, device('macos'))).toBeNull();
	});
});

describe('what has become of it', () => {
	const at = '2026-11-20T10:00:00Z';
	const row = (status: unknown, more: object = {}) => ({ uuid: 'a', command_type: 'EraseDevice', status, date_requested: at, date_completed: null, error_chain: [], ...more });
	const stands = async (rows: object[], step = wipe) => await step.commands(answering(listing(rows)).iru, device('macos'), []);

	test.each([
		[1, 'queued', /status 1 pending/],
		[2, 'queued', /status 2 running/],
		[3, 'done', /status 3 completed/],
		[4, 'failed', /status 4 failed/],
		[5, 'queued', /status 5 Not Now/],
		['3', 'done', /completed/],
		[6, 'queued', /status 6$/],
		[null, 'queued', /status null/],
		[[3], 'queued', /EraseDevice/],
		[{}, 'queued', /EraseDevice/],
		['0x3', 'queued', /EraseDevice/],
		[' 3', 'queued', /EraseDevice/],
		['PIN 496406', 'queued', /PIN \*{6}/],
	])('status %s is %s', async (status, state, said) => {
		expect(await stands([row(status, { date_completed: '2026-11-20 10:05:00+00:00' })])).toMatchObject([{ id: 'a', state, said: expect.stringMatching(said), at: '2026-11-20T10:00:00.000Z', endedAt: state === 'queued' ? null : '2026-11-20T10:05:00.000Z' }]);
	});

	test('why it failed, in the device\'s words and without a PIN', async () => {
		const [failed] = await stands([row(4, { error_chain: [null, { ErrorCode: 12_021, USEnglishDescription: 'The PIN 496406 was refused.', LocalizedDescription: 'Nein.' }, { LocalizedDescription: 'Nochmals.' }] })]);
		expect(failed!.said).toBe('EraseDevice, status 4 failed: The PIN ****** was refused. Nochmals');
	});

	test('of this action only, oldest first, each once', async () => {
		const rows = [row(1, { uuid: 'b', date_requested: '2026-11-21T10:00:00Z' }), row(4), row(4), row(3, { uuid: 'c', command_type: 'DeviceLock' }), row(3, { uuid: 'd', command_type: 'EnableLostMode' }), row(3, { uuid: 'e', command_type: 'RestartDevice' })];
		expect((await stands(rows)).map(({ id }) => id)).toEqual(['a', 'b']);
		expect((await stands(rows, lock)).map(({ id }) => id)).toEqual(['c', 'd']);
	});

	test.each([{ count: 2, next: null }, { count: 1, next: 'https://acme.api.kandji.io/api/v1/devices/d1/commands?offset=300' }])('a list that breaks off (%j) is no list', async (more) => {
		const { iru } = answering(() => ({ commands: { ...more, results: [row(3, { command_type: 'RestartDevice' })] } }));
		await expect(wipe.commands(iru, device('macos'), [])).rejects.toMatchObject({ code: 'bad_answer', message: expect.stringMatching(/breaks off/) });
	});

	test('an answer without a list is no empty list', async () => {
		const { iru } = answering(() => ({ commands: null }));
		await expect(wipe.commands(iru, device('macos'), [])).rejects.toMatchObject({ code: 'bad_answer' });
	});
});
