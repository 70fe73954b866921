import type { Json } from '../../../ledger/types';
import { Problem } from '../../../lifecycle/problem';
import { change, impossible, satisfied, type Left as Remainder } from '../../../lifecycle/step';
import { tryAll } from '../../../lifecycle/tryAll';
import type { Application } from '../application';
import { groupsOf, named, type Held } from '../groups';
import { harmIn, join, leaveAll, type Left } from '../membership';
import { readUser } from '../user';
import { groupsRight, isGone, scimStep } from './_scim';

type Groups = {
	gone: boolean;
	/** null: the application has no groups in SCIM. */
	groups: Held[] | null;
	/** What happened to others when this person was taken out. */
	harm: string | null;
};
type Receipt = { left: Left[] };

const byHand = ({ groups }: Groups): Held[] => (groups ?? []).filter(({ indirect }) => !indirect);

const remainders = ({ groups }: Groups): Remainder[] =>
	(groups ?? []).filter(({ indirect }) => indirect).map(({ name }) => ({ what: name, why: 'the person is in it through another group, and leaves it with that one' }));

const missing = (now: Groups, before: Groups): Held[] => byHand(before).filter((group) => !(now.groups ?? []).some(({ id }) => id === group.id));

export const removeFromGroups = ({ label }: Application) =>
	scimStep<Groups>({
		id: 'removeFromGroups',
		label: 'Remove From Groups',
		danger: 'The person leaves every group that the application shows in SCIM, and loses what comes with them. Restore Access puts them back from the snapshot.',
		needs: [groupsRight],
		readBackFrom: 'members of the groups, the number of the others included',
		givenBack: 'yes',
		closes: 'entitlements',
		stage: 'cut',
		after: ['disable'],

		read: async (scim, account, receipt) => {
			const user = await readUser(scim, account);
			const [groups, harm] = await Promise.all([user === null ? [] : groupsOf(scim, user), harmIn(scim, (receipt as Receipt | undefined)?.left ?? [], account.id)]);
			return { gone: user === null, groups, harm };
		},
		plan: (state) => {
			const mine = byHand(state);
			if (state.harm !== null) return impossible(state.harm);
			if (state.gone) return satisfied(isGone);
			if (state.groups === null) return satisfied(`${label} has no groups in SCIM`);
			return mine.length === 0 ? satisfied('In no group that can be left here', remainders(state)) : change(`Leave ${named(mine)}`, remainders(state));
		},
		apply: async (scim, { id }, state): Promise<Json> => ({ left: await leaveAll(scim, byHand(state), id) }) satisfies Receipt,

		undo: {
			plan: (now, before) => {
				const lost = missing(now, before);
				if (lost.length === 0) return satisfied('In the same groups as before');
				return now.gone ? impossible(`The account was deleted, so the new one is to join: ${named(lost)}`, 'pending') : change(`Join ${named(lost)}`);
			},
			apply: async (scim, { id }, now, before) => {
				const failed = await tryAll(missing(now, before), (group) => join(scim, group.id, [id]));
				if (failed.length > 0) throw new Problem(failed[0]!.problem.code, `The person is not back in ${failed.map(({ item, problem }) => `${item.name} (${problem.message})`).join('; ')}`, failed[0]!.problem.evidence);
			},
		},
	});
