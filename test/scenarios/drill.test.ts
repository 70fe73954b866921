import type { Ledger } from '../../ledger/types';
import { caseTimes, caseView, periodItem, periodSummary, populationCsv, periodView } from '../../ledger/report';
import { defaultTerms } from '../../ledger/report/period/targets';
import { readEvidence } from '../../ledger/verify';
import { readPeriodEvidence } from '../../ledger/verify/period';
import { openCase } from '../../lifecycle/caseRecords';
import { closeCase } from '../../lifecycle/closing';
import { cutAccess } from '../../lifecycle/cut';
import type { HrEvent } from '../../lifecycle/event';
import { registerException } from '../../lifecycle/exceptions/register';
import { grantAccess } from '../../lifecycle/give';
import { check } from '../../lifecycle/guard/check';
import { peopleIn } from '../../lifecycle/guard/people';
import { casesIn } from '../../lifecycle/period/cases';
import type { Person } from '../../lifecycle/person';
import type { Work } from '../../lifecycle/work';
import { cast } from '../../sandbox';
import { oktaFacts } from '../../systems/okta';
import { personOf, startCompany, usualSteps, type Company } from '../support/leaverCase';

const dana: Person = { ...personOf(cast.withoutAccount), id: 'drill-1', name: 'Dana Drill', firstName: 'Dana', lastName: 'Drill', workEmail: 'dana.drill@kestrel.example', manager: null };

let company: Company;
let ledger: Ledger;
beforeEach(async () => {
	company = await startCompany({ settings: { okta: { asyncMs: 0, ruleLagMs: 0 } } });
	({ ledger } = company);
});
afterEach(() => company.stop());

const now = () => company.clock.now();
const eventOf = (kind: HrEvent['kind'], { source = 'drill', row = kind as string, person = dana } = {}): HrEvent => ({ kind, source, key: `${source}/${person.id}/${row}`, effectiveAt: now().toISOString(), receivedAt: now().toISOString() });
const register = (who = [dana.id, dana.workEmail!]) => registerException(ledger, { type: 'drill', who, system: null, step: null, owner: 'CISO', reason: 'quarterly drills', expiresAt: null, registeredBy: 'IT' }, now());
const open = (event: HrEvent, person = dana, dryRun = false) => openCase(ledger, person, event, { dryRun, deadlineMinutes: 15, run: `run ${event.key}`, workflow: 'drill' });
const workOf = (caseId: string, run: string, dryRun = false): Work => ({ ledger, clock: company.clock, patience: { readBackMs: 60_000, proofMs: 20_000, tries: 4 }, caseId, run, node: 'Okta', dryRun, worker: 'test' });

const give = async () => {
	const event = eventOf('start', { row: `start-${now().getTime()}` });
	const { id, run } = await open(event);
	const wish = { person: dana, facts: oktaFacts, attributes: {}, usable: true, join: [], leave: [], activationMail: false } as never;
	await grantAccess(company.okta(), wish, workOf(id, run));
	return await closeCase(ledger, id, run);
};

const cut = async ({ dryRun = false, row = 'leave' } = {}): Promise<string> => {
	const event = eventOf('terminate', { row });
	const { id, run } = await open(event, dana, dryRun);
	await cutAccess(company.okta(), dana, { steps: usualSteps, missingAccountIsFine: false }, workOf(id, run, dryRun));
	await closeCase(ledger, id, run);
	return id;
};

const times = async (caseId: string) => {
	const evidence = readEvidence(JSON.stringify(await ledger.exportCase(caseId)));
	if (!evidence.ok) throw new Error(evidence.problem);
	return caseTimes(caseView(evidence.records));
};

describe('whom a drill may cut', () => {
	test.each<[string, string[]]>([
		['nobody who is not registered', []],
		['nobody of whom only the HR id is', [dana.id]],
		['nobody of whom only the work email is', [dana.workEmail!]],
		['somebody else', ['drill-2', 'drill.two@kestrel.example']],
	])('G12: %s', async (_, who) => {
		if (who.length > 0) await register(who);
		await expect(open(eventOf('terminate'))).rejects.toMatchObject({ code: 'misconfigured', message: expect.stringMatching(/^The drill was not begun, because Dana Drill is not registered for drills \(missing: [^)]+\), and a drill takes access from nobody else\./) });
		expect(await ledger.records({ kinds: ['case.opened'] })).toEqual([]);
	});

	test('G12: nobody real, whose id or address was mistyped for one that is registered', async () => {
		await register();
		const leaver = personOf(cast.leaver);
		await expect(open(eventOf('terminate'), { ...leaver, workEmail: dana.workEmail })).rejects.toThrow(/missing: 30/);
		await expect(open(eventOf('terminate'), { ...leaver, id: dana.id })).rejects.toThrow(new RegExp(`missing: ${leaver.workEmail}`));
		await expect(open(eventOf('terminate'), { ...dana, workEmail: null })).rejects.toThrow(/no work email/);
	});

	test('G12: nobody whose registration has ended', async () => {
		await registerException(ledger, { type: 'drill', who: [dana.id, dana.workEmail!], system: null, step: null, owner: 'CISO', reason: 'once', expiresAt: new Date(now().getTime() + 1).toISOString(), registeredBy: 'IT' }, now());
		await new Promise((resolve) => setTimeout(resolve, 5));
		await expect(open(eventOf('terminate'))).rejects.toThrow(/not registered for drills/);
	});

	test('whom HR lets go needs no such registration, and being registered changes nothing for them', async () => {
		await expect(open(eventOf('terminate', { source: 'bamboohr/kestrel' }), personOf(cast.leaver))).resolves.toMatchObject({ kind: 'terminate' });
	});
});

