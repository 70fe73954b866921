import type { Ledger } from '../../ledger';
import type { JsonObject } from '../../ledger/types';
import { catalogueOf, holding, type Row } from '../../test/support/accessPlan';
import { expectSentence } from '../../test/harness/expectations';
import { announced, company, hour, jane, joe, source, workflow, type Company } from '../../test/support/guarded';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { openCase } from '../caseRecords';
import { verdictOf } from '../case';
import { closeCase } from '../closing';
import { escalations } from '../guard/release';
import { holdsIn, isDecided } from '../guard/hold';
import { takeIn, waiting, type Announcement } from '../inbox';
import { currentAccess } from './access';
import { makePlan, type Made, type Making } from './make';

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
let acme: Company;
let run = 0;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
	acme = company(ledger, clock);
});
afterEach(() => ledger.close());

const operations = { department: 'Operations', system: 'Okta', right_name: 'Runbooks' };
const admins = { department: 'Operations', system: 'Okta', right_name: 'Admins', privileged: true, approver: 'jane@acme.test' };
const finance = { department: 'Finance', system: 'Okta', right_name: 'Ledger' };
const mover = (more: object = {}, id = '1'): Announcement => announced(id, { kind: 'move' }, { name: 'Ada Lovelace', department: 'Operations', ...more });

const begin = async (one: Announcement): Promise<string> => {
	await takeIn(ledger, { source: one.event.source, workflow }, one, clock.now());
	await acme.check([one]);
	run += 1;
	return (await openCase(ledger, one.person, one.event, { dryRun: false, deadlineMinutes: 60, run: String(run), workflow })).id;
};
const make = (one: Announcement, caseId: string, rows: readonly Row[], held: readonly string[], more: Partial<Making> = {}): Promise<Made> =>
	makePlan(ledger, { catalogue: catalogueOf(rows) }, { ...one, caseId, workflow, run: String(run), node: 'Access Plan', dryRun: false, now: clock.now(), access: currentAccess({ okta: holding(...held) }), mostRemovals: 10, zone: 'Etc/UTC', escalateMs: 4 * hour, ...more });
const outcomes = ({ results }: Made) => Object.fromEntries(results.map(({ step, outcome, accepted }) => [step, `${outcome}${accepted ? '/accepted' : ''}`]));
const open = async () => [...(await holdsIn(ledger)).byId.values()].filter((hold) => !isDecided(hold)).map(({ id }) => id);
const dueNow = async () => (await waiting(ledger, { source, workflow }, clock.now(), 5 * 60_000)).again.map(({ why }) => why);
const planned = async (): Promise<JsonObject[]> => (await ledger.records({ kinds: ['plan.made'] })).map(({ content }) => content!);

test('H02: asked, approved by the one who may, and added by the run that finds the decision', async () => {
	const one = mover();
	const caseId = await begin(one);
	const first = await make(one, caseId, [operations, admins], []);
	expect(outcomes(first)).toEqual({ plan: 'done', approval: 'held' });
	expect(first.plan.additions.map(({ right }) => right)).toEqual(['Runbooks']);
	const [asked] = first.asked;
	expect(asked).toMatchObject({ approvers: ['jane@acme.test'], askedBefore: false });
	expect(asked!.text).toBe(
		[
			`${asked!.hold}: A part of the plan for the move of Ada Lovelace (HR ID 1), in effect from 2026-11-20 08:00 UTC, according to bamboohr/acme.`,
			'- Okta: Admins would be added, and is privileged by row 2 of the role catalogue.',
			`Plan ${first.plan.hash}`,
			'Only jane@acme.test decides. Rejected, it is left out, and the rest of the plan goes on.',
		].join('\n'),
	);
	await closeCase(ledger, caseId, String(run));

	await expect(acme.decide([asked!.hold], joe)).rejects.toThrow(/Only jane@acme\.test may decide on hold_\w+, and not Joe Roe \(joe@acme\.test\)\. Let one of them decide/);
	expect(await dueNow()).toEqual([]);
	expect(await acme.decide([asked!.hold], jane)).toMatchObject([{ settles: true, why: expect.stringMatching(/^Jane Doe approved a part of the plan for the move of Ada Lovelace \(HR ID 1\)\. The case comes again/) }]);
	expect(await dueNow()).toEqual([`somebody has decided on ${asked!.hold}`]);

	const second = await make(one, await begin(one), [operations, admins], ['Runbooks']);
	expect(outcomes(second)).toEqual({ plan: 'done', approval: 'done' });
	expect(second.plan.additions).toMatchObject([{ right: 'Admins', approved: [{ hold: asked!.hold, by: 'Jane Doe' }] }]);
	expect((await planned())[1]).toMatchObject({ additions: [{ right: 'Admins', approved: [{ hold: asked!.hold }] }], waits: [], access: { okta: { rights: [{ name: 'Runbooks' }] } } });
	const third = await make(one, caseId, [operations, admins], ['Runbooks', 'Admins']);
	expect(outcomes(third)).toEqual({ plan: 'already_done', approval: 'done' });
	expect(verdictOf(false, third.results)).toBe('Complete');
});

