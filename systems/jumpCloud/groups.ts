import type { Dictionary } from '../http/parse';
import { path } from '../http/path';
import { parse, type JumpCloud } from './client';
import { graphPath, idOf, textOf } from './user';

/** `reads` names the fields a query looks at, where a query decides who is in the group. */
export type Group = { id: string; name: string; dynamic: boolean; reads: string[] };

const fieldsRead = (query: Dictionary): string[] => {
	const filters = Array.isArray(query['filters']) ? (query['filters'] as unknown[]) : [];
	return filters.flatMap((filter) => textOf((filter as { field?: unknown } | null)?.field) ?? []);
};

/** A query may also only suggest members, or be left over from when it decided. */
const isAutomated = (group: Dictionary): boolean => {
	const { membershipMethod: method, membershipAutomated: automated } = group;
	if (typeof method === 'string' && method !== '' && method !== 'NOTSET') return method === 'DYNAMIC_AUTOMATED';
	return automated !== false;
};

export const parseGroup = (group: Dictionary): Group => {
	const id = idOf(group, 'group');
	const query = group['memberQuery'];
	const asks = typeof query === 'object' && query !== null;
	return {
		id,
		name: parse.optionalText(group['name'], 'group.name') ?? id,
		dynamic: asks ? isAutomated(group) : group['membershipMethod'] === 'DYNAMIC_AUTOMATED' || group['membershipAutomated'] === true,
		reads: asks ? fieldsRead(query as Dictionary) : [],
	};
};

/** What the user is a member of is shown by id only. */
export const groupsOf = async (jumpCloud: JumpCloud, userId: string): Promise<Group[]> => {
	const held = (await jumpCloud.list(`${graphPath(userId)}/memberof`)).filter(({ type }) => type === undefined || type === 'user_group');
	const groups = await Promise.all(held.map(async (row) => parseGroup(await jumpCloud.get(path`/api/v2/usergroups/${idOf(row, 'memberof')}`))));
	return groups.sort((a, b) => a.name.localeCompare(b.name));
};

export const changeMember = (jumpCloud: JumpCloud, op: 'add' | 'remove', group: Pick<Group, 'id'>, userId: string) =>
	jumpCloud.send('POST', `${path`/api/v2/usergroups/${group.id}`}/members`, { op, type: 'user', id: userId });

export const namesOf = (groups: readonly Pick<Group, 'name'>[]): string => groups.map(({ name }) => name).join(', ');

export const whatDecides = ({ reads }: Group): string => `a query${reads.length === 0 ? '' : `, which reads ${reads.join(', ')} of the user,`} decides who is in it`;
