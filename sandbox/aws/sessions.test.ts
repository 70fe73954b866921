import * as iam from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, type AssumeRoleCommandInput } from '@aws-sdk/client-sts';
import { createClock, type Clock } from '../clock';
import { startAws, type AwsDouble } from '.';
import { clientsOf, failureOf, type Credentials } from './testing/clients';

const UserName = 'mateo.rivas';
const DENY = 'arn:aws:iam::aws:policy/AWSDenyAll';
let clock: Clock;
let aws: AwsDouble;
beforeEach(async () => {
	clock = createClock();
	aws = await startAws({ clock });
});
afterEach(() => aws.stop());

const assume = async (changes: Partial<AssumeRoleCommandInput> = {}, credentials?: Credentials): Promise<Required<Credentials>> => {
	const { roleArn, externalId } = aws.connection.otherAccount;
	const { Credentials: made } = await clientsOf(aws, credentials).sts.send(new AssumeRoleCommand({ RoleArn: roleArn, ExternalId: externalId, RoleSessionName: 'jml-case-1', ...changes }));
	return { accessKeyId: made!.AccessKeyId!, secretAccessKey: made!.SecretAccessKey!, sessionToken: made!.SessionToken! };
};

const keyOf = (name: string) => {
	const [key] = aws.user(name).accessKeys;
	return { accessKeyId: key!.id, secretAccessKey: key!.secret };
};

describe('taking a role', () => {
	test('in another account takes the external id, and is somebody there', async () => {
		const there = await assume();
		const { iam: client, sts } = clientsOf(aws, there);
		expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '444455556666', Arn: 'arn:aws:sts::444455556666:assumed-role/JoinerMoverLeaver/jml-case-1' });
		expect((await client.send(new iam.GetUserCommand({ UserName }))).User?.Arn).toBe('arn:aws:iam::444455556666:user/staff/mateo.rivas');
		expect(await failureOf(client.send(new iam.ListAccessKeysCommand({})))).toMatchObject({ name: 'ValidationError', message: 'Must specify userName when calling with non-User credentials' });
		clock.move(3_600_001);
		expect(await failureOf(client.send(new iam.GetUserCommand({ UserName })))).toMatchObject({ name: 'ExpiredToken' });
	});

	test.each<[string, Partial<AssumeRoleCommandInput>, string]>([
		['without the external id', { ExternalId: undefined }, 'AccessDenied'],
		['with another one', { ExternalId: 'guessed' }, 'AccessDenied'],
		['that is not there', { RoleArn: 'arn:aws:iam::444455556666:role/None' }, 'AccessDenied'],
		['of another partition', { RoleArn: 'arn:aws-cn:iam::444455556666:role/JoinerMoverLeaver' }, 'AccessDenied'],
		['under a name with blanks', { RoleSessionName: 'case 1' }, 'ValidationError'],
		['under a name that is too short', { RoleSessionName: 'x' }, 'ValidationError'],
		['under a name that is too long', { RoleSessionName: 'x'.repeat(65) }, 'ValidationError'],
		['for longer than the role allows', { DurationSeconds: 7200 }, 'ValidationError'],
		['for minutes', { DurationSeconds: 60 }, 'ValidationError'],
	])('%s is refused', async (_, changes, name) => {
		expect(await failureOf(assume(changes))).toMatchObject({ name });
	});

	test('needs the caller’s own permission across accounts; within one, trust by name is enough', async () => {
		aws.setPermissions(aws.permissions().filter((action) => action !== 'sts:AssumeRole'));
		expect(await failureOf(assume())).toMatchObject({ name: 'AccessDenied', status: 403 });
		aws.user(UserName).inline.clear();
		aws.user(UserName).attached = [];
		for (const group of aws.state.accounts.get('111122223333')!.groups.values()) group.members.delete(aws.user(UserName).id);
		const within = { RoleArn: 'arn:aws:iam::111122223333:role/Deployer', ExternalId: undefined };
		expect((await assume(within, keyOf(UserName))).accessKeyId).toMatch(/^ASIA/);
		expect(await failureOf(assume({ RoleArn: 'arn:aws:iam::444455556666:role/DataReader', ExternalId: undefined }, keyOf(UserName)))).toMatchObject({ name: 'AccessDenied' });
		expect(await failureOf(assume({ RoleArn: 'arn:aws:iam::111122223333:role/Auditor', ExternalId: undefined }, keyOf(UserName)))).toMatchObject({ name: 'AccessDenied' });
	});

	test('with a role’s session lasts an hour at most', async () => {
		const role = aws.state.accounts.get('444455556666')!.roles.get('datareader')!;
		role.trust = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '444455556666' } }] });
		aws.setPermissions([...aws.permissions('444455556666'), 'sts:AssumeRole'], '444455556666');
		const chain = { RoleArn: 'arn:aws:iam::444455556666:role/DataReader', ExternalId: undefined };
		const first = await assume();
		expect(await failureOf(assume({ ...chain, DurationSeconds: 7200 }, first))).toMatchObject({ name: 'ValidationError', message: expect.stringContaining('role chaining') as string });
		expect((await assume(chain, first)).accessKeyId).toMatch(/^ASIA/);
	});
});

