import { createClock, type Clock } from '../clock';
import { cast } from '../company';
import { LEAVERS_FINE_GRAINED_TOKEN, LEAVERS_TOKEN, startGitHub, type GitHubDouble } from '.';
import { api, appToken, everything, verdict } from './testing/api';

let clock: Clock;
let github: GitHubDouble;
let leaver: string;
beforeEach(async () => {
	clock = createClock();
	github = await startGitHub({ clock });
	leaver = github.account(github.ids.get(cast.leaver.id) ?? 0).login;
});
afterEach(() => github.stop());

interface Authorization {
	credential_id: number;
	credential_type: string;
}

const authorizations = async () => (await everything<Authorization>(github, `/orgs/kestrel/credential-authorizations?login=${leaver}`)).items;
const revocation = (suffix = 'revoke', body?: object) => verdict(github, 'POST', `/orgs/kestrel/credential-authorizations/${leaver}/${suffix}`, body === undefined ? {} : { body });

test('the leaver has what a leaver can have', () => {
	expect(github.accessOf(leaver)).toEqual({
		membership: 'active',
		role: 'member',
		teams: 4,
		collaborations: 1,
		repositoryInvitations: 0,
		privateForks: 1,
		identity: true,
		ssoAuthorisations: 3,
		fineGrainedTokens: 1,
		credentials: 4,
		deployKeys: 2,
	});
	expect(github.accessOf(leaver, 'kestrel-open')).toMatchObject({ membership: 'none', role: null, collaborations: 1, credentials: 3, deployKeys: 0 });
	expect(github.accessOf(cast.leaver.workEmail)).toEqual(github.accessOf(leaver));
});

describe('credential authorisations', () => {
	test('are described for people, by kind', async () => {
		const { body } = await api<Authorization[]>(github, 'GET', '/orgs/kestrel/credential-authorizations?per_page=100');
		expect(new Set(body.map((authorization) => authorization.credential_type))).toEqual(new Set(['personal access token', 'SSH Key', 'OAuth app token', 'fine-grained personal access token']));
		expect(await authorizations()).toMatchObject([
			{ login: leaver, token_last_eight: LEAVERS_TOKEN.slice(-8), scopes: ['repo', 'read:org'], authorized_credential_note: 'laptop' },
			{ fingerprint: expect.stringContaining('SHA256:') as string, authorized_credential_title: 'Mateo’s MacBook Pro' },
			{ scopes: ['repo', 'workflow'] },
		]);
	});

	test('all of somebody’s are accepted for revocation, and gone a little later', async () => {
		github.settings.revocationMs = 60_000;
		expect(await revocation()).toBe('202');
		expect(await authorizations()).toHaveLength(3);
		clock.move(60_000);
		expect(await authorizations()).toEqual([]);
		expect(github.accessOf(leaver)).toMatchObject({ membership: 'active', ssoAuthorisations: 0, fineGrainedTokens: 1 });
		expect(await verdict(github, 'GET', '/orgs/kestrel/teams', { token: LEAVERS_TOKEN })).toMatch(/^403 Resource protected by organization SAML enforcement/);
		expect(await revocation()).toBe('202');
	});

	test('of one kind', async () => {
		github.settings.revocationMs = 0;
		expect(await revocation('revoke-credential-type', { credential_type: 'ssh_key' })).toBe('202');
		expect((await authorizations()).map((authorization) => authorization.credential_type)).toEqual(['personal access token', 'OAuth app token']);
		expect(await revocation('revoke-credential-type', { credential_type: 'shoe' })).toBe('422 Validation Failed');
	});

	test('one by one, and what was revoked cannot be authorised again', async () => {
		const [first] = await authorizations();
		const path = `/orgs/kestrel/credential-authorizations/${first?.credential_id ?? 0}`;
		expect([await verdict(github, 'DELETE', path), await verdict(github, 'DELETE', path)]).toEqual(['204', '404 Not Found']);
		expect(github.accessOf(leaver)).toMatchObject({ ssoAuthorisations: 2, credentials: 3 });
	});

	test('are listed while their owner is a member, and come back into force with the membership', async () => {
		expect(await verdict(github, 'DELETE', `/orgs/kestrel/memberships/${leaver}`)).toBe('204');
		expect(await authorizations()).toEqual([]);
		expect(await revocation()).toBe('404 Not Found');
		expect(github.accessOf(leaver)).toMatchObject({ ssoAuthorisations: 3, credentials: 0 });
		github.addMember(leaver);
		expect(await authorizations()).toHaveLength(3);
		expect(github.accessOf(leaver)).toMatchObject({ credentials: 4 });
	});

	test('are not there where there is no single sign-on, for strangers, or for nobody', async () => {
		expect(await verdict(github, 'GET', '/orgs/kestrel-open/credential-authorizations')).toBe('404 Not Found');
		expect(await verdict(github, 'POST', '/orgs/kestrel/credential-authorizations/rita-solberg/revoke')).toBe('404 Not Found');
		expect(await verdict(github, 'POST', '/orgs/kestrel/credential-authorizations/nobody-at-all/revoke')).toBe('404 Not Found');
	});

	test('whoever revokes their own is locked out', async () => {
		github.settings.revocationMs = 0;
		expect(await verdict(github, 'POST', '/orgs/kestrel/credential-authorizations/kestrel-automation/revoke')).toBe('202');
		expect(await verdict(github, 'GET', '/orgs/kestrel/teams')).toMatch(/^403 Resource protected by organization SAML enforcement/);
	});

	test('a token made after the cut works', async () => {
		github.settings.revocationMs = 0;
		await revocation();
		expect(github.accessOf(leaver).credentials).toBe(1);
		const made = github.newToken(leaver, { organization: 'kestrel' });
		expect([github.reaches(made), github.accessOf(leaver).credentials]).toEqual([true, 2]);
		github.removeMember(leaver);
		expect(github.reaches(made)).toBe(false);
		expect(() => github.newToken(leaver, { organization: 'kestrel' })).toThrow('mateo-builds is not a member of kestrel');
	});
});

