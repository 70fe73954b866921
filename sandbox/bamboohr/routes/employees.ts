import { jsonBody, noContent, ok } from '../../server/message';
import { refuse } from '../errors';
import { aliasOf, fields } from '../fields';
import { addEmployee, addRow, changeFields, employeeById } from '../records';
import type { BambooCall, BambooRoute, Employee, TableName } from '../state';
import { todayAt, valuesOf } from '../values';
import { olderResource } from '../xml';

const MOST_FIELDS = 400;

function visible(call: BambooCall, id: string): Employee {
	const employee = employeeById(call, id === '0' ? call.caller.employeeId : id);
	if (call.caller.hiddenEmployees.includes(employee.id)) throw refuse(403, 'You do not have access to this employee');
	return employee;
}

/** Fields the caller may not read are left out, not null; unknown ones as well. */
function pick(call: BambooCall, employee: Employee, asked: string[], onlyCurrent: boolean): Record<string, string | null> {
	const values = valuesOf(call.state, employee, call.clock.now(), onlyCurrent);
	const shown = asked.flatMap((key) => {
		const alias = aliasOf(key);
		return alias === undefined || call.caller.hiddenFields.includes(alias) ? [] : [[key, values[alias] ?? null] as const];
	});
	return { id: employee.id, ...Object.fromEntries(shown) };
}

function get(call: BambooCall) {
	const employee = visible(call, call.params.id ?? '');
	const asked = (call.query.get('fields') ?? 'firstName,lastName').split(',').filter((key) => key !== '' && key !== 'id');
	if (asked.length > MOST_FIELDS) throw refuse(400, `At most ${MOST_FIELDS} fields can be requested`);
	return olderResource(call.incoming, 'employee', pick(call, employee, asked, call.query.get('onlyCurrent') !== 'false'));
}

const DIRECTORY = ['displayName', 'firstName', 'lastName', 'preferredName', 'jobTitle', 'workEmail', 'department', 'location', 'supervisor'];

function directory(call: BambooCall) {
	const { state, clock, query } = call;
	if (!state.settings.directoryShared) throw refuse(403, 'The company directory is not shared');
	const onlyActive = query.get('onlyCurrent') !== 'false';
	const listed = [...state.employees.values()].filter((employee) => !onlyActive || valuesOf(state, employee, clock.now()).status === 'Active');
	if (listed.length === 0) throw refuse(404, 'The directory is empty');
	const shown = fields.filter(({ alias }) => DIRECTORY.includes(alias)).map(({ alias, type, name }) => ({ id: alias, type, name }));
	return olderResource(call.incoming, 'directory', { fields: shown, employees: listed.map((employee) => pick(call, employee, DIRECTORY, true)) });
}

const HISTORY: Record<string, TableName> = { jobTitle: 'jobInfo', department: 'jobInfo', division: 'jobInfo', location: 'jobInfo', employmentHistoryStatus: 'employmentStatus' };

type Changes = Record<string, string | null>;

/** Values of history fields become a row dated today, the others are set. */
function split(body: Record<string, unknown>): { plain: Changes; tables: Record<TableName, Record<string, string>> } {
	const plain: Changes = {};
	const tables: Record<TableName, Record<string, string>> = { employmentStatus: {}, jobInfo: {} };
	for (const [key, value] of Object.entries(body)) {
		const alias = aliasOf(key) ?? key;
		const table = HISTORY[alias];
		if (table === undefined) plain[alias] = value === null ? null : String(value);
		else tables[table][alias === 'employmentHistoryStatus' ? 'employmentStatus' : alias] = String(value);
	}
	return { plain, tables };
}

function store(call: BambooCall, employee: Employee, tables: Record<TableName, Record<string, string>>, date: string): void {
	for (const table of ['employmentStatus', 'jobInfo'] as const) {
		if (Object.keys(tables[table]).length > 0) addRow(call, employee.id, table, { date, columns: tables[table] });
	}
}

function create(call: BambooCall) {
	const body = jsonBody(call.incoming);
	if (body === undefined || typeof body.firstName !== 'string' || typeof body.lastName !== 'string') throw refuse(400, 'firstName and lastName are required');
	const { plain, tables } = split(body);
	const employee = addEmployee(call, plain);
	store(call, employee, tables, plain.hireDate ?? todayAt(call.state, call.clock.now()));
	return { status: 201, headers: { Location: `${call.baseUrl}/api/v1/employees/${employee.id}` } };
}

function update(call: BambooCall) {
	const employee = visible(call, call.params.id ?? '');
	const body = jsonBody(call.incoming);
	if (body === undefined) throw refuse(400, 'Malformed body');
	const { plain, tables } = split(body);
	changeFields(call, employee.id, plain);
	store(call, employee, tables, todayAt(call.state, call.clock.now()));
	return { ...noContent(), status: 200 };
}

function report(call: BambooCall) {
	const body = jsonBody(call.incoming);
	if (body === undefined || !Array.isArray(body.fields)) throw refuse(400, 'fields is required');
	if (body.fields.length > MOST_FIELDS) throw refuse(400, `At most ${MOST_FIELDS} fields can be requested`);
	// Unknown and forbidden fields vanish without a word.
	const known = body.fields.map(String).filter((key) => aliasOf(key) !== undefined && !call.caller.hiddenFields.includes(aliasOf(key) ?? '')) ;
	const { value: since } = ((body.filters ?? {}) as { lastChanged?: { value?: string } }).lastChanged ?? {};
	const listed = [...call.state.employees.values()].filter(({ changedAt }) => since === undefined || changedAt >= Date.parse(since));
	return ok({
		title: String(body.title ?? ''),
		fields: known.map((key) => ({ id: key, type: fields.find(({ alias }) => alias === aliasOf(key))?.type ?? 'text', name: fields.find(({ alias }) => alias === aliasOf(key))?.name ?? key })),
		employees: listed.map((employee) => pick(call, employee, known, call.query.get('onlyCurrent') !== 'false')),
	});
}

export const employeeRoutes: BambooRoute[] = [
	{ method: 'GET', path: '/api/v1/employees/directory', handle: directory },
	{ method: 'POST', path: '/api/v1/employees', handle: create },
	{ method: 'POST', path: '/api/v1/reports/custom', handle: report },
];

/** Listed after the fixed paths below /employees, which they would swallow. */
export const singleEmployeeRoutes: BambooRoute[] = [
	{ method: 'GET', path: '/api/v1/employees/:id', handle: get },
	{ method: 'POST', path: '/api/v1/employees/:id', handle: update },
];
