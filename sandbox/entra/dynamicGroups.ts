import type { Scene } from './call';
import type { EntraState, EntraUser, Group } from './state';

export const isDynamic = ({ groupTypes }: Pick<Group, 'groupTypes'>) => groupTypes.includes('DynamicMembership');

/** The form of rule the double evaluates: `(user.department -eq "IT") -and (user.accountEnabled -eq true)`. */
function fits(rule: string, user: EntraUser): boolean {
	return rule.split(' -and ').every((part) => {
		const [, property = '', text, flag] = /^\(?user\.(\w+) -eq (?:"([^"]*)"|(true|false))\)?$/.exec(part.trim()) ?? [];
		const found = user[property as keyof EntraUser];
		return text === undefined ? found === (flag === 'true') : found === text;
	});
}

export function applyRules(state: EntraState, user: EntraUser): void {
	for (const group of state.groups.values()) {
		if (!isDynamic(group) || group.membershipRule === null) continue;
		if (fits(group.membershipRule, user)) group.members.add(user.id);
		else group.members.delete(user.id);
	}
}

/** A user has changed: the index and the dynamic groups will notice, each in its time. */
export function touch({ state, clock }: Pick<Scene, 'state' | 'clock'>, { id: userId }: Pick<EntraUser, 'id'>): void {
	const now = clock.elapsed();
	state.pending.push({ what: 'index', userId, dueAtElapsed: now + state.settings.indexLagMs }, { what: 'rules', userId, dueAtElapsed: now + state.settings.ruleLagMs });
}
