import { randomUUID } from 'node:crypto';
import type { Reply } from '../server/message';
import { ok, Refusal } from '../server/message';

const WORDS: Record<number, readonly string[]> = {
	403: ['1 error occurred:\n\t* permission denied\n\n'],
	404: [],
	405: ['unsupported operation'],
	429: ['request path "": rate limit quota exceeded'],
	500: ['internal error'],
	503: ['Vault is sealed'],
};

export const errorReply = (status: number, errors = WORDS[status] ?? []): Reply => ({ status, body: { errors } });

export const refuse = (status: number, ...errors: string[]): Refusal => new Refusal(errorReply(status, errors.length === 0 ? undefined : errors));

export const INVALID_TOKEN = '2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n';

/** What is around every answer with something in it. */
export const enveloped = (data: unknown, auth: unknown = null): Reply =>
	ok({ request_id: randomUUID(), lease_id: '', renewable: false, lease_duration: 0, data, wrap_info: null, warnings: null, auth });
