import { createClock } from '../clock';
import { cast } from '../company';
import type { Incoming } from '../server/message';
import type { IruDouble } from '.';
import { lookalike, startIru } from '.';

const clock = createClock();
let iru: IruDouble;
beforeEach(async () => {
	iru = await startIru({ clock });
});
afterEach(() => iru.stop());

interface Row {
	device_id: string;
	serial_number: string;
	platform: string;
	mdm_enabled: boolean;
	lost_mode_status: string;
	user: { id: string; email: string; name: string; is_archived: boolean };
}

interface CommandRow {
	command_type: string;
	status: number;
	error_chain: object[];
	date_completed: string | null;
}

interface Answer<Body> {
	status: number;
	body: Body;
	raw: string;
}

const call = async <Body>(method: string, path: string, body?: unknown, token = iru.connection.token): Promise<Answer<Body>> => {
	const answer = await fetch(`${iru.connection.url}/api/v1${path}`, {
		method,
		headers: { authorization: `Bearer ${token}` },
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const raw = await answer.text();
	return { status: answer.status, raw, body: (raw === '' ? undefined : JSON.parse(raw)) as Body };
};
const list = async (query = '') => (await call<Row[]>('GET', `/devices${query}`)).body;
const act = (id: string, action: string, body?: unknown) => call<{ PIN: string } & string>('POST', `/devices/${id}/action/${action}`, body);
const commands = async (id: string) => (await call<{ commands: { count: number; next: string | null; results: CommandRow[] } }>('GET', `/devices/${id}/commands?limit=300`)).body.commands;
const statuses = async (id: string) => (await commands(id)).results.map(({ command_type, status }) => [command_type, status]);
const leavers = (platform: string) => iru.management.devices().find((device) => device.person === cast.leaver.workEmail && device.platform === platform)!.id;
const offline = (platform: 'macos' | 'ios' | 'windows' | 'android', owner: 'company' | 'personal' = 'company') =>
	iru.management.enrol({ platform, owner, person: cast.leaver.workEmail });

test('the leaver has a company Mac and a company iPhone, and one device is nobody’s', () => {
	const all = iru.management.devices();
	expect(all.filter(({ person }) => person === cast.leaver.workEmail).map(({ platform, owner }) => [platform, owner])).toEqual([
		['macos', 'company'],
		['ios', 'company'],
	]);
	expect(all.filter(({ person }) => person === null)).toHaveLength(1);
	expect(lookalike.email).toContain(cast.leaver.workEmail);
});

describe('the list', () => {
	test('is a plain array of at most 300', async () => {
		iru.populate(400);
		const all = iru.management.devices().length;
		expect(await list('?limit=1000')).toHaveLength(300);
		const rest = await list('?limit=300&offset=300');
		expect(rest).toHaveLength(all - 300);
		expect(rest.at(-1)?.user.email).toBe('member400@kestrel.example');
	});

	test.each([
		['user_email_exact', cast.leaver.workEmail, 2],
		['user_email', cast.leaver.workEmail, 3],
		['user_name', 'mateo rivas', 3],
		['user', 'Mateo', 3],
		['serial_number', 'KSTP0030', 1],
		['serial_number', 'KSTP', 2],
		['platform', 'Android', 2],
	])('%s=%s finds %d', async (name, value, count) => {
		expect(await list(`?${name}=${encodeURIComponent(value)}`)).toHaveLength(count);
	});

	test('shows who has a device by id, and is narrowed down by it', async () => {
		const [{ user } = { user: null }] = await list(`?user_email_exact=${cast.leaver.workEmail}`);
		expect(user).toEqual({ id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string, email: cast.leaver.workEmail, name: 'Mateo Rivas', is_archived: false });
		expect((await list(`?user_id=${user!.id}`)).map(({ platform }) => platform)).toEqual(['Mac', 'iPhone']);
		iru.archive(cast.leaver.workEmail);
		expect((await list(`?user_id=${user!.id}`)).every((row) => row.user.is_archived)).toBe(true);
	});

	test('is the whole fleet for a filter without a value, an unknown one, and where filters are ignored', async () => {
		const all = iru.management.devices().length;
		expect(await list('?user_email_exact=')).toHaveLength(all);
		expect(await list(`?email=${cast.leaver.workEmail}`)).toHaveLength(all);
		iru.settings.filters = false;
		expect(await list(`?user_email_exact=${cast.leaver.workEmail}`)).toHaveLength(all);
	});

	test.each(['', null] as const)('shows %p as the user of a device of nobody', async (nobody) => {
		iru.settings.nobody = nobody;
		const [spare] = await list('?serial_number=KSTM9002');
		expect(spare?.user).toBe(nobody);
		const details = await call<{ general: { assigned_user: unknown } }>('GET', `/devices/${spare?.device_id}/details`);
		expect(details.body.general.assigned_user).toBe(nobody);
	});
});

describe('details', () => {
	const details = async (id: string) => (await call<Record<string, unknown> & { mdm: { supervised?: string } }>('GET', `/devices/${id}/details`)).body;

	test.each([
		['company', { auto_enroll_eligible: true, auto_enrolled: true }, 'True'],
		['unknown', { auto_enroll_eligible: true, auto_enrolled: false }, 'False'],
		['personal', {}, 'False'],
	] as const)('show an iPhone that is %s by how it was enrolled', async (owner, enrolment, supervised) => {
		iru.management.own(leavers('ios'), owner);
		const shown = await details(leavers('ios'));
		expect([shown['automated_device_enrollment'], shown.mdm.supervised]).toEqual([enrolment, supervised]);
	});

	test('call every Mac supervised, also a personal one', async () => {
		iru.management.own(leavers('macos'), 'personal');
		const shown = await details(leavers('macos'));
		expect([shown['automated_device_enrollment'], shown.mdm.supervised]).toEqual([{}, 'True']);
	});

	test('say nothing of automated enrolment elsewhere', async () => {
		expect(await details(offline('windows'))).not.toHaveProperty('automated_device_enrollment');
		expect((await details(offline('android', 'personal')))['management']).toEqual({ ownership: 'PERSONALLY_OWNED', management_mode: 'PROFILE_OWNER' });
	});
});

describe('lock', () => {
	test('of a Mac gives a PIN the server made, which can be read again and opens the Mac', async () => {
		const mac = offline('macos');
		const { status, body } = await act(mac, 'lock', { Message: 'Please return this Mac' });
		expect([status, body.PIN]).toEqual([200, expect.stringMatching(/^\d{6}$/)]);
		expect((await call('GET', `/devices/${mac}/secrets/unlockpin`)).body).toEqual({ pin: body.PIN });
		expect([await statuses(mac), iru.management.stateOf(mac).locked, iru.management.pinOf(mac)]).toEqual([[['DeviceLock', 1]], false, null]);
		iru.management.checkIn(mac);
		expect([await statuses(mac), iru.management.stateOf(mac).locked, iru.management.pinOf(mac)]).toEqual([[['DeviceLock', 3]], true, body.PIN]);
		expect(() => iru.unlock(mac, 'wrong')).toThrow('does not open');
		iru.unlock(mac, body.PIN);
		expect(iru.management.stateOf(mac).locked).toBe(false);
	});

	test('is refused with a text while another waits, and when the Mac is locked', async () => {
		const mac = offline('macos');
		await act(mac, 'lock');
		expect(await act(mac, 'lock')).toMatchObject({ status: 400, body: 'Command already running' });
		iru.management.checkIn(mac);
		expect(await act(mac, 'lock')).toMatchObject({ status: 400, body: 'This device is already locked.' });
		expect(iru.management.commandsOf(mac)).toHaveLength(1);
	});

	test.each(['ios', 'android'] as const)('of %s has no PIN', async (platform) => {
		const device = offline(platform);
		expect(await act(device, 'lock')).toMatchObject({ status: 200, raw: '' });
		iru.management.checkIn(device);
		expect([iru.management.stateOf(device).locked, iru.management.pinOf(device)]).toEqual([true, null]);
		expect((await call('GET', `/devices/${device}/secrets/unlockpin`)).status).toBe(404);
	});

	test('of a PC is refused, unless it is supported', async () => {
		const pc = offline('windows');
		expect(await act(pc, 'lock')).toMatchObject({ status: 400, body: 'Command is not allowed for current device' });
		iru.settings.windowsLock = true;
		expect((await act(pc, 'lock')).status).toBe(200);
	});
});

describe('erase', () => {
	test.each([
		['macos', { PIN: '123456' }],
		['ios', { PreserveDataPlan: true }],
		['windows', { erase_mode: 'WIPE_PROTECTED' }],
		['android', { erase_flags: 'WIPE_EXTERNAL_STORAGE,WIPE_ESIMS' }],
	] as const)('of %s is queued, then done', async (platform, body) => {
		const device = offline(platform);
		expect(await act(device, 'erase', body)).toMatchObject({ status: 200, raw: '' });
		expect([await statuses(device), iru.management.stateOf(device).wiped]).toEqual([[['EraseDevice', 1]], false]);
		expect(await act(device, 'erase', body)).toMatchObject({ status: 400, body: 'Command already running' });
		iru.management.checkIn(device);
		expect([await statuses(device), iru.management.stateOf(device)]).toEqual([[['EraseDevice', 3]], { enrolled: false, locked: false, wiped: true, retired: false }]);
		expect(iru.management.commandsOf(device)).toMatchObject([{ action: 'wipe', state: 'done' }]);
		expect((await act(device, 'erase', body)).status).toBe(400);
	});

	test.each([
		['macos', {}],
		['macos', { PIN: '12345' }],
		['windows', { erase_mode: 'EVERYTHING' }],
		['windows', { PIN: '123456' }],
		['android', { erase_flags: 'WIPE_SD' }],
		['ios', { ReturnToService: { Enabled: true, ProfileId: 'somewhere' } }],
	] as const)('of %s with %j is refused with a text', async (platform, body) => {
		const device = offline(platform);
		expect(await act(device, 'erase', body)).toMatchObject({ status: 400, body: expect.any(String) as string });
		expect(iru.management.commandsOf(device)).toEqual([]);
	});

	test('of a Mac leaves it asking for the PIN that was sent, and for none before', async () => {
		const mac = offline('macos');
		await act(mac, 'erase', { PIN: '123456' });
		expect(iru.erasePinOf(mac)).toBeNull();
		iru.management.checkIn(mac);
		expect([iru.erasePinOf(mac), iru.management.pinOf(mac)]).toEqual(['123456', null]);
	});

	test('can do without a PIN where the tenant lets it', async () => {
		iru.settings.eraseWithoutPin = true;
		expect((await act(offline('macos'), 'erase')).status).toBe(200);
	});
});

describe('lost mode', () => {
	test('comes and goes, on supervised iPhones only', async () => {
		const phone = offline('ios');
		const lostMode = () => call<{ lost_mode: object }>('GET', `/devices/${phone}/details/lostmode`);
		expect(await act(phone, 'disablelostmode')).toMatchObject({ status: 400, body: ['Device is not in lost mode.'] });
		expect((await act(phone, 'enablelostmode', { Message: 'Kestrel wants this back' })).status).toBe(200);
		expect(await lostMode()).toMatchObject({ status: 400, body: ['Device is not in lost mode.'] });
		iru.management.checkIn(phone);
		expect((await lostMode()).body).toMatchObject({ device_id: phone, lost_mode: { lost_mode_status: 'ENABLED', lock_screen_message: 'Kestrel wants this back' } });
		expect((await call<Row>('GET', `/devices/${phone}`)).body.lost_mode_status).toBe('ENABLED');
		expect([iru.management.commandsOf(phone)[0]?.action, iru.management.stateOf(phone).locked]).toEqual(['lock', true]);
		expect((await act(phone, 'playlostmodesound')).status).toBe(200);
		await act(phone, 'disablelostmode');
		expect(await act(phone, 'disablelostmode')).toMatchObject({ status: 400, body: 'Disable lost mode is already pending for this device.' });
		iru.management.checkIn(phone);
		expect(iru.management.stateOf(phone).locked).toBe(false);
		for (const other of [offline('ios', 'personal'), leavers('macos')]) expect((await act(other, 'enablelostmode')).status).toBe(400);
	});
});

describe('what a device answers', () => {
	test('comes by itself where it is online', async () => {
		const { PIN } = (await act(leavers('macos'), 'lock')).body;
		clock.move(60);
		expect([await statuses(leavers('macos')), iru.management.pinOf(leavers('macos'))]).toEqual([[['DeviceLock', 3]], PIN]);
	});

	test('is "Not Now" until it is pushed or comes again', async () => {
		const mac = leavers('macos');
		iru.busy(mac);
		await act(mac, 'lock');
		clock.move(60);
		expect(await statuses(mac)).toEqual([['DeviceLock', 5]]);
		clock.move(86_400_000);
		expect(await statuses(mac)).toEqual([['DeviceLock', 5]]);
		expect((await act(mac, 'blankpush')).status).toBe(200);
		expect(await statuses(mac)).toEqual([['DeviceLock', 3]]);
	});

	test('is not hurried by a push where it is offline', async () => {
		const mac = offline('macos');
		await act(mac, 'lock');
		await act(mac, 'blankpush');
		iru.pickUp(mac);
		expect([await statuses(mac), iru.management.commandsOf(mac)[0]?.state]).toEqual([[['DeviceLock', 2]], 'queued']);
		iru.management.expire(mac);
		expect(iru.management.commandsOf(mac)[0]?.state).toBe('queued');
		iru.management.online(mac, true);
		expect(await statuses(mac)).toEqual([['DeviceLock', 3]]);
	});

	test('is an error chain where it refuses, and the command can be sent again', async () => {
		const mac = offline('macos');
		iru.management.refuseNext(mac);
		await act(mac, 'erase', { PIN: '123456' });
		iru.management.checkIn(mac);
		const [failed] = (await commands(mac)).results;
		expect([failed?.status, failed?.error_chain.length, iru.management.stateOf(mac).wiped]).toEqual([4, 1, false]);
		expect(iru.management.commandsOf(mac)[0]?.state).toBe('failed');
		expect((await act(mac, 'erase', { PIN: '123456' })).status).toBe(200);
	});

	test('never comes from the lock screen of a Mac, where that is so', async () => {
		iru.settings.lockedMacsListen = false;
		const mac = offline('macos');
		const { PIN } = (await act(mac, 'lock')).body;
		iru.management.checkIn(mac);
		await act(mac, 'erase', { PIN: '123456' });
		iru.management.checkIn(mac);
		expect(iru.management.stateOf(mac).wiped).toBe(false);
		iru.unlock(mac, PIN);
		iru.management.checkIn(mac);
		expect(iru.management.stateOf(mac).wiped).toBe(true);
	});

	test('is not listed for Windows and Android, where that is so', async () => {
		const [pc, mac] = [offline('windows'), offline('macos')];
		await act(pc, 'erase', { erase_mode: 'WIPE' });
		await act(mac, 'erase', { PIN: '123456' });
		iru.settings.otherCommands = 'empty';
		expect([(await commands(pc)).count, (await commands(mac)).count]).toEqual([0, 1]);
	});

	test('is paged', async () => {
		const mac = offline('macos');
		await act(mac, 'restart');
		await act(mac, 'shutdown');
		const first = (await call<{ commands: { count: number; next: string; results: CommandRow[] } }>('GET', `/devices/${mac}/commands?limit=1`)).body.commands;
		expect([first.count, first.results[0]?.command_type]).toEqual([2, 'RestartDevice']);
		const second = (await call<{ commands: { next: null; results: CommandRow[] } }>('GET', first.next.replace(/^.*\/api\/v1/, ''))).body.commands;
		expect([second.next, second.results[0]?.command_type]).toEqual([null, 'ShutDownDevice']);
	});
});

describe('local users', () => {
	test('of a Mac are deleted, those it does not have are not', async () => {
		const mac = offline('macos');
		const account = cast.leaver.workEmail.split('@')[0];
		expect(await act(mac, 'deleteuser', { UserName: account })).toMatchObject({ status: 200, raw: '' });
		iru.management.checkIn(mac);
		await act(mac, 'deleteuser', { UserName: account });
		iru.management.checkIn(mac);
		expect(await statuses(mac)).toEqual([
			['DeleteUser', 3],
			['DeleteUser', 4],
		]);
		expect(iru.management.commandsOf(mac)).toEqual([]);
	});

	test.each([
		['macos', {}],
		['ios', { UserName: 'somebody' }],
	] as const)('of %s with %j are refused', async (platform, body) => {
		expect((await act(offline(platform), 'deleteuser', body)).status).toBe(400);
	});
});

describe('deleting a device', () => {
	test('takes its record, what waited for it, and later its management', async () => {
		const mac = offline('macos');
		await act(mac, 'erase', { PIN: '123456' });
		expect((await call('DELETE', `/devices/${mac}`)).status).toBe(204);
		for (const path of ['', '/details', '/commands', '/secrets/unlockpin']) expect((await call('GET', `/devices/${mac}${path}`)).status).toBe(404);
		expect((await call('DELETE', `/devices/${mac}`)).status).toBe(404);
		expect(iru.management.devices().some(({ id }) => id === mac)).toBe(false);
		expect(iru.management.commandsOf(mac).map(({ action, state }) => [action, state])).toEqual([
			['wipe', 'cancelled'],
			['retire', 'queued'],
		]);
		iru.management.checkIn(mac);
		expect(iru.management.stateOf(mac)).toEqual({ enrolled: false, locked: false, wiped: false, retired: true });
	});
});

describe('tokens', () => {
	test.each([401, 403] as const)('without an endpoint get %d', async (status) => {
		iru.settings.missingPermission = status;
		const reader = iru.connection.readerToken;
		const mac = leavers('macos');
		expect((await call('GET', `/devices/${mac}/details`, undefined, reader)).status).toBe(200);
		for (const [method, path] of [['POST', '/action/lock'], ['POST', '/action/erase'], ['DELETE', ''], ['GET', '/secrets/unlockpin']] as const) {
			expect((await call(method, `/devices/${mac}${path}`, undefined, reader)).status).toBe(status);
		}
		expect(iru.management.commandsOf(mac)).toEqual([]);
	});

	test('lose one endpoint without the others', async () => {
		iru.setPermissions(iru.permissions().filter((permission) => permission !== 'POST /devices/{device_id}/action/erase'));
		expect((await act(leavers('macos'), 'erase', { PIN: '123456' })).status).toBe(403);
		expect((await act(leavers('macos'), 'lock')).status).toBe(200);
	});

	test.each(['detail', 'error'] as const)('that are wrong get 401 with {"%s"}', async (key) => {
		iru.settings.errorKey = key;
		expect(await call('GET', '/devices', undefined, 'wrong')).toMatchObject({ status: 401, body: { [key]: expect.any(String) as string } });
	});

	test('get 400 for what is no JSON', async () => {
		expect(await act(leavers('macos'), 'lock', '{')).toMatchObject({ status: 400, body: { detail: expect.stringContaining('JSON parse error') as string } });
	});
});

test('10,000 requests an hour, and then 429', async () => {
	for (let request = 0; request < 9_999; request += 1) iru.rateLimits.take({ path: '/api/v1/devices' } as Incoming);
	expect((await call('GET', `/devices/${leavers('macos')}`)).status).toBe(200);
	expect(await call('GET', `/devices/${leavers('macos')}`)).toMatchObject({ status: 429, body: { detail: expect.any(String) as string } });
	clock.move(3_600_000);
	expect((await call('GET', `/devices/${leavers('macos')}`)).status).toBe(200);
});

test('who has a device changes, and a lagging list shows it late', async () => {
	iru.faults.add({ path: /\/devices\?/, effect: { kind: 'lag', reads: 1 } });
	iru.management.assign(leavers('ios'), lookalike.email);
	const ofLeaver = `?user_email_exact=${cast.leaver.workEmail}`;
	expect([(await list(ofLeaver)).length, (await list(ofLeaver)).length]).toEqual([2, 1]);
	iru.management.assign(iru.management.devices().find(({ person, platform }) => person === lookalike.email && platform === 'ios')!.id, null);
	expect(iru.management.devices().filter(({ person }) => person === null)).toHaveLength(2);
});

test('there is no Linux', () => {
	expect(() => iru.management.enrol({ platform: 'linux', owner: 'company', person: null })).toThrow('Iru manages no linux');
});