describe('fine-grained tokens', () => {
	const list = async (token: string) => (await everything<{ id: number; token_name: string; repositories_url: string }>(github, `/orgs/kestrel/personal-access-tokens?owner[]=${leaver}`, { token })).items;

	test('are for apps to see and to revoke', async () => {
		expect(await verdict(github, 'GET', '/orgs/kestrel/personal-access-tokens')).toBe('403 Resource not accessible by personal access token');
		const token = await appToken(github);
		const [grant, ...others] = await list(token);
		expect([grant?.token_name, others]).toEqual(['release notes', []]);
		expect((await everything<{ name: string }>(github, grant?.repositories_url ?? '', { token })).items.map(({ name }) => name)).toEqual(['platform', 'web']);
		const path = `/orgs/kestrel/personal-access-tokens/${grant?.id ?? 0}`;
		expect(await verdict(github, 'POST', path, { token, body: { action: 'keep' } })).toBe('422 Validation Failed');
		expect(await verdict(github, 'POST', path, { token, body: { action: 'revoke' } })).toBe('204');
		expect(await verdict(github, 'POST', path, { token, body: { action: 'revoke' } })).toBe('404 Not Found');
		expect([await list(token), github.accessOf(leaver).fineGrainedTokens]).toEqual([[], 0]);
		expect(await verdict(github, 'GET', '/orgs/kestrel/teams', { token: LEAVERS_FINE_GRAINED_TOKEN })).toBe('403 Resource not accessible by personal access token');
	});

	test('several at once, or none if one is unknown', async () => {
		const token = await appToken(github);
		const ids = (await everything<{ id: number }>(github, '/orgs/kestrel/personal-access-tokens', { token })).items.map(({ id }) => id);
		expect(ids).toHaveLength(2);
		expect(await verdict(github, 'POST', '/orgs/kestrel/personal-access-tokens', { token, body: { action: 'revoke', pat_ids: [...ids, 1] } })).toBe('404 Not Found');
		expect(await list(token)).toHaveLength(1);
		expect(await verdict(github, 'POST', '/orgs/kestrel/personal-access-tokens', { token, body: { action: 'revoke', pat_ids: ids } })).toBe('202');
		expect(await list(token)).toEqual([]);
	});

	test.each([
		[true, 1],
		[false, 0],
	])('outlive membership: %s', async (outlive, left) => {
		github.settings.grantsOutliveMembership = outlive;
		const token = await appToken(github);
		github.removeMember(leaver);
		expect(await list(token)).toHaveLength(left);
		expect(github.accessOf(leaver).credentials).toBe(0);
	});
});

