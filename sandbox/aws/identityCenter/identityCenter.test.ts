import * as store from '@aws-sdk/client-identitystore';
import * as sso from '@aws-sdk/client-sso-admin';
import { createClock, type Clock } from '../../clock';
import { cast } from '../../company';
import { startAws, type AwsDouble } from '..';
import { clientsOf, failureOf } from '../testing/clients';

let clock: Clock;
let aws: AwsDouble;
let clients: ReturnType<typeof clientsOf>;
let UserId: string;
let place: { IdentityStoreId: string };
let InstanceArn: string;
beforeEach(async () => {
	clock = createClock();
	aws = await startAws({ clock, settings: { asyncMs: 1000 } });
	clients = clientsOf(aws);
	UserId = aws.centerIds.get(cast.leaver.id)!;
	place = { IdentityStoreId: aws.connection.identityCenter.identityStoreId };
	InstanceArn = aws.connection.identityCenter.instanceArn;
});
afterEach(() => aws.stop());

const find = (AttributePath: string, AttributeValue: string) => clients.store.send(new store.GetUserIdCommand({ ...place, AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } } }));

test('the instance is found where it is, and nowhere else', async () => {
	expect((await clients.sso.send(new sso.ListInstancesCommand({}))).Instances).toMatchObject([{ InstanceArn, ...place, OwnerAccountId: '111122223333' }]);
	const elsewhere = new sso.SSOAdminClient({ region: 'us-east-1', endpoint: aws.url, credentials: aws.connection });
	expect((await elsewhere.send(new sso.ListInstancesCommand({}))).Instances).toEqual([]);
	expect(await failureOf(elsewhere.send(new sso.ListPermissionSetsCommand({ InstanceArn })))).toMatchObject({ name: 'ResourceNotFoundException' });
});

describe('users', () => {
	test('are found by user name, address and foreign id; who is not there is 400', async () => {
		expect(await find('userName', cast.leaver.workEmail)).toMatchObject({ UserId });
		expect(await find('emails.value', cast.otherLogin.workEmail)).toMatchObject({ UserId: aws.centerIds.get(cast.otherLogin.id)! });
		const byForeignId = new store.GetUserIdCommand({ ...place, AlternateIdentifier: { ExternalId: { Issuer: 'https://kestrel.example/hr', Id: cast.leaver.id } } });
		expect(await clients.store.send(byForeignId)).toMatchObject({ UserId });
		expect(await failureOf(find('userName', 'nobody'))).toMatchObject({ name: 'ResourceNotFoundException', status: 400 });
	});

	test('say whether they are enabled, or say nothing about it', async () => {
		const describe = () => clients.store.send(new store.DescribeUserCommand({ ...place, UserId }));
		expect(await describe()).toMatchObject({ UserName: cast.leaver.workEmail, UserStatus: 'ENABLED', Name: { GivenName: 'Mateo' } });
		aws.identityCenter.setEnabled(UserId, false);
		expect(await describe()).toMatchObject({ UserStatus: 'DISABLED' });
		aws.settings.userStatusShown = false;
		expect((await describe()).UserStatus).toBeUndefined();
	});

	test('are disabled by UpdateUser only where it takes that', async () => {
		const disable = () => clients.store.send(new store.UpdateUserCommand({ ...place, UserId, Operations: [{ AttributePath: 'userStatus', AttributeValue: 'DISABLED' }] }));
		expect(await failureOf(disable())).toMatchObject({ name: 'ValidationException', status: 400 });
		aws.settings.userStatusWritable = true;
		await disable();
		expect(aws.identityCenter.accessOf(UserId)).toMatchObject({ status: 'disabled', portalSessions: 1, roleSessions: 1 });
		clock.move(3_600_001);
		expect(aws.identityCenter.accessOf(UserId)).toMatchObject({ portalSessions: 0, roleSessions: 1 });
		expect(() => aws.identityCenter.signIn(UserId)).toThrow('cannot sign in: disabled');
	});

	test('are created once per user name, changed and deleted', async () => {
		const create = () => clients.store.send(new store.CreateUserCommand({ ...place, UserName: 'astrid.berg@kestrel.example', DisplayName: 'Astrid Berg', Name: { GivenName: 'Astrid', FamilyName: 'Berg' }, Emails: [{ Value: 'astrid.berg@kestrel.example', Type: 'work', Primary: true }] }));
		const { UserId: made } = await create();
		expect(await failureOf(create())).toMatchObject({ name: 'ConflictException', status: 400 });
		await clients.store.send(new store.UpdateUserCommand({ ...place, UserId: made!, Operations: [{ AttributePath: 'displayName', AttributeValue: 'A. Berg' }] }));
		expect(await clients.store.send(new store.DescribeUserCommand({ ...place, UserId: made! }))).toMatchObject({ DisplayName: 'A. Berg' });
		await clients.store.send(new store.DeleteUserCommand({ ...place, UserId: made! }));
		expect(await failureOf(clients.store.send(new store.DeleteUserCommand({ ...place, UserId: made! })))).toMatchObject({ name: 'ResourceNotFoundException' });
	});

	test.each(['externalIdentityProvider', 'activeDirectory'] as const)('are not written where %s owns them', async (identitySource) => {
		aws.settings.identitySource = identitySource;
		expect(await failureOf(clients.store.send(new store.DeleteUserCommand({ ...place, UserId })))).toMatchObject({ name: 'ValidationException' });
		expect(aws.identityCenter.accessOf(UserId).status).toBe('enabled');
	});

	test('come in pages', async () => {
		const all: store.User[] = [];
		for await (const { Users } of store.paginateListUsers({ client: clients.store, pageSize: 10 }, place)) all.push(...(Users ?? []));
		expect(new Set(all.map((user) => user.UserId)).size).toBe(aws.state.identityCenter.users.size);
		expect(aws.journal.find({ path: /ListUsers/ }).length).toBe(Math.ceil(all.length / 10));
	});
});

