import * as fc from 'fast-check';
import { createClock } from '../clock';
import { cast, people } from '../company';
import { startBambooHr, type BambooDouble } from '.';
import { dayIn, startOfDay } from './dates';

type Values = Record<string, string | null>;
interface Row extends Record<string, string> {
	id: string;
	date: string;
}

const START = '2026-07-03T14:00:00.000Z';
const clock = createClock({ start: START, frozen: true });
let bamboohr: BambooDouble;
beforeEach(async () => {
	clock.set(START);
	bamboohr = await startBambooHr({ clock });
});
afterEach(() => bamboohr.stop());

const basic = (key: string) => `Basic ${Buffer.from(`${key}:x`).toString('base64')}`;
const call = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
	fetch(`${bamboohr.url}/api${path}`, {
		method,
		headers: { authorization: basic(bamboohr.connection.apiKey), accept: 'application/json', ...headers },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
const get = async <T = Values>(path: string) => (await (await call('GET', path)).json()) as T;
const FIELDS = 'status,employmentHistoryStatus,terminationDate,hireDate,department,supervisorEId';
const values = (id: string, extra = '') => get(`/v1/employees/${id}?fields=${FIELDS}${extra}`);

describe('one employee', () => {
	test('the default fields, the asked ones, empty dates, and forbidden or unknown ones left out', async () => {
		expect(await get('/v1/employees/30')).toEqual({ id: '30', firstName: 'Mateo', lastName: 'Rivas' });
		expect(await get('/v1/employees/30?fields=status,terminationDate,supervisorEId,supervisor,payRate,ssn,nonsense,1360')).toEqual({
			id: '30',
			status: 'Active',
			terminationDate: '0000-00-00',
			supervisorEId: '14',
			supervisor: 'Osei, Amara',
			'1360': cast.leaver.workEmail,
		});
	});

	test('id 0 is whoever the key belongs to; the legacy gateway serves the same', async () => {
		expect((await get('/v1/employees/0')).id).toBe('6');
		expect(await get('/gateway.php/kestrel/v1/employees/30')).toEqual(await get('/v1/employees/30'));
	});

	test('unknown, hidden, and too many fields', async () => {
		const unknown = await call('GET', '/v1/employees/999');
		expect([unknown.status, await unknown.text(), unknown.headers.get('x-bamboohr-error-message')]).toEqual([404, '', 'Employee 999 was not found']);
		expect(unknown.headers.get('x-request-id')).toBeTruthy();
		bamboohr.state.apiKeys.get(bamboohr.connection.apiKey)?.hiddenEmployees.push('1');
		expect((await call('GET', '/v1/employees/1')).status).toBe(403);
		expect((await call('GET', `/v1/employees/30?fields=${Array(401).fill('status').join(',')}`)).status).toBe(400);
	});

	test('who does not ask for JSON gets XML', async () => {
		const answer = await call('GET', '/v1/employees/30', undefined, { accept: '*/*' });
		expect([answer.headers.get('content-type'), await answer.text()]).toEqual(['text/xml', expect.stringContaining('<firstName>Mateo</firstName>')]);
	});

	test('a future hire is inactive, and shows the job only when future rows are asked for', async () => {
		expect(await values(cast.futureHire.id)).toMatchObject({ status: 'Inactive', department: null });
		expect(await values(cast.futureHire.id, '&onlyCurrent=false')).toMatchObject({ status: 'Inactive', department: 'Sales' });
	});
});

describe('what HR does', () => {
	test('a termination for today takes effect at once', async () => {
		bamboohr.terminate('42');
		expect(await values('42')).toMatchObject({ status: 'Inactive', employmentHistoryStatus: 'Terminated', terminationDate: '2026-07-03' });
	});

	test('a future termination changes nothing until its day has come', async () => {
		bamboohr.terminate('42', '2026-07-05');
		expect(await values('42')).toMatchObject({ status: 'Active', terminationDate: '0000-00-00' });
		expect(await values('42', '&onlyCurrent=false')).toMatchObject({ status: 'Active', terminationDate: '2026-07-05' });
		clock.set('2026-07-05T00:00:00Z');
		expect(await values('42')).toMatchObject({ status: 'Inactive', terminationDate: '2026-07-05' });
	});

	test('the company’s time zone decides when a day begins', async () => {
		bamboohr.settings.timeZone = 'Australia/Sydney';
		expect(bamboohr.today()).toBe('2026-07-04');
		bamboohr.terminate('42', '2026-07-04');
		expect(await values('42')).toMatchObject({ status: 'Inactive' });
	});

	test('rescinding, re-hiring, moving, renaming, erasing', async () => {
		bamboohr.terminate('42', '2026-07-01');
		bamboohr.rescind('42');
		expect(await values('42')).toMatchObject({ status: 'Active', terminationDate: '0000-00-00' });
		bamboohr.rehire(cast.former.id);
		expect(await get(`/v1/employees/${cast.former.id}?fields=status,hireDate,terminationDate`)).toMatchObject({ status: 'Active', hireDate: '2026-07-03', terminationDate: '0000-00-00' });
		bamboohr.changeJob('42', { department: 'Finance', managerId: '31' });
		expect(await values('42')).toMatchObject({ department: 'Finance', supervisorEId: '31' });
		bamboohr.rename('42', { lastName: 'Park', workEmail: 'jamie.park@kestrel.example' });
		expect(await get('/v1/employees/42?fields=lastName,workEmail')).toMatchObject({ lastName: 'Park', workEmail: 'jamie.park@kestrel.example' });
		bamboohr.deleteEmployee('42');
		expect((await call('GET', '/v1/employees/42')).status).toBe(404);
		expect(bamboohr.hire({ firstName: 'Ada', lastName: 'Lovelace' }).id).toBe('76');
	});
});

test('what HR does can be slow to show', async () => {
	bamboohr.faults.add({ path: /employees/, effect: { kind: 'lag', reads: 2 } });
	bamboohr.terminate('42');
	expect([(await values('42')).status, (await values('42')).status, (await values('42')).status]).toEqual(['Active', 'Active', 'Inactive']);
});

test('reasons with any characters fit into the error header', async () => {
	const answer = await call('GET', `/v1/employees/${encodeURIComponent('ü\n')}`);
	expect([answer.status, answer.headers.get('x-bamboohr-error-message')]).toEqual([404, 'Employee ?? was not found']);
});

describe('tables', () => {
	test('rows of one employee, in no order; of all; of unknown tables', async () => {
		bamboohr.terminate('42', '2026-12-31');
		const rows = await get<Row[]>('/v1/employees/42/tables/employmentStatus');
		expect(rows.map(({ date }) => date)).toEqual(['2026-12-31', expect.stringMatching(/^20/)]);
		expect(rows[0]).toMatchObject({ employeeId: '42', employmentStatus: 'Terminated', terminationTypeId: 'Resignation (Voluntary)' });
		expect(await get<Row[]>('/v1/employees/all/tables/jobInfo')).toHaveLength(people.length);
		expect(await get<Row[]>('/v1/employees/30/tables/jobInfo')).toMatchObject([{ reportsTo: 'Amara Osei', location: 'New York' }]);
		expect((await call('GET', '/v1/employees/42/tables/salaries')).status).toBe(404);
	});

	test('rows can be added, changed and deleted through the API', async () => {
		await call('POST', '/v1_1/employees/42/tables/employmentStatus', { date: '2026-07-01', employmentStatus: 'Terminated' });
		expect(await values('42')).toMatchObject({ status: 'Inactive' });
		const row = (await get<Row[]>('/v1/employees/42/tables/employmentStatus')).find(({ employmentStatus }) => employmentStatus === 'Terminated');
		await call('POST', `/v1/employees/42/tables/employmentStatus/${row?.id}`, { date: '2026-08-01' });
		expect(await values('42')).toMatchObject({ status: 'Active' });
		expect(await (await call('DELETE', `/v1/employees/42/tables/employmentStatus/${row?.id}`)).json()).toEqual({ success: true });
		expect((await call('DELETE', `/v1/employees/42/tables/employmentStatus/${row?.id}`)).status).toBe(404);
	});
});

describe('changed since', () => {
	const since = encodeURIComponent(START);
	const changed = (type = 'all') => get<{ latest: string; employees: Record<string, { action: string }> }>(`/v1/employees/changed?since=${since}&type=${type}`);

	test('nothing is an empty list, as PHP writes it', async () => {
		clock.move(1000);
		expect(await changed()).toEqual({ latest: '2026-07-03T14:00:01+00:00', employees: [] });
	});

	test('a future row marks the employee on the day it is entered, and not when it takes effect', async () => {
		bamboohr.terminate('42', '2026-07-05');
		expect((await changed()).employees).toMatchObject({ '42': { id: '42', action: 'Updated' } });
		clock.set('2026-07-05T12:00:00Z');
		expect((await get<{ employees: object }>(`/v1/employees/changed?since=${encodeURIComponent('2026-07-05T00:00:00Z')}`)).employees).toEqual([]);
	});

	test('inserted, updated, deleted, and each alone', async () => {
		const { id } = bamboohr.hire({ firstName: 'Ada', lastName: 'Lovelace' });
		bamboohr.deleteEmployee('42');
		bamboohr.setFields('30', { mobilePhone: '1' });
		expect((await changed()).employees).toMatchObject({ [id]: { action: 'Inserted' }, '42': { action: 'Deleted' }, '30': { action: 'Updated' } });
		expect(Object.keys((await changed('deleted')).employees)).toEqual(['42']);
		for (const bad of ['yesterday', '2026-07-03T14:00:00+00:00']) expect((await call('GET', `/v1/employees/changed?since=${bad}`)).status).toBe(400);
	});

	test('all rows of a table for everybody who changed', async () => {
		bamboohr.terminate('42');
		const { table, employees } = await get<{ table: string; employees: Record<string, { rows: Row[] }> }>(`/v1/employees/changed/tables/employmentStatus?since=${since}`);
		expect([table, Object.keys(employees), employees['42']?.rows.length]).toEqual(['employmentStatus', ['42'], 2]);
	});
});

describe('the rest', () => {
	test('creating and updating through the API', async () => {
		const created = await call('POST', '/v1/employees', { firstName: 'Ada', lastName: 'Lovelace', hireDate: '2026-07-01', department: 'IT', employmentHistoryStatus: 'Full-Time' });
		expect([created.status, await created.text(), created.headers.get('location')]).toEqual([201, '', `${bamboohr.url}/api/v1/employees/76`]);
		expect(await values('76')).toMatchObject({ status: 'Active', department: 'IT' });
		expect((await call('POST', '/v1/employees/76', { workEmail: 'ada@kestrel.example' })).status).toBe(200);
		expect((await call('POST', '/v1/employees/76', { workEmail: cast.leaver.workEmail })).status).toBe(409);
	});

	test('directory: the active ones, if it is shared at all', async () => {
		const { employees } = await get<{ employees: Values[] }>('/v1/employees/directory');
		expect(employees).toHaveLength(people.filter(({ hiredOn, leftOn }) => hiredOn <= 0 && leftOn === undefined).length);
		bamboohr.settings.directoryShared = false;
		expect((await call('GET', '/v1/employees/directory')).status).toBe(403);
	});

	test('a custom report drops what it does not know, and shows everybody', async () => {
		const report = await (await call('POST', '/v1/reports/custom?format=json&onlyCurrent=false', { title: 'jml', fields: ['id', 'status', 'payRate', 'nonsense'] })).json();
		expect(report).toMatchObject({ title: 'jml', fields: [{ id: 'status' }] });
		expect((report as { employees: object[] }).employees).toHaveLength(people.length);
	});

	test('metadata', async () => {
		expect(await get<object[]>('/v1/meta/fields')).toEqual(expect.arrayContaining([expect.objectContaining({ alias: 'workEmail', name: 'Work Email' })]));
		const lists = await get<{ alias: string; options: { name: string }[] }[]>('/v1/meta/lists');
		expect(lists.find(({ alias }) => alias === 'employmentHistoryStatus')?.options.map(({ name }) => name)).toEqual(['Full-Time', 'Part-Time', 'Contractor', 'Terminated']);
		expect(Object.keys(await get('/v1/meta/users?status=enabled'))).toEqual(['2401', '2402']);
	});
});

test('bad keys are refused, and many of them lock the door for a while', async () => {
	const withKey = async (key: string) => (await call('GET', '/v1/employees/30', undefined, { authorization: basic(key) })).status;
	expect((await fetch(`${bamboohr.url}/api/v1/employees/30`)).status).toBe(401);
	for (let tries = 0; tries < bamboohr.settings.lockOutAfter; tries++) expect(await withKey('wrong')).toBe(401);
	expect([await withKey('wrong'), await withKey(bamboohr.connection.apiKey)]).toEqual([403, 403]);
	clock.move(bamboohr.settings.lockOutMs);
	expect(await withKey(bamboohr.connection.apiKey)).toBe(200);
	bamboohr.disableApiUser(bamboohr.connection.apiKey);
	expect(await withKey(bamboohr.connection.apiKey)).toBe(401);
});

test('throttling says when to come back; the webhook log says it in disguise', async () => {
	bamboohr.faults.add({ times: 2, effect: { kind: 'throttle', retryAfterSeconds: 7 } });
	const plain = await call('GET', '/v1/employees/30');
	expect([plain.status, plain.headers.get('retry-after')]).toEqual([429, '7']);
	const disguised = await call('GET', '/v1/webhooks/1/log');
	expect([disguised.status, await disguised.json()]).toEqual([200, { error: { code: 429, message: 'Over rate limit, please try again in 7 seconds' } }]);
});

test('a day begins where the calendar says it does, in any time zone', () => {
	const zones = ['UTC', 'Europe/London', 'America/New_York', 'Australia/Sydney', 'Pacific/Honolulu', 'Asia/Kolkata', 'Pacific/Apia'];
	fc.assert(
		fc.property(fc.constantFrom(...zones), fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) }), (zone, instant) => {
			const day = dayIn(zone, instant);
			const start = startOfDay(zone, day);
			expect(dayIn(zone, start)).toBe(day);
			expect(dayIn(zone, start - 1) < day).toBe(true);
		}),
	);
});
