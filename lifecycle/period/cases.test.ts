import type { Ledger } from '../../ledger/types';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { casesIn } from './cases';

const period = { from: '2026-06-30T21:00:00.000Z', to: '2026-09-30T21:00:00.000Z' };

let ledger: Ledger;
let now: Date;
beforeEach(async () => {
	ledger = await temporaryLedger(() => now);
});
afterEach(() => ledger.close());

/** A case that takes effect at one time and is opened at another. */
const opened = async (caseId: string, effectiveAt: string | null, at: string) => {
	now = new Date(at);
	await ledger.append({ kind: 'case.opened', caseId, once: `case/${caseId}`, content: { case: {}, ...(effectiveAt === null ? {} : { event: { effectiveAt } }) } });
};

it.each([
	['within', '2026-08-01T09:00:00.000Z', '2026-08-01T09:00:01.000Z', true],
	['with its first moment', '2026-06-30T21:00:00.000Z', '2026-06-30T21:00:01.000Z', true],
	['a moment before it', '2026-06-30T20:59:59.999Z', '2026-06-30T20:59:59.999Z', false],
	['with its last moment', '2026-09-30T20:59:59.999Z', '2026-09-30T21:00:05.000Z', true],
	['a moment after it', '2026-09-30T21:00:00.000Z', '2026-09-30T21:00:00.000Z', false],
	['within, written with another offset', '2026-07-01T00:00:00.000+03:00', '2026-06-30T21:00:01.000Z', true],
	['within, and opened only long after', '2026-09-29T09:00:00.000Z', '2026-12-24T09:00:00.000Z', true],
	['within, and opened by hand before', '2026-08-20T09:00:00.000Z', '2026-06-01T09:00:00.000Z', true],
	['before, and opened only within', '2026-03-01T09:00:00.000Z', '2026-07-02T09:00:00.000Z', true],
	['before, and opened only after', '2026-03-01T09:00:00.000Z', '2026-10-02T09:00:00.000Z', false],
	['after, and opened by hand within', '2026-11-01T09:00:00.000Z', '2026-09-01T09:00:00.000Z', false],
	['nobody says when, and opened within', null, '2026-09-01T09:00:00.000Z', true],
	['nobody says when, and opened after', null, '2026-10-01T09:00:00.000Z', false],
])('a case that takes effect %s', async (_, effectiveAt, at, belongs) => {
	await opened('c', effectiveAt, at);
	expect(await casesIn(ledger, period)).toEqual(belongs ? ['c'] : []);
});

it('of which the content was erased belongs to the period it was opened in', async () => {
	await opened('c', '2026-08-01T09:00:00.000Z', '2026-08-01T09:00:01.000Z');
	await opened('d', '2026-10-01T09:00:00.000Z', '2026-10-01T09:00:01.000Z');
	for (const caseId of ['c', 'd']) await ledger.erase({ caseId, content: { why: 'retention' } });
	expect(await casesIn(ledger, period)).toEqual(['c']);
});

it('is found among many others without reading the ledger to its beginning', async () => {
	const day = 24 * 60 * 60_000;
	const many = Array.from({ length: 1_800 }, (_, index) => new Date(Date.parse('2024-10-01T09:00:00.000Z') + index * 0.5 * day).toISOString());
	for (const at of many) {
		now = new Date(at);
		void ledger.append({ kind: 'case.opened', caseId: `c-${at}`, content: { event: { effectiveAt: at } } });
		await ledger.append({ kind: 'step.settled', caseId: `c-${at}`, content: {} });
	}
	let read = 0;
	const counting: Ledger = { ...ledger, records: async (query) => {
		const records = await ledger.records(query);
		read += records.length;
		return records;
	} };
	expect(await casesIn(counting, period)).toEqual(many.filter((at) => at >= period.from && at < period.to).map((at) => `c-${at}`));
	expect(read).toBe(1_000);
}, 30_000);
