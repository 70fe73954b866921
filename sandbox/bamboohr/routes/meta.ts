import { ok } from '../../server/message';
import { fields } from '../fields';
import type { BambooCall, BambooRoute } from '../state';
import { sorted } from '../values';
import { olderResource } from '../xml';

const LISTS = [
	{ fieldId: '17', alias: 'jobTitle', column: 'jobTitle', table: 'jobInfo', name: 'Job Title' },
	{ fieldId: '4', alias: 'department', column: 'department', table: 'jobInfo', name: 'Department' },
	{ fieldId: '18', alias: 'location', column: 'location', table: 'jobInfo', name: 'Location' },
	{ fieldId: '1936', alias: 'employmentHistoryStatus', column: 'employmentStatus', table: 'employmentStatus', name: 'Employment Status' },
] as const;

const ALWAYS: Record<string, string[]> = { employmentHistoryStatus: ['Full-Time', 'Part-Time', 'Contractor', 'Terminated'] };

function metaFields({ incoming }: BambooCall) {
	const shown = fields.map(({ id, name, alias, type, withoutAlias }) => ({ id: Number(id), name, type, ...(withoutAlias === true ? {} : { alias }), deprecated: alias === 'employmentStatus' }));
	return olderResource(incoming, 'fields', shown);
}

function metaLists({ incoming, state }: BambooCall) {
	const lists = LISTS.map(({ fieldId, alias, column, table, name }) => {
		const used = [...state.employees.values()].flatMap(({ tables }) => sorted(tables[table]).map(({ columns }) => columns[column]));
		const names = [...new Set([...(ALWAYS[alias] ?? []), ...used.filter((value) => value !== undefined)])];
		const options = names.map((option, index) => ({ id: Number(fieldId) * 1000 + index, archived: 'no', createdDate: null, archivedDate: null, name: option }));
		return { fieldId: Number(fieldId), manageable: 'yes', multiple: 'no', name, options, alias };
	});
	return olderResource(incoming, 'lists', lists);
}

function metaTables({ incoming }: BambooCall) {
	return olderResource(incoming, 'tables', [
		{ alias: 'employmentStatus', fields: [{ id: 1936, name: 'Employment Status', alias: 'employmentStatus', type: 'list' }] },
		{ alias: 'jobInfo', fields: fields.filter(({ table }) => table === 'jobInfo').map(({ id, name, alias, type }) => ({ id: Number(id), name, alias, type })) },
	]);
}

function metaUsers({ state, query }: BambooCall) {
	const wanted = query.get('status');
	const users = [...state.apiKeys.values()].map(({ userId, employeeId, email, enabled }) => ({ id: Number(userId), employeeId: Number(employeeId), email, status: enabled ? 'enabled' : 'disabled', lastLogin: null }));
	return ok(Object.fromEntries(users.filter(({ status }) => wanted === null || status === wanted).map((user) => [user.id, user])));
}

export const metaRoutes: BambooRoute[] = [
	{ method: 'GET', path: '/api/v1/meta/fields', handle: metaFields },
	{ method: 'GET', path: '/api/v1/meta/lists', handle: metaLists },
	{ method: 'GET', path: '/api/v1/meta/tables', handle: metaTables },
	{ method: 'GET', path: '/api/v1/meta/users', handle: metaUsers },
];