test('secrets one holds can be destroyed by anybody', async () => {
	expect(await verdict(github, 'POST', '/credentials/revoke', { token: null, body: { credentials: [LEAVERS_TOKEN, 'ghp_unknown'] } })).toBe('202');
	expect(await verdict(github, 'GET', '/user', { token: LEAVERS_TOKEN })).toBe('401 Bad credentials');
	expect(await authorizations()).toHaveLength(2);
	expect(await verdict(github, 'POST', '/credentials/revoke', { token: null, body: { credentials: [] } })).toBe('422 credentials must be a list of 1 to 1000 credentials');
});

describe('membership', () => {
	const membership = `/orgs/kestrel/memberships/`;

	test('ends with teams, access, private forks and the link to the identity provider, but not the account or its deploy keys', async () => {
		expect((await api(github, 'GET', `${membership}${leaver}`)).body).toMatchObject({ state: 'active', role: 'member', user: { login: leaver }, organization: { login: 'kestrel' } });
		expect(await verdict(github, 'DELETE', `${membership}${leaver}`)).toBe('204');
		expect(await verdict(github, 'DELETE', `${membership}${leaver}`)).toBe('404 Not Found');
		expect(await verdict(github, 'GET', `${membership}${leaver}`)).toBe('404 Not Found');
		expect(github.accessOf(leaver)).toMatchObject({ membership: 'none', role: null, teams: 0, collaborations: 0, privateForks: 0, identity: false, credentials: 0, deployKeys: 2 });
		expect(github.accessOf(leaver, 'kestrel-open')).toMatchObject({ collaborations: 1, credentials: 3 });
		expect(await verdict(github, 'GET', `/users/${leaver}`)).toBe('200');
		const { items } = await everything<{ title: string; added_by: string; last_used: string | null; read_only: boolean }>(github, '/repos/kestrel/platform/keys');
		expect(items).toMatchObject([{ title: 'deploy from staging', added_by: leaver, read_only: false, last_used: expect.any(String) as string }]);
	});

	test('of the last owner does not end, and nobody demotes them', async () => {
		github.removeMember('oskar-lindqvist', 'kestrel-open');
		expect(await verdict(github, 'DELETE', '/orgs/kestrel-open/memberships/kestrel-automation')).toBe('403 Cannot remove the last owner of an organization.');
		expect(await verdict(github, 'DELETE', '/orgs/kestrel-open/members/kestrel-automation')).toBe('403 Cannot remove the last owner of an organization.');
		expect(await verdict(github, 'PUT', '/orgs/kestrel-open/memberships/kestrel-automation', { body: { role: 'member' } })).toBe('403 Cannot demote the last owner of an organization.');
		expect(await verdict(github, 'PUT', '/orgs/kestrel-open/outside_collaborators/kestrel-automation')).toBe('403 Cannot convert the last owner to an outside collaborator');
		expect(github.accessOf('kestrel-automation', 'kestrel-open').role).toBe('admin');
	});

	test('of oneself ends what the token can do', async () => {
		expect(await verdict(github, 'DELETE', `${membership}kestrel-automation`)).toBe('204');
		expect(await verdict(github, 'DELETE', `${membership}${leaver}`)).toBe('403 You must be a member of kestrel.');
		expect(await verdict(github, 'GET', '/orgs/kestrel/credential-authorizations')).toBe('404 Not Found');
	});

	test('begins with an invitation, and waits until it is accepted', async () => {
		const { memberOfNothing } = github.parts;
		const { login } = github.account(github.ids.get(memberOfNothing.id) ?? 0);
		expect((await api(github, 'PUT', `${membership}${login}`, { body: { role: 'member' } })).body).toMatchObject({ state: 'pending', role: 'member' });
		expect((await api(github, 'PUT', `${membership}${login}`, { body: { role: 'admin' } })).body).toMatchObject({ state: 'pending', role: 'admin' });
		expect(github.accessOf(login)).toMatchObject({ membership: 'pending', role: null });
		github.accept(login);
		expect((await api(github, 'GET', `${membership}${login}`)).body).toMatchObject({ state: 'active', role: 'admin' });
		expect(github.accessOf(login)).toMatchObject({ membership: 'active', identity: true });
		expect((await api(github, 'PUT', `${membership}${login}`, { body: {} })).body).toMatchObject({ state: 'active', role: 'member' });
		expect(await verdict(github, 'PUT', `${membership}nobody-at-all`)).toBe('404 Not Found');
		expect(await verdict(github, 'PUT', `${membership}${login}`, { body: { role: 'king' } })).toBe('422 Validation Failed');
	});

	test('that is pending is cancelled by removing it', async () => {
		const { login } = github.account(github.ids.get(github.parts.invited.id) ?? 0);
		const { items } = await everything<{ login: string | null; email: string | null }>(github, '/orgs/kestrel/invitations');
		expect(items).toMatchObject([{ login, email: null }, { login: null, email: cast.staged.workEmail }]);
		expect(await verdict(github, 'DELETE', `${membership}${login}`)).toBe('204');
		expect(github.accessOf(login).membership).toBe('none');
	});

	test('can be reinstated with role, teams and forks; a plain invitation brings none of them back', async () => {
		const { id } = github.account(leaver);
		github.removeMember(leaver);
		await api(github, 'PUT', `${membership}${leaver}`);
		github.accept(leaver);
		expect(github.accessOf(leaver)).toMatchObject({ membership: 'active', teams: 0, privateForks: 0 });
		await github.stop();

		github = await startGitHub({ clock });
		github.removeMember(leaver);
		expect((await api(github, 'POST', '/orgs/kestrel/invitations', { body: { invitee_id: id, role: 'reinstate' } })).status).toBe(201);
		github.accept(leaver);
		expect(github.accessOf(leaver)).toMatchObject({ membership: 'active', teams: 3, privateForks: 1 });
		github.signIn(leaver, cast.leaver.workEmail);
		github.syncTeams();
		expect(github.accessOf(leaver)).toMatchObject({ teams: 4, identity: true });
	});

	test('fifty invitations a day', async () => {
		const invite = (number: number) => verdict(github, 'POST', '/orgs/kestrel/invitations', { body: { email: `person.${number}@kestrel.example` } });
		for (let number = 1; number <= 50; number += 1) expect(await invite(number)).toBe('201');
		const { status, body } = await api(github, 'POST', '/orgs/kestrel/invitations', { body: { email: 'one.more@kestrel.example' } });
		expect([status, body.errors?.[0]?.message]).toEqual([422, 'Over invitation rate limit']);
		clock.move(86_400_001);
		expect(await invite(51)).toBe('201');
	});
});

