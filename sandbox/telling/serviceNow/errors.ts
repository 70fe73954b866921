import type { Reply } from '../../server/message';
import { Refusal } from '../../server/message';

const WORDS: Record<number, [message: string, detail: string]> = {
	400: ['Exception while reading request', 'The payload is not valid JSON.'],
	401: ['User Not Authenticated', 'Required to provide Auth information'],
	403: ['Operation Failed', 'ACL Exception Insert Failed due to security constraints'],
	404: ['No Record found', "Record doesn't exist or ACL restricts the record retrieval"],
	405: ['Method not supported', 'Method not supported'],
	429: ['Rate limit exceeded', 'Request count is beyond what the rate limit rule allows'],
	500: ['Internal server error', 'Contact your administrator'],
	503: ['Service unavailable', 'The instance is not available'],
};

export const errorReply = (status: number, [message, detail] = WORDS[status] ?? WORDS[500]!): Reply => ({ status, body: { error: { message, detail }, status: 'failure' } });

export const refuse = (status: number, words?: [message: string, detail: string]): Refusal => new Refusal(errorReply(status, words));
