import * as iam from '@aws-sdk/client-iam';
import { createClock } from '../clock';
import { cast } from '../company';
import { startAws, type AwsDouble } from '.';
import { clientsOf, failureOf } from './testing/clients';

const UserName = 'mateo.rivas';
const clock = createClock();
let aws: AwsDouble;
let client: iam.IAMClient;
beforeEach(async () => {
	aws = await startAws({ clock });
	client = clientsOf(aws).iam;
});
afterEach(() => aws.stop());

describe('the dangerous default', () => {
	test('without a user name the automation’s own key is meant', async () => {
		const listed = await client.send(new iam.ListAccessKeysCommand({}));
		expect(listed.AccessKeyMetadata).toMatchObject([{ UserName: 'svc-joiner-mover-leaver', AccessKeyId: aws.connection.accessKeyId }]);
		await client.send(new iam.UpdateAccessKeyCommand({ AccessKeyId: aws.connection.accessKeyId, Status: 'Inactive' }));
		expect(await failureOf(client.send(new iam.GetUserCommand({ UserName })))).toMatchObject({ name: 'InvalidClientTokenId' });
	});

	test('an empty one is refused', async () => {
		expect(await failureOf(client.send(new iam.ListAccessKeysCommand({ UserName: '' })))).toMatchObject({ name: 'ValidationError', status: 400 });
	});
});

