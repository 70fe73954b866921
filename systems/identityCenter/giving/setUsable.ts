import { change, impossible, satisfied } from '../../../lifecycle/step';
import { ownerNames, takesChanges } from '../owner';
import { readSignIn, setStatus, type SignIn } from '../steps/disableUser';
import { identityCenterGivingStep } from './_identityCenter';

export const setUsable = identityCenterGivingStep<SignIn>({
	id: 'setUsable',
	label: 'Sign-In',
	needs: ['identitystore:DescribeUser', 'identitystore:UpdateUser'],
	readBackFrom: '`UserStatus`',
	// Nobody is let in before everything is as it should be.
	after: ['updateProfile', 'rename', 'joinGroups', 'allowSessions'],
	asked: ({ usable }) => usable !== null,

	read: (identityCenter, { id }, _wish, receipt) => readSignIn(identityCenter, id, receipt),
	plan: ({ status, owner, refused }, { usable }) => {
		// To give is never to take.
		if (!usable) return satisfied(status === 'DISABLED' ? 'The person may not sign in yet' : 'The user is there without a password of this pack, and is left as it is');
		if (status !== 'DISABLED') return satisfied('The user is not disabled. Whoever has no password yet sets one with the mail an administrator sends from the IAM Identity Center console, under Users, Reset password');
		if (refused === null) return change('DISABLED → ENABLED');
		return impossible(`The user is still disabled. Enable it in ${takesChanges(owner) ? 'the IAM Identity Center console, under Users, the user, Enable user access' : ownerNames[owner]}, then run the case again. ${refused}`, 'pending');
	},
	apply: (identityCenter, { id }) => setStatus(identityCenter, id, 'ENABLED'),
});
