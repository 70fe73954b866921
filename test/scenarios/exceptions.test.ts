import { openCase } from '../../lifecycle/caseRecords';
import { closeCase } from '../../lifecycle/closing';
import type { HrEvent } from '../../lifecycle/event';
import type { Exception, ExceptionTerms } from '../../lifecycle/exceptions/exception';
import { freedCases } from '../../lifecycle/exceptions/freed';
import { endException, registerException } from '../../lifecycle/exceptions/register';
import type { StepResult } from '../../lifecycle/outcome';
import type { Person } from '../../lifecycle/person';
import { summary } from '../../lifecycle/summary';
import { outcomes, startCompany, usualSteps, type Changes, type Company } from '../support/leaverCase';

let company: Company;
beforeEach(async () => {
	company = await startCompany();
});
afterEach(() => company.stop());

const cast = () => company.sandbox.cast;
const okta = () => company.sandbox.okta;
const leaver = () => cast().leaver;
const login = () => leaver().workEmail!;
const writes = () => company.sandbox.journals.okta.writes.filter(({ path }) => !path.startsWith('/oauth2/'));
const everyStep = (outcome: string) => Object.fromEntries(usualSteps.map((step) => [step, outcome]));
const settled = async () => (await company.ledger.records({ kinds: ['step.settled'] })).map(({ content }) => content!);
const inDays = (days: number) => new Date(company.clock.now().getTime() + days * 86_400_000).toISOString();
const passDays = (days: number) => company.clock.sleep(days * 86_400_000);

const terms: ExceptionTerms = { type: 'protected', who: [], system: null, step: null, owner: 'CISO', reason: 'break-glass account', expiresAt: null, registeredBy: 'IT Admin' };
const register = (changes: Partial<ExceptionTerms>): Promise<Exception> => registerException(company.ledger, { ...terms, who: [login()], ...changes }, company.clock.now());
const keeps = (changes: Partial<ExceptionTerms> = {}) => register({ type: 'exception', system: 'okta', reason: 'payroll handover', owner: 'Jane Doe', expiresAt: inDays(30), ...changes });
const end = ({ id }: Exception) => endException(company.ledger, { id, by: 'Jane Doe', why: 'no longer needed' });

const event = (): HrEvent => ({ kind: 'terminate', key: `bamboohr/kestrel/${leaver().id}/terminate/2026-11-20/930`, source: 'bamboohr/kestrel', effectiveAt: '2026-11-20T08:00:00.000Z', receivedAt: company.clock.now().toISOString() });
const person = (): Person => ({ id: leaver().id, name: 'Mateo Rivas', workEmail: login() }) as Person;

/** A whole case, as the leaver template runs it. */
const runCase = async (run: string, from: { person: Person; event: HrEvent } = { person: person(), event: event() }, changes: Changes = {}) => {
	const { id: caseId, dryRun } = await openCase(company.ledger, from.person, from.event, { dryRun: changes.work?.dryRun ?? false, deadlineMinutes: 15, run, workflow: 'w1' });
	const results = await company.cut(from.person, { ...changes, work: { ...changes.work, caseId, run, dryRun } });
	const closed = await closeCase(company.ledger, caseId, run);
	return { caseId, results, closed, text: summary({ caseId, person: from.person.name, closed, steps: closed.steps }) };
};
const reasonOf = (results: StepResult[], step: string) => results.find((result) => result.step === step)!.reason;

