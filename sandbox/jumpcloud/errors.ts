import type { Reply } from '../server/message';
import { Refusal } from '../server/message';

export const WORDS: Record<number, string> = {
	400: 'Bad Request',
	401: 'Unauthorized',
	403: 'Forbidden',
	404: 'Not Found',
	405: 'Method Not Allowed',
	409: 'Already Exists',
	429: 'Too Many Requests',
	500: 'Internal Server Error',
	502: 'Bad Gateway',
	503: 'Service Unavailable',
	504: 'Gateway Timeout',
};

export const errorReply = (status: number, message = WORDS[status] ?? 'Error'): Reply => ({ status, body: { message } });

export const refuse = (status: number, message?: string): Refusal => new Refusal(errorReply(status, message));

/** Before version 2, some errors are bare text. */
export const textReply = (status: number, message = WORDS[status] ?? 'Error'): Reply => ({ status, headers: { 'content-type': 'text/plain' }, body: message });