describe('what is not there', () => {
	test.each([
		['the user', () => new iam.GetLoginProfileCommand({ UserName: 'nobody' }), 'The user with name nobody cannot be found.'],
		['the password', () => new iam.GetLoginProfileCommand({ UserName: 'BedrockAPIKey-q7rd' }), 'Login Profile for User BedrockAPIKey-q7rd cannot be found.'],
		['the key', () => new iam.DeleteAccessKeyCommand({ UserName, AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' }), 'The Access Key with id AKIAIOSFODNN7EXAMPLE cannot be found.'],
		['the group', () => new iam.RemoveUserFromGroupCommand({ UserName, GroupName: 'none' }), 'The group with name none cannot be found.'],
		['the inline policy', () => new iam.DeleteUserPolicyCommand({ UserName, PolicyName: 'none' }), 'The user policy with name none cannot be found.'],
		['the attached policy', () => new iam.DetachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }), 'Policy arn:aws:iam::aws:policy/AWSDenyAll was not found.'],
		['the role', () => new iam.GetRoleCommand({ RoleName: 'none' }), 'The role with name none cannot be found.'],
	])('%s is named', async (_, command, message) => {
		expect(await failureOf(client.send(command() as unknown as iam.GetUserCommand))).toEqual({ name: 'NoSuchEntityException', status: 404, message });
	});

	test('a key nobody knows may not even be asked about, or cannot be found', async () => {
		const ask = () => failureOf(client.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIAIOSFODNN7EXAMPLE' })));
		expect(await ask()).toMatchObject({ name: 'AccessDenied' });
		aws.settings.unknownKey = 'NoSuchEntity';
		expect(await ask()).toMatchObject({ name: 'NoSuchEntityException' });
	});

	test('leaving a group one is not in is accepted or not found', async () => {
		const leave = () => client.send(new iam.RemoveUserFromGroupCommand({ UserName, GroupName: 'administrators' }));
		await leave();
		aws.settings.removingNonMembers = 'NoSuchEntity';
		expect(await failureOf(leave())).toMatchObject({ name: 'NoSuchEntityException' });
	});
});

test('names are unique ignoring case', async () => {
	expect(await failureOf(client.send(new iam.CreateUserCommand({ UserName: 'Mateo.Rivas' })))).toMatchObject({ name: 'EntityAlreadyExistsException', status: 409 });
	expect((await client.send(new iam.GetUserCommand({ UserName: 'MATEO.RIVAS' }))).User).toMatchObject({ UserName, Tags: expect.arrayContaining([{ Key: 'jml:person', Value: cast.leaver.id }]) as unknown });
});

test('lists show neither tags nor boundaries, the details of an account do', async () => {
	const listed: iam.User[] = [];
	for await (const { Users } of iam.paginateListUsers({ client, pageSize: 20 }, {})) listed.push(...(Users ?? []));
	const shown = listed.find((user) => user.UserName === UserName);
	expect([listed.length, shown?.Tags, shown?.PermissionsBoundary]).toEqual([aws.state.accounts.get('111122223333')!.users.size, undefined, undefined]);
	const detailed: iam.UserDetail[] = [];
	for await (const { UserDetailList } of iam.paginateGetAccountAuthorizationDetails({ client, pageSize: 30 }, { Filter: ['User'] })) detailed.push(...(UserDetailList ?? []));
	expect(detailed).toHaveLength(listed.length);
	expect(detailed.find((user) => user.UserName === UserName)).toMatchObject({ GroupList: ['deployers', 'Engineering', 'on-call'].sort(), Tags: expect.arrayContaining([{ Key: 'jml:person', Value: '30' }]) as unknown });
});

test('pages are as short as they are told to be', async () => {
	aws.settings.pageSize = 1;
	const first = await client.send(new iam.ListAccessKeysCommand({ UserName }));
	expect([first.AccessKeyMetadata?.length, first.IsTruncated, first.Marker]).toEqual([1, true, expect.any(String)]);
	const rest = await client.send(new iam.ListAccessKeysCommand({ UserName, Marker: first.Marker! }));
	expect([rest.AccessKeyMetadata?.length, rest.IsTruncated, rest.Marker]).toEqual([1, false, undefined]);
	expect(await failureOf(client.send(new iam.ListAccessKeysCommand({ UserName, Marker: 'x' })))).toMatchObject({ name: 'ValidationError' });
});

describe('limits', () => {
	test('of managed policies, keys and groups', async () => {
		const { policies } = aws.state.accounts.get('111122223333')!;
		for (let number = 0; number < 8; number += 1) {
			const arn = `arn:aws:iam::111122223333:policy/More${number}`;
			policies.set(arn, { ...policies.get('arn:aws:iam::aws:policy/ReadOnlyAccess')!, arn, name: `More${number}` });
			await client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: arn }));
		}
		expect(await failureOf(client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' })))).toEqual({ name: 'LimitExceededException', status: 409, message: 'Cannot exceed quota for PoliciesPerUser: 10' });
		await client.send(new iam.AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::111122223333:policy/More0' }));
		aws.setPermissions([...aws.permissions(), 'iam:CreateAccessKey']);
		expect(await failureOf(client.send(new iam.CreateAccessKeyCommand({ UserName })))).toMatchObject({ name: 'LimitExceededException' });
	});

	test('of inline policies together, blanks not counted', async () => {
		const document = (length: number) => JSON.stringify({ Statement: [{ Sid: 'x'.repeat(length), Effect: 'Deny', Action: '*', Resource: '*' }] }, null, 4);
		const put = (PolicyName: string, PolicyDocument: string) => client.send(new iam.PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument }));
		await put('one', document(1000));
		await put('one', document(1000));
		expect(await failureOf(put('two', document(1000)))).toMatchObject({ name: 'LimitExceededException', message: 'Maximum policy size of 2048 bytes exceeded for user mateo.rivas' });
		expect(await failureOf(put('two', '{"Statement":[{"Effect":"Perhaps"}]}'))).toMatchObject({ name: 'MalformedPolicyDocumentException' });
		expect(await failureOf(put('two', 'no JSON'))).toMatchObject({ name: 'MalformedPolicyDocumentException', status: 400 });
	});
});

test('documents come back URL-encoded', async () => {
	const PolicyDocument = '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}';
	await client.send(new iam.PutUserPolicyCommand({ UserName, PolicyName: 'quarantine', PolicyDocument }));
	const read = await client.send(new iam.GetUserPolicyCommand({ UserName, PolicyName: 'quarantine' }));
	expect(read.PolicyDocument).toMatch(/^%7B%22Version/);
	expect(decodeURIComponent(read.PolicyDocument ?? '')).toBe(PolicyDocument);
	const roles = await client.send(new iam.ListRolesCommand({}));
	const deployer = roles.Roles?.find(({ RoleName }) => RoleName === 'Deployer');
	expect(decodeURIComponent(deployer?.AssumeRolePolicyDocument ?? '')).toContain('arn:aws:iam::111122223333:user/staff/mateo.rivas');
});

