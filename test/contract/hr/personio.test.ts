import { personio } from '../../../systems/hr/personio';
import type { ReadOptions } from '../../../systems/hr/source';
import { conforms, type Wish } from '../../support/hrConformance';

const secret = 'Bearer personio-token-of-the-tests';
const statuses = { preboarding: 'ONBOARDING', active: 'ACTIVE', leave: 'LEAVE', terminated: 'INACTIVE', unmapped: 'PAUSED' };

/** GET /v2/persons/{id} */
const person = ({ id }: Wish) => ({ id, email: 'ada@kestrel.example', first_name: 'Ada', last_name: 'Lovelace', preferred_name: null, status: 'ACTIVE', _meta: { links: { self: { href: `https://api.personio.de/v2/persons/${String(id)}` } } } });

/** GET /v2/persons/{id}/employments */
const employment = ({ id, status, firstDay, lastDay, title = 'Engineer' }: Wish, more: object = {}) => ({
	id: '88001',
	person: { id },
	status: statuses[status],
	employment_start_date: firstDay,
	employment_end_date: lastDay ?? null,
	type: 'INTERNAL',
	position: { title },
	org_units: [{ type: 'department', id: '7', name: 'R&D' }],
	office: { id: '3', name: 'Berlin' },
	supervisor: { id: '4711' },
	termination: lastDay === undefined ? null : { terminated_at: '2026-10-01', termination_date: lastDay, last_working_date: null, type: 'QUIT', reason: null },
	...more,
});

conforms(personio, {
	answer: (people) => ({ answer: { _data: people.map(person) }, options: { employments: { _data: people.map((wish) => employment(wish)), _meta: { links: {} } } } }),
	ids: ['5005', '5006'],
	needed: ['id', 'status', 'employment_start_date', 'person'],
	empty: [{ _data: [] }, { _data: null }],
	messages: {
		door: personio.door!,
		keys: { secrets: [secret] },
		bodyIsSigned: false,
		message: (key, now, about, nonce) => ({
			headers: { authorization: key },
			query: {},
			body: Buffer.from(JSON.stringify({ company_id: '1', event_name: 'employment.terminated', occurred_at: new Date(now.getTime() + nonce).toISOString(), payload: { id: '88001', person: { id: about } }, meta: {} })),
		}),
	},
});

const wish: Wish = { id: '5005', status: 'active', firstDay: '2020-01-06' };
const read = (employments: unknown, options: ReadOptions = {}) => personio.read(person(wish), { employments, ...options });
const stints = (employments: unknown, options: ReadOptions = {}) => {
	const [said] = read(employments, options);
	return said?.kind === 'entry' ? said.entry.stints : said;
};

describe('Personio', () => {
	test('without the second answer nothing is concluded', () => {
		expect(() => personio.read(person(wish), {})).toThrow(/employments as well/);
	});

	test('an employment with id, person and status only is a missing permission, and says so', () => {
		expect(read([{ id: '88001', person: { id: '5005' }, status: 'ACTIVE' }])).toEqual([{ kind: 'unclear', employeeId: '5005', why: expect.stringContaining('employment_start_date') }]);
	});

	test('an employment of somebody else is not theirs', () => {
		expect(read([employment({ ...wish, id: '4711', lastDay: '2026-11-30' })])).toEqual([{ kind: 'unclear', employeeId: '5005', why: expect.stringContaining('no employment') }]);
	});

	test('the last working day counts where the administrator says so', () => {
		const leaving = employment({ ...wish, lastDay: '2026-12-31' }, { termination: { termination_date: '2026-12-31', last_working_date: '2026-11-30' } });
		expect(stints([leaving], { endsWith: 'lastWorkingDay' })).toMatchObject([{ end: { date: '2026-11-30', meaning: 'lastDayWorked', kind: 'terminate' } }]);
		expect(stints([leaving])).toMatchObject([{ end: { date: '2026-12-31', kind: 'terminate' } }]);
	});

	test('the end of a fixed term is the end of a contract', () => {
		expect(stints([employment(wish, { employment_end_date: '2026-12-31' })])).toMatchObject([{ end: { date: '2026-12-31', kind: 'contract-end', row: '88001' } }]);
	});

	test('several employments are told apart by their beginning, however they are sorted', () => {
		const first = employment({ ...wish, status: 'terminated', lastDay: '2024-12-31' });
		const second = employment({ ...wish, firstDay: '2026-01-05' }, { id: '88002' });
		expect(stints([second, first])).toMatchObject([{ firstDay: '2020-01-06' }, { firstDay: '2026-01-05', end: null }]);
	});

	test.each([
		[{ event_name: 'person.updated', payload: { id: '5005' } }, ['5005']],
		[{ event_name: 'employment.updated', payload: { id: '88001', person_id: 5005 } }, ['5005']],
		[{ event_name: 'employment.updated', payload: { id: '88001' } }, []],
		[{ event_name: 'absence-period.created', payload: { id: 'x', person: { id: '5005' } } }, ['5005']],
	])('%j names %j', (payload, ids) => {
		expect(personio.hints(payload).map(({ employeeId }) => employeeId)).toEqual(ids);
	});
});
