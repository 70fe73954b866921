import { ok, type Reply } from '../../server/message';
import type { GitHubCall, GitHubRoute } from '../call';
import { notFound } from '../errors';
import { linkHeader, pageSize } from '../paging';
import { NEEDS } from '../permissions';
import type { AuditEntry, Organization } from '../state';
import { byNumber, inOrganization } from './places';

type Event = AuditEntry['event'];

/** `created:>=2026-01-01`, `created:2026-01-01..2026-02-01`, `created:2026-01-01`. */
function createdFits(wanted: string, at: number): boolean {
	const [, sign = '', from = '', to] = /^([<>]=?)?([^.]*(?:\.\d+Z?)?)(?:\.\.(.+))?$/.exec(wanted) ?? [];
	const start = Date.parse(from);
	const isDay = /^\d{4}-\d\d-\d\d$/.test(to ?? from);
	const end = Date.parse(to ?? from) + (isDay ? 86_400_000 - 1 : 0);
	if (sign === '>=') return at >= start;
	if (sign === '>') return at > end;
	if (sign === '<=') return at <= end;
	if (sign === '<') return at < start;
	return at >= start && at <= end;
}

/** `action:org.remove_member actor:octocat`: all of it must fit. Words without a qualifier are not searched for. */
function phraseFits(phrase: string, event: Event): boolean {
	const qualifiers = [...phrase.matchAll(/(\w+):("[^"]*"|\S+)/g)].map(([, name = '', value = '']) => [name, value.replaceAll('"', '')] as const);
	return qualifiers.every(([name, value]) => {
		if (name === 'created') return createdFits(value, event['@timestamp']);
		if (name === 'action') return event.action === value || event.action.startsWith(`${value}.`);
		if (name === 'operation') return event.operation_type === value;
		return String(event[name] ?? '').toLowerCase() === value.toLowerCase();
	});
}

/** Cursors, not pages: events that are added meanwhile do not shift what comes next. */
function list(call: GitHubCall, organization: Organization): Reply {
	const { state, clock, query } = call;
	if (organization.plan !== 'enterprise') throw notFound();
	const visible = state.audit.filter(({ organizationId, visibleAtElapsed }) => organizationId === organization.id && visibleAtElapsed <= clock.elapsed()).map(({ event }) => event);
	const fitting = visible.filter((event) => phraseFits(query.get('phrase') ?? '', event));
	const ordered = query.get('order') === 'asc' ? fitting : fitting.toReversed();
	const size = pageSize(call);
	const after = query.get('after');
	const start = after === null ? 0 : ordered.findIndex(({ _document_id }) => _document_id === after) + 1;
	const page = ordered.slice(start, start + size);
	const last = page.at(-1)?._document_id;
	const more = start + size < ordered.length && last !== undefined;
	return ok(page, linkHeader(call, byNumber.organization(organization, '/audit-log'), more ? { next: { after: last, before: null } } : {}));
}

export const auditRoutes: GitHubRoute[] = [...inOrganization('GET', '/audit-log', NEEDS.readAudit, list)];
