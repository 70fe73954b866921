import { entraClient, nothingOnPremises } from './client';
import { joinGroup, leaveGroup, memberRef } from './groups';
import { objectGuidOf } from './onPremises';
import type { HttpRequest, HttpResponse } from '../http/types';

const settings = { graphUrl: 'https://graph.microsoft.com', hrIdAttribute: 'employeeId', matchByEmail: true, autoReply: null, licencesWaitForMailbox: false, onPremises: nothingOnPremises };

const recording = (answer: (request: HttpRequest) => Partial<HttpResponse> = () => ({})) => {
	const sent: HttpRequest[] = [];
	const entra = entraClient(
		async (request) => {
			sent.push(request);
			return { status: 204, headers: {}, body: '', ...answer(request) };
		},
		settings,
		() => {},
	);
	return { entra, sent };
};

describe('no request can delete a user, a group or a device', () => {
	const id = '6a6d6c00-0e27-4000-8000-000000000001';
	test.each([
		`/v1.0/groups/${id}/members/${id}`,
		`/v1.0/groups/${id}/members/${id}/`,
		`/v1.0/groups/${id}/members/${id}/$ref/..`,
		`/v1.0/groups/${id}/members/${id}?/$ref`,
		`/v1.0/groups/${id}`,
		`/v1.0/users/${id}`,
		`/v1.0/devices/${id}`,
		`/v1.0/directory/deletedItems/${id}`,
		`/v1.0/applications/${id}`,
		`/beta/groups/${id}/members/${id}/$ref`,
	])('%s', async (path) => {
		const { entra, sent } = recording();
		await expect(entra.send('DELETE', path)).rejects.toThrow(/never does/);
		expect(sent).toEqual([]);
	});

	test.each(['u1', 'u1/$ref', '../users', 'u1?x', '#', '%2e%2e'])('a member called %j still leaves by its link alone', async (member) => {
		const { entra, sent } = recording();
		await leaveGroup(entra, { id: 'g1' }, member);
		expect(sent[0]!.path).toMatch(/^\/v1\.0\/groups\/g1\/members\/[^/]+\/\$ref$/);
		expect(memberRef('g1', member)).toBe(sent[0]!.path);
	});

	test.each(['', '.', '..'])('a member called %j leaves nothing, for it would name another address', (member) => {
		expect(() => memberRef('g1', member)).toThrow(/nothing was sent/);
	});

	test('joining refers to the user at the own Graph', async () => {
		const { entra, sent } = recording();
		await joinGroup(entra, { id: 'g1' }, 'u1');
		expect(sent[0]).toMatchObject({ method: 'POST', path: '/v1.0/groups/g1/members/$ref', body: { '@odata.id': 'https://graph.microsoft.com/v1.0/directoryObjects/u1' } });
	});
});

describe('lists', () => {
	const pages = (links: (string | undefined)[]) => {
		let page = 0;
		return recording(() => ({ status: 200, body: { value: [{ id: String(page) }], ...(links[page] === undefined ? {} : { '@odata.nextLink': links[page] }), ...(page++ < 0 ? {} : {}) } }));
	};

	test('follow every page, whatever host it names, on the own one', async () => {
		const { entra, sent } = pages(['https://elsewhere.example/v1.0/users?$skiptoken=1', undefined]);
		expect(await entra.list('/v1.0/users', { $top: 1 })).toHaveLength(2);
		expect(sent[1]).toEqual({ method: 'GET', path: '/v1.0/users?$skiptoken=1' });
	});

	test('that turn in a circle end with a sentence', async () => {
		const { entra } = pages(['https://graph.microsoft.com/v1.0/users?a', 'https://graph.microsoft.com/v1.0/users?a']);
		await expect(entra.list('/v1.0/users')).rejects.toThrow(/does not end/);
	});

	test.each(['javascript:alert(1)', 'file:///etc/passwd'])('whose next page is %s are refused', async (link) => {
		await expect(pages([link]).entra.list('/v1.0/users')).rejects.toThrow(/no address of its own/);
	});

	test('of an index carry the header Microsoft asks for, on every page', async () => {
		const { entra, sent } = pages(['https://graph.microsoft.com/v1.0/users?b', undefined]);
		await entra.list('/v1.0/users', { $filter: 'x', $count: 'true' });
		expect(sent.map(({ headers }) => headers)).toEqual([{ consistencylevel: 'eventual' }, { consistencylevel: 'eventual' }]);
	});
});

test('the objectGUID of Active Directory is read from the immutable id, and from nothing else', () => {
	expect(objectGuidOf(Buffer.from('3b5677dd0427864aa70b573c0d350543', 'hex').toString('base64'))).toBe('dd77563b-2704-4a86-a70b-573c0d350543');
	expect(objectGuidOf('employee-42')).toBeNull();
	expect(objectGuidOf(null)).toBeNull();
});

describe('errors', () => {
	const refused = async (status: number, body: unknown, headers = {}) => {
		const { entra } = recording(() => ({ status, body, headers }));
		return entra.send('PATCH', '/v1.0/users/u1', {}).catch((error: unknown) => error);
	};
	const graph = (code: string) => ({ error: { code, message: 'They said why.', innerError: { 'request-id': 'r-1' } } });
	test.each([
		[400, 'Request_BadRequest', 'rejected'],
		[401, 'InvalidAuthenticationToken', 'unauthorised'],
		[403, 'Authorization_RequestDenied', 'forbidden'],
		[404, 'Request_ResourceNotFound', 'not_found'],
		[409, 'Conflict', 'rejected'],
		[412, 'PreconditionFailed', 'rejected'],
		[423, 'Locked', 'rejected'],
		[429, 'TooManyRequests', 'throttled'],
		[503, 'ServiceUnavailable', 'vendor_error'],
		[504, 'GatewayTimeout', 'vendor_error'],
	])('%s %s is %s, with the request id as evidence', async (status, code, expected) => {
		expect(await refused(status, graph(code), { 'request-id': 'r-2' })).toMatchObject({ code: expected, evidence: { status, vendorCode: code, requestId: 'r-2' } });
	});

	test.each([403, 404, 302, 418])('%s that is not Graph speaking proves nothing', async (status) => {
		expect(await refused(status, '<html>Proxy</html>')).toMatchObject({ code: 'bad_answer' });
	});
});
