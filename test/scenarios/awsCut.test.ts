import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { verdictOf } from '../../lifecycle/case';
import { cast, outsiders } from '../../sandbox';
import { awsSteps } from '../../systems/aws';
import { checkAws } from '../../systems/aws/check';
import { outcomes } from '../support/leaverCase';
import { connectionTo, startAwsCase, usualAwsSteps, type AwsCase } from '../support/awsCase';

let company: AwsCase;
beforeEach(async () => {
	company = await startAwsCase();
});
afterEach(() => company.stop());

type Results = Awaited<ReturnType<AwsCase['cut']>>;

const name = cast.leaver.workEmail!.split('@')[0]!;
const arn = `arn:aws:iam::111122223333:user/staff/${name}`;
const withAll = awsSteps.map(({ id }) => id);
const reports = ['reportOwned', 'reportRoles'];
const everyStep = (outcome: string) => Object.fromEntries(usualAwsSteps.map((step) => [step, reports.includes(step) ? 'already_done/true' : outcome]));
const reasonsOf = (results: Results, step: string) => results.filter((result) => result.step === step).map(({ reason }) => reason);
const access = (accountId?: string) => company.aws.accessOf(name, accountId);
const sent = (action: string) => company.aws.journal.entries.filter(({ path }) => path === `/iam/${action}`);
const data = () => company.aws.connection.otherAccount.accountId;
const mainAccount = () => company.aws.state.accounts.get('111122223333')!;

/** Everything that is to be as before, without what AWS counts by itself. */
const holdings = () => {
	const { attached, inline, accessKeys, sshKeys, certificates, serviceCredentials, loginProfile, mfaDevices, boundary, id } = company.aws.user(name);
	const statuses = (some: readonly { id: string; status: string }[]) => some.map((one) => `${one.id} ${one.status}`);
	const groups = [...mainAccount().groups.values()].filter(({ members }) => members.has(id)).map((group) => group.name);
	return {
		attached: [...attached].sort(),
		inline: [...inline].map(([policy, document]) => [policy, JSON.parse(document) as unknown]).sort(),
		credentials: [accessKeys, sshKeys, certificates, serviceCredentials].map(statuses),
		password: loginProfile !== undefined,
		mfa: mfaDevices.map(({ serial }) => serial),
		groups: groups.sort(),
		boundary,
	};
};

