import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { apiUrl } from './address';
import { n8nClient } from './client';
import { keyOwner } from './keyOwner';
import { survey } from './survey';

const answering = (answer: (request: HttpRequest) => Partial<HttpResponse>): Http => async (request) => ({ status: 200, headers: {}, body: {}, ...answer(request) });
const over = (answer: (request: HttpRequest) => Partial<HttpResponse>) => n8nClient(answering(answer), { keyOwner: 'u1', takesOver: null }, () => {});

describe('the address', () => {
	test.each([
		['https://n8n.acme.com', 'https://n8n.acme.com/api/v1'],
		[' https://n8n.acme.com/ ', 'https://n8n.acme.com/api/v1'],
		['https://acme.com/automation/', 'https://acme.com/automation/api/v1'],
		['https://n8n.acme.com/api/v1', 'https://n8n.acme.com/api/v1'],
		['http://localhost:5678', 'http://localhost:5678/api/v1'],
	])('%s', (entered, url) => expect(apiUrl(entered)).toBe(url));

	test.each(['n8n.acme.com', 'http://n8n.acme.com', 'https://user@n8n.acme.com', 'https://n8n.acme.com/?a=b', 'ftp://localhost', ''])('%j gets no API key', (entered) => {
		expect(() => apiUrl(entered)).toThrow(expect.objectContaining({ code: 'misconfigured' }));
	});
});

describe('whose API key it is', () => {
	const token = (payload: unknown) => `e30.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.c2ln`;
	test.each([
		[token({ sub: 'u-1', iss: 'n8n', aud: 'public-api' }), 'u-1'],
		[token({ sub: 'u-1', iss: 'elsewhere' }), null],
		[token({ iss: 'n8n' }), null],
		[token(null), null],
		['n8n_api_0123456789abcdef', null],
		['a.b.c', null],
		['', null],
	])('%j', (key, owner) => expect(keyOwner(key)).toBe(owner));
});

describe('the client', () => {
	test('follows every page, and asks the same of each', async () => {
		const asked: unknown[] = [];
		const n8n = over(({ query }) => {
			asked.push(query);
			return { body: { data: [{ id: query?.['cursor'] ?? 'first' }], nextCursor: query?.['cursor'] === undefined ? 'second' : null } };
		});
		expect(await n8n.list('/users', { includeRole: true })).toEqual([{ id: 'first' }, { id: 'second' }]);
		expect(asked).toEqual([{ includeRole: true }, { includeRole: true, cursor: 'second' }]);
	});

	test('a list that does not end is no list', async () => {
		await expect(over(() => ({ body: { data: [], nextCursor: 'again' } })).list('/users')).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test.each(['/workflows/w1', '/credentials/c1', '/projects/p1', '/users/u1/role', '/users/u1?transferId=p', '/users'])('never deletes %s', async (path) => {
		const sent = jest.fn(() => ({}));
		await expect(over(sent).send('DELETE', path)).rejects.toMatchObject({ code: 'misconfigured' });
		expect(sent).not.toHaveBeenCalled();
	});

	test.each<[string, Partial<HttpResponse>, string[] | null, string, RegExp]>([
		['a scope the key lacks', { status: 403, body: { message: 'Forbidden' } }, ['user:list'], 'forbidden', /lacks the scope user:changeRole/],
		['a licence', { status: 403, body: { message: 'Your license does not allow for feat:x.' } }, ['user:changeRole'], 'forbidden', /has the scope for it: Your license does not allow for feat:x\./],
		['a refusal without a full stop', { status: 403, body: { message: 'Forbidden' } }, ['user:changeRole'], 'forbidden', /: Forbidden\. Where the licence/],
		['a key whose scopes cannot be read', { status: 403, body: { message: 'Forbidden' } }, null, 'forbidden', /lacks the scope user:changeRole/],
		['a wall in front of n8n', { status: 403, body: '<html>' }, ['user:changeRole'], 'bad_answer', /something that is not its API/],
		['no such user', { status: 404, body: { message: 'Target user not found' } }, null, 'not_found', /Target user not found/],
		['a page that is not there', { status: 404, body: '<html>' }, null, 'bad_answer', /not its API/],
		['an API key that ended', { status: 401, body: { message: 'unauthorized' } }, null, 'unauthorised', /did not accept the API key/],
		['a failure inside', { status: 500, body: { message: 'Internal server error' } }, null, 'vendor_error', /failed inside/],
		['a conflict', { status: 409, body: { message: 'Cannot delete a published workflow.' } }, null, 'rejected', /published workflow\. Look/],
		['a login page', { status: 302, body: '' }, null, 'bad_answer', /a redirect/],
	])('%s', async (_name, answer, scopes, code, message) => {
		const n8n = over(({ path }) => (path === '/discover' ? (scopes === null ? { status: 500 } : { body: { data: { scopes } } }) : answer));
		await expect(n8n.send('PATCH', '/users/u1/role', {})).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
	});
});

describe('what is where', () => {
	const shared = [{ projectId: 'home', role: 'workflow:owner' }];
	const workflow = { id: 'w1', name: 'Lead intake', active: true, isArchived: false, nodes: [], shared, activeVersion: null };
	const lists = (workflows: unknown[]) =>
		over(({ path }) => {
			if (path === '/projects') return { body: { data: [{ id: 'home', name: '<a@b.c>', type: 'personal', creatorId: 'u1' }], nextCursor: null } };
			return { body: { data: path === '/workflows' ? workflows : [], nextCursor: null } };
		});

	test('what a node names and n8n does not know is no credential', async () => {
		const nodes = [{ credentials: { a: { id: null, name: 'gone' }, b: 'text', c: null } }, { credentials: [] }, {}];
		expect((await survey(lists([{ ...workflow, nodes }]))).workflows[0]!.credentials).toEqual([]);
	});

	test('what only the published version uses counts, and what both use counts once', async () => {
		const using = (...ids: string[]) => ids.map((id) => ({ credentials: { x: { id, name: `name of ${id}` } } }));
		const { workflows, homes } = await survey(lists([{ ...workflow, nodes: using('c1'), activeVersion: { nodes: using('c1', 'c2') } }]));
		expect(workflows[0]!.credentials.map(({ id }) => id)).toEqual(['c1', 'c2']);
		expect(homes).toEqual(new Map([['home', 'u1']]));
	});

	test.each([[{ ...workflow, shared: undefined }], [{ ...workflow, nodes: 'none' }], [{ ...workflow, name: 7 }], ['text']])('a workflow that is none proves nothing: %j', async (row) => {
		await expect(survey(lists([row]))).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('two who read at once share one reading, and the next one reads anew', async () => {
		let readings = 0;
		const n8n = over(({ path }) => {
			if (path === '/workflows') readings++;
			return { body: { data: [], nextCursor: null } };
		});
		await Promise.all([survey(n8n), survey(n8n)]);
		expect(readings).toBe(1);
		await survey(n8n);
		expect(readings).toBe(2);
	});
});
