import { randomUUID } from 'node:crypto';
import type { Ledger } from '../ledger/types';
import { claimAccount } from './account';
import type { Clock } from './clock';

/**
 * For what a system takes only as a whole, and what other cases change as well: whoever reads it, changes it and writes
 * it back does so alone, in whatever process.
 */
export const aloneWith =
	(ledger: Ledger, clock: Clock, signal?: AbortSignal) =>
	async <Done>(what: string, work: (stillAlone: () => void) => Promise<Done>): Promise<Done> => {
		const claim = await claimAccount(ledger, clock, `alone/${what}`, randomUUID(), signal);
		try {
			return await work(claim.stillOurs);
		} finally {
			await claim.release();
		}
	};
