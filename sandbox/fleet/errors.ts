import { randomUUID } from 'node:crypto';
import type { Reply } from '../server/message';
import { Refusal } from '../server/message';

const MESSAGES: Record<number, string> = {
	400: 'Bad request',
	401: 'Authentication required',
	402: 'Requires Fleet Premium license',
	403: 'Forbidden',
	404: 'Resource Not Found',
	405: 'Method Not Allowed',
	409: 'Validation Failed',
	422: 'Validation Failed',
	429: 'limit exceeded',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};

export const errorReply = (status: number, reason?: string, name = 'base'): Reply => {
	const message = MESSAGES[status] ?? 'Error';
	return { status, body: { message, errors: [{ name, reason: reason ?? message }], uuid: randomUUID() } };
};

export const refuse = (status: number, reason?: string, name?: string): Refusal => new Refusal(errorReply(status, reason, name));

/** What is wrong with this host, now. */
export const refuseHost = (reason: string, status = 422): Refusal => refuse(status, reason, 'host_id');
