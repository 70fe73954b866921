import type { GitHubCall } from '../call';
import { grantOf } from '../credentials';
import { identitiesOf } from '../identities';
import { credentialOf, hasPermission, hasScope, lacksSingleSignOn } from '../permissions';
import { nodeId } from '../shapes/accounts';
import type { Account, ExternalIdentity, Invitation, Member, Organization } from '../state';
import { accountCalled, isOwner, organizationCalled } from '../state';
import { FieldFailure, type Given, type Type } from './resolve';

const MOST = 100;

interface Connection {
	items: readonly { id: string; node: unknown; role?: Member['role'] }[];
	total: number;
	from: number;
}

/** Cursors name the item they stand behind. */
const cursor = (id: string) => Buffer.from(`cursor:v2:${id}`).toString('base64');

const wholePage = ['first', 'last', 'after', 'before'] as const;

function connection(what: string, all: Connection['items'], given: Given, cap: number | null): Connection {
	const { first, last, after, before } = given;
	if (typeof last === 'number' || typeof before === 'string') throw new FieldFailure('UNPROCESSABLE', 'Only first and after are answered here');
	if (typeof first !== 'number') throw new FieldFailure('MISSING_PAGINATION_BOUNDARIES', `You must provide a \`first\` or \`last\` value to properly paginate the \`${what}\` connection.`);
	if (first > MOST) throw new FieldFailure('EXCESSIVE_PAGINATION', `Requesting ${first} records on the \`${what}\` connection exceeds the \`first\` limit of ${MOST} records.`);
	const behind = typeof after === 'string' ? all.findIndex(({ id }) => cursor(id) === after) : -1;
	if (typeof after === 'string' && behind === -1) throw new FieldFailure('INVALID_CURSOR_ARGUMENTS', `\`${after}\` does not appear to be a valid cursor.`);
	const size = Math.min(first, cap ?? first);
	return { items: all.slice(behind + 1, behind + 1 + size), total: all.length, from: behind + 1 };
}

const pageInfo: Type<Connection> = {
	name: 'PageInfo',
	fields: {
		hasNextPage: { resolve: ({ items, total, from }) => from + items.length < total },
		hasPreviousPage: { resolve: ({ from }) => from > 0 },
		endCursor: { resolve: ({ items }) => (items.length === 0 ? null : cursor(items.at(-1)?.id ?? '')) },
		startCursor: { resolve: ({ items }) => (items.length === 0 ? null : cursor(items[0]?.id ?? '')) },
	},
};

const connectionType = (name: string, node: () => Type<never>, edge: Type<Connection['items'][number]>['fields'] = {}): Type<Connection> => {
	const edges: Type<Connection['items'][number]> = {
		name: `${name}Edge`,
		fields: { cursor: { resolve: ({ id }) => cursor(id) }, node: { type: node, resolve: (item) => item.node }, ...edge },
	};
	return {
		name: `${name}Connection`,
		fields: {
			totalCount: { resolve: ({ total }) => total },
			pageInfo: { type: () => pageInfo as Type<never>, resolve: (found) => found },
			nodes: { type: node, resolve: ({ items }) => items.map((item) => item.node) },
			edges: { type: () => edges as Type<never>, resolve: ({ items }) => items },
		},
	};
};

const textOf = (given: Given, name: string) => {
	const value = given[name];
	if (typeof value !== 'string') throw new FieldFailure('INVALID', `Argument '${name}' has an invalid value. Expected type 'String!'.`);
	return value;
};

