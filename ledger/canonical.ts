import { LedgerError } from './errors';

/** Deep enough for any evidence, and far from the depth at which a reader written elsewhere would run out of stack. */
const maxDepth = 100;

/**
 * RFC 8785 (JCS), strict: what JSON cannot say without loss is refused with its path instead of dropped or
 * rounded, so that two different things never have the same bytes.
 */
export const canonicalize = (value: unknown, name = 'value'): string => write(value, name, []);

const write = (value: unknown, path: string, above: readonly object[]): string => {
	switch (typeof value) {
		case 'string':
			return writeString(value, path);
		case 'number':
			return writeNumber(value, path);
		case 'boolean':
			return String(value);
		case 'object':
			return value === null ? 'null' : writeNested(value, path, above);
		default:
			throw refused(path, value === undefined ? 'it is undefined' : `a ${typeof value} has no JSON form`);
	}
};

const writeString = (text: string, path: string): string => {
	if (/\p{Surrogate}/u.test(text)) throw refused(path, 'it holds half of a surrogate pair, which is not text');
	return JSON.stringify(text);
};

const writeNumber = (value: number, path: string): string => {
	if (!Number.isFinite(value)) throw refused(path, `${value} has no JSON form`);
	// From 1e21 on ECMAScript writes an exponent, which nobody takes for an exact count.
	if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21) {
		throw refused(path, 'an integer this large loses digits; write it as a string');
	}
	return String(value); // RFC 8785 3.2.2.3 is ECMAScript's own Number::toString; -0 becomes 0
};

const writeNested = (value: object, path: string, above: readonly object[]): string => {
	if (above.includes(value)) throw refused(path, 'it contains itself');
	if (above.length >= maxDepth) throw refused(path, `it is nested more than ${maxDepth} levels deep`);
	const inside = [...above, value];
	if (Array.isArray(value)) {
		if (ancestry(value) !== 2) throw refused(path, 'it is an instance of a class');
		const items = Array.from({ length: value.length }, (_, index) => {
			if (!Object.hasOwn(value, index)) throw refused(`${path}[${index}]`, 'it is a hole in an array');
			return write(value[index], `${path}[${index}]`, inside);
		});
		return `[${items.join(',')}]`;
	}
	if (ancestry(value) > 1) throw refused(path, `it is a ${value.constructor?.name ?? 'class'} instance, not a plain object`);
	if (Object.getOwnPropertySymbols(value).length > 0) throw refused(path, 'a symbol is no JSON key');
	const members = Object.keys(value)
		.sort() // UTF-16 code units, as RFC 8785 3.2.3 asks for
		.map((key) => {
			const at = pathTo(path, key);
			return `${writeString(key, at)}:${write((value as Record<string, unknown>)[key], at, inside)}`;
		});
	return `{${members.join(',')}}`;
};

/** Counted rather than compared with Object.prototype: objects from another realm (vm, worker) are plain too. */
const ancestry = (value: object): number => {
	let depth = 0;
	for (let proto = Object.getPrototypeOf(value); proto !== null; proto = Object.getPrototypeOf(proto)) depth += 1;
	return depth;
};

export const pathTo = (parent: string, key: string): string =>
	/^[A-Za-z_$][\w$]*$/.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`;

const refused = (path: string, why: string): LedgerError =>
	new LedgerError('not_canonical', `The ledger cannot keep ${path}: ${why}.`, path);
