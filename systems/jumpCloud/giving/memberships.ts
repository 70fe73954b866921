import { change, impossible, satisfied, type Left, type Plan } from '../../../lifecycle/step';
import { each } from '../../http/gone';
import { addEach } from '../addEach';
import type { JumpCloud } from '../client';
import { changeMember, groupsOf, namesOf, parseGroup, whatDecides, type Group } from '../groups';
import { jumpCloudGiving } from './wish';

type Memberships = {
	groups: (Group & { member: boolean })[];
	/** What was asked for and is not exactly one group, as a sentence each. */
	unclear: string[];
};

const groupCalled = (all: readonly Group[], asked: string): Group | string => {
	const byId = all.find(({ id }) => id === asked);
	if (byId) return byId;
	const named = all.filter(({ name }) => name === asked);
	if (named.length === 1) return named[0]!;
	if (named.length === 0) return `JumpCloud has no user group called exactly "${asked}", and none with that id; correct it`;
	return `JumpCloud has ${named.length} user groups called "${asked}" (${named.map(({ id }) => id).join(', ')}); name the one that is meant by its id`;
};

const readMemberships = async (jumpCloud: JumpCloud, userId: string, asked: readonly string[]): Promise<Memberships> => {
	const [all, held] = await Promise.all([jumpCloud.list('/api/v2/usergroups'), groupsOf(jumpCloud, userId)]);
	const groups = all.map(parseGroup);
	const found = [...new Set(asked)].map((one) => groupCalled(groups, one));
	const meant = new Map(found.flatMap((group) => (typeof group === 'string' ? [] : [[group.id, group]])));
	return {
		groups: [...meant.values()].map((group) => ({ ...group, member: held.some(({ id }) => id === group.id) })),
		unclear: found.filter((group) => typeof group === 'string'),
	};
};

const planned = ({ unclear }: Memberships, verb: 'Join' | 'Leave', open: readonly Group[], done: string, left: Left[]): Plan => {
	const wrong = unclear.join('. ');
	if (open.length > 0) return change([`${verb} ${namesOf(open)}`, wrong].filter(Boolean).join('. Not possible: '), left);
	return wrong === '' ? satisfied(done, left) : { ...impossible(`${wrong}. Then run the case again`), left };
};

const toJoin = ({ groups }: Memberships) => groups.filter(({ member, dynamic }) => !member && !dynamic);
const toLeave = ({ groups }: Memberships) => groups.filter(({ member, dynamic }) => member && !dynamic);

const common = { needs: ['user groups (read)', 'user groups (write)'], readBackFrom: 'groups of the user', after: ['fillFields'] };

export const joinGroups = jumpCloudGiving<Memberships>({
	...common,
	id: 'joinGroups',
	label: 'Join Groups',
	asked: ({ join }) => join.length > 0,
	read: (jumpCloud, { id }, { join }) => readMemberships(jumpCloud, id, join),
	plan: (state) => {
		const decided = state.groups.filter(({ member, dynamic }) => !member && dynamic).map((group) => ({ what: group.name, why: `${whatDecides(group)}; nobody is put there by hand` }));
		return planned(state, 'Join', toJoin(state), 'In every group that is given by hand', decided);
	},
	apply: (jumpCloud, { id }, state) => addEach(toJoin(state), (group) => changeMember(jumpCloud, 'add', group, id)),
});

export const leaveGroups = jumpCloudGiving<Memberships>({
	...common,
	id: 'leaveGroups',
	label: 'Leave Groups',
	asked: ({ leave }) => leave.length > 0,
	read: (jumpCloud, { id }, { leave }) => readMemberships(jumpCloud, id, leave),
	plan: (state) => {
		const decided = state.groups.filter(({ member, dynamic }) => member && dynamic).map((group) => ({ what: group.name, why: `${whatDecides(group)}, and would put the person back. Change what it reads` }));
		return planned(state, 'Leave', toLeave(state), 'In none of the groups that can be left here', decided);
	},
	apply: (jumpCloud, { id }, state) => each(toLeave(state), (group) => changeMember(jumpCloud, 'remove', group, id)),
});
