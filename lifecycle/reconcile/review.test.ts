import type { Ledger } from '../../ledger/types';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { openCase } from '../caseRecords';
import { closeCase } from '../closing';
import type { HrEvent } from '../event';
import { registerException } from '../exceptions/register';
import { takeIn } from '../inbox';
import type { Person } from '../person';
import type { SystemAccount } from './compare';
import { reportOf } from './report';
import { reviewAccess, type Lists, type ReviewTerms } from './review';
import type { Rostered } from './roster';

const start = Date.parse('2026-11-20T06:00:00.000Z');
const day = 24 * 60 * 60_000;

let clock: number;
let ledger: Ledger;
beforeEach(async () => {
	clock = start;
	ledger = await temporaryLedger(() => new Date(clock));
});
afterEach(() => ledger.close());

const person = (id: number, changes: Partial<Rostered> = {}): Rostered => ({ id: String(id), name: `Person ${id}`, workEmail: `p${id}@acme.test`, standing: 'working', source: 'hr/acme', ...changes });
const account = (id: number, changes: Partial<SystemAccount> = {}): SystemAccount => ({
	system: 'okta', id: `u${id}`, label: `p${id}@acme.test`, personId: String(id), email: `p${id}@acme.test`, name: null, status: 'ACTIVE', usable: true, kind: 'person', masteredBy: null, createdAt: null, lastSignInAt: null, ...changes,
});
const count = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const everybody = count(1, 40).map((id) => person(id));
const theirs = count(1, 40).map((id) => account(id));
const orphan = account(0, { id: 'u0', label: 'old.vendor', personId: null, email: null });

const review = (lists: Partial<Lists>, terms: Partial<ReviewTerms> = {}) =>
	reviewAccess(ledger, { people: everybody, accounts: theirs, failures: [], ...lists }, { workflow: 'w', now: new Date(clock), everybodyHas: [], judgeGuests: true, shrinkPercent: 10, labelOf: (system) => system, ...terms });
const of = async (lists: Partial<Lists>, terms: Partial<ReviewTerms> = {}) => (await review(lists, terms)).filter(({ to }) => to !== 'fine');
const kinds = async () => (await ledger.records({})).map(({ kind }) => kind);

const announced = (id: number, effectiveAt = new Date(start).toISOString()): { person: Person; event: HrEvent } => ({
	person: { ...person(id), title: null, department: null, location: null, timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null } as unknown as Person,
	event: { kind: 'terminate', key: `hr/acme/${id}/t`, source: 'hr/acme', effectiveAt, receivedAt: new Date(start).toISOString() },
});
const opened = (id: number, terms: { dryRun?: boolean } = {}) => openCase(ledger, announced(id).person, announced(id).event, { dryRun: false, deadlineMinutes: 15, run: '1', workflow: 'leaver', ...terms });

describe('when something was first seen', () => {
	test('G13: is kept, so that its age is known however often it is looked at', async () => {
		expect(await of({ accounts: [...theirs, orphan] })).toMatchObject([{ to: 'orphans', isNew: true, age: { firstSeen: new Date(start).toISOString(), days: 0 } }]);
		clock += 12 * day + 1_000;
		expect(await of({ accounts: [...theirs, orphan] })).toMatchObject([{ to: 'orphans', isNew: false, age: { firstSeen: new Date(start).toISOString(), days: 12 }, why: expect.stringMatching(/first seen on 2026-11-20, 12 days ago/) }]);
		expect(await ledger.records({ subject: 'account/okta/u0' })).toMatchObject([{ kind: 'account.flagged', content: { as: 'orphan', system: 'okta', account: { id: 'u0', label: 'old.vendor' } } }]);
	});

	test('G13: one record when it is over, and a new first day when it comes back', async () => {
		await review({ accounts: [...theirs, orphan] });
		clock += day;
		await review({});
		await review({});
		clock += day;
		const [again] = await of({ accounts: [...theirs, orphan] });
		expect(again).toMatchObject({ isNew: true, age: { days: 0 } });
		expect((await ledger.records({ subject: 'account/okta/u0' })).map(({ kind }) => kind)).toEqual(['account.flagged', 'account.cleared', 'account.flagged']);
	});

	test('what looks at another workflow\'s systems settles nothing there', async () => {
		await review({ accounts: [...theirs, orphan] });
		await review({}, { workflow: 'other' });
		expect((await kinds()).filter((kind) => kind === 'account.cleared')).toEqual([]);
	});
});

