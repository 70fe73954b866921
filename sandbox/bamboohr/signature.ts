import { createHmac } from 'node:crypto';

/** HMAC-SHA256 over body, then timestamp, with the private key taken as the text it is. */
export const sign = (privateKey: string, rawBody: string, timestamp: string) =>
	createHmac('sha256', privateKey).update(rawBody).update(timestamp).digest('hex');
