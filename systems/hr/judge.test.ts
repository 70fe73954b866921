import { judge, type Known, type Rules, type Seen } from './judge';
import { personio } from './personio';
import type { End, Entry, Stint } from './source';

const now = new Date('2026-11-20T12:00:00.000Z');
const rules: Rules = { source: 'hibob/kestrel', meaning: 'lastDayWorked', atTime: '18:00', zone: 'Europe/Berlin', zones: {}, labels: {} };
const end = (date: string, more: Partial<End> = {}): End => ({ date, kind: 'terminate', row: null, ...more });
const nobody: Seen = { name: null, workEmail: null, title: null, department: null, location: null, manager: null, workerType: null };

const entryOf = (stints: readonly Stint[], more: Partial<Entry> = {}): Entry => ({
	person: { id: '1', name: 'Ada', workEmail: null, title: null, department: null, location: null, manager: null, workerType: null, clearance: null },
	employeeNumber: null,
	timeZone: null,
	stints: stints as Entry['stints'],
	changedAt: null,
	...more,
});
const look = (stints: readonly Stint[], known: Known | null = null, at = now, more: Partial<Entry> = {}) => judge({ source: personio, rules, entry: entryOf(stints, more), seen: nobody, known, now: at });
const eventsOf = (judgement: ReturnType<typeof judge>): string[][] => (judgement.kind === 'judged' ? [...judgement.known.standing, ...judgement.known.open].map(({ kind, effectiveAt }) => [kind, effectiveAt.slice(0, 10)]) : []);

describe('several employments', () => {
	const past: Stint = { label: 'INACTIVE', firstDay: '2018-01-01', end: end('2020-12-31') };
	test('the one that has begun last counts', () => {
		expect(eventsOf(look([past, { label: 'ACTIVE', firstDay: '2022-01-01', end: null }]))).toEqual([]);
	});
	test('one that follows at once goes on: nobody is cut in between', () => {
		expect(eventsOf(look([{ label: 'ACTIVE', firstDay: '2020-01-01', end: end('2026-11-30', { kind: 'contract-end' }) }, { label: 'ONBOARDING', firstDay: '2026-12-01', end: null }]))).toEqual([]);
	});
	test('one that lies ahead does not keep the access until then', () => {
		expect(eventsOf(look([{ label: 'ACTIVE', firstDay: '2020-01-01', end: end('2026-11-30') }, { label: 'ONBOARDING', firstDay: '2027-03-01', end: null }]))).toEqual([
			['terminate', '2026-11-30'],
			['rehire', '2026-11-20'],
			['start', '2027-02-28'],
		]);
	});
});

describe('coming back', () => {
	const known = (judgement: ReturnType<typeof judge>) => (judgement.kind === 'judged' ? judgement.known : null);
	const gone = known(look([{ label: 'INACTIVE', firstDay: '2018-01-01', end: end('2026-11-10') }]));
	test('announced for later, the end before it stays what it was', () => {
		const announced = look([{ label: 'ONBOARDING', firstDay: '2027-03-01', end: null }], gone);
		expect(announced).toMatchObject({ takenBack: [] });
		expect(eventsOf(announced)).toEqual([
			['rehire', '2026-11-20'],
			['start', '2027-02-28'],
		]);
		expect(eventsOf(look([{ label: 'ACTIVE', firstDay: '2027-03-01', end: null }], known(announced), new Date('2027-03-01T09:00:00Z')))).toEqual([['start', '2027-02-28']]);
	});
	test('withdrawn before it began, the beginning is taken back', () => {
		const announced = known(look([{ label: 'ONBOARDING', firstDay: '2027-03-01', end: null }]));
		expect(look([{ label: 'INACTIVE', firstDay: '2027-03-01', end: end('2027-03-01') }], announced)).toMatchObject({ kind: 'judged', takenBack: [{ kind: 'start' }] });
	});
	test('announced for another day, the beginning is moved, and announced once', () => {
		const announced = known(look([{ label: 'ONBOARDING', firstDay: '2027-03-01', end: null }]));
		const moved = look([{ label: 'ONBOARDING', firstDay: '2027-04-01', end: null }], announced);
		expect(moved).toMatchObject({ takenBack: [{ kind: 'start' }], known: { standing: [announced!.standing[0], { kind: 'start', effectiveAt: '2027-03-31T22:00:00.000Z' }] } });
	});
});

describe('what the clock does not change', () => {
	test('an answer from before the last one is not believed', () => {
		const first = look([{ label: 'ACTIVE', firstDay: '2020-01-01', end: null }], null, now, { changedAt: '2026-11-20T11:00:00Z' });
		const known = first.kind === 'judged' ? first.known : null;
		expect(look([{ label: 'INACTIVE', firstDay: '2020-01-01', end: end('2026-11-19') }], known, now, { changedAt: '2026-11-20T10:00:00Z' })).toEqual({ kind: 'outdated' });
	});
	test('a last day in the night, before the HR system has changed the status, still counts', () => {
		expect(eventsOf(look([{ label: 'ACTIVE', firstDay: '2020-01-01', end: end('2026-11-19') }]))).toEqual([['terminate', '2026-11-19']]);
	});
	test('a person who moves to another time zone leaves on the same day, at another moment', () => {
		const stints = [{ label: 'ACTIVE', firstDay: '2020-01-01', end: end('2026-12-31') }];
		const first = look(stints);
		const known = first.kind === 'judged' ? first.known : null;
		const second = look(stints, known, now, { timeZone: 'Australia/Sydney' });
		const [before, after] = [first, second].map((one) => (one.kind === 'judged' ? one.known.standing[0]! : undefined));
		expect(after).toMatchObject({ key: before!.key, receivedAt: before!.receivedAt, effectiveAt: '2026-12-31T07:00:00.000Z' });
	});
	test('what is shown no longer has not changed', () => {
		const stints = [{ label: 'ACTIVE', firstDay: '2020-01-01', end: null }];
		const at = (seen: Partial<Seen>, known: Known | null) => judge({ source: personio, rules, entry: entryOf(stints), seen: { ...nobody, ...seen }, known, now });
		const knownAfter = (judgement: ReturnType<typeof judge>) => (judgement.kind === 'judged' ? judgement.known : null);
		const shown = knownAfter(at({ title: 'Engineer' }, null));
		const hidden = knownAfter(at({}, shown));
		expect(hidden!.open).toEqual([]);
		expect(knownAfter(at({ title: 'Lead' }, hidden))!.open).toMatchObject([{ kind: 'move', changes: [{ field: 'title', from: 'Engineer', to: 'Lead' }] }]);
	});
});
