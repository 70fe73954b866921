import { change, impossible, satisfied, unknown } from '../../../lifecycle/step';
import { setActive } from '../update';
import { readStanding, userPath, type Standing } from '../user';
import { scimGiving } from './_scim';

export const signIn = scimGiving<Standing>({
	id: 'signIn',
	label: 'Activate Account',
	needs: ['Users: read and write'],
	readBackFrom: '`active` of the account',
	// Nobody is let in before everything about them is right; groups take only those who are.
	after: ['fillProfile'],

	asked: ({ usable }) => usable !== null,
	read: readStanding,
	plan: ({ gone, active }, { usable }) => {
		if (gone) return impossible('The account is gone. Grant Access makes a new one');
		if (usable) return active === null ? unknown('active is not shown → true. The application does not show whether an account is active') : active ? satisfied('The account is active') : change('active false → true');
		if (active === false) return satisfied('The account is inactive: nobody can sign in with it yet');
		return impossible('The account is active already. Nothing is taken away here; Cut Access does that', 'not_removable_here');
	},
	apply: (scim, { id }) => setActive(scim, userPath(id), true),
});
