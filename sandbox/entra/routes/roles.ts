import { noContent, type Reply } from '../../server/message';
import { plainTarget, record } from '../audit';
import type { EntraCall, EntraRoute } from '../call';
import { groupKind, principalIn, request, roleKind, scheduleOf, standing } from '../eligibilities';
import { badRequest, notFound } from '../errors';
import { list, single, type Shown } from '../odata/list';
import { NEEDS } from '../permissions';
import { plainResource } from '../resources';
import { ROLES, roleName, type RoleName } from '../roles';
import type { Eligibility, GroupEligibility, RoleAssignment } from '../state';
import { nextId } from '../state';
import { bodyOf, textIn } from './bodies';

const DIRECTORY = '/v1.0/roleManagement/directory';
const PIM_GROUPS = '/v1.0/identityGovernance/privilegedAccess/group';

const ASSIGNMENT = plainResource('unifiedRoleAssignment', 'id', 'principalId', 'roleDefinitionId', 'directoryScopeId');
const SCHEDULE = plainResource('unifiedRoleEligibilitySchedule', 'id', 'principalId', 'roleDefinitionId');
const REQUEST = plainResource('unifiedRoleEligibilityScheduleRequest');
const DEFINITION = plainResource('unifiedRoleDefinition', 'id', 'displayName');
const GROUP_SCHEDULE = plainResource('privilegedAccessGroupEligibilitySchedule', 'id', 'principalId', 'groupId');
const GROUP_REQUEST = plainResource('privilegedAccessGroupEligibilityScheduleRequest');

export const showRoleAssignment = ({ id, principalId, roleDefinitionId, directoryScopeId }: RoleAssignment) => ({ id, principalId, roleDefinitionId, directoryScopeId, appScopeId: null });

export const showEligibility = (eligibility: Eligibility) => ({
	...showRoleAssignment(eligibility),
	createdDateTime: eligibility.createdDateTime,
	createdUsing: eligibility.id,
	modifiedDateTime: null,
	status: 'Provisioned',
	memberType: 'Direct',
	scheduleInfo: scheduleOf(eligibility),
});

export const showEligibilityInstance = (eligibility: Eligibility) => ({
	...showRoleAssignment(eligibility),
	startDateTime: eligibility.createdDateTime,
	endDateTime: eligibility.endDateTime,
	memberType: 'Direct',
	roleEligibilityScheduleId: eligibility.id,
});

export const showGroupEligibility = ({ endDateTime, ...eligibility }: GroupEligibility) => ({
	...eligibility,
	createdUsing: eligibility.id,
	modifiedDateTime: null,
	status: 'Provisioned',
	memberType: 'direct' as const,
	scheduleInfo: scheduleOf({ ...eligibility, endDateTime }),
});

export const showDefinition = (displayName: RoleName) => ({
	id: ROLES[displayName],
	displayName,
	description: displayName,
	isBuiltIn: true,
	isEnabled: true,
	templateId: ROLES[displayName],
	version: '1',
	rolePermissions: [],
});

const ofRole = ({ roleDefinitionId, principalId }: Omit<RoleAssignment, 'id'>) => [plainTarget('Role', roleDefinitionId, roleName(roleDefinitionId) ?? null), plainTarget('User', principalId)];

function assign(call: EntraCall): Reply {
	const { state } = call;
	const body = bodyOf(call);
	const wanted = { principalId: principalIn(state, body), roleDefinitionId: textIn(body, 'roleDefinitionId'), directoryScopeId: textIn(body, 'directoryScopeId') };
	if (roleName(wanted.roleDefinitionId) === undefined) throw notFound(wanted.roleDefinitionId);
	const known = [...state.roleAssignments.values()].some(({ principalId, roleDefinitionId, directoryScopeId }) => principalId === wanted.principalId && roleDefinitionId === wanted.roleDefinitionId && directoryScopeId === wanted.directoryScopeId);
	if (known) throw badRequest('A conflicting object with one or more of the specified property values is present in the directory.');
	const assignment = { id: nextId(state), ...wanted };
	state.roleAssignments.set(assignment.id, assignment);
	record(call, 'Add member to role', 'RoleManagement', ofRole(wanted));
	return single(call, ASSIGNMENT, 'roleManagement/directory/roleAssignments', showRoleAssignment(assignment), 201);
}

