import type { Json } from '../../../ledger/types';
import type { Parcel } from '../../../lifecycle/devices/system';
import type { HttpRequest, HttpResponse } from '../../http/types';
import { jamfClient } from '../client';
import type { JamfDevice } from '../device';
import { lock } from './lock';
import { retire } from './retire';
import { wipe } from './wipe';

const mac: JamfDevice = {
	id: 'computer/42',
	managementId: 'management-42',
	name: 'KST-MAC-42',
	serial: 'C42',
	model: 'MacBook Pro (14-inch)',
	platform: 'macos',
	osVersion: '15.6',
	ownership: 'corporate',
	ownershipFrom: 'enrolledViaAutomatedDeviceEnrollment: true',
	holders: ['ada@acme.com'],
	doubts: [],
	managed: true,
	locked: false,
	lastSeen: '2026-11-20T10:00:00.000Z',
	enrolledAt: '2026-01-01T00:00:00.000Z',
	appleSilicon: true,
	supervised: true,
};
const intel: JamfDevice = { ...mac, appleSilicon: false };
const phone: JamfDevice = { ...mac, id: 'mobile/7', managementId: 'management-7', platform: 'ios', appleSilicon: null };
const own: JamfDevice = { ...phone, supervised: false };
const television: JamfDevice = { ...phone, platform: 'other' };

const parcel = (more: Partial<Parcel> = {}): Parcel => ({ message: 'Please return this.', phone: '+1 555 0100', pin: null, justification: 'Leaver case 1', receipts: [], approved: null, ...more });

const answering = (answer: (request: HttpRequest) => Partial<HttpResponse>) => {
	const asked: HttpRequest[] = [];
	const jamf = jamfClient(
		async (request) => {
			asked.push(request);
			return { status: 200, headers: {}, body: {}, ...answer(request) };
		},
		() => {},
		{ is: Promise.resolve('v4') },
	);
	return { asked, jamf };
};

const queued = () => answering(() => ({ status: 201, body: [{ id: 'uuid-1', href: 'https://acme.jamfcloud.com/api/v2/mdm/commands/uuid-1' }] }));
const sentBy = (asked: readonly HttpRequest[]) => asked.map(({ method, path, body, once }) => ({ method, path, body, once }));

describe('what can be done to what', () => {
	test.each([
		['a Mac', mac, { lock: true, retire: true, wipe: true }],
		['an Intel Mac', intel, { lock: true, retire: true, wipe: true }],
		['a supervised phone', phone, { lock: true, retire: true, wipe: true }],
		['a phone that is not supervised', own, { lock: true, retire: true, wipe: true }],
		['an Apple TV', television, { lock: false, retire: false, wipe: false }],
	])('%s', (_, device, may) => {
		expect({ lock: lock.unsupported(device) === null, retire: retire.unsupported(device) === null, wipe: wipe.unsupported(device) === null }).toEqual(may);
	});

	test.each([
		['11.4', true, false],
		['11.4.1', true, false],
		['10.15.7', true, false],
		['11', true, false],
		[null, true, false],
		['Big Sur', true, false],
		['11.4', null, false],
		['11.5', true, true],
		['11.10', null, true],
		['12.0', true, true],
		['26.1', true, true],
		['10.15.7', false, true],
		[null, false, true],
	])('macOS %s, Apple silicon %s: lock %s', (osVersion, appleSilicon, may) => {
		const why = lock.unsupported({ ...mac, osVersion, appleSilicon });
		if (may) expect(why).toBeNull();
		else expect(why).toMatch(/deactivates such a Mac/);
		expect(wipe.unsupported({ ...mac, osVersion, appleSilicon })).toBeNull();
	});

	test.each([
		['a Mac', mac, { madeBy: 'us', keptByManagement: true }, null],
		['an Intel Mac', intel, { madeBy: 'us', keptByManagement: true }, { madeBy: 'us', keptByManagement: false }],
		['a Mac of an unknown kind', { ...mac, appleSilicon: null }, { madeBy: 'us', keptByManagement: true }, { madeBy: 'us', keptByManagement: false }],
		['a phone', phone, null, null],
		['a phone that is not supervised', own, null, null],
	] as const)('the PIN of %s', (_, device, locked, wiped) => {
		expect([lock.pin(device), wipe.pin(device), retire.pin(device)]).toEqual([locked, wiped, null]);
	});

	test('a wipe waits for a Mac at its lock screen, and for nothing else', () => {
		expect(wipe.notYet!({ ...mac, locked: true })).toMatch(/Unlock it with the PIN/);
		for (const device of [mac, { ...mac, locked: null }, { ...phone, locked: true }]) expect(wipe.notYet!(device)).toBeNull();
	});
});

