import { createClock } from '../clock';
import { startDouble, type RunningDouble } from './double';
import type { FaultSpec } from './faults';
import { longestChain } from './journal';
import { jsonBody, ok, Refusal } from './message';
import type { VendorStyle } from './style';

const reply = (status: number, headers: Record<string, string> = {}) => ({ status, headers, body: { vendor: status } });

const style: VendorStyle = {
	notFound: () => reply(404),
	unknownMethod: () => reply(405),
	forbidden: (_incoming, needs) => ({ status: 403, body: { needs } }),
	throttled: (_incoming, { resetInSeconds, rate }) => reply(429, resetInSeconds === undefined && rate === undefined ? {} : { 'x-reset': String(resetInSeconds ?? rate?.resetsAt) }),
	failed: (_incoming, status) => reply(status),
	everyAnswer: (_incoming, _reply, rate) => ({ 'x-vendor': 'yes', ...(rate === undefined ? {} : { 'x-rate': rate === 'unlimited' ? rate : String(rate.remaining) }) }),
};

interface Shelf {
	books: Map<string, string>;
}

const clock = createClock();
let double: RunningDouble<Shelf>;

beforeEach(async () => {
	double = await startDouble<Shelf, string>(
		() => ({
			name: 'library',
			state: { books: new Map([['1', 'Dune']]) },
			style,
			nobody: '',
			authenticate: ({ headers }) => {
				if (headers.authorization === undefined) throw new Refusal(reply(401));
				return 'reader';
			},
			routes: [
				{ method: 'GET', path: '/books/:id', needs: 'read', handle: ({ state, params, caller }) => ok({ title: state.books.get(params.id ?? ''), caller }) },
				{
					method: 'PUT',
					path: '/books/:id',
					needs: 'write',
					handle: ({ state, params, incoming }) => {
						state.books.set(params.id ?? '', String(jsonBody(incoming)?.title));
						return ok({ saved: true });
					},
				},
				{
					method: 'GET',
					path: '/broken',
					open: true,
					handle: () => {
						throw new Error('bug');
					},
				},
			],
		}),
		{ clock },
	);
});
afterEach(() => double.stop());

