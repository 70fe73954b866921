import { rippling } from '../../../systems/hr/rippling';
import { conforms, type Wish } from '../../support/hrConformance';

const statuses = { preboarding: 'HIRED', active: 'ACTIVE', leave: 'LEAVE', terminated: 'TERMINATED', unmapped: 'SUSPENDED' };

/** GET /workers?expand=user,manager,department,employment_type */
const worker = ({ id, status, firstDay, lastDay, title = 'Engineer' }: Wish) => ({
	id,
	created_at: '2023-03-15T10:00:00Z',
	updated_at: '2026-11-20T10:30:00Z',
	user_id: 'usr_1',
	user: { id: 'usr_1', name: { formatted: 'Ada Lovelace', given_name: 'Ada', family_name: 'Lovelace' } },
	manager_id: 'wkr_2',
	start_date: firstDay,
	end_date: lastDay ?? null,
	number: 1001,
	title,
	work_email: 'ada@kestrel.example',
	personal_email: 'ada@home.example',
	status: statuses[status],
	employment_type_id: 'et_1',
	department: { id: 'dep_1', name: 'R&D' },
	location: { type: 'OFFICE', work_location_id: 'wl_1' },
});

/** Rippling documents no status for leave: this stands for a label the company mapped. */
const source = { ...rippling, labels: { ...rippling.labels, LEAVE: 'leave' as const } };

conforms(source, {
	answer: (people) => ({ answer: { results: people.map(worker), next_link: null } }),
	ids: ['wkr_1', 'wkr_3'],
	needed: ['id', 'status', 'end_date'],
	empty: [{ results: [], next_link: null }, { results: null }, { next_link: 'https://rest.ripplingapis.com/workers?cursor=x' }],
});

const answer = (next_link: unknown) => ({ results: [worker({ id: 'wkr_1', status: 'terminated', firstDay: '2023-03-15', lastDay: '2026-11-19' })], next_link });

describe('Rippling', () => {
	test.each(['https://rest.ripplingapis.com.evil.example/workers', 'https://evil.example/', 'http://rest.ripplingapis.com/workers', '//evil.example', 'javascript:1', 7, {}])('a next page at %j is no page of Rippling, and nothing is concluded', (link) => {
		expect(() => rippling.read(answer(link), {})).toThrow(/not its own address/);
	});

	test('a next page of its own says that there is more', () => {
		expect(rippling.read(answer('https://rest.ripplingapis.com/workers?cursor=x'), {})).toHaveLength(1);
		expect(rippling.goesOn!(answer('https://rest.ripplingapis.com/workers?cursor=x'))).toBe(true);
		expect(rippling.goesOn!(answer(null))).toBe(false);
	});

	test('a private address is nobody\'s business', () => {
		expect(JSON.stringify(rippling.read(answer(null), {}))).not.toContain('home.example');
	});
});
