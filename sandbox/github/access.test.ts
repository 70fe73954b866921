import { createClock, type Clock } from '../clock';
import { cast } from '../company';
import { LEAVERS_FINE_GRAINED_TOKEN, LEAVERS_TOKEN, startGitHub, type GitHubDouble } from '.';
import { api, appJwt, appToken, everything, verdict, type Failure } from './testing/api';

let clock: Clock;
let github: GitHubDouble;
beforeEach(async () => {
	clock = createClock();
	github = await startGitHub({ clock });
});
afterEach(() => github.stop());

const leaverLogin = () => github.account(github.ids.get(cast.leaver.id) ?? 0).login;
const login = (id: string) => github.account(github.ids.get(id) ?? 0).login;

describe('who calls', () => {
	test.each([
		['nothing', {}, 401, 'Requires authentication'],
		['an unknown token', { token: 'ghp_unknown' }, 401, 'Bad credentials'],
		['a version nobody knows', { headers: { 'x-github-api-version': '2001-01-01' } }, 400, '"2001-01-01" is not a supported version of the API. Supported: 2022-11-28, 2026-03-10.'],
	])('is refused with %s', async (name, asked, status, message) => {
		const answer = await api(github, 'GET', '/orgs/kestrel/memberships/nobody', name === 'nothing' ? { token: null } : asked);
		expect(answer).toMatchObject({ status, body: { message, status: String(status), documentation_url: expect.stringContaining('docs.github.com') as string } });
	});

	test('an owner’s token is told its scopes, its limit, the version and a number for the request', async () => {
		const { headers, body } = await api<{ login: string }>(github, 'GET', '/user', { headers: { 'x-github-api-version': '2022-11-28' } });
		expect(body.login).toBe('kestrel-automation');
		expect(Object.fromEntries(['x-oauth-scopes', 'x-github-api-version-selected', 'x-ratelimit-limit', 'x-ratelimit-used', 'x-ratelimit-remaining', 'x-ratelimit-resource'].map((name) => [name, headers.get(name)]))).toEqual({
			'x-oauth-scopes': 'admin:org, admin:org_hook, read:audit_log, repo',
			'x-github-api-version-selected': '2022-11-28',
			'x-ratelimit-limit': '5000',
			'x-ratelimit-used': '1',
			'x-ratelimit-remaining': '4999',
			'x-ratelimit-resource': 'core',
		});
		expect(headers.get('x-github-request-id')).toMatch(/^[0-9A-F]{4}(:[0-9A-F]+){4}$/);
	});

	test('“token” is as good as “Bearer”', async () => {
		expect((await api(github, 'GET', '/user', { token: null, headers: { authorization: `token ${github.connection.token}` } })).status).toBe(200);
	});

	test('a token not authorised for single sign-on opens the other organisation only, and lists say what they left out', async () => {
		const { value } = github.newToken('kestrel-automation', { scopes: ['admin:org'] });
		const { status, headers, body } = await api(github, 'GET', `/orgs/kestrel/memberships/${leaverLogin()}`, { token: value });
		expect([status, headers.get('x-github-sso')]).toEqual([403, 'required; url=https://github.com/orgs/kestrel/sso?authorization_request=SANDBOX']);
		expect(body.message).toContain('SAML enforcement');
		const own = await api<{ login: string }[]>(github, 'GET', '/user/orgs', { token: value });
		expect([own.body.map((organization) => organization.login), own.headers.get('x-github-sso')]).toEqual([['kestrel-open'], `partial-results; organizations=${github.organization().id}`]);
		expect(await verdict(github, 'GET', '/orgs/kestrel-open/memberships/oskar-lindqvist', { token: value })).toBe('200');
	});

	test('what a token may not see is not there; what it may not do is forbidden', async () => {
		const { value: noScope } = github.newToken('kestrel-automation', { organization: 'kestrel', scopes: ['repo'] });
		expect(await verdict(github, 'GET', '/orgs/kestrel/credential-authorizations', { token: noScope })).toBe('404 Not Found');
		expect(await verdict(github, 'GET', '/orgs/kestrel/hooks', { token: noScope })).toBe('404 Not Found');
		expect(await verdict(github, 'DELETE', `/orgs/kestrel/memberships/${leaverLogin()}`, { token: noScope })).toMatch(/^403 Your token has not been granted the required scopes: one of \['admin:org'\]/);
		const { value: member } = github.newToken(leaverLogin(), { organization: 'kestrel', scopes: ['admin:org', 'repo'] });
		expect(await verdict(github, 'DELETE', '/orgs/kestrel/memberships/oskar-lindqvist', { token: member })).toBe('403 You must be an admin of this organization.');
		expect(await verdict(github, 'GET', '/orgs/kestrel/invitations', { token: member })).toBe('404 Not Found');
		expect(await verdict(github, 'GET', '/orgs/kestrel-open/memberships/oskar-lindqvist', { token: member })).toBe('403 You must be a member of kestrel-open.');
		expect(await verdict(github, 'GET', '/repos/kestrel/infrastructure/keys', { token: member })).toBe('200');
		expect(await verdict(github, 'GET', '/repos/kestrel/platform/keys', { token: member })).toBe('404 Not Found');
		expect(github.accessOf('oskar-lindqvist')).toMatchObject({ membership: 'active', role: 'admin' });
	});

	test('without the scope the list of members is short, not refused', async () => {
		const { value } = github.newToken('kestrel-automation', { organization: 'kestrel', scopes: [] });
		const { items } = await everything<{ login: string }>(github, '/orgs/kestrel/members', { token: value });
		expect(items.map((member) => member.login)).toEqual(['sofia-codes']);
	});

	test('a fine-grained token does what it was granted in one organisation', async () => {
		expect(await verdict(github, 'GET', `/orgs/kestrel/memberships/${leaverLogin()}`, { token: LEAVERS_FINE_GRAINED_TOKEN })).toBe('200');
		expect(await verdict(github, 'DELETE', '/orgs/kestrel/memberships/nora-vance', { token: LEAVERS_FINE_GRAINED_TOKEN })).toBe('403 Resource not accessible by personal access token');
		expect(await verdict(github, 'GET', '/repos/kestrel-open/website', { token: LEAVERS_FINE_GRAINED_TOKEN })).toBe('403 Resource not accessible by personal access token');
	});

	test('an expired token is no token', async () => {
		const { value } = github.newToken('kestrel-automation', { organization: 'kestrel', days: 1 });
		expect(await verdict(github, 'GET', '/user', { token: value })).toBe('200');
		clock.move(86_400_001);
		expect(await verdict(github, 'GET', '/user', { token: value })).toBe('401 Bad credentials');
	});
});

