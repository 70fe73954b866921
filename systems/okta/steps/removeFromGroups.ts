import { change, satisfied, type Left } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse, type Okta } from '../client';
import { each, isInert, onPaper } from '../deactivated';
import { usersPath } from '../find';
import { oktaStep, ownAccountsInApps } from './_okta';

type Group = { id: string; name: string; type: string; byRule: boolean };
type Groups = { groups: Group[]; inert: boolean };

const removable = ({ type, byRule }: Group) => type === 'OKTA_GROUP' && !byRule;

const whyNot = ({ type, byRule }: Group): string => {
	if (byRule) return 'a group rule puts the person there; removing them would only fill the exclusion list of the rule. Change the profile attribute the rule reads';
	if (type === 'BUILT_IN') return 'built into Okta; everybody is in it';
	if (type === 'APP_GROUP') return 'mastered outside Okta, usually in Active Directory; remove the person there';
	return `Okta does not let groups of type ${type} be changed here`;
};

const left = ({ groups }: Groups): Left[] => groups.filter((group) => !removable(group)).map((group) => ({ what: group.name, why: whyNot(group) }));
const names = (groups: readonly Group[]) => groups.map(({ name }) => name).join(', ');
const membership = (groupId: string, userId: string) => path`/api/v1/groups/${groupId}/users/${userId}`;

/** Groups that an active rule fills. */
const groupsFilledByRules = async (okta: Okta): Promise<Set<string>> => {
	const rules = await okta.list('/api/v1/groups/rules', { limit: 50 });
	return new Set(
		rules
			.filter((rule) => rule['status'] === 'ACTIVE')
			.flatMap((rule) => {
				const actions = rule['actions'] as { assignUserToGroups?: { groupIds?: unknown } } | undefined;
				const ids = actions?.assignUserToGroups?.groupIds;
				return Array.isArray(ids) ? ids.map(String) : [];
			}),
	);
};

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
		const [groups, filled] = await Promise.all([okta.list(`${usersPath(id)}/groups`), groupsFilledByRules(okta)]);
		return {
			groups: groups.map((group) => {
				const groupId = parse.text(group['id'], 'group.id');
				return {
					id: groupId,
					name: parse.optionalText(parse.object(group['profile'], 'group.profile')['name'], 'group.profile.name') ?? groupId,
					type: parse.text(group['type'], 'group.type'),
					byRule: filled.has(groupId),
				};
			}),
			inert: isInert(receipt),
		};
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

const missing = (now: Groups, before: Groups): Group[] => before.groups.filter((group) => removable(group) && !now.groups.some(({ id }) => id === group.id));
