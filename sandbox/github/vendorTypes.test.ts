import type { components, paths } from '@octokit/openapi-types-ghec';
import { readFileSync } from 'node:fs';
import { createClock } from '../clock';
import { cast } from '../company';
import { startGitHub, type GitHubDouble } from '.';
import { routes } from './routes';
import type { showAccount, showOwnProfile, showProfile } from './shapes/accounts';
import type { showApp, showAuthorization, showFullOrganization, showGrant, showHook, showInstallation, showInvitation, showMembership, showOrganization, showOwnedOrganization, showTeam, showTeamMembership } from './shapes/organizations';
import type { showCollaborator, showKey, showRepository, showRepositoryInvitation } from './shapes/repositories';
import { api, appToken } from './testing/api';

type Schemas = components['schemas'];

/** What is shown has the vendor's names, all of those the vendor promises, and the vendor's types: the compiler refuses this list otherwise. */
type Conforms<Shown extends Vendor, Vendor> = Exclude<keyof Shown, Vendor extends unknown ? keyof Vendor : never> extends never ? true : never;

type Conforming = [
	account: Conforms<ReturnType<typeof showAccount>, Schemas['simple-user']>,
	profile: Conforms<ReturnType<typeof showProfile>, Schemas['public-user']>,
	ownProfile: Conforms<ReturnType<typeof showOwnProfile>, Schemas['private-user']>,
	organization: Conforms<ReturnType<typeof showOrganization>, Schemas['organization-simple']>,
	fullOrganization: Conforms<ReturnType<typeof showFullOrganization>, Schemas['organization-full']>,
	ownedOrganization: Conforms<ReturnType<typeof showOwnedOrganization>, Schemas['organization-full']>,
	membership: Conforms<ReturnType<typeof showMembership>, Schemas['org-membership']>,
	invitation: Conforms<ReturnType<typeof showInvitation>, Schemas['organization-invitation']>,
	team: Conforms<ReturnType<typeof showTeam>, Schemas['team']>,
	teamMembership: Conforms<ReturnType<typeof showTeamMembership>, Schemas['team-membership']>,
	authorization: Conforms<ReturnType<typeof showAuthorization>, Schemas['credential-authorization']>,
	grant: Conforms<ReturnType<typeof showGrant>, Schemas['organization-programmatic-access-grant']>,
	hook: Conforms<ReturnType<typeof showHook>, Schemas['org-hook']>,
	installation: Conforms<ReturnType<typeof showInstallation>, Schemas['installation']>,
	app: Conforms<ReturnType<typeof showApp>, NonNullable<Schemas['integration']>>,
	repository: Conforms<ReturnType<typeof showRepository>, Schemas['minimal-repository']>,
	collaborator: Conforms<ReturnType<typeof showCollaborator>, Schemas['collaborator']>,
	key: Conforms<ReturnType<typeof showKey>, Schemas['deploy-key']>,
	repositoryInvitation: Conforms<ReturnType<typeof showRepositoryInvitation>, Schemas['repository-invitation']>,
];

const conforming: Conforming = [true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true, true];

const published = readFileSync(require.resolve('@octokit/openapi-types-ghec/types.d.ts'), 'utf8');

/** The names a published schema has, without those of what it contains. */
function namesOf(schema: string): Set<string> {
	const quoted = schema.includes('-') ? `"${schema}"` : `"?${schema}"?`;
	const [, body = ''] = new RegExp(`^ {4}${quoted}: \\{$([\\s\\S]*?)^ {4}\\}`, 'm').exec(published) ?? [];
	const names = [...body.matchAll(/^ {6}"?([@\w]+)"?\??:/gm)].map(([, name = '']) => name);
	if (names.length === 0) throw new Error(`Nothing is published as ${schema}`);
	return new Set(names);
}

const required = (schema: string): string[] => {
	const quoted = schema.includes('-') ? `"${schema}"` : `"?${schema}"?`;
	const [, body = ''] = new RegExp(`^ {4}${quoted}: \\{$([\\s\\S]*?)^ {4}\\}`, 'm').exec(published) ?? [];
	return [...body.matchAll(/^ {6}"?([@\w]+)"?:/gm)].map(([, name = '']) => name);
};

let github: GitHubDouble;
let leaver: string;
beforeAll(async () => {
	github = await startGitHub({ clock: createClock() });
	leaver = github.account(github.ids.get(cast.leaver.id) ?? 0).login;
	await api(github, 'PUT', '/repos/kestrel-open/website/collaborators/rita-solberg');
});
afterAll(() => github.stop());

test('the published types are read as they are written', () => {
	expect(conforming).toHaveLength(19);
	expect([...namesOf('deploy-key')]).toEqual(expect.arrayContaining(['added_by', 'last_used', 'read_only']));
	expect(required('deploy-key')).not.toContain('added_by');
	expect(() => namesOf('shoe')).toThrow();
});

