import { statementsOf } from './document';
import { decide, decideWithin, type Context } from './evaluate';

const RESOURCE = 'arn:aws:s3:::bucket/key';
const ask = (statements: object | object[], action = 's3:GetObject', context: Context = {}) => decide(statementsOf(JSON.stringify({ Statement: statements })), { action, resource: RESOURCE, context });
const allow = (more: object = {}) => ({ Effect: 'Allow', Action: '*', Resource: '*', ...more });
const deny = (more: object = {}) => ({ Effect: 'Deny', Action: '*', Resource: '*', ...more });

test.each<[string, object | object[], string]>([
	['nothing', [], 'implicitDeny'],
	['an allow', allow(), 'allowed'],
	['an allow and a deny', [allow(), deny()], 'explicitDeny'],
	['an allow of something else', allow({ Action: 's3:PutObject' }), 'implicitDeny'],
	['an allow with a wildcard, ignoring case', allow({ Action: ['S3:get*'] }), 'allowed'],
	['an allow of everything but', allow({ Action: undefined, NotAction: ['iam:*'] }), 'allowed'],
	['an allow of everything but this', allow({ Action: undefined, NotAction: 's3:*' }), 'implicitDeny'],
	['another resource', allow({ Resource: 'arn:aws:s3:::other/*' }), 'implicitDeny'],
	['this resource', allow({ Resource: ['arn:aws:s3:::buck?t/*'] }), 'allowed'],
	['every other resource', allow({ Resource: undefined, NotResource: 'arn:aws:s3:::bucket/*' }), 'implicitDeny'],
])('%s', (_, statements, decision) => {
	expect(ask(statements)).toBe(decision);
});

test.each<[string, object, Context, boolean]>([
	['StringEquals', { StringEquals: { 'aws:username': ['ada', 'mateo'] } }, { 'aws:username': 'mateo' }, true],
	['StringEquals, key absent', { StringEquals: { 'aws:username': 'mateo' } }, {}, false],
	['StringNotEquals, key absent', { StringNotEquals: { 'aws:username': 'mateo' } }, {}, true],
	['StringNotEquals', { StringNotEquals: { 'aws:username': ['ada', 'mateo'] } }, { 'aws:username': 'mateo' }, false],
	['StringEqualsIfExists, key absent', { StringEqualsIfExists: { 'aws:username': 'mateo' } }, {}, true],
	['StringLike', { StringLike: { 'aws:userid': '*:mateo' } }, { 'aws:userid': 'AROA1:mateo' }, true],
	['DateLessThan', { DateLessThan: { 'aws:TokenIssueTime': '2026-11-20T10:00:00Z' } }, { 'aws:tokenissuetime': '2026-11-20T09:59:59Z' }, true],
	['DateLessThan, the same instant', { DateLessThan: { 'aws:TokenIssueTime': '2026-11-20T10:00:00Z' } }, { 'aws:tokenissuetime': '2026-11-20T10:00:00Z' }, false],
	['DateLessThan, long-term key', { DateLessThan: { 'aws:TokenIssueTime': '2026-11-20T10:00:00Z' } }, {}, false],
	['Null', { Null: { 'aws:tokenissuetime': 'true' } }, {}, true],
	['all of several', { Bool: { 'aws:secure': 'true' }, StringEquals: { x: 'y' } }, { 'aws:secure': 'true' }, false],
	['one of several values', { 'ForAnyValue:StringEquals': { tags: ['a'] } }, { tags: ['b', 'a'] }, true],
])('a condition: %s', (_, Condition, context, fits) => {
	expect(ask([allow(), deny({ Condition })], 's3:GetObject', context)).toBe(fits ? 'explicitDeny' : 'allowed');
});

test('an operator nobody knows is an error, not a guess', () => {
	expect(() => ask(allow({ Condition: { StringResembles: { x: 'y' } } }))).toThrow('StringResembles');
});

test('a boundary limits what is given and gives nothing', () => {
	const within = (own: object[], boundary: object[]) => decideWithin(statementsOf(JSON.stringify({ Statement: own })), statementsOf(JSON.stringify({ Statement: boundary })), { action: 's3:GetObject', resource: RESOURCE, context: {} });
	expect([within([allow()], [allow()]), within([allow()], [allow({ Action: 'iam:*' })]), within([], [allow()]), within([deny()], [allow()])]).toEqual(['allowed', 'implicitDeny', 'implicitDeny', 'explicitDeny']);
});
