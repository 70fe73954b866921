import type { Clock } from '../clock';
import { deleteUser, setSuperAdmin, signOut, turnOffSecondStep, undeleteUser, updateUser } from './accounts';
import { record } from './activities';
import { ALL_SCOPES } from './auth/scopes';
import { mintToken } from './auth/token';
import type { GoogleCaller, Scene } from './call';
import { groupsOf } from './groups';
import { assignmentsOf } from './permissions';
import type { GoogleState, GoogleUser } from './state';
import { lookUp, reindex } from './users';

const CONSOLE: GoogleCaller = { id: 'console', email: 'console@kestrel.example', isUser: true, serviceAccount: undefined };

const ACTIONS = {
	suspend: (scene, user) => updateUser(scene, user, { suspended: true }),
	unsuspend: (scene, user) => updateUser(scene, user, { suspended: false }),
	/** Only Google can lift this. */
	suspend_for_abuse: (scene, user) => void Object.assign(user, { suspended: true, suspensionReason: 'ABUSE', suspensionTime: scene.clock.iso() }),
	reset_password: (scene, user) => updateUser(scene, user, { password: 'set in the console', changePasswordAtNextLogin: true }),
	sign_out: signOut,
	turn_off_2sv: turnOffSecondStep,
	enforce_2sv: (_scene, user) => void (user.isEnforcedIn2Sv = true),
	make_admin: (scene, user) => setSuperAdmin(scene, user, true),
	remove_admin: (scene, user) => setSuperAdmin(scene, user, false),
	delete: deleteUser,
	undelete: (scene, user) => undeleteUser(scene, user, '/'),
} satisfies Record<string, (scene: Scene, user: GoogleUser) => void>;

export type Operation = keyof typeof ACTIONS;
export const OPERATIONS = Object.keys(ACTIONS) as Operation[];

type Counted =
	| 'sessions'
	| 'grants'
	| 'refreshTokens'
	| 'appPasswords'
	| 'backupCodes'
	| 'secondSteps'
	| 'forwarding'
	| 'forwardingFilters'
	| 'delegates'
	| 'sendAs'
	| 'groups'
	| 'roles'
	| 'mobileDevices'
	| 'companyDevices'
	| 'chromeDevices'
	| 'licences'
	| 'serviceAccountKeys';

export type Access = Record<Counted, number> & { status: 'active' | 'suspended' | 'archived' | 'deleted' };

export interface GoogleAdmin {
	/** By id, address, alias or unambiguous short name; deleted users as well. */
	user(key: string): GoogleUser;
	/** Every account, not deleted, that carries this person's id. */
	usersOfPerson(personId: string): GoogleUser[];
	/** What somebody in the admin console does, bypassing authentication. */
	operate(operation: Operation, key: string): GoogleUser;
	/** The person signs in somewhere: a new session, as after a cut that came too late. Fails unless their account lets them. */
	signIn(key: string): void;
	/** Everything that still gives this user access, counted. Suspension takes none of it away. */
	accessOf(key: string): Access;
	/** An access token for these scopes in the name of this user, as the token endpoint would give it. */
	tokenFor(key: string, scopes?: readonly string[]): string;
}

interface Frame {
	catchUp(): void;
	aboutToChange(): void;
	/** Address of the service account that acts for users. */
	serviceAccount: string;
}

const statusOf = ({ suspended, archived, deletionTime }: GoogleUser): Access['status'] =>
	deletionTime !== undefined ? 'deleted' : archived ? 'archived' : suspended ? 'suspended' : 'active';

/** Keys of service accounts that say whose they are. */
const keysHeldBy = ({ serviceAccounts }: GoogleState, { primaryEmail }: GoogleUser) =>
	[...serviceAccounts.values()].filter(({ description }) => description.includes(primaryEmail)).flatMap(({ keys }) => keys.filter(({ keyType, disabled }) => keyType === 'USER_MANAGED' && !disabled));

const lost = (status: string) => ['WIPED', 'WIPING', 'ACCOUNT_WIPED', 'ACCOUNT_WIPING', 'BLOCKED'].includes(status);

function accessOf(state: GoogleState, user: GoogleUser): Access {
	const { id, primaryEmail, aliases, mailbox } = user;
	const own = <T extends { userId: string }>(all: Iterable<T>) => [...all].filter(({ userId }) => userId === id);
	const companyDevices = [...state.devices.values()].filter(({ managementState }) => !lost(managementState)).flatMap(({ users }) => own(users));
	return {
		status: statusOf(user),
		sessions: user.sessions.length,
		grants: user.grants.length,
		refreshTokens: own(state.refreshTokens.values()).length,
		appPasswords: user.appPasswords.length,
		backupCodes: user.backupCodes.length,
		secondSteps: Number(user.isEnrolledIn2Sv),
		forwarding: Number(mailbox.autoForwarding.enabled),
		forwardingFilters: mailbox.filters.filter(({ action }) => action.forward !== undefined).length,
		delegates: mailbox.delegates.size,
		sendAs: mailbox.sendAs.filter(({ isPrimary }) => !isPrimary).length,
		groups: groupsOf(state, id).length,
		roles: assignmentsOf(state, id, { indirect: true }).length,
		mobileDevices: own(state.mobileDevices.values()).filter(({ status }) => !lost(status)).length,
		companyDevices: companyDevices.filter(({ managementState }) => !lost(managementState)).length,
		chromeDevices: [...state.chromeDevices.values()].filter(({ status, wiped, annotatedUser }) => status === 'ACTIVE' && !wiped && [primaryEmail, ...aliases].includes(annotatedUser)).length,
		licences: state.skus.filter(({ holders }) => holders.has(id)).length,
		serviceAccountKeys: keysHeldBy(state, user).length,
	};
}

export function createAdmin(state: GoogleState, clock: Clock, { catchUp, aboutToChange, serviceAccount }: Frame): GoogleAdmin {
	const scene: Scene = { state, clock, caller: CONSOLE };
	const user = (key: string) => {
		catchUp();
		const short = [...state.users.values()].filter(({ primaryEmail }) => primaryEmail.split('@', 1)[0] === key.toLowerCase());
		const found = lookUp(state, key) ?? state.users.get(key) ?? (short.length === 1 ? short[0] : undefined);
		if (found === undefined) throw new Error(`Nobody in Google Workspace is called ${key}`);
		return found;
	};
	return {
		user,
		usersOfPerson: (personId) =>
			[...state.users.values()].filter(({ profile, deletionTime }) => deletionTime === undefined && ((profile.externalIds ?? []) as { value: string }[]).some(({ value }) => value === personId)),
		operate: (operation, key) => {
			const person = user(key);
			aboutToChange();
			ACTIONS[operation](scene, person);
			reindex(scene, person);
			return person;
		},
		signIn: (key) => {
			const person = user(key);
			const status = statusOf(person);
			if (status !== 'active') throw new Error(`${person.primaryEmail} cannot sign in: ${status}`);
			aboutToChange();
			person.sessions.push({ id: `s${state.activities.length}${person.sessions.length}`, createdAt: clock.iso() });
			person.lastLoginTime = clock.iso();
			record({ ...scene, caller: { ...CONSOLE, id: person.id, email: person.primaryEmail } }, 'login_success', { login_type: 'google_password' }, 'login', 'login');
		},
		accessOf: (key) => accessOf(state, user(key)),
		tokenFor: (key, scopes = ALL_SCOPES) => mintToken(scene, { userId: user(key).id, scopes: [...scopes], serviceAccount }),
	};
}
