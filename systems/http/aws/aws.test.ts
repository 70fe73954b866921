import { virtualClock } from '../../../test/support/virtualClock';
import type { Http, HttpRequest, HttpResponse } from '../types';
import { awsConnection } from './connection';
import { awsErrorOf, awsProblem, isThrottled } from './errors';
import { callerIdentity } from './identity';
import { jsonClient } from './json';
import { keysIn } from './keys';
import { endpointOf } from './places';
import { formOf, queryClient } from './query';
import { roleOf, sessionNameOf } from './role';

describe('where AWS is', () => {
	test.each([
		['iam', 'eu-central-1', 'https://iam.amazonaws.com', 'us-east-1'],
		['iam', 'us-east-1', 'https://iam.amazonaws.com', 'us-east-1'],
		['iam', 'cn-northwest-1', 'https://iam.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
		['iam', 'us-gov-east-1', 'https://iam.us-gov.amazonaws.com', 'us-gov-west-1'],
		['sts', 'eu-central-1', 'https://sts.eu-central-1.amazonaws.com', 'eu-central-1'],
		['sts', 'cn-north-1', 'https://sts.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
		['sso', 'us-gov-west-1', 'https://sso.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
		['identitystore', 'ap-southeast-2', 'https://identitystore.ap-southeast-2.amazonaws.com', 'ap-southeast-2'],
	])('%s in %s', (service, region, baseUrl, signedFor) => {
		expect(endpointOf(service, region)).toEqual({ service, region: signedFor, baseUrl });
	});

	test('another address may be given, for each service, but not without encryption', () => {
		expect(endpointOf('iam', 'us-east-1', ' https://{service}.vpce.example.com/ ')).toEqual({ service: 'iam', region: 'us-east-1', baseUrl: 'https://iam.vpce.example.com' });
		expect(endpointOf('sts', 'us-east-1', 'http://127.0.0.1:4599').baseUrl).toBe('http://127.0.0.1:4599');
		for (const address of ['http://aws.example.com', 'https://a.example/path', 'https://user:word@a.example', 'https://a.example?x', 'nonsense', 'ftp://a.example']) expect(() => endpointOf('iam', 'us-east-1', address)).toThrow(/endpoint address.*cannot be used/);
	});

	test.each(['', 'europe', 'us-east', 'us-iso-east-1', 'eu-central-1.evil.example', 'EU-CENTRAL-1'])('%j is no region', (region) => {
		expect(() => endpointOf('sts', region)).toThrow(/no region/);
	});
});

describe('the credential', () => {
	const fields = { accessKeyId: ' AKIAIOSFODNN7EXAMPLE ', secretAccessKey: 'wJalrXUtnFEMI', region: '' };
	test('is read as typed', () => {
		expect(keysIn(fields)).toEqual({ keys: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI' }, region: 'us-east-1', endpointUrl: '' });
		expect(keysIn({ ...fields, sessionToken: 't', region: 'cn-north-1' })).toMatchObject({ keys: { sessionToken: 't' }, region: 'cn-north-1' });
	});
	test.each([
		[{ accessKeyId: '' }, /no access key ID/],
		[{ accessKeyId: 'AKIA' }, /no access key ID/],
		[{ secretAccessKey: '' }, /secret access key/],
		[{ secretAccessKey: 'with space' }, /secret access key/],
		[{ accessKeyId: 'ASIAIOSFODNN7EXAMPLE' }, /session token/],
		[{ region: 'mars-1' }, /no region/],
	])('%j is said, without the secret', (wrong, sentence) => {
		try {
			keysIn({ ...fields, ...wrong });
			throw new Error('was taken');
		} catch (error) {
			expect((error as Error).message).toMatch(sentence);
			expect((error as Error).message).not.toContain('wJalrXUtnFEMI');
		}
	});
});

describe('roles', () => {
	const arn = 'arn:aws:iam::111122223333:role/team/jml';
	test('are read with their account', () => {
		expect(roleOf(arn, ' x:1 ', 'eu-west-1')).toEqual({ arn, accountId: '111122223333', externalId: 'x:1' });
		expect(roleOf('arn:aws-us-gov:iam::111122223333:role/jml', '', 'us-gov-east-1')).toMatchObject({ externalId: null });
	});
	test.each([
		['', '', /no role of AWS/],
		['arn:aws:iam::111122223333:user/jml', '', /no role of AWS/],
		['arn:aws:iam::1111:role/jml', '', /no role of AWS/],
		['arn:aws-cn:iam::111122223333:role/jml', '', /another part of AWS/],
		[arn, 'x', /external ID/],
		[arn, 'a b', /external ID/],
	])('%j with %j is none', (given, externalId, sentence) => {
		expect(() => roleOf(given, externalId, 'eu-west-1')).toThrow(sentence);
	});
	test.each([
		['hr_event_20261120_30', 'jml-hr_event_20261120_30'],
		['Zoë Ünal/7 ', 'jml-Zo-nal-7-'],
		['', 'jml-'],
		['x'.repeat(100), `jml-${'x'.repeat(60)}`],
	])('the session of %j is called %s', (about, name) => {
		expect(sessionNameOf(about)).toBe(name);
		expect(name).toMatch(/^[\w+=,.@-]{2,64}$/);
	});
});

const ok = (body: string): HttpResponse => ({ status: 200, headers: { 'x-amzn-requestid': 'r-1' }, body });
const metadata = '<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata>';

describe('assuming a role', () => {
	const clock = virtualClock('2026-11-20T10:00:00.000Z');
	let sent: HttpRequest[];
	let fails: HttpResponse | null;
	let account: string;
	beforeEach(() => {
		sent = [];
		fails = null;
		account = '111122223333';
	});
	const session = () =>
		ok(
			`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA${sent.length}</AccessKeyId><SecretAccessKey>s${sent.length}</SecretAccessKey><SessionToken>t${sent.length}</SessionToken><Expiration>${new Date(clock.now().getTime() + 900_000).toISOString()}</Expiration></Credentials><AssumedRoleUser><Arn>arn:aws:sts::${account}:assumed-role/jml/s</Arn><AssumedRoleId>AROA:s</AssumedRoleId></AssumedRoleUser></AssumeRoleResult>${metadata}</AssumeRoleResponse>`,
		);
	const keysOf = () => {
		const http: Http = async (request) => {
			sent.push(request);
			await Promise.resolve();
			return fails ?? session();
		};
		return awsConnection({ region: 'eu-west-1', endpointUrl: '', keys: { accessKeyId: 'AKIA', secretAccessKey: 'x' }, now: clock.now, send: () => http, patient: (one) => one }).as(roleOf('arn:aws:iam::111122223333:role/jml', 'ext', 'eu-west-1'), 'jml-case');
	};

	test('is done once for all who need it at the same time, with the session name and the external ID', async () => {
		const keys = keysOf();
		const all = await Promise.all([keys(), keys(), keys()]);
		expect(new Set(all.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['ASIA1']));
		expect(sent.map(({ body }) => body)).toEqual(['Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fjml&RoleSessionName=jml-case&DurationSeconds=900&ExternalId=ext']);
	});

	test('is done anew before the session ends, once for all', async () => {
		const keys = keysOf();
		await keys();
		clock.advance(9 * 60_000);
		await keys();
		expect(sent).toHaveLength(1);
		clock.advance(2 * 60_000);
		const all = await Promise.all([keys(), keys(), keys()]);
		expect(new Set(all.map(({ accessKeyId }) => accessKeyId))).toEqual(new Set(['ASIA2']));
		expect(sent).toHaveLength(2);
	});

	test('that was refused is tried again by whoever asks next', async () => {
		const keys = keysOf();
		fails = { status: 403, headers: {}, body: '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error><RequestId>r</RequestId></ErrorResponse>' };
		await expect(keys()).rejects.toMatchObject({ code: 'forbidden', message: expect.stringContaining('Allow sts:AssumeRole') });
		fails = null;
		expect(await keys()).toMatchObject({ accessKeyId: 'ASIA2' });
	});

	test('of another account than was asked for is no answer', async () => {
		account = '999999999999';
		await expect(keysOf()()).rejects.toMatchObject({ code: 'bad_answer' });
	});

});

describe('what AWS answers', () => {
	const error = (code: string, status = 400): HttpResponse => ({ status, headers: {}, body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>said</Message></Error><RequestId>r-9</RequestId></ErrorResponse>` });
	const asked = { system: 'AWS IAM', service: 'iam', action: 'GetUser' };

	test.each([
		['NoSuchEntity', 404, 'not_found'],
		['DeleteConflict', 409, 'rejected'],
		['EntityAlreadyExists', 409, 'rejected'],
		['EntityTemporarilyUnmodifiable', 409, 'throttled'],
		['ConcurrentModification', 409, 'throttled'],
		['LimitExceeded', 409, 'rejected'],
		['MalformedPolicyDocument', 400, 'rejected'],
		['InvalidInput', 400, 'rejected'],
		['ValidationError', 400, 'rejected'],
		['AccessDenied', 403, 'forbidden'],
		['InvalidClientTokenId', 403, 'unauthorised'],
		['SignatureDoesNotMatch', 403, 'unauthorised'],
		['ExpiredToken', 403, 'unauthorised'],
		['Throttling', 400, 'throttled'],
		['ServiceFailure', 500, 'vendor_error'],
	])('%s with %s is %s', (code, status, expected) => {
		const problem = awsProblem(asked, error(code, status));
		expect(problem).toMatchObject({ code: expected, evidence: { status, action: 'GetUser', vendorCode: code, requestId: 'r-9' } });
		expect(isThrottled(error(code, status))).toBe(expected === 'throttled');
	});

	test.each([
		['a page', 403, '<html><body>Sign in</body></html>', 'bad_answer'],
		['a page with 503', 503, '<html></html>', 'vendor_error'],
		['a redirect', 302, '', 'bad_answer'],
		['nothing with 404', 404, '', 'bad_answer'],
	])('%s is no refusal of AWS', (_name, status, body, expected) => {
		expect(awsProblem(asked, { status, headers: {}, body })).toMatchObject({ code: expected });
	});

	test('JSON services word it in their own way', () => {
		expect(awsErrorOf({ status: 400, headers: {}, body: { __type: 'com.amazonaws.identitystore#ResourceNotFoundException', Message: 'USER not found.' } })).toMatchObject({ code: 'ResourceNotFound', message: 'USER not found.' });
		expect(awsErrorOf({ status: 400, headers: { 'x-amzn-requestid': 'q' }, body: '{"__type":"ThrottlingException","message":"Rate exceeded"}' })).toEqual({ code: 'Throttling', message: 'Rate exceeded', reason: null, requestId: 'q' });
	});

	test('a message is redacted before it is shown', () => {
		const body = '<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>AKIAIOSFODNN7EXAMPLE x-amz-security-token=abc123secret</Message></Error></ErrorResponse>';
		expect(awsProblem(asked, { status: 403, headers: {}, body }).message).not.toMatch(/AKIAIOSFODNN7EXAMPLE|abc123secret/);
	});

	test('of a signature that is refused AWS says all that was signed, and none of that is told', () => {
		const message = `The request signature we calculated does not match the signature you provided.\n\nThe Canonical String for this request should have been\n'POST\n/\n\nhost:iam.amazonaws.com\nx-amz-security-token:FwoGZXIvYXdzEBYaDK\n\nAction=AssumeRole&ExternalId=between-us'`;
		const body = `<ErrorResponse><Error><Code>SignatureDoesNotMatch</Code><Message>${message.replaceAll('&', '&amp;')}</Message></Error></ErrorResponse>`;
		const said = awsProblem(asked, { status: 403, headers: {}, body }).message;
		expect(said).toContain('does not match the signature you provided.');
		expect(said).not.toMatch(/Canonical|FwoGZXIvYXdzEBYaDK|between-us/);
	});

	test('whoever it is must name an account', async () => {
		const identity = (account: string, arn: string) => callerIdentity(async () => ({ Account: account, Arn: arn, UserId: 'AIDA' }));
		expect(await identity('111122223333', 'arn:aws:iam::111122223333:user/x')).toMatchObject({ accountId: '111122223333' });
		await expect(identity('', 'arn:aws:iam::111122223333:user/x')).rejects.toMatchObject({ code: 'bad_answer' });
		await expect(identity('999999999999', 'arn:aws:iam::111122223333:user/x')).rejects.toMatchObject({ code: 'bad_answer' });
	});
});

describe('what is asked', () => {
	test('lists are counted from 1, what is undefined is not said, and everything is encoded', () => {
		expect(formOf('TagUser', '2010-05-08', { UserName: "a+b'", Marker: undefined, Tags: [{ Key: 'k', Value: '' }, { Key: 'l', Value: 'ä' }], Flag: true, Most: 5 })).toBe(
			'Action=TagUser&Version=2010-05-08&UserName=a%2Bb%27&Tags.member.1.Key=k&Tags.member.1.Value=&Tags.member.2.Key=l&Tags.member.2.Value=%C3%A4&Flag=true&Most=5',
		);
	});

	test('an answer to another action, or without its metadata, is none', async () => {
		const query = (body: string) => queryClient(async () => ok(body), { system: 'AWS IAM', service: 'iam', version: 'v' }, () => {})('GetUser', {});
		expect(await query(`<GetUserResponse><GetUserResult><User><UserName>x</UserName></User></GetUserResult>${metadata}</GetUserResponse>`)).toEqual({ User: { UserName: 'x' } });
		expect(await query(`<GetUserResponse>${metadata}</GetUserResponse>`)).toEqual({});
		for (const body of [`<OtherResponse>${metadata}</OtherResponse>`, '<GetUserResponse><GetUserResult/></GetUserResponse>', '{}', '', '<html/>']) await expect(query(body)).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('JSON is said with its target, and nothing is an answer too', async () => {
		const sent: HttpRequest[] = [];
		const calls: unknown[] = [];
		const json = jsonClient(async (request) => (sent.push(request), ok('')), { system: 'S', service: 'identitystore', target: 'AWSIdentityStore' }, (call) => calls.push(call));
		expect(await json('DeleteUser', { UserId: 'u', Nothing: undefined })).toEqual({});
		expect(sent).toEqual([{ method: 'POST', path: '/', headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSIdentityStore.DeleteUser' }, body: '{"UserId":"u"}' }]);
		expect(calls).toEqual([{ method: 'POST', path: 'identitystore:DeleteUser', status: 200, requestId: 'r-1' }]);
	});

	test('what is waited for is signed anew', async () => {
		const clock = virtualClock();
		const stamps: (string | undefined)[] = [];
		const connection = awsConnection({
			region: 'us-east-1',
			endpointUrl: '',
			keys: { accessKeyId: 'AKIA', secretAccessKey: 'x' },
			now: clock.now,
			send: () => async ({ headers }) => (stamps.push(headers?.['x-amz-date']), ok('')),
			patient: (http) => async (request) => {
				await http(request);
				clock.advance(60_000);
				return http(request);
			},
		});
		await connection.http('iam', connection.own)({ method: 'POST', path: '/', body: 'x' });
		expect(new Set(stamps).size).toBe(2);
	});

	test('what was not put into words is not signed', async () => {
		const connection = awsConnection({ region: 'us-east-1', endpointUrl: '', keys: { accessKeyId: 'AKIA', secretAccessKey: 'x' }, now: () => new Date(), send: () => async () => ok(''), patient: (http) => http });
		const http = connection.http('iam', connection.own);
		await expect(http({ method: 'POST', path: '/', body: { a: 1 } })).rejects.toMatchObject({ code: 'bad_answer' });
		await expect(http({ method: 'GET', path: '/', query: { a: 1 } })).rejects.toMatchObject({ code: 'bad_answer' });
	});
});
