import fc from 'fast-check';
import { canonical, decodeBase64, parseCanonical, parseStrict } from './json';
import { fromBase64, toBase64 } from './bytes';

const read = (text: string) => parseStrict(text, 'It');

it.each(['', ' ', '{', '{"a"}', '{"a":1,}', '[1,]', '[1 2]', '01', '1.', '.5', '+1', '-', '1e', 'NaN', 'nul', "'a'", '"a', '"\n"', '"\\x"', '"\\u12"', '{a:1}', '1 1', '\ufeff1', '/**/1', '[1]]', '"\\ud800"', '"\\udc00\\ud800"', '"\ud800"', '{"a":1,"a":1}', '{"a":{"b":1,"\\u0062":2}}', '{"__proto__":1,"__proto__":2}'])('refuses %j', (text) => {
	expect(() => read(text)).toThrow(/^It is not readable: .* at character \d+\.$/);
});

it('refuses bottomless nesting without running out of stack', () => {
	expect(() => read('['.repeat(1_000_000))).toThrow('nested too deep');
	expect(() => read('{"a":'.repeat(1_000_000))).toThrow('nested too deep');
});

it('reads any JSON as JSON.parse does', () => {
	fc.assert(
		fc.property(fc.json({ stringUnit: 'grapheme' }), fc.constantFrom(undefined, 1, '\t'), (text, space) => {
			const value: unknown = JSON.parse(text);
			expect(JSON.parse(JSON.stringify(read(JSON.stringify(value, null, space))))).toEqual(JSON.parse(JSON.stringify(value)));
		}),
	);
	expect(canonical(read('{"__proto__":{"b":1},"a":"\\u00e9\\/"}'))).toBe('{"__proto__":{"b":1},"a":"é/"}');
	expect(read(`"${'long '.repeat(1_000_000)}"`)).toHaveLength(5_000_000);
});

it('takes base64 in its one spelling, and of the length asked for', () => {
	const text = Buffer.alloc(32, 7).toString('base64');
	expect(decodeBase64(text, 32)).toHaveLength(32);
	for (const other of [text.slice(0, -1), `${text}\n`, ` ${text}`, text.replace('c=', 'd='), Buffer.alloc(31).toString('base64'), text.replace('B', '-'), 7, null, undefined]) {
		expect(decodeBase64(other, 32)).toBeUndefined();
	}
});

describe('canonical JSON', () => {
	it('is that of RFC 8785, sections 3.2.2 and 3.2.3', () => {
		const given = String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`;
		const written = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`;
		expect(canonical(read(given))).toBe(written);
		expect(canonical(parseCanonical(written, 'It'))).toBe(written);
		const sorted = '{"\\r":1,"1":2,"\u0080":3,"ö":4,"€":5,"😀":6,"\ufb33":7}';
		expect(canonical(parseCanonical(sorted, 'It'))).toBe(sorted);
	});

	const deep = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;

	it.each(['{}', '{"a":"\\\\ud800"}', '{"10":1,"9":2}', '{"__proto__":{"a":1},"toString":2}', '{"a":[1e+21,-1.5,true,null,"é\\n"]}', deep(100)])('takes %j', (text) => {
		expect(canonical(parseCanonical(text, 'It'))).toBe(text);
	});

	it.each([
		['{"a": 1}', 'not_canonical'],
		['{"b":1,"a":1}', 'not_canonical'],
		['{"9":2,"10":1}', 'not_canonical'],
		['{"a":1.0}', 'not_canonical'],
		['{"a":-0}', 'not_canonical'],
		['{"a":1e400}', 'not_canonical'],
		['{"a":"\\u0061"}', 'not_canonical'],
		['{"a":"\\/"}', 'not_canonical'],
		['[]', 'not_canonical'],
		['null', 'not_canonical'],
		['{"a":1,"a":1}', 'format'],
		['{"__proto__":1,"__proto__":1}', 'format'],
		['{"a":"\\ud800"}', 'format'],
		['{"\\udfff":1}', 'format'],
		['{"a":1}}', 'format'],
		['', 'format'],
		[deep(1_000_000), 'format'],
	])('refuses %.40j', (text, code) => {
		expect(() => parseCanonical(text, 'It')).toThrow(expect.objectContaining({ code, message: expect.stringMatching(/^It /) }));
	});
});

it('reads and writes base64 as Node does', () => {
	fc.assert(fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
		const text = Buffer.from(bytes).toString('base64');
		expect(toBase64(bytes)).toBe(text);
		expect(Buffer.from(fromBase64(text)!)).toEqual(Buffer.from(bytes));
	}));
	fc.assert(fc.property(fc.base64String(), fc.string(), (one, other) => {
		for (const text of [one, other, one.slice(0, -1)]) {
			const decoded = Buffer.from(text, 'base64');
			expect(fromBase64(text) !== undefined).toBe(decoded.toString('base64') === text);
		}
	}));
});
