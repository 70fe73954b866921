import { createHash } from 'node:crypto';
import type { Ledger } from '../ledger';
import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { recordDecision, type Decided } from './decision';

let ledger: Ledger;
beforeEach(async () => {
	ledger = await temporaryLedger(virtualClock().now);
	await ledger.append({ kind: 'case.opened', caseId: 'hr_event_1', content: {} });
});
afterEach(() => ledger.close());

const decided: Decided = { decision: 'Approve', by: { id: 'u1', name: 'Jane Doe', email: 'jane@acme.test' }, requestedBy: 'Ada Lovelace <ada@acme.test>', reason: 'agreed with HR', what: ' Cut Ada now,\n “all of it” ' };
const decide = (changes: Partial<Decided> = {}, caseId = 'hr_event_1') => recordDecision(ledger, caseId, { ...decided, ...changes });
const decisions = async () => (await ledger.records({ kinds: ['decision.recorded'] })).map(({ content }) => content!);

test('who decided what, why, and the hash of exactly the text that was shown', async () => {
	await decide();
	const shownHash = createHash('sha256').update(' Cut Ada now,\n “all of it” ').digest('hex');
	expect(await decisions()).toEqual([{ ...decided, decision: 'approved', shownHash }]);
	expect((await ledger.records({ caseId: 'hr_event_1' })).at(-1)!.kind).toBe('decision.recorded');
});

test.each([['approved', 'approved'], ['REJECT', 'rejected'], [' rejected ', 'rejected']])('%j is %s', async (given, decision) => {
	expect((await decide({ decision: given })).decision).toBe(decision);
});

test.each<[string, Partial<Decided>, RegExp]>([
	['a name is missing', { by: { id: 'u1', name: '', email: 'jane@acme.test' } }, /who decided.*sign in/],
	['it is neither yes nor no', { decision: 'maybe' }, /"maybe" is neither/],
	['there is no reason', { reason: '' }, /no reason/],
	['nothing was shown', { what: ' \n' }, /on what/],
])('nothing is recorded where %s', async (_, changes, message) => {
	await expect(decide(changes)).rejects.toThrow(message);
	expect(await decisions()).toEqual([]);
});

test.each(['jane@acme.test', 'JANE@ACME.TEST', 'Jane Doe', 'jane doe <other@acme.test>', 'Jane <jane@acme.test>', 'u1'])('G02: %s asked for it and cannot decide it as well', async (requestedBy) => {
	await expect(decide({ requestedBy })).rejects.toThrow(/asked for it and cannot decide.*second person/);
	expect(await decisions()).toEqual([]);
});

test('where nobody in particular asked for it, anybody who is named may decide', async () => {
	expect((await decide({ requestedBy: null })).requestedBy).toBeNull();
});

test('a case nobody opened has nothing to be decided', async () => {
	await expect(decide({}, 'hr_event_2')).rejects.toThrow(/no case hr_event_2/);
	await expect(decide({}, '')).rejects.toThrow(/no case \(none given\)/);
});

test('a workflow that runs twice makes one decision, and somebody who changes their mind makes another', async () => {
	await decide();
	await decide();
	expect(await decisions()).toHaveLength(1);
	await decide({ decision: 'reject' });
	await decide();
	await decide({ by: { id: 'u2', name: 'Joe', email: 'joe@acme.test' } });
	await decide();
	expect((await decisions()).map(({ decision, by }) => `${(by as { name: string }).name} ${String(decision)}`)).toEqual(['Jane Doe approved', 'Jane Doe rejected', 'Jane Doe approved', 'Joe approved']);
});

test('a text that holds a secret is refused, not patched up: it would not be the one that was shown', async () => {
	await expect(decide({ what: `token ghp_${'a1B2c3D4'.repeat(5)}`.slice(0, 46) })).rejects.toThrow(/does not keep secrets/);
	expect(await decisions()).toEqual([]);
});
