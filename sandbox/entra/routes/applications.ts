import { noContent, type Reply } from '../../server/message';
import { plainTarget, record } from '../audit';
import type { EntraCall, EntraRoute } from '../call';
import { badRequest, notFound } from '../errors';
import { list, single } from '../odata/list';
import { NEEDS } from '../permissions';
import { plainResource } from '../resources';
import type { Application, ServicePrincipal } from '../state';
import { bodyOf, textIn } from './bodies';

const APPLICATION = plainResource('application', 'id', 'appId', 'displayName');
const SERVICE_PRINCIPAL = plainResource('servicePrincipal', 'id', 'appId', 'displayName');

export function showApplication({ id, appId, displayName, createdDateTime, passwords, certificates }: Application) {
	return {
		id,
		appId,
		displayName,
		createdDateTime,
		signInAudience: 'AzureADMyOrg',
		passwordCredentials: passwords.map(({ keyId, displayName: name, secret, startDateTime, endDateTime }) => ({ keyId, displayName: name, hint: secret.slice(0, 3), secretText: null, customKeyIdentifier: null, startDateTime, endDateTime })),
		keyCredentials: certificates.map(({ keyId, displayName: name, startDateTime, endDateTime }) => ({ keyId, displayName: name, type: 'AsymmetricX509Cert', usage: 'Verify', key: null, startDateTime, endDateTime })),
	};
}

export const showPrincipal = ({ id, appId, displayName, accountEnabled, appRoles }: ServicePrincipal) => ({
	id,
	appId,
	displayName,
	appDisplayName: displayName,
	accountEnabled,
	servicePrincipalType: 'Application',
	appRoles: appRoles.map((role) => ({ ...role, description: role.displayName, isEnabled: true, origin: 'Application' })),
});

/** By object id, or as `(appId='…')`. */
function keyed<T extends { id: string; appId: string }>(all: ReadonlyMap<string, T>, key: string): T {
	const [, appId] = /^appId='(.*)'$/.exec(key) ?? [];
	const found = appId === undefined ? all.get(key) : [...all.values()].find((item) => item.appId === appId);
	if (found === undefined) throw notFound(key);
	return found;
}

const applicationOf = ({ state, params }: EntraCall) => keyed(state.applications, params.id ?? '');
export const principalOf = ({ state, params }: EntraCall) => keyed(state.servicePrincipals, params.id ?? '');

function removePassword(call: EntraCall): Reply {
	const application = applicationOf(call);
	const keyId = textIn(bodyOf(call), 'keyId');
	const kept = application.passwords.filter((password) => password.keyId !== keyId);
	if (kept.length === application.passwords.length) throw badRequest(`No password credential found with keyId '${keyId}'.`);
	application.passwords = kept;
	record(call, 'Update application – Certificates and secrets management', 'ApplicationManagement', [plainTarget('Application', application.id, application.displayName)]);
	return noContent();
}

export const applicationRoutes: EntraRoute[] = [
	{ method: 'GET', path: '/v1.0/applications', needs: NEEDS.readApplications, handle: (call) => list(call, { resource: APPLICATION, items: [...call.state.applications.values()], idOf: ({ id }) => id, show: showApplication, context: 'applications' }) },
	{ method: 'GET', path: '/v1.0/applications/:id', needs: NEEDS.readApplications, handle: (call) => single(call, APPLICATION, 'applications', showApplication(applicationOf(call))) },
	{ method: 'POST', path: '/v1.0/applications/:id/removePassword', needs: NEEDS.writeApplications, handle: removePassword },
	{ method: 'GET', path: '/v1.0/servicePrincipals', needs: NEEDS.readApplications, handle: (call) => list(call, { resource: SERVICE_PRINCIPAL, items: [...call.state.servicePrincipals.values()], idOf: ({ id }) => id, show: showPrincipal, context: 'servicePrincipals' }) },
	{ method: 'GET', path: '/v1.0/servicePrincipals/:id', needs: NEEDS.readApplications, handle: (call) => single(call, SERVICE_PRINCIPAL, 'servicePrincipals', showPrincipal(principalOf(call))) },
];
