import { randomBytes } from 'node:crypto';
import { notAuthorized } from '../auth/caller';
import { userContext } from '../auth/context';
import { identityOf, truster } from '../auth/credentials';
import { invalid, refuse } from '../errors';
import { roleArn, sessionArn, userById } from '../names';
import { decideFor } from '../policy/rights';
import { trustIn } from '../policy/trust';
import { optional, required, sts, tagsIn, type QueryCall } from '../query';
import type { Account, AwsState, Role, Session } from '../state';
import { newSecret, nextKeyId } from '../state';
import { iso } from '../times';
import type { Context } from '../policy/evaluate';

const HOUR = 3600;
const SESSION_NAME = /^[\w+=,.@-]+$/;
const ROLE_ARN = /^arn:(aws|aws-cn|aws-us-gov):iam::(\d{12}):role(?:\/.*)?\/([\w+=,.@-]+)$/;

export function mintSession({ state, now }: { state: AwsState; now: number }, session: Pick<Session, 'accountId' | 'as' | 'takenBy'>, seconds: number, issuedAt = now): Session {
	const minted: Session = { ...session, accessKeyId: nextKeyId(state, 'ASIA'), secret: newSecret(), token: randomBytes(120).toString('base64'), issuedAt, expiresAt: issuedAt + seconds * 1000 };
	state.sessions.set(minted.accessKeyId, minted);
	return minted;
}

const show = ({ accessKeyId, secret, token, expiresAt }: Session) => ({ AccessKeyId: accessKeyId, SecretAccessKey: secret, SessionToken: token, Expiration: iso(expiresAt) });

function sessionNameIn(call: QueryCall): string {
	const name = required(call, 'RoleSessionName');
	if (!SESSION_NAME.test(name)) throw invalid('roleSessionName', name, 'Member must satisfy regular expression pattern: [\\w+=,.@-]*');
	if (name.length < 2) throw invalid('roleSessionName', name, 'Member must have length greater than or equal to 2');
	if (name.length > 64) throw invalid('roleSessionName', name, 'Member must have length less than or equal to 64');
	return name;
}

function durationIn(call: QueryCall, most: number, usual: number): number {
	const seconds = Number(optional(call, 'DurationSeconds') ?? usual);
	if (!(seconds >= 900)) throw invalid('durationSeconds', String(seconds), 'Member must have value greater than or equal to 900');
	if (seconds > most) throw refuse('ValidationError', 'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
	return seconds;
}

function roleAt({ accounts }: AwsState, arn: string): { account: Account; role: Role } | undefined {
	const [, partition, accountId = '', name = ''] = ROLE_ARN.exec(arn) ?? [];
	const account = accounts.get(accountId);
	const role = account?.roles.get(name.toLowerCase());
	return account === undefined || role === undefined || account.partition !== partition || roleArn(account, role) !== arn ? undefined : { account, role };
}

const signedIn = (call: QueryCall) => {
	const { state, caller } = call;
	if (caller.sessionKey !== undefined) return identityOf(state, caller.sessionKey)!;
	const user = userById(call.account, caller.userId)!;
	return { account: call.account, holder: user, context: userContext(user) };
};

/** Both sides have a say: the role's trust policy, and what the caller may do. Within an account, trust by name is enough. */
function mayTake(call: QueryCall, target: Account, role: Role, context: Context): boolean {
	const { state, caller } = call;
	const { account, holder, context: own } = signedIn(call);
	const resource = roleArn(target, role);
	const trust = trustIn(role.trust, truster(state, caller), 'sts:AssumeRole', { ...own, ...context });
	const allowed = decideFor(account, holder, { action: 'sts:AssumeRole', resource, context: { ...own, ...context } });
	if (trust.decision !== 'allowed' || allowed === 'explicitDeny') return false;
	return allowed === 'allowed' || (trust.byName && target === account);
}

function assumeRole(call: QueryCall) {
	const { state, clock, caller } = call;
	const arn = required(call, 'RoleArn');
	const sessionName = sessionNameIn(call);
	const externalId = optional(call, 'ExternalId');
	const sourceIdentity = optional(call, 'SourceIdentity');
	const context = {
		'sts:rolesessionname': sessionName,
		...(externalId === undefined ? {} : { 'sts:externalid': externalId }),
		...(sourceIdentity === undefined ? {} : { 'sts:sourceidentity': sourceIdentity }),
		...Object.fromEntries(tagsIn(call).map(({ Key, Value }) => [`aws:requesttag/${Key.toLowerCase()}`, Value])),
	};
	const found = roleAt(state, arn);
	if (found === undefined || !mayTake(call, found.account, found.role, context)) throw refuse('AccessDenied', notAuthorized(caller, 'sts:AssumeRole', arn, false));
	const { account, role } = found;
	const chained = caller.roleName !== undefined;
	const seconds = durationIn(call, role.maxSessionSeconds, HOUR);
	if (chained && seconds > HOUR) throw refuse('ValidationError', 'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.');
	const as = { kind: 'role' as const, roleName: role.name, sessionName, chained, ...(sourceIdentity === undefined ? {} : { sourceIdentity }) };
	const taker = caller.userName === undefined ? state.sessions.get(caller.sessionKey ?? '')?.takenBy : caller.userId;
	const session = mintSession({ state, now: clock.now() }, { accountId: account.id, as, ...(taker === undefined ? {} : { takenBy: taker }) }, seconds);
	return { AssumedRoleUser: { AssumedRoleId: `${role.id}:${sessionName}`, Arn: sessionArn(account, role.name, sessionName) }, Credentials: show(session), ...(sourceIdentity === undefined ? {} : { SourceIdentity: sourceIdentity }) };
}

function getSessionToken(call: QueryCall) {
	const { state, clock, caller } = call;
	if (caller.userName === undefined || caller.sessionKey !== undefined) throw refuse('AccessDenied', 'Cannot call GetSessionToken with session credentials');
	const session = mintSession({ state, now: clock.now() }, { accountId: caller.accountId, as: { kind: 'token', userId: caller.userId } }, durationIn(call, 36 * HOUR, 12 * HOUR));
	return { Credentials: show(session) };
}


export const stsRoutes = sts({
	/** Always answered, whatever is denied. */
	GetCallerIdentity: ({ caller }) => ({ Arn: caller.arn, UserId: caller.userId, Account: caller.accountId }),
	AssumeRole: assumeRole,
	GetSessionToken: getSessionToken,
});
