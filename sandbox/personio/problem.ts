import type { Reply } from '../server/message';
import { Refusal } from '../server/message';
import type { VendorStyle } from '../server/style';

const titles: Readonly<Record<number, string>> = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 429: 'Too Many Requests', 503: 'Service Unavailable' };

const problem = (status: number, detail: string): Reply => ({
	status,
	headers: { 'content-type': 'application/problem+json' },
	body: { type: 'about:blank', title: titles[status] ?? 'Internal Server Error', status, detail },
});

export const refuse = (status: number, detail: string): Refusal => new Refusal(problem(status, detail));

export const style: VendorStyle = {
	notFound: () => problem(404, 'The resource was not found.'),
	unknownMethod: () => problem(405, 'The method is not allowed here.'),
	forbidden: (_incoming, needs = '') => problem(403, `The credential lacks the scope ${needs}.`),
	throttled: (_incoming, { retryAfterSeconds }) => ({ ...problem(429, 'Too many requests.'), headers: { 'content-type': 'application/problem+json', ...(retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }) } }),
	failed: (_incoming, status) => problem(status, 'The request could not be served.'),
	everyAnswer: () => ({}),
};
