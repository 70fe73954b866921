import type { Ledger, LedgerRecord } from '../ledger/types';

/** What follows from some kinds of records, taken in the order they were written. */
export interface View<State> {
	kinds: readonly string[];
	empty(): State;
	/** May look something up, but before it changes the state: what fails half-way is taken once more. */
	take(state: State, record: LedgerRecord, ledger: Ledger): Promise<void> | void;
}

const page = 500;

/**
 * The state of a view as the ledger has it at this moment. What was read once is kept, and only what was appended since,
 * in whatever process, is read: asking costs the same however long the ledger is.
 */
export const following = <State>(view: View<State>): ((ledger: Ledger) => Promise<State>) => {
	const followed = new WeakMap<Ledger, () => Promise<State>>();
	return (ledger) => {
		const ask = followed.get(ledger) ?? follow(view, ledger);
		followed.set(ledger, ask);
		return ask();
	};
};

const follow = <State>({ kinds, empty, take }: View<State>, ledger: Ledger): (() => Promise<State>) => {
	let state = empty();
	let last: Seen | undefined;
	let reading: Promise<unknown> = Promise.resolve();
	let next: Promise<State> | undefined;

	const read = async (): Promise<State> => {
		// Whoever asks from now on wants what is appended from now on.
		next = undefined;
		for (;;) {
			// From the last one on, and not after it: a database that crashed may have lost it, and have another in its place.
			const records = await ledger.records({ kinds, afterSeq: (last?.seq ?? 0) - 1, limit: page });
			if (last !== undefined && !isSame(last, records[0])) {
				state = empty();
				last = undefined;
				continue;
			}
			for (const record of last === undefined ? records : records.slice(1)) {
				await take(state, record, ledger);
				last = { seq: record.seq, at: record.at, kind: record.kind };
			}
			if (records.length < page) return state;
		}
	};

	return () => {
		if (next === undefined) {
			next = reading.then(read);
			reading = next.catch(() => undefined);
		}
		return next;
	};
};

type Seen = Pick<LedgerRecord, 'seq' | 'at' | 'kind'>;

/** By what stays when a record is erased. */
const isSame = (one: Seen, other: Seen | undefined): boolean => other !== undefined && one.seq === other.seq && one.at === other.at && one.kind === other.kind;
