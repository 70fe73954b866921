import { createHash, createHmac } from 'node:crypto';

export interface AwsKeys {
	accessKeyId: string;
	secretAccessKey: string;
	/** Of temporary keys. */
	sessionToken?: string | undefined;
}

/** What a signature is valid for, beside the request itself. */
export interface Scope {
	region: string;
	service: string;
}

export interface ToSign {
	method: string;
	/** The whole address, as it will be sent. */
	url: string;
	/** Names in lower case; all of them are signed. */
	headers: Readonly<Record<string, string>>;
	body: string;
}

const algorithm = 'AWS4-HMAC-SHA256';

const hash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const mac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text, 'utf8').digest();

/** AWS leaves alone less than encodeURIComponent does. */
export const strictlyEncoded = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number => (one < other ? -1 : one > other ? 1 : 0);

const canonicalPath = (pathname: string): string => pathname.split('/').map(strictlyEncoded).join('/');

const canonicalQuery = (query: URLSearchParams): string =>
	[...query]
		.map(([name, value]) => [strictlyEncoded(name), strictlyEncoded(value)] as const)
		.sort((one, other) => byName(one, other) || byName([one[1], ''], [other[1], '']))
		.map((pair) => pair.join('='))
		.join('&');

/** The instant as AWS writes it: `20150830T123600Z`. */
const stampOf = (at: Date): string => at.toISOString().replace(/[-:]|\.\d{3}/g, '');

/**
 * Signature Version 4 over exactly these headers: the value of `authorization`. Pure; the host is taken from the address.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const authorizationOf = ({ method, url, headers, body }: ToSign, keys: AwsKeys, { region, service }: Scope, at: Date): string => {
	const { host, pathname, searchParams } = new URL(url);
	const signed = Object.entries({ host, ...headers })
		.map(([name, value]) => [name, value.trim().replace(/ +/g, ' ')] as const)
		.sort(byName);
	const names = signed.map(([name]) => name).join(';');
	const request = [method, canonicalPath(pathname), canonicalQuery(searchParams), ...signed.map((pair) => pair.join(':')), '', names, hash(body)].join('\n');
	const stamp = stampOf(at);
	const day = stamp.slice(0, 8);
	const scope = [day, region, service, 'aws4_request'].join('/');
	const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(mac, `AWS4${keys.secretAccessKey}`);
	const signature = mac(key, [algorithm, stamp, scope, hash(request)].join('\n')).toString('hex');
	return `${algorithm} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
};

/** All headers of a request that is ready to be sent, as AWS's own SDK signs it. Nothing in between may change them or the body. */
export const signed = (request: ToSign, keys: AwsKeys, scope: Scope, at: Date): Record<string, string> => {
	const headers = {
		...request.headers,
		'content-length': String(Buffer.byteLength(request.body)),
		'x-amz-content-sha256': hash(request.body),
		'x-amz-date': stampOf(at),
		...(keys.sessionToken ? { 'x-amz-security-token': keys.sessionToken } : {}),
	};
	return { ...headers, authorization: authorizationOf({ ...request, headers }, keys, scope, at) };
};
