import { createHash, createHmac } from 'node:crypto';

export interface AwsKey {
	accessKeyId: string;
	secretAccessKey: string;
	region: string;
}

export interface ToSign {
	method: string;
	url: string;
	headers?: { [name: string]: string };
	body?: Buffer | string;
	/** Instead of now. */
	at?: Date;
}

const strictly = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (one) => '%' + one.charCodeAt(0).toString(16).toUpperCase());
const hash = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');
const mac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** AWS Signature Version 4 for S3, as a client makes it: the headers to send. */
export const signedHeaders = ({ accessKeyId, secretAccessKey, region }: AwsKey, { method, url, headers = {}, body = '', at = new Date() }: ToSign): { [name: string]: string } => {
	const { host, pathname, searchParams } = new URL(url);
	const stamp = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
	const day = stamp.slice(0, 8);
	const all: { [name: string]: string } = { host, 'x-amz-date': stamp, 'x-amz-content-sha256': hash(body) };
	for (const [name, value] of Object.entries(headers)) all[name.toLowerCase()] = value;
	const names = Object.keys(all).sort();
	const request = [
		method,
		pathname.split('/').map((part) => strictly(decodeURIComponent(part))).join('/'),
		[...searchParams.entries()].map((pair) => pair.map(strictly).join('=')).sort().join('&'),
		...names.map((name) => `${name}:${all[name]!.trim()}`),
		'',
		names.join(';'),
		all['x-amz-content-sha256'],
	].join('\n');
	const scope = [day, region, 's3', 'aws4_request'].join('/');
	const key = mac(mac(mac(mac(`AWS4${secretAccessKey}`, day), region), 's3'), 'aws4_request');
	const signature = mac(key, ['AWS4-HMAC-SHA256', stamp, scope, hash(request)].join('\n')).toString('hex');
	const { host: _, ...sent } = all;
	return { ...sent, authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope},SignedHeaders=${names.join(';')},Signature=${signature}` };
};
