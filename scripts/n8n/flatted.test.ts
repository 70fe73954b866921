import { parseFlatted } from './flatted';

// As written by flatted 3.3.
test('reads what n8n writes', () => {
	expect(parseFlatted('[{"a":"1","n":1,"list":"2","none":null},"1",["1",true,"3"],{"a":"1"}]')).toEqual({ a: '1', n: 1, list: ['1', true, { a: '1' }], none: null });
});

test('follows references back to what contains them', () => {
	const value = parseFlatted('[{"self":"0","inner":"1"},{"outer":"0"}]') as { self: unknown; inner: { outer: unknown } };
	expect(value.self).toBe(value);
	expect(value.inner.outer).toBe(value);
});

test('takes a bare string', () => {
	expect(parseFlatted('["done"]')).toBe('done');
});