describe('G12: a drill in Okta', () => {
	beforeEach(() => register());

	test('makes the account, cuts it, and reports the seconds until the last of it was read back', async () => {
		expect(await give()).toMatchObject({ verdict: 'Complete' });
		expect(company.sandbox.okta.accessOf(dana.workEmail!).status).not.toBe('SUSPENDED');
		const report = await times(await cut());
		expect(report).toMatchObject({ passed: true, deadlineSeconds: 900, targets: [{ system: 'okta', passed: true, seconds: expect.any(Number) }] });
		expect(report.seconds).toBeGreaterThan(0);
		expect(report.seconds).toBeLessThan(900);
		expect(report.text).toMatch(/^Drill with Dana Drill: PASSED\. Access in the one system was cut and read back within 15 min; the slowest took [^.]+\.\n\n- Okta: passed, /);
		expect(['SUSPENDED', 'DEPROVISIONED']).toContain(company.sandbox.okta.accessOf(dana.workEmail!).status);
	});

	test('can be gone through again next quarter', async () => {
		await give();
		await cut();
		expect(await give()).toMatchObject({ verdict: 'Complete' });
		expect(await times(await cut({ row: 'leave-2' }))).toMatchObject({ passed: true });
	});

	test('in which nothing had to be changed shows nothing, and fails', async () => {
		await give();
		await cut();
		const report = await times(await cut({ row: 'leave-2' }));
		expect(report).toMatchObject({ passed: false, targets: [{ system: 'okta', passed: false, why: expect.stringMatching(/^Nothing was changed here, so nothing was shown/) }] });
		expect(report.text).toMatch(/^Drill with Dana Drill: FAILED in 1 of 1 system\./);
	});

	test('without an account fails, and says so', async () => {
		expect(await times(await cut())).toMatchObject({ passed: false, seconds: null, targets: [{ system: 'okta', passed: false, seconds: null, unverified: [expect.stringMatching(/^Find account: /)] }] });
	});

	test('that took longer than the deadline fails, with how much longer', async () => {
		await give();
		const event = eventOf('terminate', { row: 'late' });
		const { id, run } = await open({ ...event, effectiveAt: new Date(now().getTime() - 20 * 60_000).toISOString(), receivedAt: new Date(now().getTime() - 20 * 60_000).toISOString() });
		await cutAccess(company.okta(), dana, { steps: usualSteps, missingAccountIsFine: false }, workOf(id, run));
		await closeCase(ledger, id, run);
		expect(await times(id)).toMatchObject({ passed: false, targets: [{ passed: false, why: expect.stringMatching(/^It took 5 min .*longer than the deadline$/) }] });
	});

	test('where a step cannot be done fails, and names it', async () => {
		await give();
		company.sandbox.faults.okta.add({ method: 'POST', path: /lifecycle\/(suspend|deactivate)/, effect: { kind: 'lie' } });
		const report = await times(await cut());
		expect(report).toMatchObject({ passed: false, targets: [{ system: 'okta', passed: false, why: expect.stringMatching(/were? not done|was not done/) }] });
		expect(report.targets[0]!.unverified.join()).toMatch(/Block sign in/);
	});

	test('as a dry run times nothing', async () => {
		await give();
		expect(await times(await cut({ dryRun: true }))).toMatchObject({ passed: false, targets: [], text: expect.stringMatching(/it was a dry run, so nothing was changed/) });
	});
});

describe('G12: nobody left', () => {
	beforeEach(async () => {
		await register();
		await give();
		await cut();
	});

	test('the mass-termination breaker counts nobody for it', async () => {
		expect(await ledger.records({ kinds: ['guard.seen'] })).toEqual([]);
		const [judged] = await check({ ledger, clock: company.clock }, [{ person: personOf(cast.leaver), event: eventOf('terminate', { source: 'bamboohr/kestrel', person: personOf(cast.leaver) }), gates: [] }], { workflow: 'leaver', absolute: 1, percent: 100, windowMs: 24 * 60 * 60_000, headcount: 75, settleMs: 0, escalateMs: 3_600_000 });
		expect(judged).toMatchObject({ to: 'proceed', why: expect.stringMatching(/the only one within 24 hours/) });
	});

	test('the guard takes nobody for them', async () => {
		expect([...(await peopleIn(ledger)).known.keys()].filter((who) => who.includes(dana.id))).toEqual([]);
	});

	test('the quarter\'s export lists both cases apart as drills, and counts neither', async () => {
		const period = { from: new Date(now().getTime() - 86_400_000).toISOString(), to: new Date(now().getTime() + 86_400_000).toISOString() };
		const evidence = readPeriodEvidence(JSON.stringify(await ledger.exportPeriod(period, await casesIn(ledger, period))));
		if (!evidence.ok) throw new Error(evidence.problem);
		const view = periodView(evidence, defaultTerms);
		expect(view).toMatchObject({ cases: [], belated: [], takenBack: [], dryRuns: [], late: [], residual: [] });
		expect(view.drills).toHaveLength(2);
		expect(view.overall.steps).toEqual([]);
		expect(periodItem(view)).toMatchObject({ cases: 0, notCounted: { drills: 2 } });
		expect(periodSummary(view)).toMatch(/0 cases\..*Not counted: 2 that were drills\.$/);
		expect(populationCsv(view).match(/"no: drill"/g)).toHaveLength(2);
	});
});
