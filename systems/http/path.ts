import { Problem } from '../../lifecycle/problem';

/** Builds a path from a literal and values that can never break out of their segment. */
export const path = (parts: TemplateStringsArray, ...values: string[]): string =>
	parts.reduce((built, part, index) => built + part + (index < values.length ? segment(values[index]!) : ''), '');

const segment = (value: string): string => {
	// An empty segment, `.` or `..` would address another resource, and often a far bigger one.
	if (value === '' || value === '.' || value === '..') throw new Problem('bad_answer', `"${value}" cannot be part of an address, so nothing was sent.`);
	return encodeURIComponent(value);
};
