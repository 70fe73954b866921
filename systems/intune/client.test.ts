import type { HttpRequest, HttpResponse } from '../http/types';
import { intuneClient } from './client';
import { allDevices, devicesOf, readDevice, readPin } from './devices';
import { holderOf } from './holder';

type Answer = Partial<HttpResponse> | undefined;

const over = (answer: (request: HttpRequest) => Answer) => {
	const sent: HttpRequest[] = [];
	const http = async (request: HttpRequest): Promise<HttpResponse> => {
		sent.push(request);
		return { status: 200, headers: {}, body: { value: [] }, ...answer(request) };
	};
	return { sent, intune: intuneClient(http, { hrIdAttribute: 'employeeId', matchByEmail: true }, () => {}) };
};

const row = (more: object = {}) => ({ id: 'i1', userId: 'U1', userPrincipalName: 'ada.old@acme.test', deviceName: 'KST-1', serialNumber: 'S1', operatingSystem: 'macOS', osVersion: '15.1', managedDeviceOwnerType: 'company', managementAgent: 'mdm', deviceEnrollmentType: 'appleBulkWithUser', enrolledDateTime: '2026-01-01T00:00:00Z', lastSyncDateTime: '2026-11-20T10:00:00Z', ...more });
const ada = { id: 'u1', userPrincipalName: 'Ada@acme.test' };
const holder = { id: 'u1', label: 'ada@acme.test', names: ['u1', 'ada@acme.test'] };
const isUsers = ({ path }: HttpRequest) => path.endsWith('/users');

