import type { Http, HttpResponse } from '../http/types';

/** GitHub's documents ask for a minute where an answer names no time. */
const unnamedWait = '60';

const firstError = (body: unknown): unknown => {
	const { errors } = Object(body) as { errors?: unknown };
	return Array.isArray(errors) ? (Object(errors[0]) as { type?: unknown }).type : undefined;
};

const pointsToLimits = (body: unknown): boolean => String((Object(body) as { documentation_url?: unknown }).documentation_url ?? '').includes('rate-limit');

/** 429, a 403 that is one by its headers or by the page it points to, and the 200 in which GraphQL says so. */
export const isThrottled = ({ status, headers, body }: HttpResponse): boolean => {
	if (status === 429) return true;
	if (status === 403) return headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0' || pointsToLimits(body);
	return status === 200 && firstError(body) === 'RATE_LIMITED';
};

/** A secondary limit has nothing to do with the reset of the primary one, which would be waited for otherwise. */
export const withNamedWait =
	(send: Http): Http =>
	async (request) => {
		const response = await send(request);
		const { headers } = response;
		const named = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
		return !isThrottled(response) || named ? response : { ...response, headers: { ...headers, 'retry-after': unnamedWait } };
	};
