import type { DevicePlatform, NewDevice } from '../devices';
import { createClock } from '../clock';
import { cast, personById } from '../company';
import { startEntra, type EntraDouble } from '.';
import type { ActionName } from './intune/device';
import { everything, graph, login, type Answer, type Failure } from './testing/graph';

interface Item {
	id: string;
	userId: string;
	userPrincipalName: string;
	emailAddress: string;
	serialNumber: string;
	managementState?: string;
	activationLockBypassCode: string | null;
	physicalMemoryInBytes: number | null;
	deviceActionResults: { actionName: string; actionState: string; startDateTime: string; unlockPin?: string | null; passcode?: string | null; errorCode?: number }[] | null;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MANAGED = '/deviceManagement/managedDevices';

const clock = createClock({ start: '2026-06-01T08:00:00Z', frozen: true });
let entra: EntraDouble;
let leaver: string;
beforeEach(async () => {
	clock.set('2026-06-01T08:00:00Z');
	entra = await startEntra({ clock });
	leaver = entra.ids.get(cast.leaver.id) ?? '';
});
afterEach(() => entra.stop());

interface Sending {
	body?: unknown;
	headers?: Record<string, string>;
	version?: 'v1.0' | 'beta';
}

/** As the app for devices, with a token of its own. */
async function ask<Body = Item>(method: string, path: string, { version = 'v1.0', ...sending }: Sending = {}): Promise<Answer<Body>> {
	const { clientId, clientSecret } = entra.connection.devices;
	const { body } = await login(entra, { client_id: clientId, client_secret: clientSecret });
	return graph<Body>(entra, method, `${entra.connection.graphUrl}/${version}${path}`, { ...sending, token: body.access_token });
}

const act = async (id: string, action: ActionName | 'syncDevice', sending: Sending = {}) => (await ask('POST', `${MANAGED}/${id}/${action}`, sending)).status;
const read = async (id: string, query = '', version: 'v1.0' | 'beta' = 'v1.0') => (await ask('GET', `${MANAGED}/${id}${query}`, { version })).body;
const results = async (id: string) => ((await read(id)).deviceActionResults ?? []).map(({ actionName, actionState }) => `${actionName} ${actionState}`);
const list = async (query = '') => (await everything<Item>(entra, `${MANAGED}${query}`)).items;
const serials = async (query: string) => (await list(query)).map(({ serialNumber }) => serialNumber);
const enrol = (platform: DevicePlatform, owner: NewDevice['owner'] = 'company', more: Partial<NewDevice> = {}) => entra.intune.enrol({ platform, owner, person: cast.leaver.workEmail, ...more });

describe('finding somebody’s devices', () => {
	const upn = cast.leaver.workEmail;

	test('by the name of whoever enrolled it, and by nobody else’s that looks like it', async () => {
		expect(await serials(`?$filter=userPrincipalName eq '${upn.toUpperCase()}'`)).toEqual(['KST-C02-3030', 'KST-IPH-3030', 'KST-MBP-3030']);
		expect((await list()).filter(({ userPrincipalName }) => userPrincipalName.includes(upn)).map(({ userPrincipalName }) => userPrincipalName)).toContain(`jose.${upn}`);
		expect((await everything<Item>(entra, `/users/${encodeURIComponent(upn)}/managedDevices`)).items).toHaveLength(3);
	});

	test.each([['?$filter='], ["?$filter=userPrincipalName eq ''"], ["?$filter=userPrincipalName eq '  '"], ["?$filter=emailAddress eq 'mateo.rivas@kestrel.example'"], ["?$filter=userPrincipalName eq 'mateo.rivas@kestrel.example' and model eq 'iPhone'"]])('a blank filter, and one that is not supported, widen to everything: %s', async (query) => {
		entra.settings.pageSize = 5;
		const { items, pages } = await everything<Item>(entra, `${MANAGED}${query}`);
		expect([items.length, pages > 1]).toEqual([entra.state.managedDevices.size, true]);
	});

	test('a quote in a name is no end of it, and broken filters are refused', async () => {
		expect(await serials("?$filter=userPrincipalName eq 'o''neil@kestrel.example'")).toEqual([]);
		expect((await ask('GET', `${MANAGED}?$filter=userPrincipalName eq`)).status).toBe(400);
		entra.settings.managedDeviceFilters = false;
		expect((await list(`?$filter=userPrincipalName eq '${upn}'`)).length).toBe(entra.state.managedDevices.size);
	});

	test('who enrolled it and whose it is may be two people; unassigned devices are blank', async () => {
		const users = async (serial: string, version: 'v1.0' | 'beta') => (await ask<{ value: { userPrincipalName: string }[] }>('GET', `${MANAGED}/${entra.intune.find(serial)}/users?$select=id,userPrincipalName`, { version })).body.value.map(({ userPrincipalName }) => userPrincipalName);
		expect(await read(entra.intune.find('KST-IPD-0002'))).toMatchObject({ userPrincipalName: personById('10').workEmail, deviceEnrollmentType: 'deviceEnrollmentManager' });
		expect([await users('KST-IPD-0002', 'v1.0'), await users('KST-IPD-0002', 'beta'), await users('KST-C02-3030', 'beta'), await users('KST-WIN-0001', 'beta')]).toEqual([[upn], [upn], [upn], []]);
		expect(await read(entra.intune.find('KST-WIN-0001'))).toMatchObject({ userId: '', userPrincipalName: '', emailAddress: '' });
		entra.intune.primaryUsers(entra.intune.find('KST-C02-3030'), [cast.leaverManager.workEmail]);
		expect(await users('KST-C02-3030', 'beta')).toEqual([cast.leaverManager.workEmail]);
		expect(entra.intune.devices().filter(({ person }) => person === upn).map(({ serial }) => serial)).toEqual(['KST-IPH-3030', 'KST-MBP-3030', 'KST-IPD-0002']);
	});

	test('lists tell neither results nor codes; one device does, the codes only when asked for by name', async () => {
		const mac = entra.intune.find('KST-MBP-3030');
		await act(mac, 'remoteLock');
		expect((await list()).find(({ id }) => id === mac)).toMatchObject({ deviceActionResults: null, activationLockBypassCode: null, physicalMemoryInBytes: null });
		expect(await read(mac)).toMatchObject({ activationLockBypassCode: null, deviceActionResults: [{ actionName: 'remoteLock', actionState: 'pending', unlockPin: null }] });
		const { activationLockBypassCode, ...rest } = await read(mac, '?$select=id,activationLockBypassCode');
		expect([activationLockBypassCode, Object.keys(rest)]).toEqual([expect.stringMatching(/^[0-9A-F]{26}$/), ['@odata.context', 'id']]);
	});

	test('managementState is known to /beta alone, and is filtered by there', async () => {
		const laptop = entra.intune.find('KST-C02-3030');
		expect([(await read(laptop)).managementState, (await read(laptop, '', 'beta')).managementState]).toEqual([undefined, 'managed']);
		expect((await ask('GET', `${MANAGED}/${laptop}?$select=managementState`)).status).toBe(400);
		await act(laptop, 'wipe');
		const { body } = await ask<{ value: Item[] }>('GET', `${MANAGED}?$filter=managementState eq 'wipePending' or managementState eq 'retirePending'`, { version: 'beta' });
		expect(body.value.map(({ id }) => id)).toEqual([laptop]);
	});
});

describe('what devices do', () => {
	/** What came of it when the device talked to Intune next. */
	const outcomeOf = async (id: string, action: ActionName, version: 'v1.0' | 'beta') => {
		const status = await act(id, action, { version });
		entra.intune.checkIn(id);
		return `${status} ${entra.intune.ordersOf(id).at(-1)?.state ?? ''}`;
	};

	test.each<[string, DevicePlatform, NewDevice['owner'], Record<'wipe' | 'retire' | 'remoteLock' | 'rotateBitLockerKeys' | 'enableLostMode', boolean>]>([
		['Windows', 'windows', 'company', { wipe: true, retire: true, remoteLock: false, rotateBitLockerKeys: true, enableLostMode: false }],
		['macOS', 'macos', 'company', { wipe: true, retire: true, remoteLock: true, rotateBitLockerKeys: false, enableLostMode: false }],
		['a supervised iPhone', 'ios', 'company', { wipe: true, retire: true, remoteLock: true, rotateBitLockerKeys: false, enableLostMode: true }],
		['somebody’s own iPhone', 'ios', 'personal', { wipe: true, retire: true, remoteLock: true, rotateBitLockerKeys: false, enableLostMode: false }],
		['corporate Android', 'android', 'company', { wipe: true, retire: false, remoteLock: true, rotateBitLockerKeys: false, enableLostMode: false }],
		['an Android work profile', 'android', 'personal', { wipe: false, retire: true, remoteLock: false, rotateBitLockerKeys: false, enableLostMode: false }],
		['Linux', 'linux', 'company', { wipe: false, retire: false, remoteLock: false, rotateBitLockerKeys: false, enableLostMode: false }],
	])('%s accepts everything, and says only afterwards what it cannot do', async (_name, platform, owner, can) => {
		for (const [action, works] of Object.entries(can)) {
			expect([action, await outcomeOf(enrol(platform, owner), action as ActionName, 'beta')]).toEqual([action, works ? '204 done' : '204 notSupported']);
		}
	});

	test('what is managed elsewhere does nothing, and what cannot be done may be refused at once, or fail', async () => {
		expect(await outcomeOf(entra.intune.find('KST-MBP-2929'), 'remoteLock', 'v1.0')).toBe('204 notSupported');
		entra.settings.unsupportedActions = 'failed';
		expect(await outcomeOf(enrol('windows'), 'remoteLock', 'v1.0')).toBe('204 failed');
		entra.settings.unsupportedActions = 'refuse';
		expect(await act(enrol('windows'), 'remoteLock')).toBe(400);
	});

	test('keys are rotated, and lost mode switched on, in /beta', async () => {
		const [laptop, phone] = [enrol('windows'), enrol('ios')];
		expect([await act(laptop, 'rotateBitLockerKeys'), await act(phone, 'enableLostMode'), await act(laptop, 'rotateBitLockerKeys', { version: 'beta' })]).toEqual([400, 400, 204]);
		entra.intune.checkIn(laptop);
		expect((await read(laptop)).deviceActionResults).toMatchObject([{ '@odata.type': '#microsoft.graph.rotateBitLockerKeysDeviceActionResult', actionState: 'done', errorCode: 0 }]);
		entra.settings.bitLockerRotationInV1 = true;
		expect(await act(laptop, 'rotateBitLockerKeys')).toBe(204);
		await act(phone, 'enableLostMode', { version: 'beta', body: { message: 'Call IT', phoneNumber: '+1 555' } });
		entra.intune.checkIn(phone);
		expect([entra.intune.stateOf(phone).locked, entra.intune.commandsOf(phone)]).toEqual([true, [{ action: 'lock', state: 'done', at: clock.iso() }]]);
	});

	test('E07: each Mac gets six digits of its own, told once it is locked, until anything else is sent or thirty days have passed', async () => {
		const [mac, other] = [enrol('macos'), enrol('macos')];
		for (const id of [mac, other]) await act(id, 'remoteLock');
		expect([entra.intune.pinOf(mac), entra.intune.stateOf(mac).locked]).toEqual([null, false]);
		for (const id of [mac, other]) entra.intune.checkIn(id);
		const pinShown = async (id: string) => (await read(id)).deviceActionResults?.[0]?.unlockPin;
		expect(await pinShown(mac)).toMatch(/^\d{6}$/);
		expect(await pinShown(mac)).toBe(entra.intune.pinOf(mac));
		clock.move(31 * DAY);
		expect([await pinShown(mac), entra.intune.pinOf(mac)]).toEqual([null, expect.stringMatching(/^\d{6}$/)]);
		const pin = entra.intune.pinOf(other);
		await act(other, 'remoteLock');
		entra.intune.checkIn(other);
		expect([await results(other), await pinShown(other), entra.intune.pinOf(other)]).toEqual([['remoteLock done', 'remoteLock failed'], null, pin]);
		entra.intune.unlock(other);
		expect(await outcomeOf(other, 'remoteLock', 'v1.0')).toBe('204 done');
	});

	test('a passcode is made up on Android for seven days, and taken off an iPhone, which nothing locks then', async () => {
		const [android, phone] = [enrol('android'), enrol('ios')];
		expect([await outcomeOf(android, 'resetPasscode', 'v1.0'), await outcomeOf(phone, 'resetPasscode', 'v1.0'), await outcomeOf(phone, 'remoteLock', 'v1.0')]).toEqual(['204 done', '204 done', '204 done']);
		expect((await read(android)).deviceActionResults?.[0]?.passcode).toMatch(/^\d{6}$/);
		clock.move(8 * DAY);
		expect((await read(android)).deviceActionResults?.[0]?.passcode).toBeNull();
		expect(entra.intune.stateOf(phone).locked).toBe(false);
	});

	test('retiring and wiping go before everything else that waits', async () => {
		entra.settings.recordsOutliveRemoval = true;
		const mac = enrol('macos');
		for (const action of ['remoteLock', 'retire', 'rebootNow', 'wipe'] as const) await act(mac, action);
		entra.intune.checkIn(mac);
		expect(await results(mac)).toEqual(['remoteLock canceled', 'retire canceled', 'rebootNow canceled', 'wipe done']);
		expect(entra.intune.stateOf(mac)).toEqual({ enrolled: true, locked: false, wiped: true, retired: false });
		expect((await read(mac, '', 'beta')).managementState).toBe('wipeIssued');
		entra.intune.checkIn(mac);
		expect([(await ask('GET', `${MANAGED}/${mac}`)).status, await act(mac, 'wipe')]).toEqual([404, 404]);
		expect([entra.intune.stateOf(mac), entra.intune.commandsOf(mac).map(({ state }) => state)]).toEqual([{ enrolled: false, locked: false, wiped: true, retired: false }, ['cancelled', 'cancelled', 'done']]);
	});

	test('without that, the record is gone as soon as it is done', async () => {
		const laptop = entra.intune.find('KST-C02-3030');
		const joined = entra.accessOf(leaver).devices;
		await act(laptop, 'retire');
		entra.intune.checkIn(laptop);
		expect((await ask('GET', `${MANAGED}/${laptop}`)).status).toBe(404);
		// A retired PC leaves Entra as well.
		expect(entra.accessOf(leaver).devices).toBe(joined - 1);
		const { body } = await ask<{ value: object[] }>('GET', '/deviceManagement/remoteActionAudits', { version: 'beta' });
		expect(body.value).toMatchObject([{ action: 'removeCompanyData', actionState: 'done', managedDeviceId: laptop, deviceOwnerUserPrincipalName: cast.leaver.workEmail, initiatedByUserPrincipalName: 'Joiner Mover Leaver Devices' }]);
	});

	test('results are named as the action, or as the audit log names it', async () => {
		const [laptop, phone] = [enrol('windows'), enrol('ios')];
		await act(laptop, 'wipe');
		await act(phone, 'retire');
		expect([await results(laptop), await results(phone)]).toEqual([['wipe pending'], ['retire pending']]);
		entra.settings.actionNames = 'audit';
		expect([await results(laptop), await results(phone)]).toEqual([['factoryReset pending'], ['removeCompanyData pending']]);
	});

	test('refused by the device, taken back, and taken up', async () => {
		const laptop = enrol('windows');
		entra.intune.refuseNext(laptop);
		await act(laptop, 'wipe');
		entra.intune.checkIn(laptop);
		await act(laptop, 'wipe');
		entra.intune.expire(laptop);
		entra.intune.checkIn(laptop);
		await act(laptop, 'rebootNow');
		entra.intune.start(laptop);
		expect([await results(laptop), entra.intune.stateOf(laptop).wiped, (await read(laptop, '', 'beta')).managementState]).toEqual([['wipe failed', 'wipe canceled', 'rebootNow active'], false, 'wipeCanceled']);
	});

	test('what a wipe keeps, and what a Mac that cannot be erased says', async () => {
		const wipe = async (id: string, body: object) => {
			const status = await act(id, 'wipe', { body });
			entra.intune.checkIn(id);
			const { wiped, enrolled } = entra.intune.stateOf(id);
			return [status, entra.intune.ordersOf(id).at(-1)?.state, wiped, enrolled];
		};
		const broken = () => {
			const mac = enrol('macos');
			entra.intune.breakErasing(mac);
			return mac;
		};
		expect(await wipe(enrol('windows'), { keepUserData: true })).toEqual([204, 'done', false, true]);
		expect(await wipe(enrol('windows'), { keepEnrollmentData: true })).toEqual([204, 'done', true, true]);
		expect(await wipe(broken(), {})).toEqual([204, 'failed', true, false]);
		expect(await wipe(broken(), { obliterationBehavior: 'doNotObliterate' })).toEqual([204, 'failed', false, true]);
		expect(await wipe(broken(), { obliterationBehavior: 'obliterateWithWarning', macOsUnlockCode: '481516' })).toEqual([204, 'done', true, false]);
		const id = enrol('windows');
		for (const body of [{ macOsUnlockCode: '12' }, { obliterationBehavior: 'sometimes' }, { useProtectedWipe: true }, { keepUserData: 'no' }]) expect(await act(id, 'wipe', { body })).toBe(400);
		expect(await act(id, 'wipe', { version: 'beta', body: { useProtectedWipe: true } })).toBe(204);
	});

	test('offline devices wait, online ones obey, and sync hurries those that can be reached', async () => {
		const [offline, online] = [enrol('windows'), enrol('windows', 'company', { online: true })];
		for (const id of [offline, online]) await act(id, 'wipe');
		clock.move(90 * DAY);
		expect([await results(offline), (await ask('GET', `${MANAGED}/${online}`)).status]).toEqual([['wipe pending'], 404]);
		expect(await act(offline, 'syncDevice')).toBe(204);
		expect(entra.intune.stateOf(offline).wiped).toBe(false);
		entra.settings.checkInMs = 8 * HOUR;
		entra.intune.online(offline, true);
		expect(entra.intune.stateOf(offline).wiped).toBe(false);
		await act(offline, 'syncDevice');
		expect(entra.intune.stateOf(offline).wiped).toBe(true);
	});

	test.each<[DevicePlatform, NewDevice['owner'], string]>([
		['windows', 'company', 'retire'],
		['android', 'personal', 'retire'],
		['android', 'company', 'wipe'],
	])('deleting the record of %s, %s, has it %s', async (platform, owner, action) => {
		const id = enrol(platform, owner);
		const remove = () => graph(entra, 'DELETE', `${MANAGED}/${id}`);
		expect([(await ask<Failure>('DELETE', `${MANAGED}/${id}`)).status, (await remove()).status, (await remove()).status]).toEqual([403, 204, 404]);
		expect(entra.intune.commandsOf(id)).toMatchObject([{ action, state: 'queued' }]);
		entra.intune.checkIn(id);
		expect(entra.intune.stateOf(id)).toMatchObject({ enrolled: false, wiped: action === 'wipe', retired: action === 'retire' });
	});
});

describe('limits', () => {
	test('the app for devices may act and read, and nothing else', async () => {
		const laptop = entra.intune.find('KST-C02-3030');
		expect([(await ask('DELETE', `${MANAGED}/${laptop}`)).status, (await ask('PATCH', `/users/${leaver}`, { body: { accountEnabled: false } })).status, (await ask('GET', '/groups')).status]).toEqual([403, 403, 403]);
		expect([(await ask('GET', `/users/${leaver}`)).status, await act(laptop, 'remoteLock')]).toEqual([200, 204]);
		const principal = [...entra.state.servicePrincipals.values()].find(({ appId }) => appId === entra.connection.devices.clientId)!;
		principal.permissions = ['DeviceManagementManagedDevices.ReadWrite.All'];
		expect([await act(laptop, 'wipe'), (await ask('DELETE', `${MANAGED}/${laptop}`)).status]).toEqual([403, 204]);
	});

	test('so many wipes a day for the whole tenant', async () => {
		entra.settings.wipesPerDay = 1;
		const [one, other] = [enrol('windows'), enrol('windows')];
		expect([await act(one, 'wipe'), await act(other, 'wipe'), await act(other, 'retire')]).toEqual([204, 429, 204]);
		entra.settings.dailyCapAnswers = 403;
		expect(await act(other, 'wipe')).toBe(403);
		clock.move(DAY);
		expect(await act(other, 'wipe')).toBe(204);
	});
});

describe('Multi Admin Approval', () => {
	const justified = { 'x-msft-approval-justification': Buffer.from('Left on 1 June').toString('base64') };
	const approver = cast.superAdmin.workEmail;
	const body = { keepUserData: false };
	let laptop: string;
	let url: string;
	beforeEach(() => {
		entra.settings.multiAdminApproval = true;
		laptop = entra.intune.find('KST-C02-3030');
		url = `${MANAGED}/${laptop}/wipe`;
	});

	const wipe = (headers: Record<string, string>, more: Sending = {}) => ask<Failure>('POST', url, { body, headers, ...more });
	const file = async () => (await wipe(justified)).headers.get('x-msft-approval-code') ?? '';
	const resend = async (code: string, more: Sending = {}) => (await wipe({ 'x-msft-approval-code': code }, more)).status;
	const requests = async (code: string) => (await ask<{ value: Record<string, unknown>[] }>('GET', `/deviceManagement/operationApprovalRequests?$filter=requestId eq '${code}'`, { version: 'beta' })).body.value;

	test('E04: without a justification it is rejected, with one it is filed, and a repeat conflicts', async () => {
		for (const headers of [{}, { 'x-msft-approval-justification': '' }, { 'x-msft-approval-justification': 'Left!' }] as Record<string, string>[]) {
			const answer = await wipe(headers);
			expect([answer.status, answer.headers.get('x-msft-approval-code'), answer.body.error.code]).toEqual([403, null, 'Forbidden']);
		}
		entra.settings.unjustifiedAnswers = 400;
		expect((await wipe({})).status).toBe(400);
		const filed = await wipe(justified);
		const code = filed.headers.get('x-msft-approval-code') ?? '';
		expect([filed.status, filed.body.error.code, filed.body.error.message.includes(code), code]).toEqual([403, 'ApprovalRequired', true, expect.stringMatching(/^[0-9a-f-]{36}$/)]);
		expect((await wipe(justified)).status).toBe(409);
		expect(entra.intune.commandsOf(laptop)).toEqual([]);
		entra.settings.approvalFiledAnswers = 412;
		expect((await ask('POST', `${MANAGED}/${laptop}/retire`, { headers: justified })).status).toBe(412);
		expect(await requests(code)).toMatchObject([{ status: 'needsApproval', requestJustification: 'Left on 1 June', approver: null, expirationDateTime: '2026-06-04T08:00:00Z' }]);
		expect(entra.intune.approvals.waiting().map(({ action }) => action)).toEqual(['wipe', 'retire']);
	});

	test('E04: approval alone does nothing; sent again word for word it is done, once', async () => {
		const code = await file();
		expect(await resend(code)).toBe(403);
		entra.intune.approvals.approve(code, approver, 'Returned');
		expect(await requests(code)).toMatchObject([{ status: 'approved', approvalJustification: 'Returned', approver: { user: { displayName: 'Oskar Lindqvist' } } }]);
		expect(entra.intune.commandsOf(laptop)).toEqual([]);
		expect([await resend(code, { body: { keepUserData: true } }), await resend(code, { version: 'beta' }), (await ask('POST', `${MANAGED}/${laptop}/retire`, { headers: { 'x-msft-approval-code': code } })).status]).toEqual([400, 400, 400]);
		expect([await resend(code), await resend(code)]).toEqual([204, 403]);
		expect([entra.intune.commandsOf(laptop).length, (await requests(code))[0]?.status]).toEqual([1, 'completed']);
		expect(() => entra.intune.approvals.approve(code, approver)).toThrow('completed');
	});

	test('E04: rejected, cancelled and expired requests stay what they are, and leave room for another', async () => {
		const rejected = await file();
		entra.intune.approvals.reject(rejected, approver, 'Wrong person');
		const cancelled = await file();
		entra.intune.approvals.cancel(cancelled);
		const expired = await file();
		entra.intune.approvals.approve(expired, approver);
		clock.move(3 * DAY);
		const statuses = [];
		for (const code of [rejected, cancelled, expired]) statuses.push((await requests(code))[0]?.status, await resend(code));
		expect(statuses).toEqual(['rejected', 403, 'cancelled', 403, 'expired', 403]);
		expect((await requests(rejected))[0]).toMatchObject({ approvalJustification: 'Wrong person' });
		expect(await file()).toMatch(/^[0-9a-f-]{36}$/);
		expect(() => entra.intune.approvals.approve(expired, approver)).toThrow('expired');
		expect(() => entra.intune.approvals.approve(rejected, entra.connection.devices.clientId)).toThrow('Nobody');
	});

	test('locks, keys and excluded apps need none; deleting does', async () => {
		expect([await act(laptop, 'remoteLock'), await act(laptop, 'rotateBitLockerKeys', { version: 'beta' }), (await graph(entra, 'DELETE', `${MANAGED}/${laptop}`, { headers: justified })).status]).toEqual([204, 204, 403]);
		entra.settings.approvalExcludedApps = [entra.connection.devices.clientId];
		expect((await wipe({})).status).toBe(204);
	});
});

test('what is done from outside the process', async () => {
	const { commands, views } = entra.controls;
	const [laptop, code] = ['KST-C02-3030', async () => (await ask('POST', `${MANAGED}/${entra.intune.find(laptop)}/wipe`, { headers: { 'x-msft-approval-justification': 'TGVmdA==' } })).headers.get('x-msft-approval-code') ?? ''] as const;
	await act(entra.intune.find(laptop), 'wipe');
	commands['device-refuses']!({ device: laptop });
	expect(commands['check-in']!({ device: laptop })).toEqual({ enrolled: true, locked: false, wiped: false, retired: false });
	expect(views['devices']!({})).toContainEqual(expect.objectContaining({ serial: laptop, commands: [{ action: 'wipe', state: 'failed', at: clock.iso() }] }));
	entra.settings.multiAdminApproval = true;
	const [first, by] = [await code(), cast.superAdmin.workEmail];
	commands['reject']!({ code: first, by, why: 'Wrong person' });
	commands['approve']!({ code: await code(), by });
	expect(views['approvals']!({})).toMatchObject([{ status: 'rejected' }, { status: 'approved' }]);
	await act(entra.intune.find(laptop), 'rebootNow');
	commands['device-online']!({ device: laptop, online: true });
	expect(entra.intune.ordersOf(entra.intune.find(laptop)).at(-1)?.state).toBe('done');
});

test('the device itself: whose it is, what it is, and its next life', () => {
	const { intune } = entra;
	const shown = (id: string) => intune.devices().find((device) => device.id === id);
	const first = enrol('ios', 'unknown', { serial: 'KST-X-1', person: null });
	expect(shown(first)).toEqual({ id: first, serial: 'KST-X-1', platform: 'ios', owner: 'unknown', person: null });
	intune.assign(first, cast.otherLogin.workEmail);
	intune.own(first, 'company');
	expect(shown(first)).toMatchObject({ owner: 'company', person: cast.otherLogin.workEmail });
	expect(() => intune.assign(first, 'nobody@kestrel.example')).toThrow('Nobody');
	expect(() => intune.checkIn('nothing')).toThrow('no managed device');
	intune.correct(first, { managementAgent: 'jamf', recordedName: 'somebody.else@kestrel.example' });
	expect(entra.state.managedDevices.get(first)).toMatchObject({ managementAgent: 'jamf', recordedName: 'somebody.else@kestrel.example' });
	entra.state.managedDevices.delete(first);
	const again = enrol('ios', 'company', { serial: 'KST-X-1' });
	expect([again === first, intune.find('KST-X-1')]).toEqual([false, again]);
});
