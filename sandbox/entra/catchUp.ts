import type { Scene } from './call';
import { applyRules } from './dynamicGroups';
import { checkInsDue } from './intune/checkIn';
import { runSync } from './sync';
import { shownUser } from './users';

/** What has become due: runs of directory synchronisation, the index, dynamic groups, devices that check in. */
export function catchUp(scene: Scene): void {
	const { state, clock } = scene;
	const { syncIntervalMs } = state.settings;
	const missed = Math.floor((clock.now() - state.lastSyncAt) / syncIntervalMs);
	if (missed > 0) runSync(scene, state.lastSyncAt + missed * syncIntervalMs);

	const now = clock.elapsed();
	const due = state.pending.filter(({ dueAtElapsed }) => dueAtElapsed <= now);
	if (due.length > 0) state.pending = state.pending.filter(({ dueAtElapsed }) => dueAtElapsed > now);
	for (const { what, userId } of due) {
		const user = state.users.get(userId);
		if (what === 'rules' && user !== undefined) applyRules(state, user);
		if (what === 'index') {
			if (user === undefined) state.index.delete(userId);
			else state.index.set(userId, shownUser(state, user));
		}
	}
	checkInsDue(scene);
}
