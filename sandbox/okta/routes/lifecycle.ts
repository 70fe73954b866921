import { header, ok } from '../../server/message';
import type { OktaCall, OktaRoute } from '../call';
import { refuse } from '../errors';
import type { Operation } from '../lifecycle';
import { OPERATIONS, perform } from '../lifecycle';
import { mayManage, notLastSuperAdmin } from '../permissions';
import type { Mail, OktaUser } from '../state';
import { nextId } from '../state';
import { userByKey } from '../users';

const CUTS: readonly Operation[] = ['suspend', 'deactivate'];

const handedOut = (call: OktaCall, kind: string) => {
	const token = nextId(call.state, 'tok');
	return { [`${kind}Url`]: `${call.baseUrl}/welcome/${token}`, [`${kind}Token`]: token };
};

const ABOUT: Partial<Record<Operation, Mail['about']>> = { activate: 'activation', reactivate: 'activation', reset_password: 'password reset' };

/** A link for the person goes by mail, unless whoever asks wants to hand it over. */
function mailLink({ state, clock, query }: OktaCall, operation: Operation, { id, profile }: OktaUser): boolean {
	const about = ABOUT[operation];
	if (about === undefined || query.get('sendEmail') === 'false') return false;
	state.mails.push({ to: String(profile.email), userId: id, about, sentAt: clock.iso() });
	return true;
}

function answerFor(call: OktaCall, operation: Operation, user: OktaUser): unknown {
	const mailed = mailLink(call, operation, user);
	if (operation === 'activate' || operation === 'reactivate') return mailed ? {} : handedOut(call, 'activation');
	if (operation === 'reset_password') return mailed ? {} : { resetPasswordUrl: handedOut(call, 'reset').resetUrl };
	if (operation === 'suspend' || operation === 'unsuspend' || operation === 'unlock') return undefined;
	return operation === 'expire_password' ? { id: user.id, status: user.status } : {};
}

function run(operation: Operation) {
	return (call: OktaCall) => {
		const { state, caller, incoming, params } = call;
		const user = userByKey(call, params.id ?? '');
		mayManage(state, caller, user);
		if (CUTS.includes(operation)) notLastSuperAdmin(state, user);
		if (operation === 'expire_password' && user.provider.type !== 'OKTA') throw refuse('E0000038');
		const asynchronously = operation === 'activate' || (operation === 'deactivate' && header(incoming, 'prefer') === 'respond-async');
		perform(call, operation, user, asynchronously);
		return ok(answerFor(call, operation, user));
	};
}

export const lifecycleRoutes: OktaRoute[] = OPERATIONS.map((operation) => ({
	method: 'POST',
	path: `/api/v1/users/:id/lifecycle/${operation}`,
	needs: 'okta.users.manage',
	handle: run(operation),
}));
