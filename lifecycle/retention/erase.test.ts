import type { JsonObject, Ledger } from '../../ledger/types';
import { verifyBundle } from '../../ledger/verify';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { openCase } from '../caseRecords';
import { closeCase } from '../closing';
import { noteOrder } from '../devices/history';
import type { Order } from '../devices/order';
import type { HrEvent } from '../event';
import { endException, exceptionsIn, registerException } from '../exceptions/register';
import type { ExceptionTerms } from '../exceptions/exception';
import type { Person } from '../person';
import { eraseExpired, type RetentionTerms } from './erase';
import { retentionSummary } from './summary';

const now = new Date('2034-01-01T00:00:00.000Z');
const limit = '2027-01-03T00:00:00.000Z';
const [old, recent] = ['2026-03-01T09:00:00.000Z', '2027-01-03T00:00:00.001Z'];

let ledger: Ledger;
let clock: Date;
beforeEach(async () => {
	clock = new Date(old);
	ledger = await temporaryLedger(() => clock);
});
afterEach(() => ledger.close());

const erase = (terms: Partial<RetentionTerms> = {}) => eraseExpired(ledger, { days: 2_555, dryRun: false, atMost: 500, ...terms }, now);

const at = async <Result>(instant: string, work: () => Promise<Result>): Promise<Result> => {
	clock = new Date(instant);
	return await work();
};

const person = (id: string): Person => ({ id, name: `Person ${id}`, workEmail: `p${id}@acme.test`, title: null, department: null, location: null, timeZone: null, manager: null, startDate: null, lastDay: null, workerType: null, clearance: null });
const event = (id: string): HrEvent => ({ kind: 'terminate', key: `hr/${id}`, source: 'bamboohr', effectiveAt: old, receivedAt: old });

const open = async (id: string, { dryRun = false, run = '1' } = {}) => (await openCase(ledger, person(id), event(id), { dryRun, deadlineMinutes: 15, run, workflow: 'w' })).id;
const settle = (caseId: string, content: JsonObject = {}) => ledger.append({ kind: 'step.settled', caseId, content: { run: '1', system: 'okta', step: 'blockSignIn', account: { id: `00u-${caseId}`, label: `login-${caseId}` }, outcome: 'done', verified: true, reason: '', ...content } });
const whole = async (id: string) => {
	const caseId = await open(id);
	await settle(caseId);
	await closeCase(ledger, caseId, '1');
	return caseId;
};
const contentOf = async (caseId: string) => (await ledger.records({ caseId })).filter(({ kind, content }) => kind !== 'record.erased' && content !== null).length;

const hold: ExceptionTerms = { type: 'legalHold', who: [], system: null, step: null, owner: 'Counsel', reason: 'a suit', expiresAt: null, registeredBy: 'Counsel' };

