import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Takes as long for a nearly right text as for a wrong one, whatever their lengths. */
export const same = (given: string, expected: string): boolean => {
	const digest = (text: string) => createHash('sha256').update(text, 'utf8').digest();
	return timingSafeEqual(digest(given), digest(expected));
};

/** Every secret is tried, so that the time says nothing about which one it was. */
export const anyOf = (secrets: readonly string[], matches: (secret: string) => boolean): boolean => secrets.map(matches).includes(true);

export const hmac = (algorithm: 'sha256' | 'sha512', secret: string | Buffer, ...parts: (string | Buffer)[]): Buffer =>
	parts.reduce((running, part) => running.update(part), createHmac(algorithm, secret)).digest();

export const digestOf = (...parts: (string | Buffer)[]): string => parts.reduce((running, part) => running.update(part), createHash('sha256')).digest('hex');
