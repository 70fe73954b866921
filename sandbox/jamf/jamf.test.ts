import { createClock } from '../clock';
import { cast } from '../company';
import type { JamfDouble } from '.';
import { NAMESAKE, startJamf } from '.';
import { allPrivileges } from './privileges';

const clock = createClock();
const leaver = cast.leaver.workEmail;
const username = 'mateo.rivas';

let jamf: JamfDouble;
let token: string;

interface Row {
	id: string;
	mobileDeviceId: string;
	udid: string;
	general: Record<string, unknown> | null;
	hardware: { serialNumber: string } | null;
	userAndLocation: { username: string; email: string } | null;
	serialNumber: string;
	username: string;
	uuid: string;
	commandState: string;
	commandType: string;
	commandError: { errorCode: number } | null;
}

interface Answer {
	status: number;
	headers: Headers;
	body: { totalCount: number; results: Row[]; access_token: string; expires_in: number; error: string; errors: { code: string; field: string | null }[]; pin: string; deviceId: string; commandUuid: string; version: string; errorUuids: string[] } & Row & { id: string; href: string }[];
}

const call = async (method: string, path: string, body?: unknown, bearer = token): Promise<Answer> => {
	const answer = await fetch(`${jamf.url}${path}`, { method, headers: { authorization: `Bearer ${bearer}` }, ...(body === undefined ? {} : { body: body instanceof URLSearchParams ? body : JSON.stringify(body) }) });
	const text = await answer.text();
	return { status: answer.status, headers: answer.headers, body: (text === '' ? null : JSON.parse(text)) as Answer['body'] };
};
const status = async (...parameters: Parameters<typeof call>) => (await call(...parameters)).status;
const codeOf = async (...parameters: Parameters<typeof call>) => {
	const answer = await call(...parameters);
	return [answer.status, answer.body.errors[0]!.code];
};

const tokenFor = ({ clientId, clientSecret }: { clientId: string; clientSecret: string }, path = '/api/v1/oauth/token') =>
	call('POST', path, new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret }), '');

beforeEach(async () => {
	jamf = await startJamf({ clock });
	token = (await tokenFor(jamf.connection)).body.access_token;
});
afterEach(() => jamf.stop());

const COMPUTERS = '/api/v4/computers-inventory';
const COMMANDS = '/api/v2/mdm/commands';
const everySection = ['GENERAL', 'HARDWARE', 'OPERATING_SYSTEM', 'USER_AND_LOCATION', 'SECURITY'].map((section) => `section=${section}`).join('&');
const filtered = (path: string, filter: string, more = '') => `${path}?filter=${encodeURIComponent(filter)}&page-size=2000${more}`;
const serials = async (filter: string) => (await call('GET', filtered(COMPUTERS, filter, `&${everySection}`))).body.results.map(({ hardware }) => hardware!.serialNumber).sort();
const device = (serial: string) => jamf.device(serial);
const key = ({ kind, id }: { kind: string; id: string }) => `${kind}/${id}`;
const keyOf = (serial: string) => key(device(serial));
const mac = () => device('KST-C02-3030');
const offline = (...all: string[]) => all.forEach((serial) => jamf.management.online(keyOf(serial), false));
const order = (serial: string, commandType: string, more: object = {}, bearer?: string) =>
	call('POST', COMMANDS, { clientData: [{ managementId: device(serial).managementId }], commandData: { commandType, ...more } }, ...(bearer === undefined ? [] : [bearer]));
/** Oldest first; those of one millisecond stay in the order they came. */
const sent = async (filter: string) => (await call('GET', filtered(COMMANDS, filter, '&sort=dateSent:asc'))).body.results;
const statesOf = async (serial: string) => (await sent(`clientManagementId=="${device(serial).managementId}"`)).map(({ commandState }) => commandState);

describe('tokens', () => {
	test('are short, given at either spelling, or at the old one only', async () => {
		expect((await tokenFor(jamf.connection)).body).toMatchObject({ token_type: 'Bearer', expires_in: 299 });
		expect((await tokenFor(jamf.connection, '/api/oauth/token')).status).toBe(200);
		jamf.settings.oldTokenPathOnly = true;
		expect((await tokenFor(jamf.connection)).status).toBe(404);
		expect((await tokenFor(jamf.connection, '/api/oauth/token')).status).toBe(200);
	});

	test('want the right secret and grant', async () => {
		expect(await tokenFor({ ...jamf.connection, clientSecret: 'wrong' })).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
		expect(await call('POST', '/api/oauth/token', new URLSearchParams({ grant_type: 'password' }))).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
	});

	test('run out, and can be given up', async () => {
		jamf.settings.tokenSeconds = 60;
		const short = (await tokenFor(jamf.connection)).body.access_token;
		clock.move(59_000);
		expect(await status('GET', COMPUTERS, undefined, short)).toBe(200);
		clock.move(2_000);
		expect(await codeOf('GET', COMPUTERS, undefined, short)).toEqual([401, 'INVALID_TOKEN']);
		expect(await status('POST', '/api/v1/auth/invalidate-token')).toBe(204);
		expect(await status('POST', '/api/v1/auth/invalidate-token')).toBe(401);
	});
});

