import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { awsSteps } from '../../systems/aws';
import { permissionsNeeded } from '../../systems/aws/check';
import { pressTest } from '../harness/credentialTest';
import { closeCase, credentialsOf, leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const type = 'jmlAwsApi';
const name = cast.leaver.workEmail!.split('@')[0]!;
const aws = () => site.sandbox.aws;
const other = () => aws().connection.otherAccount;
/** Waited for: what a test looks at is how it ended. */
const access = ({ options = {}, ...parameters }: INode['parameters'] = {}): INode =>
	node('AWS', 'awsIamAccess', { ...parameters, options: { othersWaitSeconds: 60, ...(options as IDataObject) } as never }, { credentials: { [type]: { id: type, name: type } } });
const inOther = (more: IDataObject = {}) => ({ awsAccounts: { account: [{ roleArn: other().roleArn, externalId: other().externalId, ...more }] } }) as never;
const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const writes = () => site.sandbox.journals.aws.writes.filter(({ path }) => path.startsWith('/iam/') && !path.endsWith('/GenerateCredentialReport'));
const leaver = () => leaverItem(cast.leaver.id);
const secrets = () => [aws().connection.secretAccessKey, other().externalId, 'AWS4-HMAC-SHA256', ...[...aws().state.sessions.values()].flatMap(({ secret, token }) => [secret, token])];

test('F11: Cut Access takes everything away, leaves the case complete, and keeps no secret anywhere', async () => {
	const ran = await site.n8n.run([openCase(), access(), closeCase()], [leaver()]);
	const results = stepsOf(ran.items('AWS')[0]);
	for (const step of awsSteps) {
		if ('optional' in step) continue;
		const reports = step.id === 'reportOwned' || step.id === 'reportRoles';
		expect(results.find((result) => result.step === step.id && result.outcome !== 'not_removable_here')).toMatchObject({ system: 'aws', outcome: reports ? 'already_done' : 'done', verified: true });
	}
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(aws().accessOf(name)).toMatchObject({ denied: true, consolePassword: 0, accessKeys: 0, sshKeys: 0, certificates: 0, serviceCredentials: 0 });
	const kept = JSON.stringify(ran.run) + site.ledgerBytes();
	for (const secret of secrets()) expect(kept).not.toContain(secret);
});

test('in another account, with a role, whose session CloudTrail can lay beside the case', async () => {
	const ran = await site.n8n.run([openCase(), access(inOther()), closeCase()], [leaver()]);
	expect(new Set(stepsOf(ran.items('AWS')[0]).map(({ system }) => system))).toEqual(new Set([`aws:${other().accountId}`]));
	expect(aws().accessOf(name, other().accountId)).toMatchObject({ denied: true, accessKeys: 0 });
	expect(aws().accessOf(name).denied).toBe(false);
	const { id } = ran.items('AWS')[0]!['case'] as { id: string };
	const session = [...aws().state.sessions.values()].find(({ as }) => as.kind === 'role' && as.roleName === 'JoinerMoverLeaver')!;
	expect(session.as).toMatchObject({ sessionName: `jml-${id}`.replace(/[^\w+=,.@-]+/g, '-').slice(0, 64) });
	const kept = JSON.stringify(ran.run) + site.ledgerBytes();
	for (const secret of secrets()) expect(kept).not.toContain(secret);
});

test('B08: Restore Access gives back what the case took, and says that the password is gone', async () => {
	const cut = await site.n8n.run([openCase(), access()], [leaver()]);
	const restored = await site.n8n.run([access({ operation: 'restore' })], [{ ...cut.items('AWS')[0]!, steps: [] }]);
	expect(aws().accessOf(name)).toMatchObject({ denied: false, accessKeys: 2, sshKeys: 1, certificates: 1, serviceCredentials: 2, consolePassword: 0 });
	expect(stepsOf(restored.items('AWS')[0]).filter(({ outcome }) => outcome !== 'done' && outcome !== 'already_done')).toEqual([expect.objectContaining({ step: 'deleteConsolePassword', outcome: 'pending' })]);
});

test('Inspect Access shows what every step would find, and changes nothing', async () => {
	const { items } = await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	const { findings } = (items('AWS')[0]!['access'] as { aws: { findings: { step: string }[] } }).aws;
	expect(findings.map(({ step }) => step)).toEqual(awsSteps.map(({ id }) => id));
	expect(writes()).toEqual([]);
});

test('List Accounts lists everybody once, with the HR id where there is one, and the account they are in', async () => {
	const { items } = await site.n8n.run([access({ resource: 'account', operation: 'list', ...(inOther() as object) })], [{}]);
	expect(items('AWS').map(({ account }) => account)).toEqual([expect.objectContaining({ system: `aws:${other().accountId}`, personId: cast.leaver.id, usable: true, status: 'Has access keys' })]);
	const here = await site.n8n.run([access({ resource: 'account', operation: 'list' })], [{}]);
	expect(here.items('AWS')).toHaveLength(aws().state.accounts.get('111122223333')!.users.size);
});

test('Grant Access makes a user with what the options say', async () => {
	const joiner = leaverItem(cast.withoutAccount.id);
	const item = { ...joiner, event: { ...(joiner['event'] as object), kind: 'start' } };
	const options = { userName: "={{ $json.person.workEmail.split('@')[0] }}", path: '/staff/', boundary: 'arn:aws:iam::111122223333:policy/StaffBoundary' };
	const ran = await site.n8n.run([openCase(), access({ operation: 'grant', join: 'on-call', options }), closeCase()], [item as never]);
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(aws().user(cast.withoutAccount.workEmail!.split('@')[0]!)).toMatchObject({ path: '/staff/', boundary: options.boundary, accessKeys: [] });
});

test('Change Access follows HR', async () => {
	const mover = leaverItem(cast.contractor.id);
	const item = { ...mover, event: { ...(mover['event'] as object), kind: 'move' }, person: { ...(mover['person'] as object), department: 'Finance' } };
	const { items } = await site.n8n.run([openCase(), access({ operation: 'change', facts: ['department'], join: 'Finance' })], [item as never]);
	for (const { outcome } of stepsOf(items('AWS')[0])) expect(['done', 'already_done']).toContain(outcome);
	expect(aws().user(cast.contractor.workEmail!).tags).toContainEqual({ Key: 'jml:department', Value: 'Finance' });
});

describe('what is wrong in the node is said before anything is asked', () => {
	test.each([
		['no role', { roleArn: 'nonsense' }, /no role of AWS/],
		['a role elsewhere', { roleArn: 'arn:aws-cn:iam::111122223333:role/x' }, /another part of AWS/],
		['no external ID', { externalId: '!' }, /external ID/],
	])('%s', async (_name, more, sentence) => {
		const { error } = await site.n8n.run([openCase(), access(inOther(more))], [leaver()]);
		expect(error).toMatch(sentence);
		expect(site.sandbox.journals.aws.entries).toEqual([]);
	});

	test('an account twice', async () => {
		const account = { roleArn: other().roleArn, externalId: other().externalId };
		const { error } = await site.n8n.run([openCase(), access({ awsAccounts: { account: [account, account] } as never })], [leaver()]);
		expect(error).toMatch(/names the account 444455556666 twice/);
	});
});

describe('Test of the credential', () => {
	const entered = (more: object = {}) => ({ ...credentialsOf(site.sandbox)[type]!, ...more });
	const allowed = (without: readonly string[] = []) => aws().setPermissions([...permissionsNeeded, 'iam:SimulatePrincipalPolicy', 'sts:AssumeRole'].filter((permission) => !without.includes(permission)));

	test('is fine where everything is granted, and changes nothing', async () => {
		allowed();
		expect(await pressTest(site.n8n, type, entered())).toEqual({ status: 'OK', message: expect.stringContaining('every permission the steps need is granted') });
		expect(writes()).toEqual([]);
	});

	test.each(permissionsNeeded.filter((permission) => permission !== 'iam:SimulatePrincipalPolicy'))('names %s where it is all that is missing', async (permission) => {
		allowed([permission]);
		const { status, message } = await pressTest(site.n8n, type, entered());
		expect({ status, message }).toEqual({ status: 'Error', message: expect.stringContaining(`${permission} (`) });
	});

	test('without the simulator, names the reads that are missing and says what it cannot tell', async () => {
		allowed(['iam:SimulatePrincipalPolicy', 'iam:ListMFADevices']);
		expect(await pressTest(site.n8n, type, entered())).toEqual({ status: 'Error', message: expect.stringMatching(/iam:ListMFADevices \(Delete Console Password\).*can be told only with iam:SimulatePrincipalPolicy/) });
	});

	test('is fine where the keys are for assuming roles only', async () => {
		aws().setPermissions(['sts:AssumeRole']);
		expect(await pressTest(site.n8n, type, entered())).toEqual({ status: 'OK', message: expect.stringMatching(/assumes a role in each account/) });
	});

	test.each([
		['a wrong secret', { secretAccessKey: 'not-the-secret' }, /did not accept the keys for GetCallerIdentity/],
		['a key nobody has', { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, /did not accept the keys/],
		['no region', { region: 'mars' }, /no region/],
	])('says what is wrong with %s, without saying the secret', async (_name, more, sentence) => {
		const { status, message } = await pressTest(site.n8n, type, entered(more));
		expect({ status, message }).toEqual({ status: 'Error', message: expect.stringMatching(sentence) });
		expect(message).not.toContain('not-the-secret');
	});
});
