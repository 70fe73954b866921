import { change, impossible, satisfied } from '../../../lifecycle/step';
import { unknownPassword } from '../password';
import { getUser, usersPath } from '../user';
import { accessTokens, googleStep, ownAccountsInApps, runningMeetings } from './_google';

type Suspension = { suspended: boolean; reason: string | null; since: string | null };

export const suspend = googleStep<Suspension>({
	id: 'suspend',
	label: 'Suspend Account',
	danger: 'The person can no longer sign in to Google or anything behind it, mail to them bounces, and their password is replaced by one nobody knows. Restore Access lets them in again; then they need a new password from you, unless they sign in through another system.',
	needs: ['admin.directory.user'],
	readBackFrom: 'whether the account is suspended',
	givenBack: 'yes; the password is set anew',
	closes: 'sign-in',
	remains: [accessTokens, runningMeetings, ownAccountsInApps],
	stage: 'cut',

	read: async (google, { id }) => {
		const { suspended, suspensionReason, suspendedAt } = await getUser(google, id);
		return { suspended, reason: suspensionReason, since: suspendedAt };
	},
	since: ({ since }) => since,
	plan: ({ suspended, reason }) => (suspended ? satisfied(`The account is suspended${by(reason)}`) : change('active → suspended, with a password nobody knows')),
	apply: async ({ directory }, { id }) => {
		await directory.send('PUT', usersPath(id), { suspended: true, password: unknownPassword() });
	},

	undo: {
		plan: (now, before) => {
			if (before.suspended) return satisfied(`The account was suspended before the case${by(before.reason)}, and is ${now.suspended ? 'suspended' : 'active'}`);
			if (!now.suspended) return satisfied('The account is active');
			if (now.reason !== null && now.reason !== 'ADMIN') return impossible(`Google itself suspended the account meanwhile (${now.reason}); only Google can lift that. Look at the account in the Admin console`, 'pending');
			return change('suspended → active. The password from before is gone: reset it in the Admin console and hand it over, unless they sign in through another system');
		},
		apply: async ({ directory }, { id }) => {
			await directory.send('PUT', usersPath(id), { suspended: false });
		},
	},
});

const by = (reason: string | null): string => (reason === null || reason === 'ADMIN' ? '' : `, by Google (${reason})`);
