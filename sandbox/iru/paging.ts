import type { IruCall } from './call';

const LARGEST = 300;

const whole = (value: string | null, usual: number) => (value !== null && /^\d+$/.test(value) ? Number(value) : usual);

export interface Slice<T> {
	items: readonly T[];
	/** Where the slice before and the one after begin, if there are any. */
	previous: number | null;
	next: number | null;
	limit: number;
}

export function slice<T>({ query }: Pick<IruCall, 'query'>, all: readonly T[]): Slice<T> {
	const limit = Math.min(Math.max(1, whole(query.get('limit'), LARGEST)), LARGEST);
	const offset = whole(query.get('offset'), 0);
	const end = offset + limit;
	return { items: all.slice(offset, end), previous: offset === 0 ? null : Math.max(0, offset - limit), next: end < all.length ? end : null, limit };
}