describe('outside collaborators', () => {
	test('are those with access who are not members, and lose all of it at once', async () => {
		const list = async () => (await everything<{ login: string }>(github, '/orgs/kestrel-open/outside_collaborators')).items.map(({ login }) => login);
		expect(await list()).toEqual([leaver]);
		expect(await verdict(github, 'GET', `/repos/kestrel-open/website/collaborators/${leaver}`)).toBe('204');
		expect(await verdict(github, 'DELETE', `/orgs/kestrel-open/outside_collaborators/${leaver}`)).toBe('204');
		expect(await verdict(github, 'GET', `/repos/kestrel-open/website/collaborators/${leaver}`)).toBe('404 Not Found');
		expect(await list()).toEqual([]);
		expect(github.accessOf(leaver, 'kestrel-open')).toMatchObject({ collaborations: 0, credentials: 0 });
	});

	test('members are not', async () => {
		expect(await verdict(github, 'DELETE', `/orgs/kestrel/outside_collaborators/${leaver}`)).toBe('422 Validation Failed');
		expect(github.accessOf(leaver).membership).toBe('active');
	});

	test('are what members can be made, with what their teams let them do', async () => {
		expect(await verdict(github, 'PUT', `/orgs/kestrel/outside_collaborators/${leaver}`)).toBe('204');
		expect(github.accessOf(leaver)).toMatchObject({ membership: 'none', teams: 0, collaborations: 3 });
		expect(await verdict(github, 'GET', '/repos/kestrel/platform', { token: LEAVERS_TOKEN })).toBe('200');
	});

	test('are invited, and let in once they accept', async () => {
		const path = '/repos/kestrel-open/website/collaborators/rita-solberg';
		expect((await api(github, 'PUT', path, { body: { permission: 'triage' } })).body).toMatchObject({ permissions: 'triage', invitee: { login: 'rita-solberg' } });
		expect(github.accessOf('rita-solberg', 'kestrel-open')).toMatchObject({ collaborations: 0, repositoryInvitations: 1 });
		github.accept('rita-solberg', 'kestrel-open');
		expect(await verdict(github, 'PUT', path, { body: { permission: 'push' } })).toBe('204');
		expect((await api(github, 'GET', `${path}/permission`)).body).toMatchObject({ permission: 'write', role_name: 'write' });
		expect([await verdict(github, 'DELETE', path), await verdict(github, 'GET', path)]).toEqual(['204', '404 Not Found']);
	});
});

