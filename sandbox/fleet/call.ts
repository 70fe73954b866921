import type { Call, Route } from '../server/router';
import type { FleetState, FleetUser } from './state';

export type FleetCaller = Omit<FleetUser, 'token'>;
export type FleetCall = Call<FleetState, FleetCaller>;
export type FleetRoute = Route<FleetState, FleetCaller>;