describe('cutting a leaver who has everything', () => {
	test('F11: keys, password, SSH keys, certificates and service-specific credentials are closed and read back, MFA is reported', async () => {
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)).toEqual(everyStep('done/true'));
		expect(access()).toMatchObject({ denied: true, consolePassword: 0, accessKeys: 0, consoleSessions: 0, tokenSessions: 0, sshKeys: 0, certificates: 0, serviceCredentials: 0, mfaDevices: 1 });
		expect(verdictOf(false, results)).toBe('Complete');
		expect(reasonsOf(results, 'deleteConsolePassword')[1]).toMatch(/MFA device .*kept on purpose: without it/);
		expect(reasonsOf(results, 'disableServiceCredentials')[0]).toMatch(/codecommit.*bedrock/);
		expect(reasonsOf(results, 'disableAccessKeys')[0]).toMatch(/last used .* for s3 in eu-central-1/);
	});

	test('the deny is read back before anything else is changed, and proven by the simulator', async () => {
		const results = await company.cut(cast.leaver);
		expect(company.writes()[0]).toBe('AttachUserPolicy');
		const proof = sent('SimulatePrincipalPolicy')[0]!;
		const second = company.aws.journal.writes.find(({ path }) => /Delete|Update/.test(path))!;
		expect(second.startedMs).toBeGreaterThanOrEqual(proof.endedMs!);
		expect(reasonsOf(results, 'denyEverything')[0]).toContain("AWS's simulator denies");
	});

	test('what takes long to read is read once, and roles not before everything is denied', async () => {
		await company.cut(cast.leaver);
		expect([sent('GetAccountAuthorizationDetails'), sent('ListRoles')].map(({ length }) => length)).toEqual([1, 1]);
		expect(sent('ListRoles')[0]!.startedMs).toBeGreaterThanOrEqual(sent('AttachUserPolicy')[0]!.endedMs!);
	});

	test('everything that is ticked, and again: nothing is changed twice', async () => {
		const first = await company.cut(cast.leaver, { steps: withAll });
		expect(Object.values(outcomes(first)).filter((outcome) => !/^(done|already_done)\/true$/.test(outcome))).toEqual([]);
		expect(access()).toMatchObject({ groups: 0, attachedPolicies: 0, inlinePolicies: 0 });
		const writes = company.writes().length;
		const second = await company.cut(cast.leaver, { steps: withAll });
		expect(new Set(Object.values(outcomes(second)))).toEqual(new Set(['already_done/true']));
		expect(company.writes()).toHaveLength(writes);
	});

	test('the least policy of the documentation is enough for all that is ticked as it comes, and to give it back', async () => {
		const least = /```json\n(\{"Version":"2012-10-17","Statement":\[\n[^]*?)```/.exec(readFileSync(join(__dirname, '../../docs/aws-iam.md'), 'utf8'))![1]!;
		[...mainAccount().policies.values()].find((policy) => policy.name === 'JoinerMoverLeaver')!.document = JSON.stringify(JSON.parse(least));
		expect(outcomes(await company.cut(cast.leaver))).toEqual(everyStep('done/true'));
		expect(Object.values(outcomes(await company.restore(cast.leaver))).filter((outcome) => /failed/.test(outcome))).toEqual([]);
		expect(access()).toMatchObject({ denied: false, accessKeys: 2 });
		const powers = await checkAws(connectionTo(company.aws, company.clock));
		expect(powers.message).toMatch(/lacks .*iam:PutUserPolicy/);
		expect(powers.message).not.toMatch(/iam:(AttachUserPolicy|UpdateAccessKey|DeleteLoginProfile|ListRoles) \(/);
	});

	test('a dry run says what it would do and changes nothing', async () => {
		const before = holdings();
		const results = await company.cut(cast.leaver, { steps: withAll, work: { dryRun: true } });
		expect(outcomes(results)).toMatchObject({ denyEverything: 'planned/false', disableAccessKeys: 'planned/false', removePolicies: 'planned/false' });
		expect(company.writes()).toEqual([]);
		expect(holdings()).toEqual(before);
	});

	test('a key made between the list and the deny is made inactive, too', async () => {
		const held = company.aws.faults.add({ path: /\/AttachUserPolicy$/, times: 1, effect: { kind: 'hold' } });
		company.aws.user(name).accessKeys.length = 1;
		const cut = company.cut(cast.leaver);
		await held.struck;
		company.aws.createAccessKey(name);
		held.release();
		expect(outcomes(await cut)['disableAccessKeys']).toBe('done/true');
		expect(access().accessKeys).toBe(0);
		expect(sent('UpdateAccessKey')).toHaveLength(2);
	});

	test('the quota of policies is full: the deny is written into the user instead, and lifted again', async () => {
		const before = holdings();
		company.aws.faults.add({ path: /\/AttachUserPolicy$/, effect: company.aws.failure('LimitExceeded', 'Cannot exceed quota for PoliciesPerUser: 10') });
		const results = await company.cut(cast.leaver, { steps: ['denyEverything'] });
		expect(outcomes(results)).toEqual({ denyEverything: 'done/true' });
		expect(reasonsOf(results, 'denyEverything')[0]).toContain('JMLQuarantineDenyAll is written into the user');
		expect(access().denied).toBe(true);
		await company.restore(cast.leaver);
		expect(holdings()).toEqual(before);
	});

	test('both quotas are full: said, and the keys are switched off all the same', async () => {
		for (const path of [/\/AttachUserPolicy$/, /\/PutUserPolicy$/]) company.aws.faults.add({ path, effect: company.aws.failure('LimitExceeded', 'full') });
		const results = await company.cut(cast.leaver);
		expect(outcomes(results)).toMatchObject({ denyEverything: 'failed/false', disableAccessKeys: 'done/true' });
		expect(reasonsOf(results, 'denyEverything')[0]).toMatch(/both quotas.*Detach one in the IAM console/);
	});

	test('policies are not taken off somebody to whom nothing is denied', async () => {
		const results = await company.cut(cast.leaver, { steps: ['removePolicies'] });
		expect(outcomes(results)).toEqual({ removePolicies: 'failed/false' });
		expect(reasonsOf(results, 'removePolicies')[0]).toContain('Tick Deny Everything');
	});

	test('where the simulator may not be asked, the attached policy is the proof', async () => {
		company.aws.faults.add({ path: /\/SimulatePrincipalPolicy$/, effect: { kind: 'forbidden' } });
		expect(reasonsOf(await company.cut(cast.leaver), 'denyEverything')[0]).toContain('the simulator could not be asked');
	});

	test('what they own is named and left alone', async () => {
		const results = await company.cut(cast.leaver);
		const owned = reasonsOf(results, 'reportOwned')[1]!;
		expect(owned).toMatch(/BedrockAPIKey-q7rd \(Bedrock API key\).*goes on working/);
		expect(owned).toMatch(/svc-release-bot \(service account\)/);
		expect(owned).toMatch(/\(access key\): last used/);
		expect(owned).not.toContain('svc-nightly-reports');
		expect(company.aws.accessOf('svc-release-bot')).toMatchObject({ accessKeys: 1, denied: false });
	});

	test('an API key of Bedrock whose owner nobody noted is named as well', async () => {
		company.aws.user('BedrockAPIKey-q7rd').tags = [];
		expect(reasonsOf(await company.cut(cast.leaver), 'reportOwned')[1]).toMatch(/BedrockAPIKey-q7rd \(Bedrock API keys\): nobody is named as their owner.*CloudTrail/);
	});
});

