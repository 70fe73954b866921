import { record } from './activities';
import type { Scene } from './call';
import { conditionNotMet, duplicate, forbidden, invalid, refuse } from './errors';
import { forgetMember } from './groups';
import { isLastSuperAdmin, isSuperAdmin } from './permissions';
import type { GoogleState, GoogleUser } from './state';
import { nextId } from './state';
import { reindex, userByAddress } from './users';

const LISTS = ['addresses', 'emails', 'externalIds', 'organizations', 'phones', 'relations', 'locations', 'languages', 'keywords', 'websites', 'ims', 'posixAccounts', 'sshPublicKeys'];
const OBJECTS = ['notes', 'gender', 'customSchemas'];
const TEXTS = ['recoveryEmail', 'recoveryPhone'];
const FLAGS = ['includeInGlobalAddressList', 'ipWhitelisted'];
const OWN = ['primaryEmail', 'name', 'password', 'hashFunction', 'changePasswordAtNextLogin', 'suspended', 'archived', 'orgUnitPath'];
const READ_ONLY = ['id', 'kind', 'etag', 'aliases', 'nonEditableAliases', 'isAdmin', 'isDelegatedAdmin', 'lastLoginTime', 'creationTime', 'deletionTime', 'agreedToTerms', 'suspensionReason', 'suspensionTime', 'archivalTime', 'customerId', 'isMailboxSetup', 'isEnrolledIn2Sv', 'isEnforcedIn2Sv', 'thumbnailPhotoUrl', 'thumbnailPhotoEtag'];

export type Fields = Record<string, unknown>;

const FITS: [names: readonly string[], fits: (value: unknown) => boolean][] = [
	[LISTS, Array.isArray],
	[OBJECTS, (value) => typeof value === 'object' && !Array.isArray(value)],
	[[...TEXTS, 'primaryEmail', 'password', 'hashFunction', 'orgUnitPath'], (value) => typeof value === 'string'],
	[[...FLAGS, 'suspended', 'archived', 'changePasswordAtNextLogin'], (value) => typeof value === 'boolean'],
	[['name'], (value) => typeof value === 'object' && !Array.isArray(value)],
];

/** Refuses what no user has, and what is of another kind. */
export function checkFields(fields: Fields): void {
	for (const [name, value] of Object.entries(fields)) {
		if (READ_ONLY.includes(name)) continue;
		if (![...LISTS, ...OBJECTS, ...TEXTS, ...FLAGS, ...OWN].includes(name)) throw refuse(400, 'badRequest', `Invalid JSON payload received. Unknown name "${name}": Cannot find field.`);
		if (value !== null && FITS.some(([names, fits]) => names.includes(name) && !fits(value))) throw invalid(`Invalid Input: ${name}`);
	}
}

export function checkOrgUnit({ orgUnits }: GoogleState, path: string): void {
	if (path !== '/' && !orgUnits.has(path)) throw invalid('Invalid Input: INVALID_OU_ID');
}

export function checkNewAddress(state: GoogleState, address: string): void {
	if (!address.toLowerCase().endsWith(`@${state.customer.domain}`)) throw refuse(400, 'invalid', 'Invalid Input: primary_user_email');
	if (userByAddress(state, address) !== undefined || [...state.groups.values()].some(({ email }) => email === address.toLowerCase())) throw duplicate('Entity already exists.');
}

export function checkPassword(password: string): void {
	if (password.length < 8 || password.length > 100) throw invalid('Invalid Password');
}

const LAST = 'Cannot modify the last super administrator of the domain.';

function keepLastSuperAdmin(state: GoogleState, user: GoogleUser): void {
	if (isLastSuperAdmin(state, user)) throw forbidden(LAST);
}

