import type { Left } from '../../lifecycle/step';
import { onlyTold } from '../http/onlyTold';
import { readAssignments } from './assignment';
import type { IdentityCenter } from './client';
import { readMemberships } from './group';
import { getInlinePolicy, getPermissionSet } from './permissionSet';
import { deniedUntil } from './policy';

/** Every permission set a user may hold a session of: assigned to them, or to a group they are in. */
export const permissionSetsOf = async (identityCenter: IdentityCenter, userId: string): Promise<string[]> => {
	const [own, memberships] = await Promise.all([readAssignments(identityCenter, { type: 'USER', id: userId }), readMemberships(identityCenter, userId)]);
	const through = await permissionSetsOfGroups(identityCenter, memberships.map(({ group }) => group));
	return [...new Set([...own.map(({ permissionSet }) => permissionSet), ...through])].sort();
};

export const permissionSetsOfGroups = async (identityCenter: IdentityCenter, groups: readonly string[]): Promise<string[]> => {
	const rows = await Promise.all(groups.map((id) => readAssignments(identityCenter, { type: 'GROUP', id })));
	return [...new Set(rows.flat().map(({ permissionSet }) => permissionSet))].sort();
};

/** A session of a permission set that nothing denies, so that it lasts as long as it was handed out for. */
type Lasting = { name: string; seconds: number };

const unknownLasting: Lasting = { name: 'permission sets that could not be read', seconds: 12 * 3_600 };

const lastingSessions = async (identityCenter: IdentityCenter, userId: string, permissionSets: () => Promise<readonly string[]>): Promise<Lasting[]> => {
	const found = await Promise.all(
		(await permissionSets()).map(async (arn) => {
			const [{ name, sessionSeconds }, policy] = await Promise.all([getPermissionSet(identityCenter, arn), getInlinePolicy(identityCenter, arn)]);
			return deniedUntil(policy, userId) === null ? [{ name, seconds: sessionSeconds }] : [];
		}),
	);
	return found.flat();
};

/** By the client of one step: a try that fails half-way has taken something as well, and the next one does not see it any more. */
const noted = new WeakMap<IdentityCenter, Lasting[]>();

/**
 * Before permission sets are taken from somebody: what sessions of them go on. Told beside what was taken away, never in
 * its stead: where it cannot be read, the longest AWS allows counts.
 */
export const noteSessions = async (identityCenter: IdentityCenter, userId: string, permissionSets: () => Promise<readonly string[]>): Promise<void> => {
	const earlier = noted.get(identityCenter) ?? [];
	const lasting = await onlyTold([unknownLasting], () => lastingSessions(identityCenter, userId, permissionSets));
	noted.set(identityCenter, [...earlier, ...lasting.filter(({ name }) => !earlier.some((one) => one.name === name))]);
};

export type Ending = { name: string; until: string };

/** No session can begin any more, so this is the last moment at which one of them can end. */
export const endingsOf = (identityCenter: IdentityCenter): Ending[] =>
	(noted.get(identityCenter) ?? []).map(({ name, seconds }) => ({ name, until: new Date(identityCenter.now().getTime() + seconds * 1_000).toISOString() }));

export const leftOf = (endings: readonly Ending[]): Left[] =>
	endings.map(({ name, until }) => ({
		what: `Sessions of ${name}`,
		why: `one that was handed out before goes on until ${until} at the latest, because nothing denies it; where it must end at once, tick Deny Live Sessions for the next leaver, and deny this one with a service control policy`,
	}));
