import { randomUUID } from 'node:crypto';
import type { Scene } from './call';
import { loginOf, type GitHubState, type Organization } from './state';

/** As whom something is written into the audit log. */
export function actorOf(state: GitHubState, caller: Scene['caller']): string {
	switch (caller.kind) {
		case 'console':
			return caller.actor;
		case 'user':
			return loginOf(state, caller.accountId) ?? 'ghost';
		case 'installation': {
			const app = state.apps.get(state.installations.get(caller.installationId)?.appId ?? 0);
			return `${app?.slug ?? 'unknown'}[bot]`;
		}
		default:
			return 'github';
	}
}

export type Details = Record<string, unknown> & { user?: string | null };

export function record({ state, clock, caller }: Scene, organization: Organization, action: string, { user, ...details }: Details = {}): void {
	const at = Math.floor(clock.now());
	const account = [...state.accounts.values()].find(({ login }) => login === user);
	state.audit.push({
		organizationId: organization.id,
		visibleAtElapsed: clock.elapsed() + state.settings.auditLagMs,
		event: {
			'@timestamp': at,
			_document_id: randomUUID(),
			action,
			actor: actorOf(state, caller),
			created_at: at,
			operation_type: /\.(?:remove|destroy|delete|revoke|cancel|deprovision|deauthorize)/.test(action) ? 'remove' : 'modify',
			org: organization.login,
			org_id: organization.id,
			...(user === undefined || user === null ? {} : { user, user_id: account?.id }),
			...details,
		},
	});
}
