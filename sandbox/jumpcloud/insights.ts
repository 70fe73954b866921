import { randomUUID } from 'node:crypto';
import type { Scene } from './call';
import type { JumpCloudUser } from './state';

export interface Change {
	field: string;
	from: unknown;
	to: unknown;
}

export function record({ state, clock, caller }: Scene, type: string, user: JumpCloudUser, changes: Change[] = [], more: Record<string, unknown> = {}): void {
	state.events.push({
		visibleAtElapsed: clock.elapsed() + state.settings.insightsLagMs,
		event: {
			id: randomUUID(),
			timestamp: clock.iso(),
			service: 'directory',
			event_type: type,
			initiated_by: { id: caller.id, email: caller.email, type: caller.type },
			resource: { id: user.id, type: 'user', username: user.fields['username'] },
			changes,
			success: true,
			client_ip: '127.0.0.1',
			...more,
		},
	});
}
