import type { Ledger } from '../../ledger';
import { announced, company, hour, jane, joe, source, workflow, type Company } from '../../test/support/guarded';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { openCase } from '../caseRecords';
import type { ExceptionTerms } from '../exceptions/exception';
import { registerException } from '../exceptions/register';
import { supersede, takeIn } from '../inbox';
import type { Judgement } from './judgement';
import { holdsIn } from './hold';
import { escalations } from './release';
import { lookingAt } from './preview';
import { check } from './check';

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
let acme: Company;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
	acme = company(ledger, clock);
});
afterEach(() => ledger.close());

const outlets = (judgements: Judgement[]) => judgements.map(({ to }) => to);
const tomorrow = { effectiveAt: '2026-11-21T08:00:00.000Z' };
const ids = (judgements: Judgement[]) => judgements.map(({ hold }) => hold);
const expectSentences = (judgements: Judgement[]) => {
	for (const { to, why } of judgements) if (to !== 'nowhere') expect(why).toMatch(/^[A-Z][^]{20,}\.$/);
};

describe('each event once', () => {
	test('F03: the same event five times, also at once and in several workers, passes once', async () => {
		const one = announced('1');
		const [first, ...rest] = (await Promise.all([acme.check([one]), acme.check([one, one]), acme.check([one])])).flat().concat(await acme.check([one])).sort((a, b) => (a.to === 'proceed' ? -1 : b.to === 'proceed' ? 1 : 0));
		expect(first!.to).toBe('proceed');
		expect(outlets(rest)).toEqual(['ignored', 'ignored', 'ignored', 'ignored']);
		expectSentences(rest);
		expect(await acme.kinds('guard.passed')).toBe(1);
	});

	test('what was interrupted passes once more for each time it is taken up', async () => {
		await acme.fromTrigger([announced('1')]);
		for (let turn = 0; turn < 3; turn++) {
			clock.advance(2 * hour);
			expect(outlets(await acme.takeUp())).toEqual(['proceed']);
			expect(outlets(await acme.check([announced('1')]))).toEqual(['ignored']);
		}
	});

	test('another workflow has its own', async () => {
		expect(outlets(await acme.check([announced('1')]))).toEqual(['proceed']);
		expect(outlets(await acme.check([announced('1')], { workflow: 'copy' }))).toEqual(['proceed']);
	});

	test('A05: a new name and a new address of one person are nobody\'s leaving, and held by no limit', async () => {
		const renames = Array.from({ length: 9 }, (_, id) => announced(String(id), { kind: 'rename' }));
		expect(outlets(await acme.fromTrigger(renames, { absolute: 0 }))).toEqual(renames.map(() => 'proceed'));
		expect(await acme.kinds('guard.seen', 'guard.held')).toBe(0);
	});

	test.each(['move', 'leave', 'return', 'conversion'] as const)('%s goes on, whoever is protected', async (kind) => {
		await register({ type: 'protected' });
		expect(outlets(await acme.check([announced('1', { kind })]))).toEqual(['proceed']);
	});

	test('a test in the editor leaves the event as it was', async () => {
		const tried = await check({ ledger: lookingAt(ledger, clock.now), clock }, [{ ...announced('1'), gates: [] }], acme.terms);
		expect(outlets(tried)).toEqual(['proceed']);
		expect(await ledger.records({})).toEqual([]);
		expect(outlets(await acme.check([announced('1')]))).toEqual(['proceed']);
	});

	test('a test in the editor sees a flood in what it brings', async () => {
		const four = ['1', '2', '3', '4'].map((id) => ({ ...announced(id), gates: [] }));
		expect(outlets(await check({ ledger: lookingAt(ledger, clock.now), clock }, four, acme.terms))).toEqual(Array(4).fill('needsApproval'));
	});
});

