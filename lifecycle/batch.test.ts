import { batchIdOf, batchSummary, figuresOf, verdictOfAll, type BatchCase } from './batch';
import type { StepResult } from './outcome';

const step = (more: Partial<StepResult> = {}): StepResult => ({ system: 'okta', step: 'blockSignIn', outcome: 'failed', verified: false, account: null, requestedAt: null, effectiveAt: null, verifiedAt: null, reason: 'Okta said no. Block it there.', ...more });
const complete = (number: number, more: Partial<BatchCase> = {}): BatchCase => ({
	caseId: `c${number}`, personId: String(number), name: `Person ${number}`, verdict: 'Complete', verifiedAt: `2026-11-20T09:${String(number).padStart(2, '0')}:00.000Z`, minutes: number, late: false, open: [], cameBack: [], problem: null, ...more,
});
const incomplete = (number: number, more: Partial<BatchCase> = {}): BatchCase => complete(number, { verdict: 'Incomplete', verifiedAt: null, minutes: null, open: [step()], ...more });

it.each<[string, BatchCase[], string]>([
	['all complete', [complete(1), complete(2)], 'Complete'],
	['one incomplete', [complete(1), incomplete(2)], 'Incomplete'],
	['one of which nobody knows', [complete(1), complete(2, { verdict: null })], 'Incomplete'],
	['dry runs', [complete(1, { verdict: 'Dry run' })], 'Dry run'],
	['some of it a dry run', [complete(1), complete(2, { verdict: 'Dry run' })], 'Dry run'],
])('of a batch with %s the verdict is not better than the worst in it', (_, cases, verdict) => {
	expect(verdictOfAll(cases)).toBe(verdict);
});

it('counts people, and says when the first and the last was done', () => {
	expect(figuresOf([complete(3), complete(1), complete(2, { late: true }), incomplete(4), complete(5, { verdict: 'Dry run', verifiedAt: null, minutes: null })])).toEqual({
		people: 5, complete: 3, incomplete: 1, dryRuns: 1, late: 1, cameBack: 0, from: '2026-11-20T09:01:00.000Z', to: '2026-11-20T09:03:00.000Z', slowest: { name: 'Person 3', minutes: 3 },
	});
});

it('names first who needs somebody, with what is open', () => {
	const text = batchSummary([complete(1), incomplete(2), complete(3, { late: true, minutes: 20 }), incomplete(4, { open: [step({ outcome: 'held', exception: 'x1', reason: 'A legal hold.' })] }), complete(5, { cameBack: [step({ outcome: 'done', reason: 'ACTIVE → SUSPENDED' })] })]);
	expect(text.split('\n')).toEqual([
		'5 people: 2 INCOMPLETE, 3 complete, 1 AFTER the deadline, 1 with access that had come back.',
		'',
		'Needs somebody:', '- Person 2 (case c2)', '  - okta / blockSignIn: failed. Okta said no. Block it there.', '',
		'Kept by exception:', '- Person 4 (case c4)', '  - okta / blockSignIn: held. A legal hold.', '',
		'Access had come back, and was taken once more:', '- Person 5 (case c5)', '  - okta / blockSignIn: done. ACTIVE → SUSPENDED', '',
		'Complete, but after the deadline:', '- Person 3 (case c3): 20 minutes', '',
		'The first was read back at 2026-11-20T09:01:00.000Z, the last at 2026-11-20T09:05:00.000Z. It took longest for Person 3: 20 minutes.',
		'The table has a row for each of them. The evidence of each is in the ledger under the case ID that stands there.',
	]);
});

it('stays readable when nobody is complete, and says how many it does not name', () => {
	const text = batchSummary(Array.from({ length: 150 }, (_, index) => incomplete(index, { open: Array.from({ length: 12 }, () => step()) })));
	expect(text.match(/^- Person/gm)).toHaveLength(40);
	expect(text).toContain('- and 110 more, in the table');
	expect(text).toContain('  - and 7 more, in the table');
});

it('of what was not closed it says what went wrong', () => {
	expect(batchSummary([complete(1, { verdict: null, problem: 'The ledger could not be written.' }), complete(2)])).toMatch(/^2 people: 1 INCOMPLETE, 1 complete\.\n\nNeeds somebody:\n- Person 1 \(case c1\): The ledger could not be written\.\n/);
});

it('the same cases are the same batch in whatever order, and others are another', () => {
	const day = '2026-11-20T09:00:00.000Z';
	expect(batchIdOf([complete(1), complete(2)], day)).toBe(batchIdOf([complete(2), complete(1)], day));
	expect(batchIdOf([complete(1), complete(2)], day)).toMatch(/^batch_20261120_2_[0-9a-f]{10}$/);
	expect(batchIdOf([complete(1), complete(3)], day)).not.toBe(batchIdOf([complete(1), complete(2)], day));
});
