import type { FleetCall } from './call';
import type { FleetActivity } from './state';
import { nextId } from './state';

export function record({ state, clock, caller: { id, name, email } }: FleetCall, type: string, details: Record<string, unknown>): void {
	state.activities.push({ id: nextId(state), createdAt: clock.iso(), actor: { id, name, email }, type, details });
}

export const showActivity = ({ id, createdAt, actor, type, details }: FleetActivity) => ({
	id,
	created_at: createdAt,
	actor_id: actor.id,
	actor_full_name: actor.name,
	actor_email: actor.email,
	type,
	details,
});
