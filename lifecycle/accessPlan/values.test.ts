import { alike, fits } from './values';

test.each([
	['Sales', 'sales', true],
	['Sales', ' Sales ', true],
	['Sales', 'Sales EMEA', false],
	['Sales*', 'Sales EMEA', true],
	['*EMEA', 'Sales EMEA', true],
	['S*E*A', 'Sales EMEA', true],
	['*', '', true],
	['*', 'anything', true],
	['**', 'anything', true],
	['ab*ba', 'aba', false],
	['ab*ba', 'abba', true],
	['*a*a*', 'a', false],
	['R.D', 'RxD', false],
	['(', '(', true],
	['', 'Sales', false],
])('%j fits %j: %s', (pattern, value, expected) => expect(fits(pattern, value)).toBe(expected));

test('many stars are no reason to think for long', () => {
	const started = Date.now();
	expect(fits(`${'*a'.repeat(2_000)}b`, 'a'.repeat(4_000))).toBe(false);
	expect(Date.now() - started).toBeLessThan(1_000);
});

test.each([
	['Sls', ['Sales', 'Finance'], 'Sales'],
	['finanse', ['Sales', 'Finance'], 'Finance'],
	['IT', ['HR', 'Sales'], null],
	['Marketing', ['Sales', 'Finance'], null],
	['x', [], null],
])('%s is taken for %j: %s', (value, known, expected) => expect(alike(value, known)).toBe(expected));
