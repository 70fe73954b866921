import type { Json } from '../../../ledger/types';
import { asProblem } from '../../../lifecycle/problem';
import { change, impossible, satisfied, type Left, type Plan } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse, type Google } from '../client';
import { tryAll } from '../../../lifecycle/tryAll';
import { groupsOf, joinGroup, leaveGroups as leaveAll } from '../steps/removeFromGroups';
import { googleGiving } from './wish';

type Group = { id: string; email: string; member: boolean };
/** `unclear` is a sentence each; `refused` are groups whose members nobody can choose. */
type Memberships = { groups: Group[]; unclear: string[]; refused: string[] };

const groupsPath = '/admin/directory/v1/groups';

const groupCalled = async ({ directory }: Google, asked: string): Promise<{ id: string; email: string } | string> => {
	const group = (row: { [field: string]: unknown }) => ({ id: parse.text(row['id'], 'group.id'), email: parse.text(row['email'], 'group.email') });
	if (/^[\w.+'-]+@[\w.-]+$/.test(asked) || /^[0-9A-Za-z]{8,}$/.test(asked)) {
		try {
			return group(await directory.get(groupsPath + path`/${asked}`));
		} catch (error) {
			if (asProblem(error).code !== 'not_found') throw error;
		}
	}
	const named = (await directory.list(groupsPath, 'groups', { customer: 'my_customer', maxResults: 200 })).filter((row) => row['name'] === asked).map(group);
	if (named.length === 1) return named[0]!;
	if (named.length === 0) return `Google has no group called exactly "${asked}"; correct the name, or give its address`;
	return `Google has ${named.length} groups called "${asked}" (${named.map(({ email }) => email).join(', ')}); give the address of the one that is meant`;
};

const readMemberships = async (google: Google, userId: string, asked: readonly string[], receipt: Json | undefined): Promise<Memberships> => {
	const [held, found] = await Promise.all([groupsOf(google, userId), Promise.all([...new Set(asked)].map((one) => groupCalled(google, one)))]);
	const groups = found.filter((group) => typeof group !== 'string');
	return {
		groups: groups.map(({ id, email }) => ({ id, email, member: held.some((group) => group.id === id) })),
		unclear: found.filter((group) => typeof group === 'string'),
		refused: (receipt as { refused?: string[] } | undefined)?.refused ?? [],
	};
};

const names = (groups: readonly Group[]) => groups.map(({ email }) => email).join(', ');

const planFor = ({ groups, unclear, refused }: Memberships, todo: (group: Group) => boolean, verb: string, done: string): Plan => {
	const open = groups.filter(todo);
	const left: Left[] = open.filter(({ id }) => refused.includes(id)).map(({ email }) => ({ what: email, why: 'its members come from a query, so nobody is put there or taken out by hand. Change what the query reads' }));
	const mine = open.filter(({ id }) => !refused.includes(id));
	if (mine.length > 0) return change([`${verb} ${names(mine)}`, ...unclear].join('. Not possible: '), left);
	if (unclear.length > 0) return { ...impossible(`${unclear.join('. ')}. Then run the case again`), left };
	return satisfied(done, left);
};

const outside = ({ member }: Group) => !member;
const inside = ({ member }: Group) => member;

export const joinGroups = googleGiving<Memberships>({
	id: 'joinGroups',
	label: 'Join Groups',
	needs: ['admin.directory.group'],
	readBackFrom: 'groups of the account',
	// Members are named by address.
	after: ['rename'],

	asked: ({ join }) => join.length > 0,
	read: (google, { id }, { join }, receipt) => readMemberships(google, id, join, receipt),
	plan: (state) => planFor(state, outside, 'Join', 'In all of the groups'),
	apply: async (google, { id }, { groups, refused }): Promise<Json> => {
		const todo = groups.filter((group) => outside(group) && !refused.includes(group.id));
		const { email } = await userAddress(google, id);
		const failed = await tryAll(todo, (group) => joinGroup(google, group.id, email, 'MEMBER'));
		const dynamic = failed.filter(({ problem }) => problem.code === 'rejected' && problem.evidence['status'] === 400);
		// Somebody else put them there meanwhile.
		const real = failed.find(({ problem }) => problem.evidence['status'] !== 409 && problem.evidence['status'] !== 400);
		if (real) throw real.problem;
		return { refused: [...refused, ...dynamic.map(({ item }) => item.id)] };
	},
});

const userAddress = async ({ directory }: Google, id: string): Promise<{ email: string }> => ({ email: parse.text((await directory.get(path`/admin/directory/v1/users/${id}`))['primaryEmail'], 'user.primaryEmail') });

export const leaveGroups = googleGiving<Memberships>({
	id: 'leaveGroups',
	label: 'Leave Groups',
	needs: ['admin.directory.group'],
	readBackFrom: 'groups of the account',

	asked: ({ leave }) => leave.length > 0,
	read: (google, { id }, { leave }, receipt) => readMemberships(google, id, leave, receipt),
	plan: (state) => planFor(state, inside, 'Leave', 'In none of the groups that can be left here'),
	apply: async (google, { id }, { groups, refused }): Promise<Json> => ({ refused: [...refused, ...(await leaveAll(google, id, groups.filter((group) => inside(group) && !refused.includes(group.id))))] }),
});
