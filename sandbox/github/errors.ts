import { Refusal, type Reply, type ReplyHeaders } from '../server/message';

const DOCUMENTATION = 'https://docs.github.com/rest';

export const failure = (status: number, message: string, { headers = {}, documentation = DOCUMENTATION, more = {} }: { headers?: ReplyHeaders; documentation?: string; more?: object } = {}): Reply => ({
	status,
	headers,
	body: { message, ...more, documentation_url: documentation, status: String(status) },
});

export const refuse = (status: number, message: string, options: Parameters<typeof failure>[2] = {}) => new Refusal(failure(status, message, options));

/** Also what there is, but not for this caller. */
export const notFound = () => refuse(404, 'Not Found');

export const forbidden = (message: string) => refuse(403, message);

export const badRequest = (message: string) => refuse(400, message);

interface Mistake {
	resource: string;
	field?: string;
	code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
	message?: string;
}

export const invalid = (...errors: Mistake[]) => refuse(422, 'Validation Failed', { more: { errors } });

export const unprocessable = (message: string) => refuse(422, message);

export const overInvitationLimit = (resource: string) => invalid({ resource, code: 'unprocessable', field: 'data', message: 'Over invitation rate limit' });
