import { noContent, type Reply } from '../../server/message';
import type { EntraCall, EntraRoute } from '../call';
import { denied, notFound } from '../errors';
import { addTo, groupById, groupsAbove, removeFrom, showGroup } from '../groups';
import { limited } from '../objects';
import { list, single, type Resource, type Shown } from '../odata/list';
import { allows, NEEDS } from '../permissions';
import { DIRECTORY_OBJECT, GROUP, USER } from '../resources';
import { groupsOf, roleName } from '../roles';
import type { AdministrativeUnit, EntraState, EntraUser, Group, RoleAssignment } from '../state';
import { shownUser } from '../users';
import { showApplication } from './applications';
import { referenceIn } from './bodies';
import { removeUser, userOf } from './users';

const typedGroup = (state: EntraState, group: Group): Shown => ({ '@odata.type': '#microsoft.graph.group', ...showGroup(state, group) });

/** An activated directory role has one id per tenant; here it is the definition's with another beginning. */
const typedRole = ({ roleDefinitionId }: RoleAssignment): Shown => ({
	'@odata.type': '#microsoft.graph.directoryRole',
	id: roleDefinitionId.replace(/^.{8}/, '6a6d6c01'),
	deletedDateTime: null,
	description: null,
	displayName: roleName(roleDefinitionId) ?? null,
	roleTemplateId: roleDefinitionId,
});

const typedUnit = ({ id, displayName, isMemberManagementRestricted }: AdministrativeUnit): Shown => ({
	'@odata.type': '#microsoft.graph.administrativeUnit',
	id,
	deletedDateTime: null,
	displayName,
	description: null,
	visibility: null,
	isMemberManagementRestricted,
});

function memberships(state: EntraState, { id }: EntraUser, transitive: boolean): Shown[] {
	const groups = transitive ? groupsAbove(state, id) : groupsOf(state, id);
	const units = [...state.administrativeUnits.values()].filter(({ members }) => members.has(id));
	const principals = transitive ? [id, ...groups.map((group) => group.id)] : [id];
	const roles = [...state.roleAssignments.values()].filter(({ principalId, directoryScopeId }) => principals.includes(principalId) && directoryScopeId === '/');
	return [...groups.map((group) => typedGroup(state, group)), ...roles.map(typedRole), ...units.map(typedUnit)];
}

const CASTS: Record<string, Resource> = {
	'microsoft.graph.group': GROUP,
	'microsoft.graph.directoryRole': { type: 'microsoft.graph.directoryRole' },
	'microsoft.graph.administrativeUnit': { type: 'microsoft.graph.administrativeUnit' },
	'microsoft.graph.user': USER,
	'microsoft.graph.application': { type: 'microsoft.graph.application' },
	'microsoft.graph.servicePrincipal': { type: 'microsoft.graph.servicePrincipal' },
};

/** Objects of any kind, or those of the kind the path names. */
export function objects(call: EntraCall, all: readonly Shown[]): Reply {
	const { cast } = call.params;
	const resource = cast === undefined ? DIRECTORY_OBJECT : CASTS[cast];
	if (resource === undefined) throw notFound(cast ?? '');
	const items = cast === undefined ? all : all.filter((shown) => shown['@odata.type'] === `#${cast}`);
	return list(call, { resource, items, idOf: ({ id }) => String(id), show: (shown) => limited(call, shown), context: 'directoryObjects' });
}

const bothPaths = (path: string, needs: string, handle: EntraRoute['handle']): EntraRoute[] => [
	{ method: 'GET', path, needs, handle },
	{ method: 'GET', path: `${path}/:cast`, needs, handle },
];

const groupOf = (call: EntraCall) => groupById(call.state, call.params.id ?? '');

function shownObject(state: EntraState, id: string): Shown[] {
	const user = state.users.get(id);
	const group = state.groups.get(id);
	if (user !== undefined) return [{ '@odata.type': '#microsoft.graph.user', ...shownUser(state, user) }];
	return group === undefined ? [] : [typedGroup(state, group)];
}

