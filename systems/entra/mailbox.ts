import { asProblem } from '../../lifecycle/problem';
import { vendorCodeOf } from '../http/microsoft/errors';

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
