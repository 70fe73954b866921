import { change, impossible, satisfied, type Left } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { path } from '../../http/path';
import type { Entra } from '../client';
import { quoted } from '../../http/microsoft/find';
import { each, unlessGone } from '../../http/gone';
import { decidedElsewhere, groupFields, joinGroup, leaveGroup, namesOf, parseGroup, readGroups, type Group } from '../groups';
import { entraGivingStep, type EntraWish } from './_entra';

type Groups = {
	/** Those that were named. */
	groups: (Group & { member: boolean })[];
	/** Named, but not to be found, or not one alone. */
	unclear: string[];
};

const looksLikeId = (name: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);

const groupsNamed = async (entra: Entra, name: string): Promise<Group[]> => {
	if (looksLikeId(name)) {
		const row = await unlessGone(() => entra.get(path`/v1.0/groups/${name}`, { $select: groupFields }));
		return row === null ? [] : [parseGroup(row)];
	}
	return (await entra.list('/v1.0/groups', { $filter: `displayName eq ${quoted(name)}`, $select: groupFields })).map(parseGroup).filter((group) => group.name === name);
};

const read = async (entra: Entra, userId: string, names: readonly string[]): Promise<Groups> => {
	const [held, found] = await Promise.all([readGroups(entra, userId), Promise.all(names.map((name) => groupsNamed(entra, name)))]);
	const unclear = names.flatMap((name, index) => (found[index]!.length === 1 ? [] : [`${name} (${found[index]!.length === 0 ? 'no such group' : 'several groups of that name; give the ID'})`]));
	const groups = found.filter(({ length }) => length === 1).map(([group]) => ({ ...group!, member: held.some(({ id }) => id === group!.id) }));
	return { groups, unclear };
};

const left = (groups: Groups['groups']): Left[] => groups.flatMap(({ name, kind }) => (decidedElsewhere[kind] === undefined ? [] : [{ what: name, why: decidedElsewhere[kind] }]));

/** What is still to be done of what was named, and can be done here. */
const open = ({ groups }: Groups, member: boolean) => groups.filter((group) => group.member !== member && decidedElsewhere[group.kind] === undefined);
const elsewhere = ({ groups }: Groups, member: boolean) => left(groups.filter((group) => group.member !== member));

const changing = (member: boolean, named: (wish: EntraWish) => readonly string[]) => ({
	needs: ['GroupMember.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'],
	readBackFrom: 'groups of the account',
	asked: (wish: EntraWish) => named(wish).length > 0,
	read: (entra: Entra, { id }: { id: string }, wish: EntraWish) => read(entra, id, named(wish)),
	plan: (state: Groups) => {
		const mine = open(state, member);
		if (mine.length > 0) return change(`${member ? 'Join' : 'Leave'} ${namesOf(mine)}`, elsewhere(state, member));
		if (state.unclear.length > 0) return impossible(`Not to be told which group is meant: ${state.unclear.join(', ')}. Correct the groups in the node, then run the case again`);
		return satisfied(member ? 'In all groups that were asked for' : 'In no group that was to be left', elsewhere(state, member));
	},
	apply: (entra: Entra, { id }: { id: string }, state: Groups) => (member ? tryEach(open(state, true), (group) => joinGroup(entra, group, id)) : each(open(state, false), (group) => leaveGroup(entra, group, id))),
});

export const joinGroups = entraGivingStep<Groups>({ id: 'joinGroups', label: 'Groups to Join', ...changing(true, ({ join }) => join) });
export const leaveGroups = entraGivingStep<Groups>({ id: 'leaveGroups', label: 'Groups to Leave', ...changing(false, ({ leave }) => leave) });