describe('apps', () => {
	const exchange = (token: string, body?: unknown) => verdict(github, 'POST', `/app/installations/${github.connection.app.installationId}/access_tokens`, { token, ...(body === undefined ? {} : { body }) });
	const seconds = () => Math.floor(Date.now() / 1000);

	test('prove who they are and get a token for an hour with no more than was asked for', async () => {
		const { status, body } = await api<{ token: string; expires_at: string; permissions: object; repository_selection: string }>(github, 'POST', `/app/installations/${github.connection.app.installationId}/access_tokens`, { token: appJwt(github, { iss: github.connection.app.appId }), body: { permissions: { members: 'read' } } });
		expect([status, body.permissions, body.repository_selection]).toEqual([201, { members: 'read' }, 'all']);
		expect(body.token).toMatch(/^ghs_/);
		expect(await verdict(github, 'GET', `/orgs/kestrel/memberships/${leaverLogin()}`, { token: body.token })).toBe('200');
		expect(await verdict(github, 'DELETE', `/orgs/kestrel/memberships/${leaverLogin()}`, { token: body.token })).toBe('403 Resource not accessible by integration');
		expect(await verdict(github, 'GET', '/orgs/kestrel-open/memberships/oskar-lindqvist', { token: body.token })).toBe('403 Resource not accessible by integration');
		expect(await verdict(github, 'GET', '/user', { token: body.token })).toBe('403 Resource not accessible by integration');
		clock.move(3_600_001);
		expect(await verdict(github, 'GET', '/orgs/kestrel/teams', { token: body.token })).toBe('401 Bad credentials');
	});

	test.each([
		['another algorithm', () => appJwt(github, {}, 'HS256'), '401 A JSON web token could not be decoded'],
		['a broken signature', () => `${appJwt(github).slice(0, -8)}AAAAAAAA`, '401 A JSON web token could not be decoded'],
		['an unknown app', () => appJwt(github, { iss: '1' }), '404 Integration not found'],
		['an expired assertion', () => appJwt(github, { iat: seconds() - 900, exp: seconds() - 300 }), "401 'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires"],
		['one that lasts too long', () => appJwt(github, { exp: seconds() + 3_600 }), "401 'Expiration time' claim ('exp') is too far in the future"],
		['one from the future', () => appJwt(github, { iat: seconds() + 400, exp: seconds() + 500 }), "401 'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued"],
		['a person’s token', () => github.connection.token, '401 A JSON web token could not be decoded'],
	])('are refused with %s', async (_name, token, refusal) => {
		expect(await exchange(token())).toBe(refusal);
	});

	test('get no more than was granted, nothing while suspended, and what was taken away is not in the next token', async () => {
		expect(await exchange(appJwt(github), { permissions: { contents: 'write' } })).toBe('422 The permissions requested are not granted to this installation.');
		github.installation().permissions = { members: 'read' };
		const token = await appToken(github);
		expect(await verdict(github, 'GET', '/orgs/kestrel/personal-access-tokens', { token })).toBe('403 Resource not accessible by integration');
		github.installation().suspendedAt = clock.iso();
		expect(await exchange(appJwt(github))).toBe('403 This installation has been suspended');
		expect(await verdict(github, 'GET', '/orgs/kestrel/teams', { token })).toBe('403 This installation has been suspended');
	});

	test('are not asked for single sign-on, may make 15 000 requests an hour, and can give a token back', async () => {
		const token = await appToken(github);
		const { status, headers } = await api(github, 'GET', `/orgs/kestrel/credential-authorizations?login=${leaverLogin()}`, { token });
		expect([status, headers.get('x-ratelimit-limit'), headers.get('x-oauth-scopes')]).toEqual([200, '15000', null]);
		expect(await verdict(github, 'DELETE', '/installation/token', { token })).toBe('204');
		expect(await verdict(github, 'GET', '/orgs/kestrel/teams', { token })).toBe('401 Bad credentials');
	});

	test('installed ones are listed, and who owns an app is told by the app', async () => {
		const { body } = await api<{ total_count: number; installations: { app_slug: string }[] }>(github, 'GET', '/orgs/kestrel/installations');
		expect([body.total_count, body.installations.map((installation) => installation.app_slug)]).toEqual([2, ['kestrel-releases', 'kestrel-lifecycle']]);
		expect((await api<{ owner: { login: string } }>(github, 'GET', '/apps/kestrel-releases')).body.owner.login).toBe(leaverLogin());
	});
});

