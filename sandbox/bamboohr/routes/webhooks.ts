import { randomBytes } from 'node:crypto';
import { jsonBody, ok } from '../../server/message';
import { recordTime } from '../dates';
import { refuse } from '../errors';
import { fields } from '../fields';
import type { BambooCall, BambooRoute, Webhook } from '../state';
import { nextId } from '../state';
import { checkedConfig } from '../webhookRules';

const FORTNIGHT = 14 * 86_400_000;

function show({ id, name, url, format, events, monitorFields, postFields, includeCompanyDomain, created, lastSent }: Webhook) {
	return { id, name, created, lastSent, url, format, events, monitorFields, postFields: Object.keys(postFields).length === 0 ? {} : postFields, includeCompanyDomain };
}

function owned(call: BambooCall): Webhook {
	const id = call.params.id ?? '';
	const webhook = call.state.webhooks.get(id);
	if (webhook === undefined) throw refuse(404, `Webhook ${id} was not found`);
	if (webhook.ownerKey !== call.caller.key) {
		const error = `You do not have access to webhook ID: ${id}`;
		throw refuse(403, error, { errors: { error } });
	}
	return webhook;
}

/** The only answer that ever carries the private key. */
function create(call: BambooCall) {
	const { state, caller, clock, incoming } = call;
	const config = checkedConfig(jsonBody(incoming), caller);
	const webhook: Webhook = { id: nextId(state), ownerKey: caller.key, privateKey: randomBytes(16).toString('hex'), created: recordTime(clock.now()), lastSent: null, ...config };
	state.webhooks.set(webhook.id, webhook);
	return { status: 201, body: { ...show(webhook), privateKey: webhook.privateKey } };
}

/** A full replacement: what is left out is reset. The key stays as it is. */
function replace(call: BambooCall) {
	const webhook = owned(call);
	Object.assign(webhook, checkedConfig(jsonBody(call.incoming), call.caller));
	return ok(show(webhook));
}

function remove(call: BambooCall) {
	call.state.webhooks.delete(owned(call).id);
	return ok('Webhook deleted', { 'content-type': 'text/plain' });
}

function list({ state, caller }: BambooCall) {
	const webhooks = [...state.webhooks.values()].filter(({ ownerKey }) => ownerKey === caller.key);
	return ok({ webhooks: webhooks.map(({ id, name, created, lastSent, url }) => ({ id, name, created, lastSent, url })) });
}

function log(call: BambooCall) {
	const { id } = owned(call);
	const oldest = recordTime(call.clock.now() - FORTNIGHT);
	return ok(call.state.webhookLog.filter((entry) => entry.webhookId === id && entry.lastAttempted >= oldest));
}

const monitorFields = () =>
	ok({ fields: fields.filter(({ monitored }) => monitored).map(({ id, name, alias, withoutAlias }) => ({ id, name, alias: withoutAlias === true ? null : alias })) });

const postFields = () => ok({ fields: fields.map(({ id, name, alias }) => ({ id, name, alias })), tables: [], pages: [] });

const base = '/api/v1/webhooks';

export const webhookRoutes: BambooRoute[] = [
	{ method: 'GET', path: `${base}/monitor_fields`, handle: monitorFields },
	{ method: 'GET', path: `${base}/post-fields`, handle: postFields },
	{ method: 'GET', path: base, handle: list },
	{ method: 'POST', path: base, handle: create },
	{ method: 'GET', path: `${base}/:id`, handle: (call) => ok(show(owned(call))) },
	{ method: 'PUT', path: `${base}/:id`, handle: replace },
	{ method: 'DELETE', path: `${base}/:id`, handle: remove },
	{ method: 'GET', path: `${base}/:id/log`, handle: log },
];
