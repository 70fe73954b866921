import fc from 'fast-check';
import { canonicalize } from './canonical';
import { LedgerError } from './errors';
import { canonical, parseCanonical } from './verify/json';

const bits = (hex: string): number => Buffer.from(hex, 'hex').readDoubleBE();

describe('RFC 8785 vectors', () => {
	it('writes the example of section 3.2.2', () => {
		const input = JSON.parse(String.raw`{
			"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
			"string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
			"literals": [null, true, false]
		}`);
		expect(canonicalize(input)).toBe(
			String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
		);
	});

	it('sorts keys by UTF-16 code units, as in section 3.2.3', () => {
		const input = {
			'\u20ac': 'Euro Sign',
			'\r': 'Carriage Return',
			'\ufb33': 'Hebrew Letter Dalet With Dagesh',
			'1': 'One',
			'\ud83d\ude00': 'Emoji: Grinning Face',
			'\u0080': 'Control',
			'\u00f6': 'Latin Small Letter O With Diaeresis',
		};
		expect(Object.values(JSON.parse(canonicalize(input)))).toHaveLength(7);
		expect([...canonicalize(input).matchAll(/:"([^"]+)"/g)].map(([, name]) => name)).toEqual([
			'Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign', 'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh',
		]);
	});

	it.each([
		['0000000000000000', '0'],
		['8000000000000000', '0'],
		['0000000000000001', '5e-324'],
		['8000000000000001', '-5e-324'],
		['7fefffffffffffff', '1.7976931348623157e+308'],
		['ffefffffffffffff', '-1.7976931348623157e+308'],
		['44b52d02c7e14af5', '9.999999999999997e+22'],
		['44b52d02c7e14af6', '1e+23'],
		['44b52d02c7e14af7', '1.0000000000000001e+23'],
		['444b1ae4d6e2ef50', '1e+21'],
		['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
		['3eb0c6f7a0b5ed8d', '0.000001'],
		['41b3de4355555553', '333333333.3333332'],
		['41b3de4355555554', '333333333.33333325'],
		['41b3de4355555555', '333333333.3333333'],
		['41b3de4355555556', '333333333.3333334'],
		['41b3de4355555557', '333333333.33333343'],
		['becbf647612f3696', '-0.0000033333333333333333'],
		['43143ff3c1cb0959', '1424953923781206.2'],
	])('writes the double %s of appendix B as %s', (hex, expected) => {
		expect(canonicalize(bits(hex))).toBe(expected);
	});
});

describe('what JSON cannot say without loss is refused, with its path', () => {
	class Person {
		name = 'Ada';
	}
	const loop: Record<string, unknown> = {};
	loop['self'] = { again: loop };
	const deep = Array.from({ length: 101 }).reduce<unknown>((inner) => [inner], 1);

	it.each<[string, unknown, string]>([
		['undefined', { a: { b: undefined } }, 'value.a.b'],
		['undefined in an array', [1, undefined], 'value[1]'],
		['NaN', { 'a b': Number.NaN }, 'value["a b"]'],
		['Infinity', [[-Infinity]], 'value[0][0]'],
		['a BigInt', { big: 1n }, 'value.big'],
		['a Date', { at: new Date(0) }, 'value.at'],
		['a Map', { map: new Map() }, 'value.map'],
		['a Buffer', { bytes: Buffer.from('x') }, 'value.bytes'],
		['a class instance', { person: new Person() }, 'value.person'],
		['an instance of a class of arrays', { list: new (class extends Array {})() }, 'value.list'],
		['an object with inherited members', { o: Object.create({ a: 1 }) }, 'value.o'],
		['a function', { toJSON: () => 'x' }, 'value.toJSON'],
		['a symbol', { s: Symbol('s') }, 'value.s'],
		['a symbol as key', { o: { [Symbol('s')]: 1 } }, 'value.o'],
		['half a surrogate pair', { text: 'a\ud800' }, 'value.text'],
		['half a surrogate pair in a key', { ['\udc00']: 1 }, 'value["\\udc00"]'],
		['an integer that has lost digits', { id: 9007199254740993 }, 'value.id'],
		['a negative one', [-9007199254740992], 'value[0]'],
		['one of appendix B that JavaScript writes as an integer', bits('4430000000000000'), 'value'],
		['a hole in an array', { list: [1, , 3] }, 'value.list[1]'],
		['a cycle', { loop }, 'value.loop.self.again'],
		['bottomless nesting', deep, `value${'[0]'.repeat(100)}`],
	])('%s', (_, value, path) => {
		const error = catchError(() => canonicalize(value));
		expect(error).toBeInstanceOf(LedgerError);
		expect(error).toMatchObject({ code: 'not_canonical', path });
	});
});

describe('for any JSON', () => {
	// fast-check's own -0 is left out of comparisons: RFC 8785 writes it as 0.
	const json = fc.jsonValue({ maxDepth: 6, stringUnit: 'grapheme' }).map((value) => JSON.parse(JSON.stringify(value)));
	const safe = json.filter((value) => catchError(() => canonicalize(value)) === undefined);

	it('what is written reads back as the same value', () => {
		fc.assert(fc.property(safe, (value) => expect(JSON.parse(canonicalize(value))).toEqual(value)));
	});

	it('the order in which keys were set makes no difference', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), safe), (value) => {
				expect(canonicalize(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonicalize(value));
			}),
		);
	});

	it('the verifier, which was written apart, writes the same and accepts nothing else', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), safe), (value) => {
				const text = canonicalize(value);
				expect(canonical(parseCanonical(text, 'it'))).toBe(text);
				expect(() => parseCanonical(` ${text}`, 'it')).toThrow('canonical');
			}),
		);
	});
});

it('takes objects of another realm and without a prototype as plain', () => {
	const { runInNewContext } = jest.requireActual<typeof import('node:vm')>('node:vm');
	expect(canonicalize(runInNewContext('({ b: [1], a: {} })'))).toBe('{"a":{},"b":[1]}');
	expect(canonicalize(Object.assign(Object.create(null), { __proto__: null, a: 1 }))).toBe('{"a":1}');
	expect(canonicalize(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}');
});

function catchError(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		return error;
	}
	return undefined;
}
