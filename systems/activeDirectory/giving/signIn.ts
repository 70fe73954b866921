import { change, impossible, satisfied } from '../../../lifecycle/step';
import { replace } from '../client';
import { instantOf, never } from '../fileTime';
import { right } from '../steps/_activeDirectory';
import { disabledFlag, getUser, isDisabled } from '../user';
import { adGiving } from './wish';

type State = { userAccountControl: number; expiredAt: string | null };

export const signIn = adGiving<State>({
	id: 'signIn',
	label: 'Allow Sign-In',
	needs: [right.write('userAccountControl'), right.write('accountExpires')],
	readBackFrom: '`userAccountControl`, `accountExpires`',
	// Whoever gets in is to find their place, their name and their rights.
	after: ['fillProfile', 'rename', 'joinGroups', 'moveBack'],

	asked: ({ usable }) => usable !== null,

	read: async (ad, { id }) => {
		const user = await getUser(ad, id, ['userAccountControl', 'accountExpires']);
		const expires = instantOf(user.text('accountExpires'));
		return { userAccountControl: user.number('userAccountControl'), expiredAt: expires !== null && expires <= new Date().toISOString() ? expires : null };
	},
	plan: ({ userAccountControl, expiredAt }, { usable }) => {
		const disabled = isDisabled(userAccountControl);
		if (!usable) {
			if (disabled || expiredAt !== null) return satisfied('Nobody can sign in with the account yet');
			return impossible('The account is enabled and can be signed in with already. Nothing is taken away here; Cut Access does that', 'not_removable_here');
		}
		if (!disabled && expiredAt === null) return satisfied(`The account is enabled (userAccountControl ${userAccountControl})`);
		return change([...(disabled ? ['Enable the account'] : []), ...(expiredAt === null ? [] : [`clear its expiry date, ${expiredAt}`])].join(', '));
	},
	apply: (ad, { id }, { userAccountControl, expiredAt }) =>
		ad.modify(id, replace('userAccountControl', String(userAccountControl & ~disabledFlag)), ...(expiredAt === null ? [] : [replace('accountExpires', never)])),
});
