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
import { keepUnread, keptByGuard, markRead, noteResumed, supersede, takeIn, waiting, type Announcement, type Taker, type Waiting } from './inbox';
import { placeOf, trailSubject } from './pending';
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
		expect((await look()).due).toEqual([{ ...later, passes: 0 }]);
		expect(await take(later)).toBe(true);
		expect((await look()).due).toEqual([]);
	});

	test('HR may move it under the same key: it falls due at its new moment, earlier or later, and once', async () => {
		const at = (hour: string): Announcement => ({ ...announced(), event: { ...announced().event, key: 'hr/42/last-day', effectiveAt: `2026-11-20T${hour}:00:00.000Z` } });
		for (const hour of ['10', '12', '11']) await take(at(hour));
		clock.advance(119 * minute);
		expect((await look()).due).toEqual([]);
		clock.advance(minute);
		expect((await look()).due.map(({ event }) => event.effectiveAt)).toEqual(['2026-11-20T11:00:00.000Z']);
	});

	test('what HR took back and says again falls due all the same, and starts once more', async () => {
		const later = announced('42', '2026-11-20T10:00:00.000Z');
		await take(later);
		await supersede(ledger, taker, later, 'moved');
		await supersede(ledger, taker, later, 'moved');
		await take(later);
		clock.advance(60 * minute);
		expect((await look()).due).toEqual([{ ...later, passes: 0 }]);
		expect([await take(later), await take(later)]).toEqual([true, false]);
		await supersede(ledger, taker, later, 'taken back');
		clock.advance(60 * minute);
		expect(await look()).toEqual({ due: [], unfinished: [], released: [], again: [], unread: [] });
		expect([await take(later), await take(later)]).toEqual([true, false]);
		clock.advance(60 * minute);
		expect((await look()).unfinished).toHaveLength(1);
		expect((await ledger.records({ kinds: ['event.superseded'] })).length).toBe(2);
	});

	test('what the guard took in is no trigger\'s to go on with', async () => {
		await takeIn(ledger, taker, announced('1', '2026-11-20T10:00:00.000Z'), clock.now(), 'guard');
		await takeIn(ledger, taker, announced('2'), clock.now(), 'guard');
		clock.advance(120 * minute);
		expect(await look()).toEqual({ due: [], unfinished: [], released: [], again: [], unread: [] });
		const kept = await keptByGuard(ledger, 'w1', clock.now(), 5 * minute);
		expect([kept.due, kept.unfinished].map((ones) => ones.map(({ person }) => person.id))).toEqual([['1'], ['2']]);
		expect(await keptByGuard(ledger, 'w2', clock.now(), 5 * minute)).toEqual({ due: [], unfinished: [], released: [], again: [] });
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
		expect((await look()).unfinished).toEqual([{ ...announced(), passes: 0 }]);
	});

	test('what passed the guard and takes no access is taken up three times, since its workflow may open no case', async () => {
		const moved = { ...announced(), event: { ...announced().event, kind: 'move' as const } };
		await take(moved);
		await ledger.append({ kind: 'guard.passed', caseId: caseIdOf(moved.event, moved.person), content: { workflow: 'w1', key: moved.event.key } });
		for (let times = 0; times < 3; times += 1) {
			clock.advance(60 * minute);
			expect((await look()).unfinished).toHaveLength(1);
			await noteResumed(ledger, taker, moved);
		}
		clock.advance(24 * 60 * minute);
		expect((await look()).unfinished).toEqual([]);
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
		expect((await look()).unfinished).toEqual([{ ...announced(), passes: 0 }]);
		await workingOn(ledger, { ...clock, every: () => () => {} }, caseIdOf(event, person));
		clock.advance(16_000);
		expect((await look()).unfinished).toEqual([{ ...announced(), passes: 0 }]);
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
		expect((await look()).unfinished).toEqual([{ ...announced(), passes: 0 }]);
		expect((await waiting(ledger, copy, clock.now(), 5 * minute)).unfinished).toEqual([]);
	});

	test('another source\'s events are its own business', async () => {
		await take({ ...announced(), event: { ...announced().event, source: 'workday', key: 'workday/1' } });
		clock.advance(60 * minute);
		expect(await look()).toEqual({ due: [], unfinished: [], unread: [], released: [], again: [] });
	});
});

