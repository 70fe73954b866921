import type { FaultSpec } from '../../sandbox';
import { cast } from '../../sandbox';
import { issuer, startCenterCase, usualCenterSteps, type CenterCase } from '../support/identityCenterCase';
import { outcomes } from '../support/leaverCase';

let company: CenterCase;
beforeEach(async () => {
	company = await startCenterCase();
});
afterEach(() => company.stop());

const fault = (spec: FaultSpec) => company.aws.faults.add(spec);
const failure = (code: string, message = 'Said by AWS.') => company.aws.failure(code, message, 'json');
const update: Pick<FaultSpec, 'path'> = { path: /\/UpdateUser$/ };
const updates = () => company.sent('UpdateUser').length;
const login = cast.leaver.workEmail;
const users = () => company.aws.state.identityCenter.users;

const expectOnly = (results: Awaited<ReturnType<CenterCase['cut']>>, step: string, outcome: string) => {
	const ended = outcomes(results);
	expect(ended[step]).toBe(outcome);
	for (const other of usualCenterSteps.filter((id) => id !== step)) expect(`${other} ${ended[other]}`).toBe(`${other} done/true`);
};
const reasonOf = (results: Awaited<ReturnType<CenterCase['cut']>>, step: string) => results.find((result) => result.step === step)!.reason;