describe('a policy that denies everything', () => {
	test('stops keys and the user’s own sessions, but not the roles taken before', async () => {
		const before = await assume({ RoleArn: 'arn:aws:iam::111122223333:role/Deployer', ExternalId: undefined }, keyOf(UserName));
		const { iam: client } = clientsOf(aws);
		await client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: DENY }));
		expect(aws.accessOf(UserName)).toMatchObject({ denied: true, consoleSessions: 0, tokenSessions: 0, roleSessions: 3, accessKeys: 2, consolePassword: 1 });
		const { iam: theirs, sts } = clientsOf(aws, keyOf(UserName));
		expect(await failureOf(theirs.send(new iam.ListUsersCommand({})))).toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('with an explicit deny') as string });
		expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '111122223333' });
		expect(await failureOf(assume({ RoleArn: 'arn:aws:iam::111122223333:role/Deployer', ExternalId: undefined }, keyOf(UserName)))).toMatchObject({ name: 'AccessDenied' });
		expect(await clientsOf(aws, before).sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Arn: expect.stringContaining('assumed-role/Deployer') as string });
	});

	test('shows in the simulation', async () => {
		const { iam: client } = clientsOf(aws);
		const simulate = async () => {
			const { EvaluationResults } = await client.send(new iam.SimulatePrincipalPolicyCommand({ PolicySourceArn: `arn:aws:iam::111122223333:user/staff/${UserName}`, ActionNames: ['s3:ListAllMyBuckets', 'organizations:ListAccounts', 'sts:AssumeRole'] }));
			return EvaluationResults?.map(({ EvalDecision }) => EvalDecision);
		};
		expect(await simulate()).toEqual(['allowed', 'implicitDeny', 'allowed']);
		await client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: DENY }));
		expect(await simulate()).toEqual(['explicitDeny', 'explicitDeny', 'explicitDeny']);
		expect(await failureOf(client.send(new iam.SimulatePrincipalPolicyCommand({ PolicySourceArn: 'arn:aws:iam::111122223333:user/none', ActionNames: ['s3:*'] })))).toMatchObject({ name: 'NoSuchEntityException' });
	});
});

