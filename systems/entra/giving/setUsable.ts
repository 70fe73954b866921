import { change, impossible, satisfied } from '../../../lifecycle/step';
import { sensitive } from '../roles';
import { getUser, usersPath } from '../../http/microsoft/user';
import { entraGivingStep } from './_entra';

type SignIn = { enabled: boolean; synced: boolean };

export const setUsable = entraGivingStep<SignIn>({
	id: 'setUsable',
	label: 'Sign-In',
	needs: ['User.Read.All', 'User.EnableDisableAccount.All'],
	readBackFrom: '`accountEnabled`',
	// Nobody is let in before everything is as it should be.
	after: ['updateProfile', 'rename', 'setManager', 'joinGroups'],
	asked: ({ usable }) => usable !== null,

	read: async (entra, { id }) => {
		const { enabled, synced } = await getUser(entra, id);
		return { enabled, synced };
	},
	plan: ({ enabled, synced }, { usable }) => {
		// To give is never to take: somebody who works here already is announced once more when they change contracts.
		if (!usable) return satisfied(enabled ? 'The account was there already, and the person may sign in; that is left as it is' : 'The person may not sign in yet');
		if (enabled) return satisfied('The person may sign in');
		// What the cloud says of a synced account lasts until the next synchronisation.
		if (synced) return impossible(`Sign-in must be allowed in Active Directory, which owns the account: put an Active Directory Access node before this one, and run the case again after the next synchronisation`, 'pending');
		return change('Allow sign-in');
	},
	apply: async (entra, account) => {
		await sensitive(entra, account, () => entra.send('PATCH', usersPath(account.id), { accountEnabled: true }));
	},
});
