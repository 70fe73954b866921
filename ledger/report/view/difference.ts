import type { Json } from '../../types';
import { isObject } from '../../verify/json';
import { textIn } from './read';

/** One thing that is other after a step than before it. */
export interface Difference {
	/** Where in the state, such as `devices › Mateo’s MacBook Pro › status`. */
	path: string;
	/** How it reads; null where there was or is nothing. */
	before: string | null;
	after: string | null;
}

/** What changed between two states as the steps read them. */
export const differences = (before: Json | undefined, after: Json | undefined): Difference[] =>
	before === undefined || after === undefined ? [] : compare([], before, after);

const compare = (path: readonly string[], before: Json | undefined, after: Json | undefined): Difference[] => {
	if (isObject(before) && isObject(after)) {
		const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
		return names.flatMap((name) => compare([...path, name], ownMember(before, name), ownMember(after, name)));
	}
	if (Array.isArray(before) && Array.isArray(after)) return compareLists(path, before, after);
	if (JSON.stringify(before) === JSON.stringify(after)) return [];
	return [{ path: path.join(' › '), before: shown(before), after: shown(after) }];
};

const ownMember = (value: { [key: string]: Json }, name: string): Json | undefined => (Object.hasOwn(value, name) ? value[name] : undefined);

/** Items of a list are the same thing if they have the same id, or are the same altogether. */
const compareLists = (path: readonly string[], before: readonly Json[], after: readonly Json[]): Difference[] => {
	const later = new Map(after.map((item) => [identity(item), item]));
	const earlier = new Set(before.map(identity));
	return [
		...before.flatMap((item) => {
			const same = later.get(identity(item));
			return same === undefined ? [{ path: path.join(' › '), before: shown(item), after: null }] : compare([...path, shown(item) ?? ''], item, same);
		}),
		...after.filter((item) => !earlier.has(identity(item))).map((item) => ({ path: path.join(' › '), before: null, after: shown(item) })),
	];
};

const identity = (item: Json): string => {
	const id = textIn(item, 'id');
	return id === null ? JSON.stringify(item) : `id ${id}`;
};

/** By the name people know it by, where it has one. */
const shown = (value: Json | undefined): string | null => {
	if (value === undefined || value === null) return null;
	if (typeof value === 'string') return value;
	for (const name of ['name', 'label', 'displayName', 'type', 'id']) {
		const text = textIn(value, name);
		if (text !== null) return text;
	}
	return JSON.stringify(value);
};
