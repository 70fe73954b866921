import type { Reply } from '../../server/message';
import { Refusal } from '../../server/message';

const CODES: Record<number, [code: string, message: string]> = {
	400: ['BadRequest', 'The request is malformed or incorrect.'],
	401: ['InvalidAuthenticationToken', 'Access token validation failure.'],
	403: ['Forbidden', 'Insufficient privileges to complete the operation.'],
	404: ['NotFound', 'NotFound'],
	429: ['TooManyRequests', 'Too many requests'],
	503: ['ServiceUnavailable', 'The service is unavailable.'],
};

export const errorReply = (status: number, words: [code: string, message: string] = CODES[status] ?? ['InternalServerError', 'Internal server error.']): Reply => ({ status, body: { error: { code: words[0], message: words[1], innerError: {} } } });

export const refuse = (status: number, words?: [code: string, message: string]) => new Refusal(errorReply(status, words));
