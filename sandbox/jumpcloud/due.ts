import type { Clock } from '../clock';
import type { JumpCloudCaller } from './call';
import { applyDueRules } from './groups';
import type { JumpCloudState } from './state';
import { moveTo } from './users';

export const jumpCloudItself: JumpCloudCaller = { id: 'jumpcloud', email: 'noreply@jumpcloud.example', type: 'system', organisation: '' };

/** What was scheduled for a date that has come, and what queries have decided meanwhile. */
export function catchUp(state: JumpCloudState, clock: Clock): void {
	const scene = { state, clock, caller: jumpCloudItself };
	for (const { id, userId, state: wanted, date } of state.scheduled.values()) {
		if (Date.parse(date) > clock.now()) continue;
		state.scheduled.delete(id);
		const user = state.users.get(userId);
		if (user !== undefined) moveTo(scene, user, wanted);
	}
	applyDueRules(scene);
}
