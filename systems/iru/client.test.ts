import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { apiUrl } from './address';
import { iruClient } from './client';
import { iruProblem } from './errors';

const json = { 'content-type': 'application/json' };
const ok = (body: unknown): HttpResponse => ({ status: 200, headers: json, body });
const page: HttpResponse = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>Sign in</body></html>' };

const answering = (answer: (request: HttpRequest, turn: number) => HttpResponse) => {
	const requests: HttpRequest[] = [];
	const http: Http = async (request) => {
		requests.push(request);
		return answer(request, requests.length);
	};
	const calls: unknown[] = [];
	return { requests, calls, iru: iruClient(http, (call) => calls.push(call)) };
};
const idsIn = async ({ iru }: ReturnType<typeof answering>) => {
	const ids: unknown[] = [];
	for await (const rows of iru.pages('/devices', (body) => body)) ids.push(...rows.map(({ device_id }) => device_id));
	return ids;
};
const devices = (from: number, count: number, more: object = {}) => ok(Array.from({ length: count }, (_, index) => ({ device_id: `d${from + index}`, ...more })));

describe('pages', () => {
	test('are read to the last, three hundred at a time', async () => {
		const site = answering(({ query }) => devices(Number(query!['offset']), query!['offset'] === 600 ? 7 : 300));
		expect(await idsIn(site)).toHaveLength(607);
		expect(site.requests.map(({ query }) => query)).toEqual([0, 300, 600].map((offset) => ({ limit: 300, offset })));
	});

	test('that come again and again are not read for ever', async () => {
		const site = answering((_, turn) => devices(0, 300, { last_check_in: turn }));
		await expect(idsIn(site)).rejects.toThrow(/does not end/);
		expect(site.requests).toHaveLength(2);
	});

	test('that take turns are not read for ever', async () => {
		const site = answering((_, turn) => devices(turn % 2 === 0 ? 300 : 0, 300));
		await expect(idsIn(site)).rejects.toThrow(/does not end/);
		expect(site.requests).toHaveLength(3);
	});

	test.each([
		['a login page', page],
		['a redirect to one', { status: 302, headers: { location: '/login' }, body: '' }],
		['half an answer', ok('[{"device_id":"d1"')],
		['rows that are none', ok(['d1'])],
		['an object', ok({ results: [] })],
		['a page that says 404', { ...page, status: 404 }],
	])('%s is no list', async (_, response) => {
		await expect(idsIn(answering(() => response))).rejects.toMatchObject({ code: 'bad_answer' });
	});
});

describe('an order', () => {
	test('reaches Iru once, and nothing of the answer is handed on: it may hold a PIN', async () => {
		const site = answering(() => ok({ PIN: '496406' }));
		expect(await site.iru.order('POST', '/devices/d1/action/lock', { Message: 'x' })).toBeUndefined();
		expect(site.requests).toEqual([{ method: 'POST', path: '/devices/d1/action/lock', body: { Message: 'x' }, once: true }]);
		expect(site.calls).toEqual([{ method: 'POST', path: '/devices/d1/action/lock', status: 200 }]);
	});

	test.each([undefined, null, '', {}])('answered with %j was taken', async (body) => {
		await expect(answering(() => ok(body)).iru.order('DELETE', '/devices/d1')).resolves.toBeUndefined();
	});

	test('answered with a page of whatever stands in front of Iru was not taken for certain', async () => {
		await expect(answering(() => page).iru.order('POST', '/devices/d1/action/erase')).rejects.toMatchObject({ code: 'bad_answer' });
	});
});

describe('what Iru says', () => {
	const erase = { method: 'POST', path: '/devices/d1/action/erase' } as const;
	test.each<[string, Partial<HttpResponse>, string, RegExp]>([
		['a token it does not know', { status: 401, body: { detail: 'Invalid token.' } }, 'unauthorised', /was deleted, and to one for which "POST \/devices\/\{device_id\}\/action\/erase" is not ticked/],
		['an endpoint that is not ticked', { status: 403, body: { error: 'You do not have permission.' } }, 'forbidden', /Tick "POST \/devices\/\{device_id\}\/action\/erase"/],
		['a device it does not know', { status: 404, body: { detail: 'Not found.' } }, 'not_found', /does not know/],
		['a bare text', { status: 400, body: 'Command already running' }, 'rejected', /: Command already running\. Look at the device/],
		['a bare text that nobody has parsed', { status: 400, body: '"This device is already locked."' }, 'rejected', /: This device is already locked\. Look/],
		['a list of one', { status: 400, body: ['Device is not in lost mode.'] }, 'rejected', /: Device is not in lost mode\. Look/],
		['its rate limit', { status: 429, body: { detail: 'Request was throttled.' } }, 'throttled', /in an hour/],
		['that it failed', { status: 500, body: 'Error' }, 'vendor_error', /failed inside/],
		['nothing', { status: 400, body: '' }, 'bad_answer', /not its API/],
		['a page of a firewall', { ...page, status: 403 }, 'bad_answer', /not its API/],
		['a redirect', { status: 302, body: '' }, 'bad_answer', /a redirect/],
	])('%s', (_, response, code, sentence) => {
		const problem = iruProblem(erase, { ...ok(''), ...response });
		expect(problem).toMatchObject({ code, message: expect.stringMatching(sentence) });
	});

	test('holds no PIN, whatever it quotes', () => {
		expect(iruProblem(erase, { status: 400, headers: json, body: 'PIN 496406 is not allowed' }).message).toContain('PIN ****** is not allowed');
		expect(iruProblem(erase, { status: 400, headers: json, body: 'bad PIN496406_' }).message).toContain('PIN******_');
	});
});

describe('the address', () => {
	test.each([
		['https://acme.api.kandji.io', 'https://acme.api.kandji.io/api/v1'],
		[' https://acme.api.eu.kandji.io/api/v1/ ', 'https://acme.api.eu.kandji.io/api/v1'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080/api/v1'],
	])('%s is %s', (entered, url) => expect(apiUrl(entered)).toBe(url));

	test.each(['', 'acme.api.kandji.io', 'http://acme.api.kandji.io', 'https://me:secret@acme.api.kandji.io', 'https://acme.api.kandji.io?x=1', undefined])('%s is none', (entered) => {
		expect(() => apiUrl(entered)).toThrow(expect.objectContaining({ code: 'misconfigured' }));
	});

	test('of the web app is told from that of the API', () => {
		for (const entered of ['https://acme.kandji.io', 'https://acme.eu.kandji.io/devices']) expect(() => apiUrl(entered)).toThrow(/is opened in a browser.*acme\.api\.kandji\.io, or https:\/\/acme\.api\.eu\.kandji\.io/);
	});
});
