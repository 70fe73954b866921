import { signWebhook, type Sandbox } from '../../sandbox';
import type { Delivery } from './trigger';

interface Changes {
	type?: string;
	body?: string | Buffer;
	key?: string;
	timestamp?: string;
	headers?: { [name: string]: string | undefined };
}

/** A webhook as BambooHR would send it for the one registration there is, with whatever a test wants wrong about it. */
export const webhookAbout = ({ bamboohr }: Sandbox, employeeId: string, changes: Changes = {}): Delivery => {
	const { settings, state } = bamboohr;
	const {
		type = 'employee.updated',
		body = JSON.stringify({ type, timestamp: new Date().toISOString(), data: { companyId: settings.companyId, employeeId, changedFields: ['status'] } }),
		key = [...state.webhooks.values()].at(-1)?.privateKey ?? 'none',
		timestamp = String(Math.floor(Date.now() / 1_000)),
	} = changes;
	const headers = {
		'content-type': 'application/json',
		'x-bamboohr-timestamp': timestamp,
		'x-bamboohr-signature': signWebhook(key, body.toString(), timestamp),
		'company-domain': settings.companyDomain,
		...changes.headers,
	};
	return { body, headers: Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))) };
};
