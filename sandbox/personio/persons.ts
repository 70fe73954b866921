import type { Reply } from '../server/message';
import { ok } from '../server/message';
import type { Route } from '../server/router';
import type { PersonioCall } from './auth';
import { refuse } from './problem';
import { activityOf, employmentShown, HOST, personShown } from './shown';
import type { PersonioState, PersonRecord } from './state';

const DEFAULT_LIMIT = 10;
const MOST = 50;

/** A page of what there is; the cursor says after which ID it begins. */
function paged(call: PersonioCall, found: readonly { id: string; shown: object }[]): Reply {
	const { query, incoming } = call;
	const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
	if (!Number.isInteger(limit) || limit < 1 || limit > MOST) throw refuse(400, `limit has to be between 1 and ${MOST}.`);
	const cursor = query.get('cursor');
	const after = cursor === null ? -1 : found.findIndex(({ id }) => id === Buffer.from(cursor, 'base64url').toString('utf8'));
	if (cursor !== null && after === -1) throw refuse(400, 'The cursor is unknown.');
	const page = found.slice(after + 1, after + 1 + limit);
	const more = after + 1 + limit < found.length;
	const next = new URLSearchParams(query);
	next.set('cursor', Buffer.from(page.at(-1)?.id ?? '').toString('base64url'));
	return ok({ _data: page.map(({ shown }) => shown), _meta: { links: more ? { next: { href: `https://${HOST}${incoming.path}?${next.toString()}` } } : {} } });
}

function personOf({ state, params }: PersonioCall): PersonRecord {
	const person = state.persons.get(params['person'] ?? '');
	if (person === undefined) throw refuse(404, 'There is no such person.');
	return person;
}

function listPersons(call: PersonioCall): Reply {
	const { state, query, clock } = call;
	const status = query.get('status');
	const since = query.get('updated_at.gt');
	if (status !== null && status !== 'ACTIVE' && status !== 'INACTIVE') throw refuse(400, 'status has to be ACTIVE or INACTIVE.');
	if (since !== null && Number.isNaN(Date.parse(since))) throw refuse(400, 'updated_at.gt has to be a time.');
	const wanted = [...state.persons.values()].filter((person) => (status === null || activityOf(person, clock) === status) && (since === null || person.updatedAt > Date.parse(since)));
	return paged(call, wanted.map((person) => ({ id: person.id, shown: personShown(person, state.settings.attributes, clock) })));
}

const showPerson = (call: PersonioCall): Reply => ok(personShown(personOf(call), call.state.settings.attributes, call.clock));

const employmentsOf = (call: PersonioCall) => {
	const person = personOf(call);
	return person.employments.map((employment) => ({ id: employment.id, shown: employmentShown(person, employment, call.state.settings.attributes, call.clock) }));
};

function showEmployment(call: PersonioCall): Reply {
	const found = employmentsOf(call).find(({ id }) => id === call.params['employment']);
	if (found === undefined) throw refuse(404, 'There is no such employment.');
	return ok(found.shown);
}

const needs = 'personio:persons:read';

export const personRoutes: Route<PersonioState, null>[] = [
	{ method: 'GET', path: '/v2/persons', needs, handle: listPersons },
	{ method: 'GET', path: '/v2/persons/:person', needs, handle: showPerson },
	{ method: 'GET', path: '/v2/persons/:person/employments', needs, handle: (call) => paged(call, employmentsOf(call)) },
	{ method: 'GET', path: '/v2/persons/:person/employments/:employment', needs, handle: showEmployment },
];