describe('a case', () => {
	it('past its retention loses its content, and says so; every proof goes on holding', async () => {
		const [gone, stays] = [await whole('1'), await at(recent, () => whole('2'))];
		expect(await erase()).toEqual({
			before: limit, dryRun: false, cases: { count: 1, records: 3, oldest: old, newest: old }, single: { records: 0, oldest: null, newest: null }, held: { cases: [], single: 0 }, open: [], more: false,
		});
		expect([await contentOf(gone), await contentOf(stays)]).toEqual([0, 3]);
		const [erased] = await ledger.records({ caseId: gone, kinds: ['record.erased'] });
		expect(erased!.content).toEqual({ seqs: [0, 1, 2], why: 'kept for 2555 days, which are over', days: 2_555, before: limit });
		expect(verifyBundle(JSON.stringify(await ledger.exportCase(gone)))).toMatchObject({ ok: true, erased: 3, closed: true });
		expect(await ledger.verify()).toMatchObject({ ok: true });
		expect(JSON.stringify(await ledger.records({}))).not.toContain('p1@acme.test');
	});

	it('that was closed while a wipe waits for its day is open, and keeps what is known of the wipe', async () => {
		const caseId = await whole('1');
		const order: Order = { action: 'wipe', when: 'onReturn', days: 0, message: '', phone: '' };
		await noteOrder({ ledger, run: '1', node: 'Devices' }, { caseId, system: 'fleet', deviceId: '7', action: 'wipe' }, order, 'Laptop (SN7)');
		await closeCase(ledger, caseId, '1');
		expect((await erase()).open.map((one) => (typeof one === 'string' ? one : (one as { caseId: string }).caseId))).toEqual([caseId]);
		expect(await contentOf(caseId)).toBeGreaterThan(0);
	});

	it('is erased once: what is left of it is no reason to erase it again', async () => {
		await whole('1');
		await erase();
		expect(await erase()).toMatchObject({ cases: { count: 0 }, single: { records: 0 } });
	});

	it('that went on after it was erased is past its retention again when that is', async () => {
		const caseId = await whole('1');
		await erase();
		await at(recent, () => settle(caseId));
		await at(recent, () => ledger.append({ kind: 'case.closed', caseId, content: { run: '1', verdict: 'Complete' } }));
		expect(await erase()).toMatchObject({ cases: { count: 0 }, open: [] });
		expect(await eraseExpired(ledger, { days: 2_555, dryRun: false, atMost: 500 }, new Date('2044-01-01T00:00:00.000Z'))).toMatchObject({ cases: { count: 1, records: 2 }, open: [] });
		expect(await contentOf(caseId)).toBe(0);
	});

	it('counts from the last that was written of it', async () => {
		const caseId = await whole('1');
		await at(recent, () => ledger.append({ kind: 'decision.recorded', caseId, content: { decision: 'approved' } }));
		expect(await erase()).toMatchObject({ cases: { count: 0 } });
	});

	it.each<[string, (caseId: string) => Promise<unknown>]>([
		['was never closed', async () => undefined],
		['was opened again', async (caseId) => {
			await closeCase(ledger, caseId, '1');
			await open('1', { run: '2' });
		}],
		['was worked on after it was closed', async (caseId) => {
			await closeCase(ledger, caseId, '1');
			await settle(caseId, { run: '2' });
		}],
		['was only tried out, and not to the end', async () => undefined],
	])('that %s is never erased, and listed', async (what, then) => {
		const caseId = await open('1', { dryRun: what.startsWith('was only') });
		await settle(caseId);
		await then(caseId);
		expect(await erase()).toMatchObject({ cases: { count: 0 }, open: [caseId] });
		expect(await contentOf(caseId)).toBeGreaterThan(0);
	});

	it.each<[string, (caseId: string) => Promise<unknown>]>([
		['was tried out by a copy after it was closed', async (caseId) => {
			await closeCase(ledger, caseId, '1');
			await open('1', { dryRun: true, run: '2' });
		}],
		['got a decision after it was closed', async (caseId) => {
			await closeCase(ledger, caseId, '1');
			await ledger.append({ kind: 'decision.recorded', caseId, content: {} });
		}],
		['was taken back by HR before it was finished', (caseId) => ledger.append({ kind: 'event.superseded', caseId, content: { workflow: 'w', key: 'k' } })],
	])('that %s is over all the same', async (_, then) => {
		const caseId = await open('1');
		await settle(caseId);
		await then(caseId);
		expect(await erase()).toMatchObject({ cases: { count: 1 }, open: [] });
	});

	it('that comes again later is not over, until HR takes it back', async () => {
		const caseId = await whole('1');
		await ledger.append({ kind: 'event.again', caseId, content: { workflow: 'w', key: 'hr/1', at: '2034-02-01T00:00:00.000Z', why: 'the overlap ends' } });
		const looked = await open('2');
		await settle(looked);
		await closeCase(ledger, looked, '1', { now: clock, lookAgainAfter: [15, 10_080], tryAgain: false, toBeTold: false });
		expect(await erase()).toMatchObject({ cases: { count: 1 }, open: [caseId] });
		await ledger.append({ kind: 'event.superseded', caseId, content: { workflow: 'w', key: 'hr/1' } });
		expect(await erase()).toMatchObject({ cases: { count: 1 }, open: [] });
	});

	it('that a person rejected is over, and never one that still waits for a decision', async () => {
		for (const id of ['1', '2']) {
			await ledger.append({ kind: 'event.received', caseId: `c${id}`, content: { workflow: 'w', person: { id } } });
			await ledger.append({ kind: 'guard.held', caseId: `c${id}`, content: { workflow: 'w', key: id, hold: `hold_${id}` } });
		}
		await ledger.append({ kind: 'guard.ignored', caseId: 'c1', content: { workflow: 'w', key: '1', why: 'rejected' } });
		expect(await erase()).toMatchObject({ cases: { count: 1, records: 3 }, open: ['c2'] });
	});

	it('that was announced and never came about is over once HR has taken it back', async () => {
		const announced = (id: string) => ledger.append({ kind: 'event.scheduled', caseId: `c${id}`, content: { workflow: 'w', person: { id } } });
		await announced('1');
		await announced('2');
		await ledger.append({ kind: 'event.superseded', caseId: 'c2', content: { workflow: 'w', key: 'k' } });
		expect(await erase()).toMatchObject({ cases: { count: 1, records: 2 }, open: ['c1'] });
	});

	it.each([['the HR id', '1'], ['the work e-mail', 'p1@acme.test'], ['an account id', '00u-hr_event_20260301_1_1'], ['a login', 'login-hr_event_20260301_1_1']])('of somebody under legal hold by %s is kept, and reported', async (_, name) => {
		const caseId = await whole('1');
		await whole('2');
		const { id } = await registerException(ledger, { ...hold, who: [name] }, now);
		expect(await erase()).toMatchObject({ cases: { count: 1 }, held: { cases: [{ caseId, exceptions: [id] }] } });
		expect(await contentOf(caseId)).toBe(3);
		await endException(ledger, { id, by: 'Counsel', why: 'settled' });
		expect(await erase()).toMatchObject({ cases: { count: 1 }, held: { cases: [] } });
	});

	it.each<[string, Partial<ExceptionTerms>]>([['a protection', { type: 'protected' }], ['a hold that has expired', { expiresAt: '2033-12-31T00:00:00.000Z' }]])('is not kept by %s', async (_, terms) => {
		await whole('1');
		await registerException(ledger, { ...hold, who: ['1'], ...terms }, now);
		expect(await erase()).toMatchObject({ cases: { count: 1 }, held: { cases: [] } });
	});

	it('waits for the next run where there are more than one run may take', async () => {
		for (const id of ['1', '2', '3']) await whole(id);
		expect(await erase({ atMost: 2 })).toMatchObject({ cases: { count: 2 }, more: true });
		expect(await erase({ atMost: 2 })).toMatchObject({ cases: { count: 1 }, more: false });
	});

	it('is found among more than a page of others', async () => {
		for (let index = 0; index < 600; index += 1) void ledger.append({ kind: 'event.received', caseId: `open-${index}`, content: { workflow: 'w' } });
		const caseId = await whole('1');
		const erased = await erase();
		expect(erased.cases.count).toBe(1);
		expect(erased.open).toHaveLength(600);
		expect(await contentOf(caseId)).toBe(0);
	});
});