describe('limits', () => {
	test('of an hour: 403, nothing remaining, and when it is over', async () => {
		github.settings.hourlyLimit = 2;
		const answers = [await api(github, 'GET', '/user'), await api(github, 'GET', '/user'), await api(github, 'GET', '/user')];
		expect(answers.map(({ status, headers }) => [status, headers.get('x-ratelimit-remaining')])).toEqual([[200, '1'], [200, '0'], [403, '0']]);
		expect(answers[2]?.body.message).toMatch(/^API rate limit exceeded for user ID \d+\.$/);
		expect(Number(answers[2]?.headers.get('x-ratelimit-reset'))).toBeGreaterThan(clock.now() / 1000);
		expect((await api<{ rate: { remaining: number } }>(github, 'GET', '/rate_limit')).body.rate.remaining).toBe(0);
		expect((await api(github, 'GET', '/user', { token: LEAVERS_TOKEN })).status).toBe(200);
		clock.move(3_600_000);
		expect((await api(github, 'GET', '/user')).status).toBe(200);
	});

	test('of a minute: writes weigh more, and the answer says how long to wait', async () => {
		github.settings.pointsPerMinute = 6;
		github.settings.throttleStatus = 429;
		expect(await verdict(github, 'GET', '/user')).toBe('200');
		expect(await verdict(github, 'DELETE', '/orgs/kestrel/memberships/nobody')).toBe('404 Not Found');
		const { status, headers, body } = await api(github, 'GET', '/user');
		expect([status, body.message]).toEqual([429, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.']);
		expect(Number(headers.get('retry-after'))).toBeGreaterThan(50);
		clock.move(60_000);
		expect(await verdict(github, 'GET', '/user')).toBe('200');
	});

	test.each([
		[{ kind: 'throttle', resetInSeconds: 9 }, '0', null, 'API rate limit exceeded for this account.'],
		[{ kind: 'throttle', retryAfterSeconds: 7 }, null, '7', 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'],
		[{ kind: 'throttle' }, null, null, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.'],
	] as const)('as a fault: %p', async (effect, remaining, retryAfter, message) => {
		github.faults.add({ effect });
		const { status, headers, body } = await api<Failure>(github, 'GET', '/user');
		expect([status, headers.get('x-ratelimit-remaining'), headers.get('retry-after'), body.message]).toEqual([403, remaining, retryAfter, message]);
	});
});

describe('paging', () => {
	test('thirty a page unless asked, a hundred at most, and Links that name the organisation by number', async () => {
		github.populate(150);
		const { id, members } = github.organization();
		const first = await api<unknown[]>(github, 'GET', '/orgs/kestrel/members');
		expect(first.body).toHaveLength(30);
		expect(first.headers.get('link')).toBe(`<${github.connection.apiUrl}/organizations/${id}/members?page=2>; rel="next", <${github.connection.apiUrl}/organizations/${id}/members?page=${Math.ceil(members.size / 30)}>; rel="last"`);
		const { items, paths } = await everything<{ id: number }>(github, '/orgs/kestrel/members?per_page=500');
		expect([new Set(items.map((member) => member.id)).size, paths.length]).toEqual([members.size, 2]);
		expect(paths[1]).toBe(`/organizations/${id}/members?per_page=500&page=2`);
		expect((await api(github, 'GET', '/orgs/kestrel/members?page=99')).body).toEqual([]);
	});

	test('short lists page as well, where pages are short', async () => {
		github.settings.pageSize = 1;
		const { items, paths } = await everything(github, `/orgs/kestrel/credential-authorizations?login=${leaverLogin()}&per_page=100`);
		expect([items.length, paths.length]).toEqual([3, 3]);
	});
});

test('numbers stay, logins change, and what somebody was called may be somebody else tomorrow', async () => {
	const { renamed } = github.parts;
	expect(login(renamed.id)).toBe('sofia-codes');
	expect((await api<{ id: number }>(github, 'GET', '/users/sofia-bellini')).body.id).not.toBe(github.ids.get(renamed.id));
	const { id } = github.account(leaverLogin());
	github.rename(id, 'mateo-elsewhere');
	expect(await verdict(github, 'GET', '/users/mateo-builds')).toBe('404 Not Found');
	expect((await api<{ login: string }>(github, 'GET', `/user/${id}`)).body.login).toBe('mateo-elsewhere');
	github.signUp('mateo-builds');
	expect((await api<{ id: number }>(github, 'GET', '/users/mateo-builds')).body.id).not.toBe(id);
	expect(await verdict(github, 'GET', '/orgs/kestrel/memberships/mateo-builds')).toBe('404 Not Found');
	expect(await verdict(github, 'GET', '/orgs/kestrel/memberships/MATEO-Elsewhere')).toBe('200');
});
