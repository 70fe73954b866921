import { plainTarget, record } from './audit';
import type { EntraCall } from './call';
import { badRequest, notFound, refuse } from './errors';
import { roleName } from './roles';
import { textIn } from './routes/bodies';
import type { Eligibility, EntraState, GroupEligibility } from './state';
import { nextId } from './state';

/** Privileged Identity Management: what somebody may make themselves, for a while. Both kinds are asked for alike. */
export interface Kind<Held extends Eligibility | GroupEligibility> {
	held(state: EntraState): Map<string, Held>;
	/** What the body names, checked. */
	wanted(call: EntraCall, body: Record<string, unknown>): Omit<Held, 'id' | 'createdDateTime' | 'endDateTime'>;
	activity: 'role' | 'group';
	category: string;
	target(wanted: Omit<Held, 'id' | 'createdDateTime' | 'endDateTime'>): ReturnType<typeof plainTarget>;
}

export const roleKind: Kind<Eligibility> = {
	held: ({ eligibilities }) => eligibilities,
	wanted: ({ state }, body) => {
		const wanted = { principalId: principalIn(state, body), roleDefinitionId: textIn(body, 'roleDefinitionId'), directoryScopeId: textIn(body, 'directoryScopeId') };
		if (roleName(wanted.roleDefinitionId) === undefined) throw notFound(wanted.roleDefinitionId);
		return wanted;
	},
	activity: 'role',
	category: 'RoleManagement',
	target: ({ roleDefinitionId }) => plainTarget('Role', roleDefinitionId, roleName(roleDefinitionId) ?? null),
};

export const groupKind: Kind<GroupEligibility> = {
	held: ({ groupEligibilities }) => groupEligibilities,
	wanted: ({ state }, body) => {
		const accessId = textIn(body, 'accessId');
		const groupId = textIn(body, 'groupId');
		if (accessId !== 'member' && accessId !== 'owner') throw badRequest("Invalid value specified for property 'accessId'.");
		if (!state.groups.has(groupId)) throw notFound(groupId);
		return { principalId: principalIn(state, body), groupId, accessId };
	},
	activity: 'group',
	category: 'GroupManagement',
	target: ({ groupId }) => plainTarget('Group', groupId),
};

export function principalIn({ users, groups, servicePrincipals }: EntraState, body: Record<string, unknown>): string {
	const id = textIn(body, 'principalId');
	if (!users.has(id) && !groups.has(id) && !servicePrincipals.has(id)) throw notFound(id);
	return id;
}

/** Those that have not run out. */
export const standing = <Held extends { endDateTime: string | null }>(all: ReadonlyMap<string, Held>, now: number) => [...all.values()].filter(({ endDateTime }) => endDateTime === null || Date.parse(endDateTime) > now);

export const scheduleOf = ({ createdDateTime, endDateTime }: Eligibility | GroupEligibility) => ({
	startDateTime: createdDateTime,
	recurrence: null,
	expiration: { type: endDateTime === null ? ('noExpiration' as const) : ('afterDateTime' as const), endDateTime, duration: null },
});

function endIn(body: Record<string, unknown>): string | null {
	const { expiration } = (body.scheduleInfo ?? {}) as { expiration?: { type?: string; endDateTime?: string } };
	if (expiration === undefined || expiration.type === 'noExpiration') return null;
	if (expiration.type !== 'afterDateTime' || typeof expiration.endDateTime !== 'string') throw badRequest('The expiration of the schedule is not supported.');
	return expiration.endDateTime;
}

export function request<Held extends Eligibility | GroupEligibility>(call: EntraCall, kind: Kind<Held>, body: Record<string, unknown>) {
	const { state, clock } = call;
	const held = kind.held(state);
	const action = textIn(body, 'action');
	const wanted = kind.wanted(call, body);
	const known = standing(held, clock.now()).find((candidate) => Object.entries(wanted).every(([name, value]) => candidate[name as keyof Held] === value));
	if (action !== 'adminRemove' && action !== 'adminAssign') throw badRequest(`The action '${action}' is not supported.`);
	if (action === 'adminRemove' && known === undefined) throw refuse('RoleAssignmentDoesNotExist', 'The Role assignment does not exist.');
	if (action === 'adminAssign' && known !== undefined) throw refuse('RoleAssignmentExists', 'The Role assignment already exists.');
	const removing = action === 'adminRemove';
	const targetScheduleId = known?.id ?? nextId(state);
	if (removing) held.delete(targetScheduleId);
	else held.set(targetScheduleId, { id: targetScheduleId, createdDateTime: clock.iso(), endDateTime: endIn(body), ...wanted } as Held);
	record(call, `${removing ? 'Remove' : 'Add'} eligible member ${removing ? 'from' : 'to'} ${kind.activity} in PIM completed (permanent)`, kind.category, [kind.target(wanted), plainTarget('User', wanted.principalId)]);
	return {
		id: nextId(state),
		...wanted,
		action,
		status: removing ? 'Revoked' : 'Provisioned',
		targetScheduleId,
		isValidationOnly: false,
		justification: body.justification ?? null,
		scheduleInfo: body.scheduleInfo ?? null,
		createdDateTime: clock.iso(),
		completedDateTime: clock.iso(),
	};
}
