/** At most so many requests in flight; the others wait in the order they came. */
export interface Budget {
	run<T>(work: () => Promise<T>): Promise<T>;
	readonly lull: Lull;
}

/**
 * While a vendor says "not now" and not until when, none of the credential's requests is sent: it would be refused as
 * well, and take the place of those that wait for longer.
 */
export interface Lull {
	/** Milliseconds of the clock; in the past where there is none. */
	until: number;
	/** How many there were since the vendor last took a request. */
	turn: number;
}

/** `limit` is asked each time, so that a changed setting counts from the next request on. */
export const createBudget = (limit: number | (() => number)): Budget => {
	const most = typeof limit === 'number' ? () => limit : limit;
	let inFlight = 0;
	const waiting: (() => void)[] = [];
	return {
		lull: { until: 0, turn: 0 },
		run: async (work) => {
			if (inFlight >= most()) await new Promise<void>((go) => waiting.push(go));
			else inFlight++;
			try {
				return await work();
			} finally {
				// The place is handed over, not given back, so that nobody slips in between.
				const next = waiting.shift();
				if (next) next();
				else inFlight--;
			}
		},
	};
};

interface Shared {
	budget: Budget;
	limit: number;
}

const budgets = new Map<string, Shared>();

/** One budget for all executions of this process that use the same credential. */
export const budgetFor = (credential: string, limit: number): Budget => {
	let shared = budgets.get(credential);
	if (!shared) {
		const made: Shared = { limit, budget: createBudget(() => made.limit) };
		budgets.set(credential, (shared = made));
	}
	shared.limit = limit;
	return shared.budget;
};
