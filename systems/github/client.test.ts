import { generateKeyPairSync, createVerify } from 'node:crypto';
import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { apiUrl } from './address';
import { appOf, assertionOf } from './app';
import { githubClient } from './client';
import { hasSingleSignOn, identityPages } from './identities';
import { organisationsIn } from './organisations';
import { mintSession, tokenFor } from './session';
import { isThrottled, withNamedWait } from './throttling';

const answering = (answer: (request: HttpRequest) => Partial<HttpResponse>): Http => async (request) => ({ status: 200, headers: {}, body: {}, ...answer(request) });
const over = (answer: (request: HttpRequest) => Partial<HttpResponse>) => githubClient(answering(answer), { organisation: 'acme', actsAs: 'user', login: null }, () => {});

describe('the address', () => {
	test.each([
		['', 'https://api.github.com'],
		[' https://api.github.com/ ', 'https://api.github.com'],
		['https://api.acme.ghe.com', 'https://api.acme.ghe.com'],
		['http://127.0.0.1:4711', 'http://127.0.0.1:4711'],
	])('%j', (entered, url) => expect(apiUrl(entered)).toBe(url));

	test.each(['api.github.com', 'http://api.github.com', 'https://user@api.github.com', 'https://github.com/acme', 'https://api.github.com?a=b'])('%j gets no token', (entered) => {
		expect(() => apiUrl(entered)).toThrow(expect.objectContaining({ code: 'misconfigured' }));
	});
});

describe('organisations', () => {
	test('one per line, as a name or an address, each once', () => {
		expect(organisationsIn(' acme \n\nhttps://github.com/acme-labs/\nhttps://github.com/orgs/other\nACME')).toEqual(['acme', 'acme-labs', 'other']);
	});

	test.each(['', ' \n', 'acme/web', '../admin', 'a b', '-acme'])('%j is none', (entered) => {
		expect(() => organisationsIn(entered)).toThrow(expect.objectContaining({ code: 'misconfigured' }));
	});
});

