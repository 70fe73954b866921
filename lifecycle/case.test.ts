import { caseIdOf, dueBy, openSteps, verdictOf } from './case';
import type { HrEvent } from './event';
import type { Outcome, StepResult, Verified } from './outcome';
import type { Person } from './person';

const event = (overrides: Partial<HrEvent> = {}): HrEvent => ({
	kind: 'terminate',
	key: 'bamboohr/acme/1234/terminate/2026-04-01/77',
	source: 'bamboohr',
	effectiveAt: '2026-04-01T00:00:00.000Z',
	receivedAt: '2026-04-01T00:01:00.000Z',
	...overrides,
});
const person = { id: '1234' } as Person;

const step = (outcome: Outcome, verified: Verified = true, overrides: Partial<StepResult> = {}): StepResult => ({
	system: 'okta',
	step: 'blockSignIn',
	outcome,
	verified,
	account: { id: '00u1', label: 'ada@acme.test' },
	requestedAt: null,
	effectiveAt: null,
	verifiedAt: null,
	reason: '',
	...overrides,
});

describe('the id of a case', () => {
	test('is the same for the same event and tells the person and the day', () => {
		expect(caseIdOf(event(), person)).toBe('hr_event_20260401_1234_77');
		expect(caseIdOf(event({ receivedAt: '2026-04-02T00:00:00.000Z' }), person)).toBe(caseIdOf(event(), person));
	});
	test('differs for a termination that is entered again after it was taken back', () => {
		expect(caseIdOf(event({ key: event().key.replace('77', '78') }), person)).not.toBe(caseIdOf(event(), person));
	});
	test('holds nothing that could break a file name or an address', () => {
		expect(caseIdOf(event({ key: 'x/../../etc' }), { ...person, id: '../7 8' })).toMatch(/^[A-Za-z0-9_-]+$/);
	});
});

describe('the deadline', () => {
	test('starts with the change when HR told us before it', () => {
		expect(dueBy(event({ effectiveAt: '2026-04-01T12:00:00.000Z' }), 15)).toBe('2026-04-01T12:15:00.000Z');
	});
	test('B09: starts when HR told us when that was too late', () => {
		expect(dueBy(event({ receivedAt: '2026-04-10T12:00:00.000Z' }), 15)).toBe('2026-04-10T12:15:00.000Z');
	});
});

describe('the verdict', () => {
	test.each<[Outcome, Verified, 'Complete' | 'Incomplete']>([
		['done', true, 'Complete'],
		['done', 'unverifiable', 'Complete'],
		['done', false, 'Incomplete'],
		['already_done', true, 'Complete'],
		['not_removable_here', true, 'Complete'],
		['not_removable_here', false, 'Incomplete'],
		['pending', false, 'Incomplete'],
		['held', false, 'Incomplete'],
		['refused', false, 'Incomplete'],
		['not_found', false, 'Incomplete'],
		['ambiguous', false, 'Incomplete'],
		['failed', false, 'Incomplete'],
		['planned', false, 'Incomplete'],
	])('one step %s (verified: %s) makes the case %s', (outcome, verified, verdict) => {
		expect(verdictOf(false, [step('done', true, { step: 'other' }), step(outcome, verified)])).toBe(verdict);
	});
	test('a dry run is called one, whatever its steps say', () => {
		expect(verdictOf(true, [step('planned', false)])).toBe('Dry run');
	});
	test('a case in which nothing happened is not complete', () => {
		expect(verdictOf(false, [])).toBe('Incomplete');
	});
	test('no account can be accepted', () => {
		expect(verdictOf(false, [step('not_found', false, { step: 'findAccount', account: null, accepted: true })])).toBe('Complete');
	});
	test('F01: one failed step of one system keeps the whole case open, by name', () => {
		const steps = [step('done'), step('failed', false, { system: 'google', step: 'revokeTokens' })];
		expect(openSteps(steps).map(({ system, step: id }) => `${system}/${id}`)).toEqual(['google/revokeTokens']);
	});
	test('a step that was run again counts by its last result, both ways', () => {
		expect(verdictOf(false, [step('failed', false), step('done')])).toBe('Complete');
		expect(verdictOf(false, [step('done'), step('failed', false)])).toBe('Incomplete');
	});
	test('an account that could not be found at first is forgotten once its steps ran', () => {
		const notFound = step('failed', false, { step: 'findAccount', account: null });
		expect(verdictOf(false, [notFound, step('done')])).toBe('Complete');
		expect(verdictOf(false, [step('done'), notFound])).toBe('Incomplete');
		expect(verdictOf(false, [notFound, step('done', true, { system: 'google' })])).toBe('Incomplete');
	});
	test('two nodes of one system, for two tenants, do not answer for one another', () => {
		const notFound = step('not_found', false, { step: 'findAccount', account: null, node: 'Cut Okta of the subsidiary' });
		expect(verdictOf(false, [notFound, step('done', true, { node: 'Cut Okta' })])).toBe('Incomplete');
	});
	test('what a step left behind does not hide that it failed', () => {
		expect(verdictOf(false, [step('failed', false), step('not_removable_here', true, { remainder: true })])).toBe('Incomplete');
		expect(verdictOf(false, [step('failed', false), step('not_removable_here')])).toBe('Complete');
	});
});
