/** How numbers are spread. Nearest rank: each figure is one that occurred, and nothing is interpolated. */
export interface Spread {
	count: number;
	p50: number | null;
	p95: number | null;
	max: number | null;
}

export const spreadOf = (numbers: readonly number[]): Spread => {
	const sorted = [...numbers].sort((one, other) => one - other);
	const ranked = (percent: number): number | null => sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? null;
	return { count: sorted.length, p50: ranked(50), p95: ranked(95), max: sorted.at(-1) ?? null };
};
