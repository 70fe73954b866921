import { createClock } from '../clock';
import { startElastic, type ElasticDouble } from './elastic';
import { startSentinel, type SentinelDouble } from './sentinel';
import { startSplunk, type SplunkDouble } from './splunk';
import { eventsIn } from './splunk/stacked';

const clock = createClock();
const channel = { 'x-splunk-request-channel': '6a6d6c00-0000-4000-8000-000000000001' };

describe('Splunk', () => {
	let splunk: SplunkDouble;
	beforeEach(async () => {
		splunk = await startSplunk({ clock });
	});
	afterEach(() => splunk.stop());

	const send = async (body: string, { token = splunk.connection.token, path = '/services/collector/event', headers = {} as { [name: string]: string }, scheme = 'Splunk' } = {}) => {
		const answer = await fetch(`${splunk.url}${path}`, { method: 'POST', headers: { ...(token === '' ? {} : { authorization: `${scheme} ${token}` }), ...headers }, body });
		return { status: answer.status, body: (await answer.json()) as { code: number; ackId?: number; acks?: object } };
	};

	test('events stand one after the other, and each comes as often as it is sent', async () => {
		const two = '{"event":{"a":"}{"},"time":1763632800.125,"index":"audit","fields":{"event_id":"x"}}\n{"event":"\\"{"}';
		expect(await send(two)).toEqual({ status: 200, body: { text: 'Success', code: 0 } });
		await send(two);
		expect(splunk.events()).toHaveLength(4);
		expect(splunk.events()[0]).toMatchObject({ time: 1763632800.125, index: 'audit', event: { a: '}{' }, fields: { event_id: 'x' } });
		expect(splunk.events()[1]).toMatchObject({ index: 'main', event: '"{' });
	});

	test.each([
		['no token', '{"event":1}', { token: '' }, 401, 2],
		['another scheme', '{"event":1}', { scheme: 'Bearer' }, 401, 3],
		['an unknown token', '{"event":1}', { token: 'nope' }, 403, 4],
		['nothing', ' ', {}, 400, 5],
		['an array', '[{"event":1}]', {}, 400, 6],
		['half an object', '{"event":1', {}, 400, 6],
		['an index that is not allowed', '{"event":1,"index":"secret"}', {}, 400, 7],
		['no event', '{"time":1}', {}, 400, 12],
		['a blank event', '{"event":""}', {}, 400, 13],
		['nested fields', '{"event":1,"fields":{"a":{"b":1}}}', {}, 400, 15],
		['a channel that is no GUID', '{"event":1}', { headers: { 'x-splunk-request-channel': 'x' } }, 400, 11],
	])('%s', async (_, body, options, status, code) => {
		expect(await send(body, options)).toMatchObject({ status, body: { code } });
		expect(splunk.events()).toEqual([]);
	});

	test('a disabled token, and a busy server', async () => {
		splunk.state.tokens.get(splunk.connection.token)!.enabled = false;
		expect(await send('{"event":1}')).toMatchObject({ status: 403, body: { code: 1 } });
		splunk.faults.add({ effect: { kind: 'status', status: 503 } });
		expect(await send('{"event":1}')).toMatchObject({ status: 503, body: { code: 9 } });
	});

	test('acknowledgement: not before it is indexed, and true a single time', async () => {
		const token = splunk.connection.tokenWithAcknowledgement;
		splunk.settings.indexesAtOnce = false;
		expect(await send('{"event":1}', { token })).toMatchObject({ status: 400, body: { code: 10 } });
		const { body } = await send('{"event":1}', { token, headers: channel });
		const poll = () => send(JSON.stringify({ acks: [body.ackId] }), { token, headers: channel, path: '/services/collector/ack' });
		expect((await poll()).body.acks).toEqual({ [String(body.ackId)]: false });
		splunk.index();
		expect((await poll()).body.acks).toEqual({ [String(body.ackId)]: true });
		expect((await poll()).body.acks).toEqual({ [String(body.ackId)]: false });
		expect(splunk.events()).toHaveLength(1);
		expect(await send('{"acks":[0]}', { path: '/services/collector/ack', headers: channel })).toMatchObject({ body: { code: 14 } });
	});

	test('what is no row of objects is no batch', () => {
		expect(eventsIn('{"a":1}{"b":2} \n{"c":3}')).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
		expect([eventsIn('{"a":1},{"b":2}'), eventsIn('{'), eventsIn('{a}'), eventsIn('x')]).toEqual([undefined, undefined, undefined, undefined]);
	});
});

