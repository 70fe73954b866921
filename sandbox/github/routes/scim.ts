import { noContent, Refusal, type Reply } from '../../server/message';
import { record } from '../audit';
import type { GitHubCall, GitHubRoute } from '../call';
import { addIdentity, dropIdentity, identitiesOf } from '../identities';
import { cancelInvitation, invite, removeMember } from '../members';
import { demandInOrganization, NEEDS, type Need } from '../permissions';
import type { ExternalIdentity, Organization } from '../state';
import { gitHubTime, organizationCalled } from '../state';
import { bodyOf } from './places';

const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';
const ERROR = 'urn:ietf:params:scim:api:messages:2.0:Error';

const scim = (status: number, body: unknown, headers: Record<string, string> = {}): Reply => ({ status, headers: { 'content-type': 'application/scim+json', ...headers }, body });

const failed = (status: number, detail: string, scimType: string | null = null) =>
	new Refusal(scim(status, { schemas: [ERROR], message: null, documentation_url: 'https://docs.github.com/rest/scim', detail, status, scimType }));

const missing = (id: string) => failed(404, `Resource ${id} not found.`);

type Provisioned = NonNullable<ExternalIdentity['scim']>;

function show({ guid, scim: known, nameId, organizationId, createdAt, updatedAt }: ExternalIdentity, organization: Organization, baseUrl: string, active = true) {
	const name = { givenName: known?.givenName ?? null, familyName: known?.familyName ?? null, formatted: known === null ? null : `${known.givenName} ${known.familyName}` };
	return {
		schemas: [USER],
		id: guid,
		externalId: known?.externalId ?? null,
		userName: known?.userName ?? nameId,
		displayName: known?.displayName ?? name.formatted,
		name,
		emails: (known?.emails ?? []).map((email) => ({ ...email })),
		active,
		organization_id: organizationId,
		groups: [],
		roles: [],
		meta: { resourceType: 'User', created: createdAt, lastModified: updatedAt, location: `${baseUrl}/scim/v2/organizations/${organization.login}/Users/${guid}` },
	};
}

/** One equality; anything else is refused. */
function fitting(filter: string | null, identities: readonly ExternalIdentity[]): readonly ExternalIdentity[] {
	if (filter === null) return identities;
	const [, attribute = '', quoted = ''] = /^\s*(id|userName|externalId|emails(?:\.value)?)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i.exec(filter) ?? [];
	if (attribute === '') throw failed(400, 'Filter is not supported', 'invalidFilter');
	const wanted = JSON.parse(quoted) as string;
	const same = (value: string | null | undefined) => value?.toLowerCase() === wanted.toLowerCase();
	switch (attribute.toLowerCase()) {
		case 'id':
			return identities.filter(({ guid }) => guid === wanted);
		case 'username':
			return identities.filter(({ scim: known, nameId }) => same(known?.userName ?? nameId));
		case 'externalid':
			return identities.filter(({ scim: known }) => known?.externalId === wanted);
		default:
			return identities.filter(({ scim: known }) => known?.emails.some(({ value }) => same(value)));
	}
}

const whole = (text: string | null, otherwise: number, least: number) => (text !== null && Number.isInteger(Number(text)) && Number(text) >= least ? Number(text) : otherwise);

function list({ state, query, baseUrl }: GitHubCall, organization: Organization): Reply {
	const found = fitting(query.get('filter'), identitiesOf(state, organization.id));
	const startIndex = whole(query.get('startIndex'), 1, 1);
	const count = Math.min(whole(query.get('count'), 30, 0), 100, state.settings.pageSize ?? 100);
	const page = found.slice(startIndex - 1, startIndex - 1 + count);
	return scim(200, { schemas: [LIST], totalResults: found.length, itemsPerPage: page.length, startIndex, Resources: page.map((identity) => show(identity, organization, baseUrl)) });
}

function identityOf({ state, params }: GitHubCall, organization: Organization): ExternalIdentity {
	const identity = state.identities.get(params.id ?? '');
	if (identity?.organizationId !== organization.id) throw missing(params.id ?? '');
	return identity;
}

const textIn = (body: Record<string, unknown>, name: string) => {
	const value = body[name];
	return typeof value === 'string' && value !== '' ? value : undefined;
};

function provisionedIn(body: Record<string, unknown>): Provisioned {
	const name = (body.name ?? {}) as Record<string, unknown>;
	const emails = (Array.isArray(body.emails) ? body.emails : []) as { value?: unknown; primary?: unknown; type?: unknown }[];
	const userName = textIn(body, 'userName');
	const givenName = textIn(name, 'givenName');
	const familyName = textIn(name, 'familyName');
	if (userName === undefined || givenName === undefined || familyName === undefined || typeof emails[0]?.value !== 'string') throw failed(400, 'userName, name.givenName, name.familyName and emails are required', 'invalidValue');
	return {
		userName,
		externalId: textIn(body, 'externalId') ?? null,
		givenName,
		familyName,
		displayName: textIn(body, 'displayName') ?? null,
		emails: emails.map(({ value, primary, type }) => ({ value: String(value), primary: primary === true, type: typeof type === 'string' ? type : 'work' })),
	};
}

