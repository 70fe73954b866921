import type { Door, Message } from '../source';
import { anyOf, hmac, same } from './compare';
import { jsonIn } from './payload';
import { refuse } from './refuse';

export const toleranceMs = 300_000;

/** `whsec_` and base64; a secret without the prefix is used as the text it is. */
export const keyOf = (secret: string): Buffer => (secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret, 'utf8'));

export const signStandard = (secret: string, id: string, timestamp: string, body: Buffer): string => hmac('sha256', keyOf(secret), `${id}.${timestamp}.`, body).toString('base64');

export const timely = (timestamp: string, now: Date): boolean => /^\d{9,11}$/.test(timestamp) && Math.abs(now.getTime() - Number(timestamp) * 1_000) <= toleranceMs;

/** The convention of standardwebhooks.com: id, time and body are signed together; several signatures while a secret is changed. */
export const standardWebhooks: Door = (message, { secrets }, { now }) => {
	if (secrets.length === 0) return refuse('no key');
	const { id, timestamp, signatures } = partsOf(message);
	if (id === undefined || timestamp === undefined || signatures.length === 0) return refuse('unsigned');
	const matches = (secret: string) => anyOf(signatures, (signature) => same(signature, signStandard(secret, id, timestamp, message.body)));
	if (!anyOf(secrets, matches)) return refuse('wrong signature');
	if (!timely(timestamp, now)) return refuse('too old');
	const payload = jsonIn(message.body);
	return payload === undefined ? refuse('no message') : { kind: 'genuine', deliveries: [{ id, payload }] };
};

const partsOf = ({ headers }: Message) => ({
	id: headers['webhook-id'],
	timestamp: headers['webhook-timestamp'],
	signatures: (headers['webhook-signature'] ?? '').split(' ').flatMap((one) => (one.startsWith('v1,') ? [one.slice(3)] : [])),
});
