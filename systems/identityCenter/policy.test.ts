import type { Problem } from '../../lifecycle/problem';
import { deniedUntil, denying, lifting } from './policy';

const now = new Date('2026-11-20T10:05:00.000Z');
const ada = '94482488-3041-7099-7b4c-000000000001';
const ben = '94482488-3041-7099-7b4c-000000000002';
const inHours = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const others = { Version: '2012-10-17', Statement: [{ Sid: 'Keep', Effect: 'Allow', Action: ['s3:Get*'], Resource: '*', Condition: { StringLike: { 'aws:PrincipalTag/team': ['a*', 'b'] } } }] };
const text = JSON.stringify(others);
const deny = (policy: string | null, userId: string, hours = 9) => denying(policy, 'Admins', userId, inHours(hours), now);
const problemOf = (work: () => unknown): Problem => {
	try {
		work();
	} catch (error) {
		return error as Problem;
	}
	throw new Error('it went through');
};

test('a statement for this person alone, with its end in its name, is put beside what others wrote', () => {
	const written = deny(text, ada);
	expect(JSON.parse(written)).toEqual({
		...others,
		Statement: [...others.Statement, { Sid: 'JMLDenyLeaversUntil20261120T20Z', Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'identitystore:UserId': [ada] } } }],
	});
	expect(deniedUntil(written, ada)).toEqual(new Date('2026-11-20T20:00:00.000Z'));
	expect(deniedUntil(written, ben)).toBeNull();
});

test('where there is no policy one is made, and with the last statement it goes', () => {
	const written = deny(null, ada);
	expect(JSON.parse(written)).toMatchObject({ Version: '2012-10-17', Statement: [{ Effect: 'Deny' }] });
	expect(lifting(written, 'Admins', ada, now)).toBeNull();
});

test('two leavers at once share a statement where they end together, and each is taken out alone', () => {
	const both = deny(deny(text, ada), ben);
	expect(JSON.parse(both).Statement[1].Condition.StringEquals['identitystore:UserId']).toEqual([ada, ben]);
	const left = lifting(both, 'Admins', ada, now);
	expect(deniedUntil(left, ada)).toBeNull();
	expect(deniedUntil(left, ben)).not.toBeNull();
	expect(lifting(left, 'Admins', ben, now)).toBe(text);
});

test('what is given back is what was there before, to the byte where it was written without spaces', () => {
	expect(lifting(deny(text, ada), 'Admins', ada, now)).toBe(text);
});

test('a denial that has served goes when the next one comes', () => {
	const later = inHours(11);
	const written = denying(deny(text, ada), 'Admins', ben, inHours(20), later);
	expect(deniedUntil(written, ada)).toBeNull();
	expect(JSON.parse(written).Statement).toHaveLength(2);
});

test('to be denied again only puts the end off', () => {
	const written = deny(deny(text, ada, 2), ada, 9);
	expect(JSON.parse(written).Statement).toHaveLength(2);
	expect(deniedUntil(written, ada)).toEqual(new Date('2026-11-20T20:00:00.000Z'));
});

test('a single statement without a list is kept too', () => {
	const single = JSON.stringify({ ...others, Statement: others.Statement[0] });
	expect(JSON.parse(deny(single, ada)).Statement[0]).toEqual(others.Statement[0]);
});

test('an id that AWS shows without a list is read all the same', () => {
	const written = JSON.parse(deny(text, ada));
	written.Statement[1].Condition.StringEquals['identitystore:UserId'] = ada;
	expect(deniedUntil(JSON.stringify(written), ada)).not.toBeNull();
});

const edited = (change: (statement: { [name: string]: unknown }) => void) => {
	const policy = JSON.parse(deny(text, ada));
	change(policy.Statement[1]);
	return JSON.stringify(policy);
};
test.each([
	['no JSON at all', 'Allow everything'],
	['no object', '[]'],
	['no statements', '{"Version":"2012-10-17"}'],
	['a number that would be written another way', '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericEquals":{"x":12345678901234567890}}}]}'],
	['the same name twice', '{"Statement":[{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}]}'],
	['a statement of ours that allows', edited((statement) => (statement['Effect'] = 'Allow'))],
	['a statement of ours with one condition more', edited((statement) => (statement['Condition'] = { ...(statement['Condition'] as object), Bool: { 'aws:SecureTransport': 'false' } }))],
	['a statement of ours for some actions only', edited((statement) => (statement['Action'] = 's3:*'))],
	['a statement of ours for nobody', edited((statement) => (statement['Condition'] = { StringEquals: { 'identitystore:UserId': [] } }))],
])('nothing is overwritten: %s', (_name, policy) => {
	expect(deniedUntil(policy, ada)).toBeNull();
	for (const work of [() => deny(policy, ben), () => lifting(policy, 'Admins', ada, now)]) {
		expect(problemOf(work)).toMatchObject({ code: 'rejected', message: expect.stringMatching(/permission set Admins.*left alone/) });
	}
});

test('a policy that is full is left alone, and it is said what to do instead', () => {
	const full = JSON.stringify({ ...others, Statement: [{ ...others.Statement[0], Action: Array.from({ length: 560 }, (_, index) => `service:Action${index}`) }] });
	expect(problemOf(() => deny(full, ada)).message).toMatch(/no room.*service control policy/);
});

test('room for white space is not what counts', () => {
	const spaced = JSON.stringify(others, null, '\t').replaceAll('\t', ' '.repeat(500));
	expect(JSON.parse(deny(spaced, ada)).Statement).toHaveLength(2);
});
