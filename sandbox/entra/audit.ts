import { randomUUID } from 'node:crypto';
import type { Scene } from './call';
import { graphTime, type EntraUser, type Group } from './state';

export interface Target {
	id: string;
	type: 'User' | 'Group' | 'Device' | 'Role' | 'ServicePrincipal' | 'Application' | 'Other';
	displayName: string | null;
	userPrincipalName: string | null;
}

export const userTarget = ({ id, displayName, userPrincipalName }: EntraUser): Target => ({ id, type: 'User', displayName, userPrincipalName });
export const groupTarget = ({ id, displayName }: Group): Target => ({ id, type: 'Group', displayName, userPrincipalName: null });
export const plainTarget = (type: Target['type'], id: string, displayName: string | null = null): Target => ({ id, type, displayName, userPrincipalName: null });

export function record({ state, clock, caller }: Scene, activityDisplayName: string, category: string, targets: readonly Target[], modified: Record<string, [unknown, unknown]> = {}): void {
	const modifiedProperties = Object.entries(modified).map(([displayName, [before, after]]) => ({ displayName, oldValue: JSON.stringify(before), newValue: JSON.stringify(after) }));
	const { appId, displayName, servicePrincipalId } = caller;
	state.audits.push({
		visibleAtElapsed: clock.elapsed() + state.settings.auditLagMs,
		event: {
			id: `Directory_${randomUUID()}`,
			category,
			correlationId: randomUUID(),
			result: 'success',
			resultReason: '',
			activityDisplayName,
			activityDateTime: clock.iso(),
			loggedByService: 'Core Directory',
			operationType: activityDisplayName.split(' ')[0] ?? '',
			initiatedBy: { user: null, app: { appId, displayName, servicePrincipalId, servicePrincipalName: null } },
			targetResources: targets.map((target, index) => ({ ...target, groupType: null, modifiedProperties: index === 0 ? modifiedProperties : [] })),
			additionalDetails: [],
		},
	});
}

/** Somebody signed in, or was not let in. */
export function recordSignIn({ state, clock }: Pick<Scene, 'state' | 'clock'>, { id, displayName, userPrincipalName }: EntraUser, appDisplayName: string, errorCode: number): void {
	state.signIns.push({
		visibleAtElapsed: clock.elapsed() + state.settings.auditLagMs,
		event: {
			id: randomUUID(),
			createdDateTime: graphTime(clock.now()),
			userDisplayName: displayName,
			userPrincipalName,
			userId: id,
			appId: '',
			appDisplayName,
			ipAddress: '203.0.113.7',
			clientAppUsed: 'Browser',
			isInteractive: true,
			status: { errorCode, failureReason: errorCode === 0 ? 'Other.' : 'The user account is disabled.', additionalDetails: null },
		},
	});
}