describe('a record that belongs to no case', () => {
	const kinds = ['webhook.received', 'event.unread', 'event.read', 'event.unreadable', 'event.quarantined', 'case.warned', 'workflow.failed'];
	const write = async (kind: string, content: JsonObject) => (await ledger.append({ kind, content })).record.seq;

	it('and names people loses its content; what names nobody keeps it', async () => {
		const named = [await write('webhook.received', { source: 'bamboohr', employees: ['1', '2'] })];
		for (const kind of kinds.slice(1)) named.push(await write(kind, { workflow: 'w', employeeId: '1', why: '' }));
		named.push(await write('decision.shown', { what: 'Ada and Joe leave', shownHash: 'a', holds: ['hold_1', 'hold_2'], employees: ['1', '4'] }));
		await write('webhook.refused', { source: 'bamboohr', why: 'signature' });
		await write('shipping.settled', { sink: 's3', batch: 'b', from: 0, to: 1, receipt: {} });
		await at(recent, () => write('webhook.received', { employees: ['3'] }));
		expect(await erase()).toMatchObject({ single: { records: 8, oldest: old, newest: old } });
		const left = (await ledger.records({})).filter(({ content }) => content !== null).map(({ kind }) => kind);
		expect(left).toEqual(['webhook.refused', 'shipping.settled', 'webhook.received', 'record.erased']);
		expect((await ledger.records({ kinds: ['record.erased'] }))[0]!.content!['seqs']).toEqual(named);
		expect(await erase()).toMatchObject({ single: { records: 0 } });
		expect(await ledger.verify()).toMatchObject({ ok: true });
	});

	it('of somebody under legal hold is kept', async () => {
		await write('webhook.received', { employees: ['1', '2'] });
		await write('event.unread', { employeeId: '3' });
		await registerException(ledger, { ...hold, who: ['2'] }, now);
		expect(await erase()).toMatchObject({ single: { records: 1 }, held: { single: 1 } });
	});

	it('goes by the page, and no more than a run may take', async () => {
		for (let index = 0; index < 10_200; index += 1) void ledger.append({ kind: 'webhook.received', content: { employees: [`${index}`] } });
		await write('webhook.received', { employees: [] });
		expect(await erase()).toMatchObject({ single: { records: 10_000 }, more: true });
		expect(await ledger.records({ kinds: ['record.erased'] })).toHaveLength(20);
		expect(await erase()).toMatchObject({ single: { records: 201 }, more: false });
	}, 20_000);
});

