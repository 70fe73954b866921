import type { Reply } from '../server/message';
import { ok } from '../server/message';
import { invalid } from './errors';
import type { OktaCall } from './call';

interface PageRule {
	/** Page size when none is asked for. */
	usual: number;
	largest: number;
}

const encode = (start: number, lastId: string) => Buffer.from(`${start} ${lastId}`).toString('base64url');

/** Goes on after the last item shown or, if that has vanished since, where it stood. */
function startOf<T>(cursor: string | null, all: readonly T[], idOf: (item: T) => string): number {
	if (cursor === null) return 0;
	const [start = '0', lastId = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
	const position = all.findIndex((item) => idOf(item) === lastId);
	return position === -1 ? Math.max(0, Number(start) - 1) : position + 1;
}

export function limitOf({ query }: Pick<OktaCall, 'query'>, { usual, largest }: PageRule): number {
	const asked = query.get('limit');
	if (asked === null) return usual;
	const limit = Number(asked);
	if (!Number.isInteger(limit) || limit < 0) throw invalid('limit', 'limit: The limit must be a whole number');
	return Math.min(limit === 0 ? usual : limit, largest);
}

export function linkTo({ baseUrl, incoming }: Pick<OktaCall, 'baseUrl' | 'incoming'>, rel: string, changes: Record<string, string>): string {
	const url = new URL(incoming.url, baseUrl);
	for (const [name, value] of Object.entries(changes)) url.searchParams.set(name, value);
	return `<${url.href}>; rel="${rel}"`;
}

/** One page of `all`, which is in the vendor's order, as Okta sends it: a bare array and Link headers. */
export function page<T>(call: OktaCall, all: readonly T[], idOf: (item: T) => string, rule: PageRule, show: (item: T) => unknown): Reply {
	const limit = limitOf(call, rule);
	const start = startOf(call.query.get('after'), all, idOf);
	const items = all.slice(start, start + limit);
	const last = items.at(-1);
	const link = [linkTo(call, 'self', {})];
	if (last !== undefined && start + limit < all.length) link.push(linkTo(call, 'next', { after: encode(start + limit, idOf(last)) }));
	return ok(items.map(show), { link });
}
