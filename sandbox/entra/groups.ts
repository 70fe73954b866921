import { groupTarget, record, userTarget } from './audit';
import type { EntraCall } from './call';
import { isDynamic, touch } from './dynamicGroups';
import { badRequest, denied, mastered, notFound } from './errors';
import { demand, NEEDS } from './permissions';
import { demandUnrestricted } from './roles';
import type { EntraState, Group } from './state';
import { graphTime } from './state';

export function groupById({ groups }: EntraState, id: string): Group {
	const group = groups.get(id);
	if (group === undefined) throw notFound(id);
	return group;
}

const isRestricted = (state: EntraState, { id }: Group) => [...state.administrativeUnits.values()].some(({ isMemberManagementRestricted, members }) => isMemberManagementRestricted && members.has(id));

export function showGroup(state: EntraState, group: Group) {
	const { members: _members, owners: _owners, skuIds, ...stored } = group;
	return {
		...stored,
		deletedDateTime: null,
		classification: null,
		proxyAddresses: group.mail === null ? [] : [`SMTP:${group.mail}`],
		isManagementRestricted: isRestricted(state, group),
		assignedLicenses: skuIds.map((skuId) => ({ skuId, disabledPlans: [] })),
		createdDateTime: graphTime(group.createdDateTime),
		onPremisesLastSyncDateTime: group.onPremisesSyncEnabled === true ? graphTime(state.lastSyncAt) : null,
	};
}

export const isUnified = ({ groupTypes }: Group) => groupTypes.includes('Unified');

/** Not every group lets Graph say who is in it. */
function demandManageable(call: EntraCall, group: Group): void {
	if (group.onPremisesSyncEnabled === true) throw mastered();
	if (isDynamic(group)) throw denied();
	if (group.mailEnabled && !isUnified(group)) throw badRequest('Cannot Update a mail-enabled security groups and or distribution list.');
	if (group.isAssignableToRole === true) demand(call, NEEDS.manageRoles);
	demandUnrestricted(call, group.id);
}

type Link = 'members' | 'owners';

const ACTIVITY = { members: { add: 'Add member to group', remove: 'Remove member from group' }, owners: { add: 'Add owner to group', remove: 'Remove owner from group' } } as const;

function linked(call: EntraCall, group: Group, objectId: string, activity: string): void {
	const user = call.state.users.get(objectId);
	if (user !== undefined) touch(call, user);
	record(call, activity, 'GroupManagement', [...(user === undefined ? [] : [userTarget(user)]), groupTarget(group)]);
}

export function addTo(call: EntraCall, group: Group, link: Link, objectId: string): void {
	demandManageable(call, group);
	if (!call.state.users.has(objectId) && !call.state.groups.has(objectId) && !call.state.servicePrincipals.has(objectId)) throw notFound(objectId);
	if (group[link].has(objectId)) throw badRequest(`One or more added object references already exist for the following modified properties: '${link}'.`);
	group[link].add(objectId);
	linked(call, group, objectId, ACTIVITY[link].add);
}

export function removeFrom(call: EntraCall, group: Group, link: Link, objectId: string): void {
	demandManageable(call, group);
	if (!group[link].has(objectId)) throw notFound(objectId);
	if (link === 'owners' && isUnified(group) && group.owners.size === 1) throw badRequest('The group must have at least one owner, hence this owner cannot be removed.');
	group[link].delete(objectId);
	linked(call, group, objectId, ACTIVITY[link].remove);
}

/** What somebody is in, and what that is in. */
export function groupsAbove(state: EntraState, id: string, seen = new Set<string>()): Group[] {
	return [...state.groups.values()].flatMap((group) => {
		if (!group.members.has(id) || seen.has(group.id)) return [];
		seen.add(group.id);
		return [group, ...groupsAbove(state, group.id, seen)];
	});
}