describe('one device', () => {
	const reading = (device: object, users: readonly object[] = [ada]) => over((request) => ({ body: isUsers(request) ? { value: users } : device })).intune;

	test('is named by who enrolled it, by id, and by its primary users', async () => {
		expect(await readDevice(reading(row()), 'i1')).toMatchObject({ id: 'i1', holders: ['u1'], doubts: [], ownership: 'corporate', platform: 'macos', managed: true, enrolledAt: '2026-01-01T00:00:00.000Z' });
		expect(await readDevice(reading(row({ userId: '' })), 'i1')).toMatchObject({ holders: ['ada.old@acme.test', 'ada@acme.test', 'u1'] });
		expect(await readDevice(reading(row({ userId: '', userPrincipalName: ' ' }), []), 'i1')).toMatchObject({ holders: [], doubts: [expect.stringContaining('primary user')] });
	});

	test('is also somebody else\'s where its primary user has a name that was the leaver\'s', async () => {
		const { holders } = (await readDevice(reading(row(), [{ id: 'U2', userPrincipalName: 'ada.lovelace@acme.test' }]), 'i1'))!;
		expect(holders).toEqual(['u1', 'ada.lovelace@acme.test', 'u2']);
	});

	test('whose primary user has no id proves nothing', async () => {
		await expect(readDevice(reading(row(), [{ id: null, userPrincipalName: 'ada@acme.test' }]), 'i1')).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('is there as long as its own record is, whatever is said of its users', async () => {
		const missing = { status: 404, body: { error: { code: 'ResourceNotFound', message: 'No.' } } };
		const { intune } = over((request) => (isUsers(request) ? missing : { body: row() }));
		await expect(readDevice(intune, 'i1')).rejects.toMatchObject({ code: 'bad_answer', message: expect.stringContaining('primary user') });
		const listing = over((request) => (isUsers(request) ? missing : { body: request.path.startsWith('/v1.0/users') ? { value: [row()] } : row() }));
		await expect(devicesOf(listing.intune, holder)).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('is the same in other letter case', async () => {
		expect(await readDevice(reading(row({ id: 'I1' })), 'i1')).toMatchObject({ id: 'i1' });
	});

	test('with an id that would say something in an address is asked for as it is, and no other', async () => {
		const { intune, sent } = over((request) => ({ body: isUsers(request) ? { value: [] } : row({ id: 'a/../b?$filter=' }) }));
		await readDevice(intune, 'a/../b?$filter=');
		expect(sent.every(({ path }) => path.includes('/managedDevices/a%2F..%2Fb%3F%24filter%3D'))).toBe(true);
	});

	test('that a manager of enrolments set up is doubted in any letter case', async () => {
		expect(await readDevice(reading(row({ deviceEnrollmentType: 'DeviceEnrollmentManager' })), 'i1')).toMatchObject({ doubts: [expect.stringContaining('enrolment manager')] });
	});

	test('that is another than the one that was asked for proves nothing', async () => {
		await expect(readDevice(reading(row({ id: 'i2' })), 'i1')).rejects.toMatchObject({ code: 'bad_answer' });
		await expect(readPin(reading(row({ id: 'i2', deviceActionResults: [{ actionName: 'remoteLock', unlockPin: '481516' }] })), 'i1')).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('is gone only where Intune itself says so', async () => {
		const answering = (body: unknown) => over(() => ({ status: 404, body })).intune;
		expect(await readDevice(answering({ error: { code: 'ResourceNotFound', message: 'No.' } }), 'i1')).toBeNull();
		await expect(readDevice(answering('<html>404</html>'), 'i1')).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test.each([
		['in the same contact', '2026-11-20T10:05:30Z', true],
		['long after', '2026-11-20T11:00:00Z', false],
		['never', null, true],
	])('that was locked and heard of %s', async (_, lastSyncDateTime, locked) => {
		const deviceActionResults = [{ actionName: 'remoteLock', actionState: 'done', startDateTime: '2026-11-20T10:00:00Z', lastUpdatedDateTime: '2026-11-20T10:05:00Z', unlockPin: '481516' }];
		const device = await readDevice(reading(row({ lastSyncDateTime, deviceActionResults })), 'i1');
		expect(device).toMatchObject({ locked });
		expect(JSON.stringify(device)).not.toContain('481516');
		expect(await readDevice(reading(row({ lastSyncDateTime, deviceActionResults, operatingSystem: 'iOS' })), 'i1')).toMatchObject({ locked: null });
	});
});

describe('the devices of somebody', () => {
	test('are asked for by their id in the path, which cannot be left out', async () => {
		const { intune, sent } = over((request) => ({ body: { value: isUsers(request) ? [ada] : [row()] } }));
		expect(await devicesOf(intune, holder)).toMatchObject([{ id: 'i1', holders: ['u1'] }]);
		expect(sent.map(({ path }) => path)).toEqual(['/v1.0/users/u1/managedDevices', '/v1.0/deviceManagement/managedDevices/i1/users']);
		expect(JSON.stringify(sent)).not.toContain('$filter');
		await expect(devicesOf(intune, { ...holder, id: '' })).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('are handed out with what is somebody else\'s, and no more is read then', async () => {
		const { intune, sent } = over(() => ({ body: { value: [row(), row({ id: 'i2', userId: 'u2' })], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/next' } }));
		expect((await devicesOf(intune, holder)).map(({ holders }) => holders)).toEqual([['u1'], ['u2']]);
		expect(sent).toHaveLength(1);
	});

	test('that do not end, or are no list, prove nothing', async () => {
		const { intune } = over(() => ({ body: { value: [row()], '@odata.nextLink': 'https://graph.microsoft.com/v1.0/again' } }));
		await expect(devicesOf(intune, holder)).rejects.toThrow(/does not end/);
		await expect(devicesOf(over(() => ({ body: '<html>Sign in</html>' })).intune, holder)).rejects.toMatchObject({ code: 'bad_answer' });
		await expect(devicesOf(over(() => ({ body: { value: 'all' } })).intune, holder)).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('one that goes while they are read is left out', async () => {
		const { intune } = over(({ path }) => (path.includes('/deviceManagement/') ? { status: 404, body: { error: { code: 'ResourceNotFound', message: 'No.' } } } : { body: { value: [row()] } }));
		expect(await devicesOf(intune, holder)).toEqual([]);
	});

	test('all there are come with the name people know somebody by', async () => {
		const { intune } = over(() => ({ body: { value: [row()] } }));
		for await (const page of allDevices(intune)) expect(page).toMatchObject([{ holders: ['ada.old@acme.test', 'u1'] }]);
	});
});

describe('the person', () => {
	const user = (more: object = {}) => ({ id: 'u1', userPrincipalName: 'Ada@acme.test', mail: 'Ada.Lovelace@acme.test', accountEnabled: true, employeeId: '42', ...more });
	const directory = (users: readonly { id: string; userPrincipalName: string; mail: string | null; employeeId: string | null }[]) =>
		over(({ path, query }) => {
			const key = decodeURIComponent(path.split('/')[3] ?? '');
			if (key === '') return { body: { value: users.filter((one) => String(query?.['$filter']).includes(`'${one.employeeId}'`) || String(query?.['$filter']).includes(`'${one.mail}'`)) } };
			const found = users.find((one) => one.id === key || one.userPrincipalName.toLowerCase() === key.toLowerCase());
			return found === undefined ? { status: 404, body: { error: { code: 'Request_ResourceNotFound', message: 'No.' } } } : { body: found };
		});

	test('is found by the HR id, and known by id, name and address, in lower case', async () => {
		expect(await holderOf(directory([user() as never]).intune, { id: '42', workEmail: null })).toEqual({ kind: 'one', account: { id: 'u1', label: 'Ada@acme.test', names: ['u1', 'ada@acme.test', 'ada.lovelace@acme.test'] } });
	});

	test('is found by the work e-mail only where the account carries no HR id', async () => {
		expect(await holderOf(directory([user({ employeeId: null }) as never]).intune, { id: '42', workEmail: 'ada@acme.test' })).toMatchObject({ kind: 'one' });
		expect(await holderOf(directory([user({ employeeId: '43' }) as never]).intune, { id: '42', workEmail: 'ada@acme.test' })).toMatchObject({ kind: 'none', why: expect.stringContaining("somebody else's") });
	});

	test('who has neither is not looked for', async () => {
		const { intune, sent } = directory([]);
		expect(await holderOf(intune, { id: ' ', workEmail: ' ' })).toMatchObject({ kind: 'none' });
		expect(sent).toEqual([]);
	});

	test('who is nobody there is told of with the option of this node', async () => {
		expect(await holderOf(directory([]).intune, { id: '42', workEmail: null })).toMatchObject({ kind: 'none', why: expect.stringContaining('"Having No Device Is Fine"') });
	});
});
