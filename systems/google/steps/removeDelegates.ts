import { change, satisfied } from '../../../lifecycle/step';
import { path } from '../../http/path';
import { parse } from '../client';
import { each } from '../../http/gone';
import { inTurn } from '../inTurn';
import { mailboxOf, readMailbox, unreachable, type Mailbox, type MailboxAccess } from '../mailbox';
import { googleStep } from './_google';

type Delegates = { access: MailboxAccess; found: string[] | null };

const readDelegates = async (mailbox: Mailbox): Promise<string[]> =>
	(await mailbox.list('delegates', 'delegates')).map((row) => parse.text(row['delegateEmail'], 'delegate.delegateEmail'));

const missing = (now: Delegates, before: Delegates): string[] => (before.found ?? []).filter((email) => !(now.found ?? []).includes(email));

export const removeDelegates = googleStep<Delegates>({
	id: 'removeDelegates',
	label: 'Remove Mailbox Delegates',
	danger: 'People whom the person let into their mailbox can no longer read it or send from it. Restore Access lets them in again.',
	needs: ['gmail.settings.basic', 'gmail.settings.sharing', 'admin.directory.user'],
	readBackFrom: 'delegates of the mailbox',
	givenBack: 'yes',
	closes: 'data',
	stage: 'prepare',
	// No other step changes it, and the cut does not wait for a mailbox.
	readsLong: true,

	read: (google, account) => readMailbox(google, account, readDelegates),
	plan: ({ access, found }) => {
		const cannot = unreachable(access, 'Delegates of the mailbox');
		if (cannot !== null) return cannot;
		return found!.length === 0 ? satisfied('Nobody else is let into the mailbox') : change(`Remove ${found!.join(', ')}`);
	},
	apply: async (google, account, { found }) => {
		const mailbox = mailboxOf(google, account);
		await each(found!, (email) => mailbox.send('DELETE', path`delegates/${email}`));
	},

	undo: {
		plan: (now, before) => {
			if (before.found === null) return satisfied('Nobody was removed');
			const cannot = unreachable(now.access, 'Delegates of the mailbox');
			if (cannot !== null) return cannot;
			const gone = missing(now, before);
			return gone.length === 0 ? satisfied('The same delegates as before') : change(`Let in ${gone.join(', ')}`);
		},
		apply: async (google, account, now, before) => {
			const mailbox = mailboxOf(google, account);
			await inTurn(missing(now, before).map((delegateEmail) => () => mailbox.send('POST', 'delegates', { delegateEmail })));
		},
	},
});