describe('what waits is found without reading the whole ledger again', () => {
	test('only what was appended since is read, also where others appended it', async () => {
		await take(announced('1', '2026-11-20T10:00:00.000Z'));
		await look();
		const asked: (number | undefined)[] = [];
		const { records } = ledger;
		ledger.records = (query) => {
			if (query.kinds?.includes('event.unread') && query.afterSeq !== undefined) asked.push(query.afterSeq);
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
	const records = (await ledger.records({})).filter(({ content }) => content?.['workflow'] === workflow);
	const announcementIn = ({ content }: LedgerRecord): Announcement => structuredClone({ person: content!['person'], event: content!['event'] }) as unknown as Announcement;
	const keyOf = (record: LedgerRecord): string | undefined => (record.content!['key'] as string | undefined) ?? (record.content!['event'] as { key: string } | undefined)?.key;
	const lastOf = (of: readonly LedgerRecord[], ...kinds: string[]) => of.filter(({ kind }) => kinds.includes(kind)).at(-1);
	const resumesOf = (caseId: string | undefined, since: number) => records.filter((record) => record.kind === 'event.resumed' && record.caseId === caseId && record.seq > since).length;
	const isQuiet = async (taken: LedgerRecord, resumes: number): Promise<boolean> => {
		const [newest] = await ledger.records({ caseId: taken.caseId!, newestFirst: true, limit: 1 });
		const patience = Math.min(silenceMs * 2 ** resumes, Math.max(silenceMs, 60 * minute));
		return now.getTime() - Date.parse(newest!.at) >= patience && !(await isWorkedOn(ledger, taken.caseId!));
	};

	const found: Waiting = { due: [], unfinished: [], released: [], again: [], unread: [] };
	for (const key of new Set(records.map(keyOf))) {
		const all = records.filter((record) => key !== undefined && keyOf(record) === key);
		const takenBack = lastOf(all, 'event.superseded')?.seq ?? -1;
		const edition = all.filter(({ seq }) => seq > takenBack);
		const received = lastOf(edition, 'event.received');
		const scheduled = lastOf(edition, 'event.scheduled');
		const waited = (record: LedgerRecord) => ({ ...announcementIn(record), passes: record.kind === 'event.scheduled' ? 0 : all.filter(({ kind }) => kind === 'guard.passed').length });
		const mine = (record: LedgerRecord) => announcementIn(record).event.source === source && record.content!['by'] !== 'guard';
		if (received === undefined) {
			if (scheduled === undefined || !mine(scheduled) || Date.parse(announcementIn(scheduled).event.effectiveAt) > now.getTime()) continue;
			const resumes = resumesOf(scheduled.caseId, scheduled.seq);
			if (resumes === 0 || (await isQuiet(scheduled, resumes))) found.due.push(waited(scheduled));
			continue;
		}
		const passes = all.filter(({ kind }) => kind === 'guard.passed').map(({ seq }) => seq);
		// What passed before HR took it back may be closed late, and that ends nothing of what HR says anew.
		const ends = (closing: number) => (closing < received.seq ? takenBack === -1 : passes.every((pass) => pass > closing) || passes.some((pass) => pass > received.seq && pass < closing));
		const closed = records.some(({ kind, caseId, seq }) => kind === 'case.closed' && caseId === received.caseId && seq > takenBack && ends(seq));
		if (!mine(received) || closed || edition.some(({ kind, seq }) => kind === 'guard.ignored' && seq > received.seq)) continue;
		const quiet = await isQuiet(received, resumesOf(received.caseId, takenBack));
		const held = edition.filter(({ seq }) => seq > (lastOf(edition, 'guard.passed', 'guard.ignored')?.seq ?? -1)).filter(({ kind }) => kind === 'guard.held').at(-1);
		const words = edition.filter(({ kind, content, seq }) => kind === 'hold.decided' && content!['hold'] === held?.content!['hold'] && seq > held!.seq);
		const approved = held !== undefined && words.length >= Number(held.content!['needs']);
		const resumedSince = edition.some(({ kind, seq }) => kind === 'event.resumed' && seq > (words.at(-1)?.seq ?? Infinity));
		const onlyGates = (held?.content!['reasons'] as { code: string }[] | undefined)?.every(({ code }) => code === 'gate') ?? true;
		if (approved && (!resumedSince || quiet)) found.released.push(waited(received));
		if (!approved && onlyGates && quiet) found.unfinished.push(waited(received));
	}

	const lastSeen = new Map<string, LedgerRecord>();
	for (const record of records.filter(({ kind }) => kind === 'event.unread' || kind === 'event.read')) {
		if (record.subject?.startsWith(`${source}/`)) lastSeen.set(record.subject, record);
	}
	found.unread = [...lastSeen.values()].filter(({ kind }) => kind === 'event.unread').map(({ content }) => String(content!['employeeId']));
	return found;
};

const sorted = ({ due, unfinished, released, unread }: Waiting) => {
	const keys = (announcements: Announcement[]) => announcements.map((one) => JSON.stringify(one)).sort();
	return { due: keys(due), unfinished: keys(unfinished), released: keys(released), unread: [...unread].sort() };
};

describe('whatever happened, and in whatever order', () => {
	const takers: Taker[] = ['w1', 'w2'].flatMap((workflow) => ['bamboohr/acme', 'bamboohr/other'].map((source) => ({ workflow, source })));
	const act = fc.record({
		what: fc.constantFrom('take', 'take', 'take', 'takeByGuard', 'supersede', 'resume', 'close', 'hold', 'gate', 'approve', 'approve', 'pass', 'ignore', 'unread', 'read', 'wait', 'look'),
		taker: fc.constantFrom(takers[0]!, takers[0]!, takers[0]!, ...takers),
		// Few enough to meet again, in every order.
		id: fc.constantFrom('1', '1', '1', '2'),
		row: fc.constantFrom('1', '1', '1', '2'),
		time: fc.constantFrom('08:00', '08:00', '09:30', '09:45'),
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
					for (const { what, taker, id, row, time: at, process } of acts) {
						const from = processes[process]!;
						const { person, event } = announced(id, `2026-11-20T${at}:00.000Z`, row);
						// The same key whenever it takes effect, as where somebody changes the time zone of the trigger.
						const one: Announcement = { person, event: { ...event, source: taker.source, key: `${taker.source}/${id}/${row}` } };
						const { workflow } = taker;
						const { key } = one.event;
						const caseId = caseIdOf(one.event, one.person);
						const subject = trailSubject(placeOf(taker, one.event));
						const takenBack = (await from.records({ subject, kinds: ['event.superseded'] })).length;
						const hold = (code: string, needs: number) => from.append({ kind: 'guard.held', caseId, subject, content: { workflow, key, takenBack, hold: `${workflow}/${key}`, reasons: [{ code, why: '' }], needs } });
						if (what === 'take') await takeIn(from, taker, one, time.now());
						if (what === 'takeByGuard') await takeIn(from, taker, one, time.now(), 'guard');
						if (what === 'supersede') await supersede(from, taker, one, 'taken back');
						if (what === 'resume') await noteResumed(from, taker, one);
						if (what === 'close') await from.append({ kind: 'case.closed', caseId, content: { workflow, verdict: 'Complete' } });
						if (what === 'hold') await hold('vip', 2);
						if (what === 'gate') await hold('gate', 1);
						if (what === 'approve') await from.append({ kind: 'hold.decided', caseId, content: { workflow, key, hold: `${workflow}/${key}`, decision: 'approved' } });
						if (what === 'pass') await from.append({ kind: 'guard.passed', caseId, subject, content: { workflow, key } });
						if (what === 'ignore') await from.append({ kind: 'guard.ignored', caseId, content: { workflow, key, why: '' } });
						if (what === 'unread') await keepUnread(from, taker, id, 'down');
						if (what === 'read') await markRead(from, taker, id);
						if (what === 'wait') time.advance(7 * minute);
						if (what === 'look') await check(taker, from);
					}
					time.advance(50 * minute);
					for (const taker of takers) for (const from of processes) await check(taker, from);
				} finally {
					for (const one of processes) await one.close();
					rmSync(directory, { recursive: true, force: true });
				}
			}),
			{ numRuns: 150 },
		);
	}, 60_000);
});
