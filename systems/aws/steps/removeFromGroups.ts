import { change, satisfied } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import { each } from '../../http/gone';
import { addToGroup, groupsOf, removeFromGroup } from '../groups';
import { awsStep } from './_aws';

type Groups = { groups: string[] };

const missing = (now: Groups, before: Groups) => before.groups.filter((group) => !now.groups.includes(group));

export const removeFromGroups = awsStep<Groups>({
	id: 'removeFromGroups',
	label: 'Remove From Groups',
	danger: 'The user leaves all groups of IAM. While everything is denied this takes nothing more away; it tidies up before the user is deleted. Restore Access puts the user back.',
	needs: ['iam:ListGroupsForUser', 'iam:RemoveUserFromGroup', 'iam:AddUserToGroup'],
	readBackFrom: 'groups of the user',
	givenBack: 'yes',
	closes: 'entitlements',
	stage: 'clean-up',
	optional: true,

	read: async (iam, { name }) => ({ groups: await groupsOf(iam, name) }),
	plan: ({ groups }) => (groups.length === 0 ? satisfied('In no group') : change(`Leave ${groups.join(', ')}`)),
	apply: (iam, { name }, { groups }) => each(groups, (group) => removeFromGroup(iam, group, name)),

	undo: {
		plan: (now, before) => (missing(now, before).length === 0 ? satisfied('In the same groups as before') : change(`Join ${missing(now, before).join(', ')}`)),
		apply: (iam, { name }, now, before) => tryEach(missing(now, before), (group) => addToGroup(iam, group, name)),
	},
});