describe('Elastic', () => {
	let elastic: ElasticDouble;
	beforeEach(async () => {
		elastic = await startElastic({ clock });
	});
	afterEach(() => elastic.stop());

	const send = async (body: string, { key = elastic.connection.apiKey, target = elastic.connection.dataStream, type = 'application/x-ndjson' } = {}) => {
		const answer = await fetch(`${elastic.url}/${target}/_bulk`, { method: 'POST', headers: { authorization: `ApiKey ${key}`, 'content-type': type }, body });
		return { status: answer.status, body: (await answer.json()) as { errors: boolean; items: { [action: string]: { status: number; error?: { type: string } } }[] } };
	};
	const document = (id: string, source: object = {}, action = 'create') => `${JSON.stringify({ [action]: { _id: id } })}\n${JSON.stringify({ '@timestamp': '2026-11-20T09:00:00.000Z', ...source })}\n`;
	const statuses = async (body: string) => (await send(body)).body.items.map((item) => Object.values(item)[0]!.status);

	test('each document is created once, whatever else is in the request', async () => {
		expect(await statuses(document('1') + document('2'))).toEqual([201, 201]);
		const { status, body } = await send(document('2') + document('3'));
		expect([status, body.errors, body.items.map((item) => item['create']!.status)]).toEqual([200, true, [409, 201]]);
		expect(elastic.documents().map(({ _id }) => _id)).toEqual(['1', '2', '3']);
	});

	test('a data stream takes nothing but creations', async () => {
		expect(await statuses(document('1', {}, 'index'))).toEqual([400]);
		expect(elastic.documents()).toEqual([]);
	});

	test('a field keeps the type it had first', async () => {
		expect(await statuses(document('1', { before: { status: 'ACTIVE' } }) + document('2', { before: 'ACTIVE' }) + document('3', { n: 1 }) + document('4', { n: 'one' }) + document('5', { n: { of: 1 } }))).toEqual([201, 400, 201, 400, 400]);
		expect(await statuses(document('6', { text: 'x'.repeat(40_000) }) + document('7', { event: { original: 'x'.repeat(40_000) } }))).toEqual([400, 201]);
		expect(await statuses(document('8', Object.fromEntries(Array.from({ length: 1_100 }, (_, index) => [`f${index}`, 1]))))).toEqual([400]);
	});

	test.each([
		['an unknown key', document('1'), { key: 'eDp5' }, 401],
		['another data stream', document('1'), { target: 'logs-other-default' }, 403],
		['no line break at the end', document('1').trimEnd(), {}, 400],
		['a line that is no JSON', `${document('1')}{\n`, {}, 400],
		['another content type', document('1'), { type: 'text/plain' }, 406],
	])('%s', async (_, body, options, status) => {
		expect((await send(body, options)).status).toBe(status);
	});

	test('a key that may not create the data stream, and a queue that is full', async () => {
		const key = [...elastic.state.apiKeys.values()][0]!;
		key.privileges = ['create_doc'];
		expect((await send(document('1'))).status).toBe(403);
		key.privileges.push('auto_configure');
		elastic.settings.queue = 1;
		expect(await statuses(document('1') + document('2'))).toEqual([201, 429]);
	});
});

describe('Sentinel', () => {
	let sentinel: SentinelDouble;
	beforeEach(async () => {
		sentinel = await startSentinel({ clock });
	});
	afterEach(() => sentinel.stop());

	const token = async (changes: { [name: string]: string } = {}) => {
		const { clientId, clientSecret, scope, tokenUrl } = sentinel.connection;
		const answer = await fetch(tokenUrl, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope, ...changes }) });
		return { status: answer.status, body: (await answer.json()) as { access_token?: string; error?: string } };
	};
	const send = async (body: string, { bearer, url = sentinel.connection.ingestion }: { bearer?: string; url?: string } = {}) =>
		(await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${bearer ?? (await token()).body.access_token ?? ''}`, 'content-type': 'application/json' }, body })).status;
	const row = (more: object = {}) => JSON.stringify([{ TimeGenerated: '2026-11-20T09:00:00.000Z', EventId: 'x', ...more }]);

	test('keeps known columns and drops the others without a word', async () => {
		expect(await send(row({ Surprise: 1 }))).toBe(204);
		expect(sentinel.rows()).toEqual([{ TimeGenerated: '2026-11-20T09:00:00.000Z', EventId: 'x' }]);
	});

	test('cuts off what is too long for a field', async () => {
		await send(row({ Event: { text: 'x'.repeat(70_000) } }));
		expect(String(sentinel.rows()[0]!['Event'])).toHaveLength(65_536);
	});

	test('tokens: a wrong secret, scope or client, and one that has run out', async () => {
		expect(await token({ client_secret: 'wrong' })).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
		expect(await token({ scope: 'https://monitor.azure.com' })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
		expect(await token({ client_id: 'nobody' })).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
		expect(await send(row(), { bearer: 'made-up' })).toBe(401);
		sentinel.settings.tokenSeconds = -1;
		expect(await send(row())).toBe(401);
	});

	test('a role that is missing, a wrong rule, stream or version, what is no list, and too much', async () => {
		const { ingestion, rule, stream } = sentinel.connection;
		expect(await send(row(), { url: ingestion.replace(rule, 'dcr-other') })).toBe(404);
		expect(await send(row(), { url: ingestion.replace(stream, 'Custom-Other_CL') })).toBe(400);
		expect(await send(row(), { url: ingestion.replace('2023', '2020') })).toBe(400);
		expect(await send('{"TimeGenerated":"2026-11-20T09:00:00Z"}')).toBe(400);
		expect(await send('[{"EventId":"x"}]')).toBe(400);
		expect(await send(row({ Event: 'x'.repeat(1_100_000) }))).toBe(413);
		[...sentinel.state.apps.values()][0]!.mayPublish = false;
		expect(await send(row())).toBe(403);
		expect(sentinel.rows()).toEqual([]);
	});

	test('asks for patience when it is told to', async () => {
		const bearer = (await token()).body.access_token!;
		sentinel.faults.add({ path: /streams/, effect: { kind: 'throttle', retryAfterSeconds: 7 } });
		const answer = await fetch(sentinel.connection.ingestion, { method: 'POST', headers: { authorization: `Bearer ${bearer}` }, body: row() });
		expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '7']);
	});
});