describe('what lies ahead, of sources without a trigger', () => {
	const release = async (judge = acme.check) => judge((await acme.resume()).map(({ waited: { person, event } }) => ({ person, event })));

	test('B05: waits for its day, and is asked of HR again then', async () => {
		const [judgement] = await acme.check([announced('1', tomorrow)]);
		expect(judgement).toMatchObject({ to: 'later', why: expect.stringContaining('2026-11-21 08:00 UTC') });
		clock.advance(22 * hour);
		expect(await acme.resume()).toEqual([]);
		clock.advance(hour);
		expect(outlets(await release())).toEqual(['proceed']);
		expect(await acme.resume()).toEqual([]);
	});

	test('what HR could not be asked about comes out again, later each time, and passes once', async () => {
		await acme.check([announced('1', tomorrow)]);
		clock.advance(23 * hour);
		expect(await acme.resume()).toHaveLength(1);
		expect(await acme.resume()).toEqual([]);
		clock.advance(hour);
		expect(await acme.resume()).toHaveLength(1);
		expect(outlets(await acme.check([announced('1', tomorrow), announced('1', tomorrow)]))).toEqual(['proceed', 'ignored']);
	});

	test('said again unchanged, it is left alone', async () => {
		expect(outlets(await acme.check([announced('1', tomorrow), announced('1', tomorrow)]))).toEqual(['later', 'ignored']);
	});

	test('moved to another day, only that day counts, and it is logged', async () => {
		await acme.check([announced('1', tomorrow, {}, 'a')]);
		const [moved] = await acme.check([announced('1', { effectiveAt: '2026-11-22T08:00:00.000Z' }, {}, 'b')]);
		expect(moved).toMatchObject({ to: 'later', why: expect.stringMatching(/2026-11-22 08:00 UTC, and no longer for 2026-11-21 08:00 UTC/) });
		expect((await ledger.records({ kinds: ['event.superseded'] }))[0]!.content).toMatchObject({ key: announced('1', {}, {}, 'a').event.key, why: expect.stringContaining('2026-11-22') });
		clock.advance(24 * hour);
		expect(await acme.resume()).toEqual([]);
		clock.advance(24 * hour);
		expect(outlets(await release())).toEqual(['proceed']);
	});

	test('moved while it is held, nobody decides on the old day any more', async () => {
		const [held] = await acme.check([announced('1', {}, {}, 'a')], { absolute: 0 });
		expect(outlets(await acme.check([announced('1', tomorrow, {}, 'b')]))).toEqual(['later']);
		expect((await holdsIn(ledger)).byId.has(held!.hold!)).toBe(false);
	});

	test('moved to now, it goes on now and never again', async () => {
		await acme.check([announced('1', tomorrow, {}, 'a')]);
		expect(outlets(await acme.check([announced('1', {}, {}, 'b')]))).toEqual(['proceed']);
		clock.advance(48 * hour);
		expect((await acme.resume()).map(({ waited }) => waited.event.key)).toEqual([announced('1', {}, {}, 'b').event.key]);
	});

	test('moved there and back, neither day is taken for certain: a person decides, and nobody is forgotten', async () => {
		const [a, b] = [announced('1', tomorrow, {}, 'a'), announced('1', { effectiveAt: '2026-11-22T08:00:00.000Z' }, {}, 'b')];
		for (const one of [a, b, a]) expect(outlets(await acme.check([one]))).toEqual(['later']);
		clock.advance(24 * hour);
		const [judgement] = await release();
		expect(judgement).toMatchObject({ to: 'needsApproval', reasons: [{ code: 'contradiction', why: expect.stringContaining('2026-11-22') }] });
		clock.advance(24 * hour);
		expect((await release()).map(({ reasons }) => reasons?.[0]?.code)).toEqual(['contradiction']);
		expect(await acme.kinds('guard.passed')).toBe(0);
	});

	test('a repetition of what was rescinded is held, and not cut', async () => {
		await acme.check([announced('1', tomorrow)]);
		await acme.check([announced('1', { kind: 'rescind' })]);
		expect(outlets(await acme.check([announced('1', tomorrow)]))).toEqual(['later']);
		clock.advance(24 * hour);
		expect(await release()).toMatchObject([{ to: 'needsApproval', reasons: [{ code: 'contradiction' }] }]);
	});

	test('confidential, nothing of it is seen before its moment: no item, no name in the ledger, nothing to decide', async () => {
		const secret = announced('1', { ...tomorrow, confidential: true }, { name: 'Ada Lovelace' });
		expect(outlets(await acme.check([secret, secret]))).toEqual(['nowhere', 'nowhere']);
		expect(JSON.stringify(await ledger.records({}))).not.toContain('Lovelace');
		expect((await holdsIn(ledger)).byId.size).toBe(0);
		clock.advance(24 * hour);
		expect((await acme.resume()).map(({ waited }) => waited.person)).toEqual([{ id: '1' }]);
		expect(outlets(await acme.check([secret]))).toEqual(['proceed']);
	});

	test('a trigger keeps its own: the guard does not schedule them, and lets none pass before its day', async () => {
		const early = announced('1', { effectiveAt: '2026-11-20T09:00:30.000Z' });
		await takeIn(ledger, { source, workflow }, early, new Date('2026-11-20T09:01:00.000Z'));
		expect(outlets(await acme.check([early]))).toEqual(['later']);
		expect(await acme.kinds('event.scheduled')).toBe(0);
		clock.advance(10 * 60_000);
		expect(outlets(await acme.takeUp())).toEqual(['proceed']);
	});
});

