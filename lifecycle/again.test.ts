import type { Ledger } from '../ledger';
import type { JsonObject } from '../ledger/types';
import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { comeAgain } from './again';
import { openCase } from './caseRecords';
import { closeCase, type CloseTerms } from './closing';
import { caseIdOf } from './case';
import { check } from './guard/check';
import type { EventKind } from './event';
import { keptByGuard, noteResumed, supersede, takeIn, waiting, type Announcement } from './inbox';
import { recordResult, resultOf, type Operation } from './journal';
import { recordNotice } from './notice';
import type { Outcome, Verified } from './outcome';
import type { Person } from './person';

const minute = 60_000;
const day = 24 * 60 * minute;
let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

const leaving: Announcement = {
	person: { id: '42', name: 'Ada', workEmail: 'ada@acme.test' } as Person,
	event: { kind: 'terminate', key: 'bamboohr/acme/42/terminate/2026-11-20/1', source: 'bamboohr', effectiveAt: '2026-11-20T08:55:00.000Z', receivedAt: '2026-11-20T08:56:00.000Z' },
};
const moving: Announcement = { ...leaving, event: { ...leaving.event, kind: 'move', key: 'bamboohr/acme/42/move/7' } };
const taker = { source: 'bamboohr', workflow: 'w1' };
const caseOf = ({ event, person }: Announcement) => caseIdOf(event, person);
const guard = async (announced: Announcement) => (await check({ ledger, clock }, [{ ...announced, gates: [] }], { workflow: 'w1', absolute: 100, percent: 100, windowMs: day, headcount: null, settleMs: 0, escalateMs: day }))[0]!;
const look = () => waiting(ledger, taker, clock.now(), 5 * minute);

let run = 0;
beforeEach(() => {
	run = 0;
});
/** From the guard to the case. */
const begin = async (announced = leaving) => {
	expect(await guard(announced)).toMatchObject({ to: 'proceed' });
	await openCase(ledger, announced.person, announced.event, { dryRun: false, deadlineMinutes: 15, run: `${++run}`, workflow: 'w1' });
};
const settle = (outcome: Outcome, { verified = true, step = 'blockSignIn', operation = 'cut' as Operation, announced = leaving }: { verified?: Verified; step?: string; operation?: Operation; announced?: Announcement } = {}) => {
	const at = clock.now().toISOString();
	const changed = outcome === 'done' ? at : null;
	const ran = { outcome, verified, reason: '', requestedAt: changed, effectiveAt: at, verifiedAt: verified === true ? at : null };
	return recordResult(ledger, { caseId: caseOf(announced), run: `${run}`, node: 'Cut Okta' }, operation, resultOf('okta', step, { id: '00u1', label: 'ada' }, ran));
};
const leaverTerms = { lookAgainAfter: [15, 1_440, 10_080], tryAgain: true, toBeTold: false };
const close = (terms: Partial<CloseTerms> = {}, announced = leaving) => closeCase(ledger, caseOf(announced), `${run}`, { now: clock.now(), ...leaverTerms, ...terms });
/** As the trigger does it: HR is asked, and still says so. */
const takenUp = async () => {
	const { again, unfinished } = await look();
	for (const one of [...again, ...unfinished]) await noteResumed(ledger, taker, one);
	return { again: again.map(({ why }) => why), unfinished: unfinished.length };
};
const records = async (kind: string): Promise<JsonObject[]> => (await ledger.records({ kinds: [kind] })).map(({ content }) => content!);

const cut = async () => {
	await takeIn(ledger, taker, leaving, clock.now());
	await begin();
	clock.advance(minute);
	await settle('done');
};

