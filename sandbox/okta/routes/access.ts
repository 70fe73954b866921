import { noContent } from '../../server/message';
import type { OktaCall, OktaRoute } from '../call';
import { notFound } from '../errors';
import { plainTarget, record, userTarget } from '../log';
import { writableUser, writableUserById } from '../manageable';
import { page } from '../paging';
import type { Grant, OktaState, OktaUser, RefreshToken } from '../state';
import { userByKey } from '../users';

const PAGE = { usual: 20, largest: 200 };

const user = (call: OktaCall) => userByKey(call, call.params.id ?? '');

const clientName = (state: OktaState, clientId: string) => [...state.apps.values()].find(({ id }) => id === clientId)?.label ?? clientId;

const showGrant = ({ id, clientId, scopeId, created }: Grant, { id: userId }: OktaUser, baseUrl: string) => ({
	id,
	status: 'ACTIVE',
	created,
	lastUpdated: created,
	issuer: baseUrl,
	clientId,
	userId,
	scopeId,
	source: 'END_USER',
});

const showToken = ({ id, clientId, scopes, created, expiresAt }: RefreshToken, { id: userId }: OktaUser, baseUrl: string) => ({
	id,
	status: 'ACTIVE',
	created,
	lastUpdated: created,
	expiresAt,
	issuer: baseUrl,
	clientId,
	userId,
	scopes,
});

function dropTokens(call: OktaCall, owner: OktaUser, dropped: (token: RefreshToken) => boolean, event: string): void {
	for (const { id, clientId } of owner.refreshTokens.filter(dropped)) {
		record(call, event, [userTarget(owner), plainTarget('refresh_token', id, clientId)]);
	}
	owner.refreshTokens = owner.refreshTokens.filter((token) => !dropped(token));
}

function endSessions(call: OktaCall) {
	const owner = writableUserById(call);
	if (call.query.get('oauthTokens') === 'true') dropTokens(call, owner, () => true, 'app.oauth2.token.revoke.implicit.user');
	if (call.query.get('forgetDevices') === 'true') owner.rememberedDevices = [];
	owner.sessions = [];
	record(call, 'user.session.clear', [userTarget(owner)]);
	return noContent();
}

function listGrants(call: OktaCall) {
	const owner = user(call);
	const grants = owner.grants.filter(({ clientId, scopeId }) => {
		const scope = call.query.get('scopeId');
		return (call.params.client === undefined || clientId === call.params.client) && (scope === null || scopeId === scope);
	});
	return page(call, grants, ({ id }) => id, PAGE, (grant) => showGrant(grant, owner, call.baseUrl));
}

function revokeGrants(call: OktaCall) {
	const owner = writableUser(call);
	const { client, grant } = call.params;
	const revoked = owner.grants.filter(({ id, clientId }) => (client === undefined || clientId === client) && (grant === undefined || id === grant));
	if (grant !== undefined && revoked.length === 0) throw notFound(grant, 'OAuth2ScopeConsentGrant');
	owner.grants = owner.grants.filter((candidate) => !revoked.includes(candidate));
	for (const { id, scopeId } of revoked) record(call, 'app.oauth2.consent.revoke', [userTarget(owner), plainTarget('ConsentGrant', id, scopeId)]);
	return noContent();
}

function listClients(call: OktaCall) {
	const clientIds = [...new Set(user(call).refreshTokens.map(({ clientId }) => clientId))];
	return page(call, clientIds, (id) => id, PAGE, (id) => ({
		client_id: id,
		client_name: clientName(call.state, id),
		client_uri: null,
		logo_uri: null,
		_links: { tokens: { href: `${call.baseUrl}/api/v1/users/${user(call).id}/clients/${id}/tokens` } },
	}));
}

function listTokens(call: OktaCall) {
	const owner = user(call);
	const tokens = owner.refreshTokens.filter(({ clientId }) => clientId === call.params.client);
	return page(call, tokens, ({ id }) => id, PAGE, (token) => showToken(token, owner, call.baseUrl));
}

function revokeTokens(call: OktaCall) {
	const owner = writableUser(call);
	const { client, token } = call.params;
	const dropped = (candidate: RefreshToken) => candidate.clientId === client && (token === undefined || candidate.id === token);
	if (token !== undefined && !owner.refreshTokens.some(dropped)) throw notFound(token, 'OAuth2RefreshToken');
	dropTokens(call, owner, dropped, 'app.oauth2.token.revoke');
	return noContent();
}

const base = '/api/v1/users/:id';
const read = 'okta.users.read';
const manage = 'okta.users.manage';

export const accessRoutes: OktaRoute[] = [
	{ method: 'DELETE', path: `${base}/sessions`, needs: manage, handle: endSessions },
	{ method: 'GET', path: `${base}/grants`, needs: read, handle: listGrants },
	{ method: 'DELETE', path: `${base}/grants`, needs: manage, handle: revokeGrants },
	{ method: 'DELETE', path: `${base}/grants/:grant`, needs: manage, handle: revokeGrants },
	{ method: 'GET', path: `${base}/clients`, needs: read, handle: listClients },
	{ method: 'GET', path: `${base}/clients/:client/tokens`, needs: read, handle: listTokens },
	{ method: 'DELETE', path: `${base}/clients/:client/tokens`, needs: manage, handle: revokeTokens },
	{ method: 'DELETE', path: `${base}/clients/:client/tokens/:token`, needs: manage, handle: revokeTokens },
	{ method: 'GET', path: `${base}/clients/:client/grants`, needs: read, handle: listGrants },
	{ method: 'DELETE', path: `${base}/clients/:client/grants`, needs: manage, handle: revokeGrants },
];
