import { AsyncLocalStorage } from 'node:async_hooks';
import type { Clock } from './clock';
import { Problem } from './problem';

export interface Deadline {
	signal: AbortSignal;
	/** Nothing ends by it any more. */
	lift(): void;
	/** What this work has to wait because a vendor takes no more for now does not count: whatever else there is to do there would have to wait as well. */
	excusing<T>(work: () => Promise<T>): Promise<T>;
}

const excused = new AsyncLocalStorage<(ms: number) => void>();

/** Whoever works under a deadline has to wait for so long, and cannot help it. */
export const excuse = (ms: number): void => excused.getStore()?.(ms);

/** Ends what is under way after a while, and says why; ends as well when the whole is cancelled. */
export const deadline = (clock: Clock, ms: number, why: string, outer?: AbortSignal): Deadline => {
	const over = new AbortController();
	let lift = (): void => {};
	let excusedUntil = 0;
	let more = 0;
	const run = (forMs: number): void => {
		const stop = clock.every(forMs, () => {
			if (lift !== stop) return;
			stop();
			if (more === 0) return over.abort(new Problem('cancelled', why));
			const left = more;
			more = 0;
			run(left);
		});
		lift = stop;
	};
	run(ms);
	/** Several wait at the same time, and that time counts once. */
	const longer = (wait: number): void => {
		const now = clock.now().getTime();
		more += Math.max(0, now + wait - Math.max(now, excusedUntil));
		excusedUntil = Math.max(excusedUntil, now + wait);
	};
	return {
		signal: outer ? AbortSignal.any([over.signal, outer]) : over.signal,
		lift: () => lift(),
		excusing: (work) => excused.run(longer, work),
	};
};

/** What was sent cannot be called back, but nobody waits for its answer any longer. */
export const unlessAborted = <T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
	if (signal === undefined) return work();
	return new Promise<T>((resolve, reject) => {
		const stop = () => reject(signal.reason);
		if (signal.aborted) return stop();
		signal.addEventListener('abort', stop, { once: true });
		work().then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	});
};

/** Why something was ended: what a deadline says of itself, or that somebody cancelled the execution. */
export const whyAborted = (signal: AbortSignal | undefined, cancelled: string): Problem => (signal?.reason instanceof Problem ? signal.reason : new Problem('cancelled', cancelled));