describe('C02: a list of HR that cannot be believed', () => {
	const refusal = async (people: readonly Rostered[], terms: Partial<ReviewTerms> = {}) => review({ people }, terms).then(() => null, (error: { evidence: object; message: string }) => error);

	test('that is empty makes nobody an orphan', async () => {
		expect(await refusal([])).toMatchObject({ code: 'bad_answer', evidence: { reason: 'source_suspect' }, message: expect.stringMatching(/list of people came empty\. Nothing was compared/) });
		expect(await kinds()).toEqual(['source.suspect']);
	});

	test('that knows nobody who works here is none', async () => {
		expect(await refusal(everybody.map((one) => ({ ...one, standing: 'gone' })))).toMatchObject({ message: expect.stringMatching(/says of none that they work here/) });
	});

	test('that has shrunk is not used, and the last one goes on counting', async () => {
		await review({});
		expect(await refusal(everybody.slice(0, 35))).toMatchObject({ message: expect.stringMatching(/35 people where it had 40/) });
		expect(await refusal(everybody.slice(0, 35))).not.toBeNull();
		expect(await refusal(everybody.slice(0, 36))).toBeNull();
	});

	test('that calls many gone of whom nobody heard is not used; where there is a case of each it is', async () => {
		await review({});
		const emptied = everybody.map((one, index) => (index < 8 ? { ...one, standing: 'gone' as const } : one));
		expect(await refusal(emptied)).toMatchObject({ message: expect.stringMatching(/32 people that they work here, where it said so of 40/) });
		for (const id of count(1, 8)) await opened(id);
		expect(await refusal(emptied)).toBeNull();
	});

	test('is told of once a day', async () => {
		await refusal([]);
		await refusal([]);
		clock += day;
		await refusal([]);
		expect(await kinds()).toEqual(['source.suspect', 'source.suspect']);
	});
});

describe('a list of accounts that ended early', () => {
	test('settles nothing and makes nobody miss an account; what it shows is compared', async () => {
		await review({ accounts: [...theirs, orphan] }, { everybodyHas: ['okta'] });
		const found = await of({ accounts: [...theirs.slice(0, 20), account(99, { personId: null, email: null, label: 'new.vendor' })] }, { everybodyHas: ['okta'] });
		expect(found.map(({ to }) => to)).toEqual(['orphans', 'attention']);
		expect(found[1]).toMatchObject({ why: expect.stringMatching(/has 21 accounts where it had 41 the last time, so it may have ended early/) });
		expect((await kinds()).filter((kind) => kind === 'account.cleared')).toEqual([]);
	});

	test('that did not come at all is told of, once where nothing failed and each time where something did', async () => {
		await review({ accounts: [...theirs, orphan] });
		const google = count(1, 40).map((id) => account(id, { system: 'google' }));
		expect(await of({ accounts: google, failures: ['Okta could not be reached.'] })).toMatchObject([{ to: 'attention', why: 'Okta could not be reached.' }, { to: 'attention', why: expect.stringMatching(/^No account of okta came to be compared, where there were 41/) }]);
		expect(await of({ accounts: google })).toMatchObject([{ to: 'attention' }]);
		expect(await of({ accounts: google })).toEqual([]);
		expect((await kinds()).filter((kind) => kind === 'account.cleared')).toEqual([]);
	});

	test('a system that everybody is to have, and that nobody listed, is named', async () => {
		expect(await of({}, { everybodyHas: ['okta', 'entra'] })).toMatchObject([{ to: 'attention', why: expect.stringMatching(/account in entra, and no account of it came to be compared/) }]);
	});
});

