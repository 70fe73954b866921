import { change, satisfied, type Left } from '../../../lifecycle/step';
import { each, isInert, onPaper } from '../deactivated';
import { heldGroups, membership, whyFixed, type Group } from '../groups';
import { oktaStep, ownAccountsInApps } from './_okta';

type Held = Group & { byRule: boolean };
type Groups = { groups: Held[]; inert: boolean };

const removable = ({ type, byRule }: Held) => type === 'OKTA_GROUP' && !byRule;

const whyNot = ({ type, byRule }: Held): string =>
	byRule ? 'a group rule puts the person there; removing them would only fill the exclusion list of the rule. Change the profile attribute the rule reads' : whyFixed(type, 'remove');

const left = ({ groups }: Groups): Left[] => groups.filter((group) => !removable(group)).map((group) => ({ what: group.name, why: whyNot(group) }));
const names = (groups: readonly Held[]) => groups.map(({ name }) => name).join(', ');

export const removeFromGroups = oktaStep<Groups>({
	id: 'removeFromGroups',
	label: 'Remove From Groups',
	danger: 'The person leaves every group that Okta itself holds, and loses what comes with them. Restore Access puts them back from the snapshot.',
	needs: ['okta.groups.read', 'okta.groups.manage', 'okta.users.read'],
	readBackFrom: 'groups of the account, and the active group rules',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: [ownAccountsInApps],
	stage: 'cut',

	read: async (okta, { id }, receipt) => {
		const groups = await heldGroups(okta, id);
		return { groups: groups.map(({ rules, ...group }) => ({ ...group, byRule: rules.length > 0 })), inert: isInert(receipt) };
	},
	plan: (state) => {
		const mine = state.groups.filter(removable);
		if (mine.length > 0 && state.inert) return onPaper(`Membership in ${names(mine)}`);
		return mine.length === 0 ? satisfied('In no group that can be left here', left(state)) : change(`Leave ${names(mine)}`, left(state));
	},
	apply: (okta, { id }, { groups }) => each(okta, id, groups.filter(removable), (group) => okta.send('DELETE', membership(group.id, id))),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('In the same groups as before') : change(`Join ${names(gone)}`);
		},
		apply: async (okta, { id }, now, before) => {
			for (const group of missing(now, before)) await okta.send('PUT', membership(group.id, id));
		},
	},
});

const missing = (now: Groups, before: Groups): Held[] => before.groups.filter((group) => removable(group) && !now.groups.some(({ id }) => id === group.id));
