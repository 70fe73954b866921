import type { Reply } from '../server/message';
import { ok } from '../server/message';
import type { GoogleCall } from './call';
import { invalid } from './errors';

interface PageRule<T> {
	/** The body's field. It is absent where there is nothing to list. */
	field: string;
	/** Page size when none is asked for. */
	usual: number;
	largest: number;
	idOf(item: T): string;
	show(item: T): unknown;
	/** What else the body says. */
	around?: Record<string, unknown>;
	/** The parameter that asks for a page size; Cloud APIs cut what is too much down instead of refusing it. */
	sizeParameter?: 'maxResults' | 'pageSize';
}

const encode = (start: number, lastId: string) => Buffer.from(`${start} ${lastId}`).toString('base64url');

/** Goes on after the last item shown or, if that has vanished since, where it stood. */
function startOf<T>(token: string | null, all: readonly T[], idOf: (item: T) => string): number {
	if (token === null || token === '') return 0;
	const [, start, lastId] = /^(\d+) (.*)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
	if (start === undefined) throw invalid('Invalid Input: pageToken');
	const position = all.findIndex((item) => idOf(item) === lastId);
	return position === -1 ? Math.max(0, Number(start) - 1) : position + 1;
}

function sizeOf({ query }: Pick<GoogleCall, 'query'>, usual: number, largest: number, parameter: 'maxResults' | 'pageSize'): number {
	const asked = query.get(parameter);
	if (asked === null || asked === '0') return usual;
	const size = Number(asked);
	const tooLarge = size > largest && parameter === 'maxResults';
	if (!Number.isInteger(size) || size < 0 || tooLarge) throw invalid(`Invalid value '${asked}'. Values must be within the range: [1, ${largest}]`);
	return Math.min(size, largest);
}

export function page<T>(call: GoogleCall, all: readonly T[], { field, usual, largest, idOf, show, around = {}, sizeParameter = 'maxResults' }: PageRule<T>): Reply {
	const size = sizeOf(call, usual, largest, sizeParameter);
	const start = startOf(call.query.get('pageToken'), all, idOf);
	const items = all.slice(start, start + size);
	const last = items.at(-1);
	const more = last !== undefined && start + size < all.length;
	return ok({ ...around, ...(items.length === 0 ? {} : { [field]: items.map(show) }), ...(more ? { nextPageToken: encode(start + size, idOf(last)) } : {}) });
}
