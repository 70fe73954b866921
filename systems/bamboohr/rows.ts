import type { Dictionary } from '../http/parse';
import { parse } from './client';

/** One line of a history, dated and known by its id. */
export interface Row {
	id: string;
	date: string;
	columns: Dictionary;
}

/** BambooHR writes "no date" in three ways. */
export const isNoDate = (raw: unknown): boolean => raw === undefined || raw === null || (typeof raw === 'string' && ['', '0000-00-00'].includes(raw.trim()));

/** A day somebody can have meant: one that exists, of this or the last century. */
export const day = (raw: unknown): string | null => {
	const [text, year, month, date] = (typeof raw === 'string' && /^(\d{4})-(\d{2})-(\d{2})$/.exec(raw.trim())) || [];
	if (text === undefined) return null;
	const exists = new Date(Date.UTC(Number(year), Number(month) - 1, Number(date))).toISOString().startsWith(text);
	return exists && Number(year) >= 1930 && Number(year) < 2100 ? text : null;
};

export const text = (raw: unknown): string | null => {
	const found = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim() : '';
	return found === '' ? null : found;
};

/** Part of keys, whose parts are told apart by slashes and points. */
const idOf = (raw: unknown, table: string): string => parse.text(text(raw), `${table}.id`).replace(/[^A-Za-z0-9_-]/g, (letter) => `~${letter.codePointAt(0)!.toString(16)}`);

export type History = { rows: Row[] } | { why: string };

/** In the order of their days; of several on one day the one entered last counts. */
export const historyOf = (table: readonly Dictionary[], name: string, employeeId: string): History => {
	const rows: Row[] = [];
	for (const columns of table) {
		// Rows of somebody else would make this person leave on that person's day.
		const owner = text(columns['employeeId']);
		if (owner !== null && owner !== employeeId) parse.refuse(`${name}.employeeId`, `about employee ${employeeId} only`);
		const id = idOf(columns['id'], name);
		const date = day(columns['date']);
		if (date === null) return { why: isNoDate(columns['date']) ? `a row of its history in BambooHR (${name}) has no date; give it one` : `a row of its history in BambooHR (${name}) has a date that cannot be meant; correct it` };
		rows.push({ id, date, columns });
	}
	rows.sort((a, b) => a.date.localeCompare(b.date) || Number(a.id) - Number(b.id));
	const unclear = rows.find((row, index) => row.date === rows[index + 1]?.date && !isNumberedBefore(row, rows[index + 1]!));
	if (unclear) return { why: `two rows of its history in BambooHR (${name}) are both of ${unclear.date}, and their ids do not tell which was entered last; remove one of them` };
	return { rows: rows.filter((row, index) => row.date !== rows[index + 1]?.date) };
};

const isNumberedBefore = (one: Row, other: Row): boolean => Number(one.id) < Number(other.id);
