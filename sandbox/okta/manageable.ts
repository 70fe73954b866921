import type { OktaCall } from './call';
import { notFound } from './errors';
import { mayManage } from './permissions';
import type { OktaUser } from './state';
import { userById, userByKey } from './users';

function writable(call: OktaCall, user: OktaUser): OktaUser {
	mayManage(call.state, call.caller, user);
	if (user.status === 'DEPROVISIONED' && call.state.settings.deprovisionedWrites === 'refuse') throw notFound(user.id, 'User');
	return user;
}

/** The user a write below /users/{id} is about. */
export const writableUser = (call: OktaCall) => writable(call, userByKey(call, call.params.id ?? ''));

/** For the calls that take an id only, not a login. */
export const writableUserById = (call: OktaCall) => writable(call, userById(call, call.params.id ?? ''));
