import { membershipsOf } from './groups';
import { text, validation, type JsonCall } from './json';
import type { Principal, PrincipalType } from './state';

export const principalIn = (call: JsonCall): Principal => {
	const principalType = text(call, 'PrincipalType');
	if (principalType !== 'USER' && principalType !== 'GROUP') throw validation('PrincipalType is USER or GROUP.');
	return { principalId: text(call, 'PrincipalId'), principalType };
};

/** Those of a user, and those that reach them through a group, which then are the group's. */
export function reaching(call: JsonCall, principalId: string, principalType: PrincipalType): Principal[] {
	const own = { principalId, principalType };
	if (principalType === 'GROUP' || !call.state.settings.groupAssignmentsListed) return [own];
	return [own, ...membershipsOf(call, principalId).map(({ groupId }) => ({ principalId: groupId, principalType: 'GROUP' as const }))];
}

export const isOf = (principals: readonly Principal[], { principalId, principalType }: Principal) => principals.some((one) => one.principalId === principalId && one.principalType === principalType);