describe('a leaver is looked at again', () => {
	test('a quarter of an hour, a day and a week after the cut, and then no more', async () => {
		await cut();
		const closed = await close();
		expect(closed.again.map(({ at }) => Date.parse(at) - clock.now().getTime())).toEqual([15 * minute, day, 7 * day]);
		const seen: string[] = [];
		for (let hours = 0; hours < 30 * 24; hours++) {
			clock.advance(60 * minute);
			const { again } = await takenUp();
			if (again.length === 0) continue;
			seen.push(again[0]!);
			await begin();
			await settle('already_done');
			expect(await close()).toMatchObject({ verdict: 'Complete', news: false, cameBack: [], again: [] });
		}
		expect(seen).toEqual(['15 minutes', '1 day', '7 days'].map((when) => `whether access stayed away is looked at ${when} after it was cut`));
	});

	test('the time it took is that of the cut, and not that of the last look', async () => {
		await cut();
		const { verifiedAt } = await close();
		clock.advance(16 * minute);
		await takenUp();
		await begin();
		await settle('already_done');
		expect(await close()).toMatchObject({ verifiedAt, withinDeadline: true });
	});

	test('a cut that was late stays late', async () => {
		await takeIn(ledger, taker, leaving, clock.now());
		await begin();
		clock.advance(30 * minute);
		await settle('done');
		await close();
		clock.advance(16 * minute);
		await takenUp();
		await begin();
		await settle('already_done');
		expect(await close()).toMatchObject({ withinDeadline: false });
	});

	test('what had come back is cut, named, and looked at once more soon', async () => {
		await cut();
		await close();
		clock.advance(day);
		await takenUp();
		await begin();
		await settle('done');
		const closed = await close();
		expect(closed).toMatchObject({ verdict: 'Complete', news: true, withinDeadline: false, cameBack: [{ system: 'okta', step: 'blockSignIn' }] });
		expect(closed.again.map(({ at }) => Date.parse(at) - clock.now().getTime())).toEqual([15 * minute]);
		expect((await records('case.closed')).at(-1)).toMatchObject({ cameBack: [{ system: 'okta', step: 'blockSignIn' }] });
	});

	test('a step that was never taken before has not come back', async () => {
		await cut();
		await close();
		clock.advance(day);
		await takenUp();
		await begin();
		await settle('already_done');
		await settle('done', { step: 'removeFromGroups' });
		expect(await close()).toMatchObject({ cameBack: [] });
	});

	test('what was given back and taken again has not come back by itself', async () => {
		await cut();
		await settle('done', { operation: 'restore' });
		await close();
		await openCase(ledger, leaving.person, leaving.event, { dryRun: false, deadlineMinutes: 15, run: `${++run}`, workflow: 'w1' });
		await settle('done');
		expect(await close()).toMatchObject({ cameBack: [] });
	});

	test('where n8n is stopped while it looks, it is taken up as any unfinished case', async () => {
		await cut();
		await close();
		clock.advance(16 * minute);
		expect((await takenUp()).again).toHaveLength(1);
		await begin();
		clock.advance(6 * minute);
		expect(await takenUp()).toEqual({ again: [], unfinished: 1 });
		await begin();
		await settle('already_done');
		await close();
		clock.advance(60 * minute);
		expect(await takenUp()).toEqual({ again: [], unfinished: 0 });
	});

	test('an appointment that fell due while n8n was down comes once, with the others', async () => {
		await cut();
		await close();
		clock.advance(8 * day);
		expect((await takenUp()).again).toEqual([expect.stringMatching(/15 minutes.*; .*1 day.*; .*7 days/)]);
		await begin();
		await settle('already_done');
		await close();
		clock.advance(day);
		expect(await takenUp()).toEqual({ again: [], unfinished: 0 });
	});

	test('whom HR took back is not looked at again', async () => {
		await cut();
		await close();
		await supersede(ledger, taker, leaving, 'HR rescinded it');
		clock.advance(8 * day);
		expect((await look()).again).toEqual([]);
	});

	test('whom another workflow gave back what the case took is not cut again by it', async () => {
		await cut();
		await close();
		await ledger.append({ kind: 'case.closed', caseId: caseOf(leaving), content: { workflow: 'undo', verdict: 'Complete', gaveBack: true } });
		clock.advance(8 * day);
		expect(await look()).toMatchObject({ again: [], unfinished: [] });
	});

	test('after a dry run nobody is looked at', async () => {
		await takeIn(ledger, taker, leaving, clock.now());
		await guard(leaving);
		await openCase(ledger, leaving.person, leaving.event, { dryRun: true, deadlineMinutes: 15, run: `${++run}`, workflow: 'w1' });
		expect(await close()).toMatchObject({ verdict: 'Dry run', again: [], news: true });
	});

	test('the guard says why it lets somebody pass once more', async () => {
		await cut();
		await close();
		clock.advance(16 * minute);
		await takenUp();
		expect((await guard(leaving)).why).toContain('is taken up again: whether access stayed away is looked at 15 minutes after it was cut');
		expect(await guard(leaving)).toMatchObject({ to: 'ignored' });
	});
});

