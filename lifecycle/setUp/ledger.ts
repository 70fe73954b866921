import type { Ledger } from '../../ledger/types';
import type { Check } from '../check';
import { keep } from '../keep';

/** Written, recomputed and signed, as a case would have it. `where` says in words where the ledger lies, and for how many machines. */
export const checkLedger = async (ledger: Ledger, workflow: string, where: string): Promise<Check> => {
	await keep(ledger, { kind: 'setUp.checked', content: { workflow } });
	const verified = await ledger.verify();
	if (!verified.ok) {
		return { ok: false, message: `The evidence ledger ${ledger.origin} ${where} can be written, but does not hold${verified.seq === null ? '' : ` from record ${verified.seq} on`}: ${verified.problem} Keep the database as it is, compare it with your last backup and shipped checkpoints, and find out who could write to it.` };
	}
	await ledger.checkpoint();
	const { size } = verified.head;
	return { ok: true, message: `The evidence ledger ${ledger.origin} lies ${where}. It was written just now, all ${size} records hold, and a checkpoint was signed` };
};
