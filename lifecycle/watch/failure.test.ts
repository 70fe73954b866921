import type { Ledger } from '../../ledger/types';
import { announced, caseOf, source, workflow } from '../../test/support/guarded';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { openCase } from '../caseRecords';
import { closeCase } from '../closing';
import { noteResumed, takeIn, waiting, type Announcement } from '../inbox';
import { recordFailure, type Failure } from './failure';
import { failureSubject, failureText } from './failureShown';

const minute = 60_000;

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

const taker = { source, workflow };
const ada = announced('42');
const open = (one: Announcement, run: string, dryRun = false, by = workflow) => openCase(ledger, one.person, one.event, { dryRun, deadlineMinutes: 15, run, workflow: by });
const fail = (more: Partial<Failure> = {}) => recordFailure(ledger, { workflow, workflowName: 'Leaver', node: 'Open Case', execution: '7', message: 'it broke', ...more }, clock.now(), 60 * minute);
const kept = async () => (await ledger.records({ kinds: ['workflow.failed'] })).map(({ caseId, content }) => ({ caseId, ...content }));

test('keeps which workflow, which node, which execution, and whom it was working on', async () => {
	await takeIn(ledger, taker, ada, clock.now());
	await open(ada, '7');
	await open(announced('43'), '8');
	await open(announced('44'), '7', false, 'another');
	const { cases } = await fail();
	expect(cases.map(({ caseId }) => caseId)).toEqual([caseOf(ada)]);
	expect(await kept()).toEqual([expect.objectContaining({ caseId: undefined, workflow, name: 'Leaver', node: 'Open Case', execution: '7', message: 'it broke', cases: [caseOf(ada)], employees: ['42'] })]);
	await fail();
	expect(await kept()).toHaveLength(1);
});

test('a secret in the message is kept nowhere', async () => {
	// Put together here, so that nobody takes it for one of ours.
	const token = ['xoxb', '123456789012', 'abcdefghijkl'].join('-');
	const failed = await fail({ message: `Slack did not take ${token}` });
	expect([failed.message, failureText(failed), JSON.stringify(await kept())].join()).not.toContain(token);
	expect(failed.message).toBe('Slack did not take [redacted]');
});

test('when it is taken up again is when the trigger does it', async () => {
	await takeIn(ledger, taker, ada, clock.now());
	await open(ada, '7');
	const { cases } = await fail();
	expect(cases).toMatchObject([{ takenUpAt: '2026-11-20T09:05:00.000Z', endsAccess: true, verdict: null, dryRun: false, why: expect.stringMatching(/is taken up again by itself at about 2026-11-20 09:05 UTC, from the start/) }]);
	const isTaken = async () => (await waiting(ledger, taker, clock.now(), 5 * minute)).unfinished.length;
	clock.advance(5 * minute - 1);
	expect(await isTaken()).toBe(0);
	clock.advance(1);
	expect(await isTaken()).toBe(1);
});

test('each time it waits longer', async () => {
	await takeIn(ledger, taker, ada, clock.now());
	await noteResumed(ledger, taker, ada);
	await open(ada, '7');
	expect((await fail()).cases).toMatchObject([{ takenUpAt: '2026-11-20T09:10:00.000Z' }]);
});

test('what nobody keeps says what to do', async () => {
	await open(ada, '7');
	const failed = await fail();
	expect(failed.cases).toMatchObject([{ takenUpAt: null, why: expect.stringMatching(/nobody takes it up again by itself\. Mend what failed, and run the case again/) }]);
	expect(failureSubject(failed)).toBe('Workflow "Leaver" failed at "Open Case", while access of Person 42 was being cut');
});

test('what was closed before the failure says so', async () => {
	const { id } = await open(ada, '7');
	await closeCase(ledger, id, '7');
	expect((await fail({ node: 'Tell IT' })).cases).toMatchObject([{ verdict: 'Incomplete', why: expect.stringMatching(/had been closed before that: Incomplete\. What failed came after it/) }]);
});

test('of a dry run nothing has to be done', async () => {
	await open(ada, '7', true);
	const failed = await fail();
	expect(failed.cases).toMatchObject([{ dryRun: true, why: expect.stringMatching(/dry run, so nothing was changed/) }]);
	expect(failureSubject(failed)).not.toMatch(/access/);
});

describe('what failed the same way a short while ago', () => {
	test('is told once an hour', async () => {
		const repeated: boolean[] = [];
		for (let time = 0; time < 70; time += 10) {
			repeated.push((await fail({ execution: '' })).repeated);
			clock.advance(10 * minute);
		}
		expect(repeated).toEqual([false, true, true, true, true, true, false]);
		expect(await kept()).toHaveLength(7);
	});

	test('is told where it concerns somebody', async () => {
		await fail({ execution: '6' });
		await open(ada, '7');
		expect((await fail()).repeated).toBe(false);
	});

	test('is told where another node, or something else, failed', async () => {
		await fail({ execution: '6' });
		expect([(await fail({ node: 'Cut Okta' })).repeated, (await fail({ execution: '8', message: 'broke otherwise' })).repeated, (await fail({ execution: '9', workflow: 'other' })).repeated]).toEqual([false, false, false]);
	});
});

describe('in words', () => {
	test('a trigger that could not start did nothing', async () => {
		expect(failureText(await fail({ execution: '', node: '', message: '' }))).toBe(
			['The workflow "Leaver" (w1) could not be started, so it did nothing.', '', 'n8n gave no message.', '', 'While this lasts, nothing starts from it. n8n tries again by itself; the Watchdog tells if it stays silent.', '', 'Mend what the message says.'].join('\n'),
		);
	});

	test('before any case was opened, what the workflow has taken in is taken up again', async () => {
		await takeIn(ledger, taker, ada, clock.now());
		expect(failureText(await fail({ node: 'Let Through Once' }))).toMatch(/No case had been opened in it\. One event that this workflow has taken in is not finished/);
	});

	test('several people are counted', async () => {
		for (const id of ['42', '43']) await open(announced(id), '7');
		expect(failureSubject(await fail())).toMatch(/while access of 2 people was being cut$/);
	});
});