test('rejected, it is left out, not asked again, and the event itself goes on', async () => {
	const one = mover();
	const caseId = await begin(one);
	const { asked } = await make(one, caseId, [operations, admins], []);
	await closeCase(ledger, caseId, String(run));
	expect(await acme.decide([asked[0]!.hold], jane, { decision: 'rejected', reason: 'not yet' })).toMatchObject([{ why: expect.stringMatching(/It is left out.*The rest of the plan goes on\.$/) }]);
	expect(await ledger.records({ kinds: ['guard.ignored'] })).toEqual([]);
	expect(await dueNow()).toHaveLength(1);

	const second = await make(one, await begin(one), [operations, { ...admins, approver: 'joe@acme.test' }], ['Runbooks']);
	expect(second.asked).toEqual([]);
	expect(outcomes(second)).toEqual({ plan: 'already_done', approval: 'refused/accepted' });
	expect(verdictOf(false, second.results)).toBe('Complete');
	expect(await open()).toEqual([]);
});

test('who asked for it, and who it is about, decide on nothing', async () => {
	const one = mover({ workEmail: 'jane@acme.test' });
	const asking = { ...one, event: { ...one.event, requestedBy: 'Joe Roe <joe@acme.test>' } };
	const { asked } = await make(asking, await begin(asking), [operations, { ...admins, approver: 'jane@acme.test, joe@acme.test' }], []);
	expect(asked[0]!.approvers).toEqual(['joe@acme.test']);
	await expect(acme.decide([asked[0]!.hold], jane)).rejects.toThrow(/is about Jane Doe/);
	await expect(acme.decide([asked[0]!.hold], joe)).rejects.toThrow(/asked for it and cannot decide/);
});

test('what still waits is not asked twice, and what the plan does not want any more waits no longer', async () => {
	const one = mover();
	const caseId = await begin(one);
	const [first, second] = await Promise.all([make(one, caseId, [operations, admins], []), make(one, caseId, [operations, admins], [])]);
	expect(second.asked.map(({ hold }) => hold)).toEqual(first.asked.map(({ hold }) => hold));
	await closeCase(ledger, caseId, String(run));
	expect((await make(one, caseId, [operations, admins], ['Runbooks'])).asked).toMatchObject([{ hold: first.asked[0]!.hold, askedBefore: true }]);

	const otherwise = await make(one, caseId, [operations, { ...admins, approver: 'joe@acme.test' }], []);
	expect(await open()).toEqual(otherwise.asked.map(({ hold }) => hold));
	await expect(acme.decide([first.asked[0]!.hold], jane, { what: 'x' })).rejects.toThrow(/nothing waits as hold_\w+\. It may have passed, been taken back by HR, or be planned otherwise since/);
	await make(one, caseId, [operations], []);
	expect(await open()).toEqual([]);
	// Wanted once more, it is asked once more.
	expect((await make(one, caseId, [operations, admins], [])).asked).toMatchObject([{ askedBefore: false }]);
	expect(await open()).toHaveLength(1);
});

