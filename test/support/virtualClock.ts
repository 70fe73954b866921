import type { Clock } from '../../lifecycle/clock';

/** Time that passes only when somebody sleeps: patience of minutes is tested in no time. */
export const virtualClock = (start = '2026-11-20T09:00:00.000Z'): Clock & { slept: number[]; advance(ms: number): void } => {
	let now = Date.parse(start);
	const repeating = new Set<{ every: number; due: number; work: () => void }>();
	const advance = (ms: number) => {
		now += ms;
		for (const one of repeating) {
			while (one.due <= now) {
				one.due += one.every;
				one.work();
			}
		}
	};
	const slept: number[] = [];
	return {
		slept,
		advance,
		now: () => new Date(now),
		sleep: async (ms, signal) => {
			signal?.throwIfAborted();
			slept.push(ms);
			advance(ms);
			// A macrotask, so that others get their turn as they would in real time.
			await new Promise<void>((resolve) => setImmediate(resolve));
			signal?.throwIfAborted();
		},
		every: (ms, work) => {
			const one = { every: ms, due: now + ms, work };
			repeating.add(one);
			return () => void repeating.delete(one);
		},
	};
};
