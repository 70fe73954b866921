import { change, satisfied, type Left, type Step } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import type { Entra } from '../client';
import type { EntraAccount } from '../find';
import { each } from '../../http/gone';
import { joinGroup, leaveGroup, namesOf, readGroups, type Group } from '../groups';

export type Groups = { groups: Group[] };

/** How groups are left and joined again. `mine` are those a step leaves; why others stay is said where it is known. */
export const leaving = (mine: (group: Group) => boolean, whyNot: (group: Group) => string | undefined): Pick<Step<Entra, EntraAccount, Groups>, 'read' | 'plan' | 'apply' | 'undo'> => {
	const left = ({ groups }: Groups): Left[] =>
		groups.flatMap((group) => {
			const why = mine(group) ? undefined : whyNot(group);
			return why === undefined ? [] : [{ what: group.name, why }];
		});
	const missing = (now: Groups, before: Groups) => before.groups.filter((group) => mine(group) && !now.groups.some(({ id }) => id === group.id));
	return {
		read: async (entra, { id }) => ({ groups: await readGroups(entra, id) }),
		plan: (state) => {
			const groups = state.groups.filter(mine);
			return groups.length === 0 ? satisfied('In no group that can be left here', left(state)) : change(`Leave ${namesOf(groups)}`, left(state));
		},
		apply: (entra, { id }, { groups }) => each(groups.filter(mine), (group) => leaveGroup(entra, group, id)),
		undo: {
			plan: (now, before) => {
				const gone = missing(now, before);
				return gone.length === 0 ? satisfied('In the same groups as before') : change(`Join ${namesOf(gone)}`);
			},
			apply: (entra, { id }, now, before) => tryEach(missing(now, before), (group) => joinGroup(entra, group, id)),
		},
	};
};
