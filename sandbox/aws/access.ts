import type { Clock } from '../clock';
import { sessionContext, userContext } from './auth/context';
import { membershipsOf } from './identityCenter/groups';
import { accountOf, groupsOf, isOver, userArn } from './names';
import { statementsOf } from './policy/document';
import { isDeniedOutright } from './policy/rights';
import { namesInTrust } from './policy/trust';
import type { Account, AwsState, Session, User } from './state';

type Counted =
	| 'consolePassword'
	| 'accessKeys'
	| 'consoleSessions'
	| 'tokenSessions'
	| 'roleSessions'
	| 'sshKeys'
	| 'certificates'
	| 'serviceCredentials'
	| 'mfaDevices'
	| 'groups'
	| 'attachedPolicies'
	| 'inlinePolicies'
	| 'trustingRoles';

/** `denied`: a policy takes everything away, from keys and from the user's own sessions, whatever is counted. */
export type Access = Record<Counted, number> & { exists: boolean; denied: boolean };

interface Sight {
	state: AwsState;
	clock: Clock;
}

const gives = (document: string | undefined) => document !== undefined && statementsOf(document).some(({ effect }) => effect === 'Allow');

/** Sessions whose role still lets them do something. What happens to whoever took it makes no difference. */
function livesOn({ state, clock }: Sight, session: Session): boolean {
	const { as, accountId } = session;
	if (as.kind !== 'role' || isOver(session, clock.now())) return false;
	const account = accountOf(state, accountId);
	const role = account.roles.get(as.roleName.toLowerCase());
	return role !== undefined && !isDeniedOutright(account, role, sessionContext(session, role));
}

const NOTHING: Access = {
	exists: false,
	denied: false,
	consolePassword: 0,
	accessKeys: 0,
	consoleSessions: 0,
	tokenSessions: 0,
	roleSessions: 0,
	sshKeys: 0,
	certificates: 0,
	serviceCredentials: 0,
	mfaDevices: 0,
	groups: 0,
	attachedPolicies: 0,
	inlinePolicies: 0,
	trustingRoles: 0,
};

/** Everything that still lets the person in. */
export function accessOfUser(sight: Sight, account: Account, user: User): Access {
	const { state, clock } = sight;
	const active = <T extends { status: string }>(all: readonly T[]) => all.filter(({ status }) => status === 'Active');
	const own = (kind: 'console' | 'token') =>
		[...state.sessions.values()].filter((session) => session.as.kind === kind && session.as.userId === user.id && !isOver(session, clock.now()) && !isDeniedOutright(account, user, { ...userContext(user), ...sessionContext(session, user) }));
	const roles = [...state.accounts.values()].flatMap((one) => [...one.roles.values()]);
	return {
		...accessOfId(sight, user.id),
		exists: true,
		denied: isDeniedOutright(account, user, userContext(user)),
		consolePassword: Number(user.loginProfile !== undefined),
		accessKeys: active(user.accessKeys).length,
		consoleSessions: own('console').length,
		tokenSessions: own('token').length,
		sshKeys: active(user.sshKeys).length,
		certificates: active(user.certificates).length,
		serviceCredentials: active(user.serviceCredentials).filter(({ expiresAt }) => expiresAt === undefined || Date.parse(expiresAt) > clock.now()).length,
		mfaDevices: user.mfaDevices.length,
		groups: groupsOf(account, user).length,
		attachedPolicies: user.attached.filter((arn) => gives(account.policies.get(arn)?.document)).length,
		inlinePolicies: [...user.inline.values()].filter(gives).length,
		trustingRoles: roles.filter(({ trust }) => namesInTrust(trust, userArn(account, user))).length,
	};
}

/** Of somebody whose user is gone, only the roles they took can live on. */
export const accessOfId = (sight: Sight, userId: string): Access => ({
	...NOTHING,
	roleSessions: [...sight.state.sessions.values()].filter((session) => session.takenBy === userId && livesOn(sight, session)).length,
});

export interface CenterAccess {
	status: 'enabled' | 'disabled' | 'deleted';
	groups: number;
	/** Of accounts, to this user. */
	assignments: number;
	groupAssignments: number;
	applications: number;
	portalSessions: number;
	roleSessions: number;
}

/** What ends a portal session takes about as long, unconfirmed at the vendor. */
const PORTAL_LINGERS_MS = 3_600_000;

export function accessInCenter(sight: Sight, userId: string): CenterAccess {
	const { state, clock } = sight;
	const { users, assignments, applications } = state.identityCenter;
	const user = users.get(userId);
	const groupIds = membershipsOf(sight, userId).map(({ groupId }) => groupId);
	const lingers = user !== undefined && (user.enabled || clock.now() - (user.disabledAt ?? 0) < PORTAL_LINGERS_MS);
	return {
		status: user === undefined ? 'deleted' : user.enabled ? 'enabled' : 'disabled',
		groups: groupIds.length,
		assignments: assignments.filter(({ principalId }) => principalId === userId).length,
		groupAssignments: assignments.filter(({ principalId }) => groupIds.includes(principalId)).length,
		applications: [...applications.values()].filter(({ assigned }) => assigned.some(({ principalId }) => principalId === userId)).length,
		portalSessions: lingers ? user.portalSessions.length : 0,
		roleSessions: [...state.sessions.values()].filter((session) => session.as.kind === 'role' && session.as.identityStoreUserId === userId && livesOn(sight, session)).length,
	};
}
