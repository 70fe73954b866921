import { randomBytes } from 'node:crypto';
import { jsonBody, noContent, ok } from '../../server/message';
import type { ServiceNowCall, ServiceNowRoute } from './call';
import { refuse } from './errors';
import { rowsFor } from './query';
import type { Row, Table } from './state';
import { SYSTEM_FIELDS } from './state';

/** Sixteen bytes in hexadecimal. */
export const newSysId = () => randomBytes(16).toString('hex');

/** UTC, and nothing says so. */
const stamp = (call: ServiceNowCall) => call.clock.iso().slice(0, 19).replace('T', ' ');

function tableOf({ state, params }: ServiceNowCall): Table {
	const table = state.tables[params.table ?? ''];
	if (table === undefined) throw refuse(400, [`Invalid table ${params.table ?? ''}`, '']);
	return table;
}

const mayWrite = ({ caller }: ServiceNowCall) => caller.roles.includes('itil') || caller.roles.includes('admin');

/** A row that somebody may not see is not refused: it is not there. */
const seen = (call: ServiceNowCall, table: Table): readonly Row[] => (mayWrite(call) ? table.rows : []);

const REFERENCES: Record<string, string> = { opened_by: 'sys_user', caller_id: 'sys_user', assigned_to: 'sys_user', assignment_group: 'sys_user_group' };

/** References come as link and value, unless the caller wants them plain. */
function show(call: ServiceNowCall, row: Row) {
	const wanted = (call.query.get('sysparm_fields') ?? '').split(',').filter((field) => field !== '');
	const plain = call.query.get('sysparm_exclude_reference_link') === 'true';
	const host = call.incoming.headers.host ?? '';
	const shown = ([field, value]: [string, string]) => {
		const table = REFERENCES[field];
		return [field, table === undefined || value === '' || plain ? value : { link: `https://${host}/api/now/table/${table}/${value}`, value }];
	};
	return Object.fromEntries(Object.entries(row).filter(([field]) => wanted.length === 0 || wanted.includes(field)).map(shown)) as Record<string, unknown>;
}

const numberParameter = (call: ServiceNowCall, name: string, usual: number) => Number(call.query.get(name) ?? usual);

function list(call: ServiceNowCall) {
	const table = tableOf(call);
	const found = rowsFor(seen(call, table), [...SYSTEM_FIELDS, ...table.fields], call.query.get('sysparm_query') ?? '', call.state.settings);
	const offset = numberParameter(call, 'sysparm_offset', 0);
	const limit = numberParameter(call, 'sysparm_limit', 10_000);
	return ok({ result: found.slice(offset, offset + limit).map((row) => show(call, row)) }, { 'x-total-count': String(found.length) });
}

function rowOf(call: ServiceNowCall): Row {
	const row = seen(call, tableOf(call)).find(({ sys_id: id }) => id === call.params.id);
	if (row === undefined) throw refuse(404);
	return row;
}

function fieldsIn(call: ServiceNowCall, table: Table): Row {
	const body = jsonBody(call.incoming);
	if (body === undefined) throw refuse(400);
	if (!mayWrite(call)) throw refuse(403);
	// What is no field of the table is dropped without a word.
	return Object.fromEntries(Object.entries(body).filter(([field]) => table.fields.includes(field)).map(([field, value]) => [field, String(value)]));
}

function create(call: ServiceNowCall) {
	const { state, caller } = call;
	const table = tableOf(call);
	const given = fieldsIn(call, table);
	const at = stamp(call);
	const row: Row = {
		...Object.fromEntries(table.fields.map((field) => [field, ''])),
		state: '1',
		active: 'true',
		urgency: '3',
		impact: '3',
		...given,
		opened_by: caller.sysId,
		sys_id: newSysId(),
		number: `${table.prefix}${String(10_000 + ++state.sequence).padStart(7, '0')}`,
		sys_created_on: at,
		sys_updated_on: at,
		sys_created_by: caller.name,
	};
	table.rows.push(row);
	return { status: 201, headers: { location: `https://${call.incoming.headers.host ?? ''}/api/now/table/${call.params.table}/${row.sys_id}` }, body: { result: show(call, row) } };
}

function change(call: ServiceNowCall) {
	const row = rowOf(call);
	Object.assign(row, fieldsIn(call, tableOf(call)), { sys_updated_on: stamp(call) });
	return ok({ result: show(call, row) });
}

function remove(call: ServiceNowCall) {
	const row = rowOf(call);
	const table = tableOf(call);
	table.rows = table.rows.filter((other) => other !== row);
	return noContent();
}

const TABLE = '/api/now/table/:table';

export const tableRoutes: ServiceNowRoute[] = [
	{ method: 'GET', path: TABLE, handle: list },
	{ method: 'POST', path: TABLE, handle: create },
	{ method: 'GET', path: `${TABLE}/:id`, handle: (call) => ok({ result: show(call, rowOf(call)) }) },
	{ method: 'PATCH', path: `${TABLE}/:id`, handle: change },
	{ method: 'PUT', path: `${TABLE}/:id`, handle: change },
	{ method: 'DELETE', path: `${TABLE}/:id`, handle: remove },
];