describe('privileges', () => {
	const needed: [string, string, string, object | undefined][] = [
		['Read Computers', 'GET', COMPUTERS, undefined],
		['Read Computers', 'GET', `${COMPUTERS}/1`, undefined],
		['Read Mobile Devices', 'GET', '/api/v2/mobile-devices', undefined],
		['Read Mobile Devices', 'GET', '/api/v2/mobile-devices/detail', undefined],
		['Read Mobile Devices', 'GET', '/api/v2/mobile-devices/1/detail', undefined],
		['View MDM command information in Jamf Pro API', 'GET', filtered(COMMANDS, 'status==Pending'), undefined],
		['View Computer Device Lock Pin', 'GET', `${COMPUTERS}/1/view-device-lock-pin`, undefined],
		['Send Computer Remote Wipe Command', 'POST', `${COMPUTERS}/1/erase`, { pin: '481516' }],
		['Send Computer Remote Wipe Command', 'POST', '/api/v1/computer-inventory/1/erase', { pin: '481516' }],
		['Send Computer Unmanage Command', 'POST', `${COMPUTERS}/1/remove-mdm-profile`, undefined],
		['Send Mobile Device Remote Wipe Command', 'POST', '/api/v2/mobile-devices/1/erase', undefined],
		['Unmanage Mobile Devices', 'POST', '/api/v2/mobile-devices/1/unmanage', undefined],
	];
	test.each(needed)('%s is needed for %s %s', async (privilege, method, path, body) => {
		jamf.setPrivileges(jamf.connection.clientId, allPrivileges.filter((one) => one !== privilege));
		expect(await codeOf(method, path, body)).toEqual([403, 'INVALID_PRIVILEGE']);
	});

	test.each([
		['KST-C02-3030', 'DEVICE_LOCK', 'Send Computer Remote Lock Command'],
		['KST-C02-3030', 'ERASE_DEVICE', 'Send Computer Remote Wipe Command'],
		['KST-IPD-3030', 'DEVICE_LOCK', 'Send Mobile Device Remote Lock Command'],
		['KST-IPD-3030', 'ENABLE_LOST_MODE', 'Send Mobile Device Lost Mode Command'],
		['KST-IPD-3030', 'ERASE_DEVICE', 'Send Mobile Device Remote Wipe Command'],
	])('to tell %s to %s takes %s, and to see commands', async (serial, type, privilege) => {
		for (const missing of [privilege, 'View MDM command information in Jamf Pro API']) {
			jamf.setPrivileges(jamf.connection.clientId, allPrivileges.filter((one) => one !== missing));
			expect((await order(serial, type, { pin: '481516', lostModeMessage: 'Return to IT' })).status).toBe(403);
		}
		expect(jamf.state.commands).toEqual([]);
		jamf.setPrivileges(jamf.connection.clientId, ['View MDM command information in Jamf Pro API', privilege]);
		expect((await order(serial, type, { pin: '481516', lostModeMessage: 'Return to IT' })).status).toBe(201);
	});

	test('the reader sees everything, sends nothing, and sees no PIN', async () => {
		const reading = (await tokenFor(jamf.connection.reader)).body.access_token;
		for (const path of [COMPUTERS, '/api/v2/mobile-devices/detail', filtered(COMMANDS, 'status==Pending')]) expect(await status('GET', path, undefined, reading)).toBe(200);
		expect((await order('KST-C02-3030', 'DEVICE_LOCK', { pin: '481516' }, reading)).status).toBe(403);
		expect(await status('GET', `${COMPUTERS}/1/view-device-lock-pin`, undefined, reading)).toBe(403);
	});
});

