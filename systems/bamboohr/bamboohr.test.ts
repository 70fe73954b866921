import { parseHints } from './hint';
import { sign, verify } from './signature';
import { readEmployment, type Rules } from './employment';
import { toPerson } from './employee';

describe('the signature of a webhook', () => {
	const key = '123b929362d51613054f71e5e5d4bf2c';
	const timestamp = '1658248023';
	const body = Buffer.from('{"employees":[{"changedFields":["First name"],"fields":{"Employee #":{"value":"300"},"First name":{"value":"Tefi"},"Last name":{"value":"Adams"}},"id":"5"}]}');
	const signature = '56491dd9c2b352bc5f4fc627159aae20ddff9c8cb19f239a6de6771dc5310bac';
	const now = new Date(1658248023_000 + 60_000);
	const hour = 3_600_000;

	test('a recorded delivery is genuine', () => {
		expect(sign(key, body, timestamp)).toBe(signature);
		expect(verify({ rawBody: body, timestamp, signature }, key, hour, now)).toBe('genuine');
	});

	test.each([
		['no signature', { signature: undefined }, 'unsigned'],
		['no timestamp', { timestamp: undefined }, 'unsigned'],
		['another key', {}, 'wrong signature', 'x'.repeat(32)],
		['one byte of the body', { rawBody: Buffer.from(body.toString().replace('300', '301')) }, 'wrong signature'],
		['another timestamp', { timestamp: '1658248024' }, 'wrong signature'],
		['a signature of another length', { signature: signature.slice(1) }, 'wrong signature'],
		['a signature in capitals', { signature: signature.toUpperCase() }, 'wrong signature'],
	])('G10: %s is refused', (_name, change, verdict, otherKey = key) => {
		expect(verify({ rawBody: body, timestamp, signature, ...change }, otherKey, hour, now)).toBe(verdict);
	});

	test('G10: the same delivery is refused once the window has passed, and from the future', () => {
		expect(verify({ rawBody: body, timestamp, signature }, key, hour, new Date(now.getTime() + hour))).toBe('too old');
		expect(verify({ rawBody: body, timestamp, signature }, key, hour, new Date(now.getTime() - 3 * hour))).toBe('too old');
	});
});

describe('whom a webhook is about', () => {
	const hints = (body: unknown) => parseHints(Buffer.from(JSON.stringify(body)));

	test('the event kind', () => {
		expect(hints({ type: 'employee.updated', data: { companyId: '1', employeeId: '42', changedFields: ['status'] } })).toEqual([{ employeeId: '42', action: 'updated' }]);
	});
	test('the field kind, several at once, old and new spelling', () => {
		expect(hints({ employees: [{ id: '5', fields: {} }, { id: 6, action: 'Deleted' }] })).toEqual([
			{ employeeId: '5', action: 'updated' },
			{ employeeId: '6', action: 'deleted' },
		]);
	});
	test('events about the company concern nobody', () => {
		expect(hints({ type: 'company.updated', data: {} })).toEqual([]);
	});
	test.each([['no id', { type: 'employee.updated', data: {} }], ['a list', []], ['an id that is an object', { type: 'employee.updated', data: { employeeId: {} } }]])('%s is refused', (_name, body) => {
		expect(() => hints(body)).toThrow();
	});
});

