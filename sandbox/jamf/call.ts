import type { Call, Route } from '../server/router';
import type { ApiClient, JamfState } from './state';

export type JamfCall = Call<JamfState, ApiClient>;
export type JamfRoute = Route<JamfState, ApiClient>;
export type Scene = Pick<JamfCall, 'state' | 'clock'>;
