import type { Reply } from '../../server/message';
import { header, ok } from '../../server/message';
import type { EntraCall } from '../call';
import { badRequest, refuse } from '../errors';
import type { Filter } from './filter';
import { parseFilter } from './filter';

export type Shown = Record<string, unknown>;

export interface Resource {
	/** As in `microsoft.graph.user`. */
	type: string;
	/** What can be asked for by $select; without it, whatever is shown. */
	properties?: readonly string[];
	/** What is shown without $select; everything where there is none. */
	usual?: readonly string[];
	/** What can be filtered by; `advanced` takes ConsistencyLevel and reads from the index. */
	filters?: Record<string, 'plain' | 'advanced'>;
}

export interface Listing<T> {
	resource: Resource;
	/** In the vendor's order, which is any order that stays the same. */
	items: readonly T[];
	idOf(item: T): string;
	show(item: T): Shown;
	context: string;
	/** Page size when none is asked for. */
	usual?: number;
	largest?: number;
	/** The items as the index has them, already shown. */
	indexed?(): readonly Shown[];
}

const KNOWN_OPTIONS = ['$select', '$filter', '$top', '$count', '$skiptoken'];

const ADVANCED_OPERATORS = new Set(['ne', 'not', 'endswith']);

export const isEventual = ({ incoming }: Pick<EntraCall, 'incoming'>) => header(incoming, 'consistencylevel')?.toLowerCase() === 'eventual';

const contextOf = ({ baseUrl, incoming }: Pick<EntraCall, 'baseUrl' | 'incoming'>, context: string) => `${baseUrl}/${incoming.path.startsWith('/beta/') ? 'beta' : 'v1.0'}/$metadata#${context}`;

/** $select: everything asked for, or what is shown to those who do not ask. */
export function chosen({ query }: Pick<EntraCall, 'query'>, { type, properties, usual }: Resource): (shown: Shown) => Shown {
	const asked = query.get('$select')?.split(',').map((name) => name.trim()).filter((name) => name !== '');
	const unknown = asked?.find((name) => properties !== undefined && name !== 'id' && !properties.includes(name));
	if (unknown !== undefined) throw refuse('BadRequest', `Parsing OData Select and Expand failed: Could not find a property named '${unknown}' on type '${type}'.`);
	const names = asked ?? usual;
	if (names === undefined) return (shown) => shown;
	return (shown) => Object.fromEntries(Object.entries(shown).filter(([name]) => names.includes(name) || name === 'id' && asked === undefined || name.includes('@odata')));
}

function filterOf(call: EntraCall, { filters = {}, type }: Resource): { filter: Filter; advanced: boolean } | undefined {
	const text = call.query.get('$filter');
	if (text === null) return undefined;
	const filter = parseFilter(text);
	const unsupported = (property: string) => refuse('Request_UnsupportedQuery', `Unsupported or invalid query filter clause specified for property '${property}' of resource '${type.split('.').at(-1) ?? ''}'.`);
	const advanced = filter.uses.some(({ property, operator }) => ADVANCED_OPERATORS.has(operator) || filters[property] === 'advanced');
	for (const { property, operator } of filter.uses) {
		if (operator === 'not') continue;
		if (!(property in filters)) throw unsupported(property);
		if (!isEventual(call) && (ADVANCED_OPERATORS.has(operator) || filters[property] === 'advanced')) throw unsupported(property);
	}
	if (advanced && call.query.get('$count') !== 'true') throw unsupported(filter.uses[0]?.property ?? '');
	return { filter, advanced };
}

const encode = (start: number, lastId: string) => Buffer.from(`${start} ${lastId}`).toString('base64url');

/** Goes on after the last item shown or, if that has vanished since, where it stood. */
function startOf<T>(cursor: string | null, all: readonly T[], idOf: (item: T) => string): number {
	if (cursor === null) return 0;
	const [start = '', lastId = ''] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ');
	if (!/^\d+$/.test(start)) throw refuse('BadRequest', 'Skip token is not valid.');
	if (idOf(all[Number(start) - 1] as T) === lastId) return Number(start);
	const position = all.findIndex((item) => idOf(item) === lastId);
	return position === -1 ? Math.max(0, Number(start) - 1) : position + 1;
}

function pageSize({ query, state }: EntraCall, usual: number, largest: number): number {
	const asked = query.get('$top');
	const size = asked === null ? usual : Number(asked);
	if (!Number.isInteger(size) || size < 1 || size > largest) throw badRequest(`Invalid page size specified: '${asked ?? ''}'. Must be between 1 and ${largest} inclusive.`);
	return Math.min(size, state.settings.pageSize ?? size);
}

/** Graph knows more than the double: what would be passed over in silence is refused instead. */
function refuseUnknownOptions({ query }: EntraCall): void {
	const unknown = [...query.keys()].find((name) => name.startsWith('$') && !KNOWN_OPTIONS.includes(name));
	if (unknown !== undefined) throw refuse('BadRequest', `The simulated tenant does not know the query option ${unknown}.`);
}

/** One page of a collection, as Graph sends it. */
export function list<T>(call: EntraCall, listing: Listing<T>): Reply {
	refuseUnknownOptions(call);
	const { resource, context, usual = 100, largest = 999 } = listing;
	const select = chosen(call, resource);
	const asked = filterOf(call, resource);
	const counted = call.query.get('$count') === 'true' && isEventual(call);

	const fromIndex = (asked?.advanced === true || counted) && listing.indexed !== undefined;
	const shownOf = (item: Shown | T) => (fromIndex ? (item as Shown) : listing.show(item as T));
	const idOf = (item: Shown | T | undefined) => (item === undefined ? '' : fromIndex ? String((item as Shown).id) : listing.idOf(item as T));
	const all: readonly (Shown | T)[] = fromIndex ? (listing.indexed?.() ?? []) : listing.items;
	const fitting = asked === undefined ? all : all.filter((item) => asked.filter.matches(shownOf(item)));

	const size = pageSize(call, usual, largest);
	const start = startOf(call.query.get('$skiptoken'), fitting, idOf);
	const items = fitting.slice(start, start + size);
	const more = start + size < fitting.length;
	const next = new URL(call.incoming.url, call.baseUrl);
	next.searchParams.set('$skiptoken', encode(start + size, idOf(items.at(-1))));
	return ok({
		'@odata.context': contextOf(call, context),
		...(counted ? { '@odata.count': fitting.length } : {}),
		...(more ? { '@odata.nextLink': next.href } : {}),
		value: items.map((item) => select(shownOf(item))),
	});
}

/** One object, as Graph sends it. */
export function single(call: EntraCall, resource: Resource, context: string, shown: Shown, status = 200): Reply {
	refuseUnknownOptions(call);
	return { status, body: { '@odata.context': contextOf(call, `${context}/$entity`), ...chosen(call, resource)(shown) } };
}
