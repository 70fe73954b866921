import type { Call, Route } from '../server/router';
import type { EntraState } from './state';

/** An app that calls in its own name. */
export interface EntraCaller {
	appId: string;
	servicePrincipalId: string;
	displayName: string;
	permissions: ReadonlySet<string>;
}

export type EntraCall = Call<EntraState, EntraCaller>;
export type EntraRoute = Route<EntraState, EntraCaller>;

/** Where something happens and who does it: a call, or an administrator inside the process. */
export type Scene = Pick<EntraCall, 'state' | 'clock' | 'caller'>;
