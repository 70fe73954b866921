import type { Dictionary } from '../http/parse';
import type { Person } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';

export const isDictionary = (value: unknown): value is Dictionary => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What cannot be read is a reason to ask somebody, about one person only. */
export class Unclear extends Error {}

/** A text, trimmed; null where there is none. Numbers are texts that lost their quotes on the way. */
export const textIn = (value: unknown): string | null => {
	if (typeof value === 'number' && Number.isFinite(value)) return String(value);
	if (typeof value !== 'string') return null;
	const text = value.trim();
	return text === '' ? null : text;
};

const longestId = 200;

/** An id stays text: beyond 2^53 JavaScript rounds numbers, and the person would be somebody else. */
export const idIn = (value: unknown): string | null => {
	if (typeof value === 'number' && !Number.isSafeInteger(value)) return null;
	const id = textIn(value);
	return id === null || id.length > longestId || /[\s/\\]/.test(id) || hasControl(id) ? null : id;
};

const hasControl = (text: string): boolean => [...text].some((letter) => letter < ' ' || letter === '\u007f');

const dayForm = /^(\d{4})-(\d{2})-(\d{2})(?:Z|[-+]\d{2}:\d{2}|T00:00(?::00(?:\.0+)?)?Z?)?$/;

/** A day as HR wrote it, never moved by a time zone. Null where there is none; throws where there is something else. */
export const dayIn = (value: unknown, what: string): string | null => {
	if (value === null || value === undefined || value === '' || value === '0000-00-00') return null;
	const [, year, month, day] = (typeof value === 'string' ? dayForm.exec(value.trim()) : null) ?? [];
	if (year === undefined || !exists(Number(year), Number(month), Number(day))) {
		throw new Unclear(`${what} is not a date like 2026-11-30; correct it in the HR system, or in the column or field it is read from`);
	}
	return `${year}-${month}-${day}`;
};

const exists = (year: number, month: number, day: number): boolean => {
	const date = new Date(Date.UTC(year, month - 1, day));
	return year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
};

/** A vendor that leaves out what a key may not see answers 200 all the same. Null is an answer, nothing is none. */
export const mustShow = (record: Dictionary, field: string, vendor: string, mend: string): unknown => {
	if (record[field] === undefined) throw new Unclear(`${vendor} left out "${field}", so nobody can tell whether they stay; ${mend}`);
	return record[field];
};

export const joined = (...parts: (string | null)[]): string | null => parts.filter((part) => part !== null).join(' ') || null;

/** How people call somebody, and the parts of it where HR keeps them apart. */
export const namesOf = (id: string, whole: string | null, firstName: string | null, lastName: string | null): Pick<Person, 'name' | 'firstName' | 'lastName'> => ({
	name: whole ?? joined(firstName, lastName) ?? `Employee ${id}`,
	firstName,
	lastName,
});

/** Said of the answer as a whole: whatever it holds, nothing is concluded from it. */
export const suspect = (why: string): Problem => new Problem('bad_answer', why);

/** The list an answer holds. An empty one says nothing about anybody. */
export const listIn = (value: unknown, vendor: string, where: string): unknown[] => {
	if (!Array.isArray(value)) throw suspect(`${vendor}'s answer holds no list "${where}". Nothing was concluded from it.`);
	if (value.length === 0) throw suspect(`${vendor} answered with an empty list, as if nobody worked there. Nothing was concluded from it. Look at filters and permissions of the user n8n reads with.`);
	return value;
};
