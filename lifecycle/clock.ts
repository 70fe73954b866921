/** Time as the domain sees it, so that patience can be tested without waiting. */
export interface Clock {
	now(): Date;
	/** Rejects with the signal's reason when the work is cancelled. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Calls back until stopped; used to keep a lease alive. */
	every(ms: number, work: () => void): () => void;
}

export const systemClock: Clock = {
	now: () => new Date(),

	sleep: (ms, signal) =>
		new Promise((resolve, reject) => {
			if (signal?.aborted) return reject(signal.reason);
			const timer = setTimeout(() => {
				signal?.removeEventListener('abort', stop);
				resolve();
			}, ms);
			const stop = () => {
				clearTimeout(timer);
				reject(signal?.reason);
			};
			signal?.addEventListener('abort', stop, { once: true });
		}),

	every: (ms, work) => {
		const timer = setInterval(work, ms);
		timer.unref();
		return () => clearInterval(timer);
	},
};
