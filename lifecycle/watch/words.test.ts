import { announced } from '../../test/support/guarded';
import type { OpenCase } from './openCases';
import { lasting, lineOf, subjectOf } from './words';

const now = new Date('2026-11-20T09:20:00.000Z');
const one = (more: Partial<OpenCase> = {}): OpenCase => ({
	...announced('42'), caseId: 'hr_event_20261120_42_1', subject: 'bamboohr/acme/42', workflow: 'jmlLeaver0000001', standing: 'notClosed', since: '2026-11-20T09:00:00.000Z', takenUp: 0,
	opened: { id: 'hr_event_20261120_42_1', kind: 'terminate', effectiveAt: '2026-11-20T08:00:00.000Z', dueBy: '2026-11-20T09:15:00.000Z', dryRun: false, run: '1' },
	minutesLeft: -5, keptBy: 'trigger', comesAgainAt: null, isWorkedOn: false, open: [{ system: 'okta', step: 'blockSignIn', outcome: 'failed' }], ...more,
});

test('a missed deadline says whose, since when, what is open, and what comes next', () => {
	expect(lineOf(one(), now)).toBe(
		'The termination of Person 42 (HR ID 42) was to be done at 2026-11-20 09:15 UTC, which was missed 5 minutes ago. Person 42 may still have access. Open: okta blockSignIn (failed). It is taken up again by itself once it has been silent for a while. Case hr_event_20261120_42_1, workflow jmlLeaver0000001.',
	);
	expect(subjectOf(one())).toBe('Deadline missed: the termination of Person 42 (HR ID 42)');
});

test.each<[string, Partial<OpenCase>, RegExp]>([
	['due in a moment', { minutesLeft: 0, open: [] }, /is not done yet, and is due in less than a minute, at 2026-11-20 09:15 UTC\..*Nothing that was recorded of it so far is open\./],
	['incomplete, with time left', { standing: 'closedIncomplete', minutesLeft: 4 }, /is Incomplete since 2026-11-20 09:00 UTC, for 20 minutes, and was to be done at 2026-11-20 09:15 UTC\./],
	['incomplete, past the deadline', { standing: 'closedIncomplete' }, /for 20 minutes, past its deadline at 2026-11-20 09:15 UTC\./],
	['incomplete, with nothing in it', { standing: 'closedIncomplete', open: [] }, /Nothing was done in it\./],
	['incomplete, and nobody tries again', { standing: 'closedIncomplete' }, /Nothing more happens by itself: settle what is open by hand\. Then: Run the case again/],
	['incomplete, and tried again', { standing: 'closedIncomplete', comesAgainAt: '2026-11-20T09:30:00.000Z' }, /It is tried again by itself at 2026-11-20 09:30 UTC\./],
	['looked at again', { standing: 'takenUpAgain', minutesLeft: null }, /was complete, is being looked at again since 2026-11-20 09:00 UTC, for 20 minutes, and has not come to its end\./],
	['under way', { isWorkedOn: true, takenUp: 2 }, /It is being worked on at this moment\. It was taken up again 2 times already\./],
	['kept by nobody', { keptBy: null }, /Nobody takes it up by itself\. Run the case again, as workflows\/README\.md says/],
	['kept by exception', { standing: 'closedIncomplete', open: [{ system: 'okta', step: 'blockSignIn', outcome: 'held', exception: 'ex_1' }] }, /Open: okta blockSignIn \(kept by ex_1\)\./],
	['open in many places', { open: Array.from({ length: 12 }, (_, index) => ({ system: 'scim', step: `s${index}`, outcome: 'not_found' as const })) }, /scim s9 \(not found\) and 2 others\./],
])('what is %s is said so', (_, more, words) => {
	expect(lineOf(one(more), now)).toMatch(words);
});

test('nobody is said to have access who only starts', () => {
	expect(lineOf(one(announced('42', { kind: 'start' })), now)).not.toMatch(/access/);
});

test.each([
	[0, 'less than a minute'], [1, 'one minute'], [119, '119 minutes'], [120, '2 hours'], [2_879, '47 hours'], [2_880, '2 days'],
])('%i minutes are %s', (minutes, words) => {
	expect(lasting(minutes)).toBe(words);
});