test('a password that was just made cannot be deleted yet', async () => {
	const lab = { UserName: 'old.vendor' };
	aws.settings.loginProfileSettlesMs = 60_000;
	expect(await failureOf(client.send(new iam.CreateLoginProfileCommand({ ...lab, Password: 'short' })))).toMatchObject({ name: 'PasswordPolicyViolationException' });
	await client.send(new iam.CreateLoginProfileCommand({ ...lab, Password: 'correct horse battery', PasswordResetRequired: true }));
	expect((await client.send(new iam.GetLoginProfileCommand(lab))).LoginProfile).toMatchObject({ PasswordResetRequired: true });
	expect(await failureOf(client.send(new iam.DeleteLoginProfileCommand(lab)))).toMatchObject({ name: 'EntityTemporarilyUnmodifiableException', status: 409 });
	clock.move(60_000);
	await client.send(new iam.DeleteLoginProfileCommand(lab));
	expect(await failureOf(client.send(new iam.DeleteLoginProfileCommand(lab)))).toMatchObject({ name: 'NoSuchEntityException' });
});

test('a user is deleted when everything else is gone, in any order, and their name in trust policies becomes their id', async () => {
	const { id } = aws.user(UserName);
	const send = (command: unknown) => client.send(command as iam.GetUserCommand);
	const conflict = async () => (await failureOf(send(new iam.DeleteUserCommand({ UserName })))).message;
	const met: string[] = [];
	const take = async (...commands: unknown[]) => {
		met.push(await conflict());
		for (const command of commands) await send(command);
	};
	const { accessKeys, certificates, sshKeys, serviceCredentials, mfaDevices, attached, inline } = aws.user(UserName);
	await take(new iam.DeleteLoginProfileCommand({ UserName }));
	await take(...accessKeys.map((key) => new iam.DeleteAccessKeyCommand({ UserName, AccessKeyId: key.id })));
	await take(...certificates.map((one) => new iam.DeleteSigningCertificateCommand({ UserName, CertificateId: one.id })));
	await take(...sshKeys.map((one) => new iam.DeleteSSHPublicKeyCommand({ UserName, SSHPublicKeyId: one.id })));
	await take(...serviceCredentials.map((one) => new iam.DeleteServiceSpecificCredentialCommand({ UserName, ServiceSpecificCredentialId: one.id })));
	expect(await failureOf(send(new iam.DeleteVirtualMFADeviceCommand({ SerialNumber: mfaDevices[0]!.serial })))).toMatchObject({ name: 'DeleteConflictException', status: 409 });
	await take(...mfaDevices.flatMap(({ serial }) => [new iam.DeactivateMFADeviceCommand({ UserName, SerialNumber: serial }), new iam.DeleteVirtualMFADeviceCommand({ SerialNumber: serial })]));
	await take(...[...inline.keys()].map((PolicyName) => new iam.DeleteUserPolicyCommand({ UserName, PolicyName })));
	await take(...attached.map((PolicyArn) => new iam.DetachUserPolicyCommand({ UserName, PolicyArn })));
	await take(...['Engineering', 'on-call', 'deployers'].map((GroupName) => new iam.RemoveUserFromGroupCommand({ UserName, GroupName })));
	expect(new Set(met).size).toBe(9);
	await send(new iam.DeleteUserCommand({ UserName }));
	expect(await failureOf(send(new iam.GetUserCommand({ UserName })))).toMatchObject({ name: 'NoSuchEntityException' });
	expect(aws.state.accounts.get('444455556666')!.roles.get('datareader')!.trust).toContain(`"AWS":"${id}"`);
	expect(aws.accessOf(UserName)).toMatchObject({ exists: false, roleSessions: 2, accessKeys: 0 });
	await send(new iam.CreateUserCommand({ UserName, Path: '/staff/', Tags: [{ Key: 'jml:person', Value: '30' }] }));
	expect(aws.accessOf(UserName)).toMatchObject({ exists: true, trustingRoles: 0 });
});

test('service-specific credentials of all users, or of one service', async () => {
	const all = await client.send(new iam.ListServiceSpecificCredentialsCommand({ AllUsers: true, ServiceName: 'bedrock.amazonaws.com' }));
	expect(all.ServiceSpecificCredentials?.map((one) => one.UserName).sort()).toEqual(['BedrockAPIKey-q7rd', UserName]);
	const own = await client.send(new iam.ListServiceSpecificCredentialsCommand({ UserName }));
	expect(own.ServiceSpecificCredentials).toMatchObject([
		{ ServiceName: 'codecommit.amazonaws.com', ServiceUserName: 'mateo.rivas-at-111122223333', Status: 'Active' },
		{ ServiceName: 'bedrock.amazonaws.com', ServiceCredentialAlias: 'mateo.rivas-at-111122223333', ExpirationDate: expect.any(Date) as Date },
	]);
});

