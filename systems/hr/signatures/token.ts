import { isDictionary, textIn } from '../fields';
import type { Door, Keys, Message } from '../source';
import { anyOf, digestOf, same } from './compare';
import { jsonIn } from './payload';
import { refuse } from './refuse';

/** What somebody sent as the token, from the one place it is expected in. */
const givenIn = ({ headers, query }: Message, { tokenIn = {} }: Keys): string | undefined =>
	(tokenIn.header === undefined ? undefined : headers[tokenIn.header.toLowerCase()]) ?? (tokenIn.query === undefined ? undefined : query[tokenIn.query]);

/** Undefined where the token is right. It proves who sent the message and says nothing about what is in it. */
export const refusalByToken = (message: Message, keys: Keys): ReturnType<typeof refuse> | undefined => {
	if (keys.secrets.length === 0) return refuse('no key');
	const given = givenIn(message, keys);
	if (given === undefined || given === '') return refuse('unsigned');
	return anyOf(keys.secrets, (secret) => same(given, secret)) ? undefined : refuse('wrong signature');
};

/**
 * For senders that cannot compute a signature. Without `id` or `occurredAt` in the body a message could not be told from
 * its repetition, and the second of two honest ones would be dropped.
 */
export const token: Door = (message, keys) => {
	const refusal = refusalByToken(message, keys);
	if (refusal) return refusal;
	const payload = jsonIn(message.body);
	if (!isDictionary(payload)) return refuse('no message');
	const mark = textIn(payload['id']) ?? textIn(payload['occurredAt']);
	return mark === null ? refuse('no message') : { kind: 'genuine', deliveries: [{ id: digestOf(message.body), payload }] };
};
