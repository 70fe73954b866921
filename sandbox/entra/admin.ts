import type { Clock } from '../clock';
import { recordSignIn } from './audit';
import type { EntraCaller, Scene } from './call';
import { standing } from './eligibilities';
import { groupsAbove, isUnified } from './groups';
import { isOnItsWayOut } from './intune/device';
import { hasMailbox, licenceSources } from './licences';
import { usablePass } from './methods';
import { blankUser } from './profile';
import { rolesOf, type RoleName, ROLES } from './roles';
import { touch } from './dynamicGroups';
import type { EntraState, EntraUser, SentMail, ServicePrincipal } from './state';
import { nextId } from './state';
import { runSync } from './sync';
import { deleteUser, findUser, liveAccessTokens, liveSessions, restoreUser, revokeSessions, setEnabled } from './users';

export const OPERATIONS = ['disable', 'enable', 'revoke', 'delete', 'restore', 'share'] as const;
export type Operation = (typeof OPERATIONS)[number];

const HOUR = 3_600_000;

type Counted =
	| 'sessions'
	| 'accessTokens'
	| 'methods'
	| 'groups'
	| 'roles'
	| 'eligibleRoles'
	| 'eligibleGroups'
	| 'licences'
	| 'appRoleAssignments'
	| 'consents'
	| 'devices'
	| 'managedDevices'
	| 'forwardingRules'
	| 'ownedGroups'
	| 'ownedSecrets';

export type Access = Record<Counted, number> & { enabled: boolean; deleted: boolean };

export interface SignInOptions {
	app?: string;
	/** A client that hears of critical events, and holds its token for a day. */
	cae?: boolean;
	/** Checked where given. */
	password?: string;
	temporaryAccessPass?: string;
}

export interface EntraAdmin {
	/** By id, user principal name or employee id; deleted ones too. */
	user(key: string): EntraUser;
	usersOfEmployee(employeeId: string): EntraUser[];
	/** Everything that still gives this user access, counted. */
	accessOf(key: string): Access;
	/** The person signs in somewhere, as after a cut that came too late. Fails unless the account lets them. */
	signIn(key: string, options?: SignInOptions): void;
	/** What somebody does in the admin centre, bypassing authentication. */
	operate(operation: Operation, key: string): EntraUser;
	/** A run of directory synchronisation, now. */
	sync(): void;
	/** What Active Directory says of a synced user: the next run makes the cloud agree. */
	setOnPremises(key: string, enabled: boolean): void;
	/** The app the pack signs in as: what it was granted goes into its next token. */
	app(): ServicePrincipal;
	/** The directory roles of that app, from now on. */
	setAppRoles(...roles: RoleName[]): void;
	/** Mail that was sent to this address through Graph. */
	mailTo(address: string): SentMail[];
	/** So many more members nobody has ever heard of. */
	populate(count: number): void;
}

interface Frame {
	catchUp(): void;
	aboutToChange(): void;
	clientId: string;
}

/** Somebody at the console of an administrator. */
export const CONSOLE: EntraCaller = { appId: '', servicePrincipalId: '', displayName: 'Entra admin center', permissions: new Set() };

export const system: EntraCaller = { ...CONSOLE, displayName: 'Microsoft Entra ID' };

