import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import { parse, type Entra } from './client';
import { parseId, usersPath } from '../http/microsoft/user';

/** Who may say who is in a group, and what depends on it. */
export type GroupKind = 'plain' | 'roleAssignable' | 'licence' | 'dynamic' | 'synced' | 'mail' | 'restricted';

export type Group = { id: string; name: string; kind: GroupKind };

export const groupFields = 'id,displayName,groupTypes,mailEnabled,isAssignableToRole,onPremisesSyncEnabled,assignedLicenses,isManagementRestricted';

export const parseGroup = (row: Dictionary): Group => {
	const id = parseId(row['id'], 'group.id');
	return { id, name: parse.optionalText(row['displayName'], 'group.displayName') ?? id, kind: kindOf(row) };
};

const kindOf = (row: Dictionary): GroupKind => {
	const types = Array.isArray(row['groupTypes']) ? row['groupTypes'] : [];
	if (row['onPremisesSyncEnabled'] === true) return 'synced';
	if (types.includes('DynamicMembership')) return 'dynamic';
	if (row['mailEnabled'] === true && !types.includes('Unified')) return 'mail';
	if (row['isManagementRestricted'] === true) return 'restricted';
	if (row['isAssignableToRole'] === true) return 'roleAssignable';
	if (Array.isArray(row['assignedLicenses']) && row['assignedLicenses'].length > 0) return 'licence';
	return 'plain';
};

/** Where a membership is decided that Graph lets nobody change here. */
export const decidedElsewhere: { [Kind in GroupKind]?: string } = {
	dynamic: 'a rule decides who is in it; change the attribute the rule reads, or the rule, in the Entra admin center',
	synced: 'synced from Active Directory; change the membership there',
	mail: 'a distribution list or mail-enabled security group, which only Exchange Online changes: Exchange admin center, Groups',
	restricted: 'in a restricted administrative unit; an administrator of that unit changes it in the Entra admin center',
};

export const groupRows = (entra: Entra, userId: string): Promise<Dictionary[]> => entra.list(`${usersPath(userId)}/memberOf/microsoft.graph.group`, { $select: groupFields, $top: 999 });

export const readGroups = async (entra: Entra, userId: string): Promise<Group[]> => (await groupRows(entra, userId)).map(parseGroup);

/** Without the `/$ref` at its end Graph would delete the user itself. */
export const memberRef = (groupId: string, userId: string): string => `${path`/v1.0/groups/${groupId}/members/${userId}`}/$ref`;

export const leaveGroup = (entra: Entra, group: Pick<Group, 'id'>, userId: string): Promise<unknown> => entra.send('DELETE', memberRef(group.id, userId));

export const joinGroup = (entra: Entra, group: Pick<Group, 'id'>, userId: string): Promise<unknown> =>
	entra.send('POST', `${path`/v1.0/groups/${group.id}`}/members/$ref`, { '@odata.id': entra.settings.graphUrl + path`/v1.0/directoryObjects/${userId}` });

export const namesOf = (groups: readonly Group[]): string => groups.map(({ name, kind }) => (kind === 'roleAssignable' ? `${name} (makes administrators)` : kind === 'licence' ? `${name} (gives licences)` : name)).join(', ');
