import { impossible, satisfied, unknown, type Plan } from '../../../lifecycle/step';
import type { Sent } from '../client';
import { usersPath } from '../find';
import { logged, type Logged } from '../systemLog';
import { getUser, textOf } from '../user';
import { oktaGiving } from './wish';

type State = { status: string; transitioningTo: string | null; email: string | null; seen: Logged | 'not asked' };

export const activationMail = oktaGiving<State>({
	id: 'activationMail',
	label: 'Send Activation Mail',
	needs: ['okta.users.read', 'okta.users.manage', 'okta.logs.read'],
	readBackFrom: 'System Log: `user.lifecycle.reactivate` of this very call; otherwise *unverifiable*',
	// Whoever gets the link gets the account: not before the address is right, and not before there is something behind it.
	after: ['signIn', 'fillProfile', 'joinGroups', 'leaveGroups'],

	asked: ({ usable, activationMail: wanted }) => usable === true && wanted,

	read: async (okta, { id }, _wish, receipt) => {
		const { status, transitioningTo, profile } = await getUser(okta, id);
		return { status, transitioningTo, email: textOf(profile['email']), seen: receipt === undefined ? 'not asked' : await logged(okta, id, 'user.lifecycle.reactivate', receipt as Sent) };
	},

	plan: ({ status, transitioningTo, email, seen }): Plan => {
		if (transitioningTo !== null || status === 'STAGED' || status === 'DEPROVISIONED' || status === 'SUSPENDED') return impossible('No mail was sent, because the person is not let in yet. Run the case again', 'pending');
		if (status !== 'PROVISIONED') return satisfied(`The account is ${status}: the person has a password already, or signs in elsewhere`);
		switch (seen) {
			case 'logged':
				return satisfied(`Okta's System Log shows the activation link sent to ${email}`);
			case 'log not readable':
				return unknown('Okta took the order, and its System Log could not be read: grant okta.logs.read to have this proven');
			case 'not yet':
				return unknown('Okta took the order, and its System Log did not show this call in time; look there for user.lifecycle.reactivate');
			case 'not asked':
				return unknown(`Have Okta mail ${email} a link to set a password`);
		}
	},

	apply: (okta, { id }) => okta.send('POST', `${usersPath(id)}/lifecycle/reactivate`, { query: { sendEmail: true } }),
});
