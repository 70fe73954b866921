import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openLedger, type Ledger } from '../ledger';
import { virtualClock } from '../test/support/virtualClock';
import { comeAgain } from './again';
import { caseIdOf } from './case';
import { openCase } from './caseRecords';
import { closeCase, wasClosed } from './closing';
import { openGivingBack } from './givingBack/open';
import { check } from './guard/check';
import { noteResumed, supersede, takeIn, waiting, type Announcement, type Waited } from './inbox';
import { recordResult, resultOf } from './journal';
import { recordNotice } from './notice';
import type { Person } from './person';

/**
 * A whole company in small: HR says things and takes them back, n8n runs the workflow and is killed between any two
 * records, devices answer, people give back. Whatever happens, and in whatever order and process:
 * whoever HR says has left is looked at as often as was agreed, nobody is looked at of whom HR does not say so, nobody is
 * cut whom people gave back what they had, and nobody twice at once.
 */

const minute = 60_000;
const day = 24 * 60 * minute;
const taker = { source: 'bamboohr', workflow: 'w1' };
const person = { id: '42', name: 'Ada', workEmail: 'ada@acme.test' } as Person;
const leaving: Announcement = { person, event: { kind: 'terminate', key: 'bamboohr/acme/42/terminate/2026-11-20/1', source: 'bamboohr', effectiveAt: '2026-11-20T08:55:00.000Z', receivedAt: '2026-11-20T08:56:00.000Z' } };
const caseId = caseIdOf(leaving.event, person);
const place = { workflow: taker.workflow, caseId, event: leaving.event };
const closing = { tryAgain: true, lookAgainAfter: [15, 1_440, 10_080] };

/** How far an execution gets before n8n is killed; all the way, or only to the mail. */
const stages = ['guard', 'open', 'cut', 'close', 'mail', 'end'] as const;
type Stage = (typeof stages)[number];

const waits = fc.constantFrom(0, 6, 16, 16, 16, 61, 1_441, 1_441);
const instants = ['2026-11-20T09:30:00.000Z', '2026-11-21T09:00:00.000Z', '2026-12-05T09:00:00.000Z'];

const act = fc.oneof(
	{ weight: 8, arbitrary: fc.record({ what: fc.constant('poll' as const), minutes: waits, killedAt: fc.constantFrom<Stage>(...stages, 'end', 'end', 'end'), fails: fc.boolean(), devicesAnswer: fc.boolean(), during: fc.constantFrom('nothing' as const, 'nothing' as const, 'takesBack' as const, 'givesBack' as const, 'devicesAnswer' as const) }) },
	{ weight: 2, arbitrary: fc.record({ what: fc.constant('pollsLate' as const), minutes: waits, meanwhile: fc.constantFrom('takesBack' as const, 'givesBack' as const, 'devicesAnswer' as const) }) },
	{ weight: 1, arbitrary: fc.record({ what: fc.constant('twoLook' as const), minutes: waits }) },
	{ weight: 1, arbitrary: fc.constant({ what: 'takesBack' as const }) },
	{ weight: 2, arbitrary: fc.record({ what: fc.constant('says' as const), killedAt: fc.constantFrom<Stage>(...stages, 'end', 'end', 'end') }) },
	{ weight: 1, arbitrary: fc.constant({ what: 'givesBack' as const }) },
	{ weight: 1, arbitrary: fc.constant({ what: 'devicesAnswer' as const }) },
	{ weight: 2, arbitrary: fc.record({ what: fc.constant('asks' as const), at: fc.constantFrom(...instants) }) },
);
type Act = typeof act extends fc.Arbitrary<infer One> ? One : never;

