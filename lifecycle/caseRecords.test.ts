import type { Ledger } from '../ledger';
import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { openCase } from './caseRecords';
import { closeCase } from './closing';
import type { HrEvent } from './event';
import { recordResult, resultOf } from './journal';
import type { Outcome, Verified } from './outcome';
import type { Person } from './person';

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

const person = { id: '42', name: 'Ada' } as Person;
const event: HrEvent = { kind: 'terminate', key: 'bamboohr/acme/42/terminate/2026-11-20/1', source: 'bamboohr', effectiveAt: '2026-11-20T08:55:00.000Z', receivedAt: '2026-11-20T09:00:00.000Z' };
const open = (run: string, dryRun = false) => openCase(ledger, person, event, { dryRun, deadlineMinutes: 15, run, workflow: 'w1' });
const settle = (caseId: string, run: string, outcome: Outcome, verified: Verified = true) => {
	const at = clock.now().toISOString();
	const ran = { outcome, verified, reason: '', requestedAt: at, effectiveAt: at, verifiedAt: verified === true ? at : null };
	return recordResult(ledger, { caseId, run, node: 'Cut Okta' }, 'cut', resultOf('okta', 'blockSignIn', { id: '00u1', label: 'ada' }, ran));
};

describe('opening and closing a case', () => {
	test('complete, in time, and signed', async () => {
		const { id } = await open('1');
		clock.advance(60_000);
		await settle(id, '1', 'done');
		const closed = await closeCase(ledger, id, '1');
		expect(closed).toMatchObject({ verdict: 'Complete', withinDeadline: true, verifiedAt: '2026-11-20T09:01:00.000Z', open: [] });
		expect(await ledger.checkpoint()).toContain(closed.head.root);
	});

	test('complete, but after the deadline', async () => {
		const { id } = await open('1');
		clock.advance(16 * 60_000);
		await settle(id, '1', 'done');
		expect(await closeCase(ledger, id, '1')).toMatchObject({ verdict: 'Complete', withinDeadline: false });
	});

	test('a second run of the same case is judged by what it found itself', async () => {
		const { id } = await open('1');
		await settle(id, '1', 'failed', false);
		expect((await closeCase(ledger, id, '1')).verdict).toBe('Incomplete');
		expect((await open('2')).id).toBe(id);
		await settle(id, '2', 'already_done');
		expect((await closeCase(ledger, id, '2')).verdict).toBe('Complete');
	});

	test('a dry run of a copy at the same time changes nobody\'s verdict', async () => {
		const { id } = await open('live');
		await open('copy', true);
		await settle(id, 'live', 'done');
		await settle(id, 'copy', 'planned', false);
		expect((await closeCase(ledger, id, 'live')).verdict).toBe('Complete');
		expect((await closeCase(ledger, id, 'copy')).verdict).toBe('Dry run');
	});

	test('a run that nobody opened cannot be closed', async () => {
		const { id } = await open('1');
		await expect(closeCase(ledger, id, 'another')).rejects.toThrow(/no open case/);
		await expect(closeCase(ledger, 'hr_event_1', null)).rejects.toThrow(/Open Case at the start/);
	});

	test('of person and event only what the evidence needs is kept', async () => {
		const more = { salary: 90_000, ssn: '078-05-1120', homeAddress: 'Calle 1' };
		await openCase(ledger, { ...person, ...more } as Person, { ...event, ...more } as HrEvent, { dryRun: false, deadlineMinutes: 15, run: '1', workflow: 'w1' });
		const [opened] = await ledger.records({ kinds: ['case.opened'] });
		expect(opened!.content).toMatchObject({ person, event });
		expect(JSON.stringify(opened)).not.toMatch(/salary|90000|ssn|078|homeAddress|Calle/);
	});

	test('all cases of a person are found under one subject', async () => {
		const { id } = await open('1');
		expect(await ledger.records({ subject: 'bamboohr/42', kinds: ['case.opened'] })).toEqual([expect.objectContaining({ caseId: id })]);
	});

	test('the closing names the exception that keeps a step open', async () => {
		const { id } = await open('1');
		const held = resultOf('okta', 'removeFromGroups', null, { outcome: 'held', verified: false, exception: 'ex_1', reason: '', requestedAt: null, effectiveAt: null, verifiedAt: null });
		await recordResult(ledger, { caseId: id, run: '1', node: 'Cut Okta' }, 'cut', held);
		expect((await closeCase(ledger, id, '1')).verdict).toBe('Incomplete');
		expect((await ledger.records({ kinds: ['case.closed'] }))[0]!.content!['open']).toEqual([{ system: 'okta', step: 'removeFromGroups', outcome: 'held', exception: 'ex_1' }]);
	});

	test('a case in which nothing ran is not complete', async () => {
		const { id } = await open('1');
		expect(await closeCase(ledger, id, '1')).toMatchObject({ verdict: 'Incomplete', withinDeadline: null });
	});
});
