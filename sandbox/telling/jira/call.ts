import type { Call, Route } from '../../server/router';
import type { JiraState, JiraUser } from './state';

export type JiraCall = Call<JiraState, JiraUser>;
export type JiraRoute = Route<JiraState, JiraUser>;
