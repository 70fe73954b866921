import { randomBytes } from 'node:crypto';
import { formBody, ok } from '../../server/message';
import type { EntraCall, EntraRoute } from '../call';
import type { Application, ServicePrincipal } from '../state';
import { checkAssertion } from './assertion';
import { loginRefusal } from './login';

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const SCOPE = 'https://graph.microsoft.com/.default';

function checkSecret(call: EntraCall, { appId, passwords }: Application, secret: string): void {
	const known = passwords.find((password) => password.secret === secret);
	const invalid = (code: number, description: string) => loginRefusal(call, 401, 'invalid_client', code, description);
	if (known === undefined) {
		throw invalid(7000215, `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`);
	}
	if (Date.parse(known.endDateTime) <= call.clock.now()) throw invalid(7000222, `The provided client secret keys for app '${appId}' are expired.`);
}

function authenticated(call: EntraCall, form: URLSearchParams): { app: Application; principal: ServicePrincipal } {
	const { state } = call;
	const clientId = form.get('client_id') ?? '';
	if (clientId === '') throw loginRefusal(call, 400, 'invalid_request', 900144, "The request body must contain the following parameter: 'client_id'.");
	const app = [...state.applications.values()].find(({ appId }) => appId === clientId);
	const principal = [...state.servicePrincipals.values()].find(({ appId }) => appId === clientId);
	if (app === undefined || principal === undefined) {
		throw loginRefusal(call, 400, 'unauthorized_client', 700016, `Application with identifier '${clientId}' was not found in the directory 'Kestrel'.`);
	}
	if (form.get('client_assertion_type') === ASSERTION_TYPE) checkAssertion(call, app, form.get('client_assertion') ?? '');
	else if (form.has('client_secret')) checkSecret(call, app, form.get('client_secret') ?? '');
	else throw loginRefusal(call, 401, 'invalid_client', 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");
	if (!principal.accountEnabled) throw loginRefusal(call, 400, 'unauthorized_client', 7000112, `Application '${clientId}'(${app.displayName}) is disabled.`);
	return { app, principal };
}

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');

function issueToken(call: EntraCall) {
	const { state, incoming, clock, params } = call;
	const form = formBody(incoming);
	if (params.tenant !== state.tenantId) throw loginRefusal(call, 400, 'invalid_request', 90002, `Tenant '${params.tenant ?? ''}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.`);
	if (form.get('grant_type') !== 'client_credentials') throw loginRefusal(call, 400, 'unsupported_grant_type', 70003, `The app requested an unsupported grant type '${form.get('grant_type') ?? ''}'.`);
	const { app, principal } = authenticated(call, form);
	if (form.get('scope') !== SCOPE) {
		throw loginRefusal(call, 400, 'invalid_scope', 1002012, `The provided value for scope ${form.get('scope') ?? ''} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`);
	}
	const { tokenSeconds } = state.settings;
	const issued = Math.floor(clock.now() / 1000);
	const claims = { aud: 'https://graph.microsoft.com', iss: `https://sts.windows.net/${state.tenantId}/`, iat: issued, nbf: issued, exp: issued + tokenSeconds, appid: app.appId, idtyp: 'app', oid: principal.id, roles: principal.permissions, tid: state.tenantId, ver: '1.0' };
	const value = `${encode({ typ: 'JWT', alg: 'RS256' })}.${encode(claims)}.${randomBytes(48).toString('base64url')}`;
	state.accessTokens.set(value, { appId: app.appId, permissions: [...principal.permissions], expiresAt: clock.now() + tokenSeconds * 1000 });
	return ok({ token_type: 'Bearer', expires_in: tokenSeconds, ext_expires_in: tokenSeconds, access_token: value }, { 'cache-control': 'no-store, no-cache' });
}

export const tokenRoutes: EntraRoute[] = [{ method: 'POST', path: '/:tenant/oauth2/v2.0/token', open: true, handle: issueToken }];
