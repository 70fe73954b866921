import type { Reply } from '../server/message';
import type { AppCall } from './call';
import { mistake } from './errors';
import type { Filter, Predicate } from './language/filter';
import { parseFilter, predicate } from './language/filter';
import type { ResourceType } from './language/schema';
import { place, userType } from './language/schema';
import { answer } from './replies';
import { shown } from './shown';
import type { AppSettings } from './settings';
import type { Resource } from './state';

export const LIST = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

function comparisons(filter: Filter): Extract<Filter, { kind: 'compare' }>[] {
	switch (filter.kind) {
		case 'compare':
			return [filter];
		case 'not':
			return comparisons(filter.part);
		case 'values':
			return comparisons(filter.filter);
		case 'and':
		case 'or':
			return filter.parts.flatMap(comparisons);
	}
}

function supported(filter: Filter, { filters, filterable }: AppSettings): void {
	const simple = (part: Filter) => part.kind === 'compare' && part.operator === 'eq';
	const fine = filters === 'all' || simple(filter) || (filters === 'eq and' && filter.kind === 'and' && filter.parts.every(simple));
	if (!fine) throw mistake('invalidFilter', 'This filter is not supported');
	const unknown = filterable === null ? undefined : comparisons(filter).find(({ path }) => !filterable.some((name) => name.toLowerCase() === path.toLowerCase()));
	if (unknown !== undefined) throw mistake('invalidFilter', `Filtering on ${unknown.path} is not supported`);
}

export function fitting({ app: { settings } }: Pick<AppCall, 'app'>, type: ResourceType, text: string | null): Predicate {
	if (text === null || settings.filters === 'ignored') return () => true;
	const filter = parseFilter(text);
	supported(filter, settings);
	const { filterAliases, caseSensitiveUserName } = settings;
	return predicate(filter, {
		find: (path) => place(type, filterAliases[path] ?? path),
		caseExact: ({ name, caseExact }) => caseExact || (type === userType && name === 'userName' && caseSensitiveUserName),
	});
}

function whole(query: URLSearchParams, name: string, usual: number): number {
	const given = query.get(name);
	if (given === null) return usual;
	if (!/^-?\d+$/.test(given)) throw mistake('invalidValue', `${name} is a whole number`);
	return Number(given);
}

const cursorTo = (position: number) => Buffer.from(`after ${position}`).toString('base64url');

function positionOf(cursor: string): number {
	if (cursor === '') return 0;
	const position = /^after (\d+)$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[1];
	if (position === undefined) throw mistake('invalidValue', 'The cursor is not one of ours');
	return Number(position);
}

/** One page. By cursor, `startIndex` says nothing. */
export function list(call: AppCall, resources: readonly Resource[]): Reply {
	const { query, app } = call;
	const { usualCount, largestCount, paging } = app.settings;
	const count = Math.min(Math.max(0, whole(query, 'count', usualCount)), largestCount);
	const byCursor = paging === 'cursor';
	const start = byCursor ? positionOf(query.get('cursor') ?? '') : Math.max(1, whole(query, 'startIndex', 1)) - 1;
	const page = resources.slice(start, start + count);
	const next = start + count < resources.length && count > 0 ? { nextCursor: cursorTo(start + count) } : {};
	return answer(call, 200, {
		schemas: [LIST],
		totalResults: resources.length,
		itemsPerPage: page.length,
		...(byCursor ? next : { startIndex: start + 1 }),
		...(page.length === 0 ? {} : { Resources: page.map((resource) => shown(call, resource)) }),
	});
}