describe('computers', () => {
	test('are listed by the versions the server has', async () => {
		const found = async () => [await call('GET', '/api/v1/jamf-pro-version'), ...(await Promise.all(['v4', 'v3', 'v1'].map((version) => call('GET', `/api/${version}/computers-inventory`))))].map(({ status: answered, body }) => body.version ?? answered);
		expect(await found()).toEqual([expect.stringMatching(/^11\.31\./), 200, 200, 200]);
		jamf.settings.version = 'v3';
		expect(await found()).toEqual([expect.stringMatching(/^11\.29\./), 404, 200, 200]);
		jamf.settings.version = 'v1';
		expect(await found()).toEqual([expect.stringMatching(/^11\.15\./), 404, 404, 200]);
		expect(await status('POST', `${COMPUTERS}/1/erase`, { pin: '481516' })).toBe(404);
		expect(await status('GET', '/api/v1/computers-inventory-detail/1')).toBe(200);
		expect((await call('POST', '/api/v1/computer-inventory/1/erase', { pin: '481516' })).body).toMatchObject({ deviceId: '1', commandUuid: expect.any(String) as string });
	});

	test('show the sections that were asked for', async () => {
		const usual = (await call('GET', `${COMPUTERS}/1`)).body;
		expect([usual.general !== null, usual.hardware, usual.userAndLocation]).toEqual([true, null, null]);
		const asked = (await call('GET', `${COMPUTERS}/1?section=HARDWARE&section=USER_AND_LOCATION`)).body;
		expect([asked.general, asked.hardware!.serialNumber, asked.userAndLocation!.email]).toEqual([null, 'KST-C02-3030', leaver]);
		expect((await call('GET', `${COMPUTERS}-detail/1`)).body).toMatchObject({ general: { enrolledViaAutomatedDeviceEnrollment: true, remoteManagement: { managed: true }, managementId: mac().managementId, lastLoggedInUsernameBinary: username }, hardware: { appleSilicon: true } });
		expect(await status('GET', `${COMPUTERS}/1?section=MAGIC`)).toBe(400);
		expect(await status('GET', `${COMPUTERS}/999`)).toBe(404);
	});

	test.each([
		[`userAndLocation.username=="${username}"`, ['KST-C02-3030', 'KST-C02-3930']],
		[`userAndLocation.username=="${username}*"`, ['KST-C02-3030', 'KST-C02-3930', 'KST-C02-9002']],
		[`userAndLocation.username==${username}*`, []],
		[`userAndLocation.username=="${username}";general.lastLoggedInUsernameBinary!="${username}"`, ['KST-C02-3930']],
		[`hardware.serialNumber=in=("KST-C02-3030","KST-C02-9001")`, ['KST-C02-3030', 'KST-C02-9001']],
		[`hardware.serialNumber=="KST-C02-9001",userAndLocation.email=="${NAMESAKE}"`, ['KST-C02-9001', 'KST-C02-9002']],
		[`(hardware.serialNumber=="KST-C02-9001",hardware.serialNumber=="KST-C02-3030");general.remoteManagement.managed==true;userAndLocation.email=="*"`, ['KST-C02-3030', 'KST-C02-9001']],
		[`userAndLocation.username=="nobody\\"here"`, []],
		[`general.lastContactTime=gt="2999-01-01T00:00:00Z"`, []],
	])('are filtered by %s', async (filter, expected) => {
		expect(await serials(filter)).toEqual(expected);
	});

	test('are compared by date both ways', async () => {
		const all = jamf.state.devices.filter(({ kind }) => kind === 'computer').length;
		expect(await serials('general.lastContactTime=lt="2999-01-01T00:00:00Z"')).toHaveLength(all);
		expect(await serials(`general.lastEnrolledDate=lt="${new Date(clock.now() - 599 * 86_400_000).toISOString()}";userAndLocation.email=="${leaver}"`)).toEqual(['KST-C02-3930']);
	});

	test.each(['', ' '])('an empty filter (%p) means every one of them', async (filter) => {
		expect(await serials(filter)).toHaveLength(jamf.state.devices.filter(({ kind }) => kind === 'computer').length);
	});

	test('a filter can be ignored altogether', async () => {
		jamf.settings.filters = false;
		expect((await serials(`userAndLocation.username=="${username}"`)).length).toBeGreaterThan(50);
	});

	test.each(['userAndLocation.magic=="x"', 'userAndLocation.username', 'userAndLocation.username=="x', 'userAndLocation.username=="x";', 'userAndLocation.username=="x" or udid=="y"'])('%s is no filter', async (filter) => {
		expect(await status('GET', filtered(COMPUTERS, filter))).toBe(400);
	});

	test('come in pages, sorted', async () => {
		jamf.populate(150);
		const all = jamf.state.devices.filter(({ kind }) => kind === 'computer').length;
		const first = (await call('GET', `${COMPUTERS}?sort=general.name:asc`)).body;
		expect([first.totalCount, first.results.length]).toEqual([all, 100]);
		const second = (await call('GET', `${COMPUTERS}?sort=general.name:asc&page=1&page-size=100`)).body;
		expect(new Set([...first.results, ...second.results].map(({ id }) => id)).size).toBe(200);
		const backwards = (await call('GET', `${COMPUTERS}?sort=general.name:desc&page-size=5000`)).body.results.map(({ general }) => String(general!['name']));
		expect([backwards.length, backwards.at(-1)]).toEqual([all, first.results[0]!.general!['name']]);
		for (const wrong of ['page=-1', 'page-size=0', 'page-size=x', 'sort=magic:asc', 'sort=general.name:up']) expect(await status('GET', `${COMPUTERS}?${wrong}`)).toBe(400);
	});
});