function assignmentOf({ state, params }: EntraCall): RoleAssignment {
	const assignment = state.roleAssignments.get(params.id ?? '');
	if (assignment === undefined) throw notFound(params.id ?? '');
	return assignment;
}

function unassign(call: EntraCall): Reply {
	const { state } = call;
	const assignment = assignmentOf(call);
	const administrators = [...state.roleAssignments.values()].filter(({ roleDefinitionId, principalId }) => roleDefinitionId === ROLES['Global Administrator'] && state.users.has(principalId));
	if (administrators.length === 1 && administrators[0]?.id === assignment.id) throw badRequest('The last Global Administrator of the organization cannot be removed.');
	state.roleAssignments.delete(assignment.id);
	record(call, 'Remove member from role', 'RoleManagement', ofRole(assignment));
	return noContent();
}

const eligibilities = (call: EntraCall, context: string, show: (eligibility: Eligibility) => Shown): Reply =>
	list(call, { resource: SCHEDULE, items: standing(call.state.eligibilities, call.clock.now()), idOf: ({ id }) => id, show, context: `roleManagement/directory/${context}` });

function groupEligibilities(call: EntraCall): Reply {
	if (!/principalId|groupId/.test(call.query.get('$filter') ?? '')) throw badRequest('The request must be filtered by groupId or principalId.');
	return list(call, { resource: GROUP_SCHEDULE, items: standing(call.state.groupEligibilities, call.clock.now()), idOf: ({ id }) => id, show: showGroupEligibility, context: 'identityGovernance/privilegedAccess/group/eligibilitySchedules' });
}

export const roleRoutes: EntraRoute[] = [
	{
		method: 'GET',
		path: `${DIRECTORY}/roleAssignments`,
		needs: NEEDS.readRoles,
		handle: (call) => list(call, { resource: ASSIGNMENT, items: [...call.state.roleAssignments.values()], idOf: ({ id }) => id, show: showRoleAssignment, context: 'roleManagement/directory/roleAssignments' }),
	},
	{ method: 'POST', path: `${DIRECTORY}/roleAssignments`, needs: NEEDS.manageRoles, handle: assign },
	{ method: 'GET', path: `${DIRECTORY}/roleAssignments/:id`, needs: NEEDS.readRoles, handle: (call) => single(call, ASSIGNMENT, 'roleManagement/directory/roleAssignments', showRoleAssignment(assignmentOf(call))) },
	{ method: 'DELETE', path: `${DIRECTORY}/roleAssignments/:id`, needs: NEEDS.manageRoles, handle: unassign },
	{
		method: 'GET',
		path: `${DIRECTORY}/roleDefinitions`,
		needs: NEEDS.readRoles,
		handle: (call) => list(call, { resource: DEFINITION, items: Object.keys(ROLES) as RoleName[], idOf: (name) => ROLES[name], show: showDefinition, context: 'roleManagement/directory/roleDefinitions' }),
	},
	{ method: 'GET', path: `${DIRECTORY}/roleEligibilitySchedules`, needs: NEEDS.readEligibilities, handle: (call) => eligibilities(call, 'roleEligibilitySchedules', showEligibility) },
	{ method: 'GET', path: `${DIRECTORY}/roleEligibilityScheduleInstances`, needs: NEEDS.readEligibilities, handle: (call) => eligibilities(call, 'roleEligibilityScheduleInstances', showEligibilityInstance) },
	{
		method: 'POST',
		path: `${DIRECTORY}/roleEligibilityScheduleRequests`,
		needs: NEEDS.writeEligibilities,
		handle: (call) => single(call, REQUEST, 'roleManagement/directory/roleEligibilityScheduleRequests', request(call, roleKind, bodyOf(call)), 201),
	},
	{ method: 'GET', path: `${PIM_GROUPS}/eligibilitySchedules`, needs: NEEDS.readGroupEligibilities, handle: groupEligibilities },
	{
		method: 'POST',
		path: `${PIM_GROUPS}/eligibilityScheduleRequests`,
		needs: NEEDS.writeGroupEligibilities,
		handle: (call) => single(call, GROUP_REQUEST, 'identityGovernance/privilegedAccess/group/eligibilityScheduleRequests', request(call, groupKind, bodyOf(call)), 201),
	},
];
