import type { Door } from '../source';
import { anyOf, digestOf, hmac, same } from './compare';
import { jsonIn } from './payload';
import { refuse } from './refuse';
import { timely } from './standardWebhooks';

export const signJml = (secret: string, timestamp: string, body: Buffer): string => hmac('sha256', secret, `${timestamp}.`, body).toString('hex');

/** `X-JML-Signature: t=<unix seconds>,v1=<hex>`: what a script with openssl can make. */
export const jmlSignature: Door = ({ headers, body }, { secrets }, { now }) => {
	if (secrets.length === 0) return refuse('no key');
	const parts = (headers['x-jml-signature'] ?? '').split(',').map((part) => part.trim());
	const timestamp = parts.find((part) => part.startsWith('t='))?.slice(2);
	const signatures = parts.flatMap((part) => (part.startsWith('v1=') ? [part.slice(3)] : []));
	if (timestamp === undefined || signatures.length === 0) return refuse('unsigned');
	if (!anyOf(secrets, (secret) => anyOf(signatures, (signature) => same(signature, signJml(secret, timestamp, body))))) return refuse('wrong signature');
	if (!timely(timestamp, now)) return refuse('too old');
	const payload = jsonIn(body);
	if (payload === undefined) return refuse('no message');
	// Not the header that names the delivery: it is not signed, and a new one would open the door a second time.
	return { kind: 'genuine', deliveries: [{ id: `${timestamp}.${digestOf(body)}`, payload }] };
};
