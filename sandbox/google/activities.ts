import type { Scene } from './call';
import type { Activity } from './state';

/** What the reports will say, once they have caught up. Whose address it is about goes first, as USER_EMAIL. */
export function record({ state, clock, caller }: Scene, name: string, parameters: Record<string, string> = {}, application: Activity['application'] = 'admin', type = 'USER_SETTINGS'): void {
	state.activities.push({
		visibleAtElapsed: clock.elapsed() + state.settings.reportLagMs,
		time: clock.iso(),
		uniqueQualifier: String(-9_000_000_000_000_000_000n + BigInt(state.activities.length)),
		application,
		actor: { email: caller.email, profileId: caller.id },
		type,
		name,
		parameters: Object.entries(parameters).map(([parameter, value]) => ({ name: parameter, value })),
	});
}