describe('what is not done is tried again by itself', () => {
	test('ever more seldom, until it is done; people hear of it only when something changes', async () => {
		await takeIn(ledger, taker, leaving, clock.now());
		await begin();
		await settle('failed', { verified: false });
		expect(await close({ lookAgainAfter: [] })).toMatchObject({ news: true });
		const waits: number[] = [];
		for (let tries = 0; tries < 5; tries++) {
			const since = clock.now().getTime();
			while ((await takenUp()).again.length === 0) clock.advance(minute);
			waits.push((clock.now().getTime() - since) / minute);
			await begin();
			await settle('failed', { verified: false });
			expect(await close()).toMatchObject({ verdict: 'Incomplete', news: false });
		}
		expect(waits).toEqual([15, 60, 240, 960, 1_440]);
		clock.advance(2 * day);
		await takenUp();
		await begin();
		await settle('done');
		expect(await close()).toMatchObject({ verdict: 'Complete', news: true, again: [] });
	});

	test.each<[string, Outcome]>([
		['nobody was found', 'not_found'],
		['somebody else decides', 'refused'],
	])('where only a person can do something, nothing is tried: %s', async (_, outcome) => {
		await takeIn(ledger, taker, leaving, clock.now());
		await begin();
		await settle(outcome, { verified: false });
		expect(await close({ lookAgainAfter: [] })).toMatchObject({ verdict: 'Incomplete', again: [] });
	});
});

