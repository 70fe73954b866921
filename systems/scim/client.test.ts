import type { Http, HttpRequest } from '../http/types';
import { addressOf, withQuery } from './address';
import { applicationOf, idOf } from './application';
import { checkScim } from './check';
import { configOnce, scimClient } from './client';
import { mintToken } from './session';

const headers = {};
const list = (ids: readonly string[], more: object = {}) => ({ status: 200, headers, body: { totalResults: ids.length, Resources: ids.map((id) => ({ id })), ...more } });

/** Answers the pages of a list as told, and describes itself as told. */
const answering = (pageFor: (query: NonNullable<HttpRequest['query']>, turn: number) => ReturnType<typeof list>, config: object | null = null) => {
	const queries: NonNullable<HttpRequest['query']>[] = [];
	const http: Http = async ({ path, query = {} }) => {
		if (path === '/ServiceProviderConfig') return { status: config === null ? 404 : 200, headers, body: config ?? {} };
		queries.push(query);
		return pageFor(query, queries.length);
	};
	return { http, queries };
};

const read = async (http: Http) => {
	const ids: unknown[] = [];
	for await (const rows of scimClient(http, applicationOf('Wiki', 'generic'), configOnce(http), () => {}).pages('/Users')) ids.push(...rows.map(({ id }) => id));
	return ids;
};

describe('pages', () => {
	test('go on behind what came, however little a server gives at once', async () => {
		const all = ['a', 'b', 'c', 'd', 'e'];
		const { http, queries } = answering(({ startIndex }) => list(all.slice(Number(startIndex) - 1, Number(startIndex) + 1), { totalResults: 5 }));
		expect(await read(http)).toEqual(all);
		expect(queries.map(({ startIndex }) => startIndex)).toEqual([1, 3, 5]);
	});

	test('follow cursors where the server has them', async () => {
		const pages: Record<string, ReturnType<typeof list>> = { '': list(['a', 'b'], { totalResults: 3, nextCursor: 'x' }), x: list(['c'], { totalResults: 3 }) };
		const { http, queries } = answering(({ cursor }) => pages[String(cursor)]!, { pagination: { cursor: true } });
		expect(await read(http)).toEqual(['a', 'b', 'c']);
		expect(queries.map(({ cursor, startIndex }) => [cursor, startIndex])).toEqual([['', undefined], ['x', undefined]]);
	});

	test('follow a cursor that comes unasked', async () => {
		const { http } = answering(({ cursor }) => (cursor === 'x' ? list(['c'], { totalResults: 3 }) : list(['a', 'b'], { totalResults: 3, nextCursor: 'x' })));
		expect(await read(http)).toEqual(['a', 'b', 'c']);
	});

	test('a list of nobody may leave everything out but the count', async () => {
		const { http } = answering(() => ({ status: 200, headers, body: { totalResults: 0 } as never }));
		expect(await read(http)).toEqual([]);
	});

	test.each([
		['gives the first page again and again', () => list(['a', 'b'], { totalResults: 9 })],
		['gives the same cursor again and again', (_: unknown, turn: number) => list([`row ${turn}`], { totalResults: 9, nextCursor: 'x' })],
	])('a server that %s is not read for ever', async (_name, pageFor) => {
		const { http, queries } = answering(pageFor);
		await expect(read(http)).rejects.toThrow(/does not end/);
		expect(queries.length).toBeLessThan(4);
	});

	test('a server that hands out cursors to nothing is not read for ever', async () => {
		const { http, queries } = answering((_, turn) => {
			if (turn > 20) throw new Error('read for ever');
			return list([], { totalResults: 9, nextCursor: 'x' });
		});
		await expect(read(http)).rejects.toThrow(/does not end/);
		expect(queries.length).toBeLessThan(4);
	});

	test.each([
		['nothing', [], { Resources: null }],
		['less', ['a', 'b'], {}],
	])('a list that counts more than it shows, namely %s, proves nothing', async (_name, shown, more) => {
		const { http } = answering(({ startIndex }) => list(Number(startIndex) === 1 ? shown : [], { totalResults: 5, ...more }));
		await expect(read(http)).rejects.toThrow(/counts 5 entries .* and shows/);
	});

	test('a server that says no count, or a wrong one, is read until nothing comes', async () => {
		for (const totalResults of [undefined, 'many', 1]) {
			const { http } = answering(({ startIndex }) => list(Number(startIndex) <= 2 ? [`row ${startIndex}`, 'more'] : [], { totalResults }));
			expect(await read(http)).toEqual(['row 1', 'more']);
		}
	});

	test.each([['<html>'], [[]], [{}], [{ Resources: {} }], [{ Resources: ['a'] }], [null]])('%j is no list', async (body) => {
		const { http } = answering(() => ({ status: 200, headers, body: body as never }));
		await expect(read(http)).rejects.toMatchObject({ code: 'bad_answer' });
	});
});

