import { change, satisfied, underway, impossible, type Plan } from '../../../lifecycle/step';
import { usersPath } from '../find';
import { isBlocked, readStatus, type UserStatus } from '../user';
import type { Okta } from '../client';
import { oktaStep, ownAccountsInApps } from './_okta';

export const blockSignIn = oktaStep<UserStatus>({
	id: 'blockSignIn',
	label: 'Block Sign-In',
	danger:
		'The person can no longer sign in to Okta or anything behind it. An active account is suspended, which Restore Access undoes in full; Okta can suspend no other state, so those accounts are deactivated, which takes their app assignments and factors.',
	needs: ['okta.users.read', 'okta.users.manage'],
	readBackFrom: 'status of the account',
	givenBack: 'yes; after a deactivation the person sets a new password',
	closes: 'sign-in',
	remains: [ownAccountsInApps, 'An account mastered by Active Directory or an HR app: its next import may unsuspend it, where Okta is set to do so'],
	stage: 'cut',

	read: (okta, { id }) => readStatus(okta, id),
	since: ({ statusChanged }) => statusChanged,

	plan: ({ status, transitioningTo }) => {
		if (transitioningTo === 'DEPROVISIONED') return underway(`${status} → DEPROVISIONED`);
		if (isBlocked(status) && transitioningTo === null) return satisfied(`The account is ${status}`);
		return change(status === 'ACTIVE' && transitioningTo === null ? 'ACTIVE → SUSPENDED' : `${status} → DEPROVISIONED`);
	},

	apply: (okta, { id }, { status, transitioningTo }) =>
		status === 'ACTIVE' && transitioningTo === null
			? okta.send('POST', `${usersPath(id)}/lifecycle/suspend`).then(() => {})
			: deactivateUser(okta, id),

	undo: {
		plan: planReturn,
		apply: (okta, { id }, { status }) =>
			okta
				.send('POST', `${usersPath(id)}/lifecycle/${status === 'SUSPENDED' ? 'unsuspend' : 'activate'}`, status === 'SUSPENDED' ? {} : { query: { sendEmail: false } })
				.then(() => {}),
	},
});

export const deactivateUser = async (okta: Okta, id: string): Promise<void> => {
	await okta.send('POST', `${usersPath(id)}/lifecycle/deactivate`, { query: { sendEmail: false } });
};

/** Back to a state in which the person can sign in, if they could before. */
export function planReturn(now: UserStatus, before: UserStatus): Plan {
	if (now.transitioningTo !== null) return underway(`${now.status} → ${now.transitioningTo}`);
	if (isBlocked(before.status)) return satisfied(`The account was ${before.status} before the case and is ${now.status}`);
	if (now.status === 'SUSPENDED') return change(`SUSPENDED → ${before.status === 'ACTIVE' ? 'ACTIVE' : `able to sign in (was ${before.status})`}`);
	if (now.status === 'DEPROVISIONED') return change(`DEPROVISIONED → activated (was ${before.status})`);
	if (now.status === before.status) return satisfied(`The account is ${now.status}, as before`);
	if (now.status === 'PROVISIONED') return impossible(`Activated, but the person must set a new password before they can sign in (was ${before.status}, is PROVISIONED). Send them the activation mail from Okta`, 'pending');
	return satisfied(`The account is ${now.status} (was ${before.status})`);
}
