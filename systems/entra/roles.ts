import { Problem, asProblem } from '../../lifecycle/problem';
import { path } from '../http/path';
import { parse, type Entra } from './client';
import { quoted } from '../http/microsoft/find';
import { unlessGone } from '../http/gone';
import { getUser, parseId, usersPath } from '../http/microsoft/user';

/** Definitions of roles have the same ids in every tenant. */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

/** Whoever holds nothing above these can be acted upon by a User Administrator. */
const limitedRoles = new Set([
	'88d8e3e3-8f55-4a1e-953a-9b9898b8876b', // Directory Readers
	'fdd7a751-b60b-444a-984c-02652fe8fa1c', // Groups Administrator
	'95e79109-95c0-4d8e-aee3-d01accf2d47b', // Guest Inviter
	'729827e3-9c14-49f7-bb1b-9608f156bbb8', // Helpdesk Administrator
	'790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b', // Message Center Reader
	'966707d0-3269-4727-9be2-8c3a10f19b9d', // Password Administrator
	'4a5d8f65-41da-4de4-8968-e035b65339cf', // Reports Reader
	'fe930be7-5e62-47db-91af-98c3a49a38b1', // User Administrator
	'27460883-1df1-4691-b032-3b79643e5e63', // User Experience Success Manager
	'75934031-6c7e-415a-99d7-48dbd49e875e', // Usage Summary Reports Reader
]);

export const roleAssignments = '/v1.0/roleManagement/directory/roleAssignments';

/** Groups whose members are administrators, so that a role may be held through them. */
const adminGroups = async (entra: Entra, userId: string): Promise<string[]> => {
	const groups = await entra.list(`${usersPath(userId)}/memberOf/microsoft.graph.group`, { $select: 'id,isAssignableToRole', $top: 999 });
	return groups.filter((group) => group['isAssignableToRole'] === true).map((group) => parseId(group['id'], 'group.id'));
};

const holdersOf = async (entra: Entra, filter: string): Promise<{ principal: string; role: string }[]> =>
	(await entra.list(roleAssignments, { $filter: filter })).map((row) => ({
		principal: parse.text(row['principalId'], 'roleAssignment.principalId'),
		role: parse.text(row['roleDefinitionId'], 'roleAssignment.roleDefinitionId'),
	}));

/**
 * Blocking an administrator, or changing their names, takes a directory role of the app's own on top of its permissions.
 * Microsoft's refusal does not say so; what the person holds does.
 */
export const sensitive = async <Done>(entra: Entra, user: { id: string; label: string }, work: () => Promise<Done>): Promise<Done> => {
	try {
		return await work();
	} catch (error) {
		const problem = asProblem(error);
		const role = problem.code === 'forbidden' ? await roleTheAppLacks(entra, user.id) : null;
		if (role === null) throw problem;
		throw new Problem(
			'forbidden',
			`Entra ID refused to change ${user.label}, who is an administrator. Application permissions are not enough for that: assign the directory role "${role}" to the app itself (Entra admin center, Roles & admins, add the app's service principal), then run the case again.`,
			problem.evidence,
		);
	}
};

const roleTheAppLacks = async (entra: Entra, userId: string): Promise<string | null> => {
	try {
		const [direct, groups] = await Promise.all([holdersOf(entra, `principalId eq ${quoted(userId)}`), adminGroups(entra, userId)]);
		if (groups.length > 0 || direct.some(({ role }) => !limitedRoles.has(role))) return 'Privileged Authentication Administrator';
		return direct.length > 0 ? 'User Administrator' : null;
	} catch {
		// What cannot be read explains nothing; the refusal itself is reported then.
		return null;
	}
};

/** Afterwards nobody could undo it. The app itself is no user, and does not count. */
export const isLastGlobalAdministrator = async (entra: Entra, userId: string): Promise<boolean> => {
	const holders = [...new Set((await holdersOf(entra, `roleDefinitionId eq ${quoted(globalAdministrator)}`)).map(({ principal }) => principal))];
	const through = holders.length === 0 ? [] : await adminGroups(entra, userId);
	if (!holders.some((holder) => holder === userId || through.includes(holder))) return false;
	const able = await Promise.all(holders.map((holder) => anotherCanSignIn(entra, holder, userId)));
	return !able.includes(true);
};

/** The holder is a user or a group; what is neither, such as another app, lets no person in. */
const anotherCanSignIn = async (entra: Entra, holder: string, userId: string): Promise<boolean> => {
	if (holder === userId) return false;
	const asUser = await unlessGone(async () => (await getUser(entra, holder)).enabled);
	if (asUser !== null) return asUser;
	const members = await unlessGone(() => entra.list(path`/v1.0/groups/${holder}/members/microsoft.graph.user`, { $select: 'id,accountEnabled', $top: 999 }));
	return (members ?? []).some((member) => member['id'] !== userId && member['accountEnabled'] === true);
};

/** Only asked for where there is a role to name. */
export const roleNames = async (entra: Entra, assignments: readonly unknown[]): Promise<Map<string, string>> => {
	if (assignments.length === 0) return new Map();
	const definitions = await entra.list('/v1.0/roleManagement/directory/roleDefinitions', { $select: 'id,displayName' });
	return new Map(definitions.map((definition) => [parse.text(definition['id'], 'roleDefinition.id'), parse.text(definition['displayName'], 'roleDefinition.displayName')]));
};
