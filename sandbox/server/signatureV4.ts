import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../clock';
import type { Incoming } from './message';
import { header } from './message';

const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

/** AWS's own percent-encoding: everything but letters, digits and `-._~`. */
const encode = (text: string) => encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const decode = (text: string) => {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
};

const stampOf = (incoming: Incoming) => header(incoming, 'x-amz-date') ?? '';

export interface Claimed {
	accessKeyId: string;
	date: string;
	region: string;
	service: string;
	signedHeaders: string[];
	signature: string;
}

export function claimedIn(incoming: Incoming): Claimed | undefined {
	const given = header(incoming, 'authorization') ?? '';
	const parts = /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,]+)\/([^/,]+)\/aws4_request, ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/.exec(given);
	if (parts === null) return undefined;
	const [, accessKeyId = '', date = '', region = '', service = '', signedHeaders = '', signature = ''] = parts;
	return { accessKeyId, date, region, service, signedHeaders: signedHeaders.split(';'), signature };
}

/** Signature Version 4 over the request as it arrived. The path is encoded once and not cleaned up, as S3 has it; elsewhere there is only the root. */
export function signatureOf(incoming: Incoming, { date, region, service, signedHeaders }: Claimed, secret: string, bodyHash: string): string {
	const url = new URL(incoming.url, 'http://sandbox.invalid');
	const path = url.pathname.split('/').map((segment) => encode(decode(segment))).join('/');
	const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join('&');
	const headers = signedHeaders.map((name) => `${name}:${(header(incoming, name) ?? '').trim().replaceAll(/\s+/g, ' ')}\n`).join('');
	const canonical = [incoming.method, path, query, headers, signedHeaders.join(';'), bodyHash].join('\n');
	const scope = `${date}/${region}/${service}/aws4_request`;
	const toSign = ['AWS4-HMAC-SHA256', stampOf(incoming), scope, sha256(canonical)].join('\n');
	const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secret}`);
	return hmac(key, toSign).toString('hex');
}

export const contentHash = (incoming: Incoming) => sha256(incoming.rawBody);

/** How far its date is off. A signature is stamped by the machine, which may not live at the company's time. */
export function skewOf(incoming: Incoming, clock: Clock): number {
	const at = Date.parse(stampOf(incoming).replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
	return Math.min(...[clock.now(), Date.now()].map((now) => Math.abs(now - at)));
}

export const datesAgree = (incoming: Incoming, { date }: Claimed) => stampOf(incoming).startsWith(date);

/** A header that anybody on the way could have changed. */
export const unsignedHeader = (incoming: Incoming, { signedHeaders }: Claimed) =>
	Object.keys(incoming.headers).find((name) => (name.startsWith('x-amz-') || name === 'host') && !signedHeaders.includes(name));

export const isSignedWith = (incoming: Incoming, claimed: Claimed, secret: string, bodyHash: string) =>
	timingSafeEqual(Buffer.from(signatureOf(incoming, claimed, secret, bodyHash)), Buffer.from(claimed.signature));
