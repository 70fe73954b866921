import { asProblem } from '../../lifecycle/problem';
import { impossible, type Plan } from '../../lifecycle/step';
import { vendorCodeOf } from '../http/microsoft/errors';
import { usersPath } from '../http/microsoft/user';
import { parse, type Entra } from './client';

export const mailboxSettings = (userId: string): string => `${usersPath(userId)}/mailboxSettings`;

/** Accounts without a mailbox in the cloud: without a licence for one, or with it on premises. */
export const unlessNoMailbox = async <Found>(read: () => Promise<Found>): Promise<Found | null> => {
	try {
		return await read();
	} catch (error) {
		const problem = asProblem(error);
		if (vendorCodeOf(problem) === 'MailboxNotEnabledForRESTAPI') return null;
		throw problem;
	}
};

/** Exchange keeps these without a licence. */
const keptWithout = ['shared', 'room', 'equipment'];

/** What the mailbox is while it would go with its licence; null where it stays, where there is none, or where nobody waits for it. */
export const mailboxAtStake = async (entra: Entra, userId: string): Promise<string | null> => {
	if (!entra.settings.licencesWaitForMailbox) return null;
	const settings = await unlessNoMailbox(() => entra.get(mailboxSettings(userId), { $select: 'userPurpose' }));
	if (settings === null) return null;
	const purpose = parse.optionalText(settings['userPurpose'], 'mailboxSettings.userPurpose') ?? 'unknown';
	return keptWithout.includes(purpose) ? null : purpose;
};

/** Only Exchange converts a mailbox, and only afterwards does Graph say so. */
export const untilShared = (licences: string, purpose: string): Plan =>
	impossible(
		`${licences}: kept, because the mailbox is not shared yet (Graph calls its purpose "${purpose}"), and without a licence it would be deleted after 30 days. Let an Exchange administrator convert it (Exchange admin center, Recipients, Mailboxes, the person, Convert to shared mailbox), then run the case again; where nobody needs the mailbox, switch off Keep Licences Until the Mailbox Is Shared in the node`,
		'pending',
	);