describe('D01: somebody who is protected is in scope by mistake', () => {
	test.each<[string, () => string]>([
		['HR id', () => leaver().id],
		['work e-mail', () => login()],
		['Okta id', () => okta().user(login()).id.toLowerCase()],
	])('registered by %s, they are refused, nothing is written, and the exception is on evidence', async (_, who) => {
		const { id } = await register({ who: [who()] });
		const { results, closed, text } = await runCase('1');
		expect(results).toEqual([expect.objectContaining({ step: 'protection', outcome: 'refused', exception: id })]);
		expect(results[0]!.reason).toContain(`protected by ${id} (owner CISO, no expiry): break-glass account. If that is wrong, end ${id}`);
		expect(writes()).toEqual([]);
		expect(await settled()).toEqual([expect.objectContaining({ outcome: 'refused', exception: id })]);
		expect(closed.verdict).toBe('Incomplete');
		expect(text).toMatch(/^INCOMPLETE: Mateo Rivas keeps access by exception\./);
	});

	test('registered by a login that is not the work e-mail', async () => {
		const { id } = await register({ who: ['avisser@corp.kestrel.example'] });
		expect(await company.cut(cast().otherLogin)).toEqual([expect.objectContaining({ outcome: 'refused', exception: id })]);
	});

	test('a dry run says so, too', async () => {
		const { id } = await register({});
		expect(await company.cut(leaver(), { work: { dryRun: true } })).toEqual([expect.objectContaining({ outcome: 'refused', exception: id })]);
	});

	test('everybody else is cut', async () => {
		await register({ who: [cast().leeWhoStays.workEmail!] });
		expect(outcomes(await company.cut(leaver()))).toEqual(everyStep('done/true'));
	});

	test('registered while the case waits for Okta, nothing that has not begun is begun', async () => {
		const held = company.sandbox.faults.okta.add({ method: 'POST', path: /lifecycle\/suspend/, effect: { kind: 'hold', when: 'after' }, times: 1 });
		const running = company.cut(leaver(), { options: { steps: ['blockSignIn', 'endSessions', 'resetFactors'] } });
		await held.struck;
		const { id } = await register({});
		held.release();
		const results = await running;
		expect(outcomes(results)).toEqual({ blockSignIn: 'done/true', endSessions: 'refused/false', resetFactors: 'refused/false' });
		expect(reasonOf(results, 'resetFactors')).toContain(`protected by ${id}`);
		expect(writes().map(({ path }) => path.split('/').at(-1))).toEqual(['suspend']);
	});

	test('if the register cannot be read, nobody is cut', async () => {
		const { records } = company.ledger;
		company.ledger.records = (query) => (query.kinds?.includes('exception.registered') ? Promise.reject(new Error('disk gone')) : records(query));
		const results = await company.cut(leaver());
		expect(results).toEqual([expect.objectContaining({ step: 'prepareAccount', outcome: 'failed' })]);
		expect(writes()).toEqual([]);
	});
});

describe('D04: an executive on the VIP list', () => {
	test('is held until somebody decides, and can be cut once the protection has ended', async () => {
		const vip = await register({ reason: 'board member, a second approver decides' });
		expect((await runCase('1')).closed.verdict).toBe('Incomplete');
		await end(vip);
		const [freed] = await freedCases(company.ledger, company.clock.now());
		expect((await runCase('2', freed)).closed.verdict).toBe('Complete');
	});

	test('is asked about again when the protection expires, also by itself', async () => {
		await register({ expiresAt: inDays(2) });
		await runCase('1');
		await passDays(3);
		expect(await freedCases(company.ledger, company.clock.now())).toHaveLength(1);
	});
});

describe('D05: a legal hold registered after the case was scheduled', () => {
	const steps = { steps: [...usualSteps, 'deactivate'] };

	test('access is cut, and what destroys is held', async () => {
		const { id } = await register({ type: 'legalHold', reason: 'litigation', owner: 'Counsel' });
		const { results, closed } = await runCase('1', undefined, { options: steps });
		expect(outcomes(results)).toEqual({ ...everyStep('done/true'), deactivate: 'held/false' });
		expect(reasonOf(results, 'deactivate')).toMatch(new RegExp(`^Not done: \\w+ → DEPROVISIONED; it would destroy what legal hold ${id} \\(owner Counsel, no expiry\\): litigation keeps\\. Access is cut`));
		expect(okta().user(login()).status).toBe('SUSPENDED');
		expect(closed.open.map(({ step, exception }) => [step, exception])).toEqual([['deactivate', id]]);
	});

	test('registered while the case runs, before the step is reached', async () => {
		const held = company.sandbox.faults.okta.add({ method: 'POST', path: /lifecycle\/reset_factors/, effect: { kind: 'hold', when: 'after' }, times: 1 });
		const running = company.cut(leaver(), { options: steps });
		await held.struck;
		await register({ type: 'legalHold' });
		held.release();
		expect(outcomes(await running)).toEqual({ ...everyStep('done/true'), deactivate: 'held/false' });
	});

	test('what is gone already is not held', async () => {
		okta().setStatus(login(), 'DEPROVISIONED');
		await register({ type: 'legalHold' });
		expect(outcomes(await company.cut(leaver(), { options: { steps: ['deactivate'] } }))).toEqual({ deactivate: 'already_done/true' });
	});
});