const livingThrough = async (acts: readonly Act[]): Promise<void> => {
	const clock = virtualClock('2026-11-20T09:00:00.000Z');
	const directory = mkdtempSync(join(tmpdir(), 'jml-again-'));
	const processes: Ledger[] = [];
	for (let count = 0; count < 2; count++) processes.push(await openLedger({ directory, origin: 'unit.test/jml', now: clock.now }));
	let turn = 0;
	/** Each act in another process. */
	const next = (): Ledger => processes[turn++ % 2]!;
	let runs = 0;
	let hrSaysSo = false;
	/** Since HR last said so: whether it was cut, and whether people gave it back since. */
	let cut = false;
	let gaveBack = false;
	/** What was agreed and has not begun to come. */
	let agreed: number[] = [];
	/** It was put out, and no run of it has come to its end. */
	let owed = false;
	/** What was asked for since HR last said so. */
	const asked = new Set<string>();

	const look = (from: Ledger) => waiting(from, taker, clock.now(), 5 * minute);
	const judge = async (from: Ledger) => (await check({ ledger: from, clock }, [{ ...leaving, gates: [] }], { workflow: 'w1', absolute: 100, percent: 100, windowMs: day, headcount: null, settleMs: 0, escalateMs: day }))[0]!;

	const execute = async (killedAt: Stage, fails: boolean, during: () => Promise<void> = async () => {}): Promise<void> => {
		const reaches = (stage: Stage): boolean => stages.indexOf(stage) <= stages.indexOf(killedAt) && (killedAt === 'end' || stage !== killedAt);
		if (!reaches('guard')) return;
		const judgement = await judge(next());
		if (judgement.to !== 'proceed') return;
		expect({ hrSaysSo, gaveBack }).toEqual({ hrSaysSo: true, gaveBack: false });
		if (!reaches('open')) return;
		const run = `${++runs}`;
		await openCase(next(), person, leaving.event, { dryRun: false, deadlineMinutes: 15, run, workflow: 'w1' });
		cut = true;
		await during();
		if (!reaches('cut')) return;
		const at = clock.now().toISOString();
		await recordResult(next(), { caseId, run, node: 'Cut' }, 'cut', resultOf('okta', 'blockSignIn', { id: '00u1', label: 'ada' }, { outcome: fails ? 'failed' : 'already_done', verified: !fails, reason: '', requestedAt: null, effectiveAt: null, verifiedAt: fails ? null : at }));
		if (!reaches('close')) return;
		const closed = await closeCase(next(), caseId, run, { now: clock.now(), ...closing, toBeTold: true });
		if (hrSaysSo && !gaveBack) agreed.push(...closed.again.map((one) => Date.parse(one.at)));
		if (!reaches('mail')) return;
		await recordNotice(next(), caseId, null, 'w1');
		owed = false;
	};

	/** As the trigger does: what waits is read, HR is asked, and what it still says is put out. */
	const putOut = async (from: Ledger, one: Waited): Promise<void> => {
		await noteResumed(from, taker, one);
		agreed = agreed.filter((at) => at > clock.now().getTime());
		owed = !gaveBack;
	};
	// Device Follow-Up closes the run that was closed last once more.
	const devicesAnswer = async (): Promise<void> => {
		const [last] = await next().records({ caseId, kinds: ['case.closed'], newestFirst: true, limit: 1 });
		if (last !== undefined && (await wasClosed(next(), caseId))) await closeCase(next(), caseId, String(last.content!['run']), { now: clock.now(), lookAgainAfter: [], tryAgain: false, toBeTold: false });
	};
	const poll = async (killedAt: Stage = 'end', fails = false, between?: () => Promise<void>, during?: () => Promise<void>): Promise<void> => {
		const from = next();
		const { again, unfinished } = await look(from);
		expect(again.length + unfinished.length).toBeLessThanOrEqual(1);
		for (const one of [...again, ...unfinished]) {
			await putOut(from, one);
			await between?.();
			await execute(killedAt, fails, during);
		}
	};

	const says = async (killedAt: Stage): Promise<void> => {
		if (!(await takeIn(next(), taker, leaving, clock.now()))) return;
		[hrSaysSo, cut, gaveBack, owed] = [true, false, false, true];
		asked.clear();
		await execute(killedAt, false);
	};
	const takesBack = async (): Promise<void> => {
		if (!hrSaysSo) return;
		await supersede(next(), taker, leaving, 'HR took it back');
		[hrSaysSo, owed, agreed] = [false, false, []];
	};
	const givesBack = async (): Promise<void> => {
		if (!cut || gaveBack) return;
		const back = { kind: 'rescind' as const, key: `form/undo/42/u${++runs}`, source: 'form/undo', effectiveAt: clock.now().toISOString(), receivedAt: clock.now().toISOString() };
		const opened = await openGivingBack(next(), person, back, { linkedTo: [caseId], dryRun: false, deadlineMinutes: 15, run: `undo-${runs}`, workflow: 'undo', now: clock.now() }).catch((error: Error) => {
			expect(error.message).toMatch(/Nothing was given back/);
			return null;
		});
		if (opened !== null) [gaveBack, owed, agreed] = [true, false, []];
	};

	const meanwhiles = { takesBack, givesBack, devicesAnswer };

	const acting: { [what in Act['what']]: (one: Extract<Act, { what: what }>) => Promise<unknown> } = {
		poll: (one) => poll(one.killedAt, one.fails, one.devicesAnswer ? devicesAnswer : undefined, one.during === 'nothing' ? undefined : meanwhiles[one.during]),
		says: ({ killedAt }) => says(killedAt),
		takesBack,
		givesBack,
		devicesAnswer,
		asks: async ({ at }) => {
			await comeAgain(next(), place, { at, why: 'somebody asked' });
			if (hrSaysSo && !gaveBack && !asked.has(at)) agreed.push(Date.parse(at));
			asked.add(at);
		},
		twoLook: async () => {
			const seen = await Promise.all(processes.map(look));
			const passed = async () => (await next().records({ caseId, kinds: ['guard.passed'] })).length;
			const before = await passed();
			for (const [index, { again, unfinished }] of seen.entries()) for (const one of [...again, ...unfinished]) await putOut(processes[index]!, one);
			for (let times = 0; times < 2; times++) await judge(next());
			expect((await passed()) - before).toBeLessThanOrEqual(1);
		},
		pollsLate: async ({ meanwhile }) => {
			const from = next();
			const { again, unfinished } = await look(from);
			await meanwhiles[meanwhile]();
			// HR is asked once more, and only what it still says is put out.
			if (!hrSaysSo) return;
			for (const one of [...again, ...unfinished]) await putOut(from, one);
			await execute('end', false);
		},
	};

	try {
		await says('end');
		for (const one of acts) {
			if ('minutes' in one) clock.advance(one.minutes * minute);
			await (acting[one.what] as (one: Act) => Promise<unknown>)(one);
		}

		// In the end n8n runs on, undisturbed: whatever was agreed comes, everything comes to its end, and then there is rest.
		for (let times = 0; times < 20; times++) {
			for (let hours = 0; hours < 4; hours++) {
				await poll();
				clock.advance(60 * minute);
			}
			expect(agreed.filter((at) => at < clock.now().getTime() - 60 * minute)).toEqual([]);
			if (agreed.length > 0) clock.advance(Math.max(0, Math.min(...agreed) - clock.now().getTime()));
		}
		for (const from of processes) expect(await look(from)).toMatchObject({ again: [], unfinished: [] });
		expect({ agreed, owed }).toEqual({ agreed: [], owed: false });
	} finally {
		for (const one of processes) await one.close();
		rmSync(directory, { recursive: true, force: true });
	}
};

test('whoever left is looked at as often as was agreed, nobody else is, and nobody twice at once', async () => {
	await fc.assert(fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 20 }), livingThrough), { numRuns: 150 });
}, 120_000);
