import type { Exception } from './exception';
import { lineOf, reviewOf } from './review';

const now = new Date('2026-11-20T09:00:00.000Z');
const terms = { aroundEndDays: 14, reviewDays: 180 };
const exception = (changes: Partial<Exception> = {}): Exception => ({
	id: 'ex_1', type: 'exception', who: ['ada@acme.test', '42'], system: 'okta', step: 'removeFromGroups', owner: 'Jane', reason: 'handover', expiresAt: '2027-03-01T00:00:00.000Z', registeredBy: 'IT', registeredAt: '2026-11-01T09:00:00.000Z', ended: null, ...changes,
});
const forever: Partial<Exception> = { type: 'protected', system: null, step: null, expiresAt: null };
const review = (one: Exception, others: Exception[] = []) => reviewOf(one, [one, ...others], now, terms);

test.each<[string, Exception, RegExp | null]>([
	['one that lasts', exception(), null],
	['one that expires in 14 days', exception({ expiresAt: '2026-12-04T09:00:00.000Z' }), /^expires soon/],
	['one that expires a moment later', exception({ expiresAt: '2026-12-04T09:00:00.001Z' }), null],
	['one that expired at this moment', exception({ expiresAt: '2026-11-20T09:00:00.000Z' }), /^expired/],
	['one that expired 14 days ago', exception({ expiresAt: '2026-11-06T09:00:00.000Z' }), null],
	['one that expired long ago and nobody ended', exception({ expiresAt: '2026-01-01T00:00:00.000Z' }), null],
	['one that expires soon and was ended', exception({ expiresAt: '2026-11-21T00:00:00.000Z', ended: { at: '', by: '', why: '' } }), null],
	['a protection registered lately', exception(forever), null],
	['a protection nobody looked at for 180 days', exception({ ...forever, registeredAt: '2026-05-24T09:00:00.000Z' }), /since 2026-05-24/],
	['a protection nobody looked at for a day less', exception({ ...forever, registeredAt: '2026-05-25T09:00:00.000Z' }), null],
	['a legal hold nobody looked at', exception({ ...forever, type: 'legalHold', registeredAt: '2020-01-01T00:00:00.000Z' }), /nobody has looked at it/],
])('%s', (_, one, expected) => {
	if (expected === null) expect(review(one)).toBeNull();
	else expect(review(one)).toMatch(expected);
});

describe('one that was registered again since', () => {
	const old = exception({ ...forever, registeredAt: '2020-01-01T00:00:00.000Z' });
	const again = exception({ ...forever, id: 'ex_2', reason: 'looked at in 2026', registeredAt: '2026-11-01T00:00:00.000Z' });
	test('needs no more looking at', () => expect(review(old, [again])).toBeNull());
	test('does, if the new one is for somebody else', () => expect(review(old, [{ ...again, who: ['42'] }])).toMatch(/nobody/));
	test('does, if the new one was ended', () => expect(review(old, [{ ...again, ended: { at: '', by: '', why: '' } }])).toMatch(/nobody/));
	test('is told of neither before nor after its own end', () => {
		for (const expiresAt of ['2026-11-19T00:00:00.000Z', '2026-11-21T00:00:00.000Z']) {
			expect(review(exception({ expiresAt, who: ['42', 'ada@acme.test'] }), [exception({ id: 'ex_2', registeredAt: '2026-11-19T00:00:00.000Z' })])).toBeNull();
		}
	});
});

test('a line says what, who, until when, why and for whom', () => {
	expect(lineOf(exception(), now)).toBe('Exception ex_1 (owner Jane, until 2027-03-01 00:00 UTC): handover. For ada@acme.test, 42, keeps okta/removeFromGroups; in force.');
	expect(lineOf(exception({ ...forever, type: 'legalHold' }), now)).toBe('Legal hold ex_1 (owner Jane, no expiry): handover. For ada@acme.test, 42; in force.');
});
