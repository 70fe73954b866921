import type { Ledger } from '../../ledger';
import { announced, caseOf, company, hour, jane, joe, workflow, type Company } from '../../test/support/guarded';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { openCase } from '../caseRecords';
import type { HrEvent } from '../event';
import { openGivingBack } from '../givingBack/open';
import type { Announcement } from '../inbox';
import type { Judgement } from './judgement';

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
let acme: Company;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
	acme = company(ledger, clock);
});
afterEach(() => ledger.close());

let runs = 0;
const terms = (dryRun = false) => ({ dryRun, deadlineMinutes: 15, run: `r${++runs}`, workflow: 'leaver' });
/** As another workflow has cut them: the guard that is asked knows of it by the ledger alone. */
const cut = async (one: Announcement, dryRun = false) => {
	const opened = terms(dryRun);
	const { id } = await openCase(ledger, one.person, one.event, opened);
	await ledger.append({ kind: 'case.closed', caseId: id, content: { workflow: 'leaver', run: opened.run, verdict: 'Complete' } });
	clock.advance(60_000);
	return id;
};
const outlets = (judgements: Judgement[]) => judgements.map(({ to }) => to);

describe('a person asks for it, while HR still says that somebody leaves', () => {
	const asked = (takesBack: string, more: Partial<HrEvent> = {}, row = 'form-7') => announced('1', { kind: 'rescind', source: 'form/undo', urgency: 'immediate', requestedBy: `${jane.name} <${jane.email}>`, reason: 'wrong Person 1', takesBack, ...more }, {}, row);
	const release = async () => acme.check((await acme.resume()).map(({ waited: { person, event } }) => ({ person, event })));

	test('a second person confirms it, then it goes on with that case and asks no HR', async () => {
		const taken = await cut(announced('1'));
		const [held] = await acme.check([asked(taken)]);
		expect(held).toMatchObject({ to: 'needsApproval', needs: 1, reasons: [{ code: 'undo', why: expect.stringContaining(`what the case ${taken} cut is to be given back, as Jane Doe <jane@acme.test> asked, with the reason "wrong Person 1"`) }] });
		expect(await acme.resume()).toEqual([]);
		const [decided] = await acme.decide([held!.hold], joe);
		expect(decided!.why).toBe('Joe Roe approved the rescinding of Person 1 (HR ID 1). It goes on by itself within a few minutes.');
		expect(await release()).toMatchObject([{ to: 'proceed', linkedTo: [taken], why: expect.stringMatching(/^The rescinding of Person 1 \(HR ID 1\) goes on\. What the case/) }]);
	});

	test('G02: whoever asked cannot confirm it, and neither can the person', async () => {
		const [held] = await acme.check([asked(await cut(announced('1')))]);
		await expect(acme.decide([held!.hold], jane)).rejects.toThrow(/Jane Doe asked for it/);
		await expect(acme.decide([held!.hold], { id: 'u-9', name: 'Person 1', email: 'P1@acme.test' })).rejects.toThrow(/is about Person 1/);
	});

	test('rejected, nothing is given back', async () => {
		const [held] = await acme.check([asked(await cut(announced('1')))]);
		await acme.decide([held!.hold], joe, { decision: 'rejected' });
		expect(await acme.resume()).toEqual([]);
		clock.advance(48 * hour);
		expect(await acme.resume()).toEqual([]);
	});

	test('where it does not say who asked, two people have to confirm it', async () => {
		const { requestedBy: _, ...event } = asked(await cut(announced('1'))).event;
		expect(await acme.check([{ ...asked(''), event }])).toMatchObject([{ to: 'needsApproval', needs: 2 }]);
	});

	test('nobody answers for a quarter of an hour: somebody else is asked', async () => {
		const [held] = await acme.check([asked(await cut(announced('1')))]);
		expect(Date.parse(held!.until!) - clock.now().getTime()).toBe(15 * 60_000);
	});

	test.each<[string, () => Promise<string>, RegExp]>([
		['a case nobody knows', async () => 'hr_event_1', /there is no case hr_event_1/],
		['another person\'s case', () => cut(announced('2')), /is about HR ID 2/],
		['a dry run', () => cut(announced('1'), true), /was a dry run/],
		['somebody who has left again since', async () => {
			const first = await cut(announced('1', {}, {}, 'a'));
			await cut(announced('1', {}, {}, 'b'));
			return first;
		}, /they have left since/],
	])('%s is said at once, and held for nobody', async (_, make, why) => {
		const [judgement] = await acme.check([asked(await make())]);
		expect(judgement).toMatchObject({ to: 'ignored', why: expect.stringMatching(why) });
		expect(judgement!.why).toMatch(/^Nothing is given back to Person 1 \(HR ID 1\): /);
		expect(await acme.kinds('guard.held')).toBe(0);
	});

	test('what has come between asking and confirming counts: it goes on without a case, so that somebody is told why', async () => {
		const taken = await cut(announced('1', {}, {}, 'a'));
		const [held] = await acme.check([asked(taken)]);
		await cut(announced('1', {}, {}, 'b'));
		await acme.decide([held!.hold], joe);
		expect(await release()).toMatchObject([{ to: 'proceed', linkedTo: [], why: expect.stringMatching(/^Nothing is given back .* they have left since/) }]);
	});

	test('interrupted, it is taken up with the same case', async () => {
		const taken = await cut(announced('1'));
		const back = asked(taken);
		const [held] = await acme.check([back]);
		await acme.decide([held!.hold], joe);
		await release();
		await openGivingBack(ledger, back.person, back.event, { ...terms(), linkedTo: [taken], now: clock.now() });
		clock.advance(hour);
		expect(await release()).toMatchObject([{ to: 'proceed', linkedTo: [taken] }]);
	});
});

