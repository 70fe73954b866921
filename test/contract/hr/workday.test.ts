import { workday, workdayColumns } from '../../../systems/hr/workday';
import { conforms, type Wish } from '../../support/hrConformance';

const statuses = { preboarding: 'Pre-Hire', active: 'Active', leave: 'On Leave', terminated: 'Terminated', unmapped: 'Ausgeschieden' };

/** One row of a report as RaaS gives it: names are the customer's, values are texts. */
const row = ({ id, status, firstDay, lastDay, title = 'Engineer' }: Wish) => ({
	Employee_ID: id,
	Preferred_Name: 'Ada Lovelace',
	primaryWorkEmail: 'ada@kestrel.example',
	businessTitle: title,
	Supervisory_Organization: 'R&D',
	location: 'Berlin',
	Manager_ID: '20411',
	Worker_Type: 'Employee',
	Worker_Status: statuses[status],
	Hire_Date: firstDay,
	Termination_Date: lastDay ?? '',
});

const source = { ...workday, labels: { ...workday.labels, 'Pre-Hire': 'preboarding' as const } };
const report = (people: readonly object[]) => ({ Report_Entry: people });

conforms(source, {
	answer: (people) => ({ answer: report(people.map(row)) }),
	ids: ['21001', '21002'],
	needed: ['Employee_ID', 'Worker_Status', 'Hire_Date', 'Termination_Date'],
	empty: [report([]), { Report_Entry: '' }, { total: 0, data: [] }, report([{}])],
});

const wish: Wish = { id: '21001', status: 'active', firstDay: '2020-01-06' };

describe('Workday', () => {
	test('columns are called as the customer calls them, and yes and no are 1 and 0', () => {
		const columns = { ...workdayColumns, id: 'WID', status: 'Active', firstDay: 'Start', lastDay: 'Termination Date' };
		const rows = [{ WID: 'a1b2c3d4e5f60718293a4b5c6d7e8f90', Active: '0', Start: '2020-01-06-08:00', 'Termination Date': '2026-11-19-08:00' }];
		expect(workday.read(report(rows), { columns })).toEqual([{ kind: 'entry', entry: expect.objectContaining({ stints: [{ label: '0', firstDay: '2020-01-06', end: expect.objectContaining({ date: '2026-11-19' }) }] }) }]);
	});

	test('a column nobody has is named, and nothing is concluded', () => {
		const { Termination_Date: _, ...rest } = row(wish);
		expect(() => workday.read(report([rest]), {})).toThrow(/"Termination_Date"/);
	});

	test('WQL answers in another shape', () => {
		expect(workday.read({ total: 1, data: [row(wish)] }, {})).toHaveLength(1);
	});

	test('a person with several positions is one person, and what differs is nobody\'s', () => {
		const rows = [row(wish), row({ ...wish, title: 'Board Member' })];
		expect(workday.read(report(rows), {})).toEqual([{ kind: 'entry', entry: expect.objectContaining({ person: expect.objectContaining({ title: null, department: 'R&D' }) }) }]);
	});

	test('rows of one person that contradict each other are told', () => {
		const rows = [row(wish), row({ ...wish, status: 'terminated', lastDay: '2026-11-19' })];
		expect(workday.read(report(rows), {})).toEqual([{ kind: 'unclear', employeeId: '21001', why: expect.stringContaining('several rows') }]);
	});
});
