import type { Dictionary } from '../../http/parse';
import { dayIn, idIn, isDictionary, listIn, namesOf, suspect, textIn, Unclear } from '../fields';
import { eachOf } from '../people';
import type { Entry, HrSource, Said } from '../source';
import { suggestedHints } from '../suggestedBody';

/** As the columns are called unless the customer calls them otherwise. */
export const workdayColumns = {
	id: 'Employee_ID',
	employeeNumber: 'Employee_ID',
	name: 'Preferred_Name',
	firstName: 'First_Name',
	lastName: 'Last_Name',
	workEmail: 'primaryWorkEmail',
	title: 'businessTitle',
	department: 'Supervisory_Organization',
	location: 'location',
	managerId: 'Manager_ID',
	managerName: 'Manager_Name',
	managerEmail: 'Manager_Email',
	workerType: 'Worker_Type',
	status: 'Worker_Status',
	firstDay: 'Hire_Date',
	lastDay: 'Termination_Date',
} as const;

export type WorkdayColumn = keyof typeof workdayColumns;

/** Without these nobody can be told to stay or to go. */
const needed: readonly WorkdayColumn[] = ['id', 'status', 'firstDay', 'lastDay'];

const read: HrSource['read'] = (answer, { columns = workdayColumns }) => {
	const rows = rowsIn(answer);
	const named = (column: WorkdayColumn): string => columns[column]?.trim() || '';
	for (const column of needed) {
		// A row leaves out what is empty, so that only the report as a whole can show that a column is there.
		if (named(column) === '' || !rows.some((row) => isDictionary(row) && row[named(column)] !== undefined)) {
			throw suspect(`No row of the Workday report has a column "${named(column) || column}". Nothing was concluded from it. Add the column to the report, with a data source that has terminated workers too, or correct its name in "Columns of the Report".`);
		}
	}
	const said = eachOf(rows, 'Workday', (row) => idIn(row[named('id')]), (row, id) => entryOf(row, id, named));
	return onePerPerson(said);
};

const rowsIn = (answer: unknown): unknown[] => {
	if (isDictionary(answer) && 'data' in answer && 'total' in answer) return listIn(answer['data'], 'Workday', 'data');
	return listIn(isDictionary(answer) ? answer['Report_Entry'] : answer, 'Workday', 'Report_Entry');
};

const entryOf = (row: Dictionary, id: string, named: (column: WorkdayColumn) => string): Entry => {
	const value = (column: WorkdayColumn): string | null => (named(column) === '' ? null : textIn(row[named(column)]));
	const label = value('status');
	if (label === null) throw new Unclear(`the row has no "${named('status')}", so nobody can tell whether they stay; look at the report in Workday`);
	const date = dayIn(row[named('lastDay')], `"${named('lastDay')}"`);
	const managerId = idIn(row[named('managerId')]);
	return {
		person: {
			id,
			...namesOf(id, value('name'), value('firstName'), value('lastName')),
			workEmail: value('workEmail'),
			title: value('title'),
			department: value('department'),
			location: value('location'),
			manager: managerId === null ? null : { id: managerId, name: value('managerName'), email: value('managerEmail') },
			workerType: value('workerType'),
			clearance: null,
		},
		employeeNumber: value('employeeNumber'),
		timeZone: null,
		stints: [{ label, firstDay: dayIn(row[named('firstDay')], `"${named('firstDay')}"`), end: date === null ? null : { date, kind: 'terminate', row: null } }],
		changedAt: null,
	};
};

/** Several positions, and assignments abroad, give several rows. Where they differ in what decides, nobody can say which is right. */
const onePerPerson = (said: readonly Said[]): Said[] => {
	const seen = new Map<string, Entry>();
	const contradicted = new Set<string>();
	for (const one of said) {
		if (one.kind !== 'entry') continue;
		const { id } = one.entry.person;
		const before = seen.get(id);
		if (before && JSON.stringify(before.stints) !== JSON.stringify(one.entry.stints)) contradicted.add(id);
		seen.set(id, before ? withoutDifferences(before, one.entry) : one.entry);
	}
	const unclear = said.filter((one) => one.kind !== 'entry');
	return [
		...unclear,
		...[...seen].map(([id, entry]): Said =>
			contradicted.has(id) ? { kind: 'unclear', employeeId: id, why: 'the report has several rows of this person that differ in status or dates; keep the primary position only, by a filter of the report' } : { kind: 'entry', entry },
		),
	];
};

/** What differs between positions is nobody's: a title that came and went with the order of rows would be a move each time. */
const withoutDifferences = (one: Entry, other: Entry): Entry => {
	const alike = <T>(a: T, b: T): T | null => (JSON.stringify(a) === JSON.stringify(b) ? a : null);
	const { title, department, location, manager, workerType } = one.person;
	return {
		...one,
		person: {
			...one.person,
			title: alike(title, other.person.title),
			department: alike(department, other.person.department),
			location: alike(location, other.person.location),
			manager: alike(manager, other.person.manager),
			workerType: alike(workerType, other.person.workerType),
		},
	};
};

export const workday: HrSource = {
	id: 'workday',
	label: 'Workday',
	labels: { '1': 'active', '0': 'terminated', Active: 'active', 'On Leave': 'leave', Leave: 'leave', Terminated: 'terminated' },
	hints: suggestedHints,
	read,
};
