import { randomUUID } from 'node:crypto';
import type { OktaCall } from './call';
import type { Group, OktaUser } from './state';

/** Where something happens and who does it: a call, or an admin action from inside the process. */
export type Scene = Pick<OktaCall, 'state' | 'clock' | 'caller'>;

export interface Target {
	id: string;
	type: string;
	alternateId: string;
	displayName: string;
}

export const userTarget = ({ id, profile }: OktaUser): Target => ({
	id,
	type: 'User',
	alternateId: String(profile.login),
	displayName: `${String(profile.firstName)} ${String(profile.lastName)}`,
});

export const groupTarget = ({ id, name }: Group): Target => ({ id, type: 'UserGroup', alternateId: 'unknown', displayName: name });

export const plainTarget = (type: string, id: string, displayName: string): Target => ({ id, type, alternateId: displayName, displayName });

export function record({ state, clock, caller }: Scene, eventType: string, target: Target[], debugData: Record<string, unknown> = {}): void {
	const { id, type, alternateId, displayName, client } = caller;
	state.log.push({
		visibleAtElapsed: clock.elapsed() + state.settings.logLagMs,
		event: {
			uuid: randomUUID(),
			published: clock.iso(),
			eventType,
			version: '0',
			severity: 'INFO',
			displayMessage: eventType,
			actor: { id, type, alternateId, displayName },
			client: { ipAddress: client.ip, userAgent: { rawUserAgent: client.userAgent } },
			outcome: { result: 'SUCCESS', reason: null },
			target,
			transaction: { type: 'WEB', id: client.requestId, detail: {} },
			debugContext: { debugData: { requestId: client.requestId, ...debugData } },
			authenticationContext: { externalSessionId: 'unknown' },
		},
	});
}
