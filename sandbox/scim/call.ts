import type { Clock } from '../clock';
import type { Call, Route } from '../server/router';
import type { Application } from './applications/application';
import type { AppState, ScimState } from './state';

export interface ScimCaller {
	token: string;
}

export type ScimCall = Call<ScimState, ScimCaller>;
export type ScimRoute = Route<ScimState, ScimCaller>;

/** One application, at one moment. */
export interface Scene {
	application: Application;
	app: AppState;
	clock: Clock;
	/** Of the application's SCIM. */
	baseUrl: string;
}

export interface AppCall extends Scene, Pick<ScimCall, 'incoming' | 'params' | 'query'> {}
