import { openCase } from '../../lifecycle/caseRecords';
import { closeCase } from '../../lifecycle/closing';
import type { HrEvent } from '../../lifecycle/event';
import { registerException } from '../../lifecycle/exceptions/register';
import { noteResumed, takeIn, waiting } from '../../lifecycle/inbox';
import type { Person } from '../../lifecycle/person';
import { openCases } from '../../lifecycle/watch/openCases';
import { dueWithin, incompleteFor, notTold, overdue, type Which } from '../../lifecycle/watch/which';
import { lineOf } from '../../lifecycle/watch/words';
import { startCompany, type Changes, type Company } from '../support/leaverCase';

let company: Company;
beforeEach(async () => {
	company = await startCompany();
});
afterEach(() => company.stop());

const minute = 60_000;
const hour = 60 * minute;
const taker = { source: 'bamboohr/kestrel', workflow: 'w1' };
const leaver = () => company.sandbox.cast.leaver;
const now = () => company.clock.now();
const person = (): Person => ({ id: leaver().id, name: 'Mateo Rivas', workEmail: leaver().workEmail }) as Person;

let event: HrEvent;
beforeEach(async () => {
	const at = now().toISOString();
	event = { kind: 'terminate', key: `bamboohr/kestrel/${leaver().id}/terminate/1`, source: taker.source, effectiveAt: at, receivedAt: at };
	await takeIn(company.ledger, taker, { person: person(), event }, now());
});

const pass = (ms: number) => company.clock.sleep(ms);
const open = (run: string, dryRun = false) => openCase(company.ledger, person(), event, { dryRun, deadlineMinutes: 15, run, workflow: taker.workflow });
/** A whole run, as the leaver template has it; what is broken off is never closed. */
const runCase = async (run: string, { brokenOff = false, ...changes }: Changes & { brokenOff?: boolean } = {}) => {
	const { id: caseId, dryRun } = await open(run, changes.work?.dryRun);
	await company.cut(person(), { ...changes, work: { ...changes.work, caseId, run, dryRun } });
	return brokenOff ? undefined : (await closeCase(company.ledger, caseId, run)).verdict;
};
/** What the deadlines workflow says when it looks: each once. */
const told = async (which: Which): Promise<string[]> => {
	const cases = await notTold(company.ledger, 'jmlDeadlines0001', await openCases(company.ledger, now(), which.isWanted), which);
	return cases.map((one) => lineOf(one, now()));
};
const looks = async () => ({ due: await told(dueWithin(5)), missed: await told(overdue), stays: await told(incompleteFor(24, now())) });
const nothing = { due: [], missed: [], stays: [] };

test('a leaver who was cut in time is told of to nobody', async () => {
	expect(await runCase('1')).toBe('Complete');
	for (const later of [11 * minute, 10 * minute, 25 * hour]) {
		await pass(later);
		expect(await looks()).toEqual(nothing);
	}
});

test('F01: Okta answers 503 for good: past the deadline security is told once what is open, a day later it is a ticket, and when Okta is back nothing is left', async () => {
	company.sandbox.faults.okta.add({ method: 'POST', path: /lifecycle\/suspend/, effect: { kind: 'status', status: 503 } });
	expect(await runCase('1')).toBe('Incomplete');
	expect((await looks()).due).toEqual([]);
	await pass(16 * minute);
	const { missed } = await looks();
	expect(missed).toEqual([expect.stringMatching(/past its deadline.*Mateo Rivas may still have access\. Open: okta blockSignIn \(failed\)/)]);
	expect(await looks()).toEqual(nothing);
	await pass(24 * hour);
	expect((await looks()).stays).toHaveLength(1);
	expect(await looks()).toEqual(nothing);

	company.sandbox.faults.okta.clear();
	expect(await runCase('2')).toBe('Complete');
	expect(await openCases(company.ledger, now())).toEqual([]);
});

test('F05: n8n is killed in the middle and comes back late: IT is warned before the deadline and security after it, and the warnings hold up nobody who takes the case up again', async () => {
	await runCase('1', { brokenOff: true, options: { steps: ['blockSignIn'] } });
	const since = now();
	await pass(11 * minute);
	expect(await looks()).toEqual({ ...nothing, due: [expect.stringMatching(/is not done yet, and is due in \d minutes.*It is taken up again by itself/)] });
	await pass(6 * minute);
	expect(await looks()).toEqual({ ...nothing, missed: [expect.stringMatching(/was missed \S+ minutes? ago/)] });
	const { unfinished } = await waiting(company.ledger, taker, now(), now().getTime() - since.getTime());
	expect(unfinished).toHaveLength(1);

	await noteResumed(company.ledger, taker, unfinished[0]!);
	expect(await runCase('2')).toBe('Complete');
	expect(company.sandbox.okta.accessOf(leaver().workEmail!).status).toBe('SUSPENDED');
	expect(await openCases(company.ledger, now())).toEqual([]);
});

test('F07: everything stood still for 26 hours, the guardians too: what was missed is told at once when they are back, and once', async () => {
	await open('1');
	await pass(26 * hour);
	const [first, second] = [await looks(), await looks()];
	expect(first).toEqual({ ...nothing, missed: [expect.stringMatching(/was missed 25 hours ago/)] });
	expect(second).toEqual(nothing);
});

test('who keeps access by a registered exception is neither late nor left over, and is still on the list of what is open', async () => {
	const expiresAt = new Date(now().getTime() + 30 * 24 * hour).toISOString();
	await registerException(company.ledger, { type: 'exception', who: [leaver().workEmail!], system: 'okta', step: 'removeFromGroups', owner: 'Jane Doe', reason: 'handover', expiresAt, registeredBy: 'IT' }, now());
	expect(await runCase('1')).toBe('Incomplete');
	await pass(25 * hour);
	expect(await looks()).toEqual(nothing);
	expect(await openCases(company.ledger, now())).toMatchObject([{ standing: 'closedIncomplete', open: [{ step: 'removeFromGroups', exception: expect.stringMatching(/^ex_/) }] }]);
});

test('a dry run misses no deadline', async () => {
	await runCase('1', { work: { dryRun: true }, brokenOff: true });
	await pass(26 * hour);
	expect(await looks()).toEqual(nothing);
});

test('a case that is looked at again a week later has kept its deadline', async () => {
	await runCase('1');
	await pass(7 * 24 * hour);
	await open('2');
	expect(await looks()).toEqual(nothing);
	expect(await openCases(company.ledger, now())).toMatchObject([{ standing: 'takenUpAgain', minutesLeft: null }]);
});
