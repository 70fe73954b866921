import type { JsonObject, Ledger } from '../../ledger/types';
import { announced, caseOf, source, workflow } from '../../test/support/guarded';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { workingOn } from '../account';
import { comeAgain } from '../again';
import { openCase } from '../caseRecords';
import { closeCase } from '../closing';
import type { EventKind } from '../event';
import { noteResumed, supersede, takeIn, type Announcement } from '../inbox';
import { openCases } from './openCases';
import { dueWithin, every, incompleteFor, notTold, overdue, type Which } from './which';

const minute = 60_000;

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

const taker = { source, workflow };
const open = async (one: Announcement, run = '1', dryRun = false) => (await openCase(ledger, one.person, one.event, { dryRun, deadlineMinutes: 15, run, workflow })).id;
const settle = (caseId: string, run: string, content: JsonObject = {}) => ledger.append({ kind: 'step.settled', caseId, content: { run, system: 'okta', step: 'blockSignIn', operation: 'cut', account: { id: `00u-${caseId}` }, outcome: 'done', verified: true, reason: '', requestedAt: null, effectiveAt: null, verifiedAt: null, ...content } });
const failed = { outcome: 'failed', verified: false };
/** One whole run of a case. */
const run = async (one: Announcement, id: string, content: JsonObject = {}) => {
	const caseId = await open(one, id);
	await settle(caseId, id, content);
	await closeCase(ledger, caseId, id);
};
const list = (which: Which = every) => openCases(ledger, clock.now(), which.isWanted);
const standings = async (which?: Which) => (await list(which)).map(({ caseId, standing }) => [caseId, standing]);

const ada = announced('42');
const joe = announced('43');

describe('what is open', () => {
	test('a case that was opened and not closed, with how much time it has, who keeps it, and what is not done', async () => {
		await takeIn(ledger, taker, ada, clock.now());
		const caseId = await open(ada);
		await settle(caseId, '1');
		await settle(caseId, '1', { step: 'endSessions', ...failed });
		clock.advance(4 * minute);
		expect(await list()).toEqual([
			{
				...ada, caseId, subject: `${source}/42`, workflow, standing: 'notClosed', since: '2026-11-20T09:00:00.000Z', takenUp: 0, minutesLeft: 11, keptBy: 'trigger', comesAgainAt: null, isWorkedOn: false,
				opened: { id: caseId, kind: 'terminate', effectiveAt: ada.event.effectiveAt, dueBy: '2026-11-20T09:15:00.000Z', dryRun: false, run: '1' },
				open: [{ system: 'okta', step: 'endSessions', outcome: 'failed' }],
			},
		]);
	});

	test('not after it was closed as Complete', async () => {
		await run(ada, '1');
		expect(await list()).toEqual([]);
	});

	test('also when it was closed as Incomplete, from the first time on, until a later run is Complete', async () => {
		await run(ada, '1', failed);
		clock.advance(10 * minute);
		await run(ada, '2', failed);
		expect(await list()).toMatchObject([{ standing: 'closedIncomplete', since: '2026-11-20T09:00:00.000Z', open: [{ system: 'okta', step: 'blockSignIn', outcome: 'failed' }] }]);
		await open(ada, '3');
		expect(await standings()).toEqual([[caseOf(ada), 'closedIncomplete']]);
		await run(ada, '3');
		expect(await list()).toEqual([]);
	});

	test('a case that was Complete and is looked at again has met its deadline, and is open until that has come to its end', async () => {
		await run(ada, '1');
		clock.advance(60 * minute);
		await open(ada, '2');
		expect(await list()).toMatchObject([{ standing: 'takenUpAgain', minutesLeft: null, since: '2026-11-20T10:00:00.000Z', person: { id: '42' } }]);
		expect(await list(overdue)).toEqual([]);
		await run(ada, '2');
		expect(await list()).toEqual([]);
	});

	test('a run that a slower one overtakes is not closed by it', async () => {
		const caseId = await open(ada, '1');
		await open(ada, '2');
		await settle(caseId, '1');
		await closeCase(ledger, caseId, '1');
		expect(await standings()).toEqual([[caseId, 'notClosed']]);
	});

	test('a dry run opens nothing, and settles nothing', async () => {
		await open(ada, '1', true);
		expect(await list()).toEqual([]);
		await open(ada, '2');
		expect(await standings()).toEqual([[caseOf(ada), 'notClosed']]);
		await open(ada, '3', true);
		await closeCase(ledger, caseOf(ada), '3');
		expect(await standings()).toEqual([[caseOf(ada), 'notClosed']]);
	});

	test('not what HR took back', async () => {
		await takeIn(ledger, taker, ada, clock.now());
		const caseId = await open(ada);
		await supersede(ledger, taker, ada, 'rescinded');
		expect(await list()).toEqual([]);
		// The cut was under way when it was taken back.
		await closeCase(ledger, caseId, '1');
		expect(await list()).toEqual([]);
	});

	test.each<[EventKind, EventKind, 'is over' | 'stays open']>([
		['terminate', 'rescind', 'is over'],
		['terminate', 'rehire', 'is over'],
		['leave', 'return', 'is over'],
		['start', 'terminate', 'is over'],
		['hire', 'start', 'is over'],
		['terminate', 'rename', 'stays open'],
		['terminate', 'move', 'stays open'],
		['leave', 'terminate', 'stays open'],
		['move', 'rename', 'stays open'],
		['start', 'leave', 'stays open'],
	])('what is left of a %s, once there is a case of a %s of the same person, %s', async (older, newer, becomes) => {
		await run(announced('42', { kind: older }), '1', failed);
		await open(announced('42', { kind: newer }, {}, '2'), '2');
		const kinds = (await list()).map(({ event }) => event.kind);
		expect(kinds).toEqual(becomes === 'is over' ? [newer] : expect.arrayContaining([older, newer]));
	});

	test('what another person does settles nothing', async () => {
		await run(ada, '1', failed);
		await open(announced('43', { kind: 'rescind' }), '2');
		expect(await standings()).toHaveLength(2);
	});

	test('how often it was taken up again, when it comes again, and whether somebody works on it', async () => {
		await takeIn(ledger, taker, ada, clock.now());
		await open(ada, '1');
		await noteResumed(ledger, taker, ada);
		const stop = await workingOn(ledger, clock, await open(ada, '2'));
		expect(await list()).toMatchObject([{ takenUp: 1, isWorkedOn: true, keptBy: 'trigger', opened: { run: '2' } }]);
		await stop();
		await comeAgain(ledger, { workflow, caseId: caseOf(ada), event: ada.event }, { at: '2026-11-20T12:00:00.000Z', why: 'tried again' });
		expect(await list()).toMatchObject([{ isWorkedOn: false, comesAgainAt: '2026-11-20T12:00:00.000Z' }]);
	});

	test('what is due first comes first', async () => {
		const late = announced('41', { effectiveAt: '2026-11-20T09:30:00.000Z' });
		for (const one of [late, ada]) await open(one);
		expect((await list()).map(({ person }) => person.id)).toEqual(['42', '41']);
	});

	test('nobody changes what the next one is told', async () => {
		await run(ada, '1', failed);
		for (const one of await list()) {
			one.open.length = 0;
			one.person.name = 'somebody else';
		}
		expect(await list()).toMatchObject([{ person: { name: 'Person 42' }, open: [{ outcome: 'failed' }] }]);
	});

	test('asking reads what was appended since, however long the ledger is', async () => {
		for (let id = 0; id < 60; id += 1) await run(announced(`a${id}`), '1');
		await open(ada);
		const asked: number[] = [];
		const counting: Ledger = { ...ledger, records: async (query) => {
			const records = await ledger.records(query);
			asked.push(records.length);
			return records;
		} };
		await openCases(counting, clock.now());
		asked.length = 0;
		await openCases(counting, clock.now());
		expect(asked.reduce((sum, many) => sum + many, 0)).toBeLessThan(10);
	});
});

