import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { identityCenterSteps } from '../../systems/identityCenter';
import { pressTest } from '../harness/credentialTest';
import { closeCase, credentialsOf, leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite({ settings: { aws: { userStatusWritable: true } } });
});
afterEach(() => site.stop());

const type = 'jmlAwsApi';
const aws = () => site.sandbox.aws;
const center = () => aws().identityCenter;
const login = cast.leaver.workEmail;
const issuer = 'https://kestrel.example/hr';
const everyStep = identityCenterSteps.map(({ id }) => id);
const home = () => aws().connection.identityCenter.region;
/** Waited for: what a test looks at is how it ended. */
const access = ({ options = {}, ...parameters }: INode['parameters'] = {}): INode =>
	node('Identity Center', 'awsIdentityCenterAccess', { ...parameters, options: { othersWaitSeconds: 60, region: home(), issuer, ...(options as IDataObject) } as never }, { credentials: { [type]: { id: type, name: type } } });
const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const writes = () => site.sandbox.journals.aws.writes.filter(({ path }) => !path.startsWith('/sts/'));
const leaver = () => leaverItem(cast.leaver.id);

test('Cut Access takes everything away, leaves the case complete, and keeps no secret anywhere', async () => {
	const ran = await site.n8n.run([openCase(), access({ steps: everyStep }), closeCase()], [leaver()]);
	const results = stepsOf(ran.items('Identity Center')[0]);
	expect(results.map(({ system, step, outcome, verified }) => [system, step, outcome, verified])).toEqual(everyStep.map((step) => ['identityCenter', step, 'done', true]));
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(center().accessOf(login)).toMatchObject({ status: 'disabled', groups: 0, assignments: 0, applications: 0, roleSessions: 0 });
	const kept = JSON.stringify(ran.run) + site.ledgerBytes();
	for (const secret of [aws().connection.secretAccessKey, 'AWS4-HMAC-SHA256']) expect(kept).not.toContain(secret);
});

test('as it comes, permission sets are left alone, and the mail says until when sessions go on', async () => {
	const ran = await site.n8n.run([openCase(), access(), closeCase()], [leaver()]);
	expect(stepsOf(ran.items('Identity Center')[0]).map(({ step }) => step)).not.toContain('denySessions');
	expect(writes().map(({ path }) => path).filter((path) => /InlinePolicy|Provision/.test(path))).toEqual([]);
	expect(JSON.stringify(ran.items('Close Case')[0])).toMatch(/Sessions of Developer: .* until \d{4}-/);
});

test('B08: Restore Access gives back what the case took, the statements in permission sets included', async () => {
	const cut = await site.n8n.run([openCase(), access({ steps: everyStep })], [leaver()]);
	const restored = await site.n8n.run([access({ operation: 'restore' })], [{ ...cut.items('Identity Center')[0]!, steps: [] }]);
	expect(stepsOf(restored.items('Identity Center')[0]).map(({ step, outcome }) => [step, outcome])).toEqual([...everyStep].reverse().map((step) => [step, 'done']));
	expect(center().accessOf(login)).toMatchObject({ status: 'enabled', groups: 2, assignments: 2, applications: 2, roleSessions: 1 });
	for (const { inlinePolicy } of aws().state.identityCenter.permissionSets.values()) expect(inlinePolicy).toBe('');
});

test('Inspect Access shows what every step would find, and changes nothing', async () => {
	const { items } = await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	const { findings } = (items('Identity Center')[0]!['access'] as { identityCenter: { findings: { step: string }[] } }).identityCenter;
	expect(findings.map(({ step }) => step)).toEqual(everyStep);
	expect(writes()).toEqual([]);
});

test('List Accounts lists everybody once, with the HR id where there is one', async () => {
	const { items } = await site.n8n.run([access({ resource: 'account', operation: 'list' })], [{}]);
	expect(items('Identity Center')).toHaveLength(aws().state.identityCenter.users.size);
	expect(items('Identity Center').map(({ account }) => account)).toContainEqual(expect.objectContaining({ system: 'identityCenter', personId: cast.leaver.id, usable: true }));
});

test('Grant Access makes a user and puts it into groups', async () => {
	const joiner = leaverItem(cast.withoutAccount.id);
	const item = { ...joiner, event: { ...(joiner['event'] as object), kind: 'start' } };
	const ran = await site.n8n.run([openCase(), access({ operation: 'grant', join: 'On-call' }), closeCase()], [item as never]);
	expect(stepsOf(ran.items('Identity Center')[0]).filter(({ outcome }) => outcome !== 'done' && outcome !== 'already_done')).toEqual([]);
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(center().accessOf(cast.withoutAccount.workEmail)).toMatchObject({ status: 'enabled', groups: 1 });
});

