import { stories, writePeriod, type Story } from '../../../test/support/examplePeriod';
import { temporaryLedger } from '../../../test/support/temporaryLedger';
import { closeCase } from '../../../lifecycle/closing';
import { casesIn } from '../../../lifecycle/period/cases';
import type { JsonObject, Ledger } from '../../types';
import { readPeriodEvidence } from '../../verify/period';
import { defaultTargets, defaultTerms } from './targets';
import { periodView, type PeriodView } from './view';

const quarter = { from: '2026-06-30T21:00:00.000Z', to: '2026-09-30T21:00:00.000Z' };
const day = 24 * 60 * 60_000;
const clock = { now: 0 };

let ledger: Ledger;
beforeEach(async () => {
	ledger = await temporaryLedger(() => new Date(clock.now));
});
afterEach(() => ledger.close());

const viewOf = async (told: readonly Story[], { start = Date.parse(quarter.from) + day, apartMs = 2 * day, terms = defaultTerms, exportedAt = '2026-10-02T06:00:00.000Z' } = {}): Promise<PeriodView> => {
	await writePeriod(ledger, told, { clock, start, apartMs });
	clock.now = Date.parse(exportedAt);
	const evidence = readPeriodEvidence(JSON.stringify(await ledger.exportPeriod(quarter, await casesIn(ledger, quarter))));
	if (!evidence.ok) throw new Error(evidence.problem);
	return periodView(evidence, terms);
};

/** One case alone, and its steps by name. */
const only = async (story: Story, more: Parameters<typeof viewOf>[1] = {}) => {
	const view = await viewOf([story], more);
	const [one] = [...view.cases, ...view.belated, ...view.dryRuns];
	return { view, one: one!, step: (action: string) => one!.steps.find((step) => step.action === action)! };
};

const failedOnce: Story['ends'] = { step: 'blockSignIn', outcome: 'failed', verified: false, reason: 'Okta was away.' };

describe('a quarter with one of everything', () => {
	it('counts what took effect in it, lists the rest apart, and forgets nothing', async () => {
		const view = await viewOf(stories);
		expect(stories).toHaveLength(41);
		expect({ cases: view.cases.length, belated: view.belated.length, dryRuns: view.dryRuns.length, erased: view.erased.length }).toEqual({ cases: 38, belated: 0, dryRuns: 2, erased: 1 });
		expect(view.overall.counts).toEqual({ 'in time': 256, late: 6, 'cannot be read back': 1, 'by exception': 1, 'not done': 2 });
		expect(view.overall.percentInTime).toBe(96.2);
		expect(view.verdicts).toEqual([{ verdict: 'Complete', count: 35 }, { verdict: 'Incomplete', count: 2 }, { verdict: 'Open', count: 1 }]);
		expect(view.onTime).toEqual({ yes: 32, no: 6, unknown: 0 });
		expect(view.shares.map(({ target }) => target)).toEqual([
			{ system: 'googleWorkspace', closes: 'sign-in' }, { system: 'googleWorkspace', closes: 'data' },
			{ system: 'okta', closes: 'sign-in' }, { system: 'okta', closes: 'credentials' }, { system: 'okta', closes: 'entitlements' }, { system: 'okta', closes: 'devices' },
		]);
		expect(view.shares.flatMap(({ steps }) => steps)).toHaveLength(view.overall.steps.length);
		expect(view.shares.find(({ target }) => target!.system === 'okta' && target!.closes === 'sign-in')).toMatchObject({ percentInTime: 94.7, slaMinutes: 15, minutes: { count: 38, p50: 0.37, p95: 185.25, max: 190.18 } });
		expect(new Set(view.late.map(({ step }) => step.standing))).toEqual(new Set(['late', 'by exception', 'cannot be read back', 'not done']));
	});
});