describe('what is given is tried again as well', () => {
	const move = async () => {
		await takeIn(ledger, taker, moving, clock.now());
		await begin(moving);
	};
	const failing = () => settle('failed', { verified: false, step: 'joinGroups', operation: 'change', announced: moving });
	const ofPlan = (step: string, outcome: Outcome) => recordResult(ledger, { caseId: caseOf(moving), run: `${run}`, node: 'Access Plan' }, 'change', resultOf('accessPlan', step, null, { outcome, verified: false, reason: '', requestedAt: null, effectiveAt: null, verifiedAt: null }));

	test('somebody who moved, and a system that was down', async () => {
		await move();
		await failing();
		expect(await close({}, moving)).toMatchObject({ verdict: 'Incomplete', again: [{ why: 'what was still open is tried again 15 minutes after the last try' }] });
		clock.advance(15 * minute);
		await takenUp();
		await begin(moving);
		await settle('done', { step: 'joinGroups', operation: 'change', announced: moving });
		// Nobody looks again whether it stayed: what was given is theirs to keep.
		expect(await close({}, moving)).toMatchObject({ verdict: 'Complete', again: [] });
	});

	test.each<[string, string, Outcome, number]>([
		['a plan that could not be made, since HR or the catalogue may be mended', 'plan', 'refused', 1],
		['a contradiction in the catalogue, which may be mended', 'contradictions', 'refused', 1],
		['what waits for a decision comes again by it', 'approval', 'held', 0],
	])('%s', async (_, step, outcome, tries) => {
		await move();
		await ofPlan(step, outcome);
		const closed = await close({}, moving);
		expect([closed.verdict, closed.again.length]).toEqual(['Incomplete', tries]);
	});

	test('not where it comes again sooner anyway', async () => {
		await move();
		await ofPlan('withheld', 'pending');
		await comeAgain(ledger, { workflow: 'w1', caseId: caseOf(moving), event: moving.event }, { at: new Date(clock.now().getTime() + minute).toISOString(), why: 'it was withheld' });
		expect((await close({}, moving)).again).toEqual([]);
		await failing();
		await comeAgain(ledger, { workflow: 'w1', caseId: caseOf(moving), event: moving.event }, { at: new Date(clock.now().getTime() + 30 * day).toISOString(), why: 'the overlap ends' });
		clock.advance(2 * minute);
		await takenUp();
		await begin(moving);
		await failing();
		expect((await close({}, moving)).again).toHaveLength(1);
	});

	test('that all of it is carried out is news once, whatever the plan still waits for', async () => {
		await move();
		await failing();
		await ofPlan('approval', 'held');
		expect(await close({ toBeTold: true }, moving)).toMatchObject({ carriedOut: 'no', toldBefore: false });
		await recordNotice(ledger, caseOf(moving), null);
		const goOn = async () => {
			clock.advance(16 * minute);
			await takenUp();
			await begin(moving);
			await settle('already_done', { step: 'joinGroups', operation: 'change', announced: moving });
			await ofPlan('approval', 'held');
			return close({ toBeTold: true }, moving);
		};
		expect(await goOn()).toMatchObject({ verdict: 'Incomplete', carriedOut: 'now', toldBefore: true });
		// n8n was stopped before anybody was told.
		expect(await goOn()).toMatchObject({ carriedOut: 'now' });
		await recordNotice(ledger, caseOf(moving), null);
		await comeAgain(ledger, { workflow: 'w1', caseId: caseOf(moving), event: moving.event }, { at: clock.now().toISOString(), why: 'it was approved' });
		expect(await goOn()).toMatchObject({ carriedOut: 'before' });
	});

	test('a plan of which nothing was done is not carried out', async () => {
		await move();
		await ofPlan('plan', 'refused');
		expect(await close({}, moving)).toMatchObject({ carriedOut: 'no' });
	});
});

describe('a case that is over only when somebody was told', () => {
	test('is taken up again until that is recorded', async () => {
		await cut();
		expect(await close({ toBeTold: true, lookAgainAfter: [] })).toMatchObject({ news: true });
		clock.advance(6 * minute);
		expect(await takenUp()).toEqual({ again: [], unfinished: 1 });
		await begin();
		await settle('already_done');
		// Nothing has changed, and still nobody knows.
		expect(await close({ toBeTold: true, lookAgainAfter: [] })).toMatchObject({ news: true });
		expect(await recordNotice(ledger, caseOf(leaving), null)).toMatchObject({ told: true });
		clock.advance(day);
		expect(await look()).toMatchObject({ again: [], unfinished: [] });
	});

	test('a mail that could not be sent tells nobody', async () => {
		await cut();
		await close({ toBeTold: true, lookAgainAfter: [] });
		expect(await recordNotice(ledger, caseOf(leaving), 'The mail server does not answer.')).toMatchObject({ told: false });
		clock.advance(6 * minute);
		expect(await takenUp()).toEqual({ again: [], unfinished: 1 });
	});

	test('told once, what is no news need not be told', async () => {
		await cut();
		await close({ toBeTold: true });
		await recordNotice(ledger, caseOf(leaving), null);
		clock.advance(16 * minute);
		await takenUp();
		await begin();
		await settle('already_done');
		expect(await close({ toBeTold: true })).toMatchObject({ news: false });
	});
});

