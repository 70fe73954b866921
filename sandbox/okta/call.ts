import type { Call, Route } from '../server/router';
import type { OktaState } from './state';

/** Who is calling: an admin through an API token, or a service app through an access token. */
export interface OktaCaller {
	id: string;
	type: 'User' | 'PublicClientApp';
	displayName: string;
	alternateId: string;
	/** Permissions in the words of OAuth scopes, whichever way they were obtained. */
	permissions: ReadonlySet<string>;
	rank: number;
	client: { ip: string; userAgent: string; requestId: string };
}

export type OktaCall = Call<OktaState, OktaCaller>;
export type OktaRoute = Route<OktaState, OktaCaller>;