describe('refusals', () => {
	const problemOf = async (status: number, body: unknown) => {
		const http: Http = async () => ({ status, headers: { 'x-request-id': 'r1' }, body });
		return await scimClient(http, applicationOf('Wiki', 'generic'), configOnce(http), () => {}).get('/Users/1').then(
			() => null,
			(error: unknown) => error as { code: string; message: string; evidence: object },
		);
	};
	const error = (status: unknown, scimType?: string) => ({ schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'], status, scimType, detail: 'said so' });

	test.each([
		[400, 'invalidFilter', 'rejected', /Looked Up By/],
		[400, 'tooMany', 'rejected', /another attribute/],
		[400, 'mutability', 'rejected', /Change it in the application/],
		[400, 'invalidSyntax', 'rejected', /Run Probe/],
		[400, 'invalidPath', 'rejected', /Run Probe/],
		[400, 'noTarget', 'rejected', /nothing to change there/],
		[400, 'invalidValue', 'rejected', /Run Probe/],
		[400, 'invalidVers', 'rejected', /base URL/],
		[400, 'sensitive', 'rejected', /no personal data/],
		[400, 'expiredCursor', 'rejected', /longer to read/],
		[409, 'uniqueness', 'rejected', /has this name or id already/],
		[401, undefined, 'unauthorised', /Renew it in the SCIM credential/],
		[403, undefined, 'forbidden', /right to read and change/],
		[404, undefined, 'not_found', /does not know/],
		[412, undefined, 'rejected', /same moment/],
		[413, undefined, 'rejected', /Most Members per Change/],
		[415, undefined, 'rejected', /Content Type/],
		[429, undefined, 'throttled', /rate limit/],
		[500, undefined, 'vendor_error', /failed inside/],
		[501, undefined, 'rejected', /does not offer/],
	])('%i %s is %s, with what to do', async (status, scimType, code, says) => {
		for (const written of [status, String(status)]) {
			expect(await problemOf(status, error(written, scimType))).toMatchObject({ code, message: expect.stringMatching(says), evidence: { status, requestId: 'r1', ...(scimType ? { scimType } : {}) } });
			expect(await problemOf(200, error(written, scimType))).toMatchObject({ code, evidence: { status } });
		}
	});

	test.each([[404], [403], [200], [302]])('a page with status %i proves nothing', async (status) => {
		expect(await problemOf(status, '<!DOCTYPE html><p>no')).toMatchObject({ code: 'bad_answer' });
	});

	test('a token that an error quotes is not passed on', async () => {
		expect((await problemOf(400, { ...error(400), detail: 'no such token: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl' }))!.message).not.toContain('eyJzdWIi');
	});
});

describe('the address', () => {
	test.each([
		['https://app.example.com/scim/v2/', 'https://app.example.com/scim/v2', {}],
		['https://app.example.com/scim/v2/Users', 'https://app.example.com/scim/v2', {}],
		[' https://app.example.com/scim?aadOptscim062020 ', 'https://app.example.com/scim', { aadOptscim062020: '' }],
		['http://localhost:8080/scim', 'http://localhost:8080/scim', {}],
	])('%s', (entered, baseUrl, query) => {
		expect(addressOf(entered)).toEqual({ baseUrl, query });
	});

	test.each(['http://app.example.com/scim', 'app.example.com', '', 'https://user:pass@app.example.com/scim'])('%s is refused', (entered) => {
		expect(() => addressOf(entered)).toThrow(/base URL/);
	});

	test('what stands behind its question mark goes with every request', async () => {
		const seen: HttpRequest[] = [];
		await withQuery(async (request) => (seen.push(request), { status: 200, headers, body: {} }), { tenant: '1' })({ method: 'GET', path: '/Users', query: { count: 1 } });
		expect(seen[0]!.query).toEqual({ tenant: '1', count: 1 });
	});
});

describe('the name', () => {
	test.each([
		['Acme Wiki', 'scim:acme-wiki'],
		['  1Password (EU) ', 'scim:1password-eu'],
		['日本', 'scim:日本'],
		['', 'scim'],
	])('%j is %s', (name, id) => {
		expect(idOf(name)).toBe(id);
	});

	test('is asked for', () => {
		expect(() => applicationOf(' ! ', 'generic')).toThrow(/Application Name/);
	});
});

describe("the credential's Test", () => {
	const server = (users: number, groups = 200, config = 200): Http => async ({ path }) =>
		path === '/ServiceProviderConfig' ? { status: config, headers, body: {} } : { ...list([]), status: path === '/Users' ? users : groups };

	test('what is open to everybody proves nothing', async () => {
		expect(await checkScim(server(401))).toMatchObject({ ok: false, message: expect.stringMatching(/shows \/ServiceProviderConfig to everybody, and \/Users only to who may/) });
		expect(await checkScim(server(401, 200, 404))).toMatchObject({ ok: false, message: expect.stringMatching(/^The application did not accept the token/) });
	});

	test('groups that cannot be read are told', async () => {
		expect(await checkScim(server(200, 404))).toMatchObject({ ok: true, message: expect.stringContaining('groups cannot') });
		expect(await checkScim(server(200))).toMatchObject({ ok: true, message: expect.stringContaining('users and groups can be read') });
	});
});

describe('a token that is fetched', () => {
	const client = { tokenUrl: 'https://app.example.com/token', clientId: 'c', clientSecret: 's3cret', scope: '' };

	test('is asked for with client credentials', async () => {
		const forms: object[] = [];
		expect(await mintToken(client, async ({ form }) => (forms.push(form), { status: 200, headers, body: { access_token: 't' } }))).toBe('t');
		expect(forms).toEqual([{ grant_type: 'client_credentials', client_id: 'c', client_secret: 's3cret' }]);
	});

	test.each([
		[400, { error: 'invalid_client' }, 'unauthorised'],
		[429, {}, 'throttled'],
		[503, '<html>', 'vendor_error'],
		[200, {}, 'unauthorised'],
	])('a refusal with %i names no secret', async (status, body, code) => {
		const refused = mintToken(client, async () => ({ status, headers, body }));
		await expect(refused).rejects.toMatchObject({ code, message: expect.not.stringContaining('s3cret') });
	});

	test('goes nowhere in plain text', async () => {
		await expect(mintToken({ ...client, tokenUrl: 'http://app.example.com/token' }, async () => ({ status: 200, headers, body: {} }))).rejects.toMatchObject({ code: 'misconfigured' });
	});
});
