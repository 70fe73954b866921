import { ok } from '../../server/message';
import { SHEET_SCOPES as scopes } from '../auth/scopes';
import type { GoogleCall, GoogleRoute } from '../call';
import { invalidArgument, refuse } from '../errors';
import { columnName, rangeIn, valuesOf, write } from '../sheets';
import type { Cell, Sheet, Spreadsheet } from '../state';
import { bodyOf, route } from './route';

type Values = (Cell | null)[][];

const OPTIONS = ['RAW', 'USER_ENTERED'];

/** One may be there and not be shared with the caller: that is said. */
function spreadsheetOf({ state, params, caller }: GoogleCall): Spreadsheet {
	const found = state.spreadsheets.get(params.spreadsheet ?? '');
	if (found === undefined) throw refuse(404, 'notFound', 'Requested entity was not found.');
	if (!found.editors.includes(caller.email)) throw refuse(403, 'forbidden', 'The caller does not have permission');
	return found;
}

const properties = ({ sheetId, title, rowCount }: Sheet, index: number) => ({ properties: { sheetId, title, index, sheetType: 'GRID', gridProperties: { rowCount, columnCount: 26 } } });

function show(call: GoogleCall) {
	const { id, title, sheets } = spreadsheetOf(call);
	const all = { spreadsheetId: id, properties: { title }, sheets: sheets.map(properties), spreadsheetUrl: `https://docs.google.com/spreadsheets/d/${id}/edit` };
	return ok((call.query.get('fields') ?? '').startsWith('sheets') ? { sheets: all.sheets } : all);
}

function read(call: GoogleCall) {
	const range = rangeIn(spreadsheetOf(call), call.params.range ?? '');
	const values = valuesOf(range);
	const asked = call.query.get('valueRenderOption') ?? 'FORMATTED_VALUE';
	const shown = asked === 'FORMATTED_VALUE' ? values.map((row) => row.map(String)) : values;
	return ok({ range: `${range.sheet.title}!A1:Z${range.sheet.rowCount}`, majorDimension: 'ROWS', ...(shown.length === 0 ? {} : { values: shown }) });
}

function optionIn(given: unknown): string {
	if (typeof given !== 'string' || !OPTIONS.includes(given)) throw invalidArgument("'valueInputOption' is required but not specified");
	return given;
}

const valuesIn = (given: unknown): Values => {
	if (!Array.isArray(given)) throw invalidArgument('Invalid values: a list is needed');
	return given as Values;
};

function update(call: GoogleCall) {
	const spreadsheet = spreadsheetOf(call);
	const range = rangeIn(spreadsheet, call.params.range ?? '');
	const updatedRows = write(range, valuesIn(bodyOf(call)['values']), optionIn(call.query.get('valueInputOption')));
	return ok({ spreadsheetId: spreadsheet.id, updatedRange: call.params.range, updatedRows });
}

function append(call: GoogleCall) {
	const spreadsheet = spreadsheetOf(call);
	const { sheet, columns } = rangeIn(spreadsheet, call.params.range ?? '');
	const values = valuesIn(bodyOf(call)['values']);
	const first = valuesOf({ sheet, rows: { first: 0, last: Infinity }, columns: { first: 0, last: Infinity } }).length;
	sheet.rowCount = Math.max(sheet.rowCount, first + values.length);
	write({ sheet, rows: { first, last: Infinity }, columns }, values, optionIn(call.query.get('valueInputOption')));
	return ok({ spreadsheetId: spreadsheet.id, updates: { spreadsheetId: spreadsheet.id, updatedRange: `${sheet.title}!A${first + 1}:${columnName((values[0]?.length ?? 1) - 1)}${first + values.length}`, updatedRows: values.length } });
}

function updateSeveral(call: GoogleCall) {
	const spreadsheet = spreadsheetOf(call);
	const { data, valueInputOption } = bodyOf(call);
	const option = optionIn(valueInputOption);
	const parts = (Array.isArray(data) ? data : []) as { range: string; values: unknown }[];
	for (const { range, values } of parts) write(rangeIn(spreadsheet, range), valuesIn(values), option);
	return ok({ spreadsheetId: spreadsheet.id, totalUpdatedCells: parts.length });
}

/** Of all that can be asked for in this way: room for more rows. */
function change(call: GoogleCall) {
	const spreadsheet = spreadsheetOf(call);
	const { requests } = bodyOf(call);
	for (const request of (Array.isArray(requests) ? requests : []) as { appendDimension?: { sheetId: unknown; dimension: string; length: number } }[]) {
		const { appendDimension } = request;
		if (appendDimension === undefined) throw invalidArgument('Invalid requests: only appendDimension is answered here');
		const sheet = spreadsheet.sheets.find(({ sheetId }) => sheetId === Number(appendDimension.sheetId));
		if (sheet === undefined) throw invalidArgument(`No grid with id: ${String(appendDimension.sheetId)}`);
		if (appendDimension.dimension === 'ROWS') sheet.rowCount += appendDimension.length;
	}
	return ok({ spreadsheetId: spreadsheet.id, replies: [{}] });
}

const AT = '/v4/spreadsheets/:spreadsheet';

export const sheetRoutes: GoogleRoute[] = [
	route('POST', `${AT}:batchUpdate`, { scopes }, change),
	route('GET', AT, { scopes }, show),
	route('POST', `${AT}/values:batchUpdate`, { scopes }, updateSeveral),
	route('POST', `${AT}/values/:range:append`, { scopes }, append),
	route('GET', `${AT}/values/:range`, { scopes }, read),
	route('PUT', `${AT}/values/:range`, { scopes }, update),
];
