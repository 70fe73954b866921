import fc from 'fast-check';
import { rules } from '../../test/support/bambooReading';
import { eventKinds, type HrEvent } from '../../lifecycle/event';
import type { Known } from '../../lifecycle/known';
import { Problem } from '../../lifecycle/problem';
import { bambooHrClient } from './client';
import { classify, readEvents, type Reading } from './read';
import { readChanges, readEverybody } from './roster';

/** In UTC and with first days gone, so that the little oracle below needs no calendar. */
const plain = { ...rules, zone: 'UTC', kinds: new Set(eventKinds) };
const goneLabels = ['terminated', 'contract over'];
const hereLabels = ['full-time', 'part-time', 'contractor', 'parental leave'];
const startAt = Date.parse('2026-11-20T12:00:00.000Z');
const dayMs = 86_400_000;
const dayAt = (offset: number): string => new Date(startAt + offset * dayMs).toISOString().slice(0, 10);

type Raw = { [field: string]: unknown };
interface Moment {
	hoursLater: number;
	employee: Raw;
	employmentStatus: Raw[];
	jobInfo: Raw[] | null;
}

const seldom = <T>(usual: fc.Arbitrary<T>, strange: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof({ weight: 30, arbitrary: usual as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: strange });
const strange = fc.oneof(fc.constantFrom<unknown>(null, undefined, '', ' ', 0, -1, NaN, true, [], {}, '__proto__', 'constructor', '<html>', '0000-00-00', '9999-12-31', '2026-02-30', '2026-11-20T25:00', '../../42', 'all', '\u0000', 'ＴＥＲＭＩＮＡＴＥＤ'), fc.anything({ maxDepth: 1 }), fc.string());
const anyDay = seldom(fc.integer({ min: -40, max: 40 }).map(dayAt), strange);
const anyLabel = seldom(fc.constantFrom('Full-Time', 'Part-Time', 'Contractor', 'Parental Leave', 'Terminated', 'terminated ', 'Contract Over', 'Pre-Hire', 'Full-Time', 'Terminated'), strange);
const anyId = seldom(fc.integer({ min: 1, max: 5 }).map(String), strange);
const statusRow = fc.record({ id: anyId, employeeId: seldom(fc.constant('42'), strange), date: anyDay, employmentStatus: anyLabel, terminationTypeId: seldom(fc.constant('Resignation'), strange) });
const jobRow = fc.record({ id: anyId, date: anyDay, jobTitle: seldom(fc.constantFrom('Engineer', 'Lead'), strange), department: fc.constantFrom('Research', 'Sales'), location: fc.constantFrom('Berlin', ''), reportsTo: fc.constant('Ada') });
const record = fc.record({
	id: seldom(fc.constant('42'), strange),
	firstName: seldom(fc.constant('Jamie'), strange),
	lastName: seldom(fc.constantFrom('Lee', 'Marsh'), strange),
	workEmail: seldom(fc.constantFrom('j.lee@acme.test', 'j.marsh@acme.test'), strange),
	status: seldom(fc.constantFrom('Active', 'Inactive'), strange),
	hireDate: seldom(fc.constantFrom(dayAt(-1000), dayAt(-1000), dayAt(-5), dayAt(5)), strange),
	terminationDate: seldom(fc.constant('0000-00-00'), strange),
	supervisorEId: fc.constantFrom('7', null),
}) as fc.Arbitrary<Raw>;
const moment: fc.Arbitrary<Moment> = fc.record({
	hoursLater: fc.integer({ min: 0, max: 300 }),
	employee: record,
	employmentStatus: fc.array(statusRow, { maxLength: 4 }) as fc.Arbitrary<Raw[]>,
	jobInfo: fc.oneof({ weight: 9, arbitrary: fc.array(jobRow, { maxLength: 3 }) as fc.Arbitrary<Raw[] | null> }, { weight: 1, arbitrary: fc.constant(null) }),
});
/** HR mostly edits what is there; and mostly the two agree. */
const career: fc.Arbitrary<Moment[]> = fc.array(moment, { minLength: 2, maxLength: 6 }).chain((moments) =>
	fc.array(fc.constantFrom('all', 'status', 'history', 'employee'), { minLength: moments.length, maxLength: moments.length }).map((edits) => {
		const lived: Moment[] = [];
		moments.forEach((next, index) => {
			const before = lived.at(-1) ?? next;
			const edit = edits[index]!;
			const employmentStatus = edit === 'all' || edit === 'history' ? next.employmentStatus : before.employmentStatus;
			const employee = edit === 'all' || edit === 'employee' ? next.employee : before.employee;
			lived.push({ hoursLater: next.hoursLater, employmentStatus, employee: edit === 'status' ? { ...employee, status: next.employee['status'] } : employee, jobInfo: edit === 'all' ? next.jobInfo : before.jobInfo });
		});
		return lived;
	}),
);

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');
const isPlainDay = (value: unknown): value is string => typeof value === 'string' && /^2026-\d\d-\d\d$|^2027-\d\d-\d\d$/.test(value) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value);
const isGoneRow = (row: Raw): boolean => goneLabels.includes(textOf(row['employmentStatus']).toLowerCase());

