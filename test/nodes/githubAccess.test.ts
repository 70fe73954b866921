import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { githubSteps } from '../../systems/github';
import { pressTest } from '../harness/credentialTest';
import { closeCase, credentialsOf, leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const appType = 'jmlGitHubAppApi';
const tokenType = 'jmlGitHubApi';
const github = () => site.sandbox.github;
const leaverLogin = 'mateo-builds';
/** Waited for: what a test looks at is how it ended. */
const access = ({ options = {}, ...parameters }: INode['parameters'] = {}): INode => {
	const type = parameters['authentication'] === 'token' ? tokenType : appType;
	return node('GitHub', 'gitHubAccess', { organisations: 'kestrel', ...parameters, options: { othersWaitSeconds: 60, ...(options as IDataObject) } as never }, { credentials: { [type]: { id: type, name: type } } });
};
const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const leaver = () => leaverItem(cast.leaver.id);
const writes = () => github().journal.writes.filter(({ path }) => !path.includes('/access_tokens') && path !== '/graphql');
const accessOf = (organisation?: string) => github().accessOf(github().ids.get(cast.leaver.id)!, organisation);

test.each(['app', 'token'])('Cut Access takes everything away, leaves the case complete, and keeps no secret anywhere (%s)', async (authentication) => {
	const ran = await site.n8n.run([openCase(), access({ authentication }), closeCase()], [leaver()]);
	for (const { step, outcome, reason } of stepsOf(ran.items('GitHub')[0])) expect(`${step} ${['done', 'already_done', 'not_removable_here'].includes(outcome) ? 'ended' : `${outcome}: ${reason}`}`).toBe(`${step} ended`);
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(accessOf()).toMatchObject({ membership: 'none', ssoAuthorisations: 0, credentials: 0 });
	const kept = JSON.stringify(ran.run) + site.ledgerBytes();
	for (const secret of [github().connection.token, ...github().state.installationTokens.keys(), 'RSA PRIVATE KEY']) expect(kept).not.toContain(secret);
});

test('several organisations are places of their own, each with its own token, and nobody need be in each', async () => {
	const ran = await site.n8n.run([openCase(), access({ organisations: 'kestrel\nhttps://github.com/kestrel-open\n', login: leaverLogin }), closeCase()], [leaver()]);
	const results = stepsOf(ran.items('GitHub')[0]);
	expect(new Set(results.map(({ system }) => system))).toEqual(new Set(['github:kestrel', 'github:kestrel-open']));
	expect(accessOf('kestrel')).toMatchObject({ membership: 'none' });
	expect(accessOf('kestrel-open')).toMatchObject({ collaborations: 0 });
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });

	const alone = await site.n8n.run([openCase(), access({ organisations: 'kestrel\nkestrel-open' }), closeCase()], [leaverItem(cast.leaverManager.id)]);
	expect(alone.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
});

test('a token of an installation that was withdrawn is renewed', async () => {
	await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	github().state.installationTokens.clear();
	const { items } = await site.n8n.run([openCase(), access({ steps: ['removeFromOrganisation'] })], [leaver()]);
	expect(stepsOf(items('GitHub')[0])).toEqual([expect.objectContaining({ step: 'removeFromOrganisation', outcome: 'done' })]);
});

test('an organisation the app was installed in since is found by itself, and one broken installation keeps no other', async () => {
	await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	const stored = site.n8n.credentials.stored[appType]!;
	const { kestrel } = JSON.parse(String(stored['sessionToken'])) as { kestrel: object };
	stored['sessionToken'] = JSON.stringify({ kestrel });
	const installation = github().installation('kestrel');
	github().faults.add({ method: 'POST', path: new RegExp(`/app/installations/${installation.id}/access_tokens`), effect: { kind: 'status', status: 403, body: { message: 'This installation is locked' } } });
	const { items } = await site.n8n.run([openCase(), access({ organisations: 'kestrel-open', login: leaverLogin, steps: ['removeCollaborations'] })], [leaver()]);
	expect(stepsOf(items('GitHub')[0])).toEqual([expect.objectContaining({ step: 'removeCollaborations', outcome: 'done' })]);
	const broken = await site.n8n.run([openCase(), access()], [leaver()]);
	expect(stepsOf(broken.items('GitHub')[0])).toEqual([expect.objectContaining({ step: 'findAccount', outcome: 'failed', reason: expect.stringContaining('This installation is locked') })]);
});

test('GitHub is told no header of the pack\'s own, also after a renewal', async () => {
	await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	github().state.installationTokens.clear();
	await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	expect(github().journal.entries.filter(({ status }) => status === 401)).not.toEqual([]);
	expect(github().journal.entries.flatMap(({ headers }) => Object.keys(headers)).filter((name) => name.startsWith('x-jml'))).toEqual([]);
});

test.each([
	['={{ " " }}', /No organisation is named/],
	['acme/repository', /"acme\/repository" is no name of a GitHub organisation/],
])('organisations like %j are refused before anything is sent', async (organisations, why) => {
	const { error } = await site.n8n.run([openCase(), access({ organisations })], [leaver()]);
	expect(error).toMatch(why);
	expect(writes()).toEqual([]);
});

