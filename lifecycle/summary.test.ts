import type { Verdict } from './case';
import type { StepResult } from './outcome';
import { summary } from './summary';

const step = (changes: Partial<StepResult>): StepResult => ({
	system: 'okta', step: 'blockSignIn', outcome: 'done', verified: true, account: null, requestedAt: null, effectiveAt: null, verifiedAt: null, reason: 'ACTIVE → SUSPENDED', ...changes,
});
const told = (verdict: Verdict, steps: StepResult[], open: StepResult[] = []) =>
	summary({ caseId: 'hr_event_1', person: 'Ada', closed: { verdict, closedAt: '2026-11-20T09:00:00.000Z', verifiedAt: null, withinDeadline: true, records: 9, open }, steps });

const held = step({ step: 'removeFromGroups', outcome: 'held', verified: false, exception: 'ex_1', reason: 'Not done: Leave Sales; kept by exception ex_1 (owner Jane, until 2027-06-30 21:59 UTC): handover.' });
const failed = step({ step: 'resetFactors', outcome: 'failed', verified: false, reason: 'Okta refused it.' });

test('what an exception keeps is said as such, by whom and until when, and is not complete', () => {
	const text = told('Incomplete', [step({}), held], [held]);
	expect(text).toMatch(/^INCOMPLETE: Ada keeps access by exception\. 1 step is held or refused for a reason that is registered\./);
	expect(text).toMatch(/Kept by exception:\n- okta \/ removeFromGroups: held\. .*ex_1 \(owner Jane, until 2027-06-30 21:59 UTC\)/);
	expect(text).not.toContain('Needs somebody');
});

test('what failed beside it still needs somebody, first', () => {
	const text = told('Incomplete', [failed, held], [held, failed]);
	expect(text).toMatch(/^INCOMPLETE: Ada may still have access\. 2 steps need somebody now\./);
	expect(text.indexOf('Needs somebody:\n- okta / resetFactors')).toBeLessThan(text.indexOf('Kept by exception:'));
});

test('what cannot be reached is named once, however many steps say it', () => {
	const text = told('Complete', [step({ remains: ['Access tokens until they expire', 'Own accounts'] }), step({ step: 'endSessions', remains: ['Access tokens until they expire'] }), step({ system: 'google', remains: [] })]);
	expect(text).toContain('\nWorks on all the same, because it cannot be reached from here:\n- okta / Access tokens until they expire\n- okta / Own accounts\n\nCase hr_event_1');
});

test('what was not done leaves nothing of its own behind', () => {
	const planned = step({ outcome: 'planned', verified: false, remains: ['Own accounts'] });
	expect(told('Dry run', [planned], [planned])).not.toContain('Own accounts');
});
