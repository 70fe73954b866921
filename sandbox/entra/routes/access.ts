import { noContent, type Reply } from '../../server/message';
import { plainTarget, record, userTarget } from '../audit';
import type { EntraCall, EntraRoute } from '../call';
import { badRequest, notFound } from '../errors';
import { list, single } from '../odata/list';
import { NEEDS } from '../permissions';
import { plainResource } from '../resources';
import type { AppRoleAssignment, EntraState, PermissionGrant } from '../state';
import { nextId } from '../state';
import { userByKey } from '../users';
import { principalOf } from './applications';
import { bodyOf, textIn } from './bodies';
import { groupById } from '../groups';
import { userOf } from './users';

const GRANT = plainResource('oAuth2PermissionGrant', 'id', 'clientId', 'consentType', 'principalId', 'resourceId');
const ASSIGNMENT = plainResource('appRoleAssignment', 'id', 'resourceId', 'principalId');

const grants = (call: EntraCall, fits: (grant: PermissionGrant) => boolean): Reply =>
	list(call, { resource: GRANT, items: [...call.state.permissionGrants.values()].filter(fits), idOf: ({ id }) => id, show: (grant) => ({ ...grant }), context: 'oauth2PermissionGrants' });

function createGrant(call: EntraCall): Reply {
	const { state } = call;
	const body = bodyOf(call);
	const consentType = textIn(body, 'consentType');
	if (consentType !== 'Principal' && consentType !== 'AllPrincipals') throw badRequest("Invalid value specified for property 'consentType'.");
	const principalId = consentType === 'Principal' ? userByKey(call, textIn(body, 'principalId')).id : null;
	const clientId = textIn(body, 'clientId');
	const resourceId = textIn(body, 'resourceId');
	for (const id of [clientId, resourceId]) if (!state.servicePrincipals.has(id)) throw notFound(id);
	const same = [...state.permissionGrants.values()].some((known) => known.clientId === clientId && known.resourceId === resourceId && known.principalId === principalId);
	if (same) throw badRequest('Permission entry already exists.');
	const grant: PermissionGrant = { id: nextId(state), clientId, consentType, principalId, resourceId, scope: textIn(body, 'scope') };
	state.permissionGrants.set(grant.id, grant);
	record(call, 'Add delegated permission grant', 'ApplicationManagement', [plainTarget('ServicePrincipal', clientId)]);
	return single(call, GRANT, 'oauth2PermissionGrants', { ...grant }, 201);
}

function deleteGrant(call: EntraCall): Reply {
	const grant = call.state.permissionGrants.get(call.params.id ?? '');
	if (grant === undefined) throw notFound(call.params.id ?? '');
	call.state.permissionGrants.delete(grant.id);
	record(call, 'Remove delegated permission grant', 'ApplicationManagement', [plainTarget('ServicePrincipal', grant.clientId), ...(grant.principalId === null ? [] : [plainTarget('User', grant.principalId)])]);
	return noContent();
}

const nameOf = ({ users, groups, servicePrincipals }: EntraState, id: string) => (users.get(id) ?? groups.get(id) ?? servicePrincipals.get(id))?.displayName ?? null;

export const showAssignment = (state: EntraState, assignment: AppRoleAssignment) => ({
	...assignment,
	deletedDateTime: null,
	principalDisplayName: nameOf(state, assignment.principalId),
	resourceDisplayName: nameOf(state, assignment.resourceId),
});

const assignments = (call: EntraCall, items: readonly AppRoleAssignment[]): Reply =>
	list(call, { resource: ASSIGNMENT, items, idOf: ({ id }) => id, show: (assignment) => showAssignment(call.state, assignment), context: 'appRoleAssignments' });

const assignedTo = ({ appRoleAssignments }: EntraState, id: string) => [...appRoleAssignments.values()].filter(({ principalId }) => principalId === id);

/** The default role of an application that defines none. */
const NO_ROLE = '00000000-0000-0000-0000-000000000000';

