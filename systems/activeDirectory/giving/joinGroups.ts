import { change, impossible, satisfied } from '../../../lifecycle/step';
import { eachGroup, join } from '../groups';
import { right } from '../steps/_activeDirectory';
import { named, readMemberships, type Memberships } from './memberships';
import { adGiving } from './wish';

const outside = ({ groups }: Memberships) => groups.filter(({ member }) => !member);

export const joinGroups = adGiving<Memberships>({
	id: 'joinGroups',
	label: 'Join Groups',
	needs: [right.write('member', 'group')],
	readBackFrom: '`memberOf`',

	asked: ({ join: wanted }) => wanted.length > 0,
	read: (ad, { id }, { join: wanted }) => readMemberships(ad, id, wanted),
	plan: (state) => {
		const missing = outside(state);
		const wrong = state.unclear.join('. ');
		if (missing.length > 0) return change([`Join ${named(missing)}`, wrong].filter(Boolean).join('. Not possible: '));
		return wrong === '' ? satisfied(`In ${named(state.groups)}`) : impossible(`${wrong}. Then run the case again`);
	},
	// A member already: 68, or 20.
	apply: (ad, { id }, state) => eachGroup(ad, id, outside(state), join, [20, 68]),
});
