import { createHash } from 'node:crypto';
import type { Ledger } from '../../ledger';
import { announced, company, hour, jane, joe, workflow, type Company } from '../../test/support/guarded';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { registerException } from '../exceptions/register';
import type { decide } from './decide';
import { holdsIn } from './hold';
import { listOf, together } from './shown';

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
let acme: Company;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
	acme = company(ledger, clock);
});
afterEach(() => ledger.close());

const hold = async (id = '1', more: Parameters<typeof announced>[1] = {}, person: object = {}): Promise<string> => (await acme.fromTrigger([announced(id, more, person)], { absolute: 0 }))[0]!.hold!;
const vip = () => registerException(ledger, { type: 'vip', who: ['1'], system: null, step: null, owner: 'CEO', reason: 'board member', expiresAt: null, registeredBy: 'IT' }, clock.now());
const decisions = async () => (await ledger.records({ kinds: ['hold.decided'] })).map(({ content }) => content!);

test('who decided on what, when, why, and the hash of exactly what was shown', async () => {
	const id = await hold();
	const { text } = together([(await holdsIn(ledger)).byId.get(id)!]);
	expect(text).toMatch(/^hold_\w{10}: The termination of Person 1 \(HR ID 1\), in effect from 2026-11-20 08:00 UTC, according to bamboohr\/acme\.\n- 1 person would lose access[^]*\nOne person decides\. Rejected, it is not carried out\.$/);
	expect(await acme.decide([id], jane)).toMatchObject([{ settles: true, why: 'Jane Doe approved the termination of Person 1 (HR ID 1). HR is asked again, and it goes on if HR still says so.' }]);
	expect(await decisions()).toMatchObject([{ hold: id, decision: 'approved', by: jane, reason: 'HR agrees', what: text, shownHash: createHash('sha256').update(text).digest('hex'), workflow }]);
	expect((await ledger.records({ caseId: 'hr_event_20261120_1_1', kinds: ['hold.decided'] }))[0]).toMatchObject({ subject: `hold/${id}`, at: '2026-11-20T09:00:00.000Z' });
});

test('rejected, the person keeps access, that is said plainly, and nothing takes it up again', async () => {
	const id = await hold();
	const [decided] = await acme.decide([id], jane, { decision: 'Reject', reason: 'wrong person' });
	expect(decided!.why).toBe('Jane Doe rejected the termination of Person 1 (HR ID 1). Person 1 (HR ID 1) keeps access. If HR still says that they leave, have HR correct it.');
	clock.advance(100 * hour);
	expect(await acme.takeUp()).toEqual([]);
	expect(await acme.check([announced('1')])).toMatchObject([{ to: 'ignored', why: expect.stringMatching(/is over: Jane Doe rejected hold_\w+: wrong person\./) }]);
});

test('n8n stopped right after a rejection: what was rejected does not pass', async () => {
	const id = await hold();
	const { append } = ledger;
	ledger.append = (record) => (record.kind === 'guard.ignored' ? Promise.reject(new Error('the disk is gone')) : append(record));
	await expect(acme.decide([id], jane, { decision: 'rejected' })).rejects.toThrow('the disk is gone');
	ledger.append = append;
	clock.advance(100 * hour);
	expect(await acme.takeUp()).toMatchObject([{ to: 'ignored', why: expect.stringMatching(/not carried out/) }]);
	clock.advance(100 * hour);
	expect(await acme.takeUp()).toEqual([]);
});

test('of a plan the case of each keeps its own part, and the whole is kept once beside them', async () => {
	const ids = [await hold('1'), await hold('2'), await hold('3')];
	await acme.decide(ids, jane);
	for (const { what, hold: id } of await decisions()) expect(String(what).startsWith(String(id)) && !String(what).includes(ids.find((other) => other !== id)!)).toBe(true);
	const [whole] = await ledger.records({ kinds: ['decision.shown'] });
	expect(whole!.caseId).toBeUndefined();
	expect(createHash('sha256').update(String(whole!.content!['what'])).digest('hex')).toBe((await decisions())[0]!['shownHash']);
});

