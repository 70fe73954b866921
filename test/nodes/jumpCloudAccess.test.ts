import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { jumpCloudSteps } from '../../systems/jumpCloud';
import { pressTest } from '../harness/credentialTest';
import { expectSentence } from '../harness/expectations';
import { closeCase, credentialsOf, leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const types = { serviceAccount: 'jmlJumpCloudServiceAccountApi', apiKey: 'jmlJumpCloudApi' } as const;
type Authentication = keyof typeof types;

const jumpCloud = () => site.sandbox.jumpcloud;
/** Waited for: what a test looks at is how it ended. */
const access = ({ options = {}, ...parameters }: INode['parameters'] = {}, authentication: Authentication = 'serviceAccount'): INode =>
	node('JumpCloud', 'jumpCloudAccess', { authentication, ...parameters, options: { othersWaitSeconds: 60, ...(options as IDataObject) } as never }, { credentials: { [types[authentication]]: { id: types[authentication], name: types[authentication] } } });
const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const writes = () => site.sandbox.journals.jumpcloud.writes.filter(({ path }) => path.startsWith('/api/'));
const leaver = () => leaverItem(cast.leaver.id);
const accessOfLeaver = () => jumpCloud().accessOf(cast.leaver.workEmail);

test.each<Authentication>(['serviceAccount', 'apiKey'])('Cut Access takes everything away, leaves the case complete, and keeps no secret anywhere (%s)', async (authentication) => {
	const ran = await site.n8n.run([openCase(), access({}, authentication), closeCase()], [leaver()]);
	const results = stepsOf(ran.items('JumpCloud')[0]);
	for (const { id, optional } of jumpCloudSteps) {
		if (optional || id === 'reportOwned') continue;
		expect(results.find(({ step, outcome }) => step === id && outcome !== 'not_removable_here')).toMatchObject({ system: 'jumpCloud', outcome: 'done', verified: true });
	}
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(accessOfLeaver()).toMatchObject({ state: 'SUSPENDED', sshKeys: 0, groups: 1, radiusServers: 0 });
	const kept = JSON.stringify(ran.run) + site.ledgerBytes();
	const { apiKey, clientSecret } = jumpCloud().connection;
	for (const secret of [apiKey, clientSecret, ...jumpCloud().state.accessTokens.keys()]) expect(kept).not.toContain(secret);
});

test('a token that ran out is renewed', async () => {
	await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	jumpCloud().state.accessTokens.clear();
	const { items } = await site.n8n.run([openCase(), access({ steps: ['blockSignIn'] })], [leaver()]);
	expect(stepsOf(items('JumpCloud')[0])).toEqual([expect.objectContaining({ step: 'blockSignIn', outcome: 'done' })]);
});

test('the administrator whose API key the node works with is refused', async () => {
	const { items } = await site.n8n.run([openCase(), access({}, 'apiKey')], [leaverItem(cast.superAdmin.id)]);
	expect(stepsOf(items('JumpCloud')[0])).toEqual([expect.objectContaining({ step: 'protection', outcome: 'refused', reason: expect.stringContaining('works with the API key') })]);
	expect(writes()).toEqual([]);
});

test('B08: Restore Access gives back what the case took', async () => {
	const cut = await site.n8n.run([openCase(), access()], [leaver()]);
	await site.n8n.run([access({ operation: 'restore' })], [{ ...cut.items('JumpCloud')[0]!, steps: [] }]);
	expect(accessOfLeaver()).toMatchObject({ state: 'ACTIVATED', sudo: true, groups: 13, directBindings: 7, scheduled: 1 });
});

test('Inspect Access shows what every step would find, and changes nothing', async () => {
	const { items } = await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	const { findings } = (items('JumpCloud')[0]!['access'] as { jumpCloud: { findings: { step: string }[] } }).jumpCloud;
	expect(findings.map(({ step }) => step)).toEqual(jumpCloudSteps.map(({ id }) => id));
	expect(writes()).toEqual([]);
});

test('List Accounts lists everybody once, with the HR id where there is one', async () => {
	const { items } = await site.n8n.run([access({ resource: 'account', operation: 'list' })], [{}]);
	expect(items('JumpCloud')).toHaveLength(jumpCloud().state.users.size);
	expect(items('JumpCloud').map(({ account }) => account)).toContainEqual(expect.objectContaining({ system: 'jumpCloud', personId: cast.leaver.id, usable: true }));
});

test('Grant Access makes a user under the name that was given, without a mail where none is wanted', async () => {
	const person = { id: '900', name: 'Nia Okoro', firstName: 'Nia', lastName: 'Okoro', workEmail: 'nia.okoro@kestrel.example' };
	const item = { ...leaver(), person, event: { ...(leaver()['event'] as IDataObject), kind: 'hire' } };
	const grant = access({ operation: 'grant', signIn: 'atOnce', join: 'VPN Users', options: { username: 'nia', sendActivationMail: false } });
	const { items } = await site.n8n.run([openCase(), grant], [item]);
	expect(stepsOf(items('JumpCloud')[0]).map(({ step, outcome }) => `${step} ${outcome}`)).toEqual(['createAccount done', 'signIn done', 'fillFields already_done', 'joinGroups done']);
	expect(jumpCloud().user('nia')).toMatchObject({ state: 'ACTIVATED', fields: { email: 'nia.okoro@kestrel.example', employeeIdentifier: '900' } });
	expect(site.sandbox.journals.jumpcloud.find({ path: /state\/activate$/ })).toMatchObject([{ body: '{"email":false}' }]);
});

describe('the Test of the credential', () => {
	const press = (authentication: Authentication, changes: { [field: string]: string } = {}) => pressTest(site.n8n, types[authentication], { ...credentialsOf(site.sandbox)[types[authentication]]!, ...changes });
	const refused = ({ status, message }: { status: string; message: string }, said: RegExp) => {
		expect(status).toBe('Error');
		expectSentence(message);
		expect(message).toMatch(said);
		const { apiKey, clientSecret } = jumpCloud().connection;
		for (const secret of [apiKey, clientSecret]) expect(message).not.toContain(secret);
	};
	const both: Authentication[] = ['serviceAccount', 'apiKey'];

	test.each(both)('%s: OK, and nothing is changed', async (authentication) => {
		expect(await press(authentication)).toEqual({ status: 'OK', message: expect.stringMatching(/^Connected to Kestrel, and users, groups, scheduled states and Directory Insights can be read/) });
		expect(writes()).toEqual([]);
	});

	test.each([
		['plain text over a network', 'http://console.jumpcloud.com', /must start with https:\/\//],
		['no address at all', 'https://', /not an address/],
	])('%s', async (_name, consoleUrl, said) => {
		for (const authentication of both) refused(await press(authentication, { consoleUrl }), said);
	});

	test('a key of nobody any more', async () => {
		jumpCloud().removeAdministrator(cast.superAdmin.workEmail);
		refused(await press('apiKey'), /did not accept the credential/);
	});

	test("an API key without the administrator's address", async () => refused(await press('apiKey', { administratorEmail: '' }), /no administrator's email/));
	test('a wrong secret', async () => refused(await press('serviceAccount', { clientSecret: 'wrong' }), /issued no token for the service account \(invalid_client\)/));

	test('several organisations, none named, and a wrong one', async () => {
		const { provider } = jumpCloud().connection;
		refused(await press('apiKey', { ...provider, organisationId: '' }), /several organisations: Kestrel \(\w+\), Kestrel Labs \(\w+\)/);
		refused(await press('apiKey', { organisationId: jumpCloud().state.organisations[1]!.id }), /may not read the organisation|none of those/);
	});

	test('permissions that are missing are named with the steps that need them', async () => {
		site.sandbox.faults.jumpcloud.add({ path: /\/insights\/|userstates/, effect: { kind: 'forbidden' } });
		refused(await press('serviceAccount'), /scheduled user states \(read\) \(Cancel Scheduled Activation\); Directory Insights \(read\) \(Suspend, Report What They Own, Unbind Devices\)/);
	});

	test('an address where something else answers', async () => {
		site.sandbox.faults.jumpcloud.add({ effect: { kind: 'html' } });
		for (const authentication of both) refused(await press(authentication), /JumpCloud/);
	});
});
