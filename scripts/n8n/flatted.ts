/**
 * n8n sends the data of an execution in the format of the `flatted` package: a JSON array of all values, in which every
 * string inside an object is the index of a value.
 */
export function parseFlatted(text: string): unknown {
	const table = JSON.parse(text) as unknown[];
	const revived = new Map<number, unknown>();

	const revive = (index: number): unknown => {
		if (revived.has(index)) return revived.get(index);
		const entry = table[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		const copy: unknown[] | Record<string, unknown> = Array.isArray(entry) ? [] : {};
		// Known before it is filled, because values may refer back to it.
		revived.set(index, copy);
		for (const [key, value] of Object.entries(entry)) {
			(copy as Record<string, unknown>)[key] = typeof value === 'string' ? revive(Number(value)) : value;
		}
		return copy;
	};

	return revive(0);
}
