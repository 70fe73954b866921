import { asProblem, Problem } from '../../lifecycle/problem';
import { tryAll } from '../../lifecycle/tryAll';
import { unlessGone } from '../http/gone';
import { onlyTold } from '../http/onlyTold';
import type { Dictionary } from '../http/parse';
import type { Scim } from './client';
import { groupPath, membersIn, type Group, type Member } from './groups';
import type { RemoveMember } from './kinds';
import { update, type Operation } from './update';
import { parseUser, partOf, textOf } from './user';

export const removal: Record<RemoveMember, (userId: string) => Operation> = {
	filter: (userId) => ({ op: 'remove', path: `members[value eq ${JSON.stringify(userId)}]` }),
	value: (userId) => ({ op: 'remove', path: 'members', value: [{ value: userId }] }),
};

/** A group is put as a whole: whoever is not shown would be out of it. By the standard an empty one shows none either. */
const rowsOf = ({ application: { label, memberships } }: Scim, group: Dictionary): unknown[] => {
	if (Array.isArray(group['members'])) return group['members'];
	if (memberships === 'everyGroup') return [];
	throw new Problem('rejected', `${label} shows none of the members of ${textOf(group['displayName']) ?? 'the group'} and takes a group as a whole only, so a change would take everybody else out. Nothing was changed there; change this membership in ${label} by hand.`);
};
const valueOf = (row: unknown): string | null => textOf(partOf(row)['value']);

export const join = (scim: Scim, groupId: string, userIds: readonly string[]): Promise<void> =>
	update(scim, groupPath(groupId), {
		patch: [{ op: 'add', path: 'members', value: userIds.map((value) => ({ value })) }],
		put: (group) => {
			const rows = rowsOf(scim, group);
			return { ...group, members: [...rows, ...userIds.filter((id) => !rows.some((row) => valueOf(row) === id)).map((value) => ({ value }))] };
		},
	});

/** What came of taking one person out of one group. */
export type Left = Group & {
	/** Who else was in it; null where the application does not show that. */
	others: string[] | null;
	/** Where everybody was taken out: what was done about it, as sentences. */
	harm: string | null;
};

const othersIn = async (scim: Scim, groupId: string, userId: string): Promise<Member[] | null> => {
	const group = await unlessGone(() => scim.get(groupPath(groupId)));
	return group === null ? null : (membersIn(group)?.filter(({ value }) => value !== userId) ?? []);
};

/** Taking one person out takes everybody out where an application reads another dialect; they are put back at once. */
const leave = async (scim: Scim, group: Group, userId: string): Promise<Left> => {
	const before = await othersIn(scim, group.id, userId);
	const failed = await update(scim, groupPath(group.id), {
		patch: [removal[scim.application.removeMember](userId)],
		put: (resource) => ({ ...resource, members: rowsOf(scim, resource).filter((row) => valueOf(row) !== userId) }),
	}).then(() => null, asProblem);
	// A lost answer says nothing of what was done.
	const harmed = before !== null && before.length > 0 && (await isEmpty(scim, group.id, userId));
	if (failed !== null && !harmed) throw failed;
	return { ...group, others: before?.map(({ value }) => value) ?? null, harm: harmed ? await putBack(scim, group, before, userId) : null };
};

/**
 * One after the other until one with others in it has shown that they stay; where it takes everybody out, that is put
 * right and the other groups are left alone. One that cannot be left keeps nobody in the others.
 */
export const leaveAll = async (scim: Scim, groups: readonly Group[], userId: string): Promise<Left[]> => {
	const left: Left[] = [];
	const leaveEach = (some: readonly Group[]) => tryAll(some, async (group) => left.push(await leave(scim, group, userId)));
	const harmed = () => left.some(({ harm }) => harm !== null);
	const waiting = [...groups];
	const failed: Awaited<ReturnType<typeof leaveEach>> = [];
	while (waiting.length > 0 && !left.some(({ others }) => others !== null && others.length > 0)) failed.push(...(await leaveEach(waiting.splice(0, 1))));
	if (!harmed()) failed.push(...(await leaveEach(waiting)));
	if (failed.length > 0 && !harmed()) throw failed[0]!.problem;
	return left;
};

const isEmpty = async (scim: Scim, groupId: string, userId: string): Promise<boolean> => (await othersIn(scim, groupId, userId))?.length === 0;

/** Read back as well, for what an application shows late: a group in which nobody is left any more. */
export const harmIn = async (scim: Scim, left: readonly Left[], userId: string): Promise<string | null> => {
	const told = left.flatMap(({ harm }) => harm ?? []);
	const unharmed = left.filter(({ others, harm }) => harm === null && others !== null && others.length > 0);
	const empty = await Promise.all(unharmed.map(({ id }) => isEmpty(scim, id, userId)));
	const late = unharmed.filter((_, index) => empty[index]).map(({ name, others }) => `${scim.application.label} took everybody out of ${name} as well, and they were not put back: ${others!.join(', ')}. Put them back there by hand`);
	const all = [...told, ...late];
	return all.length === 0 ? null : `${all.join('. ')}. Choose ${scim.application.removeMember === 'filter' ? 'By Value' : 'By Filter'} in Remove Member of the node, then run the case again`;
};

const putBack = async (scim: Scim, { id, name }: Group, others: readonly Member[], userId: string): Promise<string> => {
	const { label, membersPerPatch } = scim.application;
	const people = new Set(others.filter(({ type }) => type?.toLowerCase() !== 'group').map(({ value }) => value));
	// Whoever was disabled meanwhile, such as another leaver of the same group, stays out.
	const inactive = await onlyTold(new Set<string>(), () => inactiveAmong(scim, people));
	const back = others.map(({ value }) => value).filter((value) => !inactive.has(value));
	const parts = Array.from({ length: Math.ceil(back.length / membersPerPatch) }, (_, index) => back.slice(index * membersPerPatch, (index + 1) * membersPerPatch));
	const refused: string[] = [];
	for (const part of parts) await join(scim, id, part).catch((error: unknown) => refused.push(asProblem(error).message));
	const now = await onlyTold(new Set<string>(), async () => new Set((await othersIn(scim, id, userId))?.map(({ value }) => value)));
	const lost = back.filter((value) => !now.has(value));
	const repaired = lost.length === 0 ? `All ${back.length} were put back` : `${back.length - lost.length} were put back, and these could not be: ${lost.join(', ')}. Put them back there by hand${refused.map((why) => `. ${why}`).join('')}`;
	return `${label} took all other members out of ${name} as well, because it reads the change as "remove everybody". ${repaired}`;
};

const inactiveAmong = async (scim: Scim, people: ReadonlySet<string>): Promise<Set<string>> => {
	const inactive = new Set<string>();
	for await (const rows of scim.pages('/Users')) {
		for (const row of rows) if (people.has(textOf(row['id']) ?? '') && parseUser(scim, row).active === false) inactive.add(textOf(row['id'])!);
	}
	return inactive;
};
