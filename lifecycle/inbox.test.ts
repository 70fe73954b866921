import type { Ledger } from '../ledger';
import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { workingOn } from './account';
import { caseIdOf } from './case';
import { keepUnread, markRead, noteResumed, supersede, takeIn, waiting, type Announcement } from './inbox';
import type { Person } from './person';

const minute = 60_000;
let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

const announced = (id = '42', effectiveAt = '2026-11-20T08:00:00.000Z', row = '1'): Announcement => ({
	person: { id, name: 'Ada', workEmail: 'ada@acme.test' } as Person,
	event: { kind: 'terminate', key: `bamboohr/acme/${id}/terminate/${effectiveAt.slice(0, 10)}/${row}`, source: 'bamboohr', effectiveAt, receivedAt: '2026-11-20T09:00:00.000Z' },
});
const taker = { source: 'bamboohr', workflow: 'w1' };
const take = (announcement: Announcement) => takeIn(ledger, taker, announcement, clock.now());
const look = () => waiting(ledger, taker, clock.now(), 5 * minute);
const close = ({ person, event }: Announcement) => ledger.append({ kind: 'case.closed', caseId: caseIdOf(event, person), content: { workflow: 'w1', verdict: 'Complete' } });

describe('taking events in', () => {
	test('F03: of any number who bring the same event, also at once, one starts it', async () => {
		const taken = await Promise.all(Array.from({ length: 5 }, () => take(announced())));
		expect(taken.filter(Boolean)).toHaveLength(1);
		expect(await take(announced())).toBe(false);
	});

	test('the same termination entered anew is a new event', async () => {
		expect(await take(announced('42', undefined, '1'))).toBe(true);
		expect(await take(announced('42', undefined, '2'))).toBe(true);
	});

	test('B05: what lies ahead is kept and not started', async () => {
		expect(await take(announced('42', '2026-12-20T08:00:00.000Z'))).toBe(false);
		expect((await look()).due).toEqual([]);
	});
});

describe('what waits', () => {
	test('an event ahead falls due at its moment, once', async () => {
		const later = announced('42', '2026-11-20T10:00:00.000Z');
		await take(later);
		clock.advance(59 * minute);
		expect((await look()).due).toEqual([]);
		clock.advance(minute);
		expect((await look()).due).toEqual([later]);
		expect(await take(later)).toBe(true);
		expect((await look()).due).toEqual([]);
	});

	test('B07: what HR took back never falls due', async () => {
		const later = announced('42', '2026-11-20T10:00:00.000Z');
		await take(later);
		await supersede(ledger, taker, later, 'taken back');
		clock.advance(120 * minute);
		expect((await look()).due).toEqual([]);
	});

	test('F05: a case that was started and fell silent is taken up, and not before', async () => {
		await take(announced());
		clock.advance(4 * minute);
		expect((await look()).unfinished).toEqual([]);
		clock.advance(minute);
		expect((await look()).unfinished).toEqual([announced()]);
	});

	test('anything written for the case counts as a sign of life', async () => {
		await take(announced());
		clock.advance(4 * minute);
		await ledger.append({ kind: 'step.intended', caseId: caseIdOf(announced().event, announced().person), content: {} });
		clock.advance(4 * minute);
		expect((await look()).unfinished).toEqual([]);
	});

	test('a case somebody works on is not taken up, however long they write nothing; one whose worker died is', async () => {
		await take(announced());
		const { person, event } = announced();
		const rest = await workingOn(ledger, clock, caseIdOf(event, person));
		for (let second = 0; second < 600; second += 5) {
			clock.advance(5_000);
			await new Promise<void>((resolve) => setImmediate(resolve));
		}
		expect((await look()).unfinished).toEqual([]);
		await rest();
		expect((await look()).unfinished).toEqual([announced()]);
		await workingOn(ledger, { ...clock, every: () => () => {} }, caseIdOf(event, person));
		clock.advance(16_000);
		expect((await look()).unfinished).toEqual([announced()]);
	});

	test('a closed case is not taken up, nor one HR took back', async () => {
		await take(announced('1'));
		await close(announced('1'));
		await take(announced('2'));
		await supersede(ledger, taker, announced('2'), 'taken back');
		clock.advance(60 * minute);
		expect((await look()).unfinished).toEqual([]);
	});

	test('a case that falls silent again and again is left alone for longer each time', async () => {
		await take(announced());
		const waits: number[] = [];
		for (let turn = 0; turn < 4; turn++) {
			let waited = 0;
			while ((await look()).unfinished.length === 0) {
				clock.advance(minute);
				waited++;
			}
			waits.push(waited);
			await noteResumed(ledger, taker, announced());
		}
		expect(waits).toEqual([5, 10, 20, 40]);
	});

	test('employees HR could not be asked about wait until they were read', async () => {
		await keepUnread(ledger, taker, '7', 'down');
		await keepUnread(ledger, taker, '8', 'down');
		await markRead(ledger, taker, '7');
		expect((await look()).unread).toEqual(['8']);
		await keepUnread(ledger, taker, '7', 'down again');
		expect((await look()).unread.sort()).toEqual(['7', '8']);
	});

	test('a copy of the workflow takes in for itself, and what it closes does not end the case of the other', async () => {
		const copy = { ...taker, workflow: 'copy' };
		expect(await takeIn(ledger, copy, announced(), clock.now())).toBe(true);
		expect(await take(announced())).toBe(true);
		await ledger.append({ kind: 'case.closed', caseId: caseIdOf(announced().event, announced().person), content: { workflow: 'copy', verdict: 'Dry run' } });
		clock.advance(60 * minute);
		expect((await look()).unfinished).toEqual([announced()]);
		expect((await waiting(ledger, copy, clock.now(), 5 * minute)).unfinished).toEqual([]);
	});

	test('another source\'s events are its own business', async () => {
		await take({ ...announced(), event: { ...announced().event, source: 'workday', key: 'workday/1' } });
		clock.advance(60 * minute);
		expect(await look()).toEqual({ due: [], unfinished: [], unread: [] });
	});
});
