import { keptOfEvent } from './event';
import { keptOfPerson, namesIn, type Person } from './person';

const whole = {
	id: '30', name: 'Mateo Rivas', firstName: 'Mateo', lastName: 'Rivas', workEmail: 'mateo@acme.test', title: 'Engineer', department: 'Research', location: null, timeZone: 'Europe/Madrid',
	manager: { id: '7', name: 'Ada', email: null }, startDate: '2020-01-01', lastDay: '2026-11-20', workerType: 'Employee', clearance: null,
};
const kept = (person: object) => keptOfPerson(person as Person);

describe('what is kept of a person', () => {
	test('is everything a person is known by here', () => {
		expect(kept(whole)).toEqual(whole);
	});

	test('is nothing else, whatever a workflow put beside it', () => {
		expect(kept({ ...whole, salary: 90_000, ssn: '078-05-1120', homeAddress: { street: 'Calle 1' }, manager: { ...whole.manager, salary: 1 } })).toEqual(whole);
	});

	test.each([
		['a title that is a whole record', { title: { name: 'Engineer', salary: 90_000 } }],
		['a department that is a list', { department: ['Research', 'calle 1'] }],
		['a name that is none', { name: 42 }],
		['a first name that is a record', { firstName: { given: 'Mateo', born: '1990-01-01' } }],
		['a manager that is a text', { manager: 'Ada, calle 1' }],
		['a date that is an object', { startDate: { year: 2020 } }],
	])('is not %s', (_, wrong) => {
		const [field] = Object.keys(wrong);
		expect(kept({ ...whole, ...wrong })).toEqual(Object.fromEntries(Object.entries(whole).filter(([name]) => name !== field)));
	});

	test('is an id as text, also where it became a number on its way', () => {
		expect(kept({ id: 30, name: 'Mateo' })).toEqual({ id: '30', name: 'Mateo' });
	});
});

test('of an event only what it is is kept', () => {
	const event = { kind: 'terminate' as const, key: 'a/1', source: 'bamboohr', effectiveAt: '2026-11-20T08:00:00.000Z', receivedAt: '2026-11-20T08:00:00.000Z' };
	expect(keptOfEvent({ ...event, reasonForLeaving: 'illness', severance: 5 } as typeof event)).toEqual(event);
});

test.each([
	['Ada Lovelace <ada@acme.test>', ['ada lovelace <ada@acme.test>', 'ada lovelace', 'ada@acme.test']],
	[' ADA@acme.test ', ['ada@acme.test', 'ada@acme.test', 'ada@acme.test']],
	['CISO Office', ['ciso office', 'ciso office']],
	['', []],
])('%j names %j', (text, names) => {
	expect(namesIn(text)).toEqual(names);
});