const linked = (call: EntraCall, link: 'members' | 'owners'): Reply => objects(call, [...groupOf(call)[link]].flatMap((id) => shownObject(call.state, id)));

function everybodyIn(state: EntraState, { members }: Group, seen = new Set<string>()): string[] {
	return [...members].flatMap((id) => {
		if (seen.has(id)) return [];
		seen.add(id);
		const inner = state.groups.get(id);
		return inner === undefined ? [id] : [id, ...everybodyIn(state, inner, seen)];
	});
}

/** Graph takes the path without /$ref for the member itself, and deletes it from the directory. */
function deleteMemberItself(call: EntraCall): Reply {
	const group = groupOf(call);
	const user = call.state.users.get(call.params.member ?? '');
	if (user === undefined || !group.members.has(user.id)) throw notFound(call.params.member ?? '');
	if (!allows(call.caller.permissions, NEEDS.deleteUsers)) throw denied();
	return removeUser(call, user);
}

const linkRoutes = (link: 'members' | 'owners', needs: string): EntraRoute[] => [
	{
		method: 'POST',
		path: `/v1.0/groups/:id/${link}/$ref`,
		needs,
		handle: (call) => {
			addTo(call, groupOf(call), link, referenceIn(call));
			return noContent();
		},
	},
	{
		method: 'DELETE',
		path: `/v1.0/groups/:id/${link}/:member/$ref`,
		needs,
		handle: (call) => {
			removeFrom(call, groupOf(call), link, call.params.member ?? '');
			return noContent();
		},
	},
];

const ownedBy = (state: EntraState, { id }: EntraUser): Shown[] => [
	...[...state.groups.values()].filter(({ owners }) => owners.has(id)).map((group) => typedGroup(state, group)),
	...[...state.applications.values()].filter(({ owners }) => owners.has(id)).map((application) => ({ '@odata.type': '#microsoft.graph.application', ...showApplication(application) })),
];

export const groupRoutes: EntraRoute[] = [
	...bothPaths('/v1.0/users/:id/memberOf', NEEDS.readMemberships, (call) => objects(call, memberships(call.state, userOf(call), false))),
	...bothPaths('/v1.0/users/:id/transitiveMemberOf', NEEDS.readMemberships, (call) => objects(call, memberships(call.state, userOf(call), true))),
	...bothPaths('/v1.0/users/:id/ownedObjects', NEEDS.readOwned, (call) => objects(call, ownedBy(call.state, userOf(call)))),
	{
		method: 'GET',
		path: '/v1.0/groups',
		needs: NEEDS.readGroups,
		handle: (call) => list(call, { resource: GROUP, items: [...call.state.groups.values()], idOf: ({ id }) => id, show: (group) => showGroup(call.state, group), context: 'groups' }),
	},
	{ method: 'GET', path: '/v1.0/groups/:id', needs: NEEDS.readGroups, handle: (call) => single(call, GROUP, 'groups', showGroup(call.state, groupOf(call))) },
	...bothPaths('/v1.0/groups/:id/members', NEEDS.readGroups, (call) => linked(call, 'members')),
	...bothPaths('/v1.0/groups/:id/owners', NEEDS.readGroups, (call) => linked(call, 'owners')),
	{
		method: 'GET',
		path: '/v1.0/groups/:id/transitiveMembers',
		needs: NEEDS.readGroups,
		handle: (call) => objects(call, everybodyIn(call.state, groupOf(call)).flatMap((id) => shownObject(call.state, id))),
	},
	...linkRoutes('members', NEEDS.writeMembers),
	...linkRoutes('owners', NEEDS.writeOwners),
	{ method: 'DELETE', path: '/v1.0/groups/:id/members/:member', handle: deleteMemberItself },
];