export function createAdmin(state: EntraState, clock: Clock, { catchUp, aboutToChange, clientId }: Frame): EntraAdmin {
	const scene: Scene = { state, clock, caller: CONSOLE };
	const byEmployee = (employeeId: string) => [...state.users.values()].filter((user) => user.employeeId === employeeId);

	const user = (key: string): EntraUser => {
		catchUp();
		const found = findUser(state, key) ?? byEmployee(key)[0] ?? state.deletedUsers.get(key) ?? [...state.deletedUsers.values()].find(({ userPrincipalName, employeeId }) => userPrincipalName === key || employeeId === key);
		if (found === undefined) throw new Error(`Nobody in the tenant is ${key}`);
		return found;
	};

	const app = () => {
		const principal = [...state.servicePrincipals.values()].find(({ appId }) => appId === clientId);
		if (principal === undefined) throw new Error('The app of the sandbox was deleted');
		return principal;
	};

	const changing = (key: string) => {
		const found = user(key);
		aboutToChange();
		return found;
	};

	const perform: Record<Operation, (user: EntraUser) => void> = {
		disable: (found) => setEnabled(scene, found, false),
		enable: (found) => setEnabled(scene, found, true),
		revoke: (found) => revokeSessions(scene, found),
		delete: (found) => deleteUser(scene, found),
		restore: (found) => restoreUser(scene, found),
		// The mailbox, which only Exchange converts.
		share: (found) => void (found.mailbox.shared = true),
	};

	return {
		user,
		app,
		usersOfEmployee: byEmployee,
		accessOf: (key) => accessOf(state, clock, user(key)),
		signIn: (key, { app: name = 'Office 365', cae = false, password, temporaryAccessPass } = {}) => {
			const person = user(key);
			const refused = refusal(person, clock.now(), password, temporaryAccessPass);
			recordSignIn(scene, person, name, refused === undefined ? 0 : 50057);
			if (refused !== undefined) throw new Error(`${person.userPrincipalName} cannot sign in: ${refused}`);
			const pass = usablePass(person, clock.now());
			if (temporaryAccessPass !== undefined && pass?.pass !== undefined) pass.pass.used = true;
			const issuedAt = clock.now();
			person.sessions.push({ id: nextId(state), app: name, issuedAt, cae, accessTokenUntil: issuedAt + (cae ? 28 * HOUR : HOUR) });
		},
		operate: (operation, key) => {
			const changed = changing(key);
			perform[operation](changed);
			return changed;
		},
		sync: () => {
			catchUp();
			aboutToChange();
			runSync({ ...scene, caller: system });
		},
		setOnPremises: (key, enabled) => {
			const { id, onPremisesSyncEnabled, userPrincipalName } = user(key);
			if (onPremisesSyncEnabled !== true) throw new Error(`${userPrincipalName} is not synced from Active Directory`);
			state.onPremises.set(id, enabled);
		},
		setAppRoles: (...roles) => {
			const { id: principalId } = app();
			for (const assignment of [...state.roleAssignments.values()]) if (assignment.principalId === principalId) state.roleAssignments.delete(assignment.id);
			for (const role of roles) {
				const id = nextId(state);
				state.roleAssignments.set(id, { id, principalId, roleDefinitionId: ROLES[role], directoryScopeId: '/' });
			}
		},
		mailTo: (address) => state.mail.filter(({ to }) => to.some((recipient) => recipient.toLowerCase() === address.toLowerCase())),
		populate: (count) => {
			aboutToChange();
			for (let number = 1; number <= count; number += 1) {
				const id = nextId(state);
				const name = `member.${id.slice(-8)}`;
				const added: EntraUser = { ...blankUser(id, clock.iso()), accountEnabled: true, displayName: name, mailNickname: name, userPrincipalName: `${name}@${state.verifiedDomains[0] ?? ''}` };
				state.users.set(id, added);
				touch(scene, added);
			}
		},
	};
}

function refusal(person: EntraUser, now: number, password: string | undefined, temporaryAccessPass: string | undefined): string | undefined {
	if (person.deletedAt !== null) return 'the account is deleted';
	if (!person.accountEnabled) return 'the account is disabled';
	if (password !== undefined && password !== person.password) return 'the password is wrong';
	if (temporaryAccessPass !== undefined && usablePass(person, now)?.pass?.value !== temporaryAccessPass) return 'the temporary access pass is wrong or no longer valid';
	return undefined;
}

const forwards = ({ actions: { forwardTo, redirectTo, forwardAsAttachmentTo } }: EntraUser['mailbox']['rules'][number]) => [forwardTo, redirectTo, forwardAsAttachmentTo].some((target) => Array.isArray(target) && target.length > 0);

function accessOf(state: EntraState, clock: Clock, person: EntraUser): Access {
	const { id } = person;
	const eligible = <T extends { principalId: string; endDateTime: string | null }>(all: ReadonlyMap<string, T>) => standing(all, clock.now()).filter(({ principalId }) => principalId === id).length;
	const mine = <T extends { principalId: string | null }>(all: ReadonlyMap<string, T>) => [...all.values()].filter(({ principalId }) => principalId === id).length;
	const applications = [...state.applications.values()].filter(({ owners }) => owners.has(id));
	return {
		enabled: person.accountEnabled,
		deleted: person.deletedAt !== null,
		sessions: liveSessions(person).length,
		accessTokens: liveAccessTokens(person, clock.now()).length,
		methods: person.methods.filter(({ collection }) => collection !== 'passwordMethods').length,
		groups: groupsAbove(state, id).length,
		roles: rolesOf(state, id).length,
		eligibleRoles: eligible(state.eligibilities),
		eligibleGroups: eligible(state.groupEligibilities),
		licences: new Set(licenceSources(state, person).map(({ skuId }) => skuId)).size,
		appRoleAssignments: mine(state.appRoleAssignments),
		consents: mine(state.permissionGrants),
		devices: [...state.devices.values()].filter(({ accountEnabled, users, owners }) => accountEnabled && (users.has(id) || owners.has(id))).length,
		managedDevices: [...state.managedDevices.values()].filter((device) => device.userId === id && !isOnItsWayOut(device)).length,
		forwardingRules: hasMailbox(state, person) ? person.mailbox.rules.filter((rule) => rule.isEnabled && forwards(rule)).length : 0,
		ownedGroups: [...state.groups.values()].filter((group) => isUnified(group) && group.owners.has(id)).length,
		ownedSecrets: applications.reduce((sum, { passwords }) => sum + passwords.length, 0),
	};
}
