import type { Json, JsonObject } from '../ledger/types';

/** What may be kept of one field, or undefined where it is not what it is called. */
export type Kept = (value: unknown) => Json | undefined;

export const text: Kept = (value) => (typeof value === 'string' ? value : undefined);
export const textOrNull: Kept = (value) => (value === null ? null : text(value));
/** On its way through a workflow a number may have been made of an id. */
export const identifier: Kept = (value) => (typeof value === 'number' ? String(value) : text(value));

/**
 * The fields that are named, and nothing else: what a workflow puts beside them, such as a salary or a home address, is
 * nobody's business in the evidence.
 */
export const kept =
	(fields: { [name: string]: Kept }) =>
	(value: object): JsonObject => {
		const given = value as { [name: string]: unknown };
		return Object.fromEntries(
			Object.entries(fields).flatMap(([name, keep]) => {
				const found = keep(given[name]);
				return found === undefined ? [] : [[name, found]];
			}),
		);
	};
