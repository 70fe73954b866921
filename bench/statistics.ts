export interface Summary {
	median: number;
	least: number;
	most: number;
	samples: number[];
}

export const median = (samples: readonly number[]): number => {
	if (samples.length === 0) throw new Error('Nothing was measured');
	const sorted = [...samples].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

export const summarise = (samples: readonly number[]): Summary => ({
	median: median(samples),
	least: Math.min(...samples),
	most: Math.max(...samples),
	samples: [...samples],
});
