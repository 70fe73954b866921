import type { Ledger } from '../ledger/types';
import { temporaryLedger } from '../test/support/temporaryLedger';
import { virtualClock } from '../test/support/virtualClock';
import { takeIn, type Announcement } from './inbox';
import type { Person } from './person';
import { sentenceOf, silences } from './signsOfLife';

const minute = 60_000;
const day = 24 * 60 * minute;
const taker = { source: 'bamboohr/acme', workflow: 'w1' };
const terms = { silentMs: 30 * minute, forgottenMs: 7 * day };

let clock: ReturnType<typeof virtualClock>;
let ledger: Ledger;
beforeEach(async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	ledger = await temporaryLedger(clock.now);
});
afterEach(() => ledger.close());

const breathe = (workflow = 'w1') => ledger.append({ kind: 'source.read', content: { workflow, source: 'bamboohr/acme', headcount: 75 } });
const schedule = (effectiveAt: string) => {
	const announcement: Announcement = {
		person: { id: '42', name: 'Ada' } as Person,
		event: { kind: 'terminate', key: `bamboohr/acme/42/terminate/${effectiveAt}`, source: 'bamboohr/acme', effectiveAt, receivedAt: clock.now().toISOString() },
	};
	return takeIn(ledger, taker, announcement, clock.now());
};
const look = () => silences(ledger, clock.now(), terms);

test('nothing is said of a trigger that looks, nor where there is none', async () => {
	expect(await look()).toEqual([]);
	await breathe();
	clock.advance(29 * minute);
	expect(await look()).toEqual([]);
});

test('F07: a trigger that stopped looking is told of, until it looks again', async () => {
	await breathe();
	const last = clock.now().toISOString();
	clock.advance(31 * minute);
	expect(await look()).toEqual([{ ...taker, since: last, overdue: 0 }]);
	await breathe();
	expect(await look()).toEqual([]);
});

test('F07: so is what has fallen due and was not started', async () => {
	await breathe();
	await schedule('2026-11-20T10:00:00.000Z');
	clock.advance(26 * 60 * minute);
	const [silence] = await look();
	expect(silence).toMatchObject({ overdue: 1 });
	expect(sentenceOf(silence!)).toBe(
		'Workflow w1 does not do its work for bamboohr/acme: the last sign of it was at 2026-11-20 09:00 UTC. One event that has fallen due was not started. Nobody who leaves is cut while this lasts. Look whether the workflow is published and n8n\'s executions go through; what is due runs by itself when it is back.',
	);
});

test('an event that is not started is told of even where the trigger still looks', async () => {
	await schedule('2026-11-20T10:00:00.000Z');
	clock.advance(2 * 60 * minute);
	await breathe();
	expect(await look()).toEqual([{ ...taker, since: clock.now().toISOString(), overdue: 1 }]);
});

test('a workflow that was stopped on purpose is forgotten after a week', async () => {
	await breathe('old');
	clock.advance(7 * day);
	expect(await look()).toHaveLength(1);
	clock.advance(minute);
	expect(await look()).toEqual([]);
});
