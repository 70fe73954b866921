import type { Scene } from './call';
import { graphTime } from './state';
import { setEnabled } from './users';

/** Active Directory owns synced users: whatever the cloud says about them, a run puts back what it says. */
export function runSync(scene: Scene, at = scene.clock.now()): void {
	const { state } = scene;
	const asConnector = { ...scene, caller: { ...scene.caller, displayName: 'Microsoft Entra Connect' } };
	state.lastSyncAt = at;
	for (const user of state.users.values()) {
		if (user.onPremisesSyncEnabled !== true) continue;
		setEnabled(asConnector, user, state.onPremises.get(user.id) ?? true);
		user.onPremisesLastSyncDateTime = graphTime(at);
	}
}
