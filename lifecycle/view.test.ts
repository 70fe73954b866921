import type { Ledger, LedgerRecord, RecordQuery } from '../ledger/types';
import { following } from './view';

/** As much of a ledger as a view needs, whose records can be lost. */
const ledgerOf = (records: LedgerRecord[]) => {
	const asked: RecordQuery[] = [];
	const ledger = {
		records: async (query: RecordQuery) => {
			asked.push(query);
			return records.filter(({ seq, kind }) => seq > (query.afterSeq ?? -1) && (query.kinds ?? [kind]).includes(kind)).slice(0, query.limit);
		},
	} as Ledger;
	return { ledger, asked };
};
const record = (seq: number, name: string, kind = 'seen'): LedgerRecord => ({ seq, at: `2026-11-20T09:00:00.${String(seq).padStart(3, '0')}Z`, kind, content: { name } });

let taken = 0;
const names = () => following<string[]>({ kinds: ['seen'], empty: () => [], take: (state, { content }) => { taken += 1; state.push(String(content?.['name'])); } });
beforeEach(() => void (taken = 0));

test('each record is taken once, in order, and those of other kinds never', async () => {
	const records = [record(0, 'a'), record(1, 'other', 'unseen'), record(2, 'b')];
	const { ledger } = ledgerOf(records);
	const view = names();
	expect(await view(ledger)).toEqual(['a', 'b']);
	records.push(record(3, 'c'));
	expect(await view(ledger)).toEqual(['a', 'b', 'c']);
	expect(await view(ledger)).toEqual(['a', 'b', 'c']);
	expect(taken).toBe(3);
});

test('what was lost after it was seen is forgotten, and what came in its place is seen', async () => {
	const records = [record(0, 'a'), record(1, 'lost')];
	const { ledger } = ledgerOf(records);
	const view = names();
	expect(await view(ledger)).toEqual(['a', 'lost']);
	records[1] = { ...record(1, 'instead'), at: '2026-11-20T09:05:00.000Z' };
	expect(await view(ledger)).toEqual(['a', 'instead']);
	records[1] = record(1, 'of another kind', 'unseen');
	expect(await view(ledger)).toEqual(['a']);
	records.length = 0;
	expect(await view(ledger)).toEqual([]);
});

test('a record that was erased is still the one that was seen', async () => {
	const records = [record(0, 'a')];
	const { ledger } = ledgerOf(records);
	const view = names();
	await view(ledger);
	records[0] = { ...records[0]!, content: null };
	expect(await view(ledger)).toEqual(['a']);
});

test('pages of it are read to the end, also where the last one is full', async () => {
	const { ledger } = ledgerOf(Array.from({ length: 999 }, (_, seq) => record(seq, String(seq))));
	expect((await names()(ledger)).length).toBe(999);
	expect(taken).toBe(999);
});

test('who asks at once shares a read that has not begun, and nobody is given an older state than when they asked', async () => {
	const records = [record(0, 'a')];
	const { ledger, asked } = ledgerOf(records);
	const view = names();
	const first = view(ledger);
	const others = [view(ledger), view(ledger)];
	expect((await Promise.all([first, ...others])).map((state) => state.length)).toEqual([1, 1, 1]);
	expect(asked).toHaveLength(1);
	const before = view(ledger);
	await Promise.resolve();
	await Promise.resolve();
	records.push(record(1, 'b'));
	expect((await view(ledger)).length).toBe(2);
	await before;
});

test('each ledger is followed for itself', async () => {
	const view = names();
	expect(await view(ledgerOf([record(0, 'a')]).ledger)).toEqual(['a']);
	expect(await view(ledgerOf([record(0, 'b')]).ledger)).toEqual(['b']);
});