describe('mobile devices', () => {
	test('the list pays no attention to a filter, the detailed one does', async () => {
		const every = jamf.state.devices.filter(({ kind }) => kind === 'mobile').length;
		const brief = (await call('GET', filtered('/api/v2/mobile-devices', `username=="${username}"`))).body;
		expect([brief.totalCount, brief.results.length]).toEqual([every, every]);
		const detailed = async (filter: string) => (await call('GET', filtered('/api/v2/mobile-devices/detail', filter, '&section=GENERAL&section=HARDWARE&section=USER_AND_LOCATION'))).body.results;
		const found = await detailed(`username=="${username}"`);
		expect(found.map(({ hardware, general }) => [hardware!.serialNumber, general!['deviceOwnershipLevel'], general!['supervised']])).toEqual([
			['KST-IPD-3030', 'institutional', true],
			['KST-BYO-3030', 'personal', false],
		]);
		for (const filter of [`emailAddress=="${leaver}"`, 'serialNumber=="KST-*-3030"', `username=="${username}*"`]) expect(await detailed(filter)).toHaveLength(2);
		expect(await detailed('')).toHaveLength(every);
		expect(await status('GET', filtered('/api/v2/mobile-devices/detail', 'userAndLocation.username=="x"'))).toBe(400);
	});

	test('have the same numbers as computers, and are not the same', async () => {
		expect((await call('GET', '/api/v2/mobile-devices/1/detail')).body).toMatchObject({ id: '1', serialNumber: 'KST-IPD-3030', managed: true, type: 'ios', location: { username, emailAddress: leaver }, ios: { supervised: true } });
		expect(mac().id).toBe('1');
		expect((await call('GET', '/api/v2/mobile-devices/detail')).body.results[0]).toMatchObject({ mobileDeviceId: '1', hardware: null, userAndLocation: null });
		expect(await status('GET', '/api/v2/mobile-devices/999/detail')).toBe(404);
	});
});

