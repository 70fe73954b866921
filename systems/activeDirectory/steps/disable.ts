import { change, satisfied } from '../../../lifecycle/step';
import { replace } from '../client';
import { disabledFlag, getUser, isDisabled } from '../user';
import { adStep, issuedTickets, openConnections, otherWaysIn, right } from './_activeDirectory';

type Flags = { userAccountControl: number };

export const disable = adStep<Flags>({
	id: 'disable',
	label: 'Disable Account',
	danger: 'The person can no longer sign in to Windows, nor to anything that asks the domain. All other flags of the account stay. Restore Access enables it again.',
	needs: [right.write('userAccountControl')],
	readBackFrom: '`userAccountControl`, bit 2',
	givenBack: 'yes',
	closes: 'sign-in',
	remains: [issuedTickets, openConnections, otherWaysIn],
	stage: 'cut',

	read: async (ad, { id }) => ({ userAccountControl: (await getUser(ad, id, ['userAccountControl'])).number('userAccountControl') }),
	plan: ({ userAccountControl }) => (isDisabled(userAccountControl) ? satisfied(`The account is disabled (userAccountControl ${userAccountControl})`) : change(`userAccountControl ${userAccountControl} → ${userAccountControl | disabledFlag}`)),
	apply: (ad, { id }, { userAccountControl }) => ad.modify(id, replace('userAccountControl', String(userAccountControl | disabledFlag))),

	undo: {
		plan: (now, before) => {
			if (isDisabled(before.userAccountControl)) return satisfied('The account was disabled before the case as well');
			if (!isDisabled(now.userAccountControl)) return satisfied(`The account is enabled (userAccountControl ${now.userAccountControl})`);
			return change(`userAccountControl ${now.userAccountControl} → ${now.userAccountControl & ~disabledFlag}`);
		},
		apply: (ad, { id }, { userAccountControl }) => ad.modify(id, replace('userAccountControl', String(userAccountControl & ~disabledFlag))),
	},
});
