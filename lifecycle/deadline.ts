import type { Clock } from './clock';
import { Problem } from './problem';

export interface Deadline {
	signal: AbortSignal;
	/** Nothing ends by it any more. */
	lift(): void;
}

/** Ends what is under way after a while, and says why; ends as well when the whole is cancelled. */
export const deadline = (clock: Clock, ms: number, why: string, outer?: AbortSignal): Deadline => {
	const over = new AbortController();
	const lift = clock.every(ms, () => over.abort(new Problem('cancelled', why)));
	return { signal: outer ? AbortSignal.any([over.signal, outer]) : over.signal, lift };
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
