import { asProblem, Problem } from '../../../lifecycle/problem';
import { change, impossible, satisfied, type Left } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse, type Google } from '../client';
import { tryAll } from '../../../lifecycle/tryAll';
import { inTurn } from '../inTurn';
import { googleStep, ownAccountsInApps } from './_google';

type Group = { id: string; email: string; role: string | null };
/** `refused` are groups Google does not let anybody leave; `left` is how many were left. */
type Groups = { groups: Group[]; refused: string[]; left: number };
type Receipt = { refused: string[]; left: number };

const removable = ({ groups, refused }: Groups) => groups.filter(({ id }) => !refused.includes(id));
const left = ({ groups, refused }: Groups): Left[] =>
	groups
		.filter(({ id }) => refused.includes(id))
		.map(({ email }) => ({ what: email, why: 'Google takes nobody out of it: mostly because its members come from a query. Change what the query reads, such as the department, or the query' }));
const names = (groups: readonly Group[]) => groups.map(({ email }) => email).join(', ');
const members = (groupId: string) => path`/admin/directory/v1/groups/${groupId}/members`;

export const groupsOf = async ({ directory }: Google, userId: string): Promise<{ id: string; email: string; name: string }[]> => {
	const rows = await directory.list('/admin/directory/v1/groups', 'groups', { userKey: userId, maxResults: 200 });
	return rows.map((row) => {
		const email = parse.text(row['email'], 'group.email');
		return { id: parse.text(row['id'], 'group.id'), email, name: parse.optionalText(row['name'], 'group.name') ?? email };
	});
};

/** Members that come from a query have no role of their own. */
const roleIn = async ({ directory }: Google, groupId: string, userId: string): Promise<string | null> => {
	try {
		return parse.optionalText((await directory.get(members(groupId) + path`/${userId}`))['role'], 'member.role');
	} catch (error) {
		if (asProblem(error).code === 'not_found') return null;
		throw error;
	}
};

export const joinGroup = ({ directory }: Google, groupId: string, email: string, role: string) => directory.send('POST', members(groupId), { email, role });

/** Resolves to the groups nobody can be taken out of. */
export const leaveGroups = async (google: Google, userId: string, groups: readonly { id: string }[]): Promise<string[]> => {
	const failed = (await tryAll(groups, ({ id }) => google.directory.send('DELETE', members(id) + path`/${userId}`))).filter(({ problem }) => problem.code !== 'not_found');
	// A refusal for want of permission looks like one for a group with a query; that permission is there, the others show.
	const permitted = failed.length < groups.length;
	const real = failed.find(({ problem }) => problem.code !== 'rejected' && !(problem.code === 'forbidden' && permitted));
	if (real) throw real.problem;
	return failed.map(({ item }) => item.id);
};

export const removeFromGroups = googleStep<Groups>({
	id: 'removeFromGroups',
	label: 'Remove From Groups',
	danger: 'The person leaves every group they are directly in, and loses what comes with them. Restore Access puts them back in the role they had.',
	needs: ['admin.directory.group'],
	readBackFrom: 'groups of the account',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: ['What was shared with the person by name: files, calendars, shared drives', ownAccountsInApps],
	stage: 'clean-up',
	// No other step changes it, and the cut does not wait for it.
	readsLong: true,

	read: async (google, { id }, receipt) => {
		const groups = await groupsOf(google, id);
		const { refused, left: gone } = (receipt as Receipt | undefined) ?? { refused: [], left: 0 };
		return { groups: await Promise.all(groups.map(async (group) => ({ id: group.id, email: group.email, role: await roleIn(google, group.id, id) }))), refused, left: gone };
	},
	plan: (state) => {
		const mine = removable(state);
		if (mine.length === 0 && state.refused.length > 0 && state.left === 0) return impossible(left(state).map(({ what, why }) => `${what}: ${why}`).join('; '), 'not_removable_here');
		return mine.length === 0 ? satisfied('In no group that can be left here', left(state)) : change(`Leave ${names(mine)}`, left(state));
	},
	apply: async (google, { id }, state): Promise<Receipt> => {
		const mine = removable(state);
		const refused = await leaveGroups(google, id, mine);
		return { refused: [...state.refused, ...refused], left: state.left + mine.length - refused.length };
	},

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('In the same groups as before') : change(`Join ${gone.map(({ email, role }) => `${email} as ${(role ?? 'MEMBER').toLowerCase()}`).join(', ')}`);
		},
		apply: (google, { label }, now, before) => inTurn(missing(now, before).map((group) => () => rejoin(google, label, group))),
	},
});

const rejoin = async (google: Google, address: string, { id, email, role }: Group): Promise<void> => {
	try {
		await joinGroup(google, id, address, role ?? 'MEMBER');
	} catch (error) {
		if (asProblem(error).code !== 'not_found') throw error;
		throw new Problem('not_found', `The group ${email} does not take the person back: Google does not know it any more. Put them into what took its place; the other groups were tried.`);
	}
};

const missing = (now: Groups, before: Groups): Group[] => before.groups.filter(({ id, role }) => role !== null && !now.groups.some((group) => group.id === id));
