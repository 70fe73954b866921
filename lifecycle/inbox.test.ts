import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openLedger, type Ledger } from '../ledger';
import type { LedgerRecord } from '../ledger/types';
import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { isWorkedOn, workingOn } from './account';
import { caseIdOf } from './case';
import { keepUnread, markRead, noteResumed, supersede, takeIn, waiting, type Announcement, type Taker, type Waiting } from './inbox';
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

	test('of the person only what the evidence needs is kept', async () => {
		const { person, event } = announced();
		await take({ person: { ...person, salary: 90_000, homeAddress: 'Calle 1' } as Person, event });
		expect(JSON.stringify(await ledger.records({}))).not.toMatch(/salary|90000|homeAddress|Calle/);
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
		expect(await look()).toEqual({ due: [], unfinished: [], unread: [], released: [] });
	});
});

describe('what waits is found without reading the whole ledger again', () => {
	test('only what was appended since is read, also where others appended it', async () => {
		await take(announced('1', '2026-11-20T10:00:00.000Z'));
		await look();
		const asked: (number | undefined)[] = [];
		const { records } = ledger;
		ledger.records = (query) => {
			if (query.kinds && query.afterSeq !== undefined) asked.push(query.afterSeq);
			return records(query);
		};
		clock.advance(60 * minute);
		for (let turn = 0; turn < 3; turn++) expect((await look()).due).toHaveLength(1);
		await take(announced('1', '2026-11-20T10:00:00.000Z'));
		expect((await look()).due).toEqual([]);
		// From the last record read on, which is the first one.
		expect(asked).toEqual([-1, -1, -1, -1]);
	});

	test('more than a page of it is read to its end', async () => {
		await Promise.all(Array.from({ length: 1_203 }, (_, id) => keepUnread(ledger, taker, String(id), 'down')));
		expect(new Set((await look()).unread).size).toBe(1_203);
	});

	test('what fails half-way is taken again, and once', async () => {
		await take(announced('1'));
		await noteResumed(ledger, taker, announced('1'));
		await take(announced('2'));
		const { records } = ledger;
		let failing = true;
		ledger.records = (query) => (failing && query.once?.includes('/2/') ? Promise.reject(new Error('the disk is gone')) : records(query));
		await expect(look()).rejects.toThrow('the disk is gone');
		failing = false;
		clock.advance(9 * minute);
		expect((await look()).unfinished.map(({ person }) => person.id)).toEqual(['2']);
		clock.advance(minute);
		expect((await look()).unfinished.map(({ person }) => person.id)).toEqual(['1', '2']);
	});

	test('what becomes an item cannot change what is remembered', async () => {
		await take(announced('1', '2026-11-20T10:00:00.000Z'));
		clock.advance(60 * minute);
		(await look()).due[0]!.person.name = 'Somebody Else';
		expect((await look()).due[0]!.person.name).toBe('Ada');
	});
});

/** All of it, read anew each time: slow, and plainly right. */
const waitingFromAll = async (ledger: Ledger, { source, workflow }: Taker, now: Date, silenceMs: number): Promise<Waiting> => {
	const records = await ledger.records({});
	const of = (kind: string) => records.filter((record) => record.kind === kind && record.content?.['workflow'] === workflow);
	const announcementIn = ({ content }: LedgerRecord): Announcement => ({ person: content!['person'], event: content!['event'] }) as unknown as Announcement;
	const mine = (record: LedgerRecord) => announcementIn(record).event.source === source;
	const superseded = new Set(of('event.superseded').map(({ content }) => String(content!['key'])));
	const settled = new Set([...superseded, ...of('event.received').map((record) => announcementIn(record).event.key)]);
	const due = of('event.scheduled')
		.filter(mine)
		.map(announcementIn)
		.filter(({ event }) => !settled.has(event.key) && Date.parse(event.effectiveAt) <= now.getTime());

	const closed = new Set(of('case.closed').map(({ caseId }) => caseId));
	const unfinished: Announcement[] = [];
	for (const record of of('event.received').filter(mine)) {
		if (closed.has(record.caseId) || superseded.has(announcementIn(record).event.key)) continue;
		const resumes = of('event.resumed').filter(({ caseId }) => caseId === record.caseId).length;
		const newest = records.filter(({ caseId }) => caseId === record.caseId).at(-1)!;
		const patience = Math.min(silenceMs * 2 ** resumes, Math.max(silenceMs, 60 * minute));
		const silent = now.getTime() - Date.parse(newest.at) >= patience;
		if (silent && !(await isWorkedOn(ledger, record.caseId!))) unfinished.push(announcementIn(record));
	}

	const lastSeen = new Map<string, LedgerRecord>();
	for (const record of records.filter(({ kind }) => kind === 'event.unread' || kind === 'event.read')) {
		if (record.content?.['workflow'] === workflow && record.subject?.startsWith(`${source}/`)) lastSeen.set(record.subject, record);
	}
	const unread = [...lastSeen.values()].filter(({ kind }) => kind === 'event.unread').map(({ content }) => String(content!['employeeId']));
	return { due, unfinished, unread, released: [] };
};

