import { change, impossible, satisfied } from '../../../lifecycle/step';
import { getUser, usersPath } from '../user';
import { googleGiving } from './wish';

type State = { suspended: boolean; archived: boolean; reason: string | null };

export const signIn = googleGiving<State>({
	id: 'signIn',
	label: 'Allow Sign-In',
	needs: ['admin.directory.user'],
	readBackFrom: 'whether the account is suspended',
	// Somebody who comes back finds the rights of today, not those of the day they left.
	after: ['fillProfile', 'moveToOrgUnit', 'joinGroups', 'leaveGroups'],

	asked: ({ usable }) => usable !== null,
	read: async (google, { id }) => {
		const { suspended, archived, suspensionReason } = await getUser(google, id);
		return { suspended, archived, reason: suspensionReason };
	},
	plan: ({ suspended, archived, reason }, { usable }) => {
		if (!usable) return suspended || archived ? satisfied('Nobody can sign in with the account yet') : impossible('The account can be signed in with already. Nothing is taken away here; Cut Access does that', 'not_removable_here');
		if (archived) return impossible('The account is archived, which only an admin can end, and for which Google wants a licence. Un-archive it in the Admin console, then run the case again', 'pending');
		if (!suspended) return satisfied('The account is active');
		if (reason !== null && reason !== 'ADMIN') return impossible(`Google itself suspended the account (${reason}), and only Google can lift that. Look at the account in the Admin console`, 'pending');
		return change('suspended → active');
	},
	apply: async ({ directory }, { id }) => {
		await directory.send('PUT', usersPath(id), { suspended: false });
	},
});
