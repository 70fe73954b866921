import { GetUserCommand, ListUsersCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { ListUsersCommand as ListCenterUsersCommand } from '@aws-sdk/client-identitystore';
import { ListInstancesCommand } from '@aws-sdk/client-sso-admin';
import { GetCallerIdentityCommand, GetSessionTokenCommand } from '@aws-sdk/client-sts';
import { createClock, type Clock } from '../clock';
import { startAws, type AwsDouble } from '.';
import { clientsOf, failureOf, type Choice, type Credentials } from './testing/clients';

let clock: Clock;
let aws: AwsDouble;
beforeEach(async () => {
	clock = createClock();
	aws = await startAws({ clock });
});
afterEach(() => aws.stop());

const whoami = (credentials?: Credentials, choice?: Choice) => clientsOf(aws, credentials, choice).sts.send(new GetCallerIdentityCommand({}));
const HOUR = 3_600_000;

test('says who calls', async () => {
	expect(await whoami()).toMatchObject({ Account: '111122223333', Arn: 'arn:aws:iam::111122223333:user/service/svc-joiner-mover-leaver', UserId: expect.stringMatching(/^AIDA/) as string });
	expect(await whoami(aws.connection.govCloud, { region: 'us-gov-west-1' })).toMatchObject({ Account: '777788889999', Arn: 'arn:aws-us-gov:iam::777788889999:user/service/svc-joiner-mover-leaver' });
});

describe('turns away', () => {
	test('a wrong secret, an unknown key, and a key of another partition', async () => {
		expect(await failureOf(whoami({ ...aws.connection, secretAccessKey: 'wrong' }))).toMatchObject({ name: 'SignatureDoesNotMatch', status: 403 });
		expect(await failureOf(whoami({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' }))).toMatchObject({ name: 'InvalidClientTokenId', status: 403 });
		expect(await failureOf(whoami(aws.connection, { region: 'cn-north-1' }))).toMatchObject({ name: 'InvalidClientTokenId' });
		expect(await failureOf(whoami(aws.connection.govCloud, { region: 'us-east-1' }))).toMatchObject({ name: 'InvalidClientTokenId' });
	});

	test('a key that was made inactive, and takes it again when it is active', async () => {
		const [key] = aws.user('mateo.rivas').accessKeys;
		const theirs = { accessKeyId: key!.id, secretAccessKey: key!.secret };
		const { iam } = clientsOf(aws);
		await iam.send(new UpdateAccessKeyCommand({ UserName: 'mateo.rivas', AccessKeyId: key!.id, Status: 'Inactive' }));
		expect(await failureOf(whoami(theirs))).toMatchObject({ name: 'InvalidClientTokenId', status: 403 });
		await iam.send(new UpdateAccessKeyCommand({ UserName: 'mateo.rivas', AccessKeyId: key!.id, Status: 'Active' }));
		expect((await whoami(theirs)).Arn).toMatch(/mateo\.rivas$/);
	});

	test('a date that is off by more than a quarter of an hour by both clocks', async () => {
		expect(await failureOf(whoami(aws.connection, { systemClockOffset: 16 * 60_000 }))).toMatchObject({ name: 'SignatureDoesNotMatch', message: expect.stringContaining('Signature expired') as string });
		expect(await whoami(aws.connection, { systemClockOffset: 14 * 60_000 })).toMatchObject({ Account: '111122223333' });
		clock.move(5 * HOUR);
		expect(await whoami()).toMatchObject({ Account: '111122223333' });
		expect(await whoami(aws.connection, { systemClockOffset: 5 * HOUR })).toMatchObject({ Account: '111122223333' });
	});

	test('a session that is over, and one whose token is missing or another’s', async () => {
		const { Credentials: made } = await clientsOf(aws).sts.send(new GetSessionTokenCommand({ DurationSeconds: 900 }));
		const session = { accessKeyId: made!.AccessKeyId!, secretAccessKey: made!.SecretAccessKey!, sessionToken: made!.SessionToken! };
		expect(await whoami(session)).toMatchObject({ Account: '111122223333' });
		expect(await failureOf(whoami({ accessKeyId: session.accessKeyId, secretAccessKey: session.secretAccessKey }))).toMatchObject({ name: 'InvalidClientTokenId' });
		expect(await failureOf(whoami({ ...session, sessionToken: 'another' }))).toMatchObject({ name: 'InvalidClientTokenId' });
		expect(JSON.stringify(aws.journal.entries)).not.toContain(session.sessionToken);
		clock.move(901_000);
		expect(await failureOf(whoami(session))).toMatchObject({ name: 'ExpiredToken', status: 403 });
		const { store, sso } = clientsOf(aws, session);
		expect(await failureOf(store.send(new ListCenterUsersCommand({ IdentityStoreId: aws.connection.identityCenter.identityStoreId })))).toMatchObject({ name: 'ExpiredTokenException', status: 400 });
		expect(await failureOf(sso.send(new ListInstancesCommand({})))).toMatchObject({ name: 'ExpiredTokenException', status: 400 });
	});

	test('IAM requests that are signed for another region than the one IAM is in', async () => {
		const ask = (credentials: Credentials, region: string) => {
			const { iam } = clientsOf(aws, credentials, { region });
			return iam.send(new ListUsersCommand({ MaxItems: 1 }));
		};
		expect((await ask(aws.connection.govCloud, 'us-gov-west-1')).Users).toHaveLength(1);
		const signed = signedElsewhere(aws);
		expect(await signed('eu-west-1', 'iam')).toContain('<Code>SignatureDoesNotMatch</Code><Message>Credential should be scoped to a valid region');
		expect(await signed('us-east-1', 'sts')).toContain('<Code>InvalidAction</Code>');
	});

	test('whoever changes something after it was signed, or does not sign', async () => {
		const { headers, body } = await captured(aws);
		const send = async (changes: { headers?: { [name: string]: string }; body?: string }) => {
			const answer = await fetch(aws.url, { method: 'POST', headers: { ...headers, ...changes.headers }, body: changes.body ?? body });
			return `${answer.status} ${/<Code>(.*?)</.exec(await answer.text())?.[1] ?? 'fine'}`;
		};
		expect(await send({})).toBe('200 fine');
		expect(await send({ body: body.replace('mateo.rivas', 'breakglass') })).toBe('403 SignatureDoesNotMatch');
		expect(await send({ headers: { 'x-amz-date': headers['x-amz-date']!.replace(/\dZ$/, (end) => `${(Number(end[0]) + 1) % 10}Z`) } })).toBe('403 SignatureDoesNotMatch');
		expect(await send({ headers: { 'x-amz-extra': 'unsigned' } })).toBe('403 SignatureDoesNotMatch');
		expect(await send({ headers: { authorization: headers['authorization']!.replace(/Signature=.*/, 'Signature=short') } })).toBe('400 IncompleteSignature');
		const bare = await fetch(aws.url, { method: 'POST', headers: { 'content-type': headers['content-type']! }, body });
		expect(await bare.text()).toContain('<Code>MissingAuthenticationToken</Code>');
	});
});

/** A request as the SDK would send it. */
async function captured({ connection }: AwsDouble): Promise<{ headers: { [name: string]: string }; body: string }> {
	const { iam } = clientsOf(aws, connection);
	let caught: { headers: { [name: string]: string }; body: string } | undefined;
	iam.middlewareStack.add(
		(next) => (args) => {
			const { headers, body } = args.request as { headers: { [name: string]: string }; body: string };
			caught = { headers: { ...headers }, body };
			return next(args);
		},
		{ step: 'finalizeRequest', priority: 'low' },
	);
	await iam.send(new GetUserCommand({ UserName: 'mateo.rivas' }));
	const { host: _host, 'content-length': _length, ...headers } = caught!.headers;
	return { headers, body: caught!.body };
}

/** What a wrong scope answers does not depend on the signature: it is looked at first. */
const signedElsewhere = ({ url, connection }: AwsDouble) => async (region: string, service: string) => {
	const authorization = `AWS4-HMAC-SHA256 Credential=${connection.accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}`;
	return await (await fetch(url, { method: 'POST', headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' }, body: 'Action=ListUsers&Version=2010-05-08' })).text();
};

describe('permissions', () => {
	test('what is not granted is denied, what is denied to everybody is not', async () => {
		const { iam, store } = clientsOf(aws);
		aws.setPermissions(aws.permissions().filter((action) => !['iam:ListUsers', 'identitystore:ListUsers'].includes(action)));
		expect(await failureOf(iam.send(new ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied', status: 403, message: expect.stringContaining('is not authorized to perform: iam:ListUsers') as string });
		expect(await failureOf(store.send(new ListCenterUsersCommand({ IdentityStoreId: 'd-1' })))).toMatchObject({ name: 'AccessDeniedException', status: 400 });
		aws.setPermissions([]);
		expect(await whoami()).toMatchObject({ Account: '111122223333' });
	});

	test('a policy may name a path', async () => {
		const { iam } = clientsOf(aws);
		const policy = [...aws.state.accounts.get('111122223333')!.policies.values()].find(({ name }) => name === 'JoinerMoverLeaver')!;
		policy.document = JSON.stringify({ Statement: { Effect: 'Allow', Action: 'iam:GetUser', Resource: 'arn:aws:iam::*:user/staff/*' } });
		expect((await iam.send(new GetUserCommand({ UserName: 'mateo.rivas' }))).User?.UserName).toBe('mateo.rivas');
		expect(await failureOf(iam.send(new GetUserCommand({ UserName: 'breakglass' })))).toMatchObject({ name: 'AccessDenied' });
	});
});

test('throttles with 400, which the SDK tries again', async () => {
	aws.faults.add({ path: /iam\/GetUser/, times: 1, effect: { kind: 'throttle' } });
	await clientsOf(aws, aws.connection, { maxAttempts: 3 }).iam.send(new GetUserCommand({ UserName: 'mateo.rivas' }));
	expect(aws.journal.entries.map(({ path, status }) => `${path} ${status}`)).toEqual(['/iam/GetUser 400', '/iam/GetUser 200']);
	aws.faults.add({ path: /iam\/GetUser/, times: 1, effect: { kind: 'throttle' } });
	expect(await failureOf(clientsOf(aws).iam.send(new GetUserCommand({ UserName: 'mateo.rivas' })))).toMatchObject({ name: 'Throttling', status: 400 });
});
