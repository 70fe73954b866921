import { randomBytes, randomUUID } from 'node:crypto';
import type { Clock } from '../clock';
import type { Incoming } from '../server/message';
import { header, jsonBody, noContent } from '../server/message';
import type { VaultCall, VaultRoute } from './call';
import { enveloped, INVALID_TOKEN, refuse } from './errors';
import type { Capability, VaultState, VaultToken } from './state';

export const newToken = (displayName: string, policies: readonly string[], expiresAt: number | null): VaultToken => ({
	value: `hvs.${randomBytes(24).toString('base64url')}`,
	accessor: randomBytes(16).toString('base64url'),
	policies,
	displayName,
	expiresAt,
});

function refuseUnlessOpen({ settings }: VaultState, incoming: Incoming): void {
	if (settings.sealed) throw refuse(503);
	const named = (header(incoming, 'x-vault-namespace') ?? '').replaceAll(/^\/|\/$/g, '');
	if (settings.namespace !== '' && named !== settings.namespace) throw refuse(403);
}

/** Whoever has no valid token is denied, not asked to sign in. */
export function authenticateWith(clock: Clock) {
	return (incoming: Incoming, state: VaultState): VaultToken => {
		refuseUnlessOpen(state, incoming);
		const token = state.tokens.get(header(incoming, 'x-vault-token') ?? '');
		if (token === undefined || (token.expiresAt !== null && token.expiresAt <= clock.now())) throw refuse(403, INVALID_TOKEN);
		return token;
	};
}

const covers = (pattern: string, path: string) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern);

/** Paths are those of the policies: without `/v1/` before them. */
export function demand({ state, caller }: Pick<VaultCall, 'state' | 'caller'>, capability: Capability, path: string): void {
	const rules = caller.policies.flatMap((name) => state.policies.get(name) ?? []);
	if (!rules.some((rule) => rule.capabilities.includes(capability) && covers(rule.path, path))) throw refuse(403);
}

function logIn({ state, incoming, clock }: VaultCall) {
	refuseUnlessOpen(state, incoming);
	const { role_id: roleId, secret_id: secretId } = jsonBody(incoming) ?? {};
	const role = state.appRoles.find((candidate) => candidate.roleId === roleId && candidate.secretId === secretId);
	if (role === undefined) throw refuse(400, 'invalid role or secret ID');
	const { tokenSeconds } = state.settings;
	const token = newToken('approle', role.policies, clock.now() + tokenSeconds * 1_000);
	state.tokens.set(token.value, token);
	return enveloped(null, {
		client_token: token.value,
		accessor: token.accessor,
		policies: role.policies,
		token_policies: role.policies,
		metadata: { role_name: role.name },
		lease_duration: tokenSeconds,
		renewable: true,
		entity_id: randomUUID(),
		token_type: 'service',
		orphan: true,
		mfa_requirement: null,
		num_uses: 0,
	});
}

const lookUpSelf = ({ caller: { value, accessor, policies, displayName, expiresAt }, clock }: VaultCall) =>
	enveloped({
		id: value,
		accessor,
		policies,
		display_name: displayName,
		ttl: expiresAt === null ? 0 : Math.floor((expiresAt - clock.now()) / 1_000),
		expire_time: expiresAt === null ? null : new Date(expiresAt).toISOString(),
	});

function revokeSelf({ state, caller }: VaultCall) {
	state.tokens.delete(caller.value);
	return noContent();
}

const health = ({ state: { settings } }: VaultCall) => ({ status: settings.sealed ? 503 : 200, body: { initialized: true, sealed: settings.sealed, standby: false } });

/** What every token may do with itself, and what takes none. */
export const tokenRoutes: VaultRoute[] = [
	{ method: 'POST', path: '/v1/auth/approle/login', open: true, handle: logIn },
	{ method: 'GET', path: '/v1/auth/token/lookup-self', handle: lookUpSelf },
	{ method: 'POST', path: '/v1/auth/token/revoke-self', handle: revokeSelf },
	{ method: 'GET', path: '/v1/sys/health', open: true, handle: health },
];