describe('commands', () => {
	beforeEach(() => offline('KST-C02-3030', 'KST-IPD-3030', 'KST-BYO-3030'));

	test('wait until the device talks to the server, and are read back by other words than they are shown', async () => {
		const [answer] = (await order('KST-C02-3030', 'ERASE_DEVICE', { pin: '481516' })).body;
		expect(answer).toEqual({ id: expect.any(String) as string, href: `${jamf.url}${COMMANDS}/${answer!.id}` });
		expect(await sent(`clientManagementId=="${mac().managementId}";command=="ERASE_DEVICE";status==Pending`)).toMatchObject([{ uuid: answer!.id, commandState: 'PENDING', commandType: 'ERASE_DEVICE', client: { managementId: mac().managementId, clientType: 'COMPUTER' }, dateCompleted: null, commandError: null }]);
		expect(jamf.management.stateOf('computer/1')).toEqual({ enrolled: true, locked: false, wiped: false, retired: false });
		jamf.management.checkIn('computer/1');
		expect(await sent(`uuid=="${answer!.id}"`)).toMatchObject([{ commandState: 'ACKNOWLEDGED', dateCompleted: expect.any(String) as string }]);
		expect(await sent(`uuid=="${answer!.id}";active==true`)).toEqual([]);
		expect(jamf.management.stateOf('computer/1')).toEqual({ enrolled: false, locked: false, wiped: true, retired: false });
	});

	test('need a filter, of known fields, and dates compared by order', async () => {
		for (const query of ['', '?filter=', '?filter=commandState==PENDING', '?filter=dateSent==2026-01-01T00:00:00Z', '?filter=uuid']) expect(await status('GET', `${COMMANDS}${query}`)).toBe(400);
		const before = new Date(clock.now() - 1_000).toISOString();
		await order('KST-C02-3030', 'RESTART_DEVICE');
		expect(await sent(`dateSent=ge=${before};clientType==COMPUTER`)).toHaveLength(1);
		expect(await sent(`dateSent=lt=${before}`)).toEqual([]);
	});

	test('twice is two commands, and the last PIN sent is the one that is kept, not the one that opens', async () => {
		await order('KST-C02-3030', 'DEVICE_LOCK', { pin: '111111' });
		await order('KST-C02-3030', 'DEVICE_LOCK', { pin: '222222' });
		expect(await statesOf('KST-C02-3030')).toEqual(['PENDING', 'PENDING']);
		jamf.management.checkIn('computer/1');
		expect(await statesOf('KST-C02-3030')).toEqual(['ACKNOWLEDGED', 'PENDING']);
		expect([jamf.management.pinOf('computer/1'), (await call('GET', `${COMPUTERS}/1/view-device-lock-pin`)).body.pin]).toEqual(['111111', '222222']);
		expect(() => jamf.unlock('computer/1', '222222')).toThrow('does not unlock');
		jamf.unlock('computer/1', '111111');
		expect(jamf.management.stateOf('computer/1').locked).toBe(false);
	});

	test('a PIN is there only for what was locked', async () => {
		expect(await status('GET', `${COMPUTERS}/1/view-device-lock-pin`)).toBe(404);
		expect(jamf.management.pinOf('computer/1')).toBeNull();
	});

	test('an erasure behind a lock does not reach a Mac until somebody unlocks it', async () => {
		await order('KST-C02-3030', 'DEVICE_LOCK', { pin: '481516' });
		await order('KST-C02-3030', 'ERASE_DEVICE', { pin: '481516' });
		for (const _twice of [1, 2]) jamf.management.checkIn('computer/1');
		expect(await statesOf('KST-C02-3030')).toEqual(['ACKNOWLEDGED', 'PENDING']);
		jamf.unlock('computer/1', '481516');
		jamf.management.checkIn('computer/1');
		expect(await statesOf('KST-C02-3030')).toEqual(['ACKNOWLEDGED', 'ACKNOWLEDGED']);
		expect(jamf.management.stateOf('computer/1').wiped).toBe(true);
	});

	test('that a locked Mac still listens is a setting, and mobile devices always do', async () => {
		jamf.settings.lockedMacsListen = true;
		for (const serial of ['KST-C02-3030', 'KST-IPD-3030']) {
			await order(serial, 'DEVICE_LOCK', { pin: '481516' });
			await order(serial, 'ERASE_DEVICE', { pin: '481516' });
			jamf.management.checkIn(keyOf(serial));
			expect(jamf.management.stateOf(keyOf(serial)).wiped).toBe(true);
		}
	});

	test.each([undefined, '', '12345', '1234567', 'abcdef', 123_456])('a Mac is neither locked nor erased with the PIN %p', async (pin) => {
		for (const type of ['DEVICE_LOCK', 'ERASE_DEVICE']) {
			const answer = await order('KST-C02-3030', type, { pin });
			expect([answer.status, answer.body.errors[0]!.code]).toEqual([500, 'SYSTEM_EXCEPTION']);
		}
		expect(await codeOf('POST', `${COMPUTERS}/1/erase`, { pin })).toEqual([500, 'SYSTEM_EXCEPTION']);
		expect(jamf.state.commands).toEqual([]);
	});

	test('a mobile device needs no PIN, and keeps none', async () => {
		expect((await order('KST-IPD-3030', 'DEVICE_LOCK', { pin: '481516' })).status).toBe(201);
		jamf.management.checkIn('mobile/1');
		expect([jamf.management.stateOf('mobile/1').locked, jamf.management.pinOf('mobile/1')]).toEqual([true, null]);
	});

	test('lost mode is for supervised mobile devices, with something to say', async () => {
		const lose = async (serial: string, more: object = { lostModeMessage: 'Return to IT' }) => (await order(serial, 'ENABLE_LOST_MODE', more)).status;
		expect([await lose('KST-IPD-3030', {}), await lose('KST-BYO-3030'), await lose('KST-C02-3030'), await lose('KST-IPD-3030', { lostModePhone: '+1 555 0100' })]).toEqual([500, 500, 500, 201]);
		jamf.management.checkIn('mobile/1');
		expect(jamf.management.stateOf('mobile/1').locked).toBe(true);
		await order('KST-IPD-3030', 'DISABLE_LOST_MODE');
		jamf.management.checkIn('mobile/1');
		expect(jamf.management.stateOf('mobile/1').locked).toBe(false);
	});

	test('what is malformed, unknown or not managed is refused, and nothing is sent', async () => {
		for (const body of [{}, { clientData: [], commandData: { commandType: 'RESTART_DEVICE' } }, { clientData: [{ managementId: mac().managementId }], commandData: { commandType: 'EXPLODE' } }]) expect(await status('POST', COMMANDS, body)).toBe(400);
		expect((await order('KST-IPD-3030', 'ERASE_DEVICE', { obliterationBehavior: 'Perhaps' })).status).toBe(400);
		const toNobody = { clientData: [{ managementId: mac().managementId }, { managementId: 'nobody' }, null], commandData: { commandType: 'RESTART_DEVICE' } };
		expect(await status('POST', COMMANDS, toNobody)).toBe(400);
		jamf.settings.unknownClient = 500;
		expect(await status('POST', COMMANDS, toNobody)).toBe(500);
		expect(jamf.state.commands).toEqual([]);
	});

	test('one call can address several, each with an id of its own', async () => {
		const clients = ['KST-C02-3030', 'KST-IPD-3030'].map((serial) => ({ managementId: device(serial).managementId }));
		const answer = await call('POST', COMMANDS, { clientData: clients, commandData: { commandType: 'RESTART_DEVICE' } });
		expect(new Set(answer.body.map(({ id }) => id)).size).toBe(2);
	});

	test('the answer may call a command by a short number, which finds nothing', async () => {
		jamf.settings.shortCommandIds = true;
		const [answer] = (await order('KST-C02-3030', 'RESTART_DEVICE')).body;
		expect(answer!.id).toMatch(/^\d+$/);
		expect(await sent(`uuid=="${answer!.id}"`)).toEqual([]);
		expect(await sent(`clientManagementId=="${mac().managementId}";command=="RESTART_DEVICE"`)).toHaveLength(1);
	});

	test('a command may be found only later', async () => {
		jamf.settings.commandLagMs = 5_000;
		await order('KST-C02-3030', 'RESTART_DEVICE');
		expect(await statesOf('KST-C02-3030')).toEqual([]);
		clock.move(5_000);
		expect(await statesOf('KST-C02-3030')).toEqual(['PENDING']);
	});

	test('a device may not be able to now, and may refuse', async () => {
		await order('KST-C02-3030', 'DEVICE_LOCK', { pin: '481516' });
		jamf.deferNext('computer/1');
		jamf.management.checkIn('computer/1');
		expect([await statesOf('KST-C02-3030'), jamf.management.commandsOf('computer/1')[0]!.state]).toEqual([['NOT_NOW'], 'queued']);
		expect(await sent('status==NotNow')).toHaveLength(1);
		jamf.management.refuseNext('computer/1');
		jamf.management.checkIn('computer/1');
		expect(await sent('status==Error')).toMatchObject([{ commandState: 'ERROR', commandError: { errorDomain: 'MCMDMErrorDomain', errorCode: 12_078 } }]);
		expect(jamf.management.stateOf('computer/1').locked).toBe(false);
	});

	test('a device that is online answers by itself, soon', async () => {
		jamf.management.online('computer/1', true);
		jamf.settings.answersAfterMs = 60_000;
		await order('KST-C02-3030', 'ERASE_DEVICE', { pin: '481516' });
		expect(await statesOf('KST-C02-3030')).toEqual(['PENDING']);
		clock.move(jamf.settings.answersAfterMs);
		expect(await statesOf('KST-C02-3030')).toEqual(['ACKNOWLEDGED']);
	});

	test('a push that was lost is made up for by a blank one', async () => {
		jamf.management.online('computer/1', true);
		jamf.losePush('computer/1');
		const [answer] = (await order('KST-C02-3030', 'ERASE_DEVICE', { pin: '481516' })).body;
		clock.move(60_000);
		const [waiting] = await sent(`uuid=="${answer!.id}"`);
		expect(waiting).toMatchObject({ commandState: 'PENDING' });
		expect(Date.parse(mac().lastContact)).toBeGreaterThan(Date.parse((waiting as unknown as { dateSent: string }).dateSent));
		expect((await call('POST', '/api/v2/mdm/blank-push', { clientManagementIds: [mac().managementId, 'nobody'] })).body).toEqual({ errorUuids: ['nobody'] });
		expect(await statesOf('KST-C02-3030')).toEqual(['ACKNOWLEDGED']);
		expect(await status('POST', '/api/v2/mdm/blank-push', {})).toBe(400);
	});

	test('a blank push wakes nobody who is not online', async () => {
		await order('KST-C02-3030', 'ERASE_DEVICE', { pin: '481516' });
		expect(await status('POST', `/api/v2/mdm/blank-push?clientManagementId=${mac().managementId}`)).toBe(200);
		expect(await statesOf('KST-C02-3030')).toEqual(['PENDING']);
	});
});

