import { ok, type Reply } from '../server/message';
import type { GitHubCall } from './call';

const USUAL = 30;
const MOST = 100;

/** What is no number, or none that makes sense, counts as not said. */
const wholeNumber = (text: string | null, otherwise: number) => {
	const value = Number(text ?? '');
	return text !== null && Number.isInteger(value) && value > 0 ? value : otherwise;
};

export function pageSize({ query, state }: Pick<GitHubCall, 'query' | 'state'>, name = 'per_page', usual = USUAL): number {
	const asked = Math.min(wholeNumber(query.get(name), usual), MOST);
	return Math.min(asked, state.settings.pageSize ?? asked);
}

/** Links point where the list itself is known by number, whatever name was asked for. */
const address = ({ baseUrl, query }: GitHubCall, path: string, changes: Record<string, string | null>) => {
	const next = new URLSearchParams(query);
	for (const [name, value] of Object.entries(changes)) {
		if (value === null) next.delete(name);
		else next.set(name, value);
	}
	return `${baseUrl}${path}?${next.toString()}`;
};

export const linkHeader = (call: GitHubCall, path: string, links: Record<string, Record<string, string | null>>): Record<string, string> => {
	const parts = Object.entries(links).map(([rel, changes]) => `<${address(call, path, changes)}>; rel="${rel}"`);
	return parts.length === 0 ? {} : { link: parts.join(', ') };
};

export interface Paged<Item> {
	items: readonly Item[];
	show(item: Item): unknown;
	/** The path Links name; the one asked for, unless said. */
	path?: string;
	/** Around the items, where the list is not the whole answer. */
	wrap?(shown: unknown[], total: number): unknown;
}

export function paged<Item>(call: GitHubCall, { items, show, path = call.incoming.path, wrap = (shown) => shown }: Paged<Item>): Reply {
	const size = pageSize(call);
	const page = wholeNumber(call.query.get('page'), 1);
	const last = Math.max(1, Math.ceil(items.length / size));
	const to = (number: number) => ({ page: String(number) });
	const links = {
		...(page > 1 ? { prev: to(Math.min(page - 1, last)) } : {}),
		...(page < last ? { next: to(page + 1), last: to(last) } : {}),
		...(page > 1 ? { first: to(1) } : {}),
	};
	const shown = items.slice((page - 1) * size, page * size).map(show);
	return ok(wrap(shown, items.length), linkHeader(call, path, links));
}
