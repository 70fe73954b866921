import type { Call, Route } from '../../server/router';
import type { ServiceNowState, User } from './state';

export type ServiceNowCall = Call<ServiceNowState, User>;
export type ServiceNowRoute = Route<ServiceNowState, User>;