const listed = (body: unknown): object[] => {
	if (Array.isArray(body)) return body as object[];
	const lists = Object.values(body as object).filter((value): value is object[] => Array.isArray(value) && typeof value[0] === 'object');
	return lists.length === 1 && lists[0] !== undefined && !('id' in (body as object)) ? lists[0] : [body as object];
};

test.each([
	['/user', 'private-user'],
	['/users/LEAVER', 'public-user'],
	['/user/orgs', 'organization-simple'],
	['/user/memberships/orgs', 'org-membership'],
	['/orgs/kestrel', 'organization-full'],
	['/orgs/kestrel/members', 'simple-user'],
	['/orgs/kestrel/memberships/LEAVER', 'org-membership'],
	['/orgs/kestrel/invitations', 'organization-invitation'],
	['/orgs/kestrel/outside_collaborators', 'simple-user'],
	['/orgs/kestrel/teams', 'team'],
	['/orgs/kestrel/teams/product', 'team-full'],
	['/orgs/kestrel/teams/product/memberships/LEAVER', 'team-membership'],
	['/orgs/kestrel/teams/every-engineer/team-sync/group-mappings', 'group-mapping'],
	['/orgs/kestrel/credential-authorizations?login=LEAVER', 'credential-authorization'],
	['/orgs/kestrel/personal-access-tokens', 'organization-programmatic-access-grant'],
	['/orgs/kestrel/installations', 'installation'],
	['/orgs/kestrel/hooks', 'org-hook'],
	['/orgs/kestrel/repos', 'minimal-repository'],
	['/repos/kestrel/platform/collaborators', 'collaborator'],
	['/repos/kestrel/platform/collaborators/LEAVER/permission', 'repository-collaborator-permission'],
	['/repos/kestrel/platform/keys', 'deploy-key'],
	['/repos/kestrel-open/website/invitations', 'repository-invitation'],
	['/apps/kestrel-releases', 'integration'],
	['/scim/v2/organizations/kestrel/Users/SCIM', 'scim-user'],
	['/rate_limit', 'rate-limit-overview'],
])('%s answers with what is published', async (path, schema) => {
	const scimId = [...github.state.identities.values()].find(({ nameId }) => nameId === cast.leaver.workEmail)?.guid ?? '';
	const token = path.includes('personal-access-tokens') ? { token: await appToken(github) } : {};
	const { status, body } = await api<unknown>(github, 'GET', path.replace('LEAVER', leaver).replace('SCIM', scimId), token);
	const items = schema === 'group-mapping' || schema === 'rate-limit-overview' ? [body as object] : listed(body);
	expect([status, items.length > 0]).toEqual([200, true]);
	for (const item of items) {
		expect(Object.keys(item).filter((name) => !namesOf(schema).has(name))).toEqual([]);
		expect(required(schema).filter((name) => !(name in item))).toEqual([]);
	}
});

test('events of the audit log have the published names', async () => {
	await api(github, 'DELETE', '/orgs/kestrel/memberships/nora-vance');
	const { body } = await api<object[]>(github, 'GET', '/orgs/kestrel/audit-log');
	expect(body.length).toBeGreaterThan(0);
	expect(body.flatMap((event) => Object.keys(event).filter((name) => !namesOf('audit-log-event').has(name)))).toEqual([]);
});

/** Everything answered here is published, but for what came after the release of these types. */
const SINCE = [
	'POST /orgs/{}/credential-authorizations/{}/revoke',
	'POST /orgs/{}/credential-authorizations/{}/revoke-credential-type',
	'POST /credentials/revoke',
	'POST /graphql',
];

type Path = keyof paths;
const KNOWN: readonly Path[] = ['/orgs/{org}/memberships/{username}', '/orgs/{org}/credential-authorizations', '/repos/{owner}/{repo}/keys', '/app/installations/{installation_id}/access_tokens'];

test('every route is one the vendor has', () => {
	const plain = (path: string) => path.replaceAll(/\{\w+\}|:\w+/g, '{}');
	const blocks = [...published.matchAll(/^ {2}"(\/[^"]*)": \{$([\s\S]*?)^ {2}\};/gm)];
	const operationsOf = new Set(blocks.flatMap(([, path = '', body = '']) => [...body.matchAll(/^ {4}(get|put|post|patch|delete): operations/gm)].map(([, method = '']) => `${method.toUpperCase()} ${plain(path)}`)));
	for (const path of KNOWN) expect([...operationsOf].some((operation) => operation.endsWith(` ${plain(path)}`))).toBe(true);
	const answered = routes.map(({ method, path }) => `${method} ${plain(path)}`).filter((operation) => !/ \/(?:organizations|repositories)\/\{\}/.test(operation));
	expect(answered.length).toBeGreaterThan(60);
	expect(answered.filter((operation) => !operationsOf.has(operation) && !SINCE.includes(operation))).toEqual([]);
});
