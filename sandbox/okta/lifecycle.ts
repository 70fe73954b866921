import type { ErrorCode } from './errors';
import { notFound, refuse } from './errors';
import type { Scene } from './log';
import { plainTarget, record, userTarget } from './log';
import { appsOf } from './assignments';
import type { OktaUser, UserStatus } from './state';
import { setStatus } from './users';

export const OPERATIONS = ['activate', 'reactivate', 'suspend', 'unsuspend', 'unlock', 'deactivate', 'expire_password', 'reset_password', 'reset_factors'] as const;
export type Operation = (typeof OPERATIONS)[number];

const NOT_DEPROVISIONED = ['STAGED', 'PROVISIONED', 'ACTIVE', 'RECOVERY', 'LOCKED_OUT', 'PASSWORD_EXPIRED', 'SUSPENDED'] as const;

interface Rule {
	from: readonly UserStatus[];
	to: UserStatus | 'unchanged';
	otherwise: ErrorCode;
	cause?: string;
	event?: string;
}

const RULES: Record<Operation, Rule> = {
	activate: { from: ['STAGED', 'DEPROVISIONED'], to: 'PROVISIONED', otherwise: 'E0000016', event: 'user.lifecycle.activate' },
	reactivate: { from: ['PROVISIONED', 'RECOVERY'], to: 'PROVISIONED', otherwise: 'E0000038', event: 'user.lifecycle.reactivate' },
	suspend: { from: ['ACTIVE'], to: 'SUSPENDED', otherwise: 'E0000001', cause: 'Cannot suspend a user that is not active', event: 'user.lifecycle.suspend' },
	unsuspend: { from: ['SUSPENDED'], to: 'ACTIVE', otherwise: 'E0000001', cause: 'Cannot unsuspend a user that is not suspended', event: 'user.lifecycle.unsuspend' },
	unlock: { from: ['LOCKED_OUT'], to: 'ACTIVE', otherwise: 'E0000001', cause: 'The user is not locked out', event: 'user.account.unlock' },
	deactivate: { from: NOT_DEPROVISIONED, to: 'DEPROVISIONED', otherwise: 'E0000007', event: 'user.lifecycle.deactivate' },
	expire_password: { from: ['ACTIVE', 'PASSWORD_EXPIRED', 'RECOVERY'], to: 'PASSWORD_EXPIRED', otherwise: 'E0000038', event: 'user.account.expire_password' },
	reset_password: { from: ['ACTIVE', 'PASSWORD_EXPIRED', 'RECOVERY', 'LOCKED_OUT'], to: 'RECOVERY', otherwise: 'E0000038', event: 'user.account.reset_password' },
	reset_factors: { from: NOT_DEPROVISIONED, to: 'unchanged', otherwise: 'E0000007' },
};

/** The status an operation leads to, or the refusal Okta answers. Pure, so that a table test can walk it. */
export function outcomeOf(operation: Operation, { id, status, hasPassword, provider }: Pick<OktaUser, 'id' | 'status' | 'hasPassword' | 'provider'>): UserStatus {
	const { from, to, otherwise, cause } = RULES[operation];
	if (!from.includes(status)) {
		// Whatever is illegal on a deactivated user is answered as if the user were gone.
		if (status === 'DEPROVISIONED') throw notFound(id, 'User');
		throw refuse(otherwise, cause === undefined ? {} : { summary: `Api validation failed: ${cause}`, causes: [cause] });
	}
	if (operation === 'activate' && (hasPassword || provider.type !== 'OKTA')) return 'ACTIVE';
	return to === 'unchanged' ? status : to;
}

function resetFactors(scene: Scene, user: OktaUser): void {
	if (user.factors.length > 0) record(scene, 'user.mfa.factor.reset_all', [userTarget(user)]);
	user.factors = [];
}

/** Deactivation destroys: direct app assignments, password, factors and the API tokens the user made. */
function strip(scene: Scene, user: OktaUser): void {
	for (const app of appsOf(scene.state, user)) {
		app.users.delete(user.id);
		record(scene, 'application.user_membership.remove', [userTarget(user), plainTarget('AppInstance', app.id, app.label)]);
	}
	for (const token of [...scene.state.apiTokens.values()].filter(({ userId }) => userId === user.id)) {
		scene.state.apiTokens.delete(token.id);
		record(scene, 'system.api_token.revoke', [plainTarget('Token', token.id, token.name)]);
	}
	user.factors = [];
	user.hasPassword = false;
	user.passwordChanged = null;
}

function arrive(scene: Scene, operation: Operation, user: OktaUser, status: UserStatus): void {
	if (status === 'DEPROVISIONED') strip(scene, user);
	if (operation === 'reset_factors') resetFactors(scene, user);
	if (operation === 'activate') user.activated = scene.clock.iso();
	if (status !== user.status || user.transition !== undefined) setStatus(scene, user, status);
	const { event } = RULES[operation];
	if (event !== undefined) record(scene, event, [userTarget(user)]);
}

/** Carries the operation out, at once or, where Okta does it in the background, after `asyncMs`. */
export function perform(scene: Scene, operation: Operation, user: OktaUser, asynchronously = false): void {
	const status = outcomeOf(operation, user);
	const inBackground = asynchronously && (status === 'DEPROVISIONED' || status === 'ACTIVE' || status === 'PROVISIONED');
	if (!inBackground || scene.state.settings.asyncMs === 0) return arrive(scene, operation, user, status);
	user.transition ??= { to: status, endsAtElapsed: scene.clock.elapsed() + scene.state.settings.asyncMs, operation, caller: scene.caller };
}

export function completeTransitions(scene: Omit<Scene, 'caller'>): void {
	for (const user of scene.state.users.values()) {
		const { transition } = user;
		if (transition === undefined || transition.endsAtElapsed > scene.clock.elapsed()) continue;
		arrive({ ...scene, caller: transition.caller }, transition.operation, user, transition.to);
	}
}
