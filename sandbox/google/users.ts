import type { GoogleCall, Place } from './call';
import { conditionNotMet, forbidden, notFound } from './errors';
import { newMailbox } from './mailbox';
import { isDelegatedAdmin, isSuperAdmin, mayManage } from './permissions';
import type { GoogleState, GoogleUser } from './state';
import { nextId } from './state';

const NEVER = '1970-01-01T00:00:00.000Z';

const addressesOf = ({ primaryEmail, aliases }: GoogleUser) => [primaryEmail, ...aliases];

export const living = (state: GoogleState) => [...state.users.values()].filter(({ deletionTime }) => deletionTime === undefined);

export const userByAddress = (state: GoogleState, address: string) => living(state).find((user) => addressesOf(user).includes(address.toLowerCase()));

/** By id, primary e-mail or alias. Deleted users are not found. */
export function lookUp(state: GoogleState, key: string): GoogleUser | undefined {
	const byId = state.users.get(key);
	return byId !== undefined && byId.deletionTime === undefined ? byId : userByAddress(state, key);
}

/** Somebody outside the domain is not looked for: Google answers as for somebody one may not see. */
export function userByKey({ state }: Pick<GoogleCall, 'state'>, key: string): GoogleUser {
	const user = lookUp(state, key);
	if (user !== undefined) return user;
	if (key.includes('@') && !key.toLowerCase().endsWith(`@${state.customer.domain}`)) throw forbidden();
	throw notFound('userKey');
}

/** The user a call below /users/{userKey} is about. */
export const userOf = (call: GoogleCall) => userByKey(call, call.params.userKey ?? '');

/** The user a change is about: one the caller may manage, and whose creation is complete. */
export function writableUser(call: GoogleCall): GoogleUser {
	const user = userOf(call);
	mayManage(call, user);
	if (user.completeAtElapsed > call.clock.elapsed()) throw conditionNotMet('User creation is not complete.');
	return user;
}

export function showUser({ state, clock }: Place, user: GoogleUser) {
	const { id, primaryEmail, name, aliases, suspended, suspensionReason, suspensionTime, archived, changePasswordAtNextLogin, orgUnitPath, profile } = user;
	const emails = [...((profile.emails ?? []) as unknown[]), { address: primaryEmail, primary: true }, ...aliases.map((address) => ({ address }))];
	return {
		kind: 'admin#directory#user',
		id,
		primaryEmail,
		name: { ...name, fullName: `${name.givenName} ${name.familyName}` },
		isAdmin: isSuperAdmin(state, id),
		isDelegatedAdmin: isDelegatedAdmin(state, id),
		lastLoginTime: user.lastLoginTime,
		creationTime: user.creationTime,
		...(user.deletionTime === undefined ? {} : { deletionTime: user.deletionTime }),
		agreedToTerms: user.lastLoginTime !== NEVER,
		suspended,
		...(suspended ? { suspensionReason, suspensionTime } : {}),
		archived,
		changePasswordAtNextLogin,
		ipWhitelisted: false,
		includeInGlobalAddressList: true,
		...profile,
		emails,
		...(aliases.length === 0 ? {} : { aliases }),
		customerId: state.customer.id,
		orgUnitPath,
		isMailboxSetup: user.mailboxAtElapsed <= clock.elapsed(),
		isEnrolledIn2Sv: user.isEnrolledIn2Sv,
		isEnforcedIn2Sv: user.isEnforcedIn2Sv,
	};
}

/** Makes a change visible to `query` once the search lag has passed. */
export function reindex({ state, clock }: Place, user: GoogleUser): void {
	const visible = clock.elapsed();
	const versions = state.index.get(user.id) ?? [];
	const firstUseful = Math.max(0, versions.findLastIndex(({ sinceElapsed }) => sinceElapsed <= visible));
	state.index.set(user.id, [...versions.slice(firstUseful), { sinceElapsed: visible + state.settings.searchLagMs, user: structuredClone(user) }]);
}

export function indexedUsers({ state, clock }: Place): GoogleUser[] {
	const visible = clock.elapsed();
	return [...state.index.values()].flatMap((versions) => versions.findLast(({ sinceElapsed }) => sinceElapsed <= visible)?.user ?? []);
}

export interface NewUser {
	primaryEmail: string;
	givenName: string;
	familyName: string;
	orgUnitPath?: string;
	profile?: Record<string, unknown>;
}

/** An account nobody has used yet. */
export function createUser({ state, clock }: Place, { primaryEmail, givenName, familyName, orgUnitPath = '/', profile = {} }: NewUser): GoogleUser {
	const { creationMs, mailboxMs } = state.settings;
	const user: GoogleUser = {
		id: nextId(state),
		primaryEmail: primaryEmail.toLowerCase(),
		name: { givenName, familyName },
		aliases: [],
		suspended: false,
		archived: false,
		changePasswordAtNextLogin: false,
		passwords: 1,
		orgUnitPath,
		profile,
		creationTime: clock.iso(),
		lastLoginTime: NEVER,
		completeAtElapsed: clock.elapsed() + creationMs,
		mailboxAtElapsed: clock.elapsed() + mailboxMs,
		isEnrolledIn2Sv: false,
		isEnforcedIn2Sv: false,
		inAdvancedProtection: false,
		sessions: [],
		grants: [],
		appPasswords: [],
		backupCodes: [],
		mailbox: newMailbox(primaryEmail.toLowerCase(), `${givenName} ${familyName}`),
		owns: { privateFiles: 0, sharedFiles: 0, calendars: 1 },
	};
	state.users.set(user.id, user);
	return user;
}