describe('any case comes again where somebody asked for it', () => {
	const move = async () => {
		await takeIn(ledger, taker, moving, clock.now());
		await begin(moving);
		await settle('done', { operation: 'change', announced: moving });
	};
	const ask = (inMs: number, why: string) => comeAgain(ledger, { workflow: 'w1', caseId: caseOf(moving), event: moving.event }, { at: new Date(clock.now().getTime() + inMs).toISOString(), why });

	test('also one that was closed since, once for each instant', async () => {
		await move();
		await ask(30 * day, 'the overlap ends');
		await ask(30 * day, 'the overlap ends');
		await close({}, moving);
		clock.advance(29 * day);
		expect((await look()).again).toEqual([]);
		clock.advance(day);
		expect((await takenUp()).again).toEqual(['the overlap ends']);
		await begin(moving);
		await close({}, moving);
		clock.advance(60 * day);
		expect((await look()).again).toEqual([]);
	});

	test('asked for after it was closed, by whoever decided something', async () => {
		await move();
		await close({}, moving);
		await ask(0, 'Ines Vidal approved it');
		expect((await takenUp()).again).toEqual(['Ines Vidal approved it']);
		await begin(moving);
	});

	test('of a case that this workflow never took in, nothing comes', async () => {
		await comeAgain(ledger, { workflow: 'other', caseId: 'hr_event_1', event: { key: 'nobody/1' } }, { at: clock.now().toISOString(), why: 'whatever' });
		expect((await look()).again).toEqual([]);
	});

	test('not while it is worked on, and not twice at once', async () => {
		await move();
		await ask(0, 'it was approved');
		expect((await look()).again).toEqual([]);
		await close({}, moving);
		expect((await takenUp()).again).toEqual(['it was approved']);
		expect((await look()).again).toEqual([]);
	});
});