describe('F12: sessions of roles that were assumed before', () => {
	const force = (condition: object) => {
		const role = mainAccount().roles.get('deployer')!;
		role.trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: arn }, Condition: condition }] });
		return role;
	};

	test('are reported with the time they end at, those of other accounts too', async () => {
		const results = await company.cut(cast.leaver);
		const [, left] = reasonsOf(results, 'reportRoles');
		const until = Date.parse(/Deployer.*?until (\S+) at the latest/.exec(left!)![1]!);
		expect(until - company.clock.now().getTime()).toBeGreaterThan(11.9 * 3_600_000);
		expect(until - company.clock.now().getTime()).toBeLessThanOrEqual(12 * 3_600_000);
		expect(left).toMatch(/444455556666:role\/DataReader: a role of another account/);
		expect(left).not.toContain('Auditor');
		expect(results.find(({ step }) => step === 'reportRoles')!.remains!.join()).toMatch(/trust the whole account/);
		expect(access().roleSessions).toBe(2);
	});

	test('where nothing forces whose a session is, nothing is denied to anybody', async () => {
		const results = await company.cut(cast.leaver, { steps: withAll });
		expect(reasonsOf(results, 'endRoleSessions')[1]).toMatch(/Role Deployer: its trust policy does not force/);
		expect(company.writes()).not.toContain('PutRolePolicy');
	});

	test.each([
		['the session name', { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } }],
		['the session name, spelt out', { stringequals: { 'STS:rolesessionname': [name] } }],
	])('where the trust policy forces %s, they are denied for this person alone, and lifted by Restore', async (_kind, condition) => {
		const role = force(condition);
		const other = company.aws.takeRole(cast.leaverManager.workEmail!.split('@')[0]!, 'Deployer');
		const results = await company.cut(cast.leaver, { steps: withAll });
		expect(outcomes(results)).toMatchObject({ endRoleSessions: 'done/true' });
		expect(reasonsOf(results, 'reportRoles')[1]).not.toContain('Role Deployer');
		expect([...role.inline.keys()]).toEqual([`JMLDeny-${company.aws.user(name).id}`]);
		expect(access().roleSessions).toBe(1);
		expect(other.expiresAt).toBeGreaterThan(Date.now());
		expect(company.aws.accessOf(cast.leaverManager.workEmail!.split('@')[0]!).roleSessions).toBe(1);
		await company.restore(cast.leaver);
		expect(role.inline.size).toBe(0);
	});

	test.each([
		['a wildcard', { StringLike: { 'sts:RoleSessionName': '${aws:username}*' } }],
		['somebody else', { StringEquals: { 'sts:RoleSessionName': 'somebody' } }],
		['one of two', { StringEquals: { 'sts:RoleSessionName': ['${aws:username}', 'shared'] } }],
	])('%s forces nothing', async (_kind, condition) => {
		force(condition);
		await company.cut(cast.leaver, { steps: withAll });
		expect(company.writes()).not.toContain('PutRolePolicy');
	});

	test('a way through the whole account beside it forces nothing, so nobody is told by it', async () => {
		const role = force({ StringEquals: { 'sts:RoleSessionName': '${aws:username}' } });
		const { Statement } = JSON.parse(role.trust) as { Statement: object[] };
		role.trust = JSON.stringify({ Statement: [...Statement, { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111122223333:root' } }] });
		const results = await company.cut(cast.leaver, { steps: withAll });
		expect(company.writes()).not.toContain('PutRolePolicy');
		expect(reasonsOf(results, 'endRoleSessions')[1]).toMatch(/Role Deployer: its trust policy does not force/);
	});

	test.each(['sts:Assume*', 'STS:AssumeRol?', ['sts:TagSession', 'sts:*Role']])('an action with a wildcard (%j) lets them in as well', async (action) => {
		const role = force({ StringEquals: { 'sts:RoleSessionName': '${aws:username}' } });
		const { Statement } = JSON.parse(role.trust) as { Statement: object[] };
		role.trust = JSON.stringify({ Statement: [...Statement, { Effect: 'Allow', Action: action, Principal: { AWS: arn } }] });
		const results = await company.cut(cast.leaver, { steps: withAll });
		expect(company.writes()).not.toContain('PutRolePolicy');
		expect(reasonsOf(results, 'endRoleSessions')[1]).toMatch(/Role Deployer: its trust policy does not force/);
		role.trust = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: action, Principal: { AWS: arn } }] });
		expect(reasonsOf(await company.cut(cast.leaver), 'reportRoles')[1]).toMatch(/Role Deployer/);
	});

	test('a source identity that is forced tells the person as well', async () => {
		const role = force({ StringEquals: { 'sts:SourceIdentity': '${aws:username}' } });
		await company.cut(cast.leaver, { steps: withAll });
		expect([...role.inline.values()].map((document) => JSON.parse(document) as unknown)).toEqual([expect.objectContaining({ Statement: [expect.objectContaining({ Effect: 'Deny', Condition: { StringEquals: { 'aws:SourceIdentity': name } } })] })]);
	});

	test('a role that names the user by id is found, one that names the whole account is not theirs', async () => {
		const { id } = company.aws.user(name);
		mainAccount().roles.get('auditor')!.trust = JSON.stringify({ Statement: { Effect: 'Allow', Action: ['sts:AssumeRole'], Principal: { AWS: [id] } } });
		expect(reasonsOf(await company.cut(cast.leaver), 'reportRoles')[1]).toMatch(/Role Auditor/);
	});
});