describe('a case', () => {
	it('that went as usual is in time throughout', async () => {
		const { one, view, step } = await only({});
		expect(one).toMatchObject({ onTime: true, hrMinutes: 0, effectiveAt: '2026-07-01T21:00:00.000Z', openedAt: '2026-07-01T21:00:06.000Z' });
		expect(step('blockSignIn')).toMatchObject({ standing: 'in time', slaMinutes: 15, closes: 'sign-in', hrLate: false, why: '' });
		expect(step('transferDrive')).toMatchObject({ standing: 'in time', slaMinutes: 7_200 });
		expect(view.late).toEqual([]);
	});

	it('that HR told of late is held against two clocks', async () => {
		const { one, view, step } = await only({ hrMinutes: 2_880 });
		expect(one).toMatchObject({ hrMinutes: 2_880, onTime: true });
		expect(step('blockSignIn')).toMatchObject({ standing: 'in time', hrLate: true, minutesFromStart: 0.27, minutesFromTrigger: 0.27, minutesFromEffective: 2_880.27 });
		expect(view.late).toEqual([]);
		expect(view.hrLate.map(({ step: { action } }) => action)).toEqual(['blockSignIn', 'endSessions', 'resetFactors', 'removeFromGroups', 'suspendDevices', 'suspendUser']);
	});

	it('that was begun late says so', async () => {
		const { step } = await only({ beginsAfter: 185 });
		expect(step('blockSignIn')).toMatchObject({ standing: 'late', why: 'It was begun 3 h 5 min after the clock started' });
		expect(step('removeFromGroups')).toMatchObject({ standing: 'in time' });
	});

	it('whose systems were slow says how long it took', async () => {
		const { step } = await only({ slowness: 30 });
		expect(step('resetFactors')).toMatchObject({ standing: 'late', why: 'It took 16 min 12 s until it was read back' });
	});

	it('in which a step failed is not done, and late once it was', async () => {
		const failing = await only({ ends: failedOnce });
		expect(failing.step('blockSignIn')).toMatchObject({ standing: 'not done', verifiedAt: null, why: 'Okta was away.' });
		expect(failing.one).toMatchObject({ onTime: false, itMinutes: null });
	});

	it('that was run again keeps the time of what had held since the first run', async () => {
		const { one, step } = await only({ ends: failedOnce, againAfter: 60 });
		expect(one.view.verdict).toBe('Complete');
		expect(step('blockSignIn')).toMatchObject({ standing: 'late', minutesFromStart: 60.18, why: 'A try before did not hold: Okta was away.' });
		expect(step('endSessions')).toMatchObject({ outcome: 'already_done', standing: 'in time', minutesFromStart: 0.45 });
	});

	const lookedAtAgain = async (caseId: string, run: string, result: JsonObject, closes = true): Promise<void> => {
		const records = await ledger.records({ caseId });
		const [first, cut] = [records.find(({ kind }) => kind === 'case.opened'), records.find(({ content }) => content?.['step'] === 'blockSignIn')];
		clock.now += 7 * day;
		await ledger.append({ kind: 'case.resumed', caseId, content: { ...first!.content, case: { ...(first!.content!['case'] as JsonObject), run } } });
		await ledger.append({ kind: 'step.settled', caseId, content: { ...cut!.content, run, requestedAt: null, effectiveAt: null, verifiedAt: null, ...result } });
		if (closes) await closeCase(ledger, caseId, run);
	};
	const notRead: JsonObject = { outcome: 'failed', verified: false, reason: 'Okta was away.' };
	const stillGone = (): JsonObject => ({ outcome: 'already_done', verified: true, verifiedAt: new Date(clock.now + 7 * day).toISOString() });

	it.each<[string, JsonObject, object]>([
		['could not be read a week later has held since the cut', notRead, { onTime: true, standing: 'in time', why: '' }],
		['was seen there again counts from when it was gone once more', { ...notRead, before: { status: 'ACTIVE' } }, { onTime: false, standing: 'late', why: expect.stringMatching(/^It was gone .+ after the clock started, and was there again later$/) }],
	])('of which something %s', async (_, seen, expected) => {
		const [caseId] = await writePeriod(ledger, [{}], { clock, start: Date.parse(quarter.from) + day, apartMs: day });
		await lookedAtAgain(caseId!, 'look-1', seen);
		await lookedAtAgain(caseId!, 'look-2', stillGone());
		const view = await viewOf([]);
		const { onTime, view: { contradictions }, steps: [step] } = view.cases[0]!;
		expect({ onTime, contradictions, standing: step!.standing, why: step!.why }).toMatchObject({ contradictions: [], ...expected });
	});

	it('of which something was sent once more, without having been seen there, keeps its time', async () => {
		const [caseId] = await writePeriod(ledger, [{}], { clock, start: Date.parse(quarter.from) + day, apartMs: day });
		const [cut] = (await ledger.records({ caseId: caseId!, kinds: ['step.settled'] })).filter(({ content }) => content?.['step'] === 'blockSignIn');
		const { system, step: name, account, operation } = cut!.content as { system: string; step: string; account: JsonObject; operation: string };
		await ledger.append({ kind: 'step.intended', caseId: caseId!, content: { run: 'look-1', system, step: name, account, operation, what: 'once more', blind: true } });
		const at = new Date(clock.now + 7 * day).toISOString();
		await lookedAtAgain(caseId!, 'look-1', { outcome: 'done', verified: true, requestedAt: at, effectiveAt: at, verifiedAt: at });
		expect((await viewOf([])).cases[0]!.steps.find(({ action }) => action === 'blockSignIn')).toMatchObject({ standing: 'in time', why: '' });
	});

	it('that was finished is counted, though HR said that they are back while it was looked at once more', async () => {
		const [caseId] = await writePeriod(ledger, [{}], { clock, start: Date.parse(quarter.from) + day, apartMs: day });
		await lookedAtAgain(caseId!, 'look-1', stillGone(), false);
		await ledger.append({ kind: 'event.superseded', caseId: caseId!, content: { workflow: 'leaver', key: 'k', why: 'rehired' } });
		expect(await viewOf([])).toMatchObject({ takenBack: [], cases: [{ caseId }] });
	});

	it('with something held, or not to be read back, is not in time there', async () => {
		const held = await only({ ends: { step: 'blockSignIn', outcome: 'held', verified: false, reason: 'Not done.', exception: 'ex_1' } });
		expect(held.step('blockSignIn')).toMatchObject({ standing: 'by exception', exception: 'ex_1', why: 'Held by exception ex_1' });
		expect(held.view.residual.map(({ residual: { kind } }) => kind)).toEqual(['by exception']);
	});

	it('with something that cannot be read back is not shown to be in time there', async () => {
		const { step, one } = await only({ ends: { step: 'endSessions', outcome: 'done', verified: 'unverifiable', reason: 'Ended.' } });
		expect(step('endSessions')).toMatchObject({ standing: 'cannot be read back' });
		expect(one).toMatchObject({ onTime: true });
	});

	it('of which nothing has to be timed has no steps', async () => {
		for (const ends of [{ step: 'blockSignIn', outcome: 'not_removable_here', verified: true, reason: '' }]) {
			expect((await only({ ends })).step('blockSignIn')).toBeUndefined();
		}
	});

	it('that is still open is late only once its deadline is over', async () => {
		const open = await only({ open: true }, { exportedAt: '2026-07-01T22:00:00.000Z' });
		expect(open.one).toMatchObject({ onTime: null, closedAt: null });
	});

	it('that was only tried out is not counted', async () => {
		const { view } = await only({ dryRun: true });
		expect(view).toMatchObject({ cases: [], dryRuns: [{ steps: [] }] });
		expect(view.overall).toMatchObject({ percentInTime: null, minutes: { count: 0, p50: null, p95: null } });
	});

	it('that HR took back before it was finished is listed apart; one that was finished is counted', async () => {
		const [caseId, finished] = await writePeriod(ledger, [{ open: true }, {}], { clock, start: Date.parse(quarter.from) + day, apartMs: day });
		for (const id of [caseId!, finished!]) await ledger.append({ kind: 'event.superseded', caseId: id, content: { workflow: 'leaver', key: id, why: 'rescinded' } });
		const view = await viewOf([]);
		expect(view.takenBack.map((one) => one.caseId)).toEqual([caseId]);
		expect(view).toMatchObject({ overall: { steps: { length: 7 } }, cases: [{ caseId: finished }] });
	});

	it('that took effect before and was opened only in the period is listed apart', async () => {
		const { view } = await only({ hrMinutes: 20 * 24 * 60 }, { start: Date.parse(quarter.from) - 10 * day });
		expect(view).toMatchObject({ cases: [], belated: [{ hrMinutes: 28_800 }] });
	});

	it('of which the content was erased is known by its number and times', async () => {
		const view = await viewOf([{ erased: true }]);
		expect(view).toMatchObject({ cases: [], erased: [{ caseId: expect.stringMatching(/^hr_event_20260701_1_100$/), records: 10, firstAt: '2026-07-01T21:00:06.000Z' }] });
	});
});

it('targets can be others', async () => {
	const { step } = await only({}, { terms: { ...defaultTerms, targets: { ...defaultTargets, 'sign-in': 0.1 } } });
	expect(step('blockSignIn')).toMatchObject({ standing: 'late', slaMinutes: 0.1 });
	expect(step('endSessions')).toMatchObject({ standing: 'in time' });
});