function provision(call: GitHubCall, organization: Organization): Reply {
	const { state, baseUrl } = call;
	const wanted = provisionedIn(bodyOf(call));
	const taken = identitiesOf(state, organization.id).some(({ scim: known, nameId }) => (known?.userName ?? nameId)?.toLowerCase() === wanted.userName.toLowerCase());
	if (taken) throw failed(409, 'Resource already exists', 'uniqueness');
	const email = wanted.emails.find(({ primary }) => primary)?.value ?? wanted.emails[0]?.value ?? '';
	const invited = invite(call, organization, { accountId: null, email, role: 'direct_member', source: 'scim' });
	const identity = addIdentity(call, organization, { scim: wanted, invitationId: invited.id });
	record(call, organization, 'external_identity.provision');
	const shown = show(identity, organization, baseUrl);
	return scim(201, shown, { location: shown.meta.location });
}

/** Not a suspension: the membership goes, and the identity with it. */
function deprovision(call: GitHubCall, organization: Organization, identity: ExternalIdentity): void {
	const { state } = call;
	const account = state.accounts.get(identity.accountId ?? 0);
	const invitation = state.invitations.get(identity.invitationId ?? 0);
	if (account !== undefined) removeMember(call, organization, account);
	if (invitation !== undefined) cancelInvitation(call, organization, invitation);
	dropIdentity(call, organization, identity);
}

function replace(call: GitHubCall, organization: Organization): Reply {
	const identity = identityOf(call, organization);
	const body = bodyOf(call);
	identity.scim = provisionedIn(body);
	identity.updatedAt = gitHubTime(call.clock.now());
	if (body.active === false) deprovision(call, organization, identity);
	return scim(200, show(identity, organization, call.baseUrl, body.active !== false));
}

/** With a path, or with an object of what to change. */
function changesIn(body: Record<string, unknown>): Record<string, unknown> {
	const { Operations: operations } = body;
	if (!Array.isArray(operations) || operations.length === 0) throw failed(400, 'Operations are required', 'invalidSyntax');
	return Object.assign(
		{},
		...operations.map(({ op, path, value }: { op?: unknown; path?: unknown; value?: unknown }) => {
			if (!['add', 'remove', 'replace'].includes(String(op).toLowerCase())) throw failed(400, 'The operation is not supported', 'invalidSyntax');
			if (typeof path === 'string') {
				if (path.includes('[')) throw failed(400, 'Filters in a path are not supported', 'invalidPath');
				return { [path]: value };
			}
			if (typeof value !== 'object' || value === null) throw failed(400, 'A value is required', 'invalidValue');
			return value as object;
		}),
	) as Record<string, unknown>;
}

function patch(call: GitHubCall, organization: Organization): Reply {
	const identity = identityOf(call, organization);
	const changes = changesIn(bodyOf(call));
	const known = identity.scim;
	if (known !== null) {
		for (const field of ['userName', 'externalId', 'displayName', 'givenName', 'familyName'] as const) {
			const value = changes[field] ?? changes[`name.${field}`];
			if (typeof value === 'string') known[field] = value;
		}
	}
	identity.updatedAt = gitHubTime(call.clock.now());
	const ends = changes.active === false || String(changes.active).toLowerCase() === 'false';
	if (ends) deprovision(call, organization, identity);
	return scim(200, show(identity, organization, call.baseUrl, !ends));
}

const BASE = '/scim/v2/organizations/:org/Users';

const route = (method: string, path: string, need: Need, handle: (call: GitHubCall, organization: Organization) => Reply): GitHubRoute => ({
	method,
	path,
	needs: need.scopes.join(', '),
	handle: (call) => {
		const organization = organizationCalled(call.state, call.params.org ?? '');
		if (organization === undefined) throw missing(call.params.org ?? '');
		demandInOrganization(call, organization, need);
		if (organization.saml === null) throw failed(403, 'SAML single sign-on is not enabled for this organization.');
		return handle(call, organization);
	},
});

export const scimRoutes: GitHubRoute[] = [
	route('GET', BASE, NEEDS.readProvisioned, list),
	route('POST', BASE, NEEDS.writeProvisioned, provision),
	route('GET', `${BASE}/:id`, NEEDS.readProvisioned, (call, organization) => scim(200, show(identityOf(call, organization), organization, call.baseUrl))),
	route('PUT', `${BASE}/:id`, NEEDS.writeProvisioned, replace),
	route('PATCH', `${BASE}/:id`, NEEDS.writeProvisioned, patch),
	route('DELETE', `${BASE}/:id`, NEEDS.writeProvisioned, (call, organization) => {
		deprovision(call, organization, identityOf(call, organization));
		return noContent();
	}),
];
