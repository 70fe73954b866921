import type { Reply } from '../server/message';
import { Refusal } from '../server/message';
import type { VendorStyle } from '../server/style';

export const say = (status: number, message: string): Reply => ({ status, body: { message } });

export const refuse = (status: number, message: string): Refusal => new Refusal(say(status, message));

export const n8nStyle: VendorStyle = {
	notFound: () => say(404, 'not found'),
	unknownMethod: ({ method }) => say(405, `${method} method not allowed`),
	forbidden: () => say(403, 'Forbidden'),
	/** n8n limits nothing here itself; what stands in front of it may. */
	throttled: (_incoming, { retryAfterSeconds }) => ({ status: 429, ...(retryAfterSeconds === undefined ? {} : { headers: { 'Retry-After': String(retryAfterSeconds) } }), body: { message: 'Too many requests' } }),
	failed: (_incoming, status) => say(status, status >= 500 ? 'Internal server error' : 'Request failed'),
	everyAnswer: () => ({}),
};
