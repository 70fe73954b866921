import { change, impossible, satisfied, type Left } from '../../../lifecycle/step';
import { eachGroup, leave, whyNot } from '../groups';
import { right } from '../steps/_activeDirectory';
import { named, readMemberships, type Memberships } from './memberships';
import { adGiving } from './wish';

const inside = ({ groups }: Memberships) => groups.filter(({ member, primary }) => member && !primary);
const left = ({ groups }: Memberships): Left[] => groups.filter(({ primary }) => primary).map(({ name }) => ({ what: name, why: whyNot.primary }));

export const leaveGroups = adGiving<Memberships>({
	id: 'leaveGroups',
	label: 'Leave Groups',
	needs: [right.write('member', 'group')],
	readBackFrom: '`memberOf`',

	asked: ({ leave: wanted }) => wanted.length > 0,
	read: (ad, { id }, { leave: wanted }) => readMemberships(ad, id, wanted),
	plan: (state) => {
		const mine = inside(state);
		const wrong = state.unclear.join('. ');
		if (mine.length > 0) return change([`Leave ${named(mine)}`, wrong].filter(Boolean).join('. Not possible: '), left(state));
		return wrong === '' ? satisfied('In none of these groups', left(state)) : { ...impossible(`${wrong}. Then run the case again`), left: left(state) };
	},
	// Not a member: 16 or 53, whoever answers.
	apply: (ad, { id }, state) => eachGroup(ad, id, inside(state), leave, [16, 53]),
});