describe('an exception', () => {
	test('on a system holds all of its steps, and says what stays', async () => {
		const { id } = await keeps();
		const { results, text } = await runCase('1');
		expect(outcomes(results)).toEqual(everyStep('held/false'));
		expect(writes()).toEqual([]);
		expect(reasonOf(results, 'blockSignIn')).toMatch(new RegExp(`^Not done: ACTIVE → SUSPENDED; kept by exception ${id} \\(owner Jane Doe, until \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\\): payroll handover\\. When it has ended`));
		expect(text).toContain('Kept by exception:');
		for (const one of await settled()) expect(one).toMatchObject({ outcome: 'held', exception: id });
	});

	test('on a step holds that step', async () => {
		const { id } = await keeps({ step: 'removeFromGroups' });
		const results = await company.cut(leaver());
		expect(outcomes(results)).toEqual({ ...everyStep('done/true'), removeFromGroups: 'held/false' });
		expect(company.sandbox.journals.okta.find({ method: 'DELETE', path: /\/groups\// })).toEqual([]);
		expect(results.find(({ exception }) => exception === id)!.step).toBe('removeFromGroups');
	});

	test('on a step with nothing left to do holds nothing up', async () => {
		await company.cut(leaver());
		await keeps({ step: 'removeFromGroups' });
		expect(outcomes(await company.cut(leaver(), { work: { caseId: 'another' } }))['removeFromGroups']).toBe('already_done/true');
	});

	test('on another system is none here', async () => {
		await keeps({ system: 'google' });
		expect(outcomes(await company.cut(leaver()))).toEqual(everyStep('done/true'));
	});

	test('a dry run shows what it will hold', async () => {
		await keeps({ step: 'removeFromGroups' });
		expect(outcomes(await company.cut(leaver(), { work: { dryRun: true } }))).toEqual({ ...everyStep('planned/false'), removeFromGroups: 'held/false' });
	});

	test('does not keep anybody from being given back what was taken', async () => {
		await company.cut(leaver());
		await keeps();
		await register({});
		await company.restore(leaver());
		expect(okta().user(login()).status).toBe('ACTIVE');
	});
});

describe('G14: an exception to a day', () => {
	test('the day after it counts no more: the case comes up again, and access is cut', async () => {
		await keeps({ step: 'removeFromGroups' });
		const first = await runCase('1');
		expect(first.closed.verdict).toBe('Incomplete');
		expect(await freedCases(company.ledger, company.clock.now())).toEqual([]);

		await passDays(31);
		const [freed] = await freedCases(company.ledger, company.clock.now());
		const second = await runCase('2', freed);
		expect(second.caseId).toBe(first.caseId);
		expect(outcomes(second.results)).toEqual({ ...everyStep('already_done/true'), removeFromGroups: 'done/true' });
		expect(second.closed.verdict).toBe('Complete');
		expect(await freedCases(company.ledger, company.clock.now())).toEqual([]);
	});

	test('approved anew before that day, access stays', async () => {
		await keeps({ step: 'removeFromGroups' });
		await runCase('1');
		const again = await keeps({ step: 'removeFromGroups', expiresAt: inDays(60), reason: 'one more month' });
		await passDays(31);
		expect(await freedCases(company.ledger, company.clock.now())).toEqual([]);
		expect(reasonOf((await runCase('2')).results, 'removeFromGroups')).toContain(again.id);
	});
});
