/** JSON values one after the other, with nothing or white space between them; undefined where it is something else. */
export function eventsIn(text: string): unknown[] | undefined {
	const found: unknown[] = [];
	let at = 0;
	while (at < text.length) {
		if (/\s/.test(text[at]!)) at += 1;
		else {
			const end = endOfObject(text, at);
			if (end === undefined) return undefined;
			try {
				found.push(JSON.parse(text.slice(at, end)));
			} catch {
				return undefined;
			}
			at = end;
		}
	}
	return found;
}

function endOfObject(text: string, start: number): number | undefined {
	if (text[start] !== '{') return undefined;
	let depth = 0;
	let inText = false;
	for (let at = start; at < text.length; at++) {
		const char = text[at];
		if (inText) {
			if (char === '\\') at += 1;
			else if (char === '"') inText = false;
		} else if (char === '"') inText = true;
		else if (char === '{') depth += 1;
		else if (char === '}' && --depth === 0) return at + 1;
	}
	return undefined;
}
