import { jsonBody, ok } from '../../server/message';
import { refuse } from '../errors';
import { addRow, employeeById, mark, removeRow } from '../records';
import type { BambooCall, BambooRoute, Row, TableName } from '../state';
import { todayAt } from '../values';
import { olderResource } from '../xml';

const TABLES: readonly string[] = ['employmentStatus', 'jobInfo'];

export function tableIn({ params }: BambooCall): TableName {
	if (!TABLES.includes(params.table ?? '')) throw refuse(404, `Table ${params.table} was not found`);
	return params.table as TableName;
}

export const showRow = ({ id, employeeId, date, columns }: Row) => ({ id, employeeId, date, ...columns });

/** Rows come unsorted: later ids first for some employees, so that nobody relies on an order. */
const unsorted = (rows: readonly Row[], employeeId: string) => (Number(employeeId) % 2 === 0 ? rows : [...rows].reverse());

function get(call: BambooCall) {
	const table = tableIn(call);
	const { state, caller, params } = call;
	if (caller.hiddenEmployees.includes(params.id ?? '')) throw refuse(403, 'You do not have access to this employee');
	const chosen = params.id === 'all' ? [...state.employees.values()].filter(({ id }) => !caller.hiddenEmployees.includes(id)) : [employeeById(call, params.id ?? '')];
	return olderResource(call.incoming, 'table', chosen.flatMap(({ id, tables }) => unsorted(tables[table], id).map(showRow)));
}

function columnsIn({ incoming }: BambooCall): { date?: string; columns: Record<string, string> } {
	const { date, ...rest } = jsonBody(incoming) ?? {};
	return { ...(date === undefined ? {} : { date: String(date) }), columns: Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, String(value)])) };
}

const managerNamed = ({ state }: BambooCall, name: string | undefined) =>
	[...state.employees.values()].find(({ fields }) => `${fields.firstName} ${fields.lastName}` === name)?.id;

function add(call: BambooCall) {
	const { date = todayAt(call.state, call.clock.now()), columns } = columnsIn(call);
	const reportsToId = managerNamed(call, columns.reportsTo);
	addRow(call, call.params.id ?? '', tableIn(call), { date, columns, ...(reportsToId === undefined ? {} : { reportsToId }) });
	return ok(undefined);
}

function change(call: BambooCall) {
	const employee = employeeById(call, call.params.id ?? '');
	const row = employee.tables[tableIn(call)].find(({ id }) => id === call.params.row);
	if (row === undefined) throw refuse(404, `Row ${call.params.row} was not found`);
	const { date, columns } = columnsIn(call);
	row.date = date ?? row.date;
	Object.assign(row.columns, columns);
	const reportsToId = managerNamed(call, columns.reportsTo);
	if (reportsToId !== undefined) row.reportsToId = reportsToId;
	mark(call, employee);
	return ok(undefined);
}

function remove(call: BambooCall) {
	removeRow(call, call.params.id ?? '', tableIn(call), call.params.row ?? '');
	return ok({ success: true });
}

export const tableRoutes: BambooRoute[] = ['v1', 'v1_1'].flatMap((version) => {
	const base = `/api/${version}/employees/:id/tables/:table`;
	return [
		{ method: 'GET', path: base, handle: get },
		{ method: 'POST', path: base, handle: add },
		{ method: 'POST', path: `${base}/:row`, handle: change },
		{ method: 'DELETE', path: `${base}/:row`, handle: remove },
	];
});