describe('sessions of roles', () => {
	const put = (RoleName: string, Condition: object) =>
		clientsOf(aws).iam.send(new iam.PutRolePolicyCommand({ RoleName, PolicyName: 'AWSRevokeOlderSessions', PolicyDocument: JSON.stringify({ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition }] }) }));

	test('end by a deny on the role for those issued before, everybody’s, and not for those after', async () => {
		expect(aws.accessOf(UserName).roleSessions).toBe(2);
		aws.takeRole('amara.osei', 'Deployer', { hoursAgo: 1 });
		await put('Deployer', { DateLessThan: { 'aws:TokenIssueTime': clock.iso() } });
		expect([aws.accessOf(UserName).roleSessions, aws.accessOf('amara.osei').roleSessions]).toEqual([1, 0]);
		clock.move(2000);
		aws.takeRole(UserName, 'Deployer');
		expect(aws.accessOf(UserName).roleSessions).toBe(2);
	});

	test('end by a deny for one user id', async () => {
		aws.takeRole('amara.osei', 'Deployer');
		const { id } = aws.state.accounts.get('111122223333')!.roles.get('deployer')!;
		await put('Deployer', { StringLike: { 'aws:userid': [`${id}:${UserName}`] } });
		expect([aws.accessOf(UserName).roleSessions, aws.accessOf('amara.osei').roleSessions]).toEqual([1, 1]);
	});

	test('end by themselves', () => {
		clock.move(2 * 3_600_000 + 1000);
		expect(aws.accessOf(UserName).roleSessions).toBe(0);
	});

	test('roles that are AWS’s own are not written to', async () => {
		expect(await failureOf(put('AWSServiceRoleForSupport', {}))).toMatchObject({ name: 'UnmodifiableEntityException', status: 400 });
		const reserved = [...aws.state.accounts.get('111122223333')!.roles.values()].find(({ path }) => path.startsWith('/aws-reserved/'))!;
		expect(await failureOf(put(reserved.name, {}))).toMatchObject({ name: 'UnmodifiableEntityException' });
	});
});

test('the leaver’s access comes to nothing when all of it is cut', async () => {
	const { iam: client } = clientsOf(aws);
	const { accessKeys, sshKeys, certificates, serviceCredentials } = aws.user(UserName);
	expect(aws.accessOf(UserName)).toEqual({ exists: true, denied: false, consolePassword: 1, accessKeys: 2, consoleSessions: 1, tokenSessions: 1, roleSessions: 2, sshKeys: 1, certificates: 1, serviceCredentials: 2, mfaDevices: 1, groups: 3, attachedPolicies: 2, inlinePolicies: 2, trustingRoles: 2 });
	await client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: DENY }));
	const late = aws.createAccessKey('mei.takahashi');
	for (const { id } of accessKeys) await client.send(new iam.UpdateAccessKeyCommand({ UserName, AccessKeyId: id, Status: 'Inactive' }));
	await client.send(new iam.DeleteLoginProfileCommand({ UserName }));
	for (const { id } of sshKeys) await client.send(new iam.UpdateSSHPublicKeyCommand({ UserName, SSHPublicKeyId: id, Status: 'Inactive' }));
	for (const { id } of certificates) await client.send(new iam.UpdateSigningCertificateCommand({ UserName, CertificateId: id, Status: 'Inactive' }));
	for (const { id } of serviceCredentials) await client.send(new iam.UpdateServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId: id, Status: 'Inactive' }));
	expect(aws.accessOf(UserName)).toMatchObject({ denied: true, consolePassword: 0, accessKeys: 0, consoleSessions: 0, tokenSessions: 0, sshKeys: 0, certificates: 0, serviceCredentials: 0, attachedPolicies: 2 });
	expect(() => aws.signIn(UserName)).toThrow('mateo.rivas cannot sign in: no password');
	expect(await clientsOf(aws, { accessKeyId: late.id, secretAccessKey: late.secret }).sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '111122223333' });
});

test('the company: two accounts of the leaver, services tagged with their owner, one found by name alone', () => {
	expect(aws.usersOfPerson('30').map(({ accountId }) => accountId)).toEqual(['111122223333', '444455556666']);
	expect(aws.usersOfPerson('22').map(({ user }) => user.name)).toEqual(['tariq.aziz', 'tariq.aziz.test']);
	const owned = [...aws.state.accounts.get('111122223333')!.users.values()].filter(({ tags }) => tags.some(({ Key, Value }) => Key === 'jml:owner' && Value === '30'));
	expect(owned.map(({ name }) => name)).toEqual(['BedrockAPIKey-q7rd', 'svc-release-bot']);
	expect([aws.user('robin.ashdown@kestrel.example').tags, aws.ids.has('59')]).toEqual([[], false]);
	expect(aws.accessOf('gwen.parry')).toMatchObject({ denied: true, accessKeys: 0, consolePassword: 0 });
});
