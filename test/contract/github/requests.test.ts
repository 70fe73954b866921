import type { operations, paths } from '@octokit/openapi-types-ghec';
import { cast } from '../../../sandbox';
import type { JournalEntry } from '../../../sandbox';
import { githubClient } from '../../../systems/github/client';
import { everyGitHubStep, startGitHubCase, wishFor, type GitHubCase } from '../../support/githubCase';
import { personOf } from '../../support/leaverCase';

type Verb = 'get' | 'post' | 'put' | 'delete';
type OperationOf<Path, Method> = Path extends keyof paths ? (Method extends keyof paths[Path] ? paths[Path][Method] : never) : never;
type QueryOf<Operation> = Operation extends { parameters: { query?: infer Query } } ? keyof NonNullable<Query> & string : never;
type BodyOf<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Body } } } ? keyof NonNullable<Body> & string : never;

interface Published {
	method: Verb;
	path: string;
	success: number;
	query: readonly string[];
	body: readonly string[];
}

/** Path, method and the names in query and body are checked by the compiler against GitHub's own description. */
const call = <Path extends keyof paths, Method extends Verb & keyof paths[Path]>(
	method: Method,
	path: Path,
	success: number & keyof (OperationOf<Path, Method> extends { responses: infer Responses } ? Responses : never),
	{ query = [], body = [] }: { query?: readonly QueryOf<OperationOf<Path, Method>>[]; body?: readonly BodyOf<OperationOf<Path, Method>>[] } = {},
): Published => ({ method, path, success, query, body });

const paging = ['per_page', 'page'] as const;

const published: readonly Published[] = [
	call('get', '/app/installations', 200, { query: paging }),
	call('post', '/app/installations/{installation_id}/access_tokens', 201),
	call('get', '/apps/{app_slug}', 200),
	call('get', '/orgs/{org}/credential-authorizations', 200, { query: [...paging, 'login'] }),
	call('get', '/orgs/{org}/installations', 200, { query: paging }),
	call('get', '/orgs/{org}/invitations', 200, { query: paging }),
	call('post', '/orgs/{org}/invitations', 201, { body: ['invitee_id', 'email', 'role', 'team_ids'] }),
	call('delete', '/orgs/{org}/invitations/{invitation_id}', 204),
	call('get', '/orgs/{org}/invitations/{invitation_id}/teams', 200, { query: paging }),
	call('get', '/orgs/{org}/members', 200, { query: [...paging, 'filter', 'role'] }),
	call('get', '/orgs/{org}/memberships/{username}', 200),
	call('put', '/orgs/{org}/memberships/{username}', 200, { body: ['role'] }),
	call('delete', '/orgs/{org}/memberships/{username}', 204),
	call('get', '/orgs/{org}/outside_collaborators', 200, { query: paging }),
	call('delete', '/orgs/{org}/outside_collaborators/{username}', 204),
	call('get', '/orgs/{org}/personal-access-tokens', 200, { query: [...paging, 'owner'] }),
	call('post', '/orgs/{org}/personal-access-tokens/{pat_id}', 204, { body: ['action'] }),
	call('get', '/orgs/{org}/repos', 200, { query: [...paging, 'type'] }),
	call('get', '/orgs/{org}/teams', 200, { query: paging }),
	call('get', '/orgs/{org}/teams/{team_slug}/members', 200, { query: [...paging, 'role'] }),
	call('get', '/orgs/{org}/teams/{team_slug}/memberships/{username}', 200),
	call('put', '/orgs/{org}/teams/{team_slug}/memberships/{username}', 200, { body: ['role'] }),
	call('delete', '/orgs/{org}/teams/{team_slug}/memberships/{username}', 204),
	call('get', '/orgs/{org}/teams/{team_slug}/team-sync/group-mappings', 200),
	call('get', '/repos/{owner}/{repo}/collaborators', 200, { query: [...paging, 'affiliation'] }),
	call('put', '/repos/{owner}/{repo}/collaborators/{username}', 201, { body: ['permission'] }),
	call('delete', '/repos/{owner}/{repo}/collaborators/{username}', 204),
	call('get', '/repos/{owner}/{repo}/invitations', 200, { query: paging }),
	call('delete', '/repos/{owner}/{repo}/invitations/{invitation_id}', 204),
	call('get', '/repos/{owner}/{repo}/keys', 200, { query: paging }),
	call('delete', '/scim/v2/organizations/{org}/Users/{scim_user_id}', 204),
	call('get', '/user', 200),
	call('get', '/user/{account_id}', 200),
	call('get', '/users/{username}', 200),
];

/** GitHub's documents have them, its description does not: asked with POST, and what is revoked is in the path. */
const documented: readonly Published[] = [
	{ method: 'post', path: '/graphql', success: 200, query: [], body: ['query', 'variables'] },
	{ method: 'post', path: '/orgs/{org}/credential-authorizations/{username}/revoke', success: 202, query: [], body: [] },
];

const known = [...published, ...documented];

let company: GitHubCase;
let entries: readonly JournalEntry[];

