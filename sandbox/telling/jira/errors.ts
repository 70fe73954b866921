import type { Reply } from '../../server/message';
import { Refusal } from '../../server/message';

const WORDS: Record<number, string> = {
	401: 'Client must be authenticated to access this resource.',
	403: 'You do not have the permission to see the specified issue.',
	404: 'Issue does not exist or you do not have permission to see it.',
	405: 'Method Not Allowed',
	410: 'The requested API has been removed. Please migrate to the /rest/api/3/search/jql API.',
	429: 'Rate limit exceeded.',
	500: 'Internal server error',
	503: 'Service unavailable',
};

export const errorReply = (status: number, message = WORDS[status] ?? WORDS[500]!, errors: Record<string, string> = {}): Reply => ({ status, body: { errorMessages: message === '' ? [] : [message], errors } });

export const refuse = (status: number, message?: string) => new Refusal(errorReply(status, message));

/** What is wrong with single fields. */
export const invalid = (errors: Record<string, string>) => new Refusal(errorReply(400, '', errors));
