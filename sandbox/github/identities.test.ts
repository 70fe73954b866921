import { createClock } from '../clock';
import { cast } from '../company';
import { startGitHub, type GitHubDouble } from '.';
import { api, appToken, graphql, verdict, type GraphqlAnswer } from './testing/api';

let github: GitHubDouble;
let leaver: string;
beforeEach(async () => {
	github = await startGitHub({ clock: createClock() });
	leaver = github.account(github.ids.get(cast.leaver.id) ?? 0).login;
});
afterEach(() => github.stop());

interface Identity {
	guid: string;
	samlIdentity: { nameId: string } | null;
	scimIdentity: { username: string } | null;
	user: { login: string; databaseId: number } | null;
}

interface Identities {
	totalCount: number;
	pageInfo: { hasNextPage: boolean; endCursor: string | null };
	nodes: Identity[];
}

const IDENTITIES = `
	query ($org: String!, $after: String, $first: Int = 100) {
		organization(login: $org) {
			samlIdentityProvider {
				externalIdentities(first: $first, after: $after) {
					totalCount
					pageInfo { hasNextPage endCursor }
					nodes { guid samlIdentity { nameId } scimIdentity { username } user { login databaseId } }
				}
			}
		}
	}`;

const MEMBERS = `
	query ($org: String!, $after: String) {
		organization(login: $org) {
			membersWithRole(first: 100, after: $after) {
				pageInfo { hasNextPage endCursor }
				edges { role node { login databaseId organizationVerifiedDomainEmails(login: $org) } }
			}
		}
	}`;

const identitiesIn = ({ data }: GraphqlAnswer) => (data as { organization: { samlIdentityProvider: { externalIdentities: Identities } } }).organization.samlIdentityProvider.externalIdentities;