const ask = (method: string, path: string, body?: object) =>
	fetch(`${double.url}${path}`, { method, redirect: 'manual', headers: { authorization: 'Basic secret' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
const title = async () => ((await (await ask('GET', '/books/1')).json()) as { title: string }).title;
const fault = (effect: FaultSpec['effect'], spec: Omit<FaultSpec, 'effect'> = {}) => double.faults.add({ effect, ...spec });

test('routes, parameters, authentication and errors in the vendor’s words', async () => {
	expect(await (await ask('GET', '/books/1?x=1')).json()).toEqual({ title: 'Dune', caller: 'reader' });
	expect((await fetch(`${double.url}/books/1`)).status).toBe(401);
	expect((await ask('GET', '/nowhere')).status).toBe(404);
	expect((await ask('DELETE', '/books/1')).status).toBe(405);
	const broken = await ask('GET', '/broken');
	expect([broken.status, broken.headers.get('x-sandbox-bug')]).toEqual([500, 'Error: bug']);
});

test('the journal keeps every request, without credentials', async () => {
	await ask('PUT', '/books/2?draft=no', { title: 'Emma' });
	expect(double.journal.writes).toMatchObject([
		{ method: 'PUT', path: '/books/2', query: { draft: 'no' }, headers: { authorization: 'Basic [redacted]' }, body: '{"title":"Emma"}', status: 200 },
	]);
	expect(JSON.stringify(double.journal.entries)).not.toContain('secret');
	double.journal.clear();
	expect(double.journal.entries).toEqual([]);
});

test('the longest chain counts requests that waited for each other, not those that ran together', async () => {
	double.latency.ms = 15;
	await Promise.all([ask('GET', '/books/1'), ask('GET', '/books/1'), ask('GET', '/books/1')]);
	await ask('GET', '/books/1');
	expect(double.journal.entries).toHaveLength(4);
	expect(longestChain(double.journal.entries)).toHaveLength(2);
});

test.each([
	['status', { kind: 'status', status: 503, headers: { 'retry-after': '2' } }, 503, { 'retry-after': '2', 'x-rate': null }],
	['throttle with a reset', { kind: 'throttle', resetInSeconds: 9 }, 429, { 'x-reset': '9' }],
	['throttle without any hint', { kind: 'throttle' }, 429, { 'x-reset': null, 'x-rate': null, 'x-vendor': 'yes' }],
	['html', { kind: 'html' }, 200, { 'content-type': 'text/html; charset=utf-8' }],
	['login-redirect', { kind: 'login-redirect' }, 302, { location: '/login' }],
	['not-found', { kind: 'not-found' }, 404, {}],
	['forbidden', { kind: 'forbidden' }, 403, {}],
] as const)('fault %s', async (_name, effect, status, headers) => {
	const added = fault(effect);
	const answer = await ask('GET', '/books/1');
	expect(answer.status).toBe(status);
	for (const [name, value] of Object.entries(headers)) expect(answer.headers.get(name)).toBe(value);
	expect([added.hits, double.journal.entries[0]?.fault]).toEqual([1, effect.kind]);
});

test('a fault strikes so many times, after so many fitting requests, and only where it fits', async () => {
	fault({ kind: 'status', status: 500 }, { method: 'GET', path: /^\/books\/1\?v=\d$/, after: 1, times: 2 });
	const statuses = [];
	for (const path of ['/books/1?v=1', '/books/1', '/books/1?v=2', '/books/1?v=3', '/books/1?v=4']) statuses.push((await ask('GET', path)).status);
	expect(statuses).toEqual([200, 200, 500, 500, 200]);
});

test('truncated JSON arrives as a whole message that cannot be parsed', async () => {
	fault({ kind: 'truncated' });
	const answer = await ask('GET', '/books/1');
	expect(answer.status).toBe(200);
	await expect(answer.json()).rejects.toThrow(/JSON/);
});

test('a time-out never answers, a reset breaks the connection; both can come after the change', async () => {
	fault({ kind: 'timeout', applied: true }, { method: 'PUT' });
	await expect(fetch(`${double.url}/books/1`, { method: 'PUT', headers: { authorization: 'x' }, body: '{"title":"Emma"}', signal: AbortSignal.timeout(30) })).rejects.toThrow();
	expect(await title()).toBe('Emma');
	const broken = await double.journal.waitFor(({ method }) => method === 'PUT');
	expect(broken).toMatchObject({ broken: true, fault: 'timeout' });
	double.faults.clear();
	fault({ kind: 'reset' }, { method: 'PUT' });
	await expect(ask('PUT', '/books/1', { title: 'Ulysses' })).rejects.toThrow();
	expect(await title()).toBe('Emma');
});

test('a lie says yes and changes nothing', async () => {
	fault({ kind: 'lie' }, { method: 'PUT' });
	expect(await (await ask('PUT', '/books/1', { title: 'Emma' })).json()).toEqual({ saved: true });
	expect(await title()).toBe('Dune');
});

test('lagging reads show the state before the write, so many times', async () => {
	fault({ kind: 'lag', reads: 2 }, { path: /books/ });
	expect(await title()).toBe('Dune');
	await ask('PUT', '/books/1', { title: 'Emma' });
	expect([await title(), await title(), await title()]).toEqual(['Dune', 'Dune', 'Emma']);
});

test('lagging reads show the state before the write, for so long', async () => {
	fault({ kind: 'lag', ms: 60_000 });
	await ask('PUT', '/books/1', { title: 'Emma' });
	expect(await title()).toBe('Dune');
	clock.move(60_001);
	expect(await title()).toBe('Emma');
});

test('a held request waits to be released, and is dropped if its client dies first', async () => {
	const held = fault({ kind: 'hold' }, { method: 'PUT' });
	const client = new AbortController();
	const killed = fetch(`${double.url}/books/1`, { method: 'PUT', headers: { authorization: 'x' }, body: '{"title":"Emma"}', signal: client.signal });
	expect(await held.struck).toMatchObject({ method: 'PUT', path: '/books/1' });
	client.abort();
	await expect(killed).rejects.toThrow();
	await double.journal.waitFor(({ method }) => method === 'PUT');
	held.release();
	expect(await title()).toBe('Dune');

	const late = fault({ kind: 'hold', when: 'after' }, { method: 'PUT' });
	const patient = ask('PUT', '/books/1', { title: 'Emma' });
	await late.struck;
	expect(await title()).toBe('Emma');
	late.release();
	expect((await patient).status).toBe(200);
});

test('an enforced limit throttles until its window has passed', async () => {
	double.rateLimits.set([{ path: /^\/books/, limit: 2, windowMs: 60_000 }]);
	const answers = [await ask('GET', '/books/1'), await ask('GET', '/books/1'), await ask('GET', '/books/1')];
	expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
	expect(answers.map(({ headers }) => headers.get('x-rate'))).toEqual(['1', '0', '0']);
	expect(Number(answers[2]?.headers.get('x-reset'))).toBeGreaterThanOrEqual(clock.now() / 1000);
	clock.move(60_000);
	expect((await ask('GET', '/books/1')).status).toBe(200);
});