test('B08: Restore Access invites again, and says who has to do what', async () => {
	const cut = await site.n8n.run([openCase(), access()], [leaver()]);
	const { items } = await site.n8n.run([access({ operation: 'restore' })], [{ ...cut.items('GitHub')[0]!, steps: [] }]);
	expect(stepsOf(items('GitHub')[0]).find(({ step }) => step === 'removeFromOrganisation')).toMatchObject({ outcome: 'pending', reason: expect.stringContaining('once they accept') });
	expect(accessOf()).toMatchObject({ membership: 'pending' });
});

test('Inspect Access shows what every step would find, and changes nothing', async () => {
	const { items } = await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	const { findings } = (items('GitHub')[0]!['access'] as { [system: string]: { findings: { step: string }[] } })['github:kestrel']!;
	expect(findings.map(({ step }) => step)).toEqual(githubSteps.map(({ id }) => id));
	expect(writes()).toEqual([]);
});

test('List Accounts lists everybody of every organisation', async () => {
	const { items } = await site.n8n.run([access({ resource: 'account', operation: 'list', organisations: 'kestrel\nkestrel-open' })], [{}]);
	const listed = items('GitHub').map(({ account }) => account as IDataObject);
	expect(listed).toContainEqual(expect.objectContaining({ system: 'github:kestrel', label: leaverLogin, email: cast.leaver.workEmail }));
	expect(listed).toContainEqual(expect.objectContaining({ system: 'github:kestrel-open', label: leaverLogin, kind: 'guest' }));
});

test('Grant Access invites, as what the options say', async () => {
	const joiner = leaverItem(cast.withoutAccount.id);
	const item = { ...joiner, event: { ...(joiner['event'] as object), kind: 'start' } };
	const ran = await site.n8n.run([openCase(), access({ operation: 'grant', join: 'Engineering', options: { role: 'admin' } }), closeCase()], [item as never]);
	expect(stepsOf(ran.items('GitHub')[0]).map(({ outcome }) => outcome)).not.toContain('failed');
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect([...github().state.invitations.values()].find(({ email }) => email === cast.withoutAccount.workEmail)).toMatchObject({ role: 'admin' });
});

describe('Test of the credential', () => {
	const stored = (type: string) => credentialsOf(site.sandbox)[type]!;

	test('of an app is fine where every installation has every permission', async () => {
		expect(await pressTest(site.n8n, appType, stored(appType))).toEqual({ status: 'OK', message: expect.stringMatching(/Connected to kestrel, kestrel-open/) });
	});

	test('of an app names the permission, the organisation, and what will not work', async () => {
		delete github().installation('kestrel-open').permissions['organization_personal_access_tokens'];
		expect(await pressTest(site.n8n, appType, stored(appType))).toEqual({ status: 'Error', message: expect.stringMatching(/in kestrel-open organization_personal_access_tokens:write \(Revoke Fine-Grained Tokens\)/) });
	});

	test.each([
		['a key that is none', { privateKey: 'not-the-key' }, /private key.*cannot be read/],
		['an app GitHub does not know', { appId: '1' }, /does not accept the GitHub App/],
		['an address that is not safe', { apiUrl: 'http://github.example' }, /must be https/],
	])('of an app says what is wrong: %s', async (_name, fields, why) => {
		const { status, message } = await pressTest(site.n8n, appType, { ...stored(appType), ...fields });
		expect({ status, message }).toEqual({ status: 'Error', message: expect.stringMatching(why) });
		expect(message).not.toContain('not-the-key');
	});

	test('of a token is fine, and names whose it is and what it owns', async () => {
		expect(await pressTest(site.n8n, tokenType, stored(tokenType))).toEqual({ status: 'OK', message: expect.stringMatching(/kestrel-automation, an owner of kestrel, kestrel-open/) });
		expect(writes()).toEqual([]);
	});

	test.each([
		['no scope for organisations', ['repo'], /admin:org \(finding the account/],
		['no scope for repositories', ['admin:org'], /lacks scopes: repo \(.*Remove From Repositories/],
	])('of a token names the scope that is missing: %s', async (_name, scopes, why) => {
		const token = github().newToken(github().strangers.automation, { organization: 'kestrel', scopes }).value;
		expect(await pressTest(site.n8n, tokenType, { ...stored(tokenType), token })).toEqual({ status: 'Error', message: expect.stringMatching(why) });
	});

	test('of a token says that single sign-on was not authorised', async () => {
		const token = github().newToken(github().strangers.automation, { scopes: ['admin:org', 'repo'] }).value;
		expect((await pressTest(site.n8n, tokenType, { ...stored(tokenType), token })).message).toMatch(/not authorised for single sign-on.*Configure SSO/);
	});

	test('of a token that is none, without saying it', async () => {
		const { status, message } = await pressTest(site.n8n, tokenType, { ...stored(tokenType), token: 'ghp_wrong' });
		expect({ status, message }).toEqual({ status: 'Error', message: expect.stringMatching(/did not accept the credential/) });
		expect(message).not.toContain('ghp_wrong');
	});
});