describe('nothing is decided where', () => {
	const refused = async (ids: string[], more: Partial<Parameters<typeof decide>[1]>, message: RegExp) => {
		const before = (await decisions()).length;
		await expect(acme.decide(ids, jane, more)).rejects.toThrow(message);
		expect((await decisions()).length).toBe(before);
	};

	test('nobody is named, or only by a name', async () => {
		const id = await hold();
		await refused([id], { by: { ...jane, name: '' } }, /who decided.*sign in/);
		await refused([id], { by: { id: '', name: 'Jane Doe', email: '' } }, /only a name/);
	});

	test.each(['jane@acme.test', 'JANE DOE', 'u-1', 'Jane <jane@acme.test>'])('G02: %s asked for it', async (requestedBy) => {
		await refused([await hold('1', { urgency: 'immediate', requestedBy })], {}, /asked for it and cannot decide/);
	});

	test('it is about the one who decides', async () => {
		await refused([await hold('1', {}, { workEmail: 'Jane@acme.test' })], {}, /is about Jane Doe/);
	});

	test('there is no reason, no decision, no hold, or one that never was', async () => {
		const id = await hold();
		await refused([id], { reason: '' }, /no reason/);
		await refused([id], { decision: 'ok' }, /"ok" is neither/);
		await refused([], {}, /on which holds/);
		await refused(['hold_gone'], {}, /nothing waits as hold_gone/);
	});

	test('G04: another text was shown, or it has changed since: the list is to be opened again', async () => {
		const id = await hold();
		await refused([id], { what: 'Cut Ada' }, /changed since it was shown.*Open the list again/);
		await refused([id], { what: '' }, /changed since|on what/);
		await hold('2');
		const { byId } = await holdsIn(ledger);
		const both = together([...byId.values()]).text;
		await acme.decide([id], jane);
		await refused([...byId.keys()], { what: both }, /nothing waits|changed since|approved hold_\w+ already/);
	});

	test('it was decided already, by another: who and when is said', async () => {
		const id = await hold();
		await acme.decide([id], joe);
		await refused([id], { what: 'x' }, /Joe Roe has approved hold_\w+ already, at 2026-11-20 09:00 UTC/);
	});

	test('D04: two people are needed and it is the same one, however they sign in', async () => {
		await vip();
		const id = await hold();
		expect((await acme.decide([id], jane))[0]).toMatchObject({ settles: false, why: expect.stringMatching(/One more person/) });
		await refused([id], {}, /has decided on hold_\w+ already, and it takes two/);
		await refused([id], { by: { id: 'u-9', name: 'J. Doe', email: 'JANE@acme.test' } }, /takes two/);
		expect((await acme.decide([id], joe))[0]).toMatchObject({ settles: true });
	});

	test('one of several cannot be decided on: then none is', async () => {
		await refused([await hold('1'), await hold('2', {}, { workEmail: jane.email })], {}, /is about Jane Doe/);
	});
});

test('G01: listing decides nothing, however often and however grouped', async () => {
	const ids = [await hold('1'), await hold('2')];
	const { byId } = await holdsIn(ledger);
	const before = await ledger.head();
	for (const floods of [true, false, true]) listOf([...byId.values()], floods);
	expect(await ledger.head()).toEqual(before);
	expect(listOf([...byId.values()], true).map(({ holds }) => holds.map(({ id }) => id))).toEqual([ids]);
	expect(listOf([...byId.values()], false)).toHaveLength(2);
});

test('one of two people may reject alone', async () => {
	await vip();
	const id = await hold();
	await acme.decide([id], jane);
	expect((await acme.decide([id], joe, { decision: 'rejected' }))[0]).toMatchObject({ settles: true });
	expect(await acme.takeUp()).toEqual([]);
});

test('a form that sends line breaks its own way has shown the same', async () => {
	const id = await hold();
	const { text } = together([(await holdsIn(ledger)).byId.get(id)!]);
	await acme.decide([id], jane, { what: ` ${text.replaceAll('\n', '\r\n')}\r\n` });
	expect(await decisions()).toMatchObject([{ what: text }]);
});

test('a workflow that runs twice makes one decision, and does not fail over it', async () => {
	const id = await hold();
	const { text } = together([(await holdsIn(ledger)).byId.get(id)!]);
	const once = await acme.decide([id], jane, { what: text });
	expect(await acme.decide([id], jane, { what: text })).toMatchObject(once.map(({ why, settles }) => ({ why, settles })));
	expect(await decisions()).toHaveLength(1);
});

test('two who decide at once are one decision where one is needed, and two where two are', async () => {
	const id = await hold('2');
	const both = (ids: string[]) => Promise.all([acme.decide(ids, jane), acme.decide(ids, joe), acme.decide(ids, jane)]);
	await both([id]);
	expect(await decisions()).toHaveLength(1);
	await vip();
	const two = await hold('1');
	await both([two]);
	expect(new Set((await decisions()).slice(1).map(({ by }) => (by as { id: string }).id))).toEqual(new Set(['u-1', 'u-2']));
	expect(await decisions()).toHaveLength(3);
});
