import { createClock } from '../../clock';
import type { ServiceNowDouble } from '.';
import { startServiceNow } from '.';

const clock = createClock();
let serviceNow: ServiceNowDouble;
beforeEach(async () => {
	serviceNow = await startServiceNow({ clock });
});
afterEach(() => serviceNow.stop());

const basic = ({ user, password }: { user: string; password: string }) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

interface Answer {
	status: number;
	headers: Headers;
	body: { result: Record<string, unknown> & Record<string, unknown>[]; error: { message: string }; access_token: string };
}

const call = async (method: string, path: string, { body, authorization = basic(serviceNow.connection) }: { body?: unknown; authorization?: string } = {}): Promise<Answer> => {
	const answer = await fetch(`${serviceNow.url}${path}`, { method, headers: { authorization, accept: 'application/json' }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }) });
	const text = await answer.text();
	return { status: answer.status, headers: answer.headers, body: (text === '' ? undefined : JSON.parse(text)) as Answer['body'] };
};
const INCIDENT = '/api/now/table/incident';
const create = (more: object = {}) => call('POST', INCIDENT, { body: { short_description: 'Laptop of Mateo Rivas', correlation_id: 'hr_event_1/laptop', ...more } });
const search = (query: string, more = '') => call('GET', `${INCIDENT}?sysparm_query=${encodeURIComponent(query)}${more}`);

describe('a ticket', () => {
	test('is created with a number, and found by its correlation id', async () => {
		const made = await create({ no_such_field: 'dropped' });
		expect(made).toMatchObject({ status: 201, body: { result: { number: 'INC0010001', state: '1', correlation_id: 'hr_event_1/laptop', opened_by: { link: expect.stringContaining('/api/now/table/sys_user/') as string } } } });
		expect(made.body.result).not.toHaveProperty('no_such_field');
		await create({ correlation_id: 'hr_event_2/laptop' });
		const found = await search('correlation_id=hr_event_1/laptop^active=true');
		expect([found.body.result.map(({ number }) => number), found.headers.get('x-total-count')]).toEqual([['INC0010001'], '1']);
	});

	test('is read, changed and deleted by its id', async () => {
		const { sys_id: id } = (await create()).body.result;
		expect((await call('PATCH', `${INCIDENT}/${String(id)}`, { body: { state: '6' } })).body.result).toMatchObject({ state: '6' });
		expect((await call('DELETE', `${INCIDENT}/${String(id)}`)).status).toBe(204);
		expect(await call('GET', `${INCIDENT}/${String(id)}`)).toMatchObject({ status: 404, body: { error: { message: 'No Record found' } } });
	});
});

describe('a query', () => {
	beforeEach(async () => {
		for (const id of ['a', 'b', 'c']) await create({ correlation_id: id });
	});

	test.each([
		['correlation_id=a^ORcorrelation_id=b', ['a', 'b']],
		['correlation_id!=a', ['b', 'c']],
		['correlation_idISEMPTY', []],
		['short_descriptionLIKEMateo^correlation_idSTARTSWITHc', ['c']],
	])('%s', async (query, ids) => {
		expect((await search(query)).body.result.map(({ correlation_id: id }) => id)).toEqual(ids);
	});

	test('by a field that is not there is no query: everything comes back', async () => {
		expect((await search('corelation_id=a')).body.result).toHaveLength(3);
		serviceNow.settings.invalidQueryReturnsNoRows = true;
		expect((await search('corelation_id=a')).body.result).toEqual([]);
	});

	test('is paged, and shows the fields that are asked for', async () => {
		const page = await search('', '&sysparm_limit=2&sysparm_offset=1&sysparm_fields=correlation_id');
		expect([page.body.result, page.headers.get('x-total-count')]).toEqual([[{ correlation_id: 'b' }, { correlation_id: 'c' }], '3']);
	});
});

describe('is refused', () => {
	test('without a valid credential', async () => {
		expect(await call('GET', INCIDENT, { authorization: basic({ user: 'joiner.mover.leaver', password: 'wrong' }) })).toMatchObject({ status: 401, body: { error: { message: 'User Not Authenticated' } } });
	});

	test('who may sign in and not write: lists are empty for them, and nothing is created', async () => {
		await create();
		const authorization = basic(serviceNow.connection.reader);
		expect((await call('GET', INCIDENT, { authorization })).body.result).toEqual([]);
		expect((await call('POST', INCIDENT, { authorization, body: {} })).status).toBe(403);
		expect(serviceNow.tickets()).toHaveLength(1);
	});

	test('what is no JSON, and a table that is not there', async () => {
		expect((await call('POST', INCIDENT, { body: '{' })).status).toBe(400);
		expect((await call('GET', '/api/now/table/incidents')).body.error.message).toBe('Invalid table incidents');
	});
});

test('tokens are given for a client’s secret, and lapse', async () => {
	const { clientId, clientSecret, refreshToken } = serviceNow.connection.oauth;
	const ask = async (form: Record<string, string>) => {
		const answer = await fetch(`${serviceNow.url}/oauth_token.do`, { method: 'POST', body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form }) });
		return { status: answer.status, token: ((await answer.json()) as Answer['body']).access_token };
	};
	const { token } = await ask({ grant_type: 'refresh_token', refresh_token: refreshToken });
	expect((await call('GET', INCIDENT, { authorization: `Bearer ${token}` })).status).toBe(200);
	clock.move(1_801_000);
	expect((await call('GET', INCIDENT, { authorization: `Bearer ${token}` })).status).toBe(401);
	expect((await ask({ grant_type: 'client_credentials', client_secret: 'wrong' })).status).toBe(401);
	expect((await ask({ grant_type: 'refresh_token', refresh_token: 'wrong' })).status).toBe(401);
});

test('faults speak ServiceNow’s language', async () => {
	serviceNow.faults.add({ times: 1, effect: { kind: 'throttle', retryAfterSeconds: 3 } });
	const throttled = await search('');
	expect([throttled.status, throttled.headers.get('retry-after'), throttled.body.error.message]).toEqual([429, '3', 'Rate limit exceeded']);
});
