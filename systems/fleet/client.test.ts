import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { apiUrl } from './address';
import { fleetClient } from './client';

const ok = (body: unknown): HttpResponse => ({ status: 200, headers: {}, body });
const page = '<html><body>Sign in</body></html>';

const answering = (answer: (request: HttpRequest, turn: number) => HttpResponse) => {
	const requests: HttpRequest[] = [];
	const http: Http = async (request) => {
		requests.push(request);
		return answer(request, requests.length);
	};
	const calls: unknown[] = [];
	return { requests, calls, fleet: fleetClient(http, (call) => calls.push(call)) };
};
const idsIn = async ({ fleet }: ReturnType<typeof answering>) => {
	const ids: unknown[] = [];
	for await (const rows of fleet.pages('/hosts', 'hosts')) ids.push(...rows.map(({ id }) => id));
	return ids;
};
const hosts = (from: number, count: number, more: (id: number) => object = () => ({})) => ok({ hosts: Array.from({ length: count }, (_, index) => ({ id: from + index, ...more(from + index) })) });

describe('pages', () => {
	test('are read to the last, a hundred at a time', async () => {
		const site = answering(({ query }) => hosts(Number(query!['page']) * 100, query!['page'] === 3 ? 7 : 100));
		expect(await idsIn(site)).toHaveLength(307);
		expect(site.requests.map(({ query }) => query)).toEqual([0, 1, 2, 3].map((number) => ({ per_page: 100, page: number })));
	});

	test('of nothing may be null, and not missing', async () => {
		expect(await idsIn(answering(() => ok({ hosts: null })))).toEqual([]);
		await expect(idsIn(answering(() => ok({})))).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('that come again and again are not read for ever, whatever changes in their rows meanwhile', async () => {
		const site = answering((_, turn) => hosts(1, 100, () => ({ seen_time: `2026-11-20T10:00:0${turn}Z` })));
		await expect(idsIn(site)).rejects.toThrow(/does not end/);
		expect(site.requests).toHaveLength(2);
	});

	test('that take turns are not read for ever', async () => {
		const site = answering((_, turn) => hosts(turn % 2 === 0 ? 100 : 0, 100));
		await expect(idsIn(site)).rejects.toThrow(/does not end/);
		expect(site.requests).toHaveLength(3);
	});

	test.each([
		['a login page', ok(page), 'bad_answer'],
		['a redirect to one', { status: 302, headers: { location: '/login' }, body: '' }, 'bad_answer'],
		['half an answer', ok('{"hosts":[{"id":1'), 'bad_answer'],
		['rows that are none', ok({ hosts: ['a'] }), 'bad_answer'],
		['a page that says 404', { status: 404, headers: {}, body: page }, 'bad_answer'],
	])('%s is no list', async (_, response, code) => {
		await expect(idsIn(answering(() => response))).rejects.toMatchObject({ code });
	});
});

describe('an order', () => {
	test('reaches Fleet once, and what it was answered is not observed', async () => {
		const site = answering(() => ok({ unlock_pin: '123456' }));
		await site.fleet.order('POST', '/hosts/1/unlock');
		expect(site.requests).toEqual([{ method: 'POST', path: '/hosts/1/unlock', once: true }]);
		expect(site.calls).toEqual([{ method: 'POST', path: '/hosts/1/unlock', status: 200 }]);
	});

	test.each([undefined, null, ''])('answered with %j was taken', async (body) => {
		expect(await answering(() => ({ status: 204, headers: {}, body })).fleet.order('POST', '/hosts/1/lock')).toBeNull();
	});

	test('answered with a page of whatever stands in front of Fleet was not taken for certain', async () => {
		await expect(answering(() => ok(page)).fleet.order('POST', '/hosts/1/wipe')).rejects.toMatchObject({ code: 'bad_answer' });
	});
});

describe('the address', () => {
	test.each([
		['https://fleet.acme.com', 'https://fleet.acme.com/api/v1/fleet'],
		[' https://fleet.acme.com/api/latest/fleet/ ', 'https://fleet.acme.com/api/v1/fleet'],
		['https://acme.com/fleet/', 'https://acme.com/fleet/api/v1/fleet'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080/api/v1/fleet'],
	])('%s is %s', (entered, url) => expect(apiUrl(entered)).toBe(url));

	test.each(['', 'fleet.acme.com', 'http://fleet.acme.com', 'https://me:secret@fleet.acme.com', 'https://:secret@fleet.acme.com', 'https://fleet.acme.com?team=1', undefined])('%s is none', (entered) => {
		expect(() => apiUrl(entered)).toThrow(expect.objectContaining({ code: 'misconfigured' }));
	});
});
