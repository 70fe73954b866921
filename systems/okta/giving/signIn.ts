import { change, impossible, satisfied, underway, type Plan } from '../../../lifecycle/step';
import { usersPath } from '../find';
import { readStatus, type UserStatus } from '../user';
import { oktaGiving } from './wish';

/** The one call that leads from each status to one in which the person can sign in. */
const wayIn: Readonly<Record<string, 'activate' | 'unsuspend' | 'unlock'>> = { STAGED: 'activate', DEPROVISIONED: 'activate', SUSPENDED: 'unsuspend', LOCKED_OUT: 'unlock' };

const alreadyIn: Readonly<Record<string, string>> = {
	ACTIVE: 'the person can sign in',
	PROVISIONED: 'it is activated, and the person sets a password to sign in',
	RECOVERY: 'a password reset has begun, and the person finishes it to sign in',
	PASSWORD_EXPIRED: 'the person sets a new password at the next sign-in',
};

export const signIn = oktaGiving<UserStatus>({
	id: 'signIn',
	label: 'Allow Sign-In',
	needs: ['okta.users.read', 'okta.users.manage'],
	readBackFrom: 'status of the account',

	asked: ({ usable }) => usable !== null,
	read: (okta, { id }) => readStatus(okta, id),
	since: ({ statusChanged }) => statusChanged,
	plan: (state, { usable }) => (usable ? letIn(state) : notYet(state)),
	apply: async (okta, { id }, { status }) => {
		const call = wayIn[status]!;
		// The mail is a step of its own: it goes out when the address in the profile is right.
		await okta.send('POST', `${usersPath(id)}/lifecycle/${call}`, call === 'activate' ? { query: { sendEmail: false } } : {});
	},
});

const letIn = ({ status, transitioningTo }: UserStatus): Plan => {
	if (transitioningTo === 'DEPROVISIONED') return impossible('Okta is still deactivating the account. Run the case again when that has ended', 'pending');
	if (transitioningTo !== null) return underway(`${status} → ${transitioningTo}`);
	if (alreadyIn[status] !== undefined) return satisfied(`The account is ${status}: ${alreadyIn[status]}`);
	const call = wayIn[status];
	return call === undefined ? impossible(`The account is ${status}, and nothing is known of how to get somebody in from there. Look at it in Okta`) : change(`${status} → ${call === 'activate' ? 'activated' : 'ACTIVE'}`);
};

/** Giving takes nothing away, so whoever can sign in already is only told of. */
const notYet = ({ status, transitioningTo }: UserStatus): Plan => {
	if (wayIn[status] !== undefined && status !== 'LOCKED_OUT' && (transitioningTo === null || transitioningTo === 'DEPROVISIONED')) return satisfied(`The account is ${status}: nobody can sign in with it yet`);
	return impossible(`The account is ${status}${transitioningTo === null ? '' : ` → ${transitioningTo}`} and can be signed in with already. Nothing is taken away here; Cut Access does that`, 'not_removable_here');
};