describe('erasing and unmanaging', () => {
	beforeEach(() => offline('KST-C02-3030', 'KST-IPD-3030', 'KST-BYO-3030'));

	test('the record and its person stay after an erasure, until the device is enrolled again', async () => {
		expect((await call('POST', `${COMPUTERS}/1/erase`, { pin: '481516' })).body.deviceId).toBe('1');
		await order('KST-C02-3030', 'ERASE_DEVICE', { pin: '481516' });
		jamf.management.checkIn('computer/1');
		expect(await serials(`userAndLocation.email=="${leaver}";general.remoteManagement.managed==true`)).toContain('KST-C02-3030');
		jamf.management.checkIn('computer/1');
		expect(await statesOf('KST-C02-3030')).toEqual(['ACKNOWLEDGED', 'PENDING']);
		jamf.enrolAgain('computer/1', cast.leaverManager.workEmail);
		expect(await serials(`userAndLocation.email=="${leaver}"`)).toEqual(['KST-C02-3930']);
		expect(jamf.management.stateOf('computer/1')).toEqual({ enrolled: true, locked: false, wiped: false, retired: false });
		// The second command still waits, and by now the Mac is somebody else's.
		jamf.management.checkIn('computer/1');
		expect(jamf.management.stateOf('computer/1').wiped).toBe(true);
	});

	test('a mobile device is erased by its own path, unless it is to return to service, which nobody set up', async () => {
		expect(await status('POST', '/api/v2/mobile-devices/1/erase', { returnToService: true })).toBe(400);
		expect(await status('POST', '/api/v2/mobile-devices/999/erase', {})).toBe(404);
		const { commandUuid } = (await call('POST', '/api/v2/mobile-devices/1/erase', { preserveDataPlan: false, clearActivationLock: true, returnToService: false })).body;
		jamf.management.checkIn('mobile/1');
		expect(await sent(`uuid=="${commandUuid}"`)).toMatchObject([{ commandType: 'ERASE_DEVICE', commandState: 'ACKNOWLEDGED', client: { clientType: 'MOBILE_DEVICE' } }]);
		expect([jamf.management.stateOf('mobile/1').wiped, jamf.management.stateOf('computer/1').wiped]).toEqual([true, false]);
	});

	test.each([
		['KST-C02-3030', `${COMPUTERS}/1/remove-mdm-profile`, 500],
		['KST-C02-3030', '/api/v1/computer-inventory/1/remove-mdm-profile', 500],
		['KST-BYO-3030', '/api/v2/mobile-devices/2/unmanage', 400],
	])('after %s was unmanaged nothing reaches it', async (serial, path, again) => {
		const { commandUuid } = (await call('POST', path)).body;
		expect(await sent(`uuid=="${commandUuid}"`)).toMatchObject([{ commandState: 'PENDING' }]);
		await order(serial, 'ERASE_DEVICE', { pin: '481516' });
		for (const _twice of [1, 2]) jamf.management.checkIn(keyOf(serial));
		expect(jamf.management.stateOf(keyOf(serial))).toEqual({ enrolled: false, locked: false, wiped: false, retired: true });
		expect(jamf.management.commandsOf(keyOf(serial)).map(({ action, state }) => [action, state])).toEqual([
			['retire', 'done'],
			['wipe', 'queued'],
		]);
		expect((await order(serial, 'RESTART_DEVICE')).status).toBe(400);
		expect(await status('POST', path)).toBe(again);
	});
});

