import { announced, company } from '../../test/support/guarded';
import { temporaryLedger } from '../../test/support/temporaryLedger';
import { virtualClock } from '../../test/support/virtualClock';

const rounds = 100;
const each = 100;

/** Of many measurements one of the quicker: the machine does other things as well. */
const usual = (times: number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 4)]!;

test('ten thousand events, and the last cost as much as the first', async () => {
	const clock = virtualClock('2026-11-20T09:00:00.000Z');
	const ledger = await temporaryLedger(clock.now);
	const { check, kinds } = company(ledger, clock);
	const kindOf = (index: number) => (['terminate', 'start', 'move', 'terminate'] as const)[index % 4]!;
	// Those ahead stay scheduled, those above the limit stay held: nothing of it is ever over.
	const event = (index: number) => announced(String(index), { kind: kindOf(index), source: 'hr', key: `hr/${index}`, effectiveAt: index % 8 === 3 ? '2027-11-20T08:00:00.000Z' : '2026-11-20T08:00:00.000Z' });

	const times: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const events = Array.from({ length: each }, (_, index) => event(round * each + index));
		const began = performance.now();
		await Promise.all(events.map((one) => check([one])));
		times.push(performance.now() - began);
	}
	expect(await kinds('guard.passed', 'guard.held', 'event.scheduled')).toBe(rounds * each);
	const ratio = usual(times.slice(rounds / 2)) / usual(times.slice(0, rounds / 2));
	expect(ratio).toBeLessThan(1.5);
	await ledger.close();
}, 120_000);