describe('an appointment is neither lost nor kept for ever', () => {
	const move = async () => {
		await takeIn(ledger, taker, moving, clock.now());
		await begin(moving);
		await settle('done', { operation: 'change', announced: moving });
		await close({}, moving);
	};
	const ask = (announced: Announcement, at = clock.now().toISOString()) => comeAgain(ledger, { workflow: 'w1', caseId: caseOf(announced), event: announced.event }, { at, why: 'the overlap ends' });
	const again = async () => (await look()).again.length;
	const followUp = (closedRun: number) => ledger.append({ kind: 'case.closed', caseId: caseOf(leaving), content: { workflow: 'w1', run: `${closedRun}`, verdict: 'Complete', dryRun: false, open: [] } });

	test.each<[string, () => Promise<unknown>]>([
		['HR has taken back', () => supersede(ledger, taker, moving, 'HR moved them elsewhere')],
		['somebody has rejected', () => ledger.append({ kind: 'guard.ignored', caseId: caseOf(moving), subject: `event/w1/${moving.event.key}`, content: { workflow: 'w1', key: moving.event.key, why: 'rejected' } })],
		['another case has given back', () => ledger.append({ kind: 'event.givenBack', caseId: caseOf(moving), content: { workflow: 'undo', by: 'other' } })],
	])('a run that ends late asks in vain for what %s', async (_, then) => {
		await move();
		await then();
		await ask(moving);
		expect(await again()).toBe(0);
	});

	test('what HR took back and says again may be asked for once more, at the same instant', async () => {
		await takeIn(ledger, taker, moving, clock.now());
		await begin(moving);
		const at = new Date(clock.now().getTime() + day).toISOString();
		await ask(moving, at);
		await close({}, moving);
		await supersede(ledger, taker, moving, 'HR took it back');
		await takeIn(ledger, taker, moving, clock.now());
		await begin(moving);
		await ask(moving, at);
		await close({}, moving);
		clock.advance(day);
		expect(await again()).toBe(1);
	});

	test('devices that answer while it is being taken up end nothing of it', async () => {
		await cut();
		await close({ lookAgainAfter: [15, 1_440] });
		clock.advance(15 * minute);
		await takenUp();
		await followUp(1);
		// n8n is stopped before the case is opened.
		expect(await guard(leaving)).toMatchObject({ to: 'proceed' });
		clock.advance(10 * minute);
		expect(await takenUp()).toEqual({ again: [], unfinished: 1 });
		await begin();
		await settle('already_done');
		await close();
		clock.advance(day);
		expect((await takenUp()).again).toHaveLength(1);
		await begin();
	});

	test('devices that answer before anybody was told do not end it either', async () => {
		await cut();
		await close({ toBeTold: true, lookAgainAfter: [] });
		await followUp(1);
		clock.advance(6 * minute);
		expect(await takenUp()).toEqual({ again: [], unfinished: 1 });
		await begin();
		await settle('already_done');
		await close({ toBeTold: false, lookAgainAfter: [] });
		clock.advance(day);
		expect(await takenUp()).toEqual({ again: [], unfinished: 0 });
	});

	test('a mail that was slow, and is noted while the case is taken up for it, takes no later look away', async () => {
		await cut();
		await close({ toBeTold: true });
		clock.advance(6 * minute);
		expect((await takenUp()).unfinished).toBe(1);
		await recordNotice(ledger, caseOf(leaving), null);
		await begin();
		await settle('already_done');
		await close({ toBeTold: true });
		await recordNotice(ledger, caseOf(leaving), null);
		clock.advance(15 * minute);
		expect((await takenUp()).again).toHaveLength(1);
		await begin();
	});

	test('run by hand in earnest after a dry run, it is looked at again all the same', async () => {
		await takeIn(ledger, taker, leaving, clock.now());
		await guard(leaving);
		const openBy = (dryRun: boolean) => openCase(ledger, leaving.person, leaving.event, { dryRun, deadlineMinutes: 15, run: `${++run}`, workflow: 'w1' });
		await openBy(true);
		await close();
		await openBy(false);
		await settle('done');
		expect((await close()).again).toHaveLength(3);
		clock.advance(15 * minute);
		expect((await takenUp()).again).toHaveLength(1);
		await begin();
	});

	test('whom somebody gave back what they had while HR was asked is let alone', async () => {
		await cut();
		await close();
		clock.advance(15 * minute);
		const [one] = (await look()).again;
		await ledger.append({ kind: 'event.givenBack', caseId: caseOf(leaving), content: { workflow: 'undo', by: 'hr_event_undo' } });
		await noteResumed(ledger, taker, one!);
		expect(await guard(leaving)).toMatchObject({ to: 'ignored', why: expect.stringContaining('access was given back') as string });
		clock.advance(30 * day);
		expect(await look()).toMatchObject({ again: [], unfinished: [] });
	});

	test.each<[string, EventKind, number]>([
		['is let alone once HR says that they are back', 'rehire', 0],
		['is looked at again as long as HR says nothing of the kind', 'move', 1],
	])('whom people had cut without HR %s', async (_, kind, passes) => {
		const urgent: Announcement = { ...leaving, event: { ...leaving.event, key: 'form/emergency/42/e7', source: 'form/emergency', urgency: 'immediate', requestedBy: 'Ines <ines@acme.test>' } };
		const byForm = { source: 'form/emergency', workflow: 'w1' };
		await takeIn(ledger, byForm, urgent, clock.now(), 'guard');
		await ledger.append({ kind: 'guard.passed', caseId: caseOf(urgent), subject: `event/w1/${urgent.event.key}`, content: { workflow: 'w1', key: urgent.event.key } });
		await openCase(ledger, urgent.person, urgent.event, { dryRun: false, deadlineMinutes: 15, run: `${++run}`, workflow: 'w1' });
		await settle('done', { announced: urgent });
		await close({}, urgent);
		clock.advance(day);
		await takeIn(ledger, { source: 'bamboohr', workflow: 'joiners' }, { ...leaving, event: { ...leaving.event, kind, key: 'bamboohr/acme/42/8' } }, clock.now());
		const [one] = (await keptByGuard(ledger, 'w1', clock.now(), 5 * minute)).again;
		await noteResumed(ledger, byForm, one!);
		expect(await guard(urgent)).toMatchObject({ to: passes === 1 ? 'proceed' : 'ignored' });
		clock.advance(30 * day);
		expect((await keptByGuard(ledger, 'w1', clock.now(), 5 * minute)).unfinished).toHaveLength(passes);
	});

	test('given back, and then said anew by HR, it is taken up where n8n was stopped on the way', async () => {
		await cut();
		await close();
		await ledger.append({ kind: 'event.givenBack', caseId: caseOf(leaving), content: { workflow: 'undo', by: 'hr_event_undo' } });
		await supersede(ledger, taker, leaving, 'HR took it back');
		await takeIn(ledger, taker, leaving, clock.now());
		expect(await guard(leaving)).toMatchObject({ to: 'proceed' });
		clock.advance(6 * minute);
		expect(await takenUp()).toEqual({ again: [], unfinished: 1 });
		await begin();
	});
});