describe('the client', () => {
	test('follows the links of a list, on the same host only', async () => {
		const asked: string[] = [];
		const rows = await over(({ path, query }) => {
			asked.push(`${path} ${JSON.stringify(query ?? {})}`);
			return asked.length === 1 ? { body: [{ id: 1 }], headers: { link: '<https://evil.example/organizations/5/members?page=2>; rel="next", <https://x.example/9>; rel="last"' } } : { body: [{ id: 2 }] };
		}).list('/orgs/{org}/members', { query: { role: 'admin' } });
		expect(rows).toEqual([{ id: 1 }, { id: 2 }]);
		expect(asked).toEqual(['/orgs/acme/members {"per_page":100,"role":"admin"}', '/organizations/5/members?page=2 {}']);
	});

	test('a list that does not end is no list', async () => {
		await expect(over(() => ({ body: [], headers: { link: '<https://api.github.com/orgs/acme/members?page=2>; rel="next"' } })).list('/orgs/{org}/members', {})).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test.each([[{ message: 'x' }], ['text'], [null], [[7]]])('a list that is none proves nothing: %j', async (body) => {
		await expect(over(() => ({ body })).list('/orgs/{org}/members', {})).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test.each(['', '.', '..'])('a login like %j never reaches a path', async (username) => {
		const sent = jest.fn(() => ({}));
		await expect(over(sent).send('delete', '/orgs/{org}/memberships/{username}', { path: { username } })).rejects.toMatchObject({ code: 'bad_answer' });
		expect(sent).not.toHaveBeenCalled();
	});

	test('a login that would be another path stays one segment', async () => {
		const sent = jest.fn((_request: HttpRequest) => ({ status: 204 }));
		await over(sent).send('delete', '/orgs/{org}/memberships/{username}', { path: { username: '../../user' } });
		expect(sent.mock.calls[0]![0].path).toBe('/orgs/acme/memberships/..%2F..%2Fuser');
	});

	const scopes = { 'x-oauth-scopes': 'repo, read:org', 'x-accepted-oauth-scopes': 'admin:org' };
	test.each<[string, Partial<HttpResponse>, string, RegExp]>([
		['a scope the token lacks', { status: 403, headers: scopes, body: { message: 'Must have admin rights' } }, 'forbidden', /lacks the scope admin:org/],
		['a scope behind 404', { status: 404, headers: scopes, body: { message: 'Not Found' } }, 'forbidden', /lacks the scope admin:org/],
		['404 with the scope', { status: 404, headers: { ...scopes, 'x-oauth-scopes': 'admin:org' }, body: { message: 'Not Found' } }, 'not_found', /is not there, or the credential may not see it/],
		['no owner', { status: 403, headers: { ...scopes, 'x-oauth-scopes': 'admin:org' }, body: { message: 'You must be an admin of this organization.' } }, 'forbidden', /You must be an admin/],
		['a permission of an app', { status: 403, headers: { 'x-accepted-github-permissions': 'members=write' }, body: { message: 'Resource not accessible by integration' } }, 'forbidden', /lacks the permission members:write/],
		['single sign-on', { status: 403, headers: { 'x-github-sso': 'required; url=https://github.com/orgs/acme/sso?authorization_request=SECRET' }, body: { message: 'Resource protected' } }, 'forbidden', /^(?!.*SECRET).*not authorised for single sign-on of acme/],
		['a token that ended', { status: 401, body: { message: 'Bad credentials' } }, 'unauthorised', /Bad credentials/],
		['a primary limit', { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795000000' }, body: { message: 'x' } }, 'throttled', /after 2026-/],
		['a secondary limit', { status: 403, headers: { 'retry-after': '30' }, body: { message: 'x' } }, 'throttled', /in a few minutes/],
		['a conflict', { status: 409, body: { message: 'Conflict' } }, 'rejected', /Conflict/],
		['a mistake, with what it is', { status: 422, body: { message: 'Validation Failed', errors: [{ field: 'data', code: 'unprocessable', message: 'Over invitation rate limit' }] } }, 'rejected', /Validation Failed; Over invitation rate limit/],
		['a mistake of SCIM', { status: 400, body: { detail: 'no such user' } }, 'rejected', /no such user/],
		['a failure inside', { status: 502, body: '<html>' }, 'vendor_error', /status 502/],
		['a wall in front', { status: 403, body: '<html>' }, 'bad_answer', /not its API/],
		['a page that is not there', { status: 404, body: '<html>' }, 'bad_answer', /not its API/],
		['a login page', { status: 302, body: '' }, 'bad_answer', /a redirect/],
	])('%s', async (_name, answer, code, message) => {
		await expect(over(() => answer).send('delete', '/orgs/{org}/memberships/{username}', { path: { username: 'a' } })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
	});

	test.each<[string, object, string]>([
		['RATE_LIMITED', {}, 'throttled'],
		['INSUFFICIENT_SCOPES', {}, 'forbidden'],
		['FORBIDDEN', { extensions: { saml_failure: true } }, 'forbidden'],
		['NOT_FOUND', {}, 'not_found'],
		['SOMETHING_ELSE', {}, 'bad_answer'],
	])('GraphQL that says %s with 200', async (type, more, code) => {
		await expect(hasSingleSignOn(over(() => ({ body: { data: { organization: null }, errors: [{ type, message: 'no', ...more }] } })))).rejects.toMatchObject({ code });
	});

	test('an organisation whose people page for ever proves nothing', async () => {
		const page = { pageInfo: { hasNextPage: true, endCursor: 'again' }, nodes: [] };
		const github = over(() => ({ body: { data: { organization: { samlIdentityProvider: { externalIdentities: page } } } } }));
		await expect((async () => { for await (const _page of identityPages(github)) continue; })()).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('who asks at the same time shares one answer; whoever asks later, or after a failure, asks anew', async () => {
		let asked = 0;
		const github = over(() => (++asked === 2 ? { status: 500 } : { body: { data: { organization: { samlIdentityProvider: null } } } }));
		expect(await Promise.all([hasSingleSignOn(github), hasSingleSignOn(github)])).toEqual([false, false]);
		expect(asked).toBe(1);
		await expect(hasSingleSignOn(github)).rejects.toMatchObject({ code: 'vendor_error' });
		expect(await hasSingleSignOn(github)).toBe(false);
	});
});

describe('limits', () => {
	const limited = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits';
	test.each<[string, HttpResponse, boolean, string | undefined]>([
		['429', { status: 429, headers: {}, body: {} }, true, '60'],
		['a secondary one whose headers tell of the primary', { status: 403, headers: { 'x-ratelimit-remaining': '4000', 'x-ratelimit-reset': '1795000000' }, body: { documentation_url: limited } }, true, '60'],
		['a primary one', { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795000000' }, body: {} }, true, undefined],
		['one that names a time', { status: 403, headers: { 'retry-after': '7' }, body: {} }, true, '7'],
		['GraphQL', { status: 200, headers: {}, body: { errors: [{ type: 'RATE_LIMITED' }] } }, true, '60'],
		['a refusal', { status: 403, headers: { 'x-ratelimit-remaining': '4000' }, body: { message: 'rate limit', documentation_url: 'https://docs.github.com/rest' } }, false, undefined],
		['a success', { status: 200, headers: {}, body: { errors: [] } }, false, undefined],
		['nothing at all', { status: 204, headers: {}, body: null }, false, undefined],
	])('%s', async (_name, response, throttled, wait) => {
		expect(isThrottled(response)).toBe(throttled);
		expect((await withNamedWait(async () => response)({ method: 'GET', path: '/' })).headers['retry-after']).toBe(wait);
	});
});

describe('a GitHub App', () => {
	const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
	const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
	const app = appOf({ appId: ' 900001 ', privateKey: pem.replaceAll('\n', '\\n') });
	const now = () => new Date('2026-11-20T09:00:00Z');

	test('proves who it is by a signature that holds for ten minutes at most, and began a minute ago', () => {
		const [header, claims, signature] = assertionOf(app, now()).split('.');
		expect(createVerify('sha256').update(`${header}.${claims}`).verify(publicKey, signature!, 'base64url')).toBe(true);
		const decoded = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as { [name: string]: unknown };
		const at = now().getTime() / 1_000;
		expect([decoded(header!), decoded(claims!)]).toEqual([{ alg: 'RS256', typ: 'JWT' }, { iat: at - 60, exp: at + 540, iss: '900001' }]);
	});

	test.each([['', 'app ID'], ['not-a-key', 'cannot be read']])('a private key like %j is no key, and is not quoted', (key, why) => {
		expect(() => appOf({ appId: key === '' ? '' : '1', privateKey: key })).toThrow(expect.objectContaining({ code: 'misconfigured', message: expect.stringContaining(why) }));
		expect(() => appOf({ appId: '1', privateKey: 'secret-text' })).toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret-text') }));
	});

	const installation = (id: number, login: string, more: object = {}) => ({ id, target_type: 'Organization', suspended_at: null, account: { login }, ...more });

	test('gets a token for each organisation, on whatever page its installation stands', async () => {
		const session = await mintSession(app, answering(({ method, path }) => {
			if (method === 'POST') return { status: 201, body: { token: `ghs_${path}`, permissions: { members: 'write' } } };
			if (path.includes('page=2')) return { body: [installation(3, 'Acme-Labs'), installation(4, 'gone', { suspended_at: '2026-01-01T00:00:00Z' }), installation(5, 'somebody', { target_type: 'User' })] };
			return { body: [installation(2, 'acme')], headers: { link: '<https://api.github.com/app/installations?page=2>; rel="next"' } };
		}), now);
		expect(Object.keys(session)).toEqual(['acme', 'acme-labs']);
		expect(tokenFor(session, 'ACME-labs')).toBe('ghs_/app/installations/3/access_tokens');
		expect(() => tokenFor(session, 'elsewhere')).toThrow(expect.objectContaining({ code: 'misconfigured', message: expect.stringMatching(/not installed in elsewhere.*it is in acme, acme-labs/) }));
	});

	test.each([
		['a key that GitHub does not know', { status: 401, body: { message: 'A JSON web token could not be decoded' } }, 'unauthorised'],
		['an app that is not there', { status: 404, body: { message: 'Integration not found' } }, 'unauthorised'],
		['a failure', { status: 500, body: {} }, 'vendor_error'],
		['something else', { body: '<html>' }, 'bad_answer'],
	])('%s', async (_name, answer, code) => {
		await expect(mintSession(app, answering(() => answer), now)).rejects.toMatchObject({ code });
	});
});