/** Just what tells whose account is whose; anything else is said not to exist. */
export function schemaFor(call: GitHubCall): Type<null> {
	const { state, caller } = call;
	const { pageSize } = state.settings;

	/** What an owner sees, and an app that was allowed to. */
	const demandOwner = (organization: Organization, scope: string, permission: string) => {
		const denied = new FieldFailure('FORBIDDEN', 'Resource not accessible by integration');
		if (caller.kind === 'installation') {
			const isHere = state.installations.get(caller.installationId)?.organizationId === organization.id;
			if (!isHere || !hasPermission(caller.permissions, permission)) throw denied;
			return;
		}
		if (caller.kind !== 'user') throw denied;
		const credential = credentialOf(state, caller.credentialId);
		if (lacksSingleSignOn(state, organization, credential)) {
			throw new FieldFailure('FORBIDDEN', 'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.', { saml_failure: true });
		}
		if (credential.kind === 'fine_grained_pat') {
			if (!hasPermission(grantOf(state, organization.id, credential.id)?.permissions ?? {}, permission)) throw new FieldFailure('FORBIDDEN', 'Resource not accessible by personal access token');
		} else if (!hasScope(credential, [scope])) {
			throw new FieldFailure('INSUFFICIENT_SCOPES', `Your token has not been granted the required scopes to execute this query. This field requires one of the following scopes: ['${scope}'], but your token has only been granted the: [${credential.scopes.map((held) => `'${held}'`).join(', ')}] scopes.`);
		}
		if (!isOwner(organization, caller.accountId)) throw new FieldFailure('FORBIDDEN', `You must be an owner of ${organization.login}.`);
	};

	const organizationNamed = (login: string) => {
		const organization = organizationCalled(state, login);
		if (organization === undefined) throw new FieldFailure('NOT_FOUND', `Could not resolve to an Organization with the login of '${login}'.`);
		return organization;
	};

	const user: Type<Account> = {
		name: 'User',
		fields: {
			id: { resolve: ({ id }) => nodeId('User', id) },
			databaseId: { resolve: ({ id }) => id },
			login: { resolve: ({ login }) => login },
			name: { resolve: ({ name }) => name },
			email: { resolve: ({ publicEmail }) => publicEmail ?? '' },
			createdAt: { resolve: ({ createdAt }) => createdAt },
			organizationVerifiedDomainEmails: {
				takes: ['login'],
				resolve: ({ id, verifiedEmails }, given) => {
					const organization = organizationNamed(textOf(given, 'login'));
					demandOwner(organization, 'read:org', 'members:read');
					if (!organization.members.has(id)) return [];
					return verifiedEmails.filter((address) => organization.verifiedDomains.includes(address.split('@')[1]?.toLowerCase() ?? ''));
				},
			},
		},
	};
	const asUser = () => user as Type<never>;

	const address: Type<string> = { name: 'UserEmailMetadata', fields: { value: { resolve: (value) => value } } };
	const emails = { type: () => address as Type<never> };

	const saml: Type<ExternalIdentity> = {
		name: 'ExternalIdentitySamlAttributes',
		fields: {
			nameId: { resolve: ({ nameId }) => nameId },
			username: { resolve: ({ nameId }) => nameId },
			givenName: { resolve: () => null },
			familyName: { resolve: () => null },
			emails: { ...emails, resolve: ({ nameId }) => (nameId?.includes('@') === true ? [nameId] : []) },
		},
	};

	const scim: Type<NonNullable<ExternalIdentity['scim']>> = {
		name: 'ExternalIdentityScimAttributes',
		fields: {
			username: { resolve: ({ userName }) => userName },
			givenName: { resolve: ({ givenName }) => givenName },
			familyName: { resolve: ({ familyName }) => familyName },
			emails: { ...emails, resolve: (known) => known.emails.map(({ value }) => value) },
		},
	};

	const invitation: Type<Invitation> = {
		name: 'OrganizationInvitation',
		fields: {
			id: { resolve: ({ id }) => nodeId('OrganizationInvitation', id) },
			email: { resolve: ({ email }) => email },
			createdAt: { resolve: ({ createdAt }) => createdAt },
		},
	};

	const identity: Type<ExternalIdentity> = {
		name: 'ExternalIdentity',
		fields: {
			id: { resolve: ({ guid }) => cursor(guid) },
			guid: { resolve: ({ guid }) => guid },
			samlIdentity: { type: () => saml as Type<never>, resolve: (known) => (known.nameId === null ? null : known) },
			scimIdentity: { type: () => scim as Type<never>, resolve: (known) => known.scim },
			user: { type: asUser, resolve: ({ accountId }) => state.accounts.get(accountId ?? 0) ?? null },
			organizationInvitation: { type: () => invitation as Type<never>, resolve: ({ invitationId }) => state.invitations.get(invitationId ?? 0) ?? null },
		},
	};

	const identityConnection = connectionType('ExternalIdentity', () => identity as Type<never>);
	const memberConnection = connectionType('OrganizationMember', asUser, { role: { resolve: ({ role }) => (role === 'admin' ? 'ADMIN' : 'MEMBER') } });

	const provider: Type<Organization> = {
		name: 'OrganizationIdentityProvider',
		fields: {
			id: { resolve: ({ id }) => nodeId('OrganizationIdentityProvider', id) },
			issuer: { resolve: ({ saml: known }) => known?.issuer ?? null },
			ssoUrl: { resolve: ({ saml: known }) => known?.ssoUrl ?? null },
			externalIdentities: {
				takes: [...wholePage, 'login', 'userName', 'membersOnly'],
				type: () => identityConnection as Type<never>,
				resolve: (organization, given) => {
					const { login, userName, membersOnly } = given;
					const ofAccount = typeof login === 'string' ? (accountCalled(state, login)?.id ?? -1) : undefined;
					const found = identitiesOf(state, organization.id)
						.filter(({ accountId }) => ofAccount === undefined || accountId === ofAccount)
						.filter(({ nameId, scim: known }) => typeof userName !== 'string' || nameId === userName || known?.userName === userName)
						.filter(({ accountId }) => membersOnly !== true || (accountId !== null && organization.members.has(accountId)));
					return connection('externalIdentities', found.map((node) => ({ id: node.guid, node })), given, pageSize);
				},
			},
		},
	};

	const organization: Type<Organization> = {
		name: 'Organization',
		fields: {
			id: { resolve: ({ id }) => nodeId('Organization', id) },
			databaseId: { resolve: ({ id }) => id },
			login: { resolve: ({ login }) => login },
			name: { resolve: ({ name }) => name },
			samlIdentityProvider: {
				type: () => provider as Type<never>,
				resolve: (known) => {
					demandOwner(known, 'admin:org', 'organization_administration:read');
					return known.saml === null ? null : known;
				},
			},
			membersWithRole: {
				takes: wholePage,
				type: () => memberConnection as Type<never>,
				resolve: (known, given) => {
					demandOwner(known, 'read:org', 'members:read');
					const members = [...known.members].flatMap(([id, { role }]) => {
						const node = state.accounts.get(id);
						return node === undefined ? [] : [{ id: String(id), node, role }];
					});
					return connection('membersWithRole', members, given, pageSize);
				},
			},
		},
	};

	return {
		name: 'Query',
		fields: {
			organization: { takes: ['login'], type: () => organization as Type<never>, resolve: (_nothing, given) => organizationNamed(textOf(given, 'login')) },
			user: {
				takes: ['login'],
				type: asUser,
				resolve: (_nothing, given) => {
					const login = textOf(given, 'login');
					const account = accountCalled(state, login);
					if (account === undefined) throw new FieldFailure('NOT_FOUND', `Could not resolve to a User with the login of '${login}'.`);
					return account;
				},
			},
		},
	};
}