describe('HR takes it back', () => {
	test('B07: in time, nothing waits any more and nothing has to be done', async () => {
		await acme.check([announced('1', tomorrow)]);
		const [judgement] = await acme.check([announced('1', { kind: 'rescind', ...tomorrow })]);
		expect(judgement).toMatchObject({ to: 'ignored', why: expect.stringMatching(/called off in time/) });
		clock.advance(48 * hour);
		expect(await acme.resume()).toEqual([]);
	});

	test('B07: what is held is called off with it, and waits for nobody', async () => {
		const [held] = await acme.check([announced('1')], { absolute: 0 });
		expect(outlets(await acme.check([announced('1', { kind: 'rescind' })]))).toEqual(['ignored']);
		expect((await holdsIn(ledger)).byId.size).toBe(0);
		await expect(acme.decide([held!.hold], jane, { what: 'x' })).rejects.toThrow(/nothing waits as hold_/);
		clock.advance(48 * hour);
		expect(await acme.resume()).toEqual([]);
	});

	test('B08: after the cut it goes on, with the case to restore from', async () => {
		const leaver = announced('1');
		await acme.check([leaver]);
		const { id } = await openCase(ledger, leaver.person, leaver.event, { dryRun: false, deadlineMinutes: 15, run: 'r', workflow });
		await ledger.append({ kind: 'case.closed', caseId: id, content: { workflow, verdict: 'Complete' } });
		expect(await acme.check([announced('1', { kind: 'rescind' })])).toMatchObject([{ to: 'proceed', linkedTo: [id] }]);
	});

	test('while it is being cut it goes on as well, and the cut is not taken up again', async () => {
		await acme.fromTrigger([announced('1')]);
		expect(outlets(await acme.fromTrigger([announced('1', { kind: 'rescind' })]))).toEqual(['proceed']);
		clock.advance(48 * hour);
		expect((await acme.takeUp()).map(({ why }) => why)).toEqual([expect.stringMatching(/^The rescinding/)]);
	});

	test('a rescinding that overtook its termination is no reason to cut: a person decides', async () => {
		expect(outlets(await acme.check([announced('1', { kind: 'rescind' })]))).toEqual(['ignored']);
		expect(await acme.check([announced('1')])).toMatchObject([{ to: 'needsApproval', reasons: [{ code: 'contradiction' }] }]);
		clock.advance(25 * hour);
		expect(outlets(await acme.check([announced('1', {}, {}, 'next month')]))).toEqual(['proceed']);
	});

	test('of a trigger it is no question: HR was asked', async () => {
		await acme.fromTrigger([announced('1', { kind: 'rescind' })]);
		expect(outlets(await acme.fromTrigger([announced('1')]))).toEqual(['proceed']);
	});

	test('where there is nothing to call off, or somebody has come back since, it says so', async () => {
		expect(await acme.check([announced('1', { kind: 'rescind' }, {}, 'a')])).toMatchObject([{ to: 'ignored', why: expect.stringMatching(/nothing to call off/) }]);
		for (const kind of ['terminate', 'rehire'] as const) {
			const { person, event } = announced('1', { kind }, {}, kind);
			await openCase(ledger, person, event, { dryRun: false, deadlineMinutes: 15, run: 'r', workflow });
		}
		expect(outlets(await acme.check([announced('1', { kind: 'rescind' }, {}, 'b')]))).toEqual(['ignored']);
	});

	test('taken back while it is being judged, it does not pass', async () => {
		const leaver = announced('1');
		await takeIn(ledger, { source, workflow }, leaver, clock.now());
		const { append } = ledger;
		ledger.append = async (record) => {
			if (record.kind === 'guard.passed') {
				ledger.append = append;
				await supersede(ledger, { source, workflow }, leaver, 'rescinded');
			}
			return append(record);
		};
		expect(await acme.check([leaver])).toMatchObject([{ to: 'ignored', why: expect.stringMatching(/taken back by HR while/) }]);
		// Said anew it is a new event, and the pass that came too late does not count against it.
		expect(outlets(await acme.fromTrigger([leaver]))).toEqual(['proceed']);
	});
});

