/** Bytes and their spellings, the same in Node and in a browser. */

const encoder = new TextEncoder();

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
	const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
};

export const equalBytes = (one: Uint8Array, other: Uint8Array): boolean => one.length === other.length && one.every((byte, at) => byte === other[at]);

const hexDigits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
export const toHex = (bytes: Uint8Array): string => {
	let text = '';
	for (const byte of bytes) text += hexDigits[byte];
	return text;
};

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const sextets = new Map(Array.from(alphabet, (letter, value) => [letter, value]));

export const toBase64 = (bytes: Uint8Array): string => {
	let text = '';
	for (let at = 0; at < bytes.length; at += 3) {
		const [one, two, three] = [bytes[at]!, bytes[at + 1], bytes[at + 2]];
		text += alphabet[one >> 2]!;
		text += alphabet[((one & 3) << 4) | ((two ?? 0) >> 4)]!;
		text += two === undefined ? '=' : alphabet[((two & 15) << 2) | ((three ?? 0) >> 6)]!;
		text += three === undefined ? '=' : alphabet[three & 63]!;
	}
	return text;
};

/** base64 in its one canonical spelling: with padding, nothing between, no bits left over. */
export const fromBase64 = (text: string): Uint8Array | undefined => {
	const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
	if (text.length % 4 !== 0) return undefined;
	const bytes = new Uint8Array((text.length / 4) * 3 - padding);
	let [bits, held, at] = [0, 0, 0];
	for (const letter of text.slice(0, text.length - padding)) {
		const value = sextets.get(letter);
		if (value === undefined) return undefined;
		bits = ((bits << 6) | value) & 0xffff;
		held += 6;
		if (held < 8) continue;
		held -= 8;
		bytes[at++] = bits >> held;
	}
	const leftOver = bits & ((1 << held) - 1);
	return leftOver === 0 ? bytes : undefined;
};