function checkChange(state: GoogleState, user: GoogleUser, { suspended, archived, password, primaryEmail, orgUnitPath }: Fields): void {
	if ((suspended === true && !user.suspended) || (archived === true && !user.archived)) keepLastSuperAdmin(state, user);
	if (suspended === false && user.suspended && user.suspensionReason !== 'ADMIN') throw refuse(412, 'adminCannotUnsuspend', 'The user was suspended by Google and cannot be restored by an administrator.');
	if (archived === true && !user.archived && archivedLicencesLeft(state) < 1) throw conditionNotMet('Domain has insufficient archived user licenses.');
	if (typeof password === 'string') checkPassword(password);
	if (typeof primaryEmail === 'string' && primaryEmail.toLowerCase() !== user.primaryEmail && !user.aliases.includes(primaryEmail.toLowerCase())) checkNewAddress(state, primaryEmail);
	if (typeof orgUnitPath === 'string') checkOrgUnit(state, orgUnitPath);
}

const archivedLicencesLeft = ({ settings, users }: GoogleState) => settings.archivedUserLicences - [...users.values()].filter(({ archived }) => archived).length;

function suspend(scene: Scene, user: GoogleUser, suspended: boolean): void {
	if (user.suspended === suspended) return;
	user.suspended = suspended;
	delete user.suspensionReason;
	delete user.suspensionTime;
	if (suspended) Object.assign(user, { suspensionReason: 'ADMIN', suspensionTime: scene.clock.iso() });
	record(scene, suspended ? 'SUSPEND_USER' : 'UNSUSPEND_USER', { USER_EMAIL: user.primaryEmail });
}

function archive(scene: Scene, user: GoogleUser, archived: boolean): void {
	if (user.archived === archived) return;
	user.archived = archived;
	record(scene, archived ? 'ARCHIVE_USER' : 'UNARCHIVE_USER', { USER_EMAIL: user.primaryEmail });
}

/** The address that was used until now goes on reaching them. */
function rename(scene: Scene, user: GoogleUser, address: string): void {
	const next = address.toLowerCase();
	const before = user.primaryEmail;
	if (next === before) return;
	user.aliases = [...user.aliases.filter((alias) => alias !== next), before];
	user.primaryEmail = next;
	for (const sender of user.mailbox.sendAs) if (sender.isPrimary) sender.sendAsEmail = next;
	record(scene, 'RENAME_USER', { USER_EMAIL: before, NEW_VALUE: next });
}

function move(scene: Scene, user: GoogleUser, path: string): void {
	if (user.orgUnitPath === path) return;
	record(scene, 'MOVE_USER_TO_ORG_UNIT', { USER_EMAIL: user.primaryEmail, ORG_UNIT_NAME: user.orgUnitPath, NEW_VALUE: path });
	user.orgUnitPath = path;
}

/** Consents to read mail do not survive a new password; other consents do. */
function changePassword(scene: Scene, user: GoogleUser): void {
	user.passwords += 1;
	const { refreshTokens } = scene.state;
	for (const token of refreshTokens.values()) {
		if (token.userId === user.id && token.scopes.some((scope) => scope.includes('/auth/gmail.'))) refreshTokens.delete(token.value);
	}
	record(scene, 'CHANGE_PASSWORD', { USER_EMAIL: user.primaryEmail });
}

const putProfile = (user: GoogleUser, fields: Fields) => {
	for (const name of [...LISTS, ...OBJECTS, ...TEXTS, ...FLAGS]) {
		if (fields[name] === null) delete user.profile[name];
		else if (fields[name] !== undefined) user.profile[name] = structuredClone(fields[name]);
	}
};

