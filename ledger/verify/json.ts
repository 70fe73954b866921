import type { Json, JsonObject } from '../types';
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

/** RFC 8785, for values that came out of `parseStrict`. */
export const canonical = (value: Json): string => {
	if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
	if (value === null || typeof value !== 'object') return JSON.stringify(value);
	const keys = Object.keys(value).sort();
	return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key]!)}`).join(',')}}`;
};

/** Only one text stands for a value, so that nothing can be changed that the hashes do not notice. */
export const parseCanonical = (text: string, what: string): JsonObject => {
	const value = parseStrict(text, what);
	if (!isObject(value) || canonical(value) !== text) {
		throw new VerificationError('not_canonical', `${what} is not written in canonical form (RFC 8785), so it is not what the ledger wrote.`);
	}
	return value;
};

export const isObject = (value: Json | undefined): value is JsonObject =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Exactly these members, no more: whatever else was there would look proven and is not. */
export const hasMembers = (value: JsonObject, required: readonly string[], optional: readonly string[] = []): boolean =>
	required.every((key) => key in value) && Object.keys(value).every((key) => required.includes(key) || optional.includes(key));

/** base64 of exactly this many bytes, in its one canonical spelling. */
export const decodeBase64 = (text: Json | undefined, bytes: number): Buffer | undefined => {
	if (typeof text !== 'string') return undefined;
	const decoded = Buffer.from(text, 'base64');
	return decoded.length === bytes && decoded.toString('base64') === text ? decoded : undefined;
};
