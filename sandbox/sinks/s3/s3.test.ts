import { createHash } from 'node:crypto';
import { createClock } from '../../clock';
import type { Incoming } from '../../server/message';
import { startS3, type S3Double } from '.';
import { claimedIn, signatureOf } from '../../server/signatureV4';

let s3: S3Double;
beforeEach(async () => {
	s3 = await startS3({ clock: createClock() });
});
afterEach(() => s3.stop());

interface ToSign {
	method: string;
	url: string;
	headers?: { [name: string]: string };
	body?: string;
	at?: Date;
}

/** As a client signs; that the double computes signatures as AWS does is shown below with AWS's own examples. */
const signedHeaders = ({ accessKeyId, secretAccessKey, region }: S3Double['connection'], { method, url, headers = {}, body = '', at = new Date() }: ToSign): { [name: string]: string } => {
	const { host, pathname, search, searchParams } = new URL(url);
	const stamp = at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
	const sent = { ...headers, 'x-amz-date': stamp, 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') };
	const incoming = { method, url: pathname + search, path: pathname, query: searchParams, headers: { ...sent, host }, rawBody: Buffer.from(body), gone: new AbortController().signal };
	const claimed = { accessKeyId, date: stamp.slice(0, 8), region, service: 's3', signedHeaders: Object.keys(incoming.headers).sort(), signature: '' };
	return { ...sent, authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${claimed.date}/${region}/s3/aws4_request, SignedHeaders=${claimed.signedHeaders.join(';')}, Signature=${signatureOf(incoming, claimed, secretAccessKey, sent['x-amz-content-sha256'])}` };
};

const md5 = (text: string) => createHash('md5').update(text).digest('base64');
const later = '2040-01-01T00:00:00Z';
const lock = (mode = 'COMPLIANCE', until = later) => ({ 'x-amz-object-lock-mode': mode, 'x-amz-object-lock-retain-until-date': until });

const ask = async (method: string, path: string, { body = '', headers = {}, key = s3.connection, at }: { body?: string; headers?: { [name: string]: string }; key?: typeof s3.connection; at?: Date } = {}) => {
	const request: ToSign = { method, url: `${s3.url}${path}`, headers, body, ...(at === undefined ? {} : { at }) };
	const answer = await fetch(request.url, { method, headers: signedHeaders(key, request), ...(body === '' ? {} : { body }) });
	const text = await answer.text();
	return { status: answer.status, text, headers: answer.headers, code: /<Code>(.*?)<\/Code>/.exec(text)?.[1] };
};
const at = (key = 'a/b.json', bucket = s3.connection.bucket) => `/${bucket}/${key}`;
const put = (body: string, headers: { [name: string]: string } = {}, path = at()) => ask('PUT', path, { body, headers: { 'content-md5': md5(body), ...headers } });

describe('signatures', () => {
	const incoming = (method: string, url: string, headers: { [name: string]: string }): Incoming =>
		({ method, url, path: url.split('?')[0]!, query: new URLSearchParams(url.split('?')[1]), headers: { host: 'examplebucket.s3.amazonaws.com', 'x-amz-date': '20130524T000000Z', ...headers }, rawBody: Buffer.alloc(0), gone: new AbortController().signal }) as Incoming;
	const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
	const signed = (headers: string, signature: string) => ({ authorization: `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=${headers},Signature=${signature}` });

	test.each([
		['an object', incoming('GET', '/test.txt', { range: 'bytes=0-9', 'x-amz-content-sha256': empty, ...signed('host;range;x-amz-content-sha256;x-amz-date', 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41') })],
		['a write', incoming('PUT', '/test%24file.text', { date: 'Fri, 24 May 2013 00:00:00 GMT', 'x-amz-storage-class': 'REDUCED_REDUNDANCY', 'x-amz-content-sha256': '44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072', ...signed('date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class', '98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd') })],
		['a bucket’s configuration', incoming('GET', '/?lifecycle', { 'x-amz-content-sha256': empty, ...signed('host;x-amz-content-sha256;x-amz-date', 'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543') })],
		['a list', incoming('GET', '/?max-keys=2&prefix=J', { 'x-amz-content-sha256': empty, ...signed('host;x-amz-content-sha256;x-amz-date', '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7') })],
	])('AWS’s own example of %s', (_, request) => {
		const claimed = claimedIn(request)!;
		expect(signatureOf(request, claimed, 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', String(request.headers['x-amz-content-sha256']))).toBe(claimed.signature);
	});

	test('who is unknown, wrong, late, of another region or service, or changed something afterwards', async () => {
		expect(await ask('GET', at(), { key: { ...s3.connection, accessKeyId: 'AKIAUNKNOWN' } })).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
		expect(await ask('GET', at(), { key: { ...s3.connection, secretAccessKey: 'wrong' } })).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
		expect(await ask('GET', at(), { at: new Date(Date.now() - 16 * 60_000) })).toMatchObject({ status: 403, code: 'RequestTimeTooSkewed' });
		expect(await ask('GET', at(), { key: { ...s3.connection, region: 'us-east-1' } })).toMatchObject({ status: 400, code: 'AuthorizationHeaderMalformed' });
		expect((await fetch(`${s3.url}${at()}`)).status).toBe(403);
		const headers = signedHeaders(s3.connection, { method: 'PUT', url: `${s3.url}${at()}`, body: 'one' });
		expect((await fetch(`${s3.url}${at()}`, { method: 'PUT', headers, body: 'two' })).status).toBe(400);
		expect((await fetch(`${s3.url}${at()}`, { method: 'PUT', headers: { ...headers, 'x-amz-object-lock-legal-hold': 'ON' }, body: 'one' })).status).toBe(403);
		const scoped = headers['authorization']!.replace('/s3/', '/127/');
		expect(await (await fetch(`${s3.url}${at()}`, { method: 'PUT', headers: { ...headers, authorization: scoped }, body: 'one' })).text()).toMatch(/incorrect service/);
	});
});

describe('objects', () => {
	test('what is put is there, by path and by host, with its version', async () => {
		const { status, headers } = await put('hello');
		expect(status).toBe(200);
		const got = await ask('GET', at());
		expect(got).toMatchObject({ status: 200, text: 'hello' });
		expect(got.headers.get('x-amz-version-id')).toBe(headers.get('x-amz-version-id'));
		expect((await ask('HEAD', at())).headers.get('content-length')).toBe('5');
		const byHost = signedHeaders(s3.connection, { method: 'GET', url: `http://${s3.connection.bucket}.localhost:${s3.port}/a/b.json` });
		const { request } = await import('node:http');
		const text = await new Promise<string>((resolve) => request({ host: '127.0.0.1', port: s3.port, path: '/a/b.json', headers: { ...byHost, host: `${s3.connection.bucket}.localhost:${s3.port}` } }, (answer) => answer.setEncoding('utf8').once('data', resolve)).end());
		expect(text).toBe('hello');
	});

	test('a bucket that is not there, a key that is not there, and who may not list', async () => {
		expect(await ask('GET', '/nowhere/x')).toMatchObject({ status: 404, code: 'NoSuchBucket' });
		expect(await ask('GET', at())).toMatchObject({ status: 404, code: 'NoSuchKey' });
		const caller = s3.state.accessKeys.get(s3.connection.accessKeyId)!;
		caller.permissions = caller.permissions.filter((permission) => permission !== 's3:ListBucket');
		expect(await ask('GET', at())).toMatchObject({ status: 403, code: 'AccessDenied' });
	});

	test('If-None-Match writes once, a wrong digest not at all', async () => {
		expect((await put('one', { 'if-none-match': '*' })).status).toBe(200);
		expect(await put('two', { 'if-none-match': '*' })).toMatchObject({ status: 412, code: 'PreconditionFailed' });
		expect(await put('two', { 'content-md5': md5('one') })).toMatchObject({ status: 400, code: 'BadDigest' });
		expect(await put('two', { 'x-amz-checksum-sha256': createHash('sha256').update('one').digest('base64') })).toMatchObject({ status: 400, code: 'BadDigest' });
		expect(s3.objects()).toMatchObject([{ key: 'a/b.json', text: 'one', versions: 1 }]);
	});

	test('lists by prefix and folder, in pages', async () => {
		for (const key of ['a/1', 'a/2', 'a/b/3', 'c']) await put('x', {}, at(key));
		const keys = (text: string) => [...text.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key]) => key);
		expect(keys((await ask('GET', `/${s3.connection.bucket}?list-type=2&prefix=a/`)).text)).toEqual(['a/1', 'a/2', 'a/b/3']);
		const foldered = (await ask('GET', `/${s3.connection.bucket}?list-type=2&prefix=a/&delimiter=/`)).text;
		expect([keys(foldered), foldered.includes('<CommonPrefixes><Prefix>a/b/</Prefix></CommonPrefixes>')]).toEqual([['a/1', 'a/2'], true]);
		const page = (await ask('GET', `/${s3.connection.bucket}?list-type=2&max-keys=2`)).text;
		const token = /<NextContinuationToken>(.*?)</.exec(page)![1]!;
		expect(keys((await ask('GET', `/${s3.connection.bucket}?list-type=2&continuation-token=${encodeURIComponent(token)}`)).text)).toEqual(['a/b/3', 'c']);
		expect((await ask('GET', `/${s3.connection.bucket}?location`)).text).toContain('>eu-central-1</LocationConstraint>');
	});
});

