import { createClock } from '../clock';
import { cast } from '../company';
import { startGitHub, type GitHubDouble } from '.';
import { api, everything, verdict } from './testing/api';

let github: GitHubDouble;
let leaver: string;
beforeEach(async () => {
	github = await startGitHub({ clock: createClock() });
	leaver = github.account(github.ids.get(cast.leaver.id) ?? 0).login;
});
afterEach(() => github.stop());

const membership = (team: string, login = leaver) => `/orgs/kestrel/teams/${team}/memberships/${login}`;

test('teams are listed with their parents, secret ones to owners and to those in them', async () => {
	const { items } = await everything<{ slug: string; privacy: string; parent: { slug: string } | null }>(github, '/orgs/kestrel/teams');
	expect(items.map(({ slug, privacy, parent }) => [slug, privacy, parent?.slug ?? null])).toEqual([
		['engineering', 'closed', null],
		['product', 'closed', 'engineering'],
		['releases', 'secret', null],
		['every-engineer', 'closed', null],
	]);
	const { value } = github.newToken('nora-vance', { organization: 'kestrel', scopes: ['read:org'] });
	expect((await everything<{ slug: string }>(github, '/orgs/kestrel/teams', { token: value })).items.map(({ slug }) => slug)).not.toContain('releases');
});

test('somebody is put in, promoted and taken out', async () => {
	expect((await api(github, 'GET', membership('product'))).body).toMatchObject({ role: 'maintainer', state: 'active' });
	expect(await verdict(github, 'DELETE', membership('product'))).toBe('204');
	expect(await verdict(github, 'DELETE', membership('product'))).toBe('404 Not Found');
	expect(await verdict(github, 'GET', membership('product'))).toBe('404 Not Found');
	expect((await api(github, 'PUT', membership('product'), { body: { role: 'member' } })).body).toMatchObject({ role: 'member', state: 'active' });
	expect(github.accessOf(leaver).teams).toBe(4);
});

test('whoever is in a team below is in the team above, and leaves it below', async () => {
	await api(github, 'DELETE', membership('engineering'));
	expect((await api(github, 'GET', membership('engineering'))).body).toMatchObject({ role: 'member', state: 'active' });
	await api(github, 'DELETE', membership('product'));
	expect(await verdict(github, 'GET', membership('engineering'))).toBe('404 Not Found');
});

test('a team that the identity provider fills is changed by nobody else', async () => {
	const refusal = "403 This team's membership is managed by an identity provider group and cannot be changed here.";
	expect([await verdict(github, 'DELETE', membership('every-engineer')), await verdict(github, 'PUT', membership('every-engineer', 'oskar-lindqvist'))]).toEqual([refusal, refusal]);
	expect((await api<{ groups: unknown[] }>(github, 'GET', '/orgs/kestrel/teams/every-engineer/team-sync/group-mappings')).body.groups).toHaveLength(1);
	expect((await api<{ groups: unknown[] }>(github, 'GET', '/orgs/kestrel/teams/product/team-sync/group-mappings')).body.groups).toEqual([]);
	github.removeMember(leaver);
	github.addMember(leaver);
	github.signIn(leaver, cast.leaver.workEmail);
	github.syncTeams();
	expect(github.accessOf(leaver).teams).toBe(1);
});

test('adding somebody from outside invites them', async () => {
	expect((await api(github, 'PUT', membership('product', 'rita-solberg'))).body).toMatchObject({ state: 'pending' });
	expect((await everything<{ login: string }>(github, '/orgs/kestrel/teams/product/invitations')).items.map(({ login }) => login)).toContain('rita-solberg');
	github.accept('rita-solberg');
	expect(github.accessOf('rita-solberg')).toMatchObject({ membership: 'active', teams: 1 });
});

test('maintainers change their team, members do not', async () => {
	const { value } = github.newToken(leaver, { organization: 'kestrel', scopes: ['write:org'] });
	expect(await verdict(github, 'PUT', membership('product', 'nora-vance'), { token: value })).toBe('200');
	expect(await verdict(github, 'PUT', membership('releases', 'nora-vance'), { token: value })).toBe('403 You must be a team maintainer or an organization owner.');
});

test('deploy keys are made, listed with who added them, and deleted', async () => {
	const { body, status } = await api<{ id: number; added_by: string }>(github, 'POST', '/repos/kestrel/web/keys', { body: { title: 'new', key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINew', read_only: true } });
	expect([status, body.added_by]).toEqual([201, 'kestrel-automation']);
	expect(await verdict(github, 'POST', '/repos/kestrel/platform/keys', { body: { key: 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINew' } })).toBe('422 Validation Failed');
	expect(await verdict(github, 'DELETE', `/repos/kestrel/web/keys/${body.id}`)).toBe('204');
	expect(await verdict(github, 'DELETE', `/repos/kestrel/web/keys/${body.id}`)).toBe('404 Not Found');
});

test('private repositories are not there for those without access', async () => {
	const { value } = github.newToken('nora-vance', { organization: 'kestrel' });
	expect([await verdict(github, 'GET', '/repos/kestrel/platform', { token: value }), await verdict(github, 'GET', '/repos/kestrel/infrastructure', { token: value })]).toEqual(['200', '404 Not Found']);
	expect([await verdict(github, 'GET', '/repos/kestrel/handbook', { token: null }), await verdict(github, 'GET', '/repos/kestrel/web', { token: null })]).toEqual(['200', '404 Not Found']);
	expect((await everything<{ name: string }>(github, '/orgs/kestrel/repos')).items.map(({ name }) => name)).toEqual(['platform', 'web', 'infrastructure', 'handbook']);
	const { value: noScope } = github.newToken('nora-vance', { organization: 'kestrel', scopes: ['read:org'] });
	for (const token of [noScope, github.newToken('nora-vance').value]) expect((await everything<{ name: string }>(github, '/orgs/kestrel/repos', { token })).items.map(({ name }) => name)).toEqual(['handbook']);
	const outside = await everything<{ login: string }>(github, '/repos/kestrel/web/collaborators?affiliation=outside');
	expect(outside.items).toMatchObject([{ login: 'rita-solberg', role_name: 'write', permissions: { push: true, admin: false } }]);
});
