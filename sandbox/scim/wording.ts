import type { Reply } from '../server/message';
import { Refusal } from '../server/message';
import type { ErrorBody } from './errors';
import { ERROR } from './errors';
import type { AppState } from './state';

const isError = (body: unknown): body is ErrorBody => typeof body === 'object' && body !== null && 'schemas' in body && Array.isArray(body.schemas) && body.schemas[0] === ERROR;

/** An error as this application says it. */
export function worded({ settings }: Pick<AppState, 'settings'>, reply: Reply): Reply {
	if (!isError(reply.body)) return reply;
	const status = settings.errorStatus === 'number' ? Number(reply.body.status) : reply.body.status;
	return { ...reply, headers: { 'content-type': settings.answersAs, ...reply.headers }, body: { ...reply.body, status } };
}

export function wording<T>(app: Pick<AppState, 'settings'>, work: () => T): T {
	try {
		return work();
	} catch (error) {
		throw error instanceof Refusal ? new Refusal(worded(app, error.reply)) : error;
	}
}
