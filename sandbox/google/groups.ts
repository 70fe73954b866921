import type { Place } from './call';
import type { Group, GoogleState, GoogleUser, Member } from './state';

const departmentOf = ({ profile }: GoogleUser): unknown => {
	const organizations = profile.organizations;
	return Array.isArray(organizations) ? (organizations as { department?: unknown }[])[0]?.department : undefined;
};

/** Members of a dynamic group are whoever its query finds at that moment. */
export function membersOf(state: GoogleState, { members, dynamicDepartment }: Group): Member[] {
	if (dynamicDepartment === undefined) return [...members.values()];
	return [...state.users.values()]
		.filter((user) => user.deletionTime === undefined && departmentOf(user) === dynamicDepartment)
		.map(({ id }) => ({ id, type: 'USER', role: 'MEMBER' }));
}

export const isMember = (state: GoogleState, group: Group, id: string) => {
	if (group.dynamicDepartment === undefined) return group.members.has(id);
	const user = state.users.get(id);
	return user !== undefined && user.deletionTime === undefined && departmentOf(user) === group.dynamicDepartment;
};

/** Groups somebody, or another group, is directly in. */
export const groupsOf = (state: GoogleState, id: string) =>
	[...state.groups.values()].filter((group) => isMember(state, group, id)).sort((a, b) => (a.email < b.email ? -1 : 1));

/** Counts groups in groups. */
export function isMemberSomehow(state: GoogleState, group: Group, id: string, seen = new Set<string>()): boolean {
	if (seen.has(group.id)) return false;
	seen.add(group.id);
	if (isMember(state, group, id)) return true;
	return membersOf(state, group).some((member) => {
		const inner = state.groups.get(member.id);
		return inner !== undefined && isMemberSomehow(state, inner, id, seen);
	});
}

export function addressOf(state: GoogleState, { id, outsideEmail }: Member): string {
	return outsideEmail ?? state.users.get(id)?.primaryEmail ?? state.groups.get(id)?.email ?? '';
}

export const groupByAddress = (state: GoogleState, key: string) => state.groups.get(key) ?? [...state.groups.values()].find(({ email }) => email === key.toLowerCase());

export function forgetMember({ state }: Pick<Place, 'state'>, id: string): void {
	for (const { members } of state.groups.values()) members.delete(id);
}
