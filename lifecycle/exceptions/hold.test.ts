import type { Exception } from './exception';
import { concerns } from './exception';
import { holdAmong, protectionAmong } from './hold';

let count = 0;
const exception = (changes: Partial<Exception>): Exception => ({
	id: `ex_${++count}`, type: 'exception', who: ['ada@acme.test'], system: 'okta', step: null, owner: 'Jane', reason: 'Handover.', expiresAt: '2027-06-30T21:59:59.999Z', registeredBy: 'IT', registeredAt: '2026-11-20T09:00:00.000Z', ended: null, ...changes,
});
const target = (step: string, changes: { system?: string; erases?: boolean } = {}) => ({ system: 'okta', step, erases: false, ...changes });
const wholeOkta = exception({ id: 'ex_okta' });
const groups = exception({ id: 'ex_groups', step: 'removeFromGroups' });
const vip = exception({ id: 'ex_vip', type: 'protected', system: null, expiresAt: null });
const hold = exception({ id: 'ex_hold', type: 'legalHold', system: null, expiresAt: null });

describe('which step is held, and by what', () => {
	test.each<[string, Exception[], ReturnType<typeof target>, [string, string] | null]>([
		['nothing registered', [], target('blockSignIn'), null],
		['an exception on the system', [wholeOkta], target('blockSignIn'), ['held', 'ex_okta']],
		['an exception on another system', [exception({ system: 'google' })], target('blockSignIn'), null],
		['the same step of another system', [exception({ system: 'google', step: 'blockSignIn' })], target('blockSignIn'), null],
		['an exception on the step', [groups], target('removeFromGroups'), ['held', 'ex_groups']],
		['an exception on another step', [groups], target('blockSignIn'), null],
		['a legal hold, for what erases', [hold], target('deactivate', { erases: true }), ['held', 'ex_hold']],
		['a legal hold, for what does not', [hold], target('blockSignIn'), null],
		['a VIP entry, which counts before the case and not in it', [exception({ id: 'ex_cfo', type: 'vip', system: null, expiresAt: null })], target('blockSignIn'), null],
		['a protection that came while the case ran', [vip], target('blockSignIn'), ['refused', 'ex_vip']],
		['a protection beside an exception', [wholeOkta, vip], target('blockSignIn'), ['refused', 'ex_vip']],
		['an exception beside a legal hold', [hold, wholeOkta], target('deactivate', { erases: true }), ['held', 'ex_okta']],
		['the one of two that lasts longer', [wholeOkta, exception({ id: 'ex_long', expiresAt: '2027-07-01T00:00:00.000Z' }), groups], target('removeFromGroups'), ['held', 'ex_long']],
	])('%s', (_, exceptions, step, expected) => {
		const found = holdAmong(exceptions, step);
		expect(found && [found.outcome, found.exception]).toEqual(expected);
	});

	test('the sentence names id, owner, end and reason, and what to do', () => {
		expect(holdAmong([wholeOkta], target('blockSignIn'))!.why).toBe('kept by exception ex_okta (owner Jane, until 2027-06-30 21:59 UTC): Handover. When it has ended, run the case again');
		expect(holdAmong([hold], target('deactivate', { erases: true }))!.why).toMatch(/legal hold ex_hold \(owner Jane, no expiry\): Handover keeps/);
		expect(protectionAmong([vip])!.why).toMatch(/^protected by ex_vip \(owner Jane, no expiry\): Handover\. If that is wrong, end ex_vip in the Evidence Ledger and run the case again$/);
	});
});

test.each([
	[['42', 'ada@acme.test'], true],
	[['ADA@Acme.test'], true],
	[['bob@acme.test', '00u1'], false],
	[['', ' '], false],
	[['ada@acme.test.evil.example'], false],
])('%j is concerned: %s', (names, expected) => {
	expect(concerns(wholeOkta, names)).toBe(expected);
});
