import type { Json, JsonObject } from '../types';
import { fromBase64 } from './bytes';
import { VerificationError } from './problem';

const maxDepth = 200;

/** JSON (RFC 8259) with what JSON.parse lets pass refused: a key given twice, and halves of surrogate pairs. */
export const parseStrict = (text: string, what: string): Json => {
	let at = 0;
	const wrong = (why: string): VerificationError => new VerificationError('format', `${what} is not readable: ${why} at character ${at + 1}.`);
	const take = (token: RegExp): string | undefined => {
		token.lastIndex = at;
		const found = token.exec(text)?.[0];
		at += found?.length ?? 0;
		return found;
	};
	const blank = () => take(/[ \t\n\r]*/y);
	const expect = (character: string): void => {
		blank();
		if (text[at] !== character) throw wrong(`“${character}” is missing`);
		at += 1;
	};
	/** Comma-separated members up to the closing bracket. */
	const members = (close: string, member: () => void): void => {
		at += 1;
		blank();
		if (text[at] === close) return void (at += 1);
		do member();
		while ((blank(), take(/,/y)) !== undefined);
		expect(close);
	};
	const string = (): string => {
		blank();
		const token = take(/"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y);
		if (token === undefined) throw wrong('a text is missing or malformed');
		const value = JSON.parse(token) as string;
		if (/\p{Surrogate}/u.test(value)) throw wrong('a character is cut in half');
		return value;
	};
	const value = (depth: number): Json => {
		if (depth > maxDepth) throw wrong('it is nested too deep');
		blank();
		if (text[at] === '"') return string();
		if (text[at] === '[') {
			const items: Json[] = [];
			members(']', () => items.push(value(depth + 1)));
			return items;
		}
		if (text[at] === '{') {
			// No prototype, so that a key named __proto__ is a key like any other.
			const object = Object.create(null) as JsonObject;
			members('}', () => {
				const key = string();
				if (key in object) throw wrong(`${JSON.stringify(key)} is given twice`);
				expect(':');
				object[key] = value(depth + 1);
			});
			return object;
		}
		const plain = take(/true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
		if (plain === undefined) throw wrong('a value is missing or malformed');
		return JSON.parse(plain) as Json;
	};
	const result = value(0);
	blank();
	if (at < text.length) throw wrong('something follows its end');
	return result;
};

/** RFC 8785, for values that came out of a parser. */
export const canonical = (value: Json, depth = 0): string => {
	if (typeof value === 'string') return JSON.stringify(value);
	if (value === null || typeof value !== 'object') return String(value);
	if (depth > maxDepth) throw new VerificationError('format', `It is nested more than ${maxDepth} levels deep.`);
	if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join(',')}]`;
	const keys = Object.keys(value).sort();
	return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key]!, depth + 1)}`).join(',')}}`;
};

/**
 * Only one text stands for a value, so that nothing can be changed that the hashes do not notice. Whatever JSON.parse
 * lets pass and the strict parser does not would be written otherwise, except for halves of surrogate pairs.
 */
export const parseCanonical = (text: string, what: string): JsonObject => {
	let value: Json;
	try {
		value = JSON.parse(text) as Json;
		if (isObject(value) && canonical(value) === text && !text.includes('\\ud')) return value;
	} catch {
		// The strict parser says what is wrong, and where.
	}
	value = parseStrict(text, what);
	if (isObject(value) && canonical(value) === text) return value;
	throw new VerificationError('not_canonical', `${what} is not written in canonical form (RFC 8785), so it is not what the ledger wrote.`);
};

export const isObject = (value: Json | undefined): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Exactly these members, no more: whatever else was there would look proven and is not. */
export const hasMembers = (value: JsonObject, required: readonly string[], optional: readonly string[] = []): boolean =>
	required.every((key) => Object.hasOwn(value, key)) && Object.keys(value).every((key) => required.includes(key) || optional.includes(key));

/** base64 of exactly this many bytes, in its one canonical spelling. */
export const decodeBase64 = (text: Json | undefined, bytes: number): Uint8Array | undefined => {
	const decoded = typeof text === 'string' ? fromBase64(text) : undefined;
	return decoded?.length === bytes ? decoded : undefined;
};