describe('HR takes it back', () => {
	test('after somebody has given it back already, nothing happens a second time', async () => {
		const leaver = announced('1');
		const taken = await cut(leaver);
		const form = announced('1', { kind: 'rescind', source: 'form/undo' }, {}, 'f');
		await openGivingBack(ledger, form.person, form.event, { ...terms(), linkedTo: [taken], now: clock.now() });
		expect(await acme.check([announced('1', { kind: 'rescind' })])).toMatchObject([{ to: 'ignored', why: expect.stringMatching(/gives nothing back: .* was given back already/) }]);
	});

	test('what was renamed or moved since is no reason against it', async () => {
		const taken = await cut(announced('1'));
		for (const kind of ['rename', 'conversion'] as const) await cut(announced('1', { kind }, {}, kind));
		expect(await acme.check([announced('1', { kind: 'rescind' })])).toMatchObject([{ to: 'proceed', linkedTo: [taken] }]);
	});
});

describe('somebody is back from leave', () => {
	const away = (row = 'l1') => announced('1', { kind: 'leave' }, {}, row);
	const back = (row = 'b1') => announced('1', { kind: 'return' }, {}, row);

	test('what the leave took is given back', async () => {
		const taken = await cut(away());
		expect(await acme.check([back()])).toMatchObject([{ to: 'proceed', linkedTo: [taken], why: expect.stringContaining(`What the case ${taken} took for the leave is given back`) }]);
	});

	test('of several leaves only the newest', async () => {
		await cut(away('l1'));
		const newest = await cut(away('l2'));
		expect(await acme.check([back()])).toMatchObject([{ linkedTo: [newest] }]);
	});

	test('what was given back already is not given back once more', async () => {
		const taken = await cut(away());
		await openGivingBack(ledger, back().person, back().event, { ...terms(), linkedTo: [taken], now: clock.now() });
		const [judgement] = await acme.check([back('b2')]);
		expect(judgement).toMatchObject({ to: 'proceed', why: expect.stringMatching(/Nothing is given back by it: .* was given back already/) });
		expect(judgement!.linkedTo).toBeUndefined();
	});

	test('an interrupted return is taken up with the same case', async () => {
		const taken = await cut(away());
		await acme.fromTrigger([back()]);
		await openGivingBack(ledger, back().person, back().event, { ...terms(), linkedTo: [taken], now: clock.now() });
		clock.advance(hour);
		expect(await acme.takeUp()).toMatchObject([{ to: 'proceed', linkedTo: [taken] }]);
	});

	test.each<[string, () => Promise<unknown>, RegExp]>([
		['without any leave', async () => {}, /no leave was carried out/],
		['before the leave took effect', () => acme.check([announced('1', { kind: 'leave', effectiveAt: '2026-12-01T08:00:00.000Z' }, {}, 'ahead')]), /no leave was carried out/],
		['a leave that was a dry run only', () => cut(away(), true), /was a dry run/],
		['hired anew since', async () => {
			await cut(away());
			await cut(announced('1', { kind: 'rehire' }, {}, 'r'));
		}, /no leave was carried out/],
		['terminated while they were away', async () => {
			await cut(away());
			await cut(announced('1', {}, {}, 't'));
		}, /they have left since, with the case hr_event_20261120_1_t\. Ask HR/],
	])('%s nothing is given back, and it says what to do', async (_, before, why) => {
		await before();
		const [judgement] = await acme.check([back()]);
		expect(judgement).toMatchObject({ to: 'proceed', why: expect.stringMatching(why) });
		expect(judgement!.linkedTo).toBeUndefined();
	});

	test('a termination that was taken back while they were away leaves the leave to be given back', async () => {
		const leave = await cut(away());
		const taken = await cut(announced('1', {}, {}, 't'));
		const undo = announced('1', { kind: 'rescind' }, {}, 'u');
		await openGivingBack(ledger, undo.person, undo.event, { ...terms(), linkedTo: [taken], now: clock.now() });
		expect(await acme.check([back()])).toMatchObject([{ linkedTo: [leave] }]);
	});

	test('a leave that lies ahead stays announced, since the return may be of another', async () => {
		await acme.check([announced('1', { kind: 'leave', effectiveAt: '2026-11-21T08:00:00.000Z' }, {}, 'ahead')]);
		await acme.check([back()]);
		clock.advance(24 * hour);
		expect((await acme.resume()).map(({ waited }) => waited.event.kind)).toContain('leave');
	});

	test('a return gives nothing back where somebody was terminated, though the termination came by a form', async () => {
		const leave = away();
		const taken = await cut(leave);
		const emergency = announced('1', { source: 'form/emergency' }, {}, 'e');
		const cutNow = await cut(emergency);
		for (const caseId of [taken, cutNow]) await ledger.append({ kind: 'access.snapshot', caseId, subject: 'okta/00u1', once: `snapshot/${caseId}/okta/00u1`, content: { system: 'okta', account: { id: '00u1', label: 'p1' }, states: {} } });
		const [judgement] = await acme.check([back()]);
		expect(judgement!.linkedTo).toBeUndefined();
		expect(judgement!.why).toContain(`they have left since, at 2026-11-20 09:01 UTC with the case ${caseOf(emergency)}`);
	});
});

