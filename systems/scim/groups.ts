import { asProblem, Problem } from '../../lifecycle/problem';
import { randomUUID } from 'node:crypto';
import { unlessGone } from '../http/gone';
import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import type { Scim } from './client';
import { isNotOffered } from './errors';
import { equals } from './filter';
import type { Memberships } from './kinds';
import { partOf, textOf, type ScimUser } from './user';

export type Group = { id: string; name: string };
export type Held = Group & { /** Through another group, so that nobody can leave it by hand. */ indirect: boolean };

export interface Member {
	value: string;
	type: string | null;
}

export const groupPath = (id: string): string => path`/Groups/${id}`;
export const named = (groups: readonly Group[]): string => groups.map(({ name }) => name).join(', ');

export const parseGroup = ({ parse }: Scim, row: Dictionary): Group => {
	const id = textOf(row['id']) ?? parse.refuse('group.id', 'a text');
	return { id, name: textOf(row['displayName']) ?? id };
};

/** null: the application does not show who is in it. */
export const membersIn = (row: Dictionary): Member[] | null =>
	Array.isArray(row['members']) ? row['members'].flatMap((one) => (textOf(partOf(one)['value']) === null ? [] : [{ value: textOf(partOf(one)['value'])!, type: textOf(partOf(one)['type']) }])) : null;

const has = (members: readonly Member[], userId: string): boolean => members.some(({ value }) => value === userId);

/** Many lists leave members out, and by the standard so does a group that has none. */
const membersOf = async (scim: Scim, row: Dictionary): Promise<Member[] | null> => {
	const shown = membersIn(row);
	if (shown !== null) return shown;
	const group = await unlessGone(() => scim.get(groupPath(parseGroup(scim, row).id)));
	return group === null ? [] : membersIn(group);
};

const everyGroup = async (scim: Scim, userId: string): Promise<Held[]> => {
	const held: Held[] = [];
	let hidden = 0;
	let shown = 0;
	for await (const rows of scim.pages('/Groups')) {
		const members = await Promise.all(rows.map((row) => membersOf(scim, row)));
		hidden += members.filter((one) => one === null).length;
		shown += members.filter((one) => one !== null).length;
		held.push(...rows.filter((_, index) => has(members[index] ?? [], userId)).map((row) => ({ ...parseGroup(scim, row), indirect: false })));
	}
	if (hidden > 0 && shown === 0) {
		throw new Problem('bad_answer', `${scim.application.label} shows the members of none of its groups, so nobody can tell which are theirs. Choose A Filter or The Account in Groups Found By of the node, or No Groups if all of them are empty, then run the case again.`);
	}
	return held;
};

const byMember = (userId: string) => ({ filter: equals('members', userId) });

/** Where groups are shown without their members, a filter that can fit nobody tells whether filters count at all. */
const assertFiltersCount = async (scim: Scim): Promise<void> => {
	for await (const rows of scim.pages('/Groups', byMember(randomUUID()))) {
		if (rows.length === 0) return;
		throw new Problem('bad_answer', `${scim.application.label} ignores the filter by which groups of a person are found, so nobody can tell which are theirs. Choose Every Group in Groups Found By of the node, then run the case again.`);
	}
};

const byFilter = async (scim: Scim, userId: string): Promise<Held[]> => {
	const held: Held[] = [];
	let unseen = false;
	for await (const rows of scim.pages('/Groups', byMember(userId))) {
		for (const row of rows) {
			const members = membersIn(row);
			unseen ||= members === null;
			if (members === null || has(members, userId)) held.push({ ...parseGroup(scim, row), indirect: false });
		}
	}
	if (unseen) await assertFiltersCount(scim);
	return held;
};

const shownWithUser = ({ parse }: Scim, { resource }: ScimUser): Held[] =>
	parse.array(resource['groups'] ?? [], 'user.groups').flatMap((one) => {
		const { value, display, type } = partOf(one);
		const id = textOf(value);
		return id === null ? [] : [{ id, name: textOf(display) ?? id, indirect: textOf(type)?.toLowerCase() === 'indirect' }];
	});

const ways: Record<Memberships, (scim: Scim, user: ScimUser) => Promise<Held[]>> = {
	everyGroup: (scim, { id }) => everyGroup(scim, id),
	filter: (scim, { id }) => byFilter(scim, id),
	user: async (scim, user) => shownWithUser(scim, user),
	none: async () => [],
};

/** null: the application has no groups in SCIM. */
export const groupsOf = async (scim: Scim, user: ScimUser): Promise<Held[] | null> => {
	const { memberships } = scim.application;
	if (memberships === 'none') return null;
	try {
		return await ways[memberships](scim, user);
	} catch (error) {
		const problem = asProblem(error);
		// "Not found" may be a lie of the moment: only where groups are not among its resources there are none.
		if ((problem.code === 'not_found' || isNotOffered(problem)) && (await hasNoGroups(scim))) return null;
		throw problem;
	}
};

const hasNoGroups = async (scim: Scim): Promise<boolean> => {
	const names: (string | null)[] = [];
	for await (const rows of scim.pages('/ResourceTypes')) names.push(...rows.map((row) => textOf(row['name'])));
	return names.length > 0 && !names.includes('Group');
};

/** Whether somebody is in this one group. */
export const isMember = async (scim: Scim, groupId: string, user: ScimUser): Promise<boolean> => {
	const shown = membersIn(await scim.get(groupPath(groupId)));
	if (shown !== null) return has(shown, user.id);
	return ((await groupsOf(scim, user)) ?? []).some(({ id }) => id === groupId);
};

/** The one group that is meant, or why none is. */
export const groupCalled = async (scim: Scim, asked: string): Promise<Group | string> => {
	const { label } = scim.application;
	const exact: Group[] = [];
	for await (const rows of scim.pages('/Groups', { filter: equals('displayName', asked) })) exact.push(...rows.map((row) => parseGroup(scim, row)).filter(({ name }) => name === asked));
	if (exact.length === 1) return exact[0]!;
	if (exact.length > 1) return `${label} has ${exact.length} groups called "${asked}" (${exact.map(({ id }) => id).join(', ')}); name the one that is meant by its id`;
	const byId = /^\.{1,2}$/.test(asked) ? null : await unlessGone(() => scim.get(groupPath(asked)));
	return byId !== null && textOf(byId['id']) === asked ? parseGroup(scim, byId) : `${label} has no group called exactly "${asked}"; correct the name`;
};
