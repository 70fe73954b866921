import { accountOf, roleArn, sessionArn, userArn, userById } from '../names';
import type { AwsCaller } from '../call';
import type { AwsState, Account, PolicyHolder, Session } from '../state';
import type { Context } from '../policy/evaluate';
import { sessionContext, userContext } from './context';

/** What an access key id stands for. */
export interface Identity {
	secret: string;
	/** The token that has to come with it, where the credentials are temporary. */
	token: string | undefined;
	expiresAt: number | undefined;
	account: Account;
	holder: PolicyHolder & { boundary?: string };
	context: Context;
	caller: Omit<AwsCaller, 'region'>;
}

function ofKey(state: AwsState, accessKeyId: string): Identity | undefined {
	for (const account of state.accounts.values()) {
		for (const user of account.users.values()) {
			const key = user.accessKeys.find(({ id }) => id === accessKeyId);
			if (key === undefined) continue;
			if (key.status !== 'Active') return undefined;
			const caller = { accountId: account.id, arn: userArn(account, user), userId: user.id, userName: user.name, roleName: undefined, sessionKey: undefined };
			return { secret: key.secret, token: undefined, expiresAt: undefined, account, holder: user, context: userContext(user), caller };
		}
	}
	return undefined;
}

function ofSession(state: AwsState, session: Session): Identity | undefined {
	const account = accountOf(state, session.accountId);
	const { secret, token, expiresAt, accessKeyId, as } = session;
	const common = { secret, token, expiresAt, account };
	const shared = { accountId: account.id, sessionKey: accessKeyId };
	if (as.kind === 'role') {
		const role = account.roles.get(as.roleName.toLowerCase());
		if (role === undefined) return undefined;
		const caller = { ...shared, arn: sessionArn(account, role.name, as.sessionName), userId: `${role.id}:${as.sessionName}`, userName: undefined, roleName: role.name };
		return { ...common, holder: role, context: sessionContext(session, role), caller };
	}
	const user = userById(account, as.userId);
	if (user === undefined) return undefined;
	const caller = { ...shared, arn: userArn(account, user), userId: user.id, userName: user.name, roleName: undefined };
	return { ...common, holder: user, context: { ...userContext(user), ...sessionContext(session, user) }, caller };
}

/** Undefined where nobody is let in with it: unknown, inactive, or of somebody who is gone. */
export const identityOf = (state: AwsState, accessKeyId: string): Identity | undefined => {
	const session = state.sessions.get(accessKeyId);
	return session === undefined ? ofKey(state, accessKeyId) : ofSession(state, session);
};

/** All names by which a trust policy may mean whoever calls. */
export function truster(state: AwsState, caller: AwsCaller) {
	const account = accountOf(state, caller.accountId);
	const role = caller.roleName === undefined ? undefined : account.roles.get(caller.roleName.toLowerCase());
	return { account, arns: [caller.arn, ...(role === undefined ? [] : [roleArn(account, role)])], uniqueId: caller.userId.split(':', 1)[0] ?? '' };
}
