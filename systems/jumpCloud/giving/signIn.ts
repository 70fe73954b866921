import { change, impossible, satisfied, type Plan } from '../../../lifecycle/step';
import { activate, enableThere, signInStateOf, type SignInState } from '../state';
import { getUser, userPath } from '../user';
import { jumpCloudGiving } from './wish';

type State = SignInState & { locked: boolean };

const isClosed = ({ state, suspended }: State): boolean => state === 'STAGED' || state === 'SUSPENDED' || suspended;
const shown = ({ state, suspended }: State): string => (suspended ? 'SUSPENDED' : state);

export const signIn = jumpCloudGiving<State>({
	id: 'signIn',
	label: 'Allow Sign-In',
	needs: ['users (read)', 'users (write)'],
	readBackFrom: '`state`, `suspended` and `account_locked` of the user',
	// The mail that lets them set a password goes to the address as it is then.
	after: ['fillFields', 'joinGroups', 'leaveGroups'],

	asked: ({ usable }) => usable !== null,
	read: async (jumpCloud, { id }) => {
		const user = await getUser(jumpCloud, id);
		return { ...signInStateOf(user), locked: user.fields['account_locked'] === true };
	},
	plan: (state, { usable }) => (usable ? letIn(state) : notYet(state)),
	apply: async (jumpCloud, { id }, now, { activationMail }) => {
		if (isClosed(now)) await activate(jumpCloud, id, now, activationMail);
		if (now.locked) await jumpCloud.send('POST', `${userPath(id)}/unlock`);
	},
});

const letIn = (now: State): Plan => {
	const missing = [...(isClosed(now) ? [`${shown(now)} → ACTIVATED`] : []), ...(now.locked ? ['unlock the user, who is locked out'] : [])];
	return missing.length === 0 ? satisfied(`The user is ${now.state}: the person can sign in`, enableThere(now)) : change(missing.join('; '), enableThere(now));
};

/** Giving takes nothing away, so whoever can sign in already is only told of. */
const notYet = (now: State): Plan =>
	isClosed(now) ? satisfied(`The user is ${shown(now)}: nobody can sign in with it yet`) : impossible(`The user is ${now.state} and can be signed in with already. Nothing is taken away here; Cut Access does that`, 'not_removable_here');
