import type { Json } from '../../../ledger/types';
import { change, impossible, satisfied } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import type { Scim } from '../client';
import { groupCalled, isMember, named, type Group } from '../groups';
import { harmIn, join, leaveAll, type Left } from '../membership';
import { readUser, type ScimAccount } from '../user';
import { scimGiving, type ScimWish } from './_scim';

type Groups = {
	gone: boolean;
	/** Those that were named. */
	groups: (Group & { member: boolean })[];
	/** What was named and is not exactly one group, as a sentence each. */
	unclear: string[];
	/** What happened to others when this person was taken out. */
	harm: string | null;
};
type Receipt = { left: Left[] };

const read = async (scim: Scim, account: ScimAccount, names: readonly string[], left: readonly Left[]): Promise<Groups> => {
	const [user, found] = await Promise.all([readUser(scim, account), Promise.all([...new Set(names)].map((name) => groupCalled(scim, name)))]);
	if (user === null) return { gone: true, groups: [], unclear: [], harm: null };
	const groups = [...new Map(found.flatMap((group) => (typeof group === 'string' ? [] : [[group.id, group] as const]))).values()];
	const members = await Promise.all(groups.map(({ id }) => isMember(scim, id, user)));
	return { gone: false, groups: groups.map((group, index) => ({ ...group, member: members[index]! })), unclear: found.filter((group) => typeof group === 'string'), harm: await harmIn(scim, left, account.id) };
};

const changing = (toBeIn: boolean, asked: (wish: ScimWish) => readonly string[]) => {
	const open = ({ groups }: Groups) => groups.filter(({ member }) => member !== toBeIn);
	return {
		needs: ['Groups: read and write'],
		readBackFrom: 'members of each group that was named',
		after: ['signIn'],
		asked: (wish: ScimWish) => asked(wish).length > 0,
		read: (scim: Scim, account: ScimAccount, wish: ScimWish, receipt?: Json) => read(scim, account, asked(wish), (receipt as Receipt | undefined)?.left ?? []),
		plan: (state: Groups) => {
			if (state.gone) return impossible('The account is gone. Grant Access makes a new one');
			if (state.harm !== null) return impossible(state.harm);
			const mine = open(state);
			const unclear = state.unclear.join('. ');
			if (mine.length > 0) return change([`${toBeIn ? 'Join' : 'Leave'} ${named(mine)}`, unclear].filter(Boolean).join('. Not possible: '));
			if (unclear !== '') return impossible(`${unclear}. Then run the case again`);
			return satisfied(toBeIn ? `In ${named(state.groups)}` : `Not in ${named(state.groups)}`);
		},
		apply: async (scim: Scim, { id }: ScimAccount, state: Groups): Promise<Json | void> => {
			if (!toBeIn) return { left: await leaveAll(scim, open(state), id) } satisfies Receipt;
			await tryEach(open(state), (group) => join(scim, group.id, [id]));
		},
	};
};

export const joinGroups = scimGiving<Groups>({ id: 'joinGroups', label: 'Join Groups', ...changing(true, ({ join: names }) => names) });
export const leaveGroups = scimGiving<Groups>({ id: 'leaveGroups', label: 'Leave Groups', ...changing(false, ({ leave: names }) => names) });