describe('giving back', () => {
	test('the difference to before is the password, and the result says so', async () => {
		const before = holdings();
		await company.cut(cast.leaver, { steps: withAll });
		const results = await company.restore(cast.leaver);
		expect(holdings()).toEqual({ ...before, password: false });
		expect(Object.entries(outcomes(results)).filter(([, outcome]) => !/\/true$/.test(outcome))).toEqual([['deleteConsolePassword', 'pending/false']]);
		expect(reasonsOf(results, 'deleteConsolePassword')[0]).toMatch(/gone for good\. Set a new one/);
		expect(company.writes().at(-1)).toBe('DetachUserPolicy');
	});

	test('a deny in a role whose trust policy was changed since is lifted all the same, or named with its place', async () => {
		const role = mainAccount().roles.get('deployer')!;
		const trusting = (statement: object) => JSON.stringify({ Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: arn }, ...statement }] });
		role.trust = trusting({ Condition: { StringEquals: { 'sts:RoleSessionName': '${aws:username}' } } });
		await company.cut(cast.leaver, { steps: withAll });
		expect(role.inline.size).toBe(1);

		role.trust = trusting({ Principal: { AWS: 'arn:aws:iam::111122223333:root' } });
		const results = await company.restore(cast.leaver);
		expect(reasonsOf(results, 'endRoleSessions').join()).toMatch(new RegExp(`Role Deployer: .*JMLDeny-${company.aws.user(name).id}`));

		role.trust = trusting({});
		expect(outcomes(await company.restore(cast.leaver))['endRoleSessions']).toBe('done/true');
		expect(role.inline.size).toBe(0);
	});

	test('what was inactive before stays so, and what was deleted since is named', async () => {
		const user = company.aws.user(name);
		user.accessKeys[1]!.status = 'Inactive';
		await company.cut(cast.leaver);
		user.sshKeys.length = 0;
		const results = await company.restore(cast.leaver);
		expect(user.accessKeys.map(({ status }) => status)).toEqual(['Active', 'Inactive']);
		expect(outcomes(results)['disableSshKeys']).toBe('pending/false');
		expect(reasonsOf(results, 'disableSshKeys')[0]).toContain('needs a new SSH key');
	});

	test('a policy whose text looked like a secret is named instead of given back wrong', async () => {
		company.aws.user(name).inline.set('odd', JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'ghp16C7e42F292c6912E7710c838347Ae178B4a', Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::b?token=ghp_16C7e42F292c6912E7710c838347Ae178B4a' }] }));
		await company.cut(cast.leaver, { steps: withAll });
		const results = await company.restore(cast.leaver);
		expect(company.aws.user(name).inline.has('odd')).toBe(false);
		expect(company.aws.user(name).inline.has('debug')).toBe(true);
		expect(outcomes(results)['removePolicies']).toBe('pending/false');
	});

	test('somebody who was denied everything before stays denied', async () => {
		company.aws.user(name).attached.push('arn:aws:iam::aws:policy/AWSDenyAll');
		await company.cut(cast.leaver);
		await company.restore(cast.leaver);
		expect(access().denied).toBe(true);
	});

	test('a user made anew under the same name is somebody else, to whom nothing is given', async () => {
		await company.cut(cast.leaver);
		company.aws.user(name).id = 'AIDANEWLYMADEUSERXYZ';
		expect(await company.restore(cast.leaver)).toEqual([expect.objectContaining({ outcome: 'refused', reason: expect.stringMatching(/holds no snapshot/) })]);
	});
});