describe('Object Lock', () => {
	test('shows the lock to those who may see it', async () => {
		await put('x', lock());
		expect((await ask('GET', at())).headers.get('x-amz-object-lock-mode')).toBe('COMPLIANCE');
		expect((await ask('GET', `${at()}?retention`)).text).toContain(`<Mode>COMPLIANCE</Mode><RetainUntilDate>${later}</RetainUntilDate>`);
		const caller = s3.state.accessKeys.get(s3.connection.accessKeyId)!;
		caller.permissions = caller.permissions.filter((permission) => permission !== 's3:GetObjectRetention');
		expect((await ask('GET', at())).headers.get('x-amz-object-lock-mode')).toBeNull();
	});

	test('a locked version is not deleted, neither by bypassing nor by putting something over it', async () => {
		const version = (await put('x', lock())).headers.get('x-amz-version-id')!;
		expect(await ask('DELETE', `${at()}?versionId=${version}`)).toMatchObject({ status: 403, code: 'AccessDenied' });
		s3.state.accessKeys.get(s3.connection.accessKeyId)!.permissions.push('s3:BypassGovernanceRetention');
		expect(await ask('DELETE', `${at()}?versionId=${version}`, { headers: { 'x-amz-bypass-governance-retention': 'true' } })).toMatchObject({ status: 403 });
		await put('y');
		expect((await ask('DELETE', at())).status).toBe(204);
		expect(await ask('GET', at())).toMatchObject({ status: 404 });
		expect(await ask('GET', `${at()}?versionId=${version}`)).toMatchObject({ status: 200, text: 'x' });
		expect((await ask('GET', `/${s3.connection.bucket}?versions`)).text).toMatch(/<DeleteMarker>/);
	});

	test('governance is lifted by who may, and compliance ends when its time is up', async () => {
		const clock = createClock();
		const own = await startS3({ clock });
		const send = (method: string, path: string, headers = {}, body = '') => fetch(`${own.url}${path}`, { method, headers: signedHeaders(own.connection, { method, url: `${own.url}${path}`, headers, body }), ...(body === '' ? {} : { body }) });
		const governed = (await send('PUT', at('g'), { 'content-md5': md5('g'), ...lock('GOVERNANCE') }, 'g')).headers.get('x-amz-version-id')!;
		const held = (await send('PUT', at('c'), { 'content-md5': md5('c'), ...lock('COMPLIANCE', new Date(Date.now() + 3_600_000).toISOString()) }, 'c')).headers.get('x-amz-version-id')!;
		const bypass = { 'x-amz-bypass-governance-retention': 'true' };
		expect((await send('DELETE', `${at('g')}?versionId=${governed}`, bypass)).status).toBe(403);
		own.state.accessKeys.get(own.connection.accessKeyId)!.permissions.push('s3:BypassGovernanceRetention');
		expect((await send('DELETE', `${at('g')}?versionId=${governed}`, bypass)).status).toBe(204);
		clock.move(3_700_000);
		expect((await send('DELETE', `${at('c')}?versionId=${held}`)).status).toBe(204);
		await own.stop();
	});

	test.each([
		['a digest is missing', { 'content-md5': '', ...lock() }, 'InvalidRequest'],
		['the date has passed', lock('COMPLIANCE', '2020-01-01T00:00:00Z'), 'InvalidArgument'],
		['the mode is unknown', lock('WISHFUL'), 'InvalidArgument'],
		['only the mode is given', { 'x-amz-object-lock-mode': 'COMPLIANCE' }, 'InvalidArgument'],
	])('is refused where %s', async (_, headers, code) => {
		const sent = Object.fromEntries(Object.entries({ 'content-md5': md5('x'), ...headers }).filter(([, value]) => value !== ''));
		expect(await ask('PUT', at(), { body: 'x', headers: sent as { [name: string]: string } })).toMatchObject({ status: 400, code });
	});

	test('is refused where the bucket has none, or the key may not set it', async () => {
		expect(await put('x', lock(), at('k', s3.connection.bucketWithoutLock))).toMatchObject({ status: 400, code: 'InvalidRequest' });
		const caller = s3.state.accessKeys.get(s3.connection.accessKeyId)!;
		caller.permissions = caller.permissions.filter((permission) => permission !== 's3:PutObjectRetention');
		expect(await put('x', lock())).toMatchObject({ status: 403 });
	});

	test('a multipart upload is locked from its beginning, and its tag is no MD5 of the whole', async () => {
		const begun = await ask('POST', `${at()}?uploads`, { headers: lock() });
		const id = /<UploadId>(.*?)</.exec(begun.text)![1]!;
		expect(await ask('PUT', `${at()}?partNumber=1&uploadId=${id}`, { body: 'part' })).toMatchObject({ code: 'InvalidRequest' });
		const part = await ask('PUT', `${at()}?partNumber=1&uploadId=${id}`, { body: 'part', headers: { 'content-md5': md5('part') } });
		const etag = part.headers.get('etag')!;
		expect((await ask('GET', `${at()}?uploadId=${id}`)).text).toContain('<PartNumber>1</PartNumber>');
		const done = await ask('POST', `${at()}?uploadId=${id}`, { body: `<CompleteMultipartUpload><Part><ETag>${etag}</ETag><PartNumber>1</PartNumber></Part></CompleteMultipartUpload>` });
		expect(done.text).toContain(`${createHash('md5').update(createHash('md5').update('part').digest()).digest('hex')}-1`);
		expect(s3.objects()).toMatchObject([{ text: 'part', version: { lock: { mode: 'COMPLIANCE' } } }]);
		expect(await ask('POST', `${at()}?uploadId=${id}`, { body: '<Part/>' })).toMatchObject({ code: 'NoSuchUpload' });
	});
});

test('accepts and cuts the connection, or is busy, as it is told to', async () => {
	s3.faults.add({ method: 'PUT', times: 1, effect: { kind: 'reset', applied: true } });
	await expect(put('x')).rejects.toThrow();
	expect(s3.objects()).toMatchObject([{ text: 'x' }]);
	s3.faults.add({ times: 1, effect: { kind: 'status', status: 503 } });
	expect(await ask('GET', at())).toMatchObject({ status: 503, code: 'SlowDown' });
});