test('a label that HR explained wrongly locks nobody out: too many on leave at once are held, all of them', async () => {
	const away = ['1', '2', '3', '4'].map((id) => announced(id, { kind: 'leave' }));
	expect(outlets(await acme.check(away))).toEqual(Array(4).fill('needsApproval'));
	expect(outlets(await acme.check(['1', '2', '3', '4'].map((id) => announced(id, { kind: 'return' }))))).toEqual(Array(4).fill('proceed'));
});

describe('what is not back is tried again', () => {
	const undo = announced('1', { kind: 'rescind' }, {}, 'u');
	const opened = async (taken: string) => openGivingBack(ledger, undo.person, undo.event, { ...terms(), linkedTo: [taken], now: clock.now() });

	test('for the case that it was begun with, and not for one that came later', async () => {
		const taken = await cut(announced('1', {}, {}, 'a'));
		await acme.fromTrigger([undo]);
		await opened(taken);
		clock.advance(hour);
		expect(await acme.takeUp()).toMatchObject([{ to: 'proceed', linkedTo: [taken] }]);
		await cut(announced('1', {}, {}, 'b'));
		clock.advance(2 * hour);
		expect(await acme.takeUp()).toMatchObject([{ to: 'ignored', why: expect.stringMatching(/gives nothing back: they have left since/) }]);
	});

	test('not once somebody has run the cut again', async () => {
		const leaving = announced('1', {}, {}, 'a');
		const taken = await cut(leaving);
		await acme.fromTrigger([undo]);
		await opened(taken);
		clock.advance(60_000);
		await cut(leaving);
		clock.advance(hour);
		expect(await acme.takeUp()).toMatchObject([{ to: 'ignored', why: expect.stringMatching(/was run once more at .*, after this had given back/) }]);
	});
});

test('asked in another workflow, the same cases are known', async () => {
	const taken = await cut(announced('1', { kind: 'leave' }));
	expect(workflow).not.toBe('leaver');
	expect(await acme.check([announced('1', { kind: 'return' }, {}, 'b')], { workflow: 'undo' })).toMatchObject([{ linkedTo: [taken] }]);
});
