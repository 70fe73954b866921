import type { Call, Route } from '../server/router';
import type { VaultState, VaultToken } from './state';

export type VaultCall = Call<VaultState, VaultToken>;
export type VaultRoute = Route<VaultState, VaultToken>;