describe('management', () => {
	test('enrols, assigns and owns, each as the vendor shows it', async () => {
		const id = jamf.management.enrol({ platform: 'macos', owner: 'unknown', person: leaver, serial: 'X1', name: 'Spare' });
		const path = `${COMPUTERS}-detail/${id.replace('computer/', '')}`;
		expect((await call('GET', path)).body).toMatchObject({ general: { enrolledViaAutomatedDeviceEnrollment: false, supervised: false }, userAndLocation: { username, email: leaver } });
		jamf.management.own(id, 'company');
		jamf.management.assign(id, null);
		expect((await call('GET', path)).body).toMatchObject({ general: { enrolledViaAutomatedDeviceEnrollment: true }, userAndLocation: { username: null, email: null } });
		expect(jamf.management.devices()).toContainEqual({ id, serial: 'X1', platform: 'macos', owner: 'company', person: null });
		const phone = jamf.management.enrol({ platform: 'ios', owner: 'unknown', person: leaver });
		expect((await call('GET', `/api/v2/${phone.replace('mobile/', 'mobile-devices/')}/detail`)).body).toMatchObject({ deviceOwnershipLevel: null });
		expect(() => jamf.management.enrol({ platform: 'windows', owner: 'company', person: null })).toThrow('not windows');
	});

	test('a device that was enrolled waits to be told to check in, unless it is online', async () => {
		jamf.management.enrol({ platform: 'macos', owner: 'company', person: leaver, serial: 'X2' });
		jamf.management.enrol({ platform: 'macos', owner: 'company', person: leaver, serial: 'X3', online: true });
		for (const serial of ['X2', 'X3']) await order(serial, 'DEVICE_LOCK', { pin: '481516' });
		clock.move(60_000);
		expect(['X2', 'X3'].map((serial) => jamf.management.stateOf(keyOf(serial)).locked)).toEqual([false, true]);
	});

	test('what an administrator flushes never reaches the device, and is found no more', async () => {
		offline('KST-C02-3030');
		await order('KST-C02-3030', 'ERASE_DEVICE', { pin: '481516' });
		jamf.management.expire('computer/1');
		jamf.management.checkIn('computer/1');
		expect(jamf.management.commandsOf('computer/1')).toEqual([{ action: 'wipe', state: 'cancelled', at: expect.any(String) as string }]);
		expect([await statesOf('KST-C02-3030'), jamf.management.stateOf('computer/1').wiped]).toEqual([[], false]);
	});
});

