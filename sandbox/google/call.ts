import type { Handler, Call, Route } from '../server/router';
import type { GoogleState } from './state';

/** Whom a token speaks for: a user, or a service account for itself. */
export interface GoogleCaller {
	id: string;
	email: string;
	isUser: boolean;
	/** The service account behind the token, where there is one. */
	serviceAccount: string | undefined;
}

export type GoogleCall = Call<GoogleState, GoogleCaller>;
export type GoogleRoute = Route<GoogleState, GoogleCaller>;
export type GoogleHandler = Handler<GoogleState, GoogleCaller>;

/** Where something happens and who does it: a call, or an admin action from inside the process. */
export type Scene = Pick<GoogleCall, 'state' | 'clock' | 'caller'>;
export type Place = Pick<Scene, 'state' | 'clock'>;
