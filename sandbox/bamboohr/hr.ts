import { addEmployee, addRow, changeFields, employeeById, eraseEmployee, removeRow } from './records';
import type { Place } from './records';
import type { BambooState, Employee, Row } from './state';
import { sorted, todayAt, valuesOf } from './values';

export interface NewHire {
	firstName: string;
	lastName: string;
	workEmail?: string;
	/** YYYY-MM-DD, today if left out. */
	hireDate?: string;
	department?: string;
	jobTitle?: string;
	location?: string;
	managerId?: string;
	employmentStatus?: string;
}

export interface JobChange {
	department?: string;
	jobTitle?: string;
	location?: string;
	managerId?: string;
}

export interface TerminationReasons {
	type?: string;
	reason?: string;
	comment?: string;
}

/** What an HR administrator does in BambooHR's own screens. Dates are YYYY-MM-DD and default to the company's today. */
export interface HrDesk {
	today(): string;
	employee(id: string): Record<string, string | null>;
	hire(hire: NewHire): Employee;
	terminate(employeeId: string, date?: string, reasons?: TerminationReasons): Row;
	/** Deletes the latest Terminated row: the termination is called off. */
	rescind(employeeId: string): void;
	rehire(employeeId: string, date?: string, employmentStatus?: string): Row;
	/** A new row in the table of employment statuses, such as *Leave of Absence*. */
	setStatus(employeeId: string, employmentStatus: string, date?: string): Row;
	changeJob(employeeId: string, change: JobChange, date?: string): Row;
	rename(employeeId: string, name: { firstName?: string; lastName?: string; preferredName?: string; workEmail?: string }): Employee;
	setFields(employeeId: string, fields: Record<string, string | null>): Employee;
	/** Erases the record, as HR does with mistaken entries. */
	deleteEmployee(employeeId: string): void;
	/** Disables the user an API key belongs to: the key dies and its webhooks stop. */
	disableApiUser(key: string): void;
}

const nameOf = (state: BambooState, id: string | undefined) => {
	const manager = id === undefined ? undefined : state.employees.get(id)?.fields;
	return manager === undefined ? '' : `${manager.firstName} ${manager.lastName}`;
};

interface Frame {
	before(): void;
	after(): void;
}

export function createHrDesk(place: Place, { before, after }: Frame): HrDesk {
	const { state, clock } = place;
	const today = () => todayAt(state, clock.now());
	const settled = <T>(change: () => T): T => {
		before();
		const result = change();
		after();
		return result;
	};

	const jobRow = (employeeId: string, { managerId, ...change }: JobChange, date: string) => {
		const current = sorted(employeeById(place, employeeId).tables.jobInfo).findLast((row) => row.date <= date);
		const reportsToId = managerId ?? current?.reportsToId;
		const columns = { location: '', department: '', division: '', jobTitle: '', ...current?.columns, ...change, reportsTo: nameOf(state, reportsToId) };
		return addRow(place, employeeId, 'jobInfo', { date, columns, ...(reportsToId === undefined ? {} : { reportsToId }) });
	};

	return {
		today,
		employee: (id) => valuesOf(state, employeeById(place, id), clock.now()),
		hire: ({ hireDate = today(), department = '', jobTitle = '', location = '', managerId, employmentStatus = 'Full-Time', workEmail, ...name }) =>
			settled(() => {
				const employee = addEmployee(place, { ...name, workEmail: workEmail ?? null, hireDate, originalHireDate: hireDate });
				addRow(place, employee.id, 'employmentStatus', { date: hireDate, columns: { employmentStatus, comment: 'New Hire' } });
				jobRow(employee.id, { department, jobTitle, location, ...(managerId === undefined ? {} : { managerId }) }, hireDate);
				return employee;
			}),
		terminate: (employeeId, date = today(), { type = 'Resignation (Voluntary)', reason = 'Other employment', comment = '' } = {}) =>
			settled(() =>
				addRow(place, employeeId, 'employmentStatus', {
					date,
					columns: { employmentStatus: 'Terminated', comment, terminationTypeId: type, terminationReasonId: reason, terminationRehireId: 'Yes' },
				}),
			),
		rescind: (employeeId) =>
			settled(() => {
				const row = sorted(employeeById(place, employeeId).tables.employmentStatus).findLast(({ columns }) => columns.employmentStatus === 'Terminated');
				if (row === undefined) throw new Error(`Employee ${employeeId} has no termination to rescind`);
				removeRow(place, employeeId, 'employmentStatus', row.id);
			}),
		rehire: (employeeId, date = today(), employmentStatus = 'Full-Time') =>
			settled(() => {
				changeFields(place, employeeId, { hireDate: date });
				return addRow(place, employeeId, 'employmentStatus', { date, columns: { employmentStatus, comment: 'Re-hire' } });
			}),
		setStatus: (employeeId, employmentStatus, date = today()) => settled(() => addRow(place, employeeId, 'employmentStatus', { date, columns: { employmentStatus, comment: '' } })),
		changeJob: (employeeId, change, date = today()) => settled(() => jobRow(employeeId, change, date)),
		rename: (employeeId, name) => settled(() => changeFields(place, employeeId, name)),
		setFields: (employeeId, fields) => settled(() => changeFields(place, employeeId, fields)),
		deleteEmployee: (employeeId) => settled(() => eraseEmployee(place, employeeId)),
		disableApiUser: (key) => {
			const known = state.apiKeys.get(key);
			if (known === undefined) throw new Error('No user has this API key');
			known.enabled = false;
		},
	};
}
