import { invalidArgument } from './errors';
import type { Cell, Sheet, Spreadsheet } from './state';

/** Zero-based, both ends included; an open end is where the sheet ends. */
export interface Range {
	sheet: Sheet;
	rows: { first: number; last: number };
	columns: { first: number; last: number };
}

const columnNumber = (letters: string) => [...letters.toUpperCase()].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0) - 1;

export const columnName = (index: number): string => (index < 26 ? '' : columnName(Math.floor(index / 26) - 1)) + String.fromCharCode(65 + (index % 26));

const CORNER = /^([A-Z]*)(\d*)$/i;

/** `Tickets`, `'My Tickets'!A:Z`, `Tickets!2:5`, `Tickets!B7`. */
export function rangeIn({ sheets }: Spreadsheet, a1: string): Range {
	const [, quoted, plain, corners = ''] = /^(?:'((?:[^']|'')+)'|([^!]+))(?:!(.+))?$/s.exec(a1) ?? [];
	const title = quoted?.replaceAll("''", "'") ?? plain;
	const sheet = sheets.find((one) => one.title === title);
	const [from = '', to = from] = corners.split(':');
	const [, fromColumn = '', fromRow = ''] = CORNER.exec(from) ?? [];
	const [, toColumn = '', toRow = ''] = CORNER.exec(to) ?? [];
	if (sheet === undefined || !CORNER.test(from) || !CORNER.test(to)) throw invalidArgument(`Unable to parse range: ${a1}`);
	return {
		sheet,
		rows: { first: fromRow === '' ? 0 : Number(fromRow) - 1, last: toRow === '' ? Infinity : Number(toRow) - 1 },
		columns: { first: fromColumn === '' ? 0 : columnNumber(fromColumn), last: toColumn === '' ? Infinity : columnNumber(toColumn) },
	};
}

const isEmpty = (cell: Cell | undefined) => cell === undefined || cell === '';

/** What is empty at the end of a row, and rows that are empty at the end, are left out. */
export function valuesOf({ sheet, rows, columns }: Range): Cell[][] {
	const seen = sheet.rows.slice(rows.first, rows.last === Infinity ? undefined : rows.last + 1).map((row) => {
		const cells = Array.from(row.slice(columns.first, columns.last === Infinity ? undefined : columns.last + 1), (cell) => cell ?? '');
		return cells.slice(0, cells.findLastIndex((cell) => !isEmpty(cell)) + 1);
	});
	return seen.slice(0, seen.findLastIndex((row) => row.length > 0) + 1);
}

/** As typed by somebody, what begins with `=` is a formula; as it is, it is text. */
const entered = (value: Cell, option: string): Cell => (option === 'USER_ENTERED' && typeof value === 'string' && value.startsWith('=') ? '#ERROR!' : value);

export function write({ sheet, rows, columns }: Range, values: readonly (readonly (Cell | null)[])[], option: string): number {
	const beyond = rows.first + values.length > sheet.rowCount;
	if (beyond) throw invalidArgument(`Range (${sheet.title}!${rows.first + 1}:${rows.first + values.length}) exceeds grid limits. Max rows: ${sheet.rowCount}`);
	for (const [down, line] of values.entries()) {
		const row = (sheet.rows[rows.first + down] ??= []);
		for (const [across, value] of line.entries()) if (value !== null) row[columns.first + across] = entered(value, option);
	}
	// Rows that were skipped are there, and empty.
	for (const index of sheet.rows.keys()) sheet.rows[index] ??= [];
	return values.length;
}
