import type { Clock } from '../../clock';
import type { Incoming } from '../../server/message';
import { header, Refusal } from '../../server/message';
import type { EntraCaller } from '../call';
import { denied, failure, traced } from '../errors';
import { allows } from '../permissions';
import type { EntraState } from '../state';

export function authenticateWith(clock: Clock) {
	return (incoming: Incoming, state: EntraState, needs: string | undefined): EntraCaller => {
		const invalid = (message: string) =>
			new Refusal(traced(failure('InvalidAuthenticationToken', message, 401, { 'www-authenticate': `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000"` }), incoming, clock));
		const [, value] = /^Bearer (\S+)$/.exec(header(incoming, 'authorization') ?? '') ?? [];
		if (value === undefined) throw invalid('Access token is empty.');
		const token = state.accessTokens.get(value);
		if (token === undefined) throw invalid('CompactToken parsing failed with error code: 80049217');
		if (token.expiresAt <= clock.now()) throw invalid('Lifetime validation failed, the token is expired.');
		const principal = [...state.servicePrincipals.values()].find(({ appId }) => appId === token.appId);
		if (principal === undefined) throw invalid('The identity of the calling application could not be established.');
		const permissions = new Set(token.permissions);
		if (needs !== undefined && !allows(permissions, needs)) throw new Refusal(traced(denied().reply, incoming, clock));
		return { appId: token.appId, servicePrincipalId: principal.id, displayName: principal.displayName, permissions };
	};
}
