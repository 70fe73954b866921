import { createHash, createHmac } from 'node:crypto';
import type { Incoming } from '../../server/message';
import { header } from '../../server/message';

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

/** Signature Version 4 over the request as it arrived; S3 encodes the path once and does not clean it up. */
export function signatureOf(incoming: Incoming, { date, region, service, signedHeaders }: Claimed, secret: string): string {
	const url = new URL(incoming.url, 'http://s3.invalid');
	const path = url.pathname.split('/').map((segment) => encode(decode(segment))).join('/');
	const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort().join('&');
	const headers = signedHeaders.map((name) => `${name}:${(header(incoming, name) ?? '').trim().replaceAll(/\s+/g, ' ')}\n`).join('');
	const canonical = [incoming.method, path, query, headers, signedHeaders.join(';'), header(incoming, 'x-amz-content-sha256') ?? ''].join('\n');
	const scope = `${date}/${region}/${service}/aws4_request`;
	const toSign = ['AWS4-HMAC-SHA256', header(incoming, 'x-amz-date') ?? '', scope, sha256(canonical)].join('\n');
	const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>((made, part) => hmac(made, part), `AWS4${secret}`);
	return hmac(key, toSign).toString('hex');
}

export const contentHash = (incoming: Incoming) => sha256(incoming.rawBody);
