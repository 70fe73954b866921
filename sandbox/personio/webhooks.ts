import { randomUUID } from 'node:crypto';
import type { Reply } from '../server/message';
import { jsonBody, noContent, ok } from '../server/message';
import type { Route } from '../server/router';
import type { PersonioCall } from './auth';
import { refuse } from './problem';
import { EVENTS, type PersonioState, type Webhook } from './state';

/** The token is not shown again. */
const shown = ({ id, url, description, status, authType, events }: Webhook): object => ({ id, url, description, status, auth_type: authType, enabled_events: events });

const oneOf = <Value extends string>(value: unknown, among: readonly Value[], name: string): Value => {
	const found = among.find((candidate) => candidate === value);
	if (found === undefined) throw refuse(400, `${name} has to be one of ${among.join(', ')}.`);
	return found;
};

const MOST_HEADERS = 3;

/** New ones are DISABLED unless they say otherwise. */
function entered({ incoming }: PersonioCall, before: Webhook): Webhook {
	const body = jsonBody(incoming);
	if (body === undefined) throw refuse(400, 'The body is not JSON.');
	const { url = before.url, description = before.description, status = before.status, auth_type = before.authType, token = before.token, custom_headers = before.customHeaders, enabled_events = before.events } = body;
	if (typeof url !== 'string' || !/^https:\/\//.test(url)) throw refuse(400, 'url has to begin with https.');
	if (!Array.isArray(enabled_events) || enabled_events.length === 0) throw refuse(400, 'enabled_events has to name an event.');
	const authType = oneOf(auth_type, ['NONE', 'TOKEN', 'CUSTOM'], 'auth_type');
	if (authType === 'TOKEN' && (typeof token !== 'string' || token === '')) throw refuse(400, 'token is required.');
	if (Object.keys(custom_headers as object).length > MOST_HEADERS) throw refuse(400, `There may be ${MOST_HEADERS} custom headers.`);
	return {
		id: before.id,
		url,
		description: String(description),
		status: oneOf(status, ['ENABLED', 'DISABLED'], 'status'),
		authType,
		token: String(token),
		customHeaders: custom_headers as Record<string, string>,
		events: enabled_events.map((event) => oneOf(event, EVENTS, 'enabled_events')),
	};
}

function webhookOf({ state, params }: PersonioCall): Webhook {
	const webhook = state.webhooks.get(params['webhook'] ?? '');
	if (webhook === undefined) throw refuse(404, 'There is no such webhook.');
	return webhook;
}

function create(call: PersonioCall): Reply {
	const webhook = entered(call, { id: randomUUID(), url: '', description: '', status: 'DISABLED', authType: 'TOKEN', token: '', customHeaders: {}, events: [] });
	call.state.webhooks.set(webhook.id, webhook);
	return { status: 201, body: shown(webhook) };
}

function change(call: PersonioCall): Reply {
	const webhook = entered(call, webhookOf(call));
	call.state.webhooks.set(webhook.id, webhook);
	return ok(shown(webhook));
}

function remove(call: PersonioCall): Reply {
	call.state.webhooks.delete(webhookOf(call).id);
	return noContent();
}

const reads = { needs: 'personio:webhooks:read' };
const writes = { needs: 'personio:webhooks:write' };

export const webhookRoutes: Route<PersonioState, null>[] = [
	{ method: 'GET', path: '/v2/webhooks', ...reads, handle: ({ state }) => ok({ _data: [...state.webhooks.values()].map(shown), _meta: { links: {} } }) },
	{ method: 'POST', path: '/v2/webhooks', ...writes, handle: create },
	{ method: 'GET', path: '/v2/webhooks/:webhook', ...reads, handle: (call) => ok(shown(webhookOf(call))) },
	{ method: 'PATCH', path: '/v2/webhooks/:webhook', ...writes, handle: change },
	{ method: 'DELETE', path: '/v2/webhooks/:webhook', ...writes, handle: remove },
];
