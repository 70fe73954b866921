import type { Clock } from '../clock';
import { refuse } from './errors';
import type { BambooState, Employee, Row, TableName } from './state';
import { nextId } from './state';

/** Changes to the company's records. Whoever calls these has to settle the news afterwards. */
export interface Place {
	state: BambooState;
	clock: Clock;
}

export function employeeById({ state }: Pick<Place, 'state'>, id: string): Employee {
	const employee = state.employees.get(id);
	if (employee === undefined) throw refuse(404, `Employee ${id} was not found`);
	return employee;
}

export const mark = ({ clock }: Place, employee: Employee) => {
	employee.changedAt = clock.now();
};

export function addRow(place: Place, employeeId: string, table: TableName, { date, reportsToId, columns }: Omit<Row, 'id' | 'employeeId'>): Row {
	const employee = employeeById(place, employeeId);
	const row: Row = { id: nextId(place.state), employeeId, date, columns, ...(reportsToId === undefined ? {} : { reportsToId }) };
	// The newest row comes first, as the vendor promises no order.
	employee.tables[table].unshift(row);
	mark(place, employee);
	return row;
}

export function removeRow(place: Place, employeeId: string, table: TableName, rowId: string): void {
	const employee = employeeById(place, employeeId);
	if (!employee.tables[table].some(({ id }) => id === rowId)) throw refuse(404, `Row ${rowId} was not found`);
	employee.tables[table] = employee.tables[table].filter(({ id }) => id !== rowId);
	mark(place, employee);
}

function refuseDuplicateEmail({ state }: Place, workEmail: string | null | undefined, self?: Employee): void {
	if (workEmail === null || workEmail === undefined || workEmail === '') return;
	const taken = [...state.employees.values()].some((other) => other !== self && other.fields.workEmail?.toLowerCase() === workEmail.toLowerCase());
	if (taken) throw refuse(409, 'Duplicate work email');
}

export function addEmployee(place: Place, fields: Employee['fields']): Employee {
	const { state, clock } = place;
	refuseDuplicateEmail(place, fields.workEmail);
	const id = String(Math.max(0, ...[...state.employees.keys(), ...state.deleted.keys()].map(Number)) + 1);
	const employee: Employee = { id, fields: { employeeNumber: id, ...fields }, tables: { employmentStatus: [], jobInfo: [] }, insertedAt: clock.now(), changedAt: clock.now() };
	state.employees.set(id, employee);
	return employee;
}

export function changeFields(place: Place, id: string, changes: Employee['fields']): Employee {
	const employee = employeeById(place, id);
	refuseDuplicateEmail(place, changes.workEmail, employee);
	Object.assign(employee.fields, changes);
	mark(place, employee);
	return employee;
}

export function eraseEmployee(place: Place, id: string): void {
	employeeById(place, id);
	place.state.employees.delete(id);
	place.state.deleted.set(id, place.clock.now());
}