describe('several accounts', () => {
	test('each is cut with its role, and named in the results', async () => {
		const results = await company.cutInBoth(cast.leaver);
		expect(new Set(results.map(({ system }) => system))).toEqual(new Set(['aws', `aws:${data()}`]));
		expect(access().denied && access(data()).denied).toBe(true);
		expect(access(data()).accessKeys).toBe(0);
		const assumed = company.aws.journal.find({ path: /AssumeRole/ });
		expect(assumed).toHaveLength(1);
		expect(JSON.stringify(assumed)).not.toContain(company.aws.connection.secretAccessKey);
		expect(verdictOf(false, results)).toBe('Complete');
	});

	test('nobody needs a user in each of them', async () => {
		const results = await company.cutInBoth(cast.leaverManager);
		expect(results.find(({ system }) => system !== 'aws')).toMatchObject({ step: 'findAccount', outcome: 'not_found', accepted: true });
		expect(verdictOf(false, results)).toBe('Complete');
	});

	test('an external ID that is missing is said, and the other account is cut all the same', async () => {
		const { accountId } = company.aws.connection.otherAccount;
		const [here, there] = company.places();
		const wrong = company.system({ settings: { role: { arn: company.aws.connection.otherAccount.roleArn, accountId, externalId: null } } });
		expect([here!.id, there!.id, wrong.id]).toEqual(['aws', `aws:${accountId}`, `aws:${accountId}`]);
		await expect(wrong.find(wrong.connect(() => {}), cast.leaver)).rejects.toMatchObject({ code: 'forbidden', message: expect.stringMatching(/AWS STS refused AssumeRole/) });
	});

	test('a role of another account than it says is refused, and nothing is sent to IAM', async () => {
		const { roleArn, externalId } = company.aws.connection.otherAccount;
		const wrong = company.system({ settings: { role: { arn: roleArn, accountId: '999999999999', externalId } } });
		await expect(wrong.find(wrong.connect(() => {}), cast.leaver)).rejects.toMatchObject({ code: expect.stringMatching(/misconfigured|bad_answer/) });
		expect(company.aws.journal.find({ path: /^\/iam\// })).toEqual([]);
	});
});

describe('whose user it is', () => {
	const find = (person: { id: string; workEmail: string | null }, settings = {}) => {
		const system = company.system({ settings });
		return system.find(system.connect(() => {}), person);
	};
	const only = (names: string[]) => ({ userNames: () => names });

	test('by the name and the tag', async () => {
		expect(await find(cast.leaver)).toMatchObject({ kind: 'one', account: { label: name, arn } });
		expect(sent('GetAccountAuthorizationDetails')).toHaveLength(0);
	});

	test('by the tag alone, whatever the name', async () => {
		expect(await find(cast.otherLogin)).toMatchObject({ kind: 'one', account: { label: 'avisser' } });
		expect(await find(cast.otherLogin, { searchByTag: false })).toMatchObject({ kind: 'none' });
		company.aws.faults.add({ path: /\/GetAccountAuthorizationDetails$/, effect: { kind: 'forbidden' } });
		expect(await find(cast.otherLogin)).toMatchObject({ kind: 'none', why: expect.stringMatching(/No user is called/) });
	});

	test('by the name alone where no tag says otherwise, and only where that is wanted', async () => {
		expect(await find(cast.contractor)).toMatchObject({ kind: 'one', account: { label: cast.contractor.workEmail } });
		expect(await find(cast.contractor, { matchByName: false })).toMatchObject({ kind: 'none', why: expect.stringMatching(/switched off/), inTheWay: expect.any(String) });
	});

	test('a user whose tag names somebody else is never touched, whatever it is called', async () => {
		company.aws.user(name).tags = [{ Key: 'jml:person', Value: '4711' }];
		const results = await company.cut(cast.leaver);
		expect(results).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'not_found', reason: expect.stringMatching(/says 4711, so it is somebody else's/) })]);
		expect(company.writes()).toEqual([]);
	});

	test('the case of a tag does not matter to AWS: it says whose the user is in any', async () => {
		company.aws.user(name).tags = [{ Key: 'JML:Person', Value: '4711' }];
		expect(await find(cast.leaver)).toMatchObject({ kind: 'none', why: expect.stringMatching(/says 4711, so it is somebody else's/) });
		company.aws.user(name).tags = [{ Key: 'Jml:person', Value: cast.leaver.id }];
		expect(await find(cast.leaver, { matchByName: false })).toMatchObject({ kind: 'one' });
	});

	test('a service account is nobody, whatever it is called: it is listed, and never cut', async () => {
		expect(await find({ id: '12345', workEmail: null }, only(['svc-release-bot']))).toMatchObject({ kind: 'none', why: expect.stringMatching(/svc-release-bot .*jml:owner.*service account/), inTheWay: expect.any(String) });
		expect(await find({ id: '12345', workEmail: null }, only(['BedrockAPIKey-q7rd']))).toMatchObject({ kind: 'none' });
	});

	test('the user of an API key of Bedrock that carries the HR id makes nobody ambiguous', async () => {
		company.aws.user('BedrockAPIKey-q7rd').tags = [{ Key: 'jml:person', Value: cast.otherLogin.id }];
		expect(await find(cast.otherLogin)).toMatchObject({ kind: 'one', account: { label: 'avisser' } });
		expect(reasonsOf(await company.cut(cast.otherLogin), 'reportOwned')[1]).toMatch(/BedrockAPIKey-q7rd \(Bedrock API key\)/);
	});

	test('two who carry the same HR id, and two without any of fitting names, are ambiguous', async () => {
		expect(await find(cast.ambiguous, only([`${cast.ambiguous.workEmail!.split('@')[0]}`, `${cast.ambiguous.workEmail!.split('@')[0]}.test`]))).toMatchObject({ kind: 'several' });
		expect(await find({ id: '12345', workEmail: null }, only([outsiders.breakGlass, outsiders.orphan].map((address) => address.split('@')[0]!)))).toMatchObject({ kind: 'several', why: expect.stringMatching(/none has the tag jml:person/) });
	});

	test('the case of a name does not matter to AWS, and finds the user once', async () => {
		expect(await find(cast.leaver, only([name, name.toUpperCase()]))).toMatchObject({ kind: 'one', account: { name } });
	});

	test('a server that answers with somebody else proves nothing', async () => {
		const body = `<GetUserResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetUserResult><User><UserName>other</UserName><UserId>AIDAOTHER</UserId><Path>/</Path><Arn>arn:aws:iam::111122223333:user/other</Arn></User></GetUserResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetUserResponse>`;
		company.aws.faults.add({ path: /\/GetUser$/, effect: { kind: 'status', status: 200, body } });
		await expect(find(cast.leaver)).rejects.toMatchObject({ code: 'bad_answer' });
	});

	test('no HR id, no name: nothing is asked', async () => {
		expect(await find({ id: '', workEmail: name })).toMatchObject({ kind: 'none' });
		expect(await find({ id: '12345', workEmail: null }, { searchByTag: false })).toMatchObject({ kind: 'none', why: expect.stringMatching(/No user name could be made/) });
		expect(company.aws.journal.entries).toEqual([]);
	});

	test('the user this pack works as is never cut, also where a role is assumed in the same account', async () => {
		const own = [...mainAccount().users.values()].find(({ tags }) => tags.some(({ Value }) => Value === 'automation'))!;
		const results = await company.cut({ id: '777', workEmail: null }, { settings: only([own.name]) });
		expect(results).toEqual([expect.objectContaining({ step: 'protection', outcome: 'refused', reason: expect.stringMatching(/the user this pack works as/) })]);
		expect(company.writes()).toEqual([]);
	});
});

describe('parts of AWS', () => {
	test('GovCloud: its own addresses, its own ARNs, its own policy', async () => {
		const { accountId, region, accessKeyId, secretAccessKey } = company.aws.connection.govCloud;
		const results = await company.cut(cast.leaverManager, { terms: { region, keys: { accessKeyId, secretAccessKey } } });
		expect(outcomes(results)).toMatchObject({ denyEverything: 'done/true', deleteConsolePassword: 'done/true' });
		const manager = cast.leaverManager.workEmail!.split('@')[0]!;
		expect(company.aws.user(manager, accountId).attached).toEqual(['arn:aws-us-gov:iam::aws:policy/AWSDenyAll']);
		expect(company.aws.accessOf(manager, accountId).denied).toBe(true);
		expect(company.aws.accessOf(manager).denied).toBe(false);
	});
});
