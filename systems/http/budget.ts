/** At most so many requests in flight; the others wait in the order they came. */
export interface Budget {
	run<T>(work: () => Promise<T>): Promise<T>;
}

export const createBudget = (limit: number): Budget => {
	let inFlight = 0;
	const waiting: (() => void)[] = [];
	return {
		run: async (work) => {
			if (inFlight >= limit) await new Promise<void>((go) => waiting.push(go));
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

const budgets = new Map<string, Budget>();

/** One budget for all executions of this process that use the same credential. */
export const budgetFor = (credential: string, limit: number): Budget => {
	let budget = budgets.get(credential);
	if (!budget) budgets.set(credential, (budget = createBudget(limit)));
	return budget;
};
