import fc from 'fast-check';
import { authorizationOf, signed, strictlyEncoded, type ToSign } from './sign';

/** The keys and the instant of the examples that AWS publishes for Signature Version 4. */
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const at = new Date('2015-08-30T12:36:00Z');
const service = { region: 'us-east-1', service: 'service' };
const dated = { 'x-amz-date': '20150830T123600Z' };
const get = (path: string, headers: Record<string, string> = {}): ToSign => ({ method: 'GET', url: `https://example.amazonaws.com${path}`, headers: { ...headers, ...dated }, body: '' });

const signatureOf = (authorization: string) => /Signature=([0-9a-f]{64})$/.exec(authorization)![1];

describe("AWS's published examples", () => {
	test.each<[string, ToSign, string]>([
		['get-vanilla', get('/'), '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
		['get-vanilla-query-order-key-case', get('/?Param2=value2&Param1=value1'), 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500'],
		['get-vanilla-empty-query-key', get('/?Param1=value1'), 'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb'],
		['get-header-value-trim', get('/', { 'my-header1': ' value1', 'my-header2': ' "a   b   c"' }), 'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736'],
		['post-vanilla', { ...get('/'), method: 'POST' }, '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
		['post-x-www-form-urlencoded', { method: 'POST', url: 'https://example.amazonaws.com/', headers: { 'content-type': 'application/x-www-form-urlencoded', ...dated }, body: 'Param1=value1' }, 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a'],
	])('%s', (_name, request, signature) => {
		expect(signatureOf(authorizationOf(request, keys, service, at))).toBe(signature);
	});

	test('the example of the documentation, asking IAM for its users', () => {
		const request: ToSign = { method: 'GET', url: 'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08', headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...dated }, body: '' };
		expect(authorizationOf(request, keys, { region: 'us-east-1', service: 'iam' }, at)).toBe(
			'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
		);
	});
});

describe('what is sent', () => {
	const request: ToSign = { method: 'POST', url: 'https://iam.amazonaws.com/', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=GetUser&UserName=%C3%A9' };

	test('has the instant, the hash and the length of the body, and a session token where there is one', () => {
		const sent = signed(request, { ...keys, sessionToken: 'tok/+=' }, { region: 'us-east-1', service: 'iam' }, at);
		expect(sent).toMatchObject({ 'x-amz-date': '20150830T123600Z', 'x-amz-security-token': 'tok/+=', 'content-length': '30', 'x-amz-content-sha256': expect.stringMatching(/^[0-9a-f]{64}$/) });
		expect(sent['authorization']).toContain('SignedHeaders=content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token,');
		expect(signed(request, keys, service, at)).not.toHaveProperty('x-amz-security-token');
	});

	test('no key is in it but its id, and every part of the request counts', () => {
		const one = signed(request, keys, service, at);
		expect(JSON.stringify(one)).not.toContain(keys.secretAccessKey);
		const others = [
			signed({ ...request, body: 'Action=GetUser' }, keys, service, at),
			signed({ ...request, url: 'https://sts.amazonaws.com/' }, keys, service, at),
			signed(request, keys, { ...service, region: 'cn-north-1' }, at),
			signed(request, keys, { ...service, service: 'sts' }, at),
			signed(request, { ...keys, secretAccessKey: 'other' }, service, at),
			signed(request, keys, service, new Date(at.getTime() + 1_000)),
		];
		expect(new Set([one, ...others].map(({ authorization }) => signatureOf(authorization!))).size).toBe(7);
	});

	test('what is encoded can be decoded again, and says nothing of its own', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary' }), (text) => {
				const encoded = strictlyEncoded(text);
				return /^[A-Za-z0-9_.~%-]*$/.test(encoded) && decodeURIComponent(encoded) === text;
			}),
		);
	});
});
