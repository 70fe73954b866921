import { createClock } from '../clock';
import { cast, outsiders } from '../company';
import { startGoogle, type GoogleDouble } from '.';

type Answer = Record<string, unknown> & { error: { errors: { reason: string }[] } };

const clock = createClock();
let google: GoogleDouble;
let token: string;
beforeEach(async () => {
	google = await startGoogle({ clock, settings: { deviceSyncMs: 60_000 } });
	token = google.tokenFor(outsiders.automation);
});
afterEach(() => google.stop());

const ask = (method: string, path: string, body?: object, bearer = token) =>
	fetch(`${google.url}${path}`, { method, headers: { authorization: `Bearer ${bearer}` }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const read = async <T = Answer>(path: string) => (await (await ask('GET', path)).json()) as T;
const reason = async (method: string, path: string, body?: object, bearer = token) => {
	const answer = await ask(method, path, body, bearer);
	return answer.ok ? String(answer.status) : `${answer.status} ${((await answer.json()) as Answer).error.errors[0]?.reason}`;
};
const sync = () => clock.move(google.settings.deviceSyncMs);

const customer = '/admin/directory/v1/customer/my_customer/devices';
const leaver = cast.leaver.workEmail;

describe('mobile devices', () => {
	const at = `${customer}/mobile`;
	const owned = async () => (await read<{ mobiledevices?: { resourceId: string; status: string; email: string[] }[] }>(`${at}?query=email:${leaver}&projection=FULL&maxResults=100`)).mobiledevices ?? [];
	const act = async (action: string) => reason('POST', `${at}/${(await owned())[0]?.resourceId}/action`, { action });
	const status = async () => (await owned())[0]?.status;

	test('are found by their owner; whoever has none gets a body without any', async () => {
		expect(await owned()).toMatchObject([{ email: [leaver], status: 'APPROVED', type: 'ANDROID' }]);
		expect(await read(`${at}?query=email:${cast.sydney.workEmail}`)).toEqual({ kind: 'admin#directory#mobiledevices' });
		expect(await reason('GET', `${at}?query=colour:red`)).toBe('400 invalid');
		expect(await reason('GET', `${at}/nothing`)).toBe('404 resourceIdNotFound');
	});

	test.each([
		['admin_account_wipe', 'ACCOUNT_WIPING', 'ACCOUNT_WIPED'],
		['admin_remote_wipe', 'WIPING', 'WIPED'],
		['block', 'BLOCKED', 'BLOCKED'],
	])('%s is accepted at once and done when the device syncs', async (action, accepted, done) => {
		expect([await act(action), await status()]).toEqual(['200', accepted]);
		expect([await act(action), await status()]).toEqual(['200', accepted]);
		sync();
		expect(await status()).toBe(done);
		const reported = google.state.activities.filter(({ application }) => application === 'mobile').map(({ parameters }) => parameters.at(-1)?.value);
		expect(reported).toEqual(accepted === done ? [] : [done]);
	});

	test('a wipe can be called off until then', async () => {
		expect(await act('cancel_remote_wipe_then_activate')).toBe('400 invalid');
		await act('admin_account_wipe');
		expect([await act('cancel_remote_wipe_then_activate'), await status()]).toEqual(['200', 'APPROVED']);
		sync();
		expect(await status()).toBe('APPROVED');
		expect(await act('explode')).toBe('400 invalid');
	});

	test('a record can be removed', async () => {
		const [device] = await owned();
		expect([await reason('DELETE', `${at}/${device?.resourceId}`), await reason('DELETE', `${at}/${device?.resourceId}`)]).toEqual(['200', '404 resourceIdNotFound']);
	});
});

describe('Chromebooks', () => {
	const at = `${customer}/chromeos`;
	const owned = async (field = 'user') => (await read<{ chromeosdevices?: { deviceId: string; status: string }[] }>(`${at}?query=${field}:${leaver}`)).chromeosdevices ?? [];
	const change = async (action: string, more: object = {}) => {
		const [device] = await owned();
		const body = { deviceIds: [device?.deviceId, 'nothing'], changeChromeOsDeviceStatusAction: `CHANGE_CHROME_OS_DEVICE_STATUS_ACTION_${action}`, ...more };
		return (await (await ask('POST', `${at}:batchChangeStatus`, body)).json()) as Answer;
	};

	test('are found by user and by who signed in', async () => {
		expect(await owned()).toMatchObject([{ status: 'ACTIVE' }]);
		expect(await owned('recent_user')).toEqual(await owned());
		expect(await read(`${at}?query=user:${cast.sydney.workEmail}`)).not.toHaveProperty('chromeosdevices');
	});

	test('are disabled, enabled and deprovisioned, each with a result of its own', async () => {
		const results = await change('DISABLE');
		expect(results).toMatchObject({ changeChromeOsDeviceStatusResults: [{ response: {} }, { deviceId: 'nothing', error: { code: 5 } }] });
		expect(await owned()).toMatchObject([{ status: 'DISABLED' }]);
		await change('REENABLE');
		expect(await owned()).toMatchObject([{ status: 'ACTIVE' }]);
		expect((await change('DEPROVISION')).error.errors[0]?.reason).toBe('invalid');
		await change('DEPROVISION', { deprovisionReason: 'DEPROVISION_REASON_RETIRING_DEVICE' });
		expect(await change('REENABLE')).toMatchObject({ changeChromeOsDeviceStatusResults: [{ error: { code: 9 } }, {}] });
		expect((await change('DISABLE', { deviceIds: Array.from({ length: 51 }, String) })).error.errors[0]?.reason).toBe('invalid');
	});

	test('a command is followed until the device has carried it out', async () => {
		const [device] = await owned();
		const { commandId } = (await (await ask('POST', `${at}/${device?.deviceId}:issueCommand`, { commandType: 'WIPE_USERS' })).json()) as Answer;
		const path = `${at}/${device?.deviceId}/commands/${String(commandId)}`;
		expect(await read(path)).toMatchObject({ state: 'PENDING', type: 'WIPE_USERS' });
		sync();
		expect(await read(path)).toMatchObject({ state: 'EXECUTED_BY_CLIENT', commandResult: { result: 'SUCCESS' } });
		expect(google.accessOf(leaver).chromeDevices).toBe(0);
		expect(await reason('POST', `${at}/${device?.deviceId}:issueCommand`, { commandType: 'EXPLODE' })).toBe('400 invalid');
	});
});

describe('devices in Cloud Identity', () => {
	const all = 'customer=customers/my_customer';
	const owned = async () => (await read<{ deviceUsers?: { name: string; managementState: string }[] }>(`/v1/devices/-/deviceUsers?filter=email:${leaver}&${all}`)).deviceUsers ?? [];
	const act = async (name: string, verb: string, body: object = { customer: 'customers/my_customer' }) => (await (await ask('POST', `/v1/${name}:${verb}`, body)).json()) as { name: string; done: boolean } & Answer;

	test('the account on a device is wiped: an operation that ends when the device syncs', async () => {
		const [user] = await owned();
		expect(user?.managementState).toBe('APPROVED');
		const operation = await act(user?.name ?? '', 'wipe');
		expect(operation.done).toBe(false);
		expect((await owned())[0]?.managementState).toBe('WIPING');
		expect(await read(`/v1/${operation.name}`)).toMatchObject({ done: false });
		sync();
		expect(await read(`/v1/${operation.name}`)).toMatchObject({ done: true, response: {} });
		expect((await owned())[0]?.managementState).toBe('WIPED');
	});

	test('blocking and calling a wipe off', async () => {
		const [user] = await owned();
		const name = user?.name ?? '';
		expect((await act(name, 'cancelWipe')).error.errors[0]?.reason).toBe('failedPrecondition');
		await act(name, 'wipe');
		await act(name, 'cancelWipe');
		sync();
		expect((await owned())[0]?.managementState).toBe('APPROVED');
		await act(name, 'block');
		sync();
		expect((await owned())[0]?.managementState).toBe('BLOCKED');
	});

	test('a whole device is reset', async () => {
		const name = (await owned())[0]?.name.split('/deviceUsers/')[0] ?? '';
		expect((await act(name, 'wipe', { customer: 'customers/my_customer', removeResetLock: false })).done).toBe(false);
		sync();
		expect(await read(`/v1/${name}`)).toMatchObject({ managementState: 'WIPED', ownerType: 'COMPANY' });
		expect(google.accessOf(leaver).companyDevices).toBe(0);
	});

	test('only for a service account that acts for an admin', async () => {
		const own = google.state.accessTokens.get(token);
		delete own?.serviceAccount;
		expect(await reason('GET', `/v1/devices/-/deviceUsers?${all}`)).toBe('403 forbidden');
		expect(await reason('GET', `/v1/devices/-/deviceUsers?${all}`, undefined, google.tokenFor(cast.adminByGroup.workEmail))).toBe('403 forbidden');
	});

	test('nothing found is an empty body; a foreign customer is refused', async () => {
		expect(await read(`/v1/devices/-/deviceUsers?filter=email:${cast.sydney.workEmail}&${all}`)).toEqual({});
		expect(await reason('GET', '/v1/devices/-/deviceUsers?customer=customers/C0other')).toBe('403 forbidden');
		expect(await reason('GET', '/v1/devices/nothing')).toBe('404 notFound');
	});
});
