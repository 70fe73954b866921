import type { Ledger } from '../../ledger';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';
import { standingOf, type ExceptionTerms } from './exception';
import { endException, exceptionsIn, registerException } from './register';

const hour = 60 * 60_000;
let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

const terms: ExceptionTerms = { type: 'exception', who: ['ada@acme.test'], system: 'okta', step: null, owner: 'Jane', reason: 'handover', expiresAt: '2026-11-30T23:59:59.999Z', registeredBy: 'IT' };
const register = (changes: Partial<ExceptionTerms> = {}) => registerException(ledger, { ...terms, ...changes }, clock.now());
const end = (id: string, changes: { by?: string; why?: string } = {}) => endException(ledger, { id, by: 'Jane', why: 'done', ...changes });
const kinds = async () => (await ledger.records({})).map(({ kind }) => kind);
const standings = async () => (await exceptionsIn(ledger)).map((exception) => standingOf(exception, clock.now()));

test('it is one record, under its own subject, and read back as it was said', async () => {
	const { id } = await register();
	expect(id).toMatch(/^ex_[0-9a-f]{10}$/);
	expect(await ledger.records({ subject: `exception/${id}` })).toEqual([expect.objectContaining({ kind: 'exception.registered', content: { id, ...terms } })]);
	expect(await exceptionsIn(ledger)).toEqual([{ id, ...terms, registeredAt: '2026-11-20T09:00:00.000Z', ended: null }]);
});

test('a workflow that runs twice, also at once, registers it once', async () => {
	const [one, other] = await Promise.all([register(), register()]);
	expect(other).toEqual(one);
	clock.advance(23 * hour);
	expect((await register()).id).toBe(one!.id);
	expect(await kinds()).toEqual(['exception.registered']);
});

test.each<[string, Partial<ExceptionTerms>]>([
	['somebody else', { who: ['bob@acme.test'] }],
	['one step', { step: 'blockSignIn' }],
	['another end', { expiresAt: '2026-12-30T23:59:59.999Z' }],
	['another reason', { reason: 'still' }],
	['another owner', { owner: 'Joe' }],
])('for %s it is another one', async (_, changes) => {
	expect((await register(changes)).id).not.toBe((await register()).id);
	expect(await kinds()).toHaveLength(2);
});

test('said again on a later day, it is a new one: somebody has looked', async () => {
	const first = await register();
	clock.advance(25 * hour);
	const second = await register();
	expect(second.id).not.toBe(first.id);
	expect(second.registeredAt > first.registeredAt).toBe(true);
});

test('said again after it was ended, it counts again', async () => {
	const first = await register();
	await end(first.id);
	const second = await register();
	expect(second.id).not.toBe(first.id);
	expect(await standings()).toEqual(['ended', 'in force']);
});

test('it stops counting by itself, at the very instant', async () => {
	await register();
	clock.advance(Date.parse('2026-11-30T23:59:59.998Z') - clock.now().getTime());
	expect(await standings()).toEqual(['in force']);
	clock.advance(1);
	expect(await standings()).toEqual(['expired']);
	expect(await kinds()).toEqual(['exception.registered']);
});

test('without an end it goes on', async () => {
	await register({ type: 'protected', system: null, expiresAt: null });
	clock.advance(20 * 365 * 24 * hour);
	expect(await standings()).toEqual(['in force']);
});

test('ended, it counts no more, and who did and why is kept, once', async () => {
	const { id } = await register();
	clock.advance(hour);
	const ended = { at: '2026-11-20T10:00:00.000Z', by: 'Jane', why: 'done' };
	expect(await end(id)).toMatchObject({ id, ended });
	clock.advance(hour);
	expect(await end(id, { by: 'Joe', why: 'again' })).toMatchObject({ ended });
	expect(await kinds()).toEqual(['exception.registered', 'exception.ended']);
	expect((await ledger.records({ subject: `exception/${id}` })).at(-1)!.content).toEqual({ id, by: 'Jane', why: 'done' });
});

test.each<[string, string | null, { by?: string; why?: string }, RegExp]>([
	['one that is not there', 'ex_0000000000', {}, /no exception ex_0000000000.*List Exceptions/],
	['none', '', {}, /\(none given\)/],
	['without a name', null, { by: ' ' }, /Nobody is named/],
	['without a reason', null, { why: '' }, /No reason is given/],
])('ending %s is refused', async (_, id, changes, message) => {
	const registered = await register();
	await expect(end(id ?? registered.id, changes)).rejects.toThrow(message);
	expect(await kinds()).toEqual(['exception.registered']);
});

test('what was registered elsewhere counts here at once', async () => {
	expect(await exceptionsIn(ledger)).toEqual([]);
	await ledger.append({ kind: 'exception.registered', subject: 'exception/ex_1', content: { id: 'ex_1', ...terms } });
	expect(await standings()).toEqual(['in force']);
});

test('what was erased is forgotten at once, and after a start as well', async () => {
	await register();
	const [{ seq } = { seq: -1 }] = await ledger.records({});
	await exceptionsIn(ledger);
	await ledger.erase({ seqs: [seq], content: { why: 'retention' } });
	expect(await exceptionsIn(ledger)).toEqual([]);
	expect(await exceptionsIn({ ...ledger })).toEqual([]);
});

test('a secret in a reason is refused and not patched up', async () => {
	await expect(register({ reason: `ghp_${'a1B2c3D4'.repeat(5)}`.slice(0, 40) })).rejects.toThrow(/does not keep secrets/);
	expect(await kinds()).toEqual([]);
});
