import type { Ledger, NewRecord } from '../../ledger/types';

/**
 * A ledger to look at: what is written to it is forgotten. A test in the editor must leave the event as it was, or the
 * published workflow would take the real one for a repetition.
 */
export const lookingAt = (ledger: Ledger, now: () => Date): Ledger => ({
	...ledger,
	append: async (record: NewRecord) => {
		const [known] = record.once === undefined ? [] : await ledger.records({ once: record.once, limit: 1 });
		return known ? { record: known, appended: false } : { record: { ...record, seq: Number.MAX_SAFE_INTEGER, at: now().toISOString() }, appended: true };
	},
});