describe('too many at once', () => {
	const leavers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => announced(String(from + index)));
	const headcount = (count: number) => ledger.append({ kind: 'source.read', content: { workflow, source, headcount: count } });

	test('C01: of 40, four in one poll are all held, as one plan', async () => {
		await headcount(40);
		const judgements = await acme.fromTrigger(leavers(4));
		expect(outlets(judgements)).toEqual(Array(4).fill('needsApproval'));
		expectSentences(judgements);
		expect(judgements[0]!.why).toMatch(/4 people would lose access within 24 hours, and at most 3 may without a person's decision/);
		await acme.decide(ids(judgements), jane);
		expect(outlets(await acme.takeUp())).toEqual(Array(4).fill('proceed'));
	});

	test('three pass, the fourth is held, and after the window there is room again', async () => {
		for (const one of leavers(3)) expect(outlets(await acme.fromTrigger([one]))).toEqual(['proceed']);
		clock.advance(23 * hour);
		expect(outlets(await acme.fromTrigger(leavers(1, 3)))).toEqual(['needsApproval']);
		clock.advance(2 * hour);
		expect(outlets(await acme.fromTrigger(leavers(2, 4)))).toEqual(['proceed', 'proceed']);
	});

	test('one person announced over and over is one person', async () => {
		for (let row = 0; row < 9; row++) expect(outlets(await acme.fromTrigger([announced('1', {}, {}, String(row))]))).toEqual(['proceed']);
	});

	test('C05: 300 within a minute: each waits a moment, and not one passes', async () => {
		const all = leavers(300);
		const judgements = await Promise.all(all.map((one) => acme.fromTrigger([one], { settleMs: 20_000 })));
		expect(new Set(judgements.flat().map(({ to }) => to))).toEqual(new Set(['needsApproval']));
		expect(await acme.kinds('guard.passed')).toBe(0);
	}, 20_000);

	test('C05: the first of a flood waits, and finds the others when it looks again', async () => {
		const { sleep } = clock;
		clock.sleep = async (ms, signal) => {
			clock.sleep = sleep;
			for (const one of leavers(3, 1)) expect(outlets(await acme.fromTrigger([one], { settleMs: 0, absolute: 0 }))).toEqual(['needsApproval']);
			return sleep(ms, signal);
		};
		expect(outlets(await acme.fromTrigger(leavers(1), { settleMs: 20_000 }))).toEqual(['needsApproval']);
		expect(clock.slept).toEqual([20_000]);
	});

	test('whoever is held anyway waits for no more of them', async () => {
		await acme.fromTrigger(leavers(4), { settleMs: 20_000 });
		expect(clock.slept).toEqual([]);
		await acme.fromTrigger([announced('9', { kind: 'move' })], { settleMs: 20_000 });
		expect(clock.slept).toEqual([]);
		expect(outlets(await acme.fromTrigger(leavers(1, 20), { settleMs: 20_000, absolute: 99 }))).toEqual(['proceed']);
		expect(clock.slept).toEqual([20_000]);
	});

	test('stopped while it waits, nobody passes, and all of it comes again', async () => {
		const stop = new AbortController();
		stop.abort();
		await takeIn(ledger, { source, workflow }, announced('1'), clock.now());
		await expect(check({ ledger, clock, signal: stop.signal }, [{ ...announced('1'), gates: [] }], { ...acme.terms, settleMs: 20_000 })).rejects.toThrow(/stopped while the guard waited.*taken up again/);
		expect(await acme.kinds('guard.passed')).toBe(0);
		clock.advance(hour);
		expect(outlets(await acme.takeUp())).toEqual(['proceed']);
	});

	test('C08: 150 on one day pass on one approved plan, and the next one is judged by itself', async () => {
		await headcount(2_000);
		const judgements = await acme.fromTrigger(leavers(150));
		expect(new Set(outlets(judgements))).toEqual(new Set(['needsApproval']));
		await acme.decide(ids(judgements), jane);
		expect(new Set(outlets(await acme.takeUp()))).toEqual(new Set(['proceed']));
		expect(await acme.kinds('guard.passed')).toBe(150);
		expect(outlets(await acme.fromTrigger(leavers(1, 500)))).toEqual(['proceed']);
	}, 20_000);

	test('the headcount of the source decides before the one in the node', async () => {
		await headcount(5);
		expect((await acme.fromTrigger(leavers(2), { headcount: 1_000 }))[0]).toMatchObject({ reasons: [{ code: 'breaker', why: expect.stringMatching(/of the 5 people in bamboohr\/acme at most 1 \(10 %\)/) }] });
	});

	test('where nobody knows how many people there are, it says that only one limit counts', async () => {
		expect((await acme.fromTrigger(leavers(1)))[0]!.why).toMatch(/only this limit counts.*Headcount/);
		expect((await acme.fromTrigger(leavers(1, 1), { headcount: 30 }))[0]!.why).not.toMatch(/only this limit/);
	});
});