describe('an exception', () => {
	const register = (terms: Partial<ExceptionTerms>) => registerException(ledger, { ...hold, type: 'exception', who: ['1'], system: 'okta', ...terms }, clock);

	it('in force is kept however old it is', async () => {
		await register({});
		expect(await erase()).toMatchObject({ single: { records: 0 } });
		expect(await exceptionsIn(ledger)).toHaveLength(1);
	});

	it('is as old as its end', async () => {
		await register({ expiresAt: '2026-06-01T00:00:00.000Z', reason: 'expired before' });
		await register({ expiresAt: '2027-06-01T00:00:00.000Z', reason: 'expired since' });
		const before = await register({ reason: 'ended before' });
		await endException(ledger, { id: before.id, by: 'A', why: 'b' });
		const since = await register({ reason: 'ended since' });
		await at(recent, () => endException(ledger, { id: since.id, by: 'A', why: 'b' }));
		expect(await erase()).toMatchObject({ single: { records: 3 } });
		expect((await exceptionsIn(ledger)).map(({ reason }) => reason)).toEqual(['expired since', 'ended since']);
	});
});

describe('only shown', () => {
	it('what would be erased is counted the same, and nothing is', async () => {
		await whole('1');
		await ledger.append({ kind: 'event.unread', content: { employeeId: '1' } });
		const before = await ledger.head();
		const shown = await erase({ dryRun: true });
		expect(await ledger.head()).toEqual(before);
		expect(await erase()).toEqual({ ...shown, dryRun: false });
		expect(shown).toMatchObject({ dryRun: true, cases: { count: 1, records: 3 }, single: { records: 1 } });
	});
});

describe('what an administrator is told', () => {
	it('says what went, what stayed and why, and what to do', async () => {
		await whole('1');
		const held = await whole('2');
		const left = await open('3');
		await whole('4');
		const { id } = await registerException(ledger, { ...hold, who: ['2'] }, now);
		const shown = await erase({ dryRun: true, atMost: 1 });
		expect(retentionSummary({ ...shown, held: { ...shown.held, single: 2 } }, 2_555)).toBe(
			`Would erase the content of 1 case (3 records), last written before 2027-01-03, 2555 days ago. 1 case is kept by legal holds: ${held} (${id}). 2 single records are kept by legal holds. 1 case is not over and so was not erased. Run it again or have HR take the event back: ${left}. There is more: run it again. Nothing was erased. Switch off Only Show What Would Be Erased to do it; what is erased cannot be brought back.`,
		);
	});

	it('says so where there is nothing to erase', async () => {
		expect(retentionSummary(await erase(), 2_555)).toBe('Nothing was erased: nothing is past its retention (last written before 2027-01-03, 2555 days ago) that may be erased.');
	});
});