const isNotStarted = (row: Raw): boolean => textOf(row['employmentStatus']).toLowerCase() === 'pre-hire';

/** The row HR means to be in effect: the last by day, and of one day the last by number. To be hired again is not to be back. */
const lastInEffect = (rows: readonly Raw[], today: string): Raw | undefined => {
	const sorted = rows
		.filter((row) => isPlainDay(row['date']) && row['date'] <= today)
		.sort((a, b) => String(a['date']).localeCompare(String(b['date'])) || textOf(a['id']).localeCompare(textOf(b['id']), 'en', { numeric: true }));
	return sorted.filter((row, index) => row['date'] !== sorted[index + 1]?.['date'] && !isNotStarted(row)).at(-1);
};

const expectJustified = ({ kind, effectiveAt }: HrEvent, { employmentStatus, employee }: Moment, now: number): void => {
	if (kind !== 'terminate' && kind !== 'contract-end') return;
	const day = effectiveAt.slice(0, 10);
	expect(employmentStatus.some((row) => isGoneRow(row) && textOf(row['date']).startsWith(day))).toBe(true);
	if (Date.parse(effectiveAt) > now) return;
	expect(isGoneRow(lastInEffect(employmentStatus, new Date(now).toISOString().slice(0, 10))!)).toBe(true);
	// Active since days and terminated since days is no reason to cut anybody.
	if (textOf(employee['status']).toLowerCase() === 'active') expect(now - Date.parse(effectiveAt)).toBeLessThan(2 * dayMs);
};

/** All that a careful clerk would call a plain case: nothing odd in it, and they are gone. */
const isPlainlyGone = ({ employee, employmentStatus }: Moment, now: number): boolean =>
	textOf(employee['id']) === '42' &&
	textOf(employee['status']) === 'Inactive' &&
	employmentStatus.every((row) => isPlainDay(row['date']) && /^[1-5]$/.test(textOf(row['id'])) && row['employeeId'] === '42' && [...goneLabels, ...hereLabels].includes(textOf(row['employmentStatus']).toLowerCase())) &&
	new Set(employmentStatus.map((row) => row['date'])).size === employmentStatus.length &&
	employmentStatus.some(isGoneRow) &&
	isGoneRow(lastInEffect(employmentStatus, new Date(now).toISOString().slice(0, 10)) ?? {});

const attempt = (work: () => Reading): Reading | 'suspect' => {
	try {
		return work();
	} catch (error) {
		expect(error).toBeInstanceOf(Problem);
		expect((error as Problem).code).toBe('bad_answer');
		return 'suspect';
	}
};

const isEffective = ({ effectiveAt }: HrEvent, now: number): boolean => Date.parse(effectiveAt) <= now;

