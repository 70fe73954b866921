/** The few DER (X.690) encodings a certificate is made of. */
function length(size: number): Buffer {
	if (size < 0x80) return Buffer.from([size]);
	const hex = size.toString(16);
	const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
	return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const tagged = (tag: number, ...contents: Buffer[]) => {
	const content = Buffer.concat(contents);
	return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
};

export const sequence = (...items: Buffer[]) => tagged(0x30, ...items);
export const set = (...items: Buffer[]) => tagged(0x31, ...items);
export const explicit = (number: number, ...items: Buffer[]) => tagged(0xa0 + number, ...items);
export const boolean = (value: boolean) => tagged(0x01, Buffer.from([value ? 0xff : 0]));
export const octets = (content: Buffer) => tagged(0x04, content);
export const bits = (content: Buffer, unused = 0) => tagged(0x03, Buffer.from([unused]), content);
export const utf8 = (text: string) => tagged(0x0c, Buffer.from(text));

/** A leading zero keeps a number with its top bit set positive. */
export const integer = (bytes: Buffer) => tagged(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

export const utcTime = (instant: Date) => tagged(0x17, Buffer.from(`${instant.toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`));

function base128(value: number): number[] {
	const digits = [value & 0x7f];
	for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift(0x80 | (rest & 0x7f));
	return digits;
}

export function oid(dotted: string): Buffer {
	const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
	return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}