test('memberships are listed, ended and checked', async () => {
	const MemberId = { UserId };
	const list = async () => (await clients.store.send(new store.ListGroupMembershipsForMemberCommand({ ...place, MemberId }))).GroupMemberships ?? [];
	const before = await list();
	expect(before).toHaveLength(2);
	const again = new store.CreateGroupMembershipCommand({ ...place, GroupId: before[0]!.GroupId!, MemberId });
	expect(await failureOf(clients.store.send(again))).toMatchObject({ name: 'ConflictException' });
	for (const { MembershipId } of before) await clients.store.send(new store.DeleteGroupMembershipCommand({ ...place, MembershipId: MembershipId! }));
	expect(await failureOf(clients.store.send(new store.DeleteGroupMembershipCommand({ ...place, MembershipId: before[0]!.MembershipId! })))).toMatchObject({ name: 'ResourceNotFoundException' });
	const checked = await clients.store.send(new store.IsMemberInGroupsCommand({ ...place, MemberId, GroupIds: before.map(({ GroupId }) => GroupId!) }));
	expect(checked.Results?.map(({ MembershipExists }) => MembershipExists)).toEqual([false, false]);
	await clients.store.send(again);
	expect(await clients.store.send(new store.GetGroupMembershipIdCommand({ ...place, GroupId: before[0]!.GroupId!, MemberId }))).toMatchObject({ MembershipId: expect.any(String) as string });
});