describe('the audit log', () => {
	interface Event {
		action: string;
		actor: string;
		user: string;
		org: string;
	}
	const events = (phrase: string) => everything<Event>(github, `/orgs/kestrel/audit-log?phrase=${encodeURIComponent(phrase)}`);

	test('says who did what to whom, newest first, and can be asked for some of it', async () => {
		await api(github, 'DELETE', `/orgs/kestrel/memberships/${leaver}`);
		const { items } = await events(`user:${leaver}`);
		expect(items[0]).toMatchObject({ action: 'org.remove_member', actor: 'kestrel-automation', user: leaver, org: 'kestrel' });
		expect(items.map(({ action }) => action)).toEqual(['org.remove_member', 'external_identity.deprovision', ...Array<string>(4).fill('team.remove_member')]);
		expect((await events('action:org.remove_member actor:kestrel-automation')).items).toHaveLength(1);
		expect((await events('action:org.remove_member actor:oskar-lindqvist')).items).toEqual([]);
		expect((await events(`action:team created:>=${clock.iso().slice(0, 10)}`)).items).toHaveLength(4);
		github.settings.pageSize = 2;
		expect(await events(`user:${leaver}`)).toMatchObject({ items, paths: { length: 3 } });
	});

	test('is late by as much as was set, and not there without an enterprise', async () => {
		github.settings.auditLagMs = 60_000;
		await api(github, 'DELETE', `/orgs/kestrel/memberships/${leaver}`, { token: await appToken(github) });
		expect((await events('action:org.remove_member')).items).toEqual([]);
		clock.move(60_000);
		expect((await events('action:org.remove_member')).items).toMatchObject([{ actor: 'kestrel-lifecycle[bot]' }]);
		expect(await verdict(github, 'GET', '/orgs/kestrel-open/audit-log')).toBe('404 Not Found');
	});
});

test('hooks of an organisation say nothing of who made them', async () => {
	const { items } = await everything<{ id: number; active: boolean }>(github, '/orgs/kestrel/hooks');
	expect(items.map(({ active }) => active)).toEqual([true, false]);
	expect([await verdict(github, 'DELETE', `/orgs/kestrel/hooks/${items[0]?.id ?? 0}`), await verdict(github, 'GET', `/orgs/kestrel/hooks/${items[0]?.id ?? 0}`)]).toEqual(['204', '404 Not Found']);
});
