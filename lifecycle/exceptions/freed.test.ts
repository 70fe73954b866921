import type { Ledger } from '../../ledger';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { openCase } from '../caseRecords';
import { closeCase } from '../closing';
import type { HrEvent } from '../event';
import { recordResult, resultOf, type Operation } from '../journal';
import type { Outcome } from '../outcome';
import type { Person } from '../person';
import type { ExceptionTerms } from './exception';
import { freedCases } from './freed';
import { endException, registerException } from './register';

const day = 24 * 60 * 60_000;
let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

const person = { id: '42', name: 'Ada', workEmail: 'ada@acme.test' } as Person;
const eventOf = (row: string): HrEvent => ({ kind: 'terminate', key: `bamboohr/acme/42/terminate/2026-11-20/${row}`, source: 'bamboohr/acme', effectiveAt: '2026-11-20T08:55:00.000Z', receivedAt: '2026-11-20T09:00:00.000Z' });
const event = eventOf('1');

const register = (changes: Partial<ExceptionTerms> = {}) =>
	registerException(ledger, { type: 'exception', who: ['ada@acme.test'], system: 'okta', step: 'removeFromGroups', owner: 'Jane', reason: 'handover', expiresAt: '2026-11-30T00:00:00.000Z', registeredBy: 'IT', ...changes }, clock.now());

interface Run {
	run?: string;
	dryRun?: boolean;
	of?: HrEvent;
	operation?: Operation;
	results: [step: string, outcome: Outcome, exception?: string][];
	closes?: boolean;
}
const run = async ({ run: id = '1', dryRun = false, of = event, operation = 'cut', results, closes = true }: Run) => {
	const opened = await openCase(ledger, person, of, { dryRun, deadlineMinutes: 15, run: id, workflow: 'w1' });
	for (const [step, outcome, exception] of results) {
		const ran = { outcome, verified: outcome === 'done', reason: '', requestedAt: null, effectiveAt: null, verifiedAt: null, ...(exception === undefined ? {} : { exception }) };
		await recordResult(ledger, { caseId: opened.id, run: id, node: 'Cut Okta' }, operation, resultOf('okta', step, { id: '00u1', label: 'ada.login' }, ran));
	}
	if (closes) await closeCase(ledger, opened.id, id);
	return opened.id;
};
const freed = () => freedCases(ledger, clock.now());
const afterExpiry = () => clock.advance(11 * day);

test('G14: while an exception counts nothing is freed; when it has expired, the case is, with person and event', async () => {
	const { id } = await register();
	const caseId = await run({ results: [['blockSignIn', 'done'], ['removeFromGroups', 'held', id]] });
	expect(await freed()).toEqual([]);
	afterExpiry();
	expect(await freed()).toEqual([{ person, event, caseId, closedAt: '2026-11-20T09:00:00.000Z', steps: [{ system: 'okta', step: 'removeFromGroups', exception: id }] }]);
});

test('G14: so it is once somebody has ended it', async () => {
	const { id } = await register();
	await run({ results: [['removeFromGroups', 'held', id]] });
	await endException(ledger, { id, by: 'Jane', why: 'done' });
	expect(await freed()).toHaveLength(1);
});

test('G14: approved anew, the case stays as it is', async () => {
	const { id } = await register();
	await run({ results: [['removeFromGroups', 'held', id]] });
	clock.advance(5 * day);
	await register({ reason: 'two more weeks', expiresAt: '2026-12-14T00:00:00.000Z' });
	clock.advance(6 * day);
	expect(await freed()).toEqual([]);
	clock.advance(14 * day);
	expect(await freed()).toHaveLength(1);
});

test('run again and done, it is not told of any more', async () => {
	const { id } = await register();
	await run({ results: [['removeFromGroups', 'held', id]] });
	afterExpiry();
	expect(await freed()).toHaveLength(1);
	await run({ run: '2', results: [['removeFromGroups', 'done']] });
	expect(await freed()).toEqual([]);
});