test('tags are overwritten by key and taken away', async () => {
	await client.send(new iam.TagUserCommand({ UserName, Tags: [{ Key: 'jml:status', Value: 'quarantined' }, { Key: 'Department', Value: 'none' }] }));
	expect((await client.send(new iam.ListUserTagsCommand({ UserName }))).Tags).toEqual([{ Key: 'jml:person', Value: '30' }, { Key: 'jml:status', Value: 'quarantined' }, { Key: 'Department', Value: 'none' }]);
	await client.send(new iam.UntagUserCommand({ UserName, TagKeys: ['jml:status'] }));
	expect(aws.user(UserName).tags.map(({ Key }) => Key)).toEqual(['jml:person', 'Department']);
});

describe('the credential report', () => {
	const report = async () => Buffer.from((await client.send(new iam.GetCredentialReportCommand({}))).Content ?? []).toString('utf8');
	const rowOf = (csv: string, name: string) => {
		const [columns = [], ...rows] = csv.split('\n').map((line) => line.split(','));
		return Object.fromEntries((rows.find(([user]) => user === name) ?? []).map((cell, index) => [columns[index], cell]));
	};

	test('is made anew after four hours, and stale until then', async () => {
		aws.settings.reportMs = 1000;
		expect(await failureOf(report())).toMatchObject({ name: 'CredentialReportNotPresentException', status: 410 });
		expect((await client.send(new iam.GenerateCredentialReportCommand({}))).State).toBe('STARTED');
		expect(await failureOf(report())).toMatchObject({ name: 'CredentialReportNotReadyException', status: 404 });
		clock.move(1000);
		expect(rowOf(await report(), UserName)).toMatchObject({ password_enabled: 'true', mfa_active: 'true', access_key_1_active: 'true', access_key_2_last_used_date: 'N/A', cert_1_active: 'true' });
		await client.send(new iam.DeleteLoginProfileCommand({ UserName }));
		expect((await client.send(new iam.GenerateCredentialReportCommand({}))).State).toBe('COMPLETE');
		expect(rowOf(await report(), UserName)).toMatchObject({ password_enabled: 'true' });
		clock.move(4 * 3_600_000);
		expect(await failureOf(report())).toMatchObject({ name: 'CredentialReportExpiredException', status: 410 });
		await client.send(new iam.GenerateCredentialReportCommand({}));
		clock.move(1000);
		expect(rowOf(await report(), UserName)).toMatchObject({ password_enabled: 'false' });
		expect(rowOf(await report(), '<root_account>')).toMatchObject({ password_enabled: 'not_supported' });
	});
});

test('when a key was used is known to a quarter of an hour', async () => {
	const ask = async () => (await client.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: aws.connection.accessKeyId }))).AccessKeyLastUsed;
	const first = (await ask())?.LastUsedDate;
	clock.move(14 * 60_000);
	expect((await ask())?.LastUsedDate).toEqual(first);
	clock.move(2 * 60_000);
	expect((await ask())?.LastUsedDate).not.toEqual(first);
	const [, unused] = aws.user(UserName).accessKeys;
	expect(await client.send(new iam.GetAccessKeyLastUsedCommand({ AccessKeyId: unused!.id }))).toMatchObject({ UserName, AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A' } });
});

test('reads lag behind writes where they are told to', async () => {
	aws.faults.add({ path: /iam\/ListAccessKeys/, effect: { kind: 'lag', reads: 1 } });
	const [key] = aws.user(UserName).accessKeys;
	await client.send(new iam.UpdateAccessKeyCommand({ UserName, AccessKeyId: key!.id, Status: 'Inactive' }));
	const seen = async () => (await client.send(new iam.ListAccessKeysCommand({ UserName }))).AccessKeyMetadata?.map(({ Status }) => Status);
	expect([await seen(), await seen()]).toEqual([['Active', 'Active'], ['Inactive', 'Active']]);
	expect(aws.journal.writes.map(({ path }) => path)).toEqual(['/iam/UpdateAccessKey']);
});
