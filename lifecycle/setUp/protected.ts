import type { Ledger } from '../../ledger/types';
import type { Check } from '../check';
import { isInForce } from '../exceptions/exception';
import { exceptionsIn } from '../exceptions/register';

/** Without a break-glass account that nothing can cut, the first mistake may lock everybody out. */
export const checkProtected = async (ledger: Ledger, now: Date): Promise<Check> => {
	const inForce = (await exceptionsIn(ledger)).filter((one) => one.type === 'protected' && isInForce(one, now));
	if (inForce.length === 0) {
		return { ok: false, message: 'Nobody and nothing is registered as Protected, so a break-glass account, or the account this pack works with, could be cut by mistake. Register them in the form of the workflow Exceptions, and check again.' };
	}
	const accounts = new Set(inForce.flatMap(({ who }) => who)).size;
	return { ok: true, message: `${accounts === 1 ? 'One account is' : `${accounts} accounts are`} registered as Protected and ${accounts === 1 ? 'is' : 'are'} never cut` };
};
