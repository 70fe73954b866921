import { Problem } from '../../lifecycle/problem';

export type Dictionary = { [key: string]: unknown };

/** Readers for answers nobody can vouch for. They throw `bad_answer` with the place that was wrong, never with the value. */
export const reader = (system: string) => {
	const wrong = (where: string, expected: string): Problem =>
		new Problem('bad_answer', `${system} answered with something that is not ${expected} (${where}). Nothing can be concluded from it.`);

	const object = (value: unknown, where: string): Dictionary => {
		if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(where, 'an object');
		return value as Dictionary;
	};
	const array = (value: unknown, where: string): unknown[] => {
		if (!Array.isArray(value)) throw wrong(where, 'a list');
		return value;
	};
	const text = (value: unknown, where: string): string => {
		if (typeof value !== 'string' || value === '') throw wrong(where, 'a text');
		return value;
	};
	const optionalText = (value: unknown, where: string): string | null =>
		value === undefined || value === null || value === '' ? null : text(value, where);

	const refuse = (where: string, expected: string): never => {
		throw wrong(where, expected);
	};

	return { object, array, text, optionalText, refuse };
};
