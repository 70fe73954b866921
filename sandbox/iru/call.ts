import type { Call, Route } from '../server/router';
import type { IruState, IruToken } from './state';

export type IruCall = Call<IruState, IruToken>;
export type IruRoute = Route<IruState, IruToken>;
