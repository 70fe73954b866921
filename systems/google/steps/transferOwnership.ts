import type { Json } from '../../../ledger/types';
import { Problem } from '../../../lifecycle/problem';
import { change, impossible, satisfied, underway, type Plan } from '../../../lifecycle/step';
import type { Google } from '../client';
import type { GoogleAccount } from '../find';
import { findNewOwner, latestTransfer, startTransfer, takesEverything, transferById, type NewOwner, type Transfer } from '../transfer';
import { getUser } from '../user';
import { googleStep } from './_google';

/** `everything`: whether what was moved is all there is. */
type Ownership = { transfer: Transfer | null; everything: boolean; justAsked: boolean; newOwner: NewOwner | null };

const readOwnership = async (google: Google, account: GoogleAccount, receipt?: Json): Promise<Ownership> => {
	const asked = (receipt as { id?: string } | undefined)?.id;
	const [user, transfer, newOwner] = await Promise.all([
		getUser(google, account.id),
		asked === undefined ? latestTransfer(google, account.id) : transferById(google, asked),
		findNewOwner(google, account),
	]);
	return { transfer, everything: transfer !== null && (asked !== undefined || takesEverything(transfer, user)), justAsked: asked !== undefined, newOwner };
};

const planTransfer = ({ transfer, everything, justAsked, newOwner }: Ownership): Plan => {
	if (transfer?.status === 'inProgress') return underway('Google moves the files and calendars; that can take hours');
	if (transfer?.status === 'completed' && everything) return satisfied('The files and calendars belong to somebody else now');
	if (transfer?.status === 'failed' && justAsked) return impossible('Google could not move all files and calendars. Look under Data transfer in the Admin console, then run the case again');
	if (newOwner === null) return impossible('Nobody takes the files and calendars over: neither New Owner nor Fallback Owner in the options of the node is an active account. Name somebody, then run the case again');
	return change(`Move files and calendars to ${newOwner.email}${newOwner.instead === null ? '' : `, because ${newOwner.instead}`}`);
};

export const transferOwnership = googleStep<Ownership>({
	id: 'transferOwnership',
	label: 'Transfer Drive and Calendar',
	danger: 'Everything the person owns in Drive, and their calendars, go to the new owner. Restore Access does not bring them back by itself.',
	needs: ['admin.datatransfer', 'admin.directory.user'],
	readBackFrom: 'state of the data transfer',
	givenBack: 'no; named, for the new owner to give back',
	closes: 'data',
	remains: ['What lies in shared drives: nobody owns it, and it stays there', 'Mail: it stays in the mailbox'],
	stage: 'clean-up',
	erases: true,
	// No other step changes it, and the cut does not wait for it.
	readsLong: true,

	read: readOwnership,
	plan: planTransfer,
	apply: async (google, account, { newOwner }): Promise<Json> => {
		if (newOwner === null) throw new Problem('misconfigured', 'Nobody takes the files and calendars over, so nothing was sent. Name somebody in New Owner, then run the case again.');
		return { id: await startTransfer(google, account.id, newOwner.id) };
	},

	undo: {
		plan: (now, before) =>
			now.transfer !== null && now.transfer.id !== before.transfer?.id
				? impossible(`Files and calendars that were moved to ${now.newOwner?.id === now.transfer.to ? now.newOwner.email : `the account ${now.transfer.to}`} stay there: a transfer back would take everything the new owner has. Ask them to give back what is needed`, 'pending')
				: satisfied('Nothing was moved'),
		apply: async () => {},
	},
});
