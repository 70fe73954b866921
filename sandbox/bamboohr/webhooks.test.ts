import type { AddressInfo } from 'node:net';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import { createClock } from '../clock';
import type { Ingress } from '../ingress';
import { startIngress } from '../ingress';
import { startBambooHr, type BambooDouble } from '.';
import { sign } from './signature';

interface Hook {
	id: string;
	privateKey: string;
	url: string;
	events: string[];
}

const START = '2026-07-03T14:00:00.000Z';
const MINUTE = 60_000;
const clock = createClock({ start: START, frozen: true });

const received: { headers: IncomingHttpHeaders; body: string }[] = [];
let answerWith = 200;
let receiver: Server;
let ingress: Ingress;
let bamboohr: BambooDouble;

beforeAll(async () => {
	receiver = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += String(chunk)));
		request.on('end', () => {
			received.push({ headers: request.headers, body });
			response.writeHead(answerWith).end();
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	ingress = await startIngress({ target: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}` });
});
afterAll(async () => {
	await ingress.stop();
	receiver.close();
});
beforeEach(async () => {
	clock.set(START);
	received.length = 0;
	answerWith = 200;
	bamboohr = await startBambooHr({ clock });
	bamboohr.deliveries.trust(ingress.certificate);
});
afterEach(() => bamboohr.stop());

const call = (method: string, path: string, body?: object, key = bamboohr.connection.apiKey) =>
	fetch(`${bamboohr.url}/api/v1/webhooks${path}`, {
		method,
		headers: { authorization: `Basic ${Buffer.from(`${key}:x`).toString('base64')}`, accept: 'application/json' },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});

const config = (changes: object = {}) => ({
	name: 'jml',
	url: `${ingress.url}/webhook/abc`,
	format: 'json',
	events: ['employee.created', 'employee.updated', 'employee.deleted'],
	monitorFields: ['status', 'employmentHistoryStatus', 'terminationDate', 'department', 'lastName', 'workEmail', '4480'],
	postFields: {},
	includeCompanyDomain: true,
	...changes,
});
const create = async (changes: object = {}) => (await (await call('POST', '', config(changes))).json()) as Hook;
const payloads = () => received.map(({ body }) => JSON.parse(body) as { type: string; timestamp: string; data: Record<string, unknown>; employees: Record<string, unknown>[] });

test('the signature of a recorded delivery', () => {
	const body = '{"employees":[{"changedFields":["First name"],"fields":{"Employee #":{"value":"300"},"First name":{"value":"Tefi"},"Last name":{"value":"Adams"}},"id":"5"}]}';
	expect(sign('123b929362d51613054f71e5e5d4bf2c', body, '1658248023')).toBe('56491dd9c2b352bc5f4fc627159aae20ddff9c8cb19f239a6de6771dc5310bac');
});

describe('registration', () => {
	test('the private key is shown once', async () => {
		const created = await call('POST', '', config());
		const hook = (await created.json()) as Hook;
		expect([created.status, hook]).toEqual([201, expect.objectContaining({ id: expect.any(String), privateKey: expect.stringMatching(/^[0-9a-f]{32}$/), lastSent: null })]);
		expect(await (await call('GET', `/${hook.id}`)).json()).not.toHaveProperty('privateKey');
		expect(await (await call('GET', '')).json()).toMatchObject({ webhooks: [{ id: hook.id, name: 'jml', url: hook.url }] });
	});

	test.each([
		['http address', { url: 'http://localhost/x' }, 'url must start with https://'],
		['no name', { name: '' }, 'name is required'],
		['unknown format', { format: 'xml' }, 'format must be json or form-encoded'],
		['unknown event', { events: ['employee.fired'] }, 'events contains unknown values: employee.fired'],
		['mixed families', { events: ['employee.created', 'employee_with_fields.updated'] }, 'events cannot mix employee.* with employee_with_fields.*'],
		['updates without monitored fields', { monitorFields: [] }, 'monitorFields is required when an updated event is subscribed'],
		['twice the same output name', { events: ['employee_with_fields.created'], postFields: { firstName: 'a', lastName: 'a' } }, 'duplicatePostString'],
	])('%s is refused', async (_name, changes, issue) => {
		const answer = await call('POST', '', config(changes));
		expect([answer.status, await answer.json()]).toEqual([400, { errors: [{ error: 'Invalid request body', issues: [issue] }] }]);
	});

	test('without events it is the legacy family, which then needs monitored fields', async () => {
		expect((await create({ events: undefined })).events).toEqual(['employee_with_fields.created', 'employee_with_fields.updated', 'employee_with_fields.deleted']);
		expect((await call('POST', '', config({ events: undefined, monitorFields: undefined }))).status).toBe(400);
	});

	test('fields that are unknown, or have no alias, are refused with their list', async () => {
		const answer = await call('POST', '', config({ monitorFields: ['status', 'nonsense', 'customContractEnd'] }));
		expect([answer.status, await answer.json()]).toEqual([403, { errors: [{ unknownFields: [{ id: 'nonsense', name: 'nonsense' }, { id: '4480', name: 'Contract End' }] }] }]);
	});

	test('replacing resets what is left out and keeps the key; deleting deletes', async () => {
		const hook = await create();
		await call('PUT', `/${hook.id}`, { name: 'jml', url: hook.url, format: 'json', events: ['employee.deleted'] });
		expect(await (await call('GET', `/${hook.id}`)).json()).toMatchObject({ monitorFields: [], includeCompanyDomain: false });
		expect(bamboohr.state.webhooks.get(hook.id)?.privateKey).toBe(hook.privateKey);
		expect([(await call('DELETE', `/${hook.id}`)).status, (await call('DELETE', `/${hook.id}`)).status]).toEqual([200, 404]);
	});

	test('webhooks belong to whoever made them', async () => {
		const { id } = await create();
		const foreign = await call('GET', `/${id}`, undefined, bamboohr.connection.otherApiKey);
		expect([foreign.status, await foreign.json()]).toEqual([403, { errors: { error: `You do not have access to webhook ID: ${id}` } }]);
		expect(await (await call('GET', '', undefined, bamboohr.connection.otherApiKey)).json()).toEqual({ webhooks: [] });
	});

	test('what can be monitored and posted', async () => {
		const { fields } = (await (await call('GET', '/monitor_fields')).json()) as { fields: { id: string; alias: string | null }[] };
		expect(fields).toEqual(expect.arrayContaining([expect.objectContaining({ id: '16', alias: 'status' }), expect.objectContaining({ id: '4480', alias: null })]));
		expect(await (await call('GET', '/post-fields')).json()).toMatchObject({ fields: expect.any(Array), tables: [], pages: [] });
	});
});

describe('delivery', () => {
	test('a termination is a signed update without values', async () => {
		const { privateKey } = await create();
		bamboohr.terminate('42');
		await bamboohr.deliveries.settled();
		expect(payloads()).toEqual([
			{ type: 'employee.updated', timestamp: '2026-07-03T14:00:00+0000', data: { companyId: '24680', employeeId: '42', changedFields: ['terminationDate', 'status', 'employmentHistoryStatus'] } },
		]);
		const [{ headers, body } = { headers: {} as IncomingHttpHeaders, body: '' }] = received;
		const timestamp = String(headers['x-bamboohr-timestamp']);
		expect(timestamp).toBe(String(Date.parse(START) / 1000));
		expect(headers['x-bamboohr-signature']).toBe(sign(privateKey, body, timestamp));
		expect(headers['company-domain']).toBe('kestrel');
	});

	test('a hire is created and then updated; an erased record is deleted', async () => {
		await create();
		const { id } = bamboohr.hire({ firstName: 'Ada', lastName: 'Lovelace', department: 'IT' });
		bamboohr.deleteEmployee(id);
		await bamboohr.deliveries.settled();
		expect(payloads().map(({ type }) => type)).toEqual(['employee.created', 'employee.updated', 'employee.deleted']);
	});

	test('a future-dated row makes no news when it is entered, only when it takes effect', async () => {
		await create();
		bamboohr.terminate('42', '2026-07-05');
		await bamboohr.deliveries.settled();
		expect(received).toEqual([]);
		clock.move(3 * 24 * 60 * MINUTE);
		await bamboohr.deliveries.settled();
		expect(payloads()).toMatchObject([{ timestamp: '2026-07-05T00:00:00+0000', data: { employeeId: '42' } }]);
	});

	test('a rescinded future termination never makes news', async () => {
		await create();
		bamboohr.terminate('42', '2026-07-05');
		bamboohr.rescind('42');
		clock.move(3 * 24 * 60 * MINUTE);
		await bamboohr.deliveries.settled();
		expect(received).toEqual([]);
	});

	test('standard fields that change together are one event, custom ones another; unwatched ones none', async () => {
		await create();
		bamboohr.setFields('42', { lastName: 'Park', workEmail: 'p@kestrel.example', customContractEnd: '2026-12-31', mobilePhone: '1' });
		bamboohr.setFields('42', { mobilePhone: '2' });
		await bamboohr.deliveries.settled();
		expect(payloads().map(({ data }) => data.changedFields)).toEqual([['lastName', 'workEmail'], ['4480']]);
	});

	test('watching one column of a table watches the table', async () => {
		await create({ monitorFields: ['department'] });
		bamboohr.changeJob('42', { jobTitle: 'Manager' });
		await bamboohr.deliveries.settled();
		expect(payloads()).toMatchObject([{ data: { changedFields: ['jobTitle'] } }]);
	});

	test('changes made through the API make news as well', async () => {
		await create();
		await fetch(`${bamboohr.url}/api/v1/employees/42`, { method: 'POST', headers: { authorization: `Basic ${Buffer.from(`${bamboohr.connection.apiKey}:x`).toString('base64')}` }, body: '{"lastName":"Park"}' });
		await bamboohr.deliveries.settled();
		expect(payloads()).toMatchObject([{ data: { employeeId: '42', changedFields: ['lastName'] } }]);
	});

	test('the legacy family carries values, under their display names or under chosen ones', async () => {
		const legacy = { events: ['employee_with_fields.updated'], monitorFields: ['lastName', 'status'] };
		await create(legacy);
		await create({ ...legacy, postFields: { lastName: 'surname' } });
		bamboohr.rename('42', { lastName: 'Park' });
		await bamboohr.deliveries.settled();
		const common = { id: '42', action: 'Updated', timestamp: '2026-07-03T14:00:00+0000', changedFields: ['Last Name'] };
		expect(payloads().map(({ employees }) => employees)).toEqual([
			[{ ...common, fields: { 'Last Name': 'Park', Status: 'Active' } }],
			[{ ...common, fields: { surname: 'Park' } }],
		]);
	});

	test('form-encoded', async () => {
		await create({ format: 'form-encoded' });
		bamboohr.rename('42', { lastName: 'Park' });
		await bamboohr.deliveries.settled();
		expect(received[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
		expect(Object.fromEntries(new URLSearchParams(received[0]?.body))).toEqual({ type: 'employee.updated', timestamp: '2026-07-03T14:00:00+0000', 'data[companyId]': '24680', 'data[employeeId]': '42', 'data[changedFields][0]': 'lastName' });
	});

	test('nothing comes from a webhook whose owner is disabled or may not see the field', async () => {
		await create();
		bamboohr.state.apiKeys.get(bamboohr.connection.apiKey)?.hiddenFields.push('lastName');
		bamboohr.rename('42', { lastName: 'Park' });
		bamboohr.disableApiUser(bamboohr.connection.apiKey);
		bamboohr.terminate('42');
		await bamboohr.deliveries.settled();
		expect(received).toEqual([]);
	});
});

describe('retries', () => {
	const attempt = (number: number) => bamboohr.deliveries.waitFor(({ attempt: made }) => made === number);

	test('5xx is retried on schedule, five times, then given up', async () => {
		const { id } = await create();
		answerWith = 503;
		bamboohr.terminate('42');
		for (const [index, minutes] of [5, 10, 20, 40, 80].entries()) {
			const { status, retryAt } = await attempt(index + 1);
			expect([status, Date.parse(retryAt ?? '') - clock.now()]).toEqual(['will-retry', minutes * MINUTE]);
			clock.move(minutes * MINUTE - 1);
			await bamboohr.deliveries.settled();
			expect(received).toHaveLength(index + 1);
			clock.move(1);
		}
		expect(await attempt(6)).toMatchObject({ status: 'given-up', statusCode: 503 });
		expect(new Set(received.map(({ body }) => body)).size).toBe(1);
		const log = (await (await call('GET', `/${id}/log`)).json()) as object[];
		expect(log).toHaveLength(6);
		expect(log[0]).toMatchObject({ webhookId: id, statusCode: 503, lastSuccess: '', employeeIds: ['42'] });
	});

	test('a retry that gets through is the last one', async () => {
		await create();
		answerWith = 500;
		bamboohr.terminate('42');
		await attempt(1);
		answerWith = 204;
		clock.move(5 * MINUTE);
		expect((await attempt(2)).status).toBe('delivered');
		clock.move(1000 * MINUTE);
		await bamboohr.deliveries.settled();
		expect(received).toHaveLength(2);
	});

	test('4xx is never retried', async () => {
		await create();
		answerWith = 404;
		bamboohr.terminate('42');
		expect((await attempt(1)).status).toBe('rejected');
		clock.move(1000 * MINUTE);
		await bamboohr.deliveries.settled();
		expect(received).toHaveLength(1);
	});

	test('an address nobody answers at, or with a certificate nobody vouches for, is retried', async () => {
		const stranger = await startIngress();
		await create({ url: 'https://localhost:1/x' });
		await create({ url: `${stranger.url}/x` });
		bamboohr.terminate('42');
		await bamboohr.deliveries.settled();
		expect(bamboohr.deliveries.attempts.map(({ status, error }) => [status, error])).toEqual([
			['will-retry', expect.stringContaining('ECONNREFUSED')],
			['will-retry', expect.stringContaining('self-signed')],
		]);
		await stranger.stop();
	});

	test('deliveries can get lost, and the same bytes can come again', async () => {
		await create();
		bamboohr.settings.deliveriesToLose = 1;
		bamboohr.terminate('42');
		expect((await attempt(1)).status).toBe('lost');
		expect(received).toEqual([]);
		bamboohr.rescind('42');
		const delivered = await bamboohr.deliveries.waitFor(({ status }) => status === 'delivered');
		await Promise.all([bamboohr.deliveries.redeliver(delivered), bamboohr.deliveries.redeliver(delivered)]);
		expect(received.map(({ headers }) => headers['x-bamboohr-signature'])).toEqual(Array(3).fill(delivered.headers['x-bamboohr-signature']));
	});
});
