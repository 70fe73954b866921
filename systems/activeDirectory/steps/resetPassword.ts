import { impossible, satisfied, unknown } from '../../../lifecycle/step';
import type { ActiveDirectory } from '../client';
import { instantOf } from '../fileTime';
import { newPassword } from '../password';
import { getUser } from '../user';
import { adStep, issuedTickets, openConnections, otherWaysIn, right } from './_activeDirectory';

/** `from` is what pwdLastSet was before this very change; null where nothing was changed yet. */
type Password = { pwdLastSet: string; from: string | null };
type Receipt = { from: string };

const readLastSet = async (ad: ActiveDirectory, id: string): Promise<string> => (await getUser(ad, id, ['pwdLastSet'])).text('pwdLastSet') ?? '0';

/** Zero is what Active Directory shows while the password has to be changed at the next logon. */
const mustBeChanged = '0';

export const resetPassword = adStep<Password>({
	id: 'resetPassword',
	label: 'Reset Password Twice',
	danger: 'The password becomes random and is known to nobody; the second time, so that what was derived from the old one is worthless, too. It cannot be given back: a new one is set.',
	needs: [right.reset],
	readBackFrom: '`pwdLastSet`, later than before; the password itself can never be read',
	givenBack: 'no; somebody sets a new password',
	closes: 'credentials',
	remains: [issuedTickets, openConnections, otherWaysIn],
	stage: 'cut',
	// Somebody who can still sign in is asked for a new password, and has one.
	after: ['disable'],

	read: async (ad, { id }, receipt) => ({ pwdLastSet: await readLastSet(ad, id), from: receipt === undefined ? null : (receipt as Receipt).from }),
	since: ({ pwdLastSet }) => instantOf(pwdLastSet),

	plan: ({ pwdLastSet, from }) => {
		if (from === null) return unknown('Set a random password, twice');
		if (BigInt(pwdLastSet) > BigInt(from)) return satisfied(`The password was set at ${instantOf(pwdLastSet)}`);
		return unknown('A password cannot be read, and Active Directory does not show a later pwdLastSet; set one by hand');
	},

	apply: async (ad, { id }): Promise<Receipt> => {
		const from = await readLastSet(ad, id);
		await ad.modify(id, newPassword());
		await ad.modify(id, newPassword());
		return { from };
	},

	undo: {
		plan: (now, before) => {
			if (now.pwdLastSet === before.pwdLastSet) return satisfied('The password is the one of before');
			if (now.pwdLastSet === mustBeChanged) return satisfied('Somebody has set a password, to be changed at the next logon');
			return impossible(`The password of before is gone, and nobody knows the present one (set at ${instantOf(now.pwdLastSet)}). Set one in Active Directory Users and Computers, tick "User must change password at next logon", and hand it over in person`, 'pending');
		},
		apply: async () => {},
	},
});
