import { parseHints } from './hint';
import { sign, verify } from './signature';

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
