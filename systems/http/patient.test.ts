import { virtualClock } from '../../test/support/virtualClock';
import { Problem } from '../../lifecycle/problem';
import { createBudget } from './budget';
import { patient } from './patient';
import type { HttpRequest, HttpResponse } from './types';

const answer = (status: number, headers: Record<string, string> = {}): HttpResponse => ({ status, headers, body: {} });
const get: HttpRequest = { method: 'GET', path: '/x' };
const post: HttpRequest = { method: 'POST', path: '/x' };

const scripted = (answers: (HttpResponse | Problem)[]) => {
	const clock = virtualClock('2026-11-20T10:00:00.000Z');
	let sent = 0;
	const http = patient(
		async () => {
			const next = answers[Math.min(sent++, answers.length - 1)]!;
			if (next instanceof Problem) throw next;
			return next;
		},
		{ system: 'Okta', clock, budget: createBudget(4), random: () => 0 },
	);
	return { http, clock, sent: () => sent };
};

describe('patience with a vendor', () => {
	test('F06: a reset in 45 seconds is waited out, then the call succeeds', async () => {
		const reset = String(Date.parse('2026-11-20T10:00:45.000Z') / 1_000);
		const { http, clock } = scripted([answer(429, { 'x-rate-limit-reset': reset }), answer(200)]);
		expect((await http(post)).status).toBe(200);
		expect(clock.slept).toEqual([46_000]);
	});

	test('without headers it backs off, longer each time', async () => {
		const { http, clock } = scripted([answer(429), answer(429), answer(429), answer(200)]);
		await http(post);
		expect(clock.slept).toEqual([250, 500, 1_000]);
	});

	test('while it is not taken and not told until when, nobody else asks; then whoever waits is taken in the order they came', async () => {
		const clock = virtualClock('2026-11-20T10:00:00.000Z');
		const sent: string[] = [];
		const openAt = clock.now().getTime() + 5_000;
		const budget = createBudget(2);
		const http = patient(
			async ({ path }) => {
				sent.push(path);
				await new Promise((resolve) => setImmediate(resolve));
				return answer(clock.now().getTime() < openAt ? 429 : 200);
			},
			{ system: 'Google', clock, budget, random: () => 1 },
		);
		const all = await Promise.all(Array.from({ length: 20 }, (_, index) => http({ ...get, path: `/${index}` })));
		expect(all.map(({ status }) => status)).toEqual(Array(20).fill(200));
		// Two at a time, at once and after each pause that was not long enough.
		expect(sent.length - 20).toBeLessThanOrEqual(12);
		expect(budget.lull.turn).toBe(0);
	});

	test('a request whose token is refused for now was not sent, so it is sent later, a change too', async () => {
		const { http, clock } = scripted([new Problem('throttled', 'No token for now.'), new Problem('throttled', 'No token for now.'), answer(200)]);
		expect((await http(post)).status).toBe(200);
		expect(clock.slept).toEqual([250, 500]);
	});

	test('a wait of hours is not waited for', async () => {
		const { http, clock } = scripted([answer(429, { 'retry-after': '7200' })]);
		expect((await http(get)).status).toBe(429);
		expect(clock.slept).toEqual([]);
	});

	test('503 with Retry-After is throttling, for changes too', async () => {
		const { http, sent } = scripted([answer(503, { 'retry-after': '1' }), answer(200)]);
		expect((await http(post)).status).toBe(200);
		expect(sent()).toBe(2);
	});

	test('a failed read is sent again, a failed change is not: nobody knows whether it was taken', async () => {
		const read = scripted([answer(500), new Problem('unreachable', 'reset'), answer(200)]);
		expect((await read.http(get)).status).toBe(200);
		const write = scripted([answer(500), answer(200)]);
		expect((await write.http(post)).status).toBe(500);
		expect(write.sent()).toBe(1);
	});

	test('what a server does not offer is not asked for again', async () => {
		const { http, sent } = scripted([answer(501)]);
		expect((await http(get)).status).toBe(501);
		expect(sent()).toBe(1);
	});

	test('a POST that changes nothing is a read', async () => {
		const { http, sent } = scripted([answer(500), answer(200)]);
		expect((await http({ ...post, readsOnly: true })).status).toBe(200);
		expect(sent()).toBe(2);
	});

	test('a read that keeps failing ends', async () => {
		const { http, sent } = scripted([new Problem('unreachable', 'refused')]);
		await expect(http(get)).rejects.toMatchObject({ code: 'unreachable' });
		expect(sent()).toBe(4);
	});

	test('a cancelled execution does not go on waiting', async () => {
		const controller = new AbortController();
		const clock = virtualClock();
		const http = patient(async () => answer(429, { 'retry-after': '60' }), { system: 'Okta', clock, budget: createBudget(1), signal: controller.signal });
		controller.abort();
		await expect(http(get)).rejects.toMatchObject({ code: 'cancelled' });
	});
});

describe('the budget of a credential', () => {
	test('never more at once than allowed, and nobody is left behind', async () => {
		const budget = createBudget(3);
		let now = 0;
		let most = 0;
		await Promise.all(
			Array.from({ length: 20 }, () =>
				budget.run(async () => {
					most = Math.max(most, ++now);
					await new Promise((resolve) => setImmediate(resolve));
					now--;
				}),
			),
		);
		expect(most).toBe(3);
		expect(now).toBe(0);
	});

	test('a failure gives its place back', async () => {
		const budget = createBudget(1);
		await expect(budget.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
		await expect(budget.run(async () => 'next')).resolves.toBe('next');
	});
});
