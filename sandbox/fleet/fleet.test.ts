import { createClock } from '../clock';
import { cast } from '../company';
import type { FleetDouble } from '.';
import { startFleet } from '.';

const clock = createClock();
let fleet: FleetDouble;
beforeEach(async () => {
	fleet = await startFleet({ clock });
});
afterEach(() => fleet.stop());

interface HostRow {
	id: number;
	uuid: string;
	hostname: string;
	status: string;
	platform: string;
	mdm: { enrollment_status: string | null; device_status: string; pending_action: string };
	device_mapping: { email: string; source: string }[];
	end_users: { idp_username?: string; other_emails: { email: string }[] }[];
}

interface Answer {
	status: number;
	headers: Headers;
	body: {
		message: string;
		errors: { name: string; reason: string }[];
		uuid: string;
		hosts: HostRow[];
		host: HostRow;
		device_mapping: { email: string; source: string }[];
		unlock_pin: string;
		host_id: number;
		results: { command_uuid: string; request_type: string; status: string }[];
		activities: { type: string; actor_email: string; details: { host_id?: number } }[];
		user: { global_role: string | null };
		meta: { has_next_results: boolean };
	};
}

const call = async (method: string, path: string, body?: unknown, token: string | undefined = fleet.connection.token): Promise<Answer> => {
	const answer = await fetch(`${fleet.url}/api/v1/fleet${path}`, { method, headers: { authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
	const text = await answer.text();
	return { status: answer.status, headers: answer.headers, body: (text === '' ? {} : JSON.parse(text)) as Answer['body'] };
};
const status = async (...parameters: Parameters<typeof call>) => (await call(...parameters)).status;
const reason = async (...parameters: Parameters<typeof call>) => {
	const { status: answered, body } = await call(...parameters);
	return [answered, body.errors[0]?.reason];
};
const hostOf = async (id: string) => (await call('GET', `/hosts/${id}`)).body.host;
const deviceOf = async (id: string) => {
	const { device_status: stands, pending_action: pending } = (await hostOf(id)).mdm;
	return [stands, pending];
};
const found = async (query: string) => (await call('GET', `/hosts?per_page=100&page=0&query=${encodeURIComponent(query)}`)).body.hosts.map(({ id }) => String(id));
const act = (id: string, action: string, body?: unknown) => call('POST', `/hosts/${id}/${action}`, body);
const offline = (id: string) => fleet.management.online(id, false);

describe('finding hosts', () => {
	test('the query is part of a name, serial, UUID, address or mapped e-mail', async () => {
		const { leaversLinux, leaversWindows, containingName, misleadingHostname } = fleet.parts;
		expect(await found(cast.leaver.workEmail)).toEqual([leaversLinux, leaversWindows, containingName]);
		expect(await found('mateo.rivas')).toEqual([misleadingHostname]);
		const { uuid, hostname } = await hostOf(leaversWindows);
		const { serial, ip } = fleet.host(leaversWindows);
		for (const text of [uuid, hostname, serial, ip]) expect(await found(text)).toContain(leaversWindows);
		expect(await found('nobody@kestrel.example')).toEqual([]);
	});

	test('a query that is blank or ignored finds everybody’s', async () => {
		expect(await found('')).toHaveLength(fleet.state.hosts.length);
		fleet.settings.queryIgnored = true;
		expect(await found(cast.leaver.workEmail)).toHaveLength(fleet.state.hosts.length);
	});

	test('pages count from nought, are twenty by default, and a size without a page is the first', async () => {
		fleet.populate(150);
		const all = fleet.state.hosts.map(({ id }) => id);
		const ids = async (query: string) => (await call('GET', `/hosts?${query}`)).body.hosts.map(({ id }) => id);
		expect(await ids('')).toEqual(all);
		expect(await ids('per_page=100')).toEqual(all.slice(0, 100));
		expect(await ids('per_page=100&page=1')).toEqual(all.slice(100));
		expect(await ids('per_page=100&page=2')).toEqual([]);
		expect(await ids('page=1')).toEqual(all.slice(20, 40));
		expect(await status('GET', '/hosts?per_page=many')).toBe(400);
	});

	test('by id or identifier; the first of one name', async () => {
		const { leaversWindows, nobodys } = fleet.parts;
		const { uuid, hostname } = await hostOf(leaversWindows);
		for (const identifier of [uuid, hostname, fleet.host(leaversWindows).serial]) expect((await call('GET', `/hosts/identifier/${identifier}`)).body.host.id).toBe(Number(leaversWindows));
		fleet.host(nobodys).hostname = hostname;
		expect((await call('GET', `/hosts/identifier/${hostname}`)).body.host.id).toBe(Number(leaversWindows));
		expect([await status('GET', '/hosts/99999'), await status('GET', '/hosts/identifier/none'), await status('GET', '/hosts/mine')]).toEqual([404, 404, 400]);
		expect((await fetch(`${fleet.url}/api/latest/fleet/hosts/${leaversWindows}`, { headers: { authorization: `Bearer ${fleet.connection.token}` } })).status).toBe(200);
	});

	test('people are in the mapping; those of the identity provider are end users', async () => {
		const { leaversLinux, leaversWindows, nobodys, shared } = fleet.parts;
		const mapping = async (id: string) => (await call('GET', `/hosts/${id}/device_mapping`)).body.device_mapping.map(({ email }) => email);
		expect(await mapping(leaversWindows)).toEqual([cast.leaver.workEmail]);
		expect(await mapping(nobodys)).toEqual([]);
		expect(await mapping(shared)).toEqual([cast.deviceOwner.workEmail, cast.deviceSharer.workEmail]);
		expect((await hostOf(leaversWindows)).end_users).toEqual([{ idp_username: cast.leaver.workEmail, other_emails: [] }]);
		expect((await hostOf(leaversLinux)).end_users).toEqual([{ other_emails: [{ email: cast.leaver.workEmail, source: 'google_chrome_profiles' }] }]);
		const [listed] = (await call('GET', `/hosts?device_mapping=true&query=${fleet.host(leaversWindows).serial}`)).body.hosts;
		expect(listed!.device_mapping).toEqual([{ email: cast.leaver.workEmail, source: 'mdm_idp_accounts' }]);
	});

	test.each([
		['leaversWindows', 'On (automatic)', 'company'],
		['contractorsPersonalMac', 'On (personal)', 'personal'],
		['executivesTablet', 'On (manual)', 'unknown'],
		['leaversLinux', null, 'unknown'],
	] as const)('how %s was enrolled shows as %s: %s', async (part, word, owner) => {
		expect((await hostOf(fleet.parts[part])).mdm.enrollment_status).toBe(word);
		expect(fleet.management.devices().find(({ id }) => id === fleet.parts[part])?.owner).toBe(owner);
	});

	test('newer builds word the enrolment otherwise', async () => {
		fleet.settings.enrollmentWords = { company: 'On (company-owned)', personal: 'On (manual - personal)', unknown: 'On (manual)' };
		expect((await hostOf(fleet.parts.leaversWindows)).mdm.enrollment_status).toBe('On (company-owned)');
	});
});

describe('lock', () => {
	test('a Mac is locked with a PIN that is shown when asked for, and is locked when it has checked in', async () => {
		const { managersMac } = fleet.parts;
		offline(managersMac);
		const { status: answered, body } = await call('POST', `/hosts/${managersMac}/lock?view_pin=true`);
		expect([answered, body.unlock_pin]).toEqual([200, expect.stringMatching(/^\d{6}$/)]);
		expect(await deviceOf(managersMac)).toEqual(['locking', 'lock']);
		expect(fleet.management.pinOf(managersMac)).toBeNull();
		expect(await reason('POST', `/hosts/${managersMac}/unlock`)).toEqual([422, expect.stringContaining('until lock is complete')]);
		fleet.management.checkIn(managersMac);
		expect(await deviceOf(managersMac)).toEqual(['locked', '']);
		expect(fleet.management.pinOf(managersMac)).toBe(body.unlock_pin);
		const revealed = await act(managersMac, 'unlock');
		expect([revealed.status, revealed.body]).toEqual([200, { host_id: Number(managersMac), unlock_pin: body.unlock_pin }]);
		expect(await deviceOf(managersMac)).toEqual(['locked', '']);
		expect(() => fleet.typePin(managersMac, 'wrong')).toThrow('does not open');
		fleet.typePin(managersMac, body.unlock_pin);
		expect(await deviceOf(managersMac)).toEqual(['unlocked', '']);
	});

	test('the PIN is not shown unasked, nor by builds that never do', async () => {
		expect((await act(fleet.parts.managersMac, 'lock')).status).toBe(204);
		fleet.settings.viewPin = false;
		const another = fleet.management.enrol({ platform: 'macos', owner: 'company', person: null });
		expect(await status('POST', `/hosts/${another}/lock?view_pin=true`)).toBe(204);
	});

	test('whatever is online does it by itself, and what is unlocked again is', async () => {
		const { leaversLinux } = fleet.parts;
		expect((await act(leaversLinux, 'lock')).status).toBe(204);
		clock.move(1_000);
		expect(await deviceOf(leaversLinux)).toEqual(['locked', '']);
		offline(leaversLinux);
		expect((await act(leaversLinux, 'unlock')).status).toBe(204);
		expect(await deviceOf(leaversLinux)).toEqual(['unlocking', 'unlock']);
		fleet.management.checkIn(leaversLinux);
		expect(fleet.management.stateOf(leaversLinux)).toEqual({ enrolled: true, locked: false, wiped: false, retired: false });
		expect(fleet.management.commandsOf(leaversLinux)).toEqual([{ action: 'lock', state: 'done', at: expect.any(String) as string }]);
	});

	test('what waits may show only as the pending action', async () => {
		fleet.settings.pendingStatus = 'unchanged';
		offline(fleet.parts.leaversLinux);
		await act(fleet.parts.leaversLinux, 'lock');
		expect(await deviceOf(fleet.parts.leaversLinux)).toEqual(['unlocked', 'lock']);
	});

	test('newer builds answer how the host stands', async () => {
		fleet.settings.answersWithStatus = true;
		offline(fleet.parts.managersMac);
		const { status: answered, body } = await call('POST', `/hosts/${fleet.parts.managersMac}/lock?view_pin=true`);
		expect([answered, body]).toEqual([200, { unlock_pin: expect.any(String) as string, device_status: 'locking', pending_action: 'lock' }]);
	});

	test('Windows and Linux need scripts, Apple needs MDM', async () => {
		fleet.settings.scripts = false;
		for (const part of ['leaversLinux', 'leaversWindows'] as const) expect(await reason('POST', `/hosts/${fleet.parts[part]}/lock`)).toEqual([422, expect.stringContaining('--enable-scripts')]);
		const { managersMac } = fleet.parts;
		await call('DELETE', `/hosts/${managersMac}/mdm`);
		expect(await reason('POST', `/hosts/${managersMac}/lock`)).toEqual([422, expect.stringContaining("doesn't have MDM turned on")]);
	});

	test('a phone goes into Lost Mode, and not everybody’s', async () => {
		const { ownersPhone, executivesTablet, contractorsPersonalMac, managedAndroid } = fleet.parts;
		offline(ownersPhone);
		expect((await act(ownersPhone, 'lock')).status).toBe(204);
		const { uuid } = await hostOf(ownersPhone);
		expect((await call('GET', `/commands?host_identifier=${uuid}`)).body.results).toMatchObject([{ request_type: 'EnableLostMode', status: 'Pending' }]);
		expect(await reason('POST', `/hosts/${executivesTablet}/lock`)).toEqual([400, expect.stringContaining('manually enrolled')]);
		expect(await reason('POST', `/hosts/${contractorsPersonalMac}/lock`)).toEqual([400, expect.stringContaining('personal hosts')]);
		expect(await reason('POST', `/hosts/${managedAndroid}/lock`)).toEqual([422, 'Unsupported host platform: android']);
	});
});

describe('wipe', () => {
	test('is done when the host has checked in, and once', async () => {
		const { leaversWindows } = fleet.parts;
		offline(leaversWindows);
		expect((await act(leaversWindows, 'wipe')).status).toBe(204);
		expect(await deviceOf(leaversWindows)).toEqual(['wiping', 'wipe']);
		expect(await reason('POST', `/hosts/${leaversWindows}/wipe`)).toEqual([422, expect.stringContaining('pending wipe request')]);
		expect(await reason('POST', `/hosts/${leaversWindows}/lock`)).toEqual([422, expect.stringContaining('pending wipe request')]);
		fleet.management.checkIn(leaversWindows);
		expect(await deviceOf(leaversWindows)).toEqual(['wiped', '']);
		expect(fleet.management.stateOf(leaversWindows)).toEqual({ enrolled: false, locked: false, wiped: true, retired: false });
		expect(await status('POST', `/hosts/${leaversWindows}/wipe`)).toBe(422);
		fleet.settings.alreadyAnswer = 409;
		expect(await reason('POST', `/hosts/${leaversWindows}/wipe`)).toEqual([409, 'Host is already wiped.']);
		expect(fleet.management.commandsOf(leaversWindows)).toHaveLength(1);
	});

	test.each([
		[undefined, 'doWipeProtected', '101'],
		[{ windows: { wipe_type: 'doWipe' } }, 'doWipe', '101'],
	])('of Windows with %j is %s', async (body, type, stands) => {
		const { leaversWindows } = fleet.parts;
		offline(leaversWindows);
		await act(leaversWindows, 'wipe', body);
		const { uuid } = await hostOf(leaversWindows);
		expect((await call('GET', `/commands?host_identifier=${uuid}`)).body.results).toMatchObject([{ request_type: `./Device/Vendor/MSFT/RemoteWipe/${type}`, status: stands }]);
		fleet.management.checkIn(leaversWindows);
		expect((await call('GET', `/commands?host_identifier=${uuid}`)).body.results).toMatchObject([{ status: '200' }]);
	});

	test('no other kind of wipe is taken', async () => {
		expect(await status('POST', `/hosts/${fleet.parts.leaversWindows}/wipe`, { windows: { wipe_type: 'everything' } })).toBe(422);
		expect(fleet.management.commandsOf(fleet.parts.leaversWindows)).toEqual([]);
	});

	test('personal Apple hosts and Android that is not fully managed are refused', async () => {
		const { contractorsPersonalMac, personalAndroid, managedAndroid } = fleet.parts;
		expect([await status('POST', `/hosts/${contractorsPersonalMac}/wipe`), await status('POST', `/hosts/${personalAndroid}/wipe`)]).toEqual([400, 422]);
		expect((await act(managedAndroid, 'wipe')).status).toBe(204);
	});

	test('what is locked is not wiped, unless the build does', async () => {
		const { leaversLinux } = fleet.parts;
		offline(leaversLinux);
		await act(leaversLinux, 'lock');
		expect(await reason('POST', `/hosts/${leaversLinux}/wipe`)).toEqual([422, expect.stringContaining('pending lock request')]);
		fleet.management.checkIn(leaversLinux);
		expect(await reason('POST', `/hosts/${leaversLinux}/wipe`)).toEqual([422, expect.stringContaining('until it is unlocked')]);
		fleet.settings.wipesLocked = true;
		expect((await act(leaversLinux, 'wipe')).status).toBe(204);
	});

	test('a device that refuses stays as it was, and can be told again', async () => {
		const { managersMac } = fleet.parts;
		offline(managersMac);
		fleet.management.refuseNext(managersMac);
		await act(managersMac, 'wipe');
		fleet.management.checkIn(managersMac);
		expect(await deviceOf(managersMac)).toEqual(['unlocked', '']);
		const { uuid } = await hostOf(managersMac);
		expect((await call('GET', `/commands?host_identifier=${uuid}`)).body.results).toMatchObject([{ request_type: 'EraseDevice', status: 'Error' }]);
		expect((await act(managersMac, 'wipe')).status).toBe(204);
		fleet.management.checkIn(managersMac);
		expect(fleet.management.commandsOf(managersMac).map(({ state }) => state)).toEqual(['failed', 'done']);
	});
});

describe('what else happens to hosts', () => {
	test('MDM shows as off at once, and is off when the device did it', async () => {
		const { managersMac } = fleet.parts;
		offline(managersMac);
		expect(await status('DELETE', `/hosts/${managersMac}/mdm`)).toBe(204);
		expect((await hostOf(managersMac)).mdm.enrollment_status).toBe('Off');
		expect(fleet.management.stateOf(managersMac)).toMatchObject({ enrolled: true, retired: false });
		fleet.management.checkIn(managersMac);
		expect(fleet.management.stateOf(managersMac)).toMatchObject({ enrolled: false, retired: true });
		expect(await status('DELETE', `/hosts/${managersMac}/mdm`)).toBe(409);
	});

	test('or shows as off no sooner than that', async () => {
		fleet.settings.unenrolShown = 'when-done';
		const { ownersPhone } = fleet.parts;
		offline(ownersPhone);
		await call('DELETE', `/hosts/${ownersPhone}/mdm`);
		expect((await hostOf(ownersPhone)).mdm).toMatchObject({ enrollment_status: 'On (automatic)', device_status: 'unlocked', pending_action: '' });
		fleet.management.checkIn(ownersPhone);
		expect((await hostOf(ownersPhone)).mdm.enrollment_status).toBe('Off');
	});

	test('Windows keeps its MDM, unless the build can turn it off; Linux has none', async () => {
		const { leaversWindows, leaversLinux } = fleet.parts;
		expect([await status('DELETE', `/hosts/${leaversWindows}/mdm`), await status('DELETE', `/hosts/${leaversLinux}/mdm`)]).toEqual([400, 409]);
		fleet.settings.unenrolsWindows = true;
		expect(await status('DELETE', `/hosts/${leaversWindows}/mdm`)).toBe(204);
	});

	test('a deleted host is gone, and comes back under a new id when its agent runs', async () => {
		const { leaversLinux } = fleet.parts;
		offline(leaversLinux);
		expect(await status('DELETE', `/hosts/${leaversLinux}`)).toBe(200);
		expect([await status('GET', `/hosts/${leaversLinux}`), await found(fleet.host(leaversLinux).serial)]).toEqual([404, []]);
		fleet.management.checkIn(leaversLinux);
		expect(await status('GET', `/hosts/${leaversLinux}`)).toBe(404);
		const [again] = await found(fleet.host(leaversLinux).serial);
		expect([again, await deviceOf(again!)]).toEqual([String(fleet.host(leaversLinux).id), ['unlocked', '']]);
	});

	test('what waited for a deleted host never comes', async () => {
		const { managersMac } = fleet.parts;
		offline(managersMac);
		await act(managersMac, 'wipe');
		await call('DELETE', `/hosts/${managersMac}`);
		fleet.management.checkIn(managersMac);
		expect(fleet.management.commandsOf(managersMac)).toMatchObject([{ action: 'wipe', state: 'cancelled' }]);
		expect(fleet.management.stateOf(managersMac).wiped).toBe(false);
	});

	test('scripts can be called back, commands of the MDM cannot, and nothing expires', async () => {
		const { leaversLinux, managersMac } = fleet.parts;
		for (const id of [leaversLinux, managersMac]) {
			offline(id);
			await act(id, 'lock');
			fleet.management.expire(id);
			fleet.cancelScripts(id);
		}
		expect([leaversLinux, managersMac].map((id) => fleet.management.commandsOf(id)[0]?.state)).toEqual(['cancelled', 'queued']);
		expect(await deviceOf(leaversLinux)).toEqual(['unlocked', '']);
	});

	test('hosts are enrolled and given to people', async () => {
		const id = fleet.management.enrol({ platform: 'android', owner: 'personal', person: cast.leaver.workEmail, serial: 'A-1', name: 'pocket' });
		expect(await hostOf(id)).toMatchObject({ hostname: 'pocket', platform: 'android', status: 'offline', mdm: { enrollment_status: 'On (personal)' } });
		fleet.management.own(id, 'company');
		fleet.management.assign(id, null);
		fleet.management.online(id, true);
		expect(fleet.management.devices().at(-1)).toEqual({ id, serial: 'A-1', platform: 'android', owner: 'company', person: null });
		expect((await hostOf(id)).status).toBe('online');
		expect(fleet.management.devices().find((device) => device.id === fleet.parts.shared)?.person).toBeNull();
		expect(() => fleet.management.stateOf('99999')).toThrow('no host');
	});
});

describe('evidence', () => {
	test('a lock of a Mac is left out of the commands of some builds, unless it is asked for', async () => {
		const { managersMac } = fleet.parts;
		await act(managersMac, 'lock');
		const { uuid } = await hostOf(managersMac);
		const types = async (more = '') => (await call('GET', `/commands?host_identifier=${uuid}${more}`)).body.results.map(({ request_type: type }) => type);
		expect(await types()).toEqual(['DeviceLock']);
		fleet.settings.omitsDeviceLock = true;
		expect([await types(), await types('&request_type=DeviceLock'), await types('&request_type=EraseDevice')]).toEqual([[], ['DeviceLock'], []]);
	});

	test('scripts are in no list of commands', async () => {
		await act(fleet.parts.leaversLinux, 'lock');
		expect((await call('GET', `/commands?host_identifier=${fleet.host(fleet.parts.leaversLinux).uuid}`)).body.results).toEqual([]);
	});

	test('activities say what was asked for and by whom, newest first when asked, and hold no PIN', async () => {
		const { leaversLinux, leaversWindows } = fleet.parts;
		await act(leaversLinux, 'lock');
		await act(leaversWindows, 'wipe');
		const { activities, meta } = (await call('GET', '/activities?order_key=created_at&order_direction=desc&per_page=1&page=0')).body;
		expect([activities, meta.has_next_results]).toMatchObject([[{ type: 'wiped_host', actor_email: expect.stringContaining('joiner-mover-leaver') as string, details: { host_id: Number(leaversWindows) } }], true]);
		expect((await call('GET', '/activities')).body.activities.map(({ type }) => type)).toEqual(['locked_host', 'wiped_host']);
		const { unlock_pin: pin } = (await call('POST', `/hosts/${fleet.parts.managersMac}/lock?view_pin=true`)).body;
		expect(JSON.stringify((await call('GET', '/activities')).body)).not.toContain(pin);
		expect(JSON.stringify(fleet.journal.entries)).not.toContain(pin);
	});
});

describe('who may', () => {
	test('nobody without a token, and an observer only reads', async () => {
		const { leaversWindows, leaversLinux } = fleet.parts;
		expect((await call('GET', '/hosts', undefined, 'wrong')).body).toEqual({ message: 'Authentication required', errors: [{ name: 'base', reason: 'Authentication required' }], uuid: expect.any(String) as string });
		const { observerToken } = fleet.connection;
		for (const path of ['/hosts', `/hosts/${leaversWindows}`, `/hosts/${leaversWindows}/device_mapping`, '/commands', '/activities']) expect([path, await status('GET', path, undefined, observerToken)]).toEqual([path, 200]);
		for (const action of ['lock', 'unlock', 'wipe']) expect(await status('POST', `/hosts/${leaversLinux}/${action}`, undefined, observerToken)).toBe(403);
		for (const path of [`/hosts/${leaversLinux}`, `/hosts/${leaversLinux}/mdm`]) expect(await status('DELETE', path, undefined, observerToken)).toBe(403);
		expect((await call('GET', '/me', undefined, observerToken)).body.user.global_role).toBe('observer');
		fleet.removeUser(observerToken);
		expect(await status('GET', '/hosts', undefined, observerToken)).toBe(401);
	});

	test('a maintainer of another team neither sees nor touches the host', async () => {
		const { leaversWindows, ownersPhone } = fleet.parts;
		const { token } = fleet.newUser('maintainer', [fleet.host(ownersPhone).teamId]);
		expect(await status('POST', `/hosts/${leaversWindows}/wipe`, undefined, token)).toBe(403);
		expect(await status('POST', `/hosts/${ownersPhone}/lock`, undefined, token)).toBe(204);
		const listed = (await call('GET', '/hosts', undefined, token)).body.hosts.map(({ id }) => String(id));
		expect([listed.includes(ownersPhone), listed.includes(leaversWindows)]).toEqual([true, false]);
	});

	test.each([402, 403] as const)('without Premium, %s mentions it; fully managed Android is wiped all the same', async (premiumRefusal) => {
		Object.assign(fleet.settings, { premium: false, premiumRefusal });
		for (const action of ['lock', 'unlock', 'wipe']) {
			const { status: answered, body } = await act(fleet.parts.leaversWindows, action);
			expect([action, answered, JSON.stringify(body).includes('Premium')]).toEqual([action, premiumRefusal, true]);
		}
		expect(await status('DELETE', `/hosts/${fleet.parts.managersMac}/mdm`)).toBe(204);
		expect((await act(fleet.parts.managedAndroid, 'wipe')).status).toBe(204);
	});
});

test('errors name what is wrong; a throttle says when to come back', async () => {
	expect((await act('99999', 'lock')).body).toEqual({ message: 'Resource Not Found', errors: [{ name: 'base', reason: expect.stringContaining('99999') as string }], uuid: expect.any(String) as string });
	fleet.faults.add({ times: 1, effect: { kind: 'throttle', retryAfterSeconds: 7 } });
	const thrown = await call('GET', '/hosts');
	expect([thrown.status, thrown.headers.get('retry-after')]).toEqual([429, '7']);
	fleet.rateLimits.set([{ path: /hosts/, limit: 0, windowMs: 5_000 }]);
	const limited = await call('GET', '/hosts');
	expect(limited.status).toBe(429);
	expect(Number(limited.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
});

test('reads that lag see the host as it was', async () => {
	const { leaversLinux } = fleet.parts;
	fleet.faults.add({ method: 'GET', path: /\/hosts\/\d+$/, effect: { kind: 'lag', reads: 1 } });
	offline(leaversLinux);
	await act(leaversLinux, 'lock');
	expect((await deviceOf(leaversLinux))[1]).toBe('');
	expect((await deviceOf(leaversLinux))[1]).toBe('lock');
});