describe('GraphQL', () => {
	test('whose account is whose, as the identity provider knows it, page by page', async () => {
		const found: Identity[] = [];
		let after: string | null = null;
		do {
			const { body }: { body: GraphqlAnswer } = await graphql(github, IDENTITIES, { org: 'kestrel', after, first: 10 });
			const { nodes, pageInfo, totalCount }: Identities = identitiesIn(body);
			expect(totalCount).toBe([...github.state.identities.values()].length);
			found.push(...nodes);
			after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
		} while (after !== null);
		expect(new Set(found.map(({ guid }) => guid)).size).toBe(github.state.identities.size);
		expect(found.find(({ samlIdentity }) => samlIdentity?.nameId === cast.leaver.workEmail)).toMatchObject({ scimIdentity: { username: cast.leaver.workEmail }, user: { login: leaver, databaseId: github.ids.get(cast.leaver.id) } });
		expect(found.find(({ scimIdentity }) => scimIdentity?.username === cast.staged.workEmail)).toMatchObject({ samlIdentity: null, user: null });
	});

	test('whose address in a verified domain is whose', async () => {
		const { body } = await graphql(github, MEMBERS, { org: 'kestrel' });
		const { edges } = (body.data as { organization: { membersWithRole: { edges: { role: string; node: { login: string; databaseId: number; organizationVerifiedDomainEmails: string[] } }[] } } }).organization.membersWithRole;
		const withAddress = (address: string) => edges.filter(({ node }) => node.organizationVerifiedDomainEmails.includes(address)).map(({ node }) => node.databaseId);
		const { verifiedEmailOnly, ambiguous, unknownMember } = github.parts;
		expect(withAddress(verifiedEmailOnly.workEmail)).toEqual([github.ids.get(verifiedEmailOnly.id)]);
		expect(github.accessOf(verifiedEmailOnly.workEmail).identity).toBe(false);
		expect(withAddress(ambiguous.workEmail)).toEqual([github.account(github.strangers.ambiguousTwin).id]);
		expect(withAddress(unknownMember.workEmail)).toEqual([]);
		expect(edges.filter(({ role }) => role === 'ADMIN').map(({ node }) => node.login)).toEqual(expect.arrayContaining(['kestrel-automation', 'oskar-lindqvist', 'dana-whitlock']));
	});

	test('one name can be asked for', async () => {
		const { body } = await graphql(github, `{ organization(login: "kestrel") { samlIdentityProvider { externalIdentities(first: 5, userName: "${cast.leaver.workEmail}") { edges { node { user { login } } } } } } }`);
		expect(body.data).toEqual({ organization: { samlIdentityProvider: { externalIdentities: { edges: [{ node: { user: { login: leaver } } }] } } } });
	});

	test('without single sign-on there is no provider', async () => {
		const { body } = await graphql(github, '{ organization(login: "kestrel-open") { login samlIdentityProvider { ssoUrl } } }');
		expect(body).toEqual({ data: { organization: { login: 'kestrel-open', samlIdentityProvider: null } } });
	});

	test.each([
		['an unknown organisation', '{ organization(login: "nowhere") { login } }', { type: 'NOT_FOUND', path: ['organization'] }],
		['an unknown person', '{ user(login: "nobody-at-all") { login } }', { type: 'NOT_FOUND', path: ['user'] }],
		['more than a hundred', '{ organization(login: "kestrel") { membersWithRole(first: 101) { totalCount } } }', { type: 'EXCESSIVE_PAGINATION' }],
		['no end to a list', '{ organization(login: "kestrel") { membersWithRole { totalCount } } }', { type: 'MISSING_PAGINATION_BOUNDARIES' }],
		['a made-up cursor', '{ organization(login: "kestrel") { membersWithRole(first: 1, after: "x") { totalCount } } }', { type: 'INVALID_CURSOR_ARGUMENTS' }],
		['a field it does not have', '{ organization(login: "kestrel") { teams(first: 1) { totalCount } } }', { message: "Field 'teams' doesn't exist on type 'Organization'" }],
		['an argument it does not take', '{ organization(name: "kestrel") { login } }', { extensions: { code: 'argumentNotAccepted' } }],
		['a variable nobody declared', '{ organization(login: $org) { login } }', { extensions: { code: 'variableNotDefined' } }],
		['an object without fields', '{ organization(login: "kestrel") }', { extensions: { code: 'selectionMismatch' } }],
		['fields of a scalar', '{ organization(login: "kestrel") { login { x } } }', { extensions: { code: 'selectionMismatch' } }],
		['a mutation', 'mutation { removeMember }', { extensions: { code: 'parseError' } }],
		['half a query', '{ organization(login: "kestrel") {', { extensions: { code: 'parseError' } }],
	])('%s is refused with 200', async (_name, query, error) => {
		const { status, body } = await graphql(github, query);
		expect([status, body.errors]).toMatchObject([200, [error]]);
	});

	test('what a caller may not see is null, and the answer says why', async () => {
		const ask = async (token: string) => (await graphql(github, IDENTITIES, { org: 'kestrel' }, { token })).body;
		const { value: noScope } = github.newToken('kestrel-automation', { organization: 'kestrel', scopes: ['repo'] });
		const { value: noSignOn } = github.newToken('kestrel-automation', { scopes: ['admin:org'] });
		const { value: noOwner } = github.newToken(leaver, { organization: 'kestrel', scopes: ['admin:org'] });
		expect(await ask(noScope)).toMatchObject({ data: { organization: { samlIdentityProvider: null } }, errors: [{ type: 'INSUFFICIENT_SCOPES', path: ['organization', 'samlIdentityProvider'] }] });
		expect(await ask(noSignOn)).toMatchObject({ data: { organization: { samlIdentityProvider: null } }, errors: [{ type: 'FORBIDDEN', extensions: { saml_failure: true } }] });
		expect(await ask(noOwner)).toMatchObject({ errors: [{ type: 'FORBIDDEN' }] });
		expect((await ask(await appToken(github))).errors).toBeUndefined();
		expect(await ask(await appToken(github, { permissions: { members: 'read' } }))).toMatchObject({ errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }] });
		expect(await verdict(github, 'POST', '/graphql', { token: null, body: { query: '{ user(login: "x") { login } }' } })).toBe('401 Requires authentication');
	});

	test('asking is reading: nothing is written, and what lags lags here as well', async () => {
		github.journal.clear();
		github.faults.add({ path: /graphql/, effect: { kind: 'lag' } });
		github.removeMember(leaver);
		const total = async () => identitiesIn((await graphql(github, IDENTITIES, { org: 'kestrel' })).body).totalCount;
		const [before, after] = [await total(), await total()];
		expect([before - after, github.journal.writes]).toEqual([1, []]);
	});

	test('an exhausted limit is said with 200', async () => {
		github.settings.hourlyLimit = 0;
		const { status, headers, body } = await graphql(github, '{ user(login: "x") { login } }');
		expect([status, headers.get('x-ratelimit-remaining'), headers.get('x-ratelimit-resource'), body.errors]).toMatchObject([200, '0', 'graphql', [{ type: 'RATE_LIMITED' }]]);
	});
});