const sorted = ({ due, unfinished, unread }: Waiting) => {
	const keys = (announcements: Announcement[]) => announcements.map((one) => JSON.stringify(one)).sort();
	return { due: keys(due), unfinished: keys(unfinished), unread: [...unread].sort() };
};

describe('whatever happened, and in whatever order', () => {
	const takers: Taker[] = ['w1', 'w2'].flatMap((workflow) => ['bamboohr/acme', 'bamboohr/other'].map((source) => ({ workflow, source })));
	const act = fc.record({
		what: fc.constantFrom('take', 'take', 'take', 'supersede', 'resume', 'close', 'unread', 'read', 'wait', 'look'),
		taker: fc.constantFrom(takers[0]!, takers[0]!, takers[0]!, ...takers),
		// Few enough to meet again, in every order.
		id: fc.constantFrom('1', '1', '1', '2'),
		row: fc.constantFrom('1', '1', '1', '2'),
		ahead: fc.boolean(),
		process: fc.constantFrom(0, 1),
	});

	test('what is remembered gives the same answer as reading all of it, in every process', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 25 }), async (acts) => {
				const time = virtualClock('2026-11-20T09:00:00.000Z');
				const directory = mkdtempSync(join(tmpdir(), 'jml-ledger-'));
				const open = () => openLedger({ directory, origin: 'unit.test/jml', now: time.now });
				const processes = [await open(), await open()];
				const check = async (taker: Taker, from: Ledger) => expect(sorted(await waiting(from, taker, time.now(), 5 * minute))).toEqual(sorted(await waitingFromAll(from, taker, time.now(), 5 * minute)));
				try {
					for (const { what, taker, id, row, ahead, process } of acts) {
						const from = processes[process]!;
						const { person, event } = announced(id, ahead ? '2026-11-20T09:30:00.000Z' : '2026-11-20T08:00:00.000Z', row);
						// The same key whenever it takes effect, as where somebody changes the time zone of the trigger.
						const one: Announcement = { person, event: { ...event, source: taker.source, key: `${taker.source}/${id}/${row}` } };
						if (what === 'take') await takeIn(from, taker, one, time.now());
						if (what === 'supersede') await supersede(from, taker, one, 'taken back');
						if (what === 'resume') await noteResumed(from, taker, one);
						if (what === 'close') await from.append({ kind: 'case.closed', caseId: caseIdOf(one.event, one.person), content: { workflow: taker.workflow, verdict: 'Complete' } });
						if (what === 'unread') await keepUnread(from, taker, id, 'down');
						if (what === 'read') await markRead(from, taker, id);
						if (what === 'wait') time.advance(7 * minute);
						if (what === 'look') await check(taker, from);
					}
					time.advance(20 * minute);
					for (const taker of takers) for (const from of processes) await check(taker, from);
				} finally {
					for (const one of processes) await one.close();
					rmSync(directory, { recursive: true, force: true });
				}
			}),
			{ numRuns: 100 },
		);
	}, 60_000);
});