test('where users come from an identity provider, the case stays open until it has disabled the user', async () => {
	aws().settings.identitySource = 'externalIdentityProvider';
	const run = () => site.n8n.run([openCase(), access({ options: { usersOwnedBy: 'identityProvider', readBackSeconds: 1 } }), closeCase()], [leaver()]);
	const first = await run();
	expect(stepsOf(first.items('Identity Center')[0]).find(({ step }) => step === 'disableUser')).toMatchObject({ outcome: 'pending' });
	expect(first.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Incomplete' } });
	center().setEnabled(login, false);
	expect((await run()).items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
});

describe('where the node works', () => {
	test('in the region of the credential, unless another is named', async () => {
		site.n8n.credentials.stored[type] = { ...credentialsOf(site.sandbox)[type]!, region: home() };
		const { items } = await site.n8n.run([openCase(), access({ steps: ['disableUser'], options: { region: '' } })], [leaver()]);
		expect(stepsOf(items('Identity Center')[0])).toEqual([expect.objectContaining({ outcome: 'done' })]);
	});

	/** In the account the Identity Center is managed from, with the rights and the trust the company gives such roles. */
	const managementRole = () => {
		const { accountId, accessKeyId, otherAccount } = aws().connection;
		const [main, other] = [accountId, otherAccount.accountId].map((id) => aws().state.accounts.get(id)!);
		const name = otherAccount.roleArn.split('/').at(-1)!;
		const automation = [...main!.users.values()].find(({ accessKeys }) => accessKeys.some(({ id }) => id === accessKeyId))!;
		main!.roles.set(name.toLowerCase(), { ...other!.roles.get(name.toLowerCase())!, attached: automation.attached });
		return { roleArn: `arn:aws:iam::${accountId}:role/${name}`, roleExternalId: otherAccount.externalId };
	};

	test('as a role, with its external id, and under the name of the case', async () => {
		const { roleArn, roleExternalId } = managementRole();
		const { items } = await site.n8n.run([openCase(), access({ options: { roleArn, roleExternalId } })], [leaver()]);
		expect(stepsOf(items('Identity Center')[0]).find(({ step }) => step === 'disableUser')).toMatchObject({ outcome: 'done', verified: true });
		const assumed = site.sandbox.journals.aws.find({ path: /AssumeRole$/ });
		// One session for everything: the steps share it.
		expect(assumed.map(({ body }) => [new URLSearchParams(body).get('RoleSessionName')!.replace(/_\d.*/, ''), new URLSearchParams(body).get('ExternalId')])).toEqual([['jml-hr_event', roleExternalId]]);
		for (const { headers, path } of site.sandbox.journals.aws.entries) if (/^\/(sso|identitystore)\//.test(path)) expect(headers['x-amz-security-token']).toBeDefined();
	});

	test('a role that is not to be had is said, with what to look at', async () => {
		const { roleArn } = managementRole();
		const { items } = await site.n8n.run([openCase(), access({ options: { roleArn, roleExternalId: 'another' } })], [leaver()]);
		expect(stepsOf(items('Identity Center')[0])).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringContaining('sts:AssumeRole') })]);
	});

	test.each([
		['a region that is none', { region: 'mars-north-1' }, /no region of AWS/],
		['a role that is none', { roleArn: 'administrators' }, /no role of AWS/],
	])('%s is said before anything is asked', async (_name, options, said) => {
		expect((await site.n8n.run([openCase(), access({ options })], [leaver()])).error).toMatch(said);
		expect(site.sandbox.journals.aws.entries).toEqual([]);
	});
});

describe('Test of the credential', () => {
	const entered = () => ({ ...credentialsOf(site.sandbox)[type]!, region: home() });

	test('finds the Identity Center, and changes nothing', async () => {
		expect(await pressTest(site.n8n, type, entered())).toEqual({ status: 'OK', message: expect.stringMatching(/AWS Identity Center: Connected to arn:aws:sso:::instance\/ssoins-\w+, and everything that steps read can be read/) });
		expect(writes()).toEqual([]);
	});

	test('names what is missing, and what will not work without it', async () => {
		aws().setPermissions(aws().permissions().filter((action) => action !== 'sso:ListAccountAssignmentsForPrincipal'));
		expect((await pressTest(site.n8n, type, entered())).message).toMatch(/sso:ListAccountAssignmentsForPrincipal \(Deny Live Sessions, Remove Account Assignments/);
	});

	test('in another region it says where to look', async () => {
		expect((await pressTest(site.n8n, type, { ...entered(), region: 'us-east-1' })).message).toMatch(/AWS Identity Center: .*home region/);
	});

	test('says what is wrong with the keys, without saying the key', async () => {
		const { status, message } = await pressTest(site.n8n, type, { ...entered(), secretAccessKey: 'not-the-secret' });
		expect(status).toBe('Error');
		expect(message).toContain('did not accept the keys');
		expect(message).not.toContain('not-the-secret');
	});
});
