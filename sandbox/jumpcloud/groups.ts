import type { Scene } from './call';
import type { JumpCloudUser, UserGroup } from './state';

export const showGroup = ({ id, name, query }: UserGroup) => ({
	id,
	name,
	type: 'user_group',
	memberQuery: query === null ? null : { queryType: 'FilterQuery', filters: [{ field: query.field, operator: 'eq', value: query.value }] },
	membershipMethod: query === null ? 'STATIC' : 'DYNAMIC_AUTOMATED',
	membershipAutomated: query !== null,
});

const fits = ({ query }: UserGroup, user: JumpCloudUser) => query !== null && user.fields[query.field] === query.value;

export function rulesDue({ state, clock }: Pick<Scene, 'state' | 'clock'>, userId: string): void {
	state.pendingRules.push({ userId, dueAtElapsed: clock.elapsed() + state.settings.ruleLagMs });
}

/** A query decides anew who is in its group, whatever anybody has done to the membership by hand. */
export function applyDueRules({ state, clock }: Pick<Scene, 'state' | 'clock'>): void {
	const due = state.pendingRules.filter(({ dueAtElapsed }) => dueAtElapsed <= clock.elapsed());
	if (due.length === 0) return;
	state.pendingRules = state.pendingRules.filter((rule) => !due.includes(rule));
	for (const { userId } of due) {
		const user = state.users.get(userId);
		if (user === undefined) continue;
		for (const group of state.groups.values()) {
			if (group.query === null || group.organisation !== user.organisation) continue;
			if (fits(group, user)) group.members.add(userId);
			else group.members.delete(userId);
		}
	}
}
