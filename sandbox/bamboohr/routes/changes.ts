import { isoWithOffset } from '../dates';
import { refuse } from '../errors';
import type { BambooCall, BambooRoute, Employee } from '../state';
import { olderResource } from '../xml';
import { showRow, tableIn } from './tables';

const TYPES = ['inserted', 'updated', 'deleted', 'all'];

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** A `+` that was not encoded arrives as a blank, and is refused. */
function sinceOf({ query }: BambooCall): number {
	const text = query.get('since') ?? '';
	const since = Date.parse(text);
	if (!ISO_8601.test(text) || Number.isNaN(since)) throw refuse(400, 'since must be an ISO 8601 date');
	return since;
}

const changedSince = ({ state, caller }: BambooCall, since: number): Employee[] =>
	[...state.employees.values()].filter(({ id, changedAt }) => changedAt >= since && !caller.hiddenEmployees.includes(id));

/** Marks whoever was edited, on the day of the edit: not when a row takes effect. */
function changed(call: BambooCall) {
	const since = sinceOf(call);
	const type = call.query.get('type') ?? 'all';
	if (!TYPES.includes(type)) throw refuse(400, `type must be one of ${TYPES.join(', ')}`);
	const living = changedSince(call, since).map(({ id, insertedAt, changedAt }) => ({ id, action: insertedAt >= since ? 'Inserted' : 'Updated', at: changedAt }));
	const gone = [...call.state.deleted].filter(([, at]) => at >= since).map(([id, at]) => ({ id, action: 'Deleted', at }));
	const shown = [...living, ...gone].filter(({ action }) => type === 'all' || action.toLowerCase() === type);
	const entries = shown.map(({ id, action, at }) => [id, { id, action, lastChanged: isoWithOffset(at) }] as const);
	// PHP: an empty map comes out as an empty list.
	const employees = entries.length === 0 ? [] : Object.fromEntries(entries);
	return olderResource(call.incoming, 'employees', { latest: isoWithOffset(Math.max(call.clock.now(), ...shown.map(({ at }) => at))), employees });
}

function changedTable(call: BambooCall) {
	const table = tableIn(call);
	const entries = changedSince(call, sinceOf(call)).map(({ id, changedAt, tables }) => [id, { lastChanged: isoWithOffset(changedAt), rows: tables[table].map(showRow) }] as const);
	return olderResource(call.incoming, 'table', { table, employees: entries.length === 0 ? [] : Object.fromEntries(entries) });
}

export const changeRoutes: BambooRoute[] = [
	{ method: 'GET', path: '/api/v1/employees/changed', handle: changed },
	{ method: 'GET', path: '/api/v1/employees/changed/tables/:table', handle: changedTable },
];
