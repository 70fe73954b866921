import type { Call, Route } from '../server/router';
import type { JumpCloudState } from './state';

export interface JumpCloudCaller {
	id: string;
	email: string;
	type: 'admin' | 'service_account' | 'system';
	organisation: string;
}

export type JumpCloudCall = Call<JumpCloudState, JumpCloudCaller>;
export type JumpCloudRoute = Route<JumpCloudState, JumpCloudCaller>;
export type Scene = Pick<JumpCloudCall, 'state' | 'clock' | 'caller'>;
