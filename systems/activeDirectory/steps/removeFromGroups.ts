import { change, satisfied, type Left } from '../../../lifecycle/step';
import { eachGroup, groupsOf, join, leave, whyNot, type Group } from '../groups';
import { adStep, issuedTickets, openConnections, right } from './_activeDirectory';

type Groups = { groups: Group[] };

const removable = ({ kind }: Group) => kind === 'ordinary';

const names = (groups: readonly Group[]) => groups.map(({ name }) => name).join(', ');

/** What comes through other groups is a remainder only once there are no others to leave. */
const left = ({ groups }: Groups): Left[] => {
	const leaving = groups.some(removable);
	return groups.flatMap(({ name, kind }) => (kind === 'ordinary' || (kind === 'nested' && leaving) ? [] : [{ what: name, why: whyNot[kind] }]));
};

export const removeFromGroups = adStep<Groups>({
	id: 'removeFromGroups',
	label: 'Remove From Groups',
	danger: 'The person leaves every group of this domain that they are a member of, and loses what comes with them. The primary group stays. Restore Access puts them back from the snapshot.',
	needs: [right.write('member', 'group')],
	readBackFrom: '`memberOf`, `primaryGroupID` and `tokenGroups`',
	givenBack: 'yes',
	closes: 'entitlements',
	remains: [issuedTickets, openConnections],
	stage: 'cut',

	read: async (ad, { id }) => ({ groups: await groupsOf(ad, id) }),
	plan: (state) => {
		const mine = state.groups.filter(removable);
		return mine.length === 0 ? satisfied('In no group that can be left here', left(state)) : change(`Leave ${names(mine)}`, left(state));
	},
	// Not a member: 16 or 53, whoever answers.
	apply: (ad, { id }, { groups }) => eachGroup(ad, id, groups.filter(removable), leave, [16, 53]),

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('In the same groups as before') : change(`Join ${names(gone)}`);
		},
		// A member already: 68, or 20.
		apply: (ad, { id }, now, before) => eachGroup(ad, id, missing(now, before), join, [20, 68]),
	},
});

const missing = (now: Groups, before: Groups): Group[] => before.groups.filter((group) => removable(group) && !now.groups.some(({ id, kind }) => id === group.id && kind !== 'nested'));
