import type { Ledger } from '../../ledger/types';
import { announced, caseOf, source, workflow } from '../../test/support/guarded';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { supersede, takeIn, type Announcement } from '../inbox';
import { lineOf, subjectOf, textOf, toRemindOf, whatLiesAhead } from './ahead';

const day = 24 * 60 * 60_000;

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T08:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

const taker = { source, workflow };
const ends = announced('42', { kind: 'contract-end', effectiveAt: '2026-12-04T00:00:00.000Z' }, { title: 'Engineer', department: 'IT', location: 'Oslo', manager: { id: '1', name: 'Mia Boss', email: 'mia@acme.test' } });
const hear = (...several: Announcement[]) => Promise.all(several.map((one) => takeIn(ledger, taker, one, clock.now())));
const ahead = (zone = 'Etc/UTC') => whatLiesAhead(ledger, clock.now(), zone);

test('what HR has announced for later, with whole days left, the first to come first', async () => {
	await hear(announced('43', { kind: 'start', effectiveAt: '2026-12-24T09:00:00.000Z' }), ends, announced('44'));
	expect(await ahead()).toEqual([{ ...ends, workflow, caseId: caseOf(ends), daysLeft: 14 }, expect.objectContaining({ daysLeft: 34 })]);
});

test('days are those of the calendar there', async () => {
	await hear(ends);
	expect((await ahead('America/New_York'))[0]!.daysLeft).toBe(13);
	clock.advance(13 * day + 15 * 60 * 60_000);
	expect([(await ahead())[0]!.daysLeft, (await ahead('America/New_York'))[0]!.daysLeft]).toEqual([1, 0]);
});

test('nothing of what is confidential, has come, or was taken back', async () => {
	await hear(announced('45', { effectiveAt: '2026-12-04T00:00:00.000Z', confidential: true }), ends);
	expect(await ahead()).toHaveLength(1);
	await supersede(ledger, taker, ends, 'extended');
	expect(await ahead()).toEqual([]);
	await hear(announced('46', { kind: 'contract-end', effectiveAt: '2026-11-21T00:00:00.000Z' }));
	clock.advance(day);
	expect(await ahead()).toEqual([]);
});

test('what a copy of the workflow keeps as well is listed once', async () => {
	await hear(ends);
	await takeIn(ledger, { source, workflow: 'copy' }, ends, clock.now());
	expect(await ahead()).toHaveLength(1);
});

describe('reminders', () => {
	const remind = async (by = workflow) => (await toRemindOf(ledger, by, await ahead(), [14, 7, 1])).map(({ daysLeft }) => daysLeft);

	test('come 14, 7 and 1 days before, once each, however often somebody looks', async () => {
		await hear(ends);
		const told: number[][] = [];
		for (let days = 14; days > 0; days -= 1) {
			told.push(await remind(), await remind());
			clock.advance(day);
		}
		expect(told.flat()).toEqual([14, 7, 1]);
	});

	test('that were missed are told of late, and as one', async () => {
		await hear(ends);
		clock.advance(10 * day);
		expect([await remind(), await remind()]).toEqual([[4], []]);
	});

	test('of several workers one reminds', async () => {
		await hear(ends);
		expect((await Promise.all([remind(), remind(), remind()])).flat()).toEqual([14]);
		expect(await ledger.records({ kinds: ['event.reminded'] })).toMatchObject([{ caseId: caseOf(ends), content: { workflow, key: ends.event.key, days: 14 } }]);
	});

	test('of an end that HR moved begin anew', async () => {
		await hear(ends);
		await remind();
		await hear({ ...ends, event: { ...ends.event, effectiveAt: '2026-12-03T00:00:00.000Z' } });
		expect(await remind()).toEqual([13]);
	});
});

describe('in words', () => {
	test('the end of a contract says what can still be done about it', async () => {
		await hear(ends);
		const [one] = await ahead();
		expect(subjectOf(one!)).toBe('Person 42 comes to the end of the contract in 14 days');
		expect(lineOf(one!)).toBe('Person 42 (HR ID 42) comes to the end of the contract in 14 days, at 2026-12-04 00:00 UTC (Engineer, IT, Oslo, reports to Mia Boss).');
		expect(textOf(one!)).toMatch(/Extend it in HR before then, or access ends at that moment, by itself\./);
	});

	test.each([[0, 'today'], [1, 'tomorrow'], [2, 'in 2 days']])('%i days are %s', (daysLeft, words) => {
		expect(subjectOf({ ...announced('42', { kind: 'start' }), workflow, caseId: '', daysLeft })).toBe(`Person 42 starts ${words}`);
	});
});
