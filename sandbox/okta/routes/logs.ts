import { ok } from '../../server/message';
import type { OktaCall, OktaRoute } from '../call';
import { invalid } from '../errors';
import { parseExpression } from '../expression';
import { limitOf, linkTo } from '../paging';

const FILTER = { operators: ['eq', 'ne', 'sw', 'co', 'gt', 'ge', 'lt', 'le', 'pr'], caseSensitive: false };
const DAY = 86_400_000;
const MOST_TERMS = 10;
const LONGEST_TERM = 40;

function instant(call: OktaCall, name: string, usual: number): number {
	const text = call.query.get(name);
	if (text === null) return usual;
	const value = Date.parse(text);
	if (Number.isNaN(value)) throw invalid(name, `${name}: The date format in your query is not recognized`);
	return value;
}

function termsOf(call: OktaCall): string[] {
	const terms = (call.query.get('q') ?? '').toLowerCase().split(' ').filter((term) => term !== '');
	if (terms.length > MOST_TERMS || terms.some(({ length }) => length > LONGEST_TERM)) throw invalid('q', 'q: At most 10 terms of 40 characters');
	return terms;
}

/**
 * Without `until` this is a polling query: ordered by persistence and always with a next link. With it, ordered by
 * `published`; events that have not become visible yet are simply missing.
 */
function list(call: OktaCall) {
	const { state, clock, query } = call;
	const polling = query.get('until') === null;
	const since = Math.max(instant(call, 'since', clock.now() - 7 * DAY), clock.now() - 90 * DAY);
	const until = instant(call, 'until', Infinity);
	const expression = query.get('filter');
	const fits = expression === null ? () => true : parseExpression(expression, FILTER);
	const terms = termsOf(call);
	const limit = limitOf(call, { usual: 100, largest: 1000 });
	const descending = query.get('sortOrder') === 'DESCENDING';
	const cursor = query.get('after');
	const notYetShown = (position: number) => cursor === null || (descending ? position < Number(cursor) : position >= Number(cursor));
	const visible = state.log.flatMap(({ visibleAtElapsed, event }, position) => {
		const published = Date.parse(event.published);
		const text = terms.length === 0 ? '' : JSON.stringify(event).toLowerCase();
		const shown = notYetShown(position) && visibleAtElapsed <= clock.elapsed() && published >= since && published < until && fits(event) && terms.every((term) => text.includes(term));
		return shown ? [{ position, event }] : [];
	});
	if (descending) visible.reverse();
	const shown = visible.slice(0, limit);
	const link = [linkTo(call, 'self', {})];
	const last = shown.at(-1);
	if (polling || visible.length > limit) link.push(linkTo(call, 'next', { after: last === undefined ? (cursor ?? '0') : String(descending ? last.position : last.position + 1) }));
	return ok(shown.map(({ event }) => event), { link });
}

export const logRoutes: OktaRoute[] = [{ method: 'GET', path: '/api/v1/logs', needs: 'okta.logs.read', handle: list }];