function assign(call: EntraCall): Reply {
	const { state, clock } = call;
	const user = userOf(call);
	const body = bodyOf(call);
	const resource = state.servicePrincipals.get(textIn(body, 'resourceId'));
	const appRoleId = textIn(body, 'appRoleId');
	if (resource === undefined) throw notFound(textIn(body, 'resourceId'));
	if (textIn(body, 'principalId') !== user.id) throw badRequest("The principalId doesn't match the principal of the path.");
	if (appRoleId !== NO_ROLE && !resource.appRoles.some(({ id }) => id === appRoleId)) throw badRequest('Permission being assigned was not found on application.');
	if (assignedTo(state, user.id).some((known) => known.resourceId === resource.id && known.appRoleId === appRoleId)) throw badRequest('Permission being assigned already exists on the object.');
	const assignment: AppRoleAssignment = { id: nextId(state), appRoleId, principalId: user.id, principalType: 'User', resourceId: resource.id, createdDateTime: clock.iso() };
	state.appRoleAssignments.set(assignment.id, assignment);
	record(call, 'Add app role assignment grant to user', 'UserManagement', [plainTarget('ServicePrincipal', resource.id, resource.displayName), userTarget(user)]);
	return single(call, ASSIGNMENT, 'appRoleAssignments', showAssignment(state, assignment), 201);
}

function unassign(call: EntraCall): Reply {
	const user = userOf(call);
	const assignment = assignedTo(call.state, user.id).find(({ id }) => id === call.params.assignment);
	if (assignment === undefined) throw notFound(call.params.assignment ?? '');
	call.state.appRoleAssignments.delete(assignment.id);
	record(call, 'Remove app role assignment from user', 'UserManagement', [plainTarget('ServicePrincipal', assignment.resourceId, nameOf(call.state, assignment.resourceId)), userTarget(user)]);
	return noContent();
}

/** What an administrator has granted an app, as assignments of the roles that Graph defines. */
function grantedPermissions(call: EntraCall): AppRoleAssignment[] {
	const principal = principalOf(call);
	const graph = [...call.state.servicePrincipals.values()].find(({ appId }) => appId === GRAPH_APP_ID);
	return principal.permissions.flatMap((permission) => {
		const role = graph?.appRoles.find(({ value }) => value === permission);
		return graph === undefined || role === undefined ? [] : [{ id: `${principal.id.slice(0, 8)}_${role.id}`, appRoleId: role.id, principalId: principal.id, principalType: 'ServicePrincipal', resourceId: graph.id, createdDateTime: '2026-01-05T09:00:00Z' }];
	});
}

export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';

export const accessRoutes: EntraRoute[] = [
	{ method: 'GET', path: '/v1.0/oauth2PermissionGrants', needs: NEEDS.readGrants, handle: (call) => grants(call, () => true) },
	{ method: 'POST', path: '/v1.0/oauth2PermissionGrants', needs: NEEDS.writeGrants, handle: createGrant },
	{ method: 'DELETE', path: '/v1.0/oauth2PermissionGrants/:id', needs: NEEDS.writeGrants, handle: deleteGrant },
	{
		method: 'GET',
		path: '/v1.0/users/:id/oauth2PermissionGrants',
		needs: NEEDS.readGrants,
		handle: (call) => {
			const user = userOf(call);
			return grants(call, ({ principalId }) => principalId === user.id);
		},
	},
	{ method: 'GET', path: '/v1.0/users/:id/appRoleAssignments', needs: NEEDS.readAppRoles, handle: (call) => assignments(call, assignedTo(call.state, userOf(call).id)) },
	{ method: 'POST', path: '/v1.0/users/:id/appRoleAssignments', needs: NEEDS.writeAppRoles, handle: assign },
	{ method: 'DELETE', path: '/v1.0/users/:id/appRoleAssignments/:assignment', needs: NEEDS.writeAppRoles, handle: unassign },
	{ method: 'GET', path: '/v1.0/groups/:id/appRoleAssignments', needs: NEEDS.readAppRoles, handle: (call) => assignments(call, assignedTo(call.state, groupById(call.state, call.params.id ?? '').id)) },
	{ method: 'GET', path: '/v1.0/servicePrincipals/:id/appRoleAssignments', needs: NEEDS.readApplications, handle: (call) => assignments(call, grantedPermissions(call)) },
];
