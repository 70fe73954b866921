const mostRemembered = 2_000;
const longestRemembered = 100;

/** For names: records have few different ones in them, so what follows from each is found once. */
export const memo = <T>(find: (name: string) => T): ((name: string) => T) => {
	const found = new Map<string, T>();
	return (name) => {
		const known = found.get(name);
		if (known !== undefined) return known;
		const value = find(name);
		if (found.size >= mostRemembered) found.clear();
		if (name.length <= longestRemembered) found.set(name, value);
		return value;
	};
};
