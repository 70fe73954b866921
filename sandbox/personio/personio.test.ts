import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClock } from '../clock';
import { cast } from '../company';
import { startIngress, type Ingress } from '../ingress';
import { startPersonio, type PersonioDouble } from '.';

const DAY = 86_400_000;
const clock = createClock({ start: '2026-11-20T09:00:00Z', frozen: true });
let personio: PersonioDouble;
let token: string;
beforeEach(async () => {
	clock.set('2026-11-20T09:00:00Z');
	personio = await startPersonio({ clock });
	const { clientId, clientSecret } = personio.connection;
	token = String((await tokenFor({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret })).body['access_token']);
});
afterEach(() => personio.stop());

const answerOf = async (answer: Response) => ({ status: answer.status, type: answer.headers.get('content-type'), body: (answer.status === 204 ? {} : await answer.json()) as Record<string, unknown> });
const tokenFor = async (form: Record<string, string>) => answerOf(await fetch(`${personio.url}/v2/auth/token`, { method: 'POST', body: new URLSearchParams(form) }));
const ask = async (path: string, method = 'GET', body?: object, authorization = `Bearer ${token}`) => answerOf(await fetch(`${personio.url}${path}`, { method, headers: { authorization, 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }));
const rows = ({ body }: { body: Record<string, unknown> }) => body['_data'] as Record<string, unknown>[];
const next = ({ body }: { body: Record<string, unknown> }) => (body['_meta'] as { links: { next?: { href: string } } }).links.next?.href;

const leaver = () => personio.ids.get(cast.leaver.id)!;
const employment = async (id = leaver()) => rows(await ask(`/v2/persons/${id}/employments`))[0]!;

describe('the token', () => {
	test.each([
		['a wrong secret', { client_secret: 'wrong' }, 401],
		['another grant', { grant_type: 'password' }, 400],
	])('%s gets none', async (_, wrong, status) => {
		const { clientId, clientSecret } = personio.connection;
		expect(await tokenFor({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, ...wrong })).toMatchObject({ status, type: 'application/problem+json' });
	});

	test('lapses after a day', async () => {
		clock.move(DAY);
		expect((await ask('/v2/persons')).status).toBe(401);
	});

	test('without the scope is refused', async () => {
		personio.settings.scopes = [];
		expect(await ask('/v2/persons')).toMatchObject({ status: 403, type: 'application/problem+json' });
	});
});

describe('people', () => {
	test('come ten at a time unless asked, and page by page', async () => {
		expect(rows(await ask('/v2/persons'))).toHaveLength(10);
		const first = await ask('/v2/persons?limit=50');
		const second = await ask(next(first)!.replace('https://api.personio.de', ''));
		expect([rows(first).length, rows(second).length, next(second)]).toEqual([50, 25, undefined]);
		expect(new Set([...rows(first), ...rows(second)].map(({ id }) => id)).size).toBe(75);
	});

	test.each(['limit=51', 'limit=0', 'limit=many', 'cursor=made-up', 'status=GONE', 'updated_at.gt=yesterday'])('%s is refused', async (query) => {
		expect((await ask(`/v2/persons?${query}`)).status).toBe(400);
	});

	test('are told apart by whether they are employed, and by when they were changed', async () => {
		expect(rows(await ask('/v2/persons?limit=50&status=INACTIVE')).map(({ id }) => id).sort()).toEqual([cast.former, cast.forgotten].map(({ id }) => personio.ids.get(id)).sort());
		clock.move(DAY / 2);
		personio.change(leaver(), { title: 'Lead Engineer' });
		expect(rows(await ask('/v2/persons?updated_at.gt=2026-11-20T10:00:00Z')).map(({ id }) => id)).toEqual([leaver()]);
	});

	test('have IDs that are staff numbers of others', () => {
		expect([...personio.ids].filter(([staffNumber, id]) => staffNumber === id)).toEqual([]);
		expect(leaver()).toBe(cast.leeWhoStays.id);
	});

	test('nobody has an ID that there is not', async () => {
		for (const path of ['/v2/persons/9999', '/v2/persons/9999/employments', `/v2/persons/${leaver()}/employments/1`]) expect((await ask(path)).status).toBe(404);
	});
});

describe('employments', () => {
	test('say what was ticked for the credential, and leave out the rest without a word', async () => {
		expect(await employment()).toMatchObject({ person: { id: leaver() }, status: 'ACTIVE', employment_end_date: null, termination: null, position: { title: 'Engineer' } });
		personio.settings.attributes = [];
		const { _meta, ...rest } = await employment();
		expect(Object.keys(rest).sort()).toEqual(['id', 'person', 'status']);
	});

	test('end with their last day', async () => {
		personio.terminate(leaver(), '2026-11-30', { lastWorkingDay: '2026-11-27' });
		expect(await employment()).toMatchObject({ status: 'ACTIVE', employment_end_date: '2026-11-30', termination: { terminated_at: '2026-11-20', termination_date: '2026-11-30', last_working_day: '2026-11-27' } });
		clock.set('2026-11-30T12:00:00Z');
		personio.state.tokens.set(token, Number.MAX_SAFE_INTEGER);
		expect((await employment())['status']).toBe('ACTIVE');
		clock.move(DAY);
		expect((await employment())['status']).toBe('INACTIVE');
		personio.takeBack(leaver());
		expect(await employment()).toMatchObject({ status: 'ACTIVE', employment_end_date: null, termination: null });
	});

	test('of whoever comes back are two, the newest first', async () => {
		const id = personio.ids.get(cast.former.id)!;
		personio.rehire(id, '2026-12-01');
		expect(rows(await ask(`/v2/persons/${id}/employments`)).map(({ status }) => status)).toEqual(['ONBOARDING', 'INACTIVE']);
	});
});

describe('webhooks', () => {
	const received: { authorization: string | undefined; body: Record<string, unknown> }[] = [];
	let answerWith = 202;
	let receiver: Server;
	let ingress: Ingress;
	beforeAll(async () => {
		receiver = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk) => (body += String(chunk)));
			request.on('end', () => {
				received.push({ authorization: request.headers.authorization, body: JSON.parse(body) as Record<string, unknown> });
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
	beforeEach(() => {
		received.length = 0;
		answerWith = 202;
		personio.deliveries.trust(ingress.certificate);
	});

	const wanted = (more: object = {}) => ({ url: `${ingress.url}/here`, status: 'ENABLED', auth_type: 'TOKEN', token: 'Bearer s3cret', enabled_events: ['employment.updated', 'employment.terminated'], ...more });

	test.each([
		['another scheme', { url: 'http://example.com' }],
		['no events', { enabled_events: [] }],
		['an event that there is not', { enabled_events: ['person.left'] }],
		['no token', { token: '' }],
		['four headers', { auth_type: 'CUSTOM', custom_headers: { a: '1', b: '2', c: '3', d: '4' } }],
	])('%s is refused', async (_, wrong) => {
		expect((await ask('/v2/webhooks', 'POST', wanted(wrong))).status).toBe(400);
	});

	test('say nothing unless enabled, and are made, shown without their token, changed and removed', async () => {
		const { status: _, ...quiet } = wanted();
		const made = await ask('/v2/webhooks', 'POST', quiet);
		expect(made).toMatchObject({ status: 201, body: { status: 'DISABLED', auth_type: 'TOKEN' } });
		expect(JSON.stringify(await ask('/v2/webhooks'))).not.toContain('s3cret');
		personio.terminate(leaver());
		const path = `/v2/webhooks/${String(made.body['id'])}`;
		expect((await ask(path, 'PATCH', { status: 'ENABLED' })).body['status']).toBe('ENABLED');
		personio.takeBack(leaver());
		await personio.deliveries.waitFor(() => true);
		expect(received).toHaveLength(1);
		expect((await ask(path, 'DELETE')).status).toBe(204);
		expect(rows(await ask('/v2/webhooks'))).toEqual([]);
	});

	test('say at once that somebody was changed, and on the day that they are gone, with the token and no personal data', async () => {
		await ask('/v2/webhooks', 'POST', wanted());
		personio.terminate(leaver(), '2026-11-30');
		await personio.deliveries.waitFor(({ event }) => event === 'employment.updated');
		clock.set('2026-11-30T00:00:00Z');
		await personio.deliveries.waitFor(({ event }) => event === 'employment.terminated');
		expect(received).toMatchObject(['employment.updated', 'employment.terminated'].map((event_name) => ({ authorization: 'Bearer s3cret', body: { event_name, payload: { person: { id: leaver() } } } })));
		expect(JSON.stringify(received)).not.toContain(cast.leaver.lastName);
	});

	test('say nothing on the day about what was taken back', async () => {
		await ask('/v2/webhooks', 'POST', wanted({ enabled_events: ['employment.terminated', 'employment.created'] }));
		personio.terminate(leaver(), '2026-11-30');
		personio.takeBack(leaver());
		clock.set('2026-12-01T00:00:00Z');
		personio.rehire(leaver());
		expect((await personio.deliveries.waitFor(() => true)).event).toBe('employment.created');
	});

	test.each([
		[503, 2],
		[501, 1],
		[404, 1],
	])('that are answered with %i are sent %i times within the hour', async (status, times) => {
		await ask('/v2/webhooks', 'POST', wanted());
		answerWith = status;
		personio.takeBack(leaver());
		await personio.deliveries.waitFor(({ attempt }) => attempt === 1);
		answerWith = 202;
		clock.move(60_000);
		if (times === 2) await personio.deliveries.waitFor(({ attempt }) => attempt === 2);
		personio.change(leaver(), { onLeave: true });
		await personio.deliveries.waitFor(({ attempt, statusCode }) => attempt === 1 && statusCode === 202);
		expect(personio.deliveries.attempts.map(({ attempt }) => attempt)).toEqual([...Array.from({ length: times }, (_, index) => index + 1), 1]);
		expect((await employment())['status']).toBe('LEAVE');
	});
});
