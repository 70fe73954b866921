import type { FleetCall } from './call';
import { refuse } from './errors';

/** Where a page is asked for and its size is not. */
const USUAL = 20;

function whole({ query }: Pick<FleetCall, 'query'>, name: string): number | undefined {
	const asked = query.get(name);
	if (asked === null || asked === '') return undefined;
	const value = Number(asked);
	if (!Number.isInteger(value) || value < 0) throw refuse(400, `non-int ${name} value`);
	return value;
}

/** Pages count from nought; who asks for none gets everything. */
export function page<T>(call: Pick<FleetCall, 'query'>, all: readonly T[]): { shown: T[]; meta: object } {
	const number = whole(call, 'page');
	const size = whole(call, 'per_page') ?? (number === undefined ? all.length : USUAL);
	const from = (number ?? 0) * size;
	return { shown: all.slice(from, from + size), meta: { has_next_results: from + size < all.length, has_previous_results: from > 0 } };
}

/** What comes in the order it happened is turned around on demand. */
export const ordered = <T>({ query }: Pick<FleetCall, 'query'>, all: readonly T[]): T[] => (query.get('order_direction') === 'desc' ? [...all].reverse() : [...all]);
