const simply = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** In upper or lower case; a star stands for anything, also for nothing. */
export const fits = (pattern: string, value: string): boolean => {
	const parts = simply(pattern).split('*');
	const text = simply(value);
	const [first = '', ...others] = parts;
	const last = others.pop();
	if (last === undefined) return text === first;
	if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
	// The earliest place for each leaves the most room for the next.
	let from = first.length;
	for (const part of others) {
		const at = text.indexOf(part, from);
		if (at === -1) return false;
		from = at + part.length;
	}
	return from <= text.length - last.length;
};

/** How many letters have to be changed, added or left out. */
const distance = (one: string, other: string): number => {
	let row = Array.from({ length: other.length + 1 }, (_, index) => index);
	for (const [index, letter] of [...one].entries()) {
		const next = [index + 1];
		for (let column = 1; column <= other.length; column++) next.push(Math.min(row[column]! + 1, next[column - 1]! + 1, row[column - 1]! + (letter === other[column - 1] ? 0 : 1)));
		row = next;
	}
	return row.at(-1)!;
};

const longestCompared = 100;

/** The known value that somebody may have meant; null where none looks alike. */
export const alike = (value: string, known: readonly string[]): string | null => {
	const text = simply(value).slice(0, longestCompared);
	const near = known.flatMap((one) => {
		const other = simply(one).slice(0, longestCompared);
		const far = distance(text, other);
		return far <= Math.ceil(Math.max(text.length, other.length) / 3) && far < other.length ? [{ one, far }] : [];
	});
	return near.sort((a, b) => a.far - b.far)[0]?.one ?? null;
};