const register = (terms: Partial<ExceptionTerms>) => registerException(ledger, { type: 'protected', who: ['1'], system: null, step: null, owner: 'CISO', reason: 'break-glass', expiresAt: null, registeredBy: 'IT', ...terms }, clock.now());

describe('people apart', () => {
	test('D01: somebody protected is held, and told that every step refuses', async () => {
		const { id } = await register({ who: ['p1@acme.test'] });
		expect(await acme.check([announced('1')])).toMatchObject([{ to: 'needsApproval', needs: 1, why: expect.stringMatching(new RegExp(`Every step refuses.*end ${id}`)) }]);
	});

	test('D04: a VIP leaves when two people have said so, and not by waiting', async () => {
		await register({ type: 'vip' });
		const [held] = await acme.fromTrigger([announced('1')]);
		expect(held).toMatchObject({ to: 'needsApproval', needs: 2 });
		clock.advance(30 * 24 * hour);
		expect(await acme.takeUp()).toEqual([]);
		await acme.decide([held!.hold], jane);
		expect(await acme.takeUp()).toEqual([]);
		await acme.decide([held!.hold], joe);
		expect(await acme.takeUp()).toMatchObject([{ to: 'proceed', why: expect.stringMatching(/Jane Doe and Joe Roe decided/) }]);
		expect(await acme.takeUp()).toEqual([]);
	});

	test('D05: a legal hold, and what stays by exception, do not stop the cut; the item names them', async () => {
		const hold = await register({ type: 'legalHold', owner: 'Counsel', reason: 'litigation' });
		const kept = await register({ type: 'exception', system: 'okta', step: 'removeFromGroups', reason: 'handover', expiresAt: '2026-12-01T00:00:00.000Z' });
		const [judgement] = await acme.check([announced('1')]);
		expect(judgement).toMatchObject({ to: 'proceed', keeps: [expect.stringMatching(new RegExp(`okta/removeFromGroups.*${kept.id}.*until 2026-12-01`)), expect.stringContaining(hold.id)] });
	});

	test('G14: what has expired keeps and holds nobody', async () => {
		await register({ type: 'vip', expiresAt: '2026-11-20T09:30:00.000Z' });
		clock.advance(hour);
		expect(await acme.check([announced('1')])).toMatchObject([{ to: 'proceed' }]);
	});

	test('an approval covers what it was shown: a VIP entry that came later is asked about as well', async () => {
		const [held] = await acme.fromTrigger([announced('1')], { absolute: 0 });
		await acme.decide([held!.hold], jane);
		await register({ type: 'vip' });
		const [again] = await acme.takeUp({ absolute: 0 });
		expect(again).toMatchObject({ to: 'needsApproval', needs: 2, reasons: [{ code: 'vip' }] });
		for (const by of [jane, joe]) await acme.decide([again!.hold], by);
		expect(outlets(await acme.takeUp({ absolute: 0 }))).toEqual(['proceed']);
	});
});