describe('SCIM of an organisation', () => {
	const USERS = '/scim/v2/organizations/kestrel/Users';
	interface User {
		id: string;
		userName: string;
		externalId: string | null;
		active: boolean;
	}
	const find = async (filter: string) => (await api<{ totalResults: number; Resources: User[] }>(github, 'GET', `${USERS}?filter=${encodeURIComponent(filter)}`)).body;
	const idOf = async (userName: string) => (await find(`userName eq "${userName}"`)).Resources[0]?.id ?? '';

	test('finds one person by one equality', async () => {
		const id = await idOf(cast.leaver.workEmail.toUpperCase());
		for (const filter of [`id eq "${id}"`, `externalId eq "idp-${cast.leaver.id}"`, `emails eq "${cast.leaver.workEmail}"`]) expect(await find(filter)).toMatchObject({ totalResults: 1, Resources: [{ id, active: true }] });
		expect(await find('userName eq "nobody"')).toMatchObject({ totalResults: 0, Resources: [] });
		const { status, headers, body } = await api(github, 'GET', `${USERS}?filter=${encodeURIComponent('active eq true')}`);
		expect([status, headers.get('content-type'), body]).toMatchObject([400, 'application/scim+json', { status: 400, scimType: 'invalidFilter' }]);
	});

	test('lists in pages', async () => {
		const { body } = await api<{ totalResults: number; itemsPerPage: number; startIndex: number }>(github, 'GET', `${USERS}?startIndex=3&count=2`);
		expect(body).toMatchObject({ totalResults: github.state.identities.size, itemsPerPage: 2, startIndex: 3 });
	});

	test.each([
		['with an object', [{ op: 'replace', value: { active: false } }]],
		['with a path', [{ op: 'replace', path: 'active', value: false }]],
		['with text', [{ op: 'Replace', path: 'active', value: 'False' }]],
	])('switching off removes, %s', async (_name, Operations) => {
		const id = await idOf(cast.leaver.workEmail);
		const { status, body } = await api<User>(github, 'PATCH', `${USERS}/${id}`, { body: { Operations } });
		expect([status, body]).toMatchObject([200, { id, active: false }]);
		expect(await verdict(github, 'GET', `${USERS}/${id}`)).toMatch(/^404/);
		expect(github.accessOf(leaver)).toMatchObject({ membership: 'none', identity: false, teams: 0 });
		expect(github.accessOf(leaver, 'kestrel-open').collaborations).toBe(1);
	});

	test('so do replacing with inactive and deleting', async () => {
		const { nora, id } = { nora: 'nora-vance', id: await idOf('nora.vance@kestrel.example') };
		const body = { userName: 'nora.vance@kestrel.example', name: { givenName: 'Nora', familyName: 'Vance' }, emails: [{ value: 'nora.vance@kestrel.example' }], active: false };
		expect((await api(github, 'PUT', `${USERS}/${id}`, { body })).status).toBe(200);
		expect(github.accessOf(nora).membership).toBe('none');
		const leavers = await idOf(cast.leaver.workEmail);
		expect([await verdict(github, 'DELETE', `${USERS}/${leavers}`), (await api(github, 'DELETE', `${USERS}/${leavers}`)).status]).toEqual(['204', 404]);
		expect(github.accessOf(leaver).membership).toBe('none');
	});

	test('provisions by invitation, and knows the person once they have accepted', async () => {
		const { memberOfNothing } = github.parts;
		const { login } = github.account(github.ids.get(memberOfNothing.id) ?? 0);
		const body = { userName: memberOfNothing.workEmail, name: { givenName: 'Karin', familyName: 'Lund' }, emails: [{ value: memberOfNothing.workEmail, primary: true }], externalId: 'idp-34' };
		expect((await api<User>(github, 'POST', USERS, { body })).body).toMatchObject({ userName: memberOfNothing.workEmail, active: true });
		expect((await api(github, 'POST', USERS, { body })).body).toMatchObject({ status: 409, scimType: 'uniqueness' });
		expect((await api(github, 'POST', USERS, { body: {} })).status).toBe(400);
		github.accept(login);
		expect(github.accessOf(login)).toMatchObject({ membership: 'active', identity: true });
		await api(github, 'DELETE', `${USERS}/${await idOf(memberOfNothing.workEmail)}`);
		expect(github.accessOf(login)).toMatchObject({ membership: 'none', identity: false });
	});

	test('takes back an invitation that was not accepted', async () => {
		await api(github, 'DELETE', `${USERS}/${await idOf(cast.staged.workEmail)}`);
		expect([...github.state.invitations.values()].filter(({ source }) => source === 'scim')).toEqual([]);
	});

	test('needs single sign-on and the scope', async () => {
		expect((await api(github, 'GET', '/scim/v2/organizations/kestrel-open/Users')).status).toBe(403);
		const { value } = github.newToken('kestrel-automation', { organization: 'kestrel', scopes: ['repo'] });
		expect((await api(github, 'GET', USERS, { token: value })).status).toBe(404);
	});
});