/** What was sent is changed, null clears, the rest stays; a list is replaced as a whole. */
export function updateUser(scene: Scene, user: GoogleUser, fields: Fields): void {
	checkFields(fields);
	checkChange(scene.state, user, fields);
	const { name, primaryEmail, password, changePasswordAtNextLogin, suspended, archived, orgUnitPath } = fields;
	if (typeof name === 'object' && name !== null) {
		const { givenName, familyName } = name as { givenName?: string; familyName?: string };
		user.name = { givenName: givenName ?? user.name.givenName, familyName: familyName ?? user.name.familyName };
	}
	if (typeof primaryEmail === 'string') rename(scene, user, primaryEmail);
	if (typeof password === 'string') changePassword(scene, user);
	if (typeof changePasswordAtNextLogin === 'boolean') user.changePasswordAtNextLogin = changePasswordAtNextLogin;
	if (typeof orgUnitPath === 'string') move(scene, user, orgUnitPath);
	if (typeof suspended === 'boolean') suspend(scene, user, suspended);
	if (typeof archived === 'boolean') archive(scene, user, archived);
	putProfile(user, fields);
	reindex(scene, user);
}

export function setSuperAdmin(scene: Scene, user: GoogleUser, status: boolean): void {
	const { state } = scene;
	const role = [...state.roles.values()].find(({ isSuperAdminRole }) => isSuperAdminRole);
	if (role === undefined || isSuperAdmin(state, user.id) === status) return;
	if (status) {
		const roleAssignmentId = nextId(state);
		state.roleAssignments.set(roleAssignmentId, { roleAssignmentId, roleId: role.roleId, assignedTo: user.id, assigneeType: 'user', scopeType: 'CUSTOMER' });
	} else {
		keepLastSuperAdmin(state, user);
		for (const [id, { roleId, assignedTo }] of state.roleAssignments) if (roleId === role.roleId && assignedTo === user.id) state.roleAssignments.delete(id);
	}
	record(scene, status ? 'GRANT_ADMIN_PRIVILEGE' : 'REVOKE_ADMIN_PRIVILEGE', { USER_EMAIL: user.primaryEmail }, 'admin', 'DELEGATED_ADMIN_SETTINGS');
}

/** Ends web sessions. Consents, app passwords and the rest are untouched. */
export function signOut(scene: Scene, user: GoogleUser): void {
	if (user.sessions.length > 0) record({ ...scene, caller: { ...scene.caller, id: user.id, email: user.primaryEmail } }, 'logout', { login_type: 'google_password' }, 'login', 'login');
	user.sessions = [];
	record(scene, 'RESET_SIGNIN_COOKIES', { USER_EMAIL: user.primaryEmail });
}

export function deleteUser(scene: Scene, user: GoogleUser): void {
	const { state, clock } = scene;
	keepLastSuperAdmin(state, user);
	user.deletionTime = clock.iso();
	Object.assign(user, { sessions: [], grants: [], appPasswords: [], backupCodes: [] });
	forgetMember(scene, user.id);
	for (const [id, { assignedTo }] of state.roleAssignments) if (assignedTo === user.id) state.roleAssignments.delete(id);
	for (const [value, { userId }] of state.refreshTokens) if (userId === user.id) state.refreshTokens.delete(value);
	for (const { holders } of state.skus) holders.delete(user.id);
	record(scene, 'DELETE_USER', { USER_EMAIL: user.primaryEmail });
	reindex(scene, user);
}

export function undeleteUser(scene: Scene, user: GoogleUser, orgUnitPath: string): void {
	checkOrgUnit(scene.state, orgUnitPath);
	if (userByAddress(scene.state, user.primaryEmail) !== undefined) throw duplicate('Entity already exists.');
	delete user.deletionTime;
	user.orgUnitPath = orgUnitPath;
	record(scene, 'UNDELETE_USER', { USER_EMAIL: user.primaryEmail });
	reindex(scene, user);
}

export function turnOffSecondStep(scene: Scene, user: GoogleUser): void {
	if (user.suspended || !user.isEnrolledIn2Sv || user.isEnforcedIn2Sv || user.inAdvancedProtection) throw invalid('Invalid Input: 2-step verification cannot be turned off for this user');
	user.isEnrolledIn2Sv = false;
	user.backupCodes = [];
	record(scene, 'TURN_OFF_2_STEP_VERIFICATION', { USER_EMAIL: user.primaryEmail });
}