describe('the seed', () => {
	test('has what guards have to tell apart', () => {
		expect(jamf.devicesOf(leaver).map(({ kind, owner, supervised, appleSilicon, lastLoggedIn }) => [kind, owner, supervised, appleSilicon, lastLoggedIn])).toEqual([
			['computer', 'company', true, true, username],
			['mobile', 'company', true, false, null],
			['mobile', 'personal', false, false, null],
			['computer', 'company', true, true, 'amara.osei'],
		]);
		expect(jamf.devicesOf(NAMESAKE).map(({ assignee }) => assignee!.username)).toEqual([`${username}2`]);
		expect(jamf.management.devices().filter(({ person }) => person === null)).toHaveLength(1);
		const ids = jamf.management.devices();
		for (const name of ['id', 'serial'] as const) expect(new Set(ids.map((one) => one[name])).size).toBe(ids.length);
	});
});

describe('faults', () => {
	test('throttling and outages say when to come back, in the vendor’s words', async () => {
		jamf.faults.add({ path: /mdm\/commands/, times: 1, effect: { kind: 'throttle', retryAfterSeconds: 7 } });
		const throttled = await order('KST-C02-3030', 'RESTART_DEVICE');
		expect([throttled.status, throttled.headers.get('retry-after'), throttled.body.errors[0]!.code]).toEqual([429, '7', 'TOO_MANY_REQUESTS']);
		jamf.faults.add({ path: /mdm\/commands/, times: 1, effect: { kind: 'status', status: 503, headers: { 'retry-after': '9' } } });
		const down = await order('KST-C02-3030', 'RESTART_DEVICE');
		expect([down.status, down.headers.get('retry-after')]).toEqual([503, '9']);
		expect(jamf.state.commands).toEqual([]);
	});

	test('reads may lag behind an administrator', async () => {
		jamf.faults.add({ path: /computers-inventory/, effect: { kind: 'lag', reads: 1 } });
		jamf.management.assign('computer/1', null);
		const person = async () => (await call('GET', `${COMPUTERS}-detail/1`)).body.userAndLocation!.email;
		expect([await person(), await person()]).toEqual([leaver, null]);
	});

	test('a lie queues nothing', async () => {
		jamf.faults.add({ method: 'POST', path: /mdm\/commands/, effect: { kind: 'lie' } });
		expect((await order('KST-C02-3030', 'RESTART_DEVICE')).status).toBe(201);
		expect(jamf.state.commands).toEqual([]);
	});
});