describe('when AWS misbehaves, the other steps go on and the one concerned says what happened', () => {
	test.each(['UnrecognizedClientException', 'InvalidSignatureException', 'ExpiredTokenException'])('%s: the keys are named, and nothing is retried', async (code) => {
		fault({ path: /identitystore|sso/, effect: failure(code) });
		expect(await company.cut(cast.leaver)).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringMatching(/did not accept the keys.*AWS credential/) })]);
		expect(company.aws.journal.entries.filter(({ path }) => path.startsWith('/identitystore/'))).toEqual([]);
	});

	test('keys that are wrong, against a server that checks them', async () => {
		const keys = { accessKeyId: company.aws.connection.accessKeyId, secretAccessKey: 'not/the/secret' };
		const results = await company.cut(cast.leaver, { keys });
		expect(results).toEqual([expect.objectContaining({ outcome: 'failed', reason: expect.stringMatching(/InvalidSignature|SignatureDoesNotMatch/) })]);
		expect(JSON.stringify(results)).not.toContain('not/the/secret');
	});

	test('AccessDenied: the missing permission is named', async () => {
		company.aws.setPermissions(company.aws.permissions().filter((action) => action !== 'identitystore:DeleteGroupMembership'));
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'removeFromGroups', 'failed/false');
		expect(reasonOf(results, 'removeFromGroups')).toContain('Allow identitystore:DeleteGroupMembership');
	});

	test('AccessDenied on what has to be read first: that step fails, unread and untouched', async () => {
		company.aws.setPermissions(company.aws.permissions().filter((action) => action !== 'sso:ListAccountAssignmentsForPrincipal'));
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'removeAssignments', 'failed/false');
		expect(reasonOf(results, 'removeAssignments')).toMatch(/Allow sso:ListAccountAssignmentsForPrincipal.*Nothing was changed/);
	});

	test('what sessions go on is told as far as it can be read, and never in place of the cut', async () => {
		company.aws.setPermissions(company.aws.permissions().filter((action) => action !== 'sso:GetInlinePolicyForPermissionSet'));
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)).toMatchObject({ removeAssignments: 'done/true', removeFromGroups: 'done/true' });
		expect(results.find(({ step, remainder }) => step === 'removeFromGroups' && remainder)!.reason).toMatch(/permission sets that could not be read.*until/);
	});

	test.each([
		['ThrottlingException, which is 400 here', () => failure('ThrottlingException', 'Rate exceeded')],
		['429 with Retry-After', () => ({ kind: 'throttle', retryAfterSeconds: 30 }) as const],
		['a change of another that is not through yet', () => failure('ConflictException', 'There is a conflicting operation in progress.')],
	])('F06: %s is waited out', async (_name, effect) => {
		fault({ path: /\/DeleteAccountAssignment$/, times: 3, effect: effect() });
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)['removeAssignments']).toBe('done/true');
		expect(company.clock.slept.length).toBeGreaterThan(2);
	});

	test.each(['DeleteGroupMembership', 'CreateGroupMembership'])('two changes of the store at once are waited out, and are no membership that is there already (%s)', async (action) => {
		if (action === 'CreateGroupMembership') await company.cut(cast.leaver);
		fault({ path: new RegExp(`/${action}$`), times: 2, effect: { kind: 'status', status: 400, body: { __type: 'ConflictException', Message: 'Concurrent modification.', Reason: 'CONCURRENT_MODIFICATION' } } });
		const results = await (action === 'CreateGroupMembership' ? company.restore(cast.leaver) : company.cut(cast.leaver));
		expect(outcomes(results)['removeFromGroups']).toBe('done/true');
	});

	test('throttled without end: the step fails with a sentence', async () => {
		fault({ path: /\/DeleteGroupMembership$/, effect: failure('ThrottlingException', 'Rate exceeded') });
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)['removeFromGroups']).toBe('failed/false');
		expect(reasonOf(results, 'removeFromGroups')).toContain('run the case again in a few minutes');
	}, 30_000);

	test('not found here is 400 by name: gone is what was asked for, where reading shows it', async () => {
		const [first] = company.aws.state.identityCenter.memberships.keys();
		fault({ path: /\/DeleteGroupMembership$/, times: 1, effect: { kind: 'status', status: 400, applied: true, body: { __type: 'ResourceNotFoundException', Message: 'MEMBERSHIP not found.' } } });
		expect(first).toBeDefined();
		expect(outcomes(await company.cut(cast.leaver))['removeFromGroups']).toBe('done/true');
	});

	test('not found for what is there all the same: not found is not done', async () => {
		fault({ path: /\/DeleteGroupMembership$/, effect: failure('ResourceNotFoundException') });
		expectOnly(await company.cut(cast.leaver), 'removeFromGroups', 'failed/false');
	});

	test('500 although the change was made: read back, done, sent once', async () => {
		fault({ ...update, effect: { kind: 'status', status: 500, applied: true } });
		expect(outcomes(await company.cut(cast.leaver))['disableUser']).toBe('done/true');
		expect(updates()).toBe(1);
	});

	test('500 for good', async () => {
		fault({ ...update, effect: failure('InternalServerException') });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'disableUser', 'failed/false');
		expect(reasonOf(results, 'disableUser')).toContain('health.aws.amazon.com');
	});

	test('a read that fails in passing is read again, though it is a POST', async () => {
		fault({ path: /\/ListGroupMembershipsForMember$/, times: 2, effect: { kind: 'status', status: 503 } });
		expect(outcomes(await company.cut(cast.leaver))['removeFromGroups']).toBe('done/true');
	});

	test('a time-out after the change was made: read back instead of repeated', async () => {
		fault({ ...update, times: 1, effect: { kind: 'timeout', applied: true } });
		expect(outcomes(await company.cut(cast.leaver))['disableUser']).toBe('done/true');
		expect(updates()).toBe(1);
	});

	test.each([true, false])('a connection that breaks (change made: %s)', async (applied) => {
		fault({ ...update, times: 1, effect: { kind: 'reset', applied } });
		expect(outcomes(await company.cut(cast.leaver))['disableUser']).toBe('done/true');
		expect(updates()).toBe(applied ? 1 : 2);
	});

	test.each([
		['HTML instead of JSON', { kind: 'html' }],
		['HTML that says 404', { kind: 'html', status: 404 }],
		['a redirect to a login page', { kind: 'login-redirect' }],
		['half an answer', { kind: 'truncated' }],
		['a list of nothing that is one', { kind: 'status', status: 200, body: { GroupMemberships: 'none' } }],
		['nothing at all', { kind: 'status', status: 200, body: '' }],
	] as const)('%s proves nothing', async (_name, effect) => {
		fault({ path: /\/ListGroupMembershipsForMember$/, effect });
		expectOnly(await company.cut(cast.leaver), 'removeFromGroups', 'failed/false');
	});

	test.each([
		['removeFromGroups', 'ListGroupMembershipsForMember', { GroupMemberships: [{ MembershipId: 'aaaaaaaa-0000-4000-8000-000000000001', GroupId: 'g', MemberId: { UserId: 'somebody-else' } }] }],
		['removeAssignments', 'ListAccountAssignmentsForPrincipal', { AccountAssignments: [{ AccountId: '111122223333', PermissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', PrincipalId: 'somebody-else', PrincipalType: 'USER' }] }],
		['removeAssignments', 'ListAccountAssignmentsForPrincipal', { AccountAssignments: [{ AccountId: '*', PermissionSetArn: 'arn:aws:sso:::permissionSet/ssoins-1/ps-1', PrincipalId: 'x', PrincipalType: 'GROUP' }] }],
		['removeApplications', 'ListApplicationAssignmentsForPrincipal', { ApplicationAssignments: [{ ApplicationArn: 'arn:x', PrincipalId: 'somebody-else', PrincipalType: 'USER' }] }],
	])('%s: a row that is about somebody else proves nothing and is not acted upon', async (step, action, body) => {
		fault({ path: new RegExp(`/${action}$`), effect: { kind: 'status', status: 200, body } });
		expect(outcomes(await company.cut(cast.leaver))[step]).toBe('failed/false');
		expect(company.aws.journal.writes.filter(({ body: sent }) => sent.includes('somebody-else') || sent.includes('aaaaaaaa-0000'))).toEqual([]);
	});

	test('a list that does not end is no list', async () => {
		fault({ path: /\/ListGroupMembershipsForMember$/, effect: { kind: 'status', status: 200, body: { GroupMemberships: [], NextToken: 'again' } } });
		const results = await company.cut(cast.leaver);
		expect(reasonOf(results, 'removeFromGroups')).toContain('does not end');
	});

	test('a success that changed nothing is a failure', async () => {
		fault({ ...update, effect: { kind: 'lie' } });
		const results = await company.cut(cast.leaver);
		expectOnly(results, 'disableUser', 'failed/false');
		expect(reasonOf(results, 'disableUser')).toMatch(/accepted the change, but reading it back still shows/);
	});

	test.each(['DeleteAccountAssignment', 'DeleteGroupMembership', 'DeleteApplicationAssignment'])('%s that answers and does nothing is not called done', async (action) => {
		const steps = { DeleteAccountAssignment: 'removeAssignments', DeleteGroupMembership: 'removeFromGroups', DeleteApplicationAssignment: 'removeApplications' } as const;
		fault({ path: new RegExp(`/${action}$`), effect: { kind: 'lie' } });
		expect(outcomes(await company.cut(cast.leaver))[steps[action as keyof typeof steps]]).toMatch(/^(failed|pending)\/false$/);
	});

	test('a replica that shows the change late is waited for, and the change is not sent again', async () => {
		fault({ ...update, effect: { kind: 'lag', reads: 3 } });
		expect(outcomes(await company.cut(cast.leaver))['disableUser']).toBe('done/true');
		expect(updates()).toBe(1);
	});

	test.each([
		['removeFromGroups', 'DescribeGroup'],
		['removeApplications', 'DescribeApplication'],
		['removeAssignments', 'DescribePermissionSet'],
	])('%s: what things are called cannot be read, and nobody keeps them for that', async (step, action) => {
		fault({ path: new RegExp(`/${action}$`), effect: { kind: 'html' } });
		expectOnly(await company.cut(cast.leaver), step, 'done/true');
		expect(company.aws.identityCenter.accessOf(login)).toMatchObject({ groups: 0, assignments: 0, applications: 0 });
	});

	test.each([
		['removeFromGroups', 'DeleteGroupMembership', 'ReadOnly'],
		['removeAssignments', 'DeleteAccountAssignment', 'Developer'],
	])('F12: %s that comes through at the second try names the sessions that go on all the same', async (step, action, permissionSet) => {
		fault({ path: new RegExp(`/${action}$`), times: 1, effect: { kind: 'timeout', applied: true } });
		const results = await company.cut(cast.leaver, { steps: [step] });
		expect(outcomes(results)[step]).toBe('done/true');
		expect(results.find(({ remainder }) => remainder)?.reason).toMatch(new RegExp(`Sessions of ${permissionSet}: .* until`));
	});

	test('pages of one row are read to their end', async () => {
		company.aws.settings.pageSize = 1;
		expect(outcomes(await company.cut(cast.leaver))).toEqual(Object.fromEntries(usualCenterSteps.map((step) => [step, 'done/true'])));
		expect(company.aws.identityCenter.accessOf(login)).toMatchObject({ groups: 0, assignments: 0, applications: 0 });
	});

	test('no secret of the credential is in results or ledger', async () => {
		const results = await company.cut(cast.leaver);
		const everything = JSON.stringify([results, await company.ledger.records({})]);
		expect(everything).not.toContain(company.aws.connection.secretAccessKey);
		expect(everything).not.toMatch(/AWS4-HMAC|Signature=/);
	});
});

describe('whose user is it', () => {
	const find = (person: { id: string; workEmail: string | null }, settings = {}) => {
		const system = company.system({ settings });
		return system.find(system.connect(() => {}), person);
	};
	const center = () => company.aws.identityCenter;

	test('by the HR id, whatever the address is', async () => {
		expect(await find({ id: cast.otherLogin.id, workEmail: null })).toMatchObject({ kind: 'one', account: { label: 'avisser@kestrel.example' } });
	});

	test('by the address of the mailbox, where the name to sign in with is another', async () => {
		expect(await find(cast.otherLogin, { issuer: null })).toMatchObject({ kind: 'one', account: { label: 'avisser@kestrel.example' } });
	});

	test('by the name to sign in with, written in another way', async () => {
		expect(await find({ id: cast.leaver.id, workEmail: login.toUpperCase() }, { issuer: null })).toMatchObject({ kind: 'one', account: { id: center().user(login).id } });
	});

	test('C02: somebody else has the address by now: nobody is found, and it is said who has it', async () => {
		expect(await find({ id: 'new-hire', workEmail: login })).toMatchObject({ kind: 'none', why: expect.stringContaining(`carries HR id ${cast.leaver.id}`), inTheWay: expect.any(String) });
	});

	test('C01: one carries the HR id and another has the address: nothing is guessed', async () => {
		center().user(cast.sydney.workEmail).externalIds = [];
		const found = await find({ id: cast.leaver.id, workEmail: cast.sydney.workEmail });
		expect(found).toMatchObject({ kind: 'several', why: expect.stringMatching(/Nothing was changed/) });
		const results = await company.cut({ id: cast.leaver.id, workEmail: cast.sydney.workEmail });
		expect(results).toEqual([expect.objectContaining({ outcome: 'ambiguous' })]);
		expect(company.writes()).toEqual([]);
	});

	test('one has the address as a name, another as a mailbox: nothing is guessed', async () => {
		center().user(cast.sydney.workEmail).emails = [{ Value: login, Type: 'work', Primary: true }];
		const emails = center().user(login).emails;
		emails.splice(0, emails.length, { Value: 'elsewhere@kestrel.example', Type: 'work', Primary: true });
		expect(await find(cast.leaver, { issuer: null })).toMatchObject({ kind: 'several' });
	});

	test('matching by e-mail can be switched off', async () => {
		expect(await find(cast.leaver, { issuer: null, matchByEmail: false })).toMatchObject({ kind: 'none', why: expect.stringContaining('switched off') });
	});

	test('a search that names somebody else finds nobody', async () => {
		fault({ path: /\/GetUserId$/, effect: { kind: 'status', status: 200, body: { UserId: center().user(cast.sydney.workEmail).id } } });
		expect(await find(cast.leaver)).toMatchObject({ kind: 'none' });
	});

	test('a description of somebody else than was asked for proves nothing', async () => {
		const other = center().user(cast.sydney.workEmail);
		fault({ path: /\/DescribeUser$/, effect: { kind: 'status', status: 200, body: { UserId: other.id, UserName: login, ExternalIds: [{ Issuer: issuer, Id: cast.leaver.id }] } } });
		await expect(find(cast.leaver)).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('an item without an HR id finds nobody, and nothing is asked', async () => {
		expect(await find({ id: '', workEmail: login })).toMatchObject({ kind: 'none' });
		expect(company.sent('GetUserId')).toEqual([]);
	});

	test('B11: somebody who never had a user', async () => {
		expect(await company.cut(cast.withoutAccount)).toEqual([expect.objectContaining({ outcome: 'not_found', reason: expect.stringMatching(/Having No Account Is Fine/) })]);
		expect(users().size).toBeGreaterThan(50);
	});

	test('in a region without an Identity Center it is said where to put the right one', async () => {
		expect(await company.cut(cast.leaver, { region: 'us-east-1' })).toEqual([expect.objectContaining({ outcome: 'failed', reason: expect.stringMatching(/home region of the Identity Center in the node/) })]);
	});

	test('several Identity Centers are not guessed between, and one can be named', async () => {
		const { instanceArn, identityStoreId } = company.aws.connection.identityCenter;
		const another = 'arn:aws:sso:::instance/ssoins-0000000000000000';
		fault({ path: /\/ListInstances$/, effect: { kind: 'status', status: 200, body: { Instances: [{ InstanceArn: another, IdentityStoreId: 'd-0000000000', Status: 'ACTIVE' }, { InstanceArn: instanceArn, IdentityStoreId: identityStoreId, Status: 'ACTIVE' }] } } });
		await expect(find(cast.leaver)).rejects.toMatchObject({ code: 'misconfigured', message: expect.stringContaining(another) });
		expect(await find(cast.leaver, { instanceArn })).toMatchObject({ kind: 'one' });
	});

	test('an Identity Center that is being deleted is left alone', async () => {
		const { instanceArn, identityStoreId } = company.aws.connection.identityCenter;
		fault({ path: /\/ListInstances$/, effect: { kind: 'status', status: 200, body: { Instances: [{ InstanceArn: instanceArn, IdentityStoreId: identityStoreId, Status: 'DELETE_IN_PROGRESS' }] } } });
		await expect(find(cast.leaver)).rejects.toMatchObject({ message: expect.stringContaining('DELETE_IN_PROGRESS') });
	});

	test('keys copied from the portal cut everybody but their owner', async () => {
		fault({ path: /\/GetCallerIdentity$/, effect: { kind: 'status', status: 200, headers: { 'content-type': 'text/xml' }, body: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Administrator_0123456789abcdef/${login}</Arn><UserId>AROAEXAMPLE:${login}</UserId><Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>` } });
		expect(await company.cut(cast.leaver)).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringContaining('session of this very user') })]);
		expect(company.writes()).toEqual([]);
		expect(outcomes(await company.cut(cast.sydney))).toMatchObject({ disableUser: 'done/true' });
	});
});
