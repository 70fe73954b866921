export interface Watchers<T> {
	/** Resolves with the first item, past or future, that fits. */
	waitFor(fits: (item: T) => boolean): Promise<T>;
	announce(item: T): void;
	watch(listener: (item: T) => void): () => void;
}

export function createWatchers<T>(past: () => readonly T[]): Watchers<T> {
	const listeners = new Set<(item: T) => void>();
	const watch = (listener: (item: T) => void) => {
		listeners.add(listener);
		return () => void listeners.delete(listener);
	};
	return {
		watch,
		announce: (item) => {
			for (const listener of [...listeners]) listener(item);
		},
		waitFor: (fits) =>
			new Promise((resolve) => {
				const known = past().find(fits);
				if (known !== undefined) return resolve(known);
				const stop = watch((item) => {
					if (!fits(item)) return;
					stop();
					resolve(item);
				});
			}),
	};
}