test('run again, and not done: it is told of until it was done', async () => {
	const { id } = await register();
	await run({ results: [['removeFromGroups', 'held', id]] });
	afterExpiry();
	await run({ run: '2', results: [['removeFromGroups', 'failed']] });
	expect(await freed()).toHaveLength(1);
	await run({ run: '3', results: [['removeFromGroups', 'done']] });
	expect(await freed()).toEqual([]);
});

test('whom another case gave back what this one took is left alone, until somebody carries it out once more', async () => {
	const { id } = await register();
	const caseId = await run({ results: [['removeFromGroups', 'held', id]] });
	afterExpiry();
	await run({ run: '2', results: [['removeFromGroups', 'failed']] });
	await ledger.append({ kind: 'event.givenBack', caseId, content: { by: 'undo', workflow: 'undo', run: 'undo-1' } });
	expect(await freed()).toEqual([]);
});

test('what the workflow that finishes it does not have is not told of every morning', async () => {
	const { id } = await register();
	await run({ results: [['removeFromGroups', 'held', id]] });
	afterExpiry();
	await run({ run: '2', results: [['removeFromGroups', 'held']] });
	expect(await freed()).toEqual([]);
});

test('a dry run of it changes nothing: it is told of until it was done', async () => {
	const { id } = await register();
	await run({ results: [['removeFromGroups', 'held', id]] });
	afterExpiry();
	await run({ run: '2', dryRun: true, results: [['removeFromGroups', 'planned']] });
	expect(await freed()).toHaveLength(1);
});

test('what was held in a dry run only was never to be cut', async () => {
	const { id } = await register();
	await run({ dryRun: true, results: [['removeFromGroups', 'held', id]] });
	afterExpiry();
	expect(await freed()).toEqual([]);
});

test('D04: somebody who was protected is told of when the protection ends', async () => {
	const { id } = await register({ type: 'protected', system: null, step: null, expiresAt: null });
	await run({ results: [['protection', 'refused', id]] });
	expect(await freed()).toEqual([]);
	await endException(ledger, { id, by: 'Jane', why: 'the board decided' });
	expect((await freed()).map(({ steps }) => steps)).toEqual([[{ system: 'okta', step: 'protection', exception: id }]]);
});

test('what a legal hold kept waits for every legal hold', async () => {
	const hold = { type: 'legalHold' as const, system: null, step: null };
	const { id } = await register(hold);
	await run({ results: [['deactivate', 'held', id]] });
	await register({ ...hold, reason: 'another matter', expiresAt: null });
	afterExpiry();
	expect(await freed()).toEqual([]);
});

test('an exception for the account is as good as one for the person', async () => {
	const { id } = await register();
	await run({ results: [['removeFromGroups', 'held', id]] });
	await register({ who: ['ada.login'], expiresAt: '2027-01-01T00:00:00.000Z' });
	afterExpiry();
	expect(await freed()).toEqual([]);
});

test.each<[string, (caseId: string) => Promise<unknown>]>([
	['HR took back', (caseId) => ledger.append({ kind: 'event.superseded', caseId, content: { workflow: 'w1', key: event.key, why: 'taken back' } })],
	['somebody gave back', () => run({ run: '2', operation: 'restore', results: [['blockSignIn', 'done']], closes: false })],
	['a newer case of the same person followed', () => run({ run: '2', of: eventOf('2'), results: [['removeFromGroups', 'done']] })],
])('what %s is not told of', async (_, happens) => {
	const { id } = await register();
	const caseId = await run({ results: [['blockSignIn', 'done'], ['removeFromGroups', 'held', id]] });
	afterExpiry();
	expect(await freed()).toHaveLength(1);
	await happens(caseId);
	expect(await freed()).toEqual([]);
});

test('a dry run of giving back gave nothing back', async () => {
	const { id } = await register();
	await run({ results: [['removeFromGroups', 'held', id]] });
	await run({ run: '2', dryRun: true, operation: 'restore', results: [['blockSignIn', 'planned']] });
	afterExpiry();
	expect(await freed()).toHaveLength(1);
});