describe('nobody is left in the dark', () => {
	test('n8n is stopped between taking once more what came back and the verdict: it is said by whoever closes the case', async () => {
		await cut();
		await close({ toBeTold: true });
		await recordNotice(ledger, caseOf(leaving), null);
		clock.advance(day);
		await takenUp();
		await begin();
		await settle('done');
		clock.advance(6 * minute);
		expect((await takenUp()).unfinished).toBe(1);
		await begin();
		await settle('already_done');
		expect(await close({ toBeTold: true })).toMatchObject({ verdict: 'Complete', news: true, withinDeadline: false, cameBack: [{ step: 'blockSignIn', outcome: 'already_done' }] });
	});

	test('nor between the verdict and the mail', async () => {
		await cut();
		await close({ toBeTold: true });
		await recordNotice(ledger, caseOf(leaving), null);
		clock.advance(day);
		await takenUp();
		await begin();
		await settle('done');
		expect((await close({ toBeTold: true })).cameBack).toHaveLength(1);
		clock.advance(6 * minute);
		await takenUp();
		await begin();
		await settle('already_done');
		expect((await close({ toBeTold: true })).cameBack).toHaveLength(1);
		await recordNotice(ledger, caseOf(leaving), null);
		clock.advance(16 * minute);
		await takenUp();
		await begin();
		await settle('already_done');
		expect(await close({ toBeTold: true })).toMatchObject({ cameBack: [], news: false });
	});

	test('what came back and could not be taken once more has come back', async () => {
		await cut();
		await close();
		clock.advance(day);
		await takenUp();
		await begin();
		await recordResult(ledger, { caseId: caseOf(leaving), run: `${run}`, node: 'Cut Okta' }, 'cut', resultOf('okta', 'blockSignIn', { id: '00u1', label: 'ada' }, { outcome: 'failed', verified: false, reason: '', requestedAt: clock.now().toISOString(), effectiveAt: null, verifiedAt: null }), { calls: [], before: 'ACTIVE', after: 'ACTIVE' });
		expect(await close()).toMatchObject({ verdict: 'Incomplete', news: true, cameBack: [{ outcome: 'failed' }] });
	});

	test('two workflows that work on one case each tell their own people', async () => {
		await cut();
		await close({ toBeTold: true });
		await recordNotice(ledger, caseOf(leaving), null);
		const other = { ...taker, workflow: 'w2' };
		await takeIn(ledger, other, leaving, clock.now());
		await openCase(ledger, leaving.person, leaving.event, { dryRun: false, deadlineMinutes: 15, run: `${++run}`, workflow: 'w2' });
		await settle('done', { step: 'denyEverything' });
		const closed = await close({ toBeTold: true });
		expect(closed).toMatchObject({ news: true, toldBefore: false });
		expect(closed.again).toHaveLength(3);
	});

	test('of two workflows that closed one case, each says for itself that somebody was told', async () => {
		await takeIn(ledger, taker, leaving, clock.now());
		await begin();
		await settle('done');
		await close({ toBeTold: true });
		await openCase(ledger, leaving.person, leaving.event, { dryRun: false, deadlineMinutes: 15, run: `${++run}`, workflow: 'w2' });
		await settle('done', { step: 'denyEverything' });
		await close({ toBeTold: true });
		await recordNotice(ledger, caseOf(leaving), null, 'w1');
		expect(await records('event.told')).toMatchObject([{ workflow: 'w1' }]);
		clock.advance(10 * minute);
		expect((await look()).unfinished).toEqual([]);
	});

	test('steps that run at once and end in another order are no news', async () => {
		await takeIn(ledger, taker, leaving, clock.now());
		for (const steps of [['endSessions', 'removeFromGroups'], ['removeFromGroups', 'endSessions']]) {
			await begin();
			for (const step of steps) await settle('failed', { verified: false, step });
			expect((await close({ lookAgainAfter: [] })).news).toBe(steps[0] === 'endSessions');
			clock.advance(15 * minute);
			await takenUp();
		}
	});
});

