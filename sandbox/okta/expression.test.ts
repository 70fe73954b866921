import * as fc from 'fast-check';
import { Refusal } from '../server/message';
import { parseExpression } from './expression';

const ALL = { operators: ['eq', 'ne', 'sw', 'ew', 'co', 'gt', 'ge', 'lt', 'le', 'pr'], caseSensitive: true };
const ada = { id: '00u1', status: 'ACTIVE', profile: { login: 'ada@x', department: 'Eng' }, target: [{ id: 't1' }, { id: 't2' }] };

test.each([
	['status eq "ACTIVE"', true],
	['status eq "active"', false],
	['profile.login sw "ada"', true],
	['profile.login co "@"', true],
	['profile.title pr', false],
	['profile.department pr', true],
	['target.id eq "t2"', true],
	['status eq "STAGED" or id eq "00u1" and profile.department eq "Eng"', true],
	['(status eq "STAGED" or id eq "00u1") and profile.department eq "Ops"', false],
	['profile.login gt "aaa" and profile.login lt "b"', true],
	['status EQ "ACTIVE" AND id eq "00u1"', true],
])('%s is %s', (text, expected) => {
	expect(parseExpression(text, ALL)(ada)).toBe(expected);
});

test('a dialect that ignores case', () => {
	expect(parseExpression('status eq "active"', { ...ALL, caseSensitive: false })(ada)).toBe(true);
});

test.each(['', 'status', 'status eq', 'status like "x"', '(status pr', 'status pr )', 'status eq "x" and', 'status eq "x" "y"', 'status ne "x"', 'profile.title eq "x"', 'status co "x"', 'status eq "\\x"'])('refuses %p', (text) => {
	const narrow = { operators: ['eq', 'co', 'pr'], attributes: ['status', 'profile.login'], containable: ['profile.login'], caseSensitive: true };
	expect(() => parseExpression(text, narrow)).toThrow(Refusal);
});

test('any text round-trips through a quoted value, and no text crashes the parser', () => {
	fc.assert(
		fc.property(fc.string(), (value) => {
			expect(parseExpression(`name eq ${JSON.stringify(value)}`, ALL)({ name: value })).toBe(true);
			try {
				parseExpression(value, ALL);
			} catch (error) {
				expect(error).toBeInstanceOf(Refusal);
			}
		}),
	);
});
