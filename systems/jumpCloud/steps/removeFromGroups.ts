import { change, satisfied, type Left } from '../../../lifecycle/step';
import { each } from '../../http/gone';
import { addEach } from '../addEach';
import { changeMember, groupsOf, namesOf, whatDecides, type Group } from '../groups';
import { jumpCloudStep } from './_jumpCloud';

type Groups = { groups: Group[] };

const byHand = ({ groups }: Groups): Group[] => groups.filter(({ dynamic }) => !dynamic);

const left = ({ groups }: Groups): Left[] =>
	groups
		.filter(({ dynamic }) => dynamic)
		.map((group) => ({ what: group.name, why: `${whatDecides(group)}, and would put a person who was taken out back. Change what it reads; what the group gives is closed by the suspension as long as that lasts` }));

const missing = (now: Groups, before: Groups): Group[] => byHand(before).filter(({ id }) => !now.groups.some((group) => group.id === id));

export const removeFromGroups = jumpCloudStep<Groups>({
	id: 'removeFromGroups',
	label: 'Remove From Groups',
	danger: 'The person leaves every user group whose members are set by hand, and loses the applications, servers and devices that come with them. Restore Access puts them back from the snapshot.',
	needs: ['user groups (read)', 'user groups (write)'],
	readBackFrom: 'groups of the user, and whether a query decides who is in them',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: ['Local accounts on devices that come with a group: an agent that has not heard of the suspension before the group is left might never close them, which is not documented. Look at those devices, or lock them'],
	stage: 'cut',

	read: async (jumpCloud, { id }) => ({ groups: await groupsOf(jumpCloud, id) }),
	plan: (state) => {
		const groups = byHand(state);
		return groups.length === 0 ? satisfied('In no group that can be left here', left(state)) : change(`Leave ${namesOf(groups)}`, left(state));
	},
	apply: (jumpCloud, { id }, state) => each(byHand(state), (group) => changeMember(jumpCloud, 'remove', group, id)),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('In the same groups as before') : change(`Join ${namesOf(gone)}`);
		},
		apply: (jumpCloud, { id }, now, before) => addEach(missing(now, before), (group) => changeMember(jumpCloud, 'add', group, id)),
	},
});