describe('what is sent', () => {
	const data = (managementId: string, commandData: object) => ({ method: 'POST', path: '/api/v2/mdm/commands', once: true, body: { clientData: [{ managementId }], commandData } });

	test.each([
		['a Mac', mac, parcel({ pin: '481516' }), data('management-42', { commandType: 'DEVICE_LOCK', message: 'Please return this.', phoneNumber: '+1 555 0100', pin: '481516' })],
		['a Mac with nothing to say', mac, parcel({ pin: '481516', message: '', phone: '' }), data('management-42', { commandType: 'DEVICE_LOCK', pin: '481516' })],
		['a supervised phone', phone, parcel(), data('management-7', { commandType: 'ENABLE_LOST_MODE', lostModeMessage: 'Please return this.', lostModePhone: '+1 555 0100' })],
		['a supervised phone with a number alone', phone, parcel({ message: '' }), data('management-7', { commandType: 'ENABLE_LOST_MODE', lostModePhone: '+1 555 0100' })],
		['a supervised phone with nothing to say', phone, parcel({ message: '', phone: '' }), data('management-7', { commandType: 'ENABLE_LOST_MODE', lostModeMessage: 'This device belongs to the company. Please return it.' })],
		['another phone', own, parcel(), data('management-7', { commandType: 'DEVICE_LOCK', message: 'Please return this.', phoneNumber: '+1 555 0100' })],
		['a phone of which nobody knows', { ...phone, supervised: null }, parcel({ phone: '' }), data('management-7', { commandType: 'DEVICE_LOCK', message: 'Please return this.' })],
	])('to lock %s', async (_, device, what, expected) => {
		const { asked, jamf } = queued();
		const receipt = await lock.send(jamf, device, what);
		expect(sentBy(asked)).toEqual([expected]);
		expect(receipt).toEqual({ command: 'uuid-1' });
	});

	test('to wipe an Intel Mac: with the PIN that was kept', async () => {
		const { asked, jamf } = queued();
		await wipe.send(jamf, intel, parcel({ pin: '481516' }));
		expect(sentBy(asked)).toEqual([data('management-42', { commandType: 'ERASE_DEVICE', pin: '481516', obliterationBehavior: 'Default' })]);
	});

	test('to wipe a Mac that pays no attention to a PIN: with one all the same, another each time', async () => {
		const { asked, jamf } = queued();
		for (let times = 0; times < 4; times++) await wipe.send(jamf, mac, parcel());
		const pins = asked.map(({ body }) => (body as { commandData: { pin: string } }).commandData.pin);
		for (const pin of pins) expect(pin).toMatch(/^\d{6}$/);
		expect(new Set(pins).size).toBeGreaterThan(1);
	});

	const erase = { method: 'POST', path: '/api/v2/mobile-devices/7/erase', once: true, body: { preserveDataPlan: false, disallowProximitySetup: false, clearActivationLock: true, returnToService: false } };

	test('to wipe a phone: by the path that ends Activation Lock as well', async () => {
		const { asked, jamf } = answering(() => ({ body: { deviceId: '7', commandUuid: 'uuid-2' } }));
		expect(await wipe.send(jamf, phone, parcel())).toEqual({ command: 'uuid-2' });
		expect(sentBy(asked)).toEqual([erase]);
	});

	test('to wipe a phone where there is no such path: by a command', async () => {
		const { asked, jamf } = answering(({ path }) => (path.endsWith('/erase') ? { status: 404, body: { httpStatus: 404, errors: [] } } : { status: 201, body: [{ id: 'uuid-3' }] }));
		expect(await wipe.send(jamf, phone, parcel())).toEqual({ command: 'uuid-3' });
		expect(sentBy(asked)).toEqual([erase, data('management-7', { commandType: 'ERASE_DEVICE', preserveDataPlan: false, disallowProximitySetup: false })]);
	});

	test('an answer about another device leaves open whether it was taken', async () => {
		for (const step of [wipe, retire]) {
			await expect(step.send(answering(() => ({ body: { deviceId: '8', commandUuid: 'uuid-2' } })).jamf, phone, parcel())).rejects.toMatchObject({ code: 'bad_answer' });
			expect(await step.send(answering(() => ({ body: { deviceId: 7, commandUuid: 'uuid-2' } })).jamf, phone, parcel())).toEqual({ command: 'uuid-2' });
		}
	});

	test('to what has no management id: nothing', async () => {
		const { asked, jamf } = queued();
		await expect(lock.send(jamf, { ...mac, managementId: null }, parcel({ pin: '481516' }))).rejects.toMatchObject({ code: 'rejected' });
		expect(await wipe.commands(jamf, { ...mac, managementId: null }, [])).toEqual([]);
		expect(asked).toEqual([]);
	});

	test.each([500, 503, 200, 401, 403])('to wipe a phone where the path is answered with %s: nothing else', async (status) => {
		const { asked, jamf } = answering(() => ({ status, body: '<html>' }));
		await expect(wipe.send(jamf, phone, parcel())).rejects.toThrow();
		expect(asked).toHaveLength(1);
	});

	test.each([
		['v4', mac, '/api/v4/computers-inventory/42/remove-mdm-profile'],
		['v3', mac, '/api/v1/computer-inventory/42/remove-mdm-profile'],
		['v1', mac, '/api/v1/computer-inventory/42/remove-mdm-profile'],
		['v1', phone, '/api/v2/mobile-devices/7/unmanage'],
	] as const)('to retire, on a server with %s', async (version, device, path) => {
		const asked: HttpRequest[] = [];
		const jamf = jamfClient(async (request) => (asked.push(request), { status: 200, headers: {}, body: { deviceId: device.id.replace(/\D/g, ''), commandUuid: 'uuid-4' } }), () => {}, { is: Promise.resolve(version) });
		expect(await retire.send(jamf, device, parcel())).toEqual({ command: 'uuid-4' });
		expect(sentBy(asked)).toEqual([{ method: 'POST', path, once: true, body: undefined }]);
	});

	test.each([['<html>'], [{}], [[]], [[{}]], [[{ id: null }]]])('an answer that is none (%j) leaves open whether it was taken', async (body) => {
		await expect(lock.send(answering(() => ({ status: 201, body })).jamf, mac, parcel({ pin: '481516' }))).rejects.toMatchObject({ code: 'bad_answer' });
	});
});