describe('which are asked for', () => {
	test('due soon: from five minutes before, while nobody has closed it', async () => {
		await open(ada);
		const dueSoon = async () => (await list(dueWithin(5))).length;
		clock.advance(10 * minute);
		expect(await dueSoon()).toBe(0);
		clock.advance(1);
		expect(await dueSoon()).toBe(1);
		clock.advance(5 * minute - 1);
		expect(await dueSoon()).toBe(1);
		clock.advance(1);
		expect([await dueSoon(), (await list(overdue)).length]).toEqual([0, 1]);
	});

	test('overdue: also what was closed as Incomplete, and never what is registered to stay', async () => {
		await run(ada, '1', failed);
		await run(joe, '2', { outcome: 'held', verified: false, exception: 'ex_1' });
		expect(await list(overdue)).toEqual([]);
		clock.advance(16 * minute);
		expect((await list(overdue)).map(({ person }) => person.id)).toEqual(['42']);
		expect(await list()).toHaveLength(2);
	});

	test('incomplete: for so many hours, also what is looked at again without an end', async () => {
		await run(ada, '1', failed);
		await run(joe, '2');
		await open(joe, '3');
		await open(announced('44'), '4');
		const incomplete = async () => (await list(incompleteFor(24, clock.now()))).map(({ person }) => person.id).sort();
		clock.advance(24 * 60 * minute - 1);
		expect(await incomplete()).toEqual([]);
		clock.advance(1);
		expect(await incomplete()).toEqual(['42', '43']);
	});
});

describe('once each', () => {
	const told = async (which: Which, by = workflow) => (await notTold(ledger, by, await list(which), which)).map(({ person }) => person.id);

	test('each threshold is told of once for each case, and of several workers by one', async () => {
		await open(ada);
		clock.advance(11 * minute);
		const several = await Promise.all([told(dueWithin(5)), told(dueWithin(5)), told(dueWithin(5))]);
		expect(several.flat()).toEqual(['42']);
		clock.advance(5 * minute);
		await open(announced('43', { receivedAt: clock.now().toISOString() }));
		expect(await told(overdue)).toEqual(['42']);
		expect(await told(overdue)).toEqual([]);
	});

	test('what became incomplete again after it was settled is told of again', async () => {
		for (const id of ['1', '3']) {
			await run(ada, id, failed);
			clock.advance(25 * 60 * minute);
			const which = incompleteFor(24, clock.now());
			expect([await told(which), await told(which)]).toEqual([['42'], []]);
			await run(ada, `${id}b`);
		}
	});

	test('a copy of the workflow takes nothing from the one that counts', async () => {
		await open(ada);
		clock.advance(16 * minute);
		expect([await told(overdue, 'copy'), await told(overdue)]).toEqual([['42'], ['42']]);
	});

	test('a warning is no sign that somebody works on the case', async () => {
		await open(ada);
		const before = await ledger.records({ caseId: caseOf(ada) });
		clock.advance(16 * minute);
		await told(overdue);
		expect(await ledger.records({ caseId: caseOf(ada) })).toEqual(before);
		expect(await ledger.records({ kinds: ['case.warned'] })).toMatchObject([{ content: { case: caseOf(ada), workflow, person: { id: '42' } } }]);
	});
});