/** Everything the pack can do to somebody, once. */
beforeAll(async () => {
	company = await startGitHubCase();
	const { github } = company;
	const login = (person: { id: string }) => github.account(github.ids.get(person.id)!).login;
	await company.cut(cast.leaver, { steps: everyGitHubStep.filter((step) => step !== 'removeFromOrganisation') });
	await company.cut(cast.leaverManager);
	await company.restore(cast.leaverManager);
	await company.cut(cast.leaver, { steps: everyGitHubStep, work: { caseId: 'again' } });
	await company.cut(cast.leaver, { organisation: 'kestrel-open', login: login(cast.leaver) });
	await company.restore(cast.leaver, { organisation: 'kestrel-open', login: login(cast.leaver) });
	await company.cut(cast.leaver, { organisation: 'kestrel-open', login: login(cast.leaver), work: { caseId: 'third', run: 'run-2' } });
	await company.cut(cast.leaver, { organisation: 'kestrel-open', login: login(cast.leaver), work: { run: 'run-3' } });
	await company.cut(github.parts.provisionedOnly);
	await company.cut(cast.superAdmin, { actsAs: 'user', steps: ['removeCollaborations'] });
	await company.grant(wishFor({ join: ['Engineering'] }));
	await company.change({ ...wishFor({ join: ['Releases'], leave: ['Engineering'], role: 'admin' }, personOf(cast.adminByGroup)), usable: null }, { login: null });
	const engineer = [...github.organization().members].find(([id, { role }]) => role === 'member' && github.accessOf(id).teams > 1)![0];
	const { login: name } = github.account(engineer);
	const who = [...github.ids].find(([, id]) => id === engineer)![0];
	await company.change({ ...wishFor({ join: ['Releases'], leave: ['Engineering'], role: 'admin' }, { id: who, workEmail: [...github.state.identities.values()].find(({ accountId }) => accountId === engineer)!.nameId }), usable: null }, { login: name });
	await company.accounts();
	entries = company.github.journal.entries;
}, 60_000);
afterAll(() => company.stop());

const fits = ({ method, path }: Published, entry: JournalEntry) => method === entry.method.toLowerCase() && new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(entry.path.split('?')[0]!);
/** Links of lists name organisations and repositories by number. */
const byNumber = (path: string) => path.replace(/^\/organizations\/\d+\/team\/\d+/, '/orgs/x/teams/x').replace(/^\/organizations\/\d+/, '/orgs/x').replace(/^\/repositories\/\d+/, '/repos/x/x');
const contractOf = (entry: JournalEntry) => known.find((one) => fits(one, { ...entry, path: byNumber(entry.path) }));
const named = ({ method, path }: JournalEntry) => `${method} ${path}`;
const bodyOf = ({ body }: JournalEntry) => (body === '' ? {} : JSON.parse(body)) as { [name: string]: unknown };

test('every request is one that GitHub publishes', () => {
	expect(entries.filter((entry) => contractOf(entry) === undefined).map(named)).toEqual([]);
});

test('every call that is published here is one the pack makes: the table promises nothing', () => {
	expect(known.filter((one) => !entries.some((entry) => contractOf(entry) === one)).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
});

test('a request that succeeds is answered with the status that is published', () => {
	// A member is given a repository at once (204), anybody else is invited (201).
	const other = (entry: JournalEntry) => entry.method === 'PUT' && entry.path.includes('/collaborators/') && entry.status === 204;
	for (const entry of entries.filter(({ status = 500 }) => status < 300).filter((entry) => !other(entry))) expect(`${named(entry)} ${entry.status}`).toBe(`${named(entry)} ${contractOf(entry)!.success}`);
});

test('nothing is asked for or sent that the operation does not have', () => {
	for (const entry of entries) {
		const { query, body } = contractOf(entry)!;
		const asked = [...new URLSearchParams(entry.query).keys()].map((name) => name.replace(/\[\]$/, ''));
		expect({ call: named(entry), query: asked.filter((name) => !query.includes(name)), body: Object.keys(bodyOf(entry)).filter((name) => !body.includes(name)) }).toEqual({ call: named(entry), query: [], body: [] });
	}
});

test('every request names the version of the API and who asks', () => {
	for (const { headers } of entries) expect(headers).toMatchObject({ 'x-github-api-version': '2022-11-28', 'user-agent': 'n8n-nodes-joiner-mover-leaver', accept: 'application/vnd.github+json' });
});

test('no repository, team, deploy key or organisation is deleted', () => {
	for (const entry of entries.filter(({ method }) => method === 'DELETE')) expect(entry.path).toMatch(/\/(memberships|invitations|collaborators|outside_collaborators|Users)\/[^/]+$/);
});

test('a wrong path, parameter or field does not compile', () => {
	const github = githubClient(async () => ({ status: 200, headers: {}, body: {} }), { organisation: 'kestrel', actsAs: 'app', login: null }, () => {});
	const never = () => [
		// @ts-expect-error there is no such path
		github.get('/orgs/{org}/membership/{username}', { path: { username: 'a' } }),
		// @ts-expect-error the path needs a name
		github.get('/orgs/{org}/memberships/{username}', {}),
		// @ts-expect-error the list has no such parameter
		github.list('/orgs/{org}/members', { query: { roles: 'admin' } }),
		// @ts-expect-error nobody is removed with POST
		github.send('post', '/orgs/{org}/memberships/{username}', { path: { username: 'a' } }),
		// @ts-expect-error there is no such role
		github.send('put', '/orgs/{org}/memberships/{username}', { path: { username: 'a' }, body: { role: 'owner' } }),
	];
	expect(never).toBeInstanceOf(Function);
	type Removal = operations['orgs/remove-membership-for-user'];
	const success: keyof Removal['responses'] = 204;
	expect(success).toBe(204);
});