test('100,000 looks at malformed and hostile histories: nobody is cut whom HR keeps, no leaver is lost, nothing is told twice', () => {
	let looks = 0;
	const live = (moments: readonly Moment[]): void => {
		let known: Known | undefined;
		let now = startAt;
		const told = new Set<string>();
		for (const seen of moments) {
			now += seen.hoursLater * 3_600_000;
			const see = (from: Known | undefined) => {
				looks += 1;
				return attempt(() => classify(seen, 'acme', '42', plain, { known: from, baselined: true, sharing: () => [] }, new Date(now)));
			};
			const reading = see(known);
			if (reading === 'suspect' || reading.kind === 'unknown') continue;
			if (reading.kind === 'problem') {
				expect(reading.problem).toMatch(/^.* \(employee 42\) was not acted upon: [^]*\.$/);
				known = reading.known;
				continue;
			}
			const events = reading.news.map(({ event }) => event);
			for (const event of events) expectJustified(event, seen, now);
			for (const event of events.filter((one) => isEffective(one, now))) {
				expect(told.has(event.key)).toBe(false);
				told.add(event.key);
				expect(reading.says(event) === 'yes' && reading.holds(event)).toBe(true);
			}
			const stayed = known?.standing === 'working' || known?.standing === 'onLeave' || known?.standing === 'ahead';
			if (stayed && isPlainlyGone(seen, now)) expect(events.some(({ kind }) => kind === 'terminate' || kind === 'contract-end')).toBe(true);
			const again = see(reading.known);
			expect(again).toMatchObject({ kind: 'read' });
			if (again !== 'suspect' && again.kind === 'read') {
				const ahead = (list: readonly HrEvent[]) => list.filter((one) => !isEffective(one, now)).map(({ key }) => key);
				expect(again.news.map(({ event }) => event).filter((one) => isEffective(one, now))).toEqual([]);
				expect(ahead(again.news.map(({ event }) => event))).toEqual(ahead(events));
				expect(again.known).toEqual(reading.known);
			}
			known = reading.known;
		}
	};
	// Four looks on average, and a second one at whatever could be read.
	fc.assert(fc.property(career, live), { numRuns: 18_000 });
	expect(looks).toBeGreaterThan(100_000);
}, 120_000);

describe('whatever BambooHR answers on the wire', () => {
	const body = fc.oneof(fc.anything(), fc.constantFrom<unknown>([], {}, '<html><body>Sign in</body></html>', null, { employees: [] }, { employees: {} }, { latest: '2026-11-20T12:00:00+00:00', employees: [] }, { employees: [{ id: '42', status: 'Active' }], fields: [] }));
	const answers = fc.array(fc.record({ status: fc.constantFrom(200, 200, 200, 204, 302, 400, 403, 404, 429, 500), body }), { minLength: 1, maxLength: 4 });
	const client = (given: { status: number; body: unknown }[]) => {
		let turn = 0;
		return bambooHrClient(async () => ({ headers: {}, ...given[turn++ % given.length]! }));
	};
	const settled = async (work: Promise<unknown>): Promise<unknown> => work.catch((error: unknown) => void expect(error).toBeInstanceOf(Problem));
	const sight = { known: undefined, baselined: true, sharing: () => [] };

	test('C03: a look ends with a reading or a problem, and with no event', async () => {
		await fc.assert(fc.asyncProperty(answers, async (given) => {
			const reading = (await settled(readEvents(client(given), 'acme', '42', plain, sight, new Date(startAt)))) as Reading | undefined;
			if (reading?.kind === 'read') expect(reading.news.every(({ event }) => event.kind !== 'terminate')).toBe(true);
		}), { numRuns: 3_000 });
	}, 60_000);

	test('C02: so does asking for changes, and for everybody', async () => {
		await fc.assert(fc.asyncProperty(answers, async (given) => {
			await settled(readChanges(client(given), '2026-11-20T11:00:00Z', new Date(startAt)));
			await settled(readEverybody(client(given), 'acme', plain, () => sight, new Date(startAt)));
		}), { numRuns: 3_000 });
	}, 60_000);
});