describe('assignments', () => {
	const list = async () => (await clients.sso.send(new sso.ListAccountAssignmentsForPrincipalCommand({ InstanceArn, PrincipalId: UserId, PrincipalType: 'USER' }))).AccountAssignments ?? [];
	const remove = ({ AccountId, PermissionSetArn }: sso.AccountAssignmentForPrincipal) => clients.sso.send(new sso.DeleteAccountAssignmentCommand({ InstanceArn, TargetId: AccountId!, TargetType: 'AWS_ACCOUNT', PermissionSetArn: PermissionSetArn!, PrincipalType: 'USER', PrincipalId: UserId }));
	const ask = (AccountAssignmentDeletionRequestId: string) => clients.sso.send(new sso.DescribeAccountAssignmentDeletionStatusCommand({ InstanceArn, AccountAssignmentDeletionRequestId }));

	test('are a user’s own, and those of their groups', async () => {
		expect((await list()).map(({ PrincipalType }) => PrincipalType).sort()).toEqual(['GROUP', 'GROUP', 'USER', 'USER']);
		aws.settings.groupAssignmentsListed = false;
		expect((await list()).map(({ PrincipalType }) => PrincipalType)).toEqual(['USER', 'USER']);
	});

	test('are taken away one after the other, and later', async () => {
		const [first, second] = (await list()).filter(({ PrincipalType }) => PrincipalType === 'USER');
		const { AccountAssignmentDeletionStatus: begun } = await remove(first!);
		expect(begun).toMatchObject({ Status: 'IN_PROGRESS', RequestId: expect.any(String) as string });
		expect(await failureOf(remove(second!))).toMatchObject({ name: 'ConflictException', status: 400 });
		expect(aws.identityCenter.accessOf(UserId).assignments).toBe(2);
		clock.move(1000);
		expect((await ask(begun!.RequestId!)).AccountAssignmentDeletionStatus).toMatchObject({ Status: 'SUCCEEDED', CreatedDate: expect.any(Date) as Date });
		expect(aws.identityCenter.accessOf(UserId).assignments).toBe(1);
		expect(await failureOf(remove(first!))).toMatchObject({ name: 'ResourceNotFoundException' });
		expect(await failureOf(ask('0'.repeat(36)))).toMatchObject({ name: 'ResourceNotFoundException' });
	});

	test('may fail, and stay', async () => {
		aws.settings.jobFailure = 'The role is used by somebody.';
		const [first] = (await list()).filter(({ PrincipalType }) => PrincipalType === 'USER');
		const { AccountAssignmentDeletionStatus: begun } = await remove(first!);
		clock.move(1000);
		expect((await ask(begun!.RequestId!)).AccountAssignmentDeletionStatus).toMatchObject({ Status: 'FAILED', FailureReason: 'The role is used by somebody.' });
		expect(aws.identityCenter.accessOf(UserId).assignments).toBe(2);
	});

	test('outlive their user, and can be taken away then as well', async () => {
		await clients.store.send(new store.DeleteUserCommand({ ...place, UserId }));
		expect(aws.identityCenter.accessOf(UserId)).toMatchObject({ status: 'deleted', groups: 0, assignments: 2, roleSessions: 1 });
		const [first] = await list();
		await remove(first!);
		clock.move(1000);
		expect(aws.identityCenter.accessOf(UserId).assignments).toBe(1);
	});

	test('are given, and to nobody who is gone', async () => {
		const [first] = await list();
		const give = (PrincipalId: string) => clients.sso.send(new sso.CreateAccountAssignmentCommand({ InstanceArn, TargetId: '444455556666', TargetType: 'AWS_ACCOUNT', PermissionSetArn: first!.PermissionSetArn!, PrincipalType: 'USER', PrincipalId }));
		const status = async (AccountAssignmentCreationRequestId: string) => (await clients.sso.send(new sso.DescribeAccountAssignmentCreationStatusCommand({ InstanceArn, AccountAssignmentCreationRequestId }))).AccountAssignmentCreationStatus?.Status;
		const newcomer = aws.centerIds.get(cast.leeWhoStays.id)!;
		const { AccountAssignmentCreationStatus: begun } = await give(newcomer);
		clock.move(1000);
		expect([await status(begun!.RequestId!), aws.identityCenter.accessOf(newcomer).assignments]).toEqual(['SUCCEEDED', 1]);
		const { AccountAssignmentCreationStatus: vain } = await give('00000000-0000-4000-8000-000000000000');
		clock.move(1000);
		expect(await status(vain!.RequestId!)).toBe('FAILED');
	});

	test('of applications are listed and taken away at once', async () => {
		const own = async () => ((await clients.sso.send(new sso.ListApplicationAssignmentsForPrincipalCommand({ InstanceArn, PrincipalId: UserId, PrincipalType: 'USER' }))).ApplicationAssignments ?? []).filter(({ PrincipalType }) => PrincipalType === 'USER');
		const before = await own();
		expect(before).toHaveLength(2);
		for (const { ApplicationArn } of before) await clients.sso.send(new sso.DeleteApplicationAssignmentCommand({ ApplicationArn: ApplicationArn!, PrincipalId: UserId, PrincipalType: 'USER' }));
		expect([await own(), aws.identityCenter.accessOf(UserId).applications]).toEqual([[], 0]);
	});
});

test('a deny in a permission set ends one person’s role sessions once it was provisioned', async () => {
	const [PermissionSetArn] = (await clients.sso.send(new sso.ListPermissionSetsCommand({ InstanceArn }))).PermissionSets ?? [];
	const InlinePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*', Condition: { StringEquals: { 'identitystore:UserId': [UserId] } } }] });
	await clients.sso.send(new sso.PutInlinePolicyToPermissionSetCommand({ InstanceArn, PermissionSetArn: PermissionSetArn!, InlinePolicy }));
	expect((await clients.sso.send(new sso.GetInlinePolicyForPermissionSetCommand({ InstanceArn, PermissionSetArn: PermissionSetArn! }))).InlinePolicy).toBe(InlinePolicy);
	expect(aws.identityCenter.accessOf(UserId).roleSessions).toBe(1);
	const { PermissionSetProvisioningStatus: begun } = await clients.sso.send(new sso.ProvisionPermissionSetCommand({ InstanceArn, PermissionSetArn: PermissionSetArn!, TargetType: 'ALL_PROVISIONED_ACCOUNTS' }));
	clock.move(1000);
	const { PermissionSetProvisioningStatus: ended } = await clients.sso.send(new sso.DescribePermissionSetProvisioningStatusCommand({ InstanceArn, ProvisionPermissionSetRequestId: begun!.RequestId! }));
	expect([begun!.Status, ended!.Status, aws.identityCenter.accessOf(UserId).roleSessions]).toEqual(['IN_PROGRESS', 'SUCCEEDED', 0]);
	aws.identityCenter.signIn(UserId);
	expect(aws.identityCenter.accessOf(UserId)).toMatchObject({ portalSessions: 2, roleSessions: 0 });
	expect((await clients.sso.send(new sso.ListAccountsForProvisionedPermissionSetCommand({ InstanceArn, PermissionSetArn: PermissionSetArn! }))).AccountIds).toEqual(['111122223333', '444455556666']);
});
