import { reader, type Dictionary } from '../http/parse';
import { path } from '../http/path';
import type { Http, HttpRequest, HttpResponse } from '../http/types';
import { bambooHrProblem } from './errors';

export const parse = reader('BambooHR');

export interface WebhookRequest {
	name: string;
	url: string;
	events: readonly string[];
	monitorFields: readonly string[];
}

export interface BambooHr {
	/** Fields the key's user may not see are simply missing. What has a history comes as it is today, or as it will be. */
	employee(id: string, fields: readonly string[], when?: 'today' | 'ahead'): Promise<Dictionary>;
	/** Unsorted, as BambooHR gives them. Of everybody, where `all` is asked for. */
	table(employeeId: string, table: string): Promise<Dictionary[]>;
	/** Who was changed since then, in any way. */
	changed(since: string): Promise<Dictionary>;
	/** Everybody, also those who have left. */
	everybody(fields: readonly string[]): Promise<Dictionary>;
	webhook(id: string): Promise<Dictionary>;
	webhooks(): Promise<Dictionary[]>;
	/** The only moment the signing key is shown. */
	createWebhook(webhook: WebhookRequest): Promise<{ id: string; privateKey: string }>;
	deleteWebhook(id: string): Promise<void>;
}

export const bambooHrClient = (http: Http): BambooHr => {
	const call = async (request: HttpRequest): Promise<HttpResponse> => {
		const response = await http(request);
		if (response.status < 200 || response.status > 299) throw bambooHrProblem(request, response);
		return response;
	};
	const get = async (at: string, query: HttpRequest['query'] = {}) => (await call({ method: 'GET', path: at, query })).body;

	return {
		employee: async (id, fields, when = 'today') => parse.object(await get(path`/api/v1/employees/${id}`, { fields: fields.join(','), onlyCurrent: when === 'today' }), 'employee'),

		table: async (employeeId, table) => {
			const rows = parse.array(await get(path`/api/v1/employees/${employeeId}/tables/${table}`), table);
			return rows.map((row) => parse.object(row, table));
		},

		changed: async (since) => parse.object(await get('/api/v1/employees/changed', { since, type: 'all' }), 'employees/changed'),

		everybody: async (fields) => {
			const body = { title: 'n8n: everybody', fields: ['id', ...fields] };
			return parse.object((await call({ method: 'POST', path: '/api/v1/reports/custom', query: { format: 'json', onlyCurrent: true }, body })).body, 'report');
		},

		webhook: async (id) => parse.object(await get(path`/api/v1/webhooks/${id}`), 'webhook'),

		webhooks: async () => {
			const answer = parse.object(await get('/api/v1/webhooks'), 'webhooks');
			return parse.array(answer['webhooks'], 'webhooks').map((row) => parse.object(row, 'webhooks'));
		},

		createWebhook: async (webhook) => {
			const body = { ...webhook, format: 'json', includeCompanyDomain: true };
			const answer = parse.object((await call({ method: 'POST', path: '/api/v1/webhooks', body })).body, 'webhook');
			return { id: String(answer['id']), privateKey: parse.text(answer['privateKey'], 'webhook.privateKey') };
		},

		deleteWebhook: async (id) => {
			await call({ method: 'DELETE', path: path`/api/v1/webhooks/${id}` });
		},
	};
};