describe('somebody who left and still has an account', () => {
	const people = everybody.map((one) => (one.id === '7' ? { ...one, standing: 'gone' as const } : one));
	const told = async () => (await of({ people }))[0]!;

	test('of whom nobody heard is the most urgent', async () => {
		expect(await told()).toMatchObject({ to: 'shouldBeDisabled', progress: { kind: 'unheard' }, why: expect.stringMatching(/^Person 7 \(HR ID 7\) is gone according to HR, and the account p7@acme\.test in okta is still active\. It was first seen today\. There is no case of it/) });
	});

	test('with an open case is under way', async () => {
		const { id } = await opened(7);
		expect(await told()).toMatchObject({ to: 'shouldBeDisabled', progress: { kind: 'underway', caseId: id }, why: expect.stringMatching(/it is under way/) });
	});

	test('a dry run works on nothing', async () => {
		await opened(7, { dryRun: true });
		expect(await told()).toMatchObject({ progress: { kind: 'unheard' } });
	});

	test('whose case is closed is no longer under way', async () => {
		const { id } = await opened(7);
		await closeCase(ledger, id, '1');
		expect(await told()).toMatchObject({ progress: { kind: 'closed', caseId: id, verdict: 'Incomplete' }, why: expect.stringMatching(/closed as Incomplete/) });
	});

	test('whose access ends later today, as announced, is fine until then', async () => {
		await takeIn(ledger, { workflow: 'leaver', source: 'hr/acme' }, announced(7, new Date(start + day / 4).toISOString()), new Date(clock));
		expect(await of({ people })).toEqual([]);
		expect((await review({ people })).find(({ progress }) => progress !== null)).toMatchObject({ to: 'fine', age: null, why: expect.stringMatching(/Access ends as announced, at 2026-11-20 12:00 UTC/) });
	});

	test('of another HR system with the same number is somebody else, unless the address is the same as well, as in an emergency', async () => {
		await opened(7);
		const elsewhere = (workEmail: string) => people.map((one) => ({ ...one, source: 'personio/acme', ...(one.id === '7' ? { workEmail } : {}) }));
		expect((await of({ people: elsewhere('other@acme.test') }))[0]).toMatchObject({ progress: { kind: 'unheard' } });
		expect((await of({ people: elsewhere('P7@acme.test') }))[0]).toMatchObject({ progress: { kind: 'underway' } });
	});

	test('or who is answered for in the register is known', async () => {
		await registerException(ledger, { type: 'protected', who: ['u7'], system: null, step: null, owner: 'CISO', reason: 'a shared mailbox', expiresAt: new Date(start + day).toISOString(), registeredBy: 'IT' }, new Date(clock));
		expect(await of({ people })).toEqual([]);
		clock += day;
		expect(await of({ people })).toMatchObject([{ to: 'shouldBeDisabled', age: { days: 0 } }]);
	});
});

test('one report has all of it, what is urgent first, and says so where there is nothing', async () => {
	const people = everybody.map((one) => (one.id === '7' ? { ...one, standing: 'gone' as const } : one));
	const report = reportOf(await review({ people, accounts: [...theirs.slice(0, 39), orphan] }, { everybodyHas: ['okta'] }));
	expect(report).toMatchObject({ counts: { orphans: 1, shouldBeDisabled: 1, missing: 1, attention: 0, fine: 38 }, isAnything: true, subject: 'Accounts and HR: 1 should be disabled, 1 nobody\'s, 1 missing' });
	expect(report.text).toMatch(/^Gone according to HR, and still active: look at these first \(1\)\n- Person 7[\s\S]*\n\nActive, and nobody's in HR \(1\)\n- The account old\.vendor[\s\S]*\n\nWorks here, and has no account \(1\)\n- Person 40[\s\S]*\n38 accounts are as HR has it/);
	expect(reportOf(await review({}, { workflow: 'other' }))).toMatchObject({ isAnything: false, subject: 'Accounts and HR agree' });
});