test('a decision made while the case was being planned is not asked about again', async () => {
	const one = mover();
	const caseId = await begin(one);
	const [asked] = (await make(one, caseId, [admins], [])).asked;
	const { records } = ledger;
	let decided = false;
	ledger.records = async (query) => {
		const found = await records(query);
		if (!decided && query.kinds?.includes('plan.made') && query.kinds.includes('hold.decided')) {
			decided = true;
			await acme.decide([asked!.hold], jane);
		}
		return found;
	};
	expect((await make(one, caseId, [admins], [])).asked).toEqual([]);
	ledger.records = records;
	expect(await ledger.records({ kinds: ['plan.held'] })).toHaveLength(1);
	expect((await make(one, caseId, [admins], [])).plan.additions).toHaveLength(1);
});

test('n8n stopped right after a decision: the case comes again all the same', async () => {
	const one = mover();
	const caseId = await begin(one);
	const [asked] = (await make(one, caseId, [admins], [])).asked;
	await closeCase(ledger, caseId, String(run));
	const { append } = ledger;
	ledger.append = (record) => (record.kind === 'event.again' ? Promise.reject(new Error('the disk is gone')) : append(record));
	await expect(acme.decide([asked!.hold], jane)).rejects.toThrow('the disk is gone');
	ledger.append = append;
	expect(await dueNow()).toEqual([]);
	await escalations({ ledger, workflow, now: clock.now() }, []);
	expect(await dueNow()).toHaveLength(1);
});

test('unanswered, somebody else is told, again and again, and who may decide is said', async () => {
	const one = mover();
	await make(one, await begin(one), [admins], []);
	expect(await escalations({ ledger, workflow, now: clock.now() }, ['it-lead@acme.test'])).toEqual([]);
	clock.advance(4 * hour);
	const [first] = await escalations({ ledger, workflow, now: clock.now() }, ['it-lead@acme.test']);
	expect(first).toMatchObject({ escalation: 1, askNext: 'it-lead@acme.test' });
	expectSentence(first!.why);
	expect(first!.why).toMatch(/^A part of the plan for the move of Ada Lovelace.*Only jane@acme\.test may decide\. Ask it-lead@acme\.test to see that it is done/);
	clock.advance(4 * hour);
	expect(await escalations({ ledger, workflow, now: clock.now() }, [])).toMatchObject([{ escalation: 2, askNext: null }]);
});

test('HR takes it back: nobody has to decide on it any more', async () => {
	const one = mover();
	await make(one, await begin(one), [admins], []);
	const { supersede } = await import('../inbox');
	await supersede(ledger, { source, workflow }, one, 'HR moved them elsewhere');
	expect(await open()).toEqual([]);
});

test('the guard lets the event pass while a part of its plan is held', async () => {
	const one = mover();
	await make(one, await begin(one), [admins], []);
	const { byPlace, byId } = await holdsIn(ledger);
	expect([byPlace.size, byId.size]).toEqual([0, 1]);
});

test('an overlap ends by a run at that very instant', async () => {
	const one = mover();
	const rows = [{ ...finance, overlap_days: 14 }, operations];
	const caseId = await begin(one);
	const first = await make(one, caseId, rows, ['Ledger']);
	expect(outcomes(first)).toEqual({ plan: 'done', later: 'pending/accepted' });
	expect(first.results.at(-1)).toMatchObject({ deferred: true });
	await closeCase(ledger, caseId, String(run));
	clock.advance(Date.parse('2026-12-04T07:59:00.000Z') - clock.now().getTime());
	expect(await dueNow()).toEqual([]);
	clock.advance(60_000);
	expect(await dueNow()).toEqual(['the time in which Okta: Ledger was kept is over']);
	const second = await make(one, await begin(one), rows, ['Ledger', 'Runbooks']);
	expect(second.plan.removals.map(({ right }) => right)).toEqual(['Ledger']);
	expect(outcomes(second)).toEqual({ plan: 'done', later: 'done' });
});

