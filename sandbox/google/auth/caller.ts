import type { Clock } from '../../clock';
import type { Incoming, Reply } from '../../server/message';
import { header, Refusal } from '../../server/message';
import type { GoogleCaller } from '../call';
import { refuse } from '../errors';
import type { AccessToken, GoogleState } from '../state';

export const insufficientScope = (accepted: string): Reply => {
	const message = 'Request had insufficient authentication scopes.';
	const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', domain: 'googleapis.com' }];
	return {
		status: 403,
		headers: { 'www-authenticate': `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${accepted}"` },
		body: { error: { code: 403, message, errors: [{ message: 'Insufficient Permission', domain: 'global', reason: 'insufficientPermissions' }], status: 'PERMISSION_DENIED', details } },
	};
};

const invalidCredentials = () => refuse(401, 'authError', 'Invalid Credentials', { headers: { 'www-authenticate': 'Bearer realm="https://accounts.google.com/", error="invalid_token"' } });

function callerOf(state: GoogleState, { userId, serviceAccount }: AccessToken): GoogleCaller {
	const account = serviceAccount === undefined ? undefined : state.serviceAccounts.get(serviceAccount);
	if (serviceAccount !== undefined && (account === undefined || account.disabled)) throw invalidCredentials();
	if (userId === undefined) return { id: account?.uniqueId ?? '', email: account?.email ?? '', isUser: false, serviceAccount };
	const user = state.users.get(userId);
	if (user === undefined || user.deletionTime !== undefined) throw invalidCredentials();
	if ((user.suspended || user.archived) && !state.settings.tokensOutliveSuspension) throw invalidCredentials();
	return { id: user.id, email: user.primaryEmail, isUser: true, serviceAccount };
}

/** `needs` lists, with blanks between them, the scopes of which any one will do. */
export const authenticateWith =
	(clock: Clock) =>
	(incoming: Incoming, state: GoogleState, needs = ''): GoogleCaller => {
		const [, value = ''] = /^Bearer (\S+)$/i.exec(header(incoming, 'authorization') ?? '') ?? [];
		const token = state.accessTokens.get(value);
		if (token === undefined || token.expiresAt <= clock.now()) throw invalidCredentials();
		const caller = callerOf(state, token);
		if (!needs.split(' ').some((scope) => token.scopes.includes(scope))) throw new Refusal(insufficientScope(needs));
		return caller;
	};
