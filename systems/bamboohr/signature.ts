import { createHmac, timingSafeEqual } from 'node:crypto';

export type Verdict = 'genuine' | 'unsigned' | 'wrong signature' | 'too old';

export interface Delivery {
	rawBody: Buffer;
	timestamp: string | undefined;
	signature: string | undefined;
}

/** Body first, then the timestamp's text, nothing between; the key is used as the text it looks like. */
export const sign = (key: string, rawBody: Buffer, timestamp: string): string =>
	createHmac('sha256', key).update(rawBody).update(timestamp).digest('hex');

const instantOf = (timestamp: string): number => (/^\d{9,11}$/.test(timestamp) ? Number(timestamp) * 1_000 : Date.parse(timestamp));

/**
 * The window must be as wide as BambooHR keeps retrying, because it is not known whether a retry is
 * stamped anew; what was processed once is recognised by its signature instead.
 */
export const verify = (delivery: Delivery, key: string, windowMs: number, now: Date): Verdict => {
	const { rawBody, timestamp, signature } = delivery;
	if (!timestamp || !signature) return 'unsigned';
	const expected = Buffer.from(sign(key, rawBody, timestamp), 'utf8');
	const given = Buffer.from(signature, 'utf8');
	if (given.length !== expected.length || !timingSafeEqual(given, expected)) return 'wrong signature';
	const age = now.getTime() - instantOf(timestamp);
	return Math.abs(age) <= windowMs ? 'genuine' : 'too old';
};