test('withheld, it is looked for more and more seldom', async () => {
	const one = mover();
	const caseId = await begin(one);
	const minutes: number[] = [];
	for (let index = 0; index < 3; index++) {
		const { plan } = await make(one, caseId, [{ ...operations, needs_first: 'Okta: PAM' }], []);
		minutes.push((Date.parse(plan.again[0]!.at) - clock.now().getTime()) / 60_000);
		clock.advance(minutes.at(-1)! * 60_000);
	}
	expect(minutes).toEqual([15, 240, 240]);
});

test('H06: quarantined, the case is incomplete, nothing is asked, and what was asked before stays as it is', async () => {
	const one = mover();
	const caseId = await begin(one);
	const { asked } = await make(one, caseId, [finance, operations, admins], ['Ledger']);
	const typo = mover({ department: 'Operatons' });
	const made = await make(typo, caseId, [finance, operations, admins], ['Ledger']);
	expect(outcomes(made)).toEqual({ plan: 'refused' });
	expect(made.plan.systems).toEqual({});
	expect(made.attention[0]).toMatch(/department "Operatons"; "Operations" looks alike/);
	expect(verdictOf(false, made.results)).toBe('Incomplete');
	for (const { reason } of made.results) expectSentence(reason);
	expect(await open()).toEqual(asked.map(({ hold }) => hold));
});

test('a fault in the catalogue plans nothing for anybody', async () => {
	const one = mover();
	const made = await makePlan(ledger, { faults: ['The role catalogue is empty.'] }, { ...one, caseId: await begin(one), workflow, run: String(run), node: 'n', dryRun: false, now: clock.now(), access: new Map(), mostRemovals: 10, zone: 'Etc/UTC', escalateMs: hour });
	expect(outcomes(made)).toEqual({ plan: 'refused' });
});

test('a dry run says it all, and asks, records and appoints nothing', async () => {
	const one = mover();
	const caseId = await begin(one);
	const { size } = await ledger.head();
	const made = await make(one, caseId, [{ ...finance, overlap_days: 14 }, operations, admins], ['Ledger'], { dryRun: true });
	expect(outcomes(made)).toEqual({ plan: 'planned', approval: 'planned', later: 'planned/accepted' });
	expect(made.asked).toEqual([]);
	const since = await ledger.records({ afterSeq: size - 1 });
	expect(new Set(since.map(({ kind }) => kind))).toEqual(new Set(['step.settled']));
});

test('who has left by a newer case is given nothing by an older one that comes again, and by one that was taken back is', async () => {
	const one = mover();
	const caseId = await begin(one);
	const leaving = announced('1', { kind: 'terminate' }, {}, '2');
	const newer = await openCase(ledger, leaving.person, leaving.event, { dryRun: false, deadlineMinutes: 60, run: 'x', workflow });
	const made = await make(one, caseId, [operations], []);
	expect(outcomes(made)).toEqual({ plan: 'refused' });
	expect(made.attention[0]).toContain(newer.id);
	const back = announced('1', { kind: 'rehire' }, {}, '3');
	await openCase(ledger, back.person, back.event, { dryRun: false, deadlineMinutes: 60, run: 'y', workflow });
	expect(outcomes(await make(one, caseId, [operations], []))).toEqual({ plan: 'done' });
});

test('what needs somebody is told once, and again where n8n was stopped before the case was closed', async () => {
	const one = mover();
	const caseId = await begin(one);
	const told = async () => (await make(one, caseId, [operations, { ...admins, approver: 'manager' }], [])).toldBefore;
	expect([await told(), await told()]).toEqual([false, false]);
	await closeCase(ledger, caseId, String(run));
	expect(await told()).toBe(true);
});