describe('an emergency', () => {
	const emergency = (more: object = {}) => announced('1', { source: 'form/emergency', key: 'form/emergency/1/a', urgency: 'immediate', requestedBy: 'Jane Doe <jane@acme.test>', ...more });

	test('waits for a second person and for nothing else, and goes on when they have agreed', async () => {
		const [held] = await acme.check([emergency()], { settleMs: 20_000 });
		expect(held).toMatchObject({ to: 'needsApproval', needs: 1, until: '2026-11-20T09:15:00.000Z' });
		expect(clock.slept).toEqual([]);
		await expect(acme.decide([held!.hold], jane)).rejects.toThrow(/Jane Doe asked for it and cannot decide/);
		await acme.decide([held!.hold], joe);
		const [resumed] = await acme.resume();
		expect(outlets(await acme.check([resumed!.waited], { settleMs: 20_000 }))).toEqual(['proceed']);
		expect(clock.slept).toEqual([]);
	});

	test('of which nobody says who asked takes two', async () => {
		expect((await acme.check([emergency({ requestedBy: undefined })]))[0]).toMatchObject({ needs: 2 });
	});
});

describe('somebody who comes', () => {
	const gates = (met: unknown) => [{ name: 'Background check', met }, { name: 'NDA', met: true }];
	const starter = announced('1', { kind: 'start' });

	test.each([[false], [undefined], ['true'], [1], [null]])('H03: with %p for the background check they wait, and people are told', async (met) => {
		const [judgement] = await acme.fromTrigger([starter], {}, gates(met));
		expect(judgement).toMatchObject({ to: 'later', reasons: [{ code: 'gate' }], why: expect.stringMatching(/^The start of Person 1 \(HR ID 1\) is held\. Background check is not there yet/) });
	});

	test('H03: HR is asked again by itself, people are told once, and it goes on when it is there', async () => {
		await acme.fromTrigger([starter], {}, gates(false));
		clock.advance(2 * hour);
		expect(outlets(await acme.takeUp({}, gates(false)))).toEqual(['ignored']);
		clock.advance(2 * hour);
		expect(outlets(await acme.takeUp({}, gates(true)))).toEqual(['proceed']);
		expect((await holdsIn(ledger)).byId.size).toBe(0);
	});

	test('H03: what is missing may change, and that is told', async () => {
		await acme.fromTrigger([starter], {}, gates(false));
		clock.advance(2 * hour);
		expect(await acme.takeUp({}, [{ name: 'NDA', met: false }])).toMatchObject([{ to: 'later', why: expect.stringContaining('NDA is not there') }]);
	});

	test('H03: a named person may waive it', async () => {
		const [held] = await acme.fromTrigger([starter], {}, gates(false));
		await acme.decide([held!.hold], jane);
		expect(await acme.takeUp({}, gates(false))).toMatchObject([{ to: 'proceed', why: expect.stringContaining('Jane Doe') }]);
	});

	test('of sources without a trigger the guard itself has HR asked again', async () => {
		await acme.check([starter], {}, gates(false));
		clock.advance(2 * hour);
		const [resumed] = await acme.resume();
		expect(outlets(await acme.check([resumed!.waited], {}, gates(true)))).toEqual(['proceed']);
	});

	test('nothing is needed of somebody who leaves', async () => {
		expect(outlets(await acme.check([announced('1')], {}, gates(false)))).toEqual(['proceed']);
	});

	test('B12: entered when they had started already, the first day alone goes on, and says that nothing was prepared', async () => {
		const late = { kind: 'start' as const, effectiveAt: '2026-11-06T00:00:00.000Z' };
		const [hire, start] = await acme.fromTrigger([announced('1', { kind: 'hire' }), announced('1', late, {}, '2')]);
		expect(hire).toMatchObject({ to: 'ignored', why: expect.stringMatching(/^The hire of Person 1 \(HR ID 1\) is over, because they have started already\. Nothing has to be prepared any more/) });
		expect(start).toMatchObject({ to: 'proceed', why: expect.stringContaining('HR said so late') });
		expect(start).not.toHaveProperty('linkedTo');
		clock.advance(2 * hour);
		expect(outlets(await acme.takeUp())).toEqual(['proceed']);
	});

	test('what was not prepared in time is left to the first day', async () => {
		const [hire, start] = [announced('1', { kind: 'hire' }), announced('1', { kind: 'start' }, {}, '2')];
		await acme.fromTrigger([hire]);
		clock.advance(2 * hour);
		expect(outlets(await acme.takeUp())).toEqual(['proceed']);
		await acme.fromTrigger([start]);
		await openCase(ledger, start.person, start.event, { dryRun: false, deadlineMinutes: 15, run: 'r', workflow });
		clock.advance(2 * hour);
		expect(outlets(await acme.takeUp())).toEqual(['ignored', 'proceed']);
		clock.advance(24 * hour);
		expect(outlets(await acme.takeUp())).toEqual(['proceed']);
	});

	test('a first day follows on what was prepared, and a dry run prepared nothing', async () => {
		const [hire, start] = [announced('1', { kind: 'hire' }), announced('1', { kind: 'start' }, {}, '2')];
		const prepare = async (one: typeof hire, dryRun: boolean) => (await openCase(ledger, one!.person, one!.event, { dryRun, deadlineMinutes: 15, run: 'r', workflow })).id;
		await acme.fromTrigger([hire]);
		const id = await prepare(hire, false);
		await acme.fromTrigger([announced('2', { kind: 'hire' })]);
		await prepare(announced('2', { kind: 'hire' }), true);
		expect(await acme.fromTrigger([start])).toMatchObject([{ to: 'proceed', linkedTo: [id], why: expect.stringContaining(`It was prepared by ${id}`) }]);
		expect((await acme.fromTrigger([announced('2', { kind: 'start' }, {}, '2')]))[0]).not.toHaveProperty('linkedTo');
	});

	test('A07: a rehire under the old id follows on what there was', async () => {
		const leaver = announced('1');
		const { id } = await openCase(ledger, leaver.person, leaver.event, { dryRun: false, deadlineMinutes: 15, run: 'r', workflow });
		expect(await acme.fromTrigger([announced('1', { kind: 'rehire' })])).toMatchObject([{ to: 'proceed', linkedTo: [id], why: expect.stringContaining(id) }]);
	});

	test('A07: under a new id it is held, naming the old one', async () => {
		const leaver = announced('1', {}, { name: 'Ada Lovelace' });
		await openCase(ledger, leaver.person, leaver.event, { dryRun: false, deadlineMinutes: 15, run: 'r', workflow });
		const [held] = await acme.fromTrigger([announced('99', { kind: 'hire' }, { name: 'ada lovelace' })]);
		expect(held).toMatchObject({ to: 'needsApproval', needs: 1, reasons: [{ code: 'identity', why: expect.stringMatching(/same name as HR ID 1 of bamboohr\/acme, who has left/) }] });
		await acme.decide([held!.hold], jane, { reason: 'two people' });
		expect(outlets(await acme.takeUp())).toEqual(['proceed']);
		// Decided once, the first day asks nobody again.
		expect(outlets(await acme.fromTrigger([announced('99', { kind: 'start' }, { name: 'Ada Lovelace' })]))).toEqual(['proceed']);
	});
});