describe('what a look could not see', () => {
	test.each<[string, number, boolean]>([
		['late stays late', 30, false],
		['in time stays in time', 1, true],
	])('changes nothing of when it was gone: %s', async (_, minutes, withinDeadline) => {
		await takeIn(ledger, taker, leaving, clock.now());
		await begin();
		clock.advance(minutes * minute);
		await settle('done');
		const { verifiedAt } = await close();
		clock.advance(15 * minute);
		await takenUp();
		await begin();
		await settle('failed', { verified: false });
		expect(await close()).toMatchObject({ verdict: 'Incomplete', cameBack: [] });
		clock.advance(15 * minute);
		await takenUp();
		await begin();
		await settle('already_done');
		expect(await close()).toMatchObject({ verdict: 'Complete', verifiedAt, withinDeadline, cameBack: [] });
	});

	test('what can never be taken away, and is tried all the same, has not come back, and changes nothing of when the rest was gone', async () => {
		const groups = (outcome: Outcome, requested: boolean) => {
			const at = requested ? clock.now().toISOString() : null;
			const gone = outcome === 'done';
			return recordResult(ledger, { caseId: caseOf(leaving), run: `${run}`, node: 'Cut Okta' }, 'cut', resultOf('okta', 'removeFromGroups', { id: '00u1', label: 'ada' }, { outcome, verified: outcome !== 'failed', reason: '', requestedAt: at, effectiveAt: gone ? at : null, verifiedAt: gone ? at : null }), { calls: [], before: ['staff', 'everybody'] });
		};
		await takeIn(ledger, taker, leaving, clock.now());
		await begin();
		clock.advance(30 * minute);
		await groups('done', true);
		await recordResult(ledger, { caseId: caseOf(leaving), run: `${run}`, node: 'Cut Okta' }, 'cut', { ...resultOf('okta', 'removeFromGroups', { id: '00u1', label: 'ada' }, { outcome: 'not_removable_here', verified: true, reason: '', requestedAt: null, effectiveAt: null, verifiedAt: null }), remainder: true });
		const { verifiedAt } = await close();
		for (const outcome of ['not_removable_here', 'failed', 'not_removable_here'] as const) {
			clock.advance(15 * minute);
			await openCase(ledger, leaving.person, leaving.event, { dryRun: false, deadlineMinutes: 15, run: `${++run}`, workflow: 'w1' });
			await groups(outcome, true);
			const closed = await close();
			expect(closed.cameBack).toEqual([]);
			if (outcome === 'not_removable_here' && run === 2) expect(closed).toMatchObject({ verdict: 'Complete', news: false, verifiedAt, withinDeadline: false });
		}
	});

	test('what it did see missing, and could not take, counts from when it was taken', async () => {
		await cut();
		await close();
		clock.advance(15 * minute);
		await takenUp();
		await begin();
		await recordResult(ledger, { caseId: caseOf(leaving), run: `${run}`, node: 'Cut Okta' }, 'cut', resultOf('okta', 'blockSignIn', { id: '00u1', label: 'ada' }, { outcome: 'held', verified: false, reason: '', requestedAt: null, effectiveAt: null, verifiedAt: null }), { calls: [], before: 'ACTIVE' });
		await close();
		await openCase(ledger, leaving.person, leaving.event, { dryRun: false, deadlineMinutes: 15, run: `${++run}`, workflow: 'w1' });
		await settle('done');
		expect(await close()).toMatchObject({ verdict: 'Complete', verifiedAt: clock.now().toISOString(), withinDeadline: false });
	});
});
