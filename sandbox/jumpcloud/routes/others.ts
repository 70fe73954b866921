import { jsonBody, noContent, ok } from '../../server/message';
import type { JumpCloudCall, JumpCloudRoute } from '../call';
import { refuse } from '../errors';
import { firstVersionPage, page } from '../paging';
import type { ScheduledState, UserState } from '../state';
import { nextId } from '../state';
import { userById } from '../users';

function organisations(call: JumpCloudCall) {
	const { state, caller } = call;
	const holder = state.administrators.get(caller.id) ?? state.serviceAccounts.get(caller.id);
	const theirs = state.organisations.filter(({ id }) => holder?.organisations.includes(id));
	return firstVersionPage(call, theirs, (organisation) => organisation);
}

const showScheduled = ({ id, userId, state, date }: ScheduledState) => ({ scheduledJobId: id, systemUserId: userId, state, scheduledDate: date });

function schedule(call: JumpCloudCall) {
	const { user_ids: userIds, state: wanted, start_date: date } = jsonBody(call.incoming) ?? {};
	const at = Date.parse(String(date));
	if (!Array.isArray(userIds) || !['ACTIVATED', 'SUSPENDED'].includes(String(wanted)) || Number.isNaN(at)) throw refuse(400, 'user_ids, state and start_date are required');
	if (at <= call.clock.now()) throw refuse(400, 'start_date must be in the future');
	const made = userIds.map((id): ScheduledState => ({ id: nextId(call.state), userId: userById(call, String(id)).id, state: wanted as UserState, date: new Date(at).toISOString() }));
	for (const job of made) call.state.scheduled.set(job.id, job);
	return { status: 201, body: made.map(showScheduled) };
}

function cancel({ state, params }: JumpCloudCall) {
	if (!state.scheduled.delete(params['job'] ?? '')) throw refuse(404);
	return noContent();
}

function system(call: JumpCloudCall) {
	const device = call.state.devices.get(call.params['id'] ?? '');
	if (device === undefined) throw refuse(404);
	const { id, hostname, os, serialNumber, active, lastContact } = device;
	return ok({ _id: id, id, hostname, displayName: hostname, os, serialNumber, active, lastContact });
}

/** What is searched for is named by its path in the event, such as `resource.id`. */
const valueAt = (event: unknown, path: string): unknown => path.split('.').reduce<unknown>((value, name) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined), event);

function events({ state, clock, incoming }: JumpCloudCall) {
	const asked = jsonBody(incoming) ?? {};
	const { service, start_time: from, end_time: to, limit = 1_000, search_term: term, search_after: after } = asked as {
		service?: string[];
		start_time?: string;
		end_time?: string;
		limit?: number;
		search_term?: { and?: Record<string, unknown>[] };
		search_after?: unknown[];
	};
	if (!Array.isArray(service) || service.length === 0 || from === undefined) throw refuse(400, 'service and start_time are required');
	const start = Date.parse(from);
	const end = to === undefined ? Infinity : Date.parse(to);
	const found = state.events
		.filter(({ visibleAtElapsed }) => visibleAtElapsed <= clock.elapsed())
		.map(({ event }) => event)
		.filter((event) => service.includes('all') || service.includes(event.service))
		.filter(({ timestamp }) => Date.parse(timestamp) >= start && Date.parse(timestamp) <= end)
		.filter((event) => (term?.and ?? []).every((one) => Object.entries(one).every(([path, value]) => valueAt(event, path) === value)));
	const begin = after === undefined ? 0 : found.findIndex(({ id }) => id === after[0]) + 1;
	const shown = found.slice(begin, begin + limit);
	return ok(shown, { 'x-result-count': String(shown.length), 'x-limit': String(limit), ...(shown.length === 0 ? {} : { 'x-search_after': JSON.stringify([shown.at(-1)!.id]) }) });
}

export const otherRoutes: JumpCloudRoute[] = [
	{ method: 'GET', path: '/api/organizations', handle: organisations },
	{ method: 'GET', path: '/api/v2/bulk/userstates', handle: (call) => page(call, [...call.state.scheduled.values()], showScheduled) },
	{ method: 'POST', path: '/api/v2/bulk/userstates', handle: schedule },
	{ method: 'DELETE', path: '/api/v2/bulk/userstates/:job', handle: cancel },
	{ method: 'GET', path: '/api/systems/:id', handle: system },
	{ method: 'POST', path: '/insights/directory/v1/events', handle: events },
];