describe('nobody decides', () => {
	const escalate = (...to: string[]) => escalations({ ledger, workflow, now: clock.now() }, to);

	test('it stays held, and somebody else is asked each time the time is over, once', async () => {
		await acme.fromTrigger([announced('1')], { absolute: 0 });
		clock.advance(4 * hour - 1);
		expect(await escalate('lead', 'ciso')).toEqual([]);
		clock.advance(1);
		expect((await Promise.all([escalate('lead', 'ciso'), escalate('lead', 'ciso')])).flat()).toMatchObject([{ escalation: 1, askNext: 'lead', why: expect.stringMatching(/It stays held\. Ask lead/) }]);
		clock.advance(4 * hour);
		expect(await escalate('lead', 'ciso')).toMatchObject([{ escalation: 2, askNext: 'ciso' }]);
		clock.advance(400 * hour);
		expect(await escalate('lead', 'ciso')).toMatchObject([{ escalation: 102, askNext: 'ciso' }]);
		expect(await escalate()).toEqual([]);
		expect(await acme.takeUp()).toEqual([]);
	});

	test('what is decided asks nobody any more', async () => {
		const held = await acme.fromTrigger([announced('1'), announced('2')], { absolute: 0 });
		await acme.decide([held[0]!.hold], jane);
		await acme.decide([held[1]!.hold], jane, { decision: 'rejected' });
		clock.advance(100 * hour);
		expect(await escalate()).toEqual([]);
	});
});
