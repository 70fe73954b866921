import { LedgerError } from './errors';
import { memo } from './memo';

/** Deep enough for any evidence, and far from the depth at which a reader written elsewhere would run out of stack. */
const maxDepth = 100;

/**
 * RFC 8785 (JCS), strict: what JSON cannot say without loss is refused with its path instead of dropped or
 * rounded, so that two different things never have the same bytes.
 */
export const canonicalize = (value: unknown, name = 'value'): string => write(value, { name });

/** Where a value stands. As a chain, since it is put into words only to refuse something. */
type Spot = { name: string } | { key: string | number; of: object; above: Spot };

const write = (value: unknown, spot: Spot): string => {
	switch (typeof value) {
		case 'string':
			return writeString(value, spot);
		case 'number':
			return writeNumber(value, spot);
		case 'boolean':
			return String(value);
		case 'object':
			return value === null ? 'null' : writeNested(value, spot);
		default:
			throw refused(spot, value === undefined ? 'it is undefined' : `a ${typeof value} has no JSON form`);
	}
};

const writeString = (text: string, spot: Spot): string => {
	if (!text.isWellFormed()) throw refused(spot, 'it holds half of a surrogate pair, which is not text');
	return JSON.stringify(text);
};

const quoted = memo((key) => (key.isWellFormed() ? JSON.stringify(key) : null));

const writeNumber = (value: number, spot: Spot): string => {
	if (!Number.isFinite(value)) throw refused(spot, `${value} has no JSON form`);
	// From 1e21 on ECMAScript writes an exponent, which nobody takes for an exact count.
	if (Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21) {
		throw refused(spot, 'an integer this large loses digits; write it as a string');
	}
	return String(value); // RFC 8785 3.2.2.3 is ECMAScript's own Number::toString; -0 becomes 0
};

const writeNested = (value: object, spot: Spot): string => {
	assertNew(value, spot);
	if (Array.isArray(value)) {
		if (ancestry(value) !== 2) throw refused(spot, 'it is an instance of a class');
		let items = '';
		for (let index = 0; index < value.length; index += 1) {
			const at = { key: index, of: value, above: spot };
			if (!Object.hasOwn(value, index)) throw refused(at, 'it is a hole in an array');
			items += `${index === 0 ? '' : ','}${write(value[index], at)}`;
		}
		return `[${items}]`;
	}
	if (ancestry(value) > 1) throw refused(spot, `it is a ${value.constructor?.name ?? 'class'} instance, not a plain object`);
	if (Object.getOwnPropertySymbols(value).length > 0) throw refused(spot, 'a symbol is no JSON key');
	let members = '';
	// UTF-16 code units, as RFC 8785 3.2.3 asks for
	for (const key of Object.keys(value).sort()) {
		const at = { key, of: value, above: spot };
		members += `${members === '' ? '' : ','}${quoted(key) ?? writeString(key, at)}:${write((value as Record<string, unknown>)[key], at)}`;
	}
	return `{${members}}`;
};

const assertNew = (value: object, spot: Spot): void => {
	let depth = 0;
	for (let at = spot; 'of' in at; at = at.above) {
		if (at.of === value) throw refused(spot, 'it contains itself');
		depth += 1;
	}
	if (depth >= maxDepth) throw refused(spot, `it is nested more than ${maxDepth} levels deep`);
};

/** Counted rather than compared with Object.prototype: objects from another realm (vm, worker) are plain too. */
const ancestry = (value: object): number => {
	let depth = 0;
	for (let proto = Object.getPrototypeOf(value); proto !== null; proto = Object.getPrototypeOf(proto)) depth += 1;
	return depth;
};

const pathOf = (spot: Spot): string => {
	if ('name' in spot) return spot.name;
	const parent = pathOf(spot.above);
	return typeof spot.key === 'number' ? `${parent}[${spot.key}]` : pathTo(parent, spot.key);
};

export const pathTo = (parent: string, key: string): string =>
	/^[A-Za-z_$][\w$]*$/.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`;

const refused = (spot: Spot, why: string): LedgerError => {
	const path = pathOf(spot);
	return new LedgerError('not_canonical', `The ledger cannot keep ${path}: ${why}.`, path);
};
