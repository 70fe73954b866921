import type { Dictionary } from '../http/parse';
import { accountIn, parse, type GitHub } from './client';

/** Whom the organisation knows by single sign-on or provisioning, and which account that is. */
export interface Identity {
	/** SCIM's id where there is one. */
	guid: string;
	/** Every name the identity provider gave: NameID and SCIM user name. */
	names: string[];
	provisioned: boolean;
	account: { id: string; login: string } | null;
	/** Whether somebody was invited who has no account linked yet. */
	invited: boolean;
}

const identities = `query($organisation: String!, $userName: String, $login: String, $after: String) {
	organization(login: $organisation) {
		samlIdentityProvider {
			externalIdentities(first: 100, after: $after, userName: $userName, login: $login) {
				pageInfo { hasNextPage endCursor }
				nodes { guid samlIdentity { nameId } scimIdentity { username } user { databaseId login } organizationInvitation { id } }
			}
		}
	}
}`;

const members = `query($organisation: String!, $after: String) {
	organization(login: $organisation) {
		membersWithRole(first: 100, after: $after) {
			pageInfo { hasNextPage endCursor }
			edges { role node { databaseId login name createdAt organizationVerifiedDomainEmails(login: $organisation) } }
		}
	}
}`;

const provider = 'query($organisation: String!) { organization(login: $organisation) { samlIdentityProvider { issuer } } }';

/** Null where the member, or the organisation, has none. */
const maybe = (value: unknown, where: string): Dictionary | null => (value === null || value === undefined ? null : parse.object(value, where));

const userIn = (row: Dictionary): { id: string; login: string } => accountIn({ id: row['databaseId'], login: row['login'] });

const parseIdentity = (row: Dictionary): Identity => {
	const scim = maybe(row['scimIdentity'], 'identity.scimIdentity');
	const user = maybe(row['user'], 'identity.user');
	const names = [maybe(row['samlIdentity'], 'identity.samlIdentity')?.['nameId'], scim?.['username']].flatMap((name) => parse.optionalText(name, 'identity.name') ?? []);
	return { guid: parse.text(row['guid'], 'identity.guid'), names, provisioned: scim !== null, account: user === null ? null : userIn(user), invited: maybe(row['organizationInvitation'], 'identity.invitation') !== null };
};

const organizationIn = (data: Dictionary): Dictionary => parse.object(data['organization'], 'organization');

const running = new WeakMap<GitHub, Promise<boolean>>();

/** Steps that begin to read together ask once. */
export const hasSingleSignOn = (github: GitHub): Promise<boolean> => {
	const already = running.get(github);
	if (already !== undefined) return already;
	const asking = github
		.ask(provider, {})
		.then((data) => maybe(organizationIn(data)['samlIdentityProvider'], 'samlIdentityProvider') !== null)
		.finally(() => running.delete(github));
	running.set(github, asking);
	return asking;
};

/** Page by page; what is asked for is a hint that GitHub may ignore. None where the organisation has no single sign-on. */
export const identityPages = async function* (github: GitHub, asked: { userName?: string; login?: string } = {}): AsyncGenerator<Identity[]> {
	for (let after: string | null = null; ; ) {
		const known = maybe(organizationIn(await github.ask(identities, { userName: null, login: null, ...asked, after }))['samlIdentityProvider'], 'samlIdentityProvider');
		if (known === null) return;
		const { rows, next } = pageIn(parse.object(known['externalIdentities'], 'externalIdentities'), 'nodes', after);
		yield rows.map(parseIdentity);
		if (next === null) return;
		after = next;
	}
};

export interface ListedMember {
	id: string;
	login: string;
	role: 'admin' | 'member';
	name: string | null;
	createdAt: string | null;
	/** Addresses in the domains the organisation proved to own. */
	emails: string[];
}

export const memberPages = async function* (github: GitHub): AsyncGenerator<ListedMember[]> {
	for (let after: string | null = null; ; ) {
		const { rows, next } = pageIn(parse.object(organizationIn(await github.ask(members, { after }))['membersWithRole'], 'membersWithRole'), 'edges', after);
		yield rows.map(parseMember);
		if (next === null) return;
		after = next;
	}
};

const parseMember = (edge: Dictionary): ListedMember => {
	const node = parse.object(edge['node'], 'member.node');
	return {
		...userIn(node),
		role: edge['role'] === 'ADMIN' ? 'admin' : 'member',
		name: parse.optionalText(node['name'], 'member.name'),
		createdAt: parse.optionalText(node['createdAt'], 'member.createdAt'),
		emails: parse.array(node['organizationVerifiedDomainEmails'], 'member.emails').map((email) => parse.text(email, 'member.email')),
	};
};

const pageIn = (connection: Dictionary, within: 'nodes' | 'edges', after: string | null): { rows: Dictionary[]; next: string | null } => {
	const { hasNextPage, endCursor } = parse.object(connection['pageInfo'], 'pageInfo');
	const rows = parse.array(connection[within], within).map((row) => parse.object(row, within));
	if (hasNextPage !== true) return { rows, next: null };
	const next = parse.text(endCursor, 'pageInfo.endCursor');
	// The same page for ever is a broken server, not a long list.
	return next === after ? parse.refuse('pageInfo.endCursor', 'the place of a next page') : { rows, next };
};

export const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase();

export const isCalled = ({ names }: Identity, name: string): boolean => names.some((one) => same(one, name));

/** How the organisation knows the owner of an account. */
export const identitiesOfAccount = async (github: GitHub, { id, login }: { id: string; login: string }): Promise<Identity[]> => {
	const found: Identity[] = [];
	for await (const page of identityPages(github, { login })) found.push(...page.filter(({ account }) => account?.id === id));
	return found;
};

/** The filter knows upper and lower case; people who are spelt in another way are looked for one by one, also where somebody spelt this way has no account yet. */
export const identitiesCalled = async (github: GitHub, name: string): Promise<Identity[]> => {
	const among = async (asked: { userName?: string }): Promise<Identity[]> => {
		const found: Identity[] = [];
		for await (const page of identityPages(github, asked)) found.push(...page.filter((identity) => isCalled(identity, name)));
		return found;
	};
	const exact = await among({ userName: name });
	return exact.some(({ account }) => account !== null) ? exact : await among({});
};