describe('what became of it', () => {
	const row = (more: object = {}) => ({ uuid: 'u', client: { managementId: 'management-42', clientType: 'COMPUTER' }, commandState: 'PENDING', commandType: 'ERASE_DEVICE', dateSent: '2026-11-20T10:00:00Z', dateCompleted: null, commandError: null, ...more });
	const listing = (...results: object[]) => answering(() => ({ body: { totalCount: results.length, results } }));

	test.each([
		['PENDING', 'queued'],
		['NOT_NOW', 'queued'],
		['ACKNOWLEDGED', 'done'],
		['ERROR', 'failed'],
		['SOMETHING_NEW', 'queued'],
	])('%s is %s', async (commandState, state) => {
		expect(await wipe.commands(listing(row({ commandState })).jamf, mac, [])).toMatchObject([{ id: 'u', state, at: '2026-11-20T10:00:00.000Z', said: `commandState ${commandState}` }]);
	});

	test('an error has the words of the device', async () => {
		const commandError = { errorCode: 12_078, errorDomain: 'MCMDMErrorDomain', errorEnglishDescription: 'The device cannot carry out this command.' };
		expect(await wipe.commands(listing(row({ commandState: 'ERROR', commandError })).jamf, mac, [])).toMatchObject([{ said: 'commandState ERROR: The device cannot carry out this command, MCMDMErrorDomain 12078' }]);
	});

	test('a PIN that a device quotes is in no words of it', async () => {
		const commandError = { errorCode: 12_078, errorDomain: 'MCMDMErrorDomain', errorEnglishDescription: 'The PIN 481516 is wrong.' };
		expect(await wipe.commands(listing(row({ commandState: 'ERROR', commandError })).jamf, mac, [])).toMatchObject([{ said: 'commandState ERROR: The PIN [redacted] is wrong, MCMDMErrorDomain 12078' }]);
	});

	test('the last is the newest, in whatever order they come', async () => {
		const newest = row({ uuid: 'new', commandState: 'ACKNOWLEDGED', dateSent: '2026-11-21T10:00:00Z' });
		const commands = await wipe.commands(listing(newest, row({ commandState: 'ERROR' })).jamf, mac, []);
		expect(commands.map(({ id }) => id)).toEqual(['u', 'new']);
	});

	test('it is asked for by client and kind, as the filter spells them', async () => {
		const { asked, jamf } = listing(row());
		await wipe.commands(jamf, mac, []);
		expect(asked).toMatchObject([{ method: 'GET', path: '/api/v2/mdm/commands', query: { filter: 'clientManagementId=="management-42";command=="ERASE_DEVICE"' } }]);
	});

	test.each([{ client: { managementId: 'another' } }, { commandType: 'DEVICE_LOCK' }, { client: null }])('a row that was not asked for (%j) makes the list worthless', async (more) => {
		await expect(wipe.commands(listing(row(), row(more)).jamf, mac, [])).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('what waits behind a lock screen says what to do', async () => {
		const [waiting] = await wipe.commands(listing(row()).jamf, { ...mac, locked: true }, []);
		expect(waiting!.said).toMatch(/^commandState PENDING\. .*Unlock it with the PIN/);
		const [done] = await wipe.commands(listing(row({ commandState: 'ACKNOWLEDGED' })).jamf, { ...mac, locked: true }, []);
		expect(done!.said).toBe('commandState ACKNOWLEDGED');
	});

	test('a supervised phone is asked about Lost Mode, another about its lock', async () => {
		for (const [device, type] of [[phone, 'ENABLE_LOST_MODE'], [own, 'DEVICE_LOCK']] as const) {
			const { asked, jamf } = listing();
			await lock.commands(jamf, device, []);
			expect(asked[0]!.query!['filter']).toBe(`clientManagementId=="management-7";command=="${type}"`);
		}
	});

	test('retiring is found by the id that was handed out, or by what became of the device', async () => {
		const receipts: Json[] = [{ command: 'u' }];
		expect(await retire.commands(listing(row({ commandType: 'REMOVE_PROFILE', commandState: 'ACKNOWLEDGED' })).jamf, mac, receipts)).toMatchObject([{ id: 'u', state: 'done' }]);
		expect(await retire.commands(listing(row({ client: { managementId: 'its earlier life' } })).jamf, mac, receipts)).toEqual([]);
		expect(await retire.commands(listing().jamf, { ...mac, managed: false }, receipts)).toMatchObject([{ id: null, state: 'unseen', said: 'managed: false' }]);
		const { asked, jamf } = listing();
		expect(await retire.commands(jamf, { ...mac, managed: false }, [])).toEqual([]);
		expect(await retire.commands(jamf, mac, [{ command: null }])).toEqual([]);
		expect(asked).toEqual([]);
		await expect(retire.commands(listing(row({ uuid: 'another' })).jamf, mac, receipts)).rejects.toMatchObject({ code: 'bad_answer' });
	});
});
