import type { Reply } from '../server/message';
import { ok } from '../server/message';
import type { JamfCall } from './call';
import { refuse } from './errors';
import type { Facts } from './rsql';
import { parseFilter, valueAt } from './rsql';

const USUAL = 100;
const LARGEST = 2_000;

function whole({ query }: JamfCall, name: string, usual: number, least: number): number {
	const value = Number(query.get(name) ?? usual);
	if (!Number.isInteger(value) || value < least) throw refuse(400, `${name} must be a whole number of at least ${least}`, { field: name });
	return value;
}

type Order = (one: Facts, other: Facts) => number;

function orderBy(asked: string, fields: readonly string[]): Order {
	const [, field = '', direction = 'asc'] = /^([\w.]+)(?::(asc|desc))?$/.exec(asked) ?? [];
	if (!fields.includes(field)) throw refuse(400, `The list cannot be sorted by ${asked}`, { code: 'INVALID_FIELD', field: 'sort' });
	const sign = direction === 'desc' ? -1 : 1;
	return (one, other) => sign * String(valueAt(one, field) ?? '').localeCompare(String(valueAt(other, field) ?? ''), 'en', { numeric: true });
}

interface Listed<Item> {
	items: readonly Item[];
	/** What the list is filtered and sorted by. */
	facts(item: Item): Facts;
	fields: readonly string[];
	show(item: Item): unknown;
}

/** A filter that is empty is none, and then everything is meant. */
export const filterIn = ({ query }: JamfCall, fields: readonly string[]) => {
	const text = (query.get('filter') ?? '').trim();
	return text === '' ? undefined : parseFilter(text, fields);
};

export function page<Item>(call: JamfCall, { items, facts, fields, show }: Listed<Item>): Reply {
	const orders = (call.query.get('sort') ?? '').split(',').filter((asked) => asked !== '').map((asked) => orderBy(asked, fields));
	const sorted = items
		.map((item) => ({ item, known: facts(item) }))
		.sort((one, other) => orders.reduce((decided, order) => decided || order(one.known, other.known), 0));
	const size = Math.min(whole(call, 'page-size', USUAL, 1), LARGEST);
	const start = whole(call, 'page', 0, 0) * size;
	return ok({ totalCount: items.length, results: sorted.slice(start, start + size).map(({ item }) => show(item)) });
}

export function filteredPage<Item>(call: JamfCall, { items, ...listed }: Listed<Item>): Reply {
	const filter = call.state.settings.filters ? filterIn(call, listed.fields) : undefined;
	return page(call, { ...listed, items: filter === undefined ? items : items.filter((item) => filter.matches(listed.facts(item))) });
}

/** Whatever is not asked for is there, and null. */
export function sectionsOf(call: JamfCall, known: Readonly<Record<string, string>>) {
	const asked = call.query.getAll('section').flatMap((one) => one.split(','));
	const unknown = asked.find((section) => !(section in known));
	if (unknown !== undefined) throw refuse(400, `There is no section ${unknown}`, { field: 'section' });
	const hidden = Object.entries(known).filter(([section]) => !(asked.length === 0 ? ['GENERAL'] : asked).includes(section));
	return (record: Facts): Facts => ({ ...record, ...Object.fromEntries(hidden.map(([, property]) => [property, null])) });
}