describe('who has left, by the history rows', () => {
	const now = new Date('2026-11-20T12:00:00.000Z');
	const rules: Rules = { cutOff: { zone: 'Europe/Berlin', meaning: 'firstDayGone', atTime: '00:00' }, terminatedLabels: ['Terminated'] };
	const row = (id: string, date: string, employmentStatus: string) => ({ id, date, employmentStatus });
	const hired = row('1', '2020-01-01', 'Full-Time');
	const read = (status: string, rows: ReturnType<typeof row>[], extra: object = {}, when = now, by = rules) => readEmployment({ status, ...extra }, rows, by, when);

	test('an active employee stays', () => {
		expect(read('Active', [hired]).kind).toBe('staying');
	});
	test('a terminated row of yesterday, unsorted', () => {
		expect(read('Inactive', [row('2', '2026-11-19', 'Terminated'), hired])).toMatchObject({ kind: 'leaving', rowId: '2', effectiveAt: new Date('2026-11-18T23:00:00.000Z') });
	});
	test('B05: a row ahead is a leaver of that day', () => {
		expect(read('Active', [hired, row('2', '2026-12-31', 'Terminated')])).toMatchObject({ kind: 'leaving', date: '2026-12-31', effectiveAt: new Date('2026-12-30T23:00:00.000Z') });
	});
	test('B07: a row that was taken back leaves nobody', () => {
		expect(read('Active', [hired]).kind).toBe('staying');
	});
	test('a re-hire after the termination stays', () => {
		expect(read('Active', [hired, row('2', '2026-01-31', 'Terminated'), row('3', '2026-06-01', 'Full-Time')]).kind).toBe('staying');
	});
	test('a re-hire that lies ahead does not keep the access until then', () => {
		expect(read('Inactive', [hired, row('2', '2026-11-01', 'Terminated'), row('3', '2027-06-01', 'Full-Time')])).toMatchObject({ kind: 'leaving', rowId: '2' });
	});
	test('B04: last day worked or first day gone is a whole day', () => {
		const worked = { ...rules, cutOff: { zone: 'Europe/Berlin', meaning: 'lastDayWorked' as const, atTime: '23:59' } };
		expect(read('Inactive', [hired, row('2', '2026-11-20', 'Terminated')])).toMatchObject({ effectiveAt: new Date('2026-11-19T23:00:00.000Z') });
		expect(read('Inactive', [hired, row('2', '2026-11-20', 'Terminated')], {}, now, worked)).toMatchObject({ effectiveAt: new Date('2026-11-20T22:59:00.000Z') });
	});
	test.each([
		['B01', 'Australia/Sydney', '2026-07-04T13:59:00.000Z'],
		['B02', 'Pacific/Honolulu', '2026-07-05T09:59:00.000Z'],
	])('%s: the day ends where the person is (%s)', (_id, zone, expected) => {
		const by: Rules = { ...rules, cutOff: { zone, meaning: 'lastDayWorked', atTime: '23:59' } };
		expect(read('Active', [hired, row('2', '2026-07-04', 'Terminated')], {}, new Date('2026-07-01T00:00:00.000Z'), by)).toMatchObject({ effectiveAt: new Date(expected) });
	});
	test('C10: a label nobody mapped is unclear, never a leaver', () => {
		expect(read('Inactive', [hired, row('2', '2026-11-19', 'Ausgeschieden')])).toMatchObject({ kind: 'unclear', why: expect.stringContaining('Ausgeschieden') });
	});
	test('the label the company writes can be mapped', () => {
		expect(read('Inactive', [hired, row('2', '2026-11-19', 'Ausgeschieden')], {}, now, { ...rules, terminatedLabels: ['ausgeschieden'] }).kind).toBe('leaving');
	});
	test('active and terminated at once is unclear', () => {
		expect(read('Active', [hired, row('2', '2026-11-10', 'Terminated')]).kind).toBe('unclear');
	});
	test('inactive without any history is unclear', () => {
		expect(read('Inactive', []).kind).toBe('unclear');
	});
	test('somebody hired for later is not a leaver', () => {
		expect(read('Inactive', [], { hireDate: '2027-01-01' }).kind).toBe('staying');
	});
	test.each(['0000-00-00', '', 'soon'])('a row dated %j is unclear', (date) => {
		expect(read('Inactive', [hired, row('2', date, 'Terminated')]).kind).toBe('unclear');
	});
	test('a status that is hidden from the key is a sentence, not a guess', () => {
		expect(() => readEmployment({}, [hired], rules, now)).toThrow(/does not show the field "status"/);
	});
});

describe('the person', () => {
	test('empty dates in all three spellings are no dates', () => {
		for (const empty of ['0000-00-00', '', null]) expect(toPerson({ id: '7', lastName: 'Lee', terminationDate: empty }, '7', 'UTC').lastDay).toBeNull();
	});
	test('an answer about somebody else is refused', () => {
		expect(() => toPerson({ id: '8' }, '7', 'UTC')).toThrow(/answered with another one/);
	});
});
