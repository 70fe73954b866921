import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import type { AppName } from '../../sandbox/scim';
import { pressTest } from '../harness/credentialTest';
import { closeCase, leaverItem, openCase, registerException, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const type = 'jmlScimApi';
const scim = () => site.sandbox.scim;
const credentialFor = (app: AppName) => ({ ...scim().connection[app], authentication: 'token' });
const use = (app: AppName) => void (site.n8n.credentials.stored[type] = credentialFor(app));
const generic = { applicationName: 'Acme Wiki', kind: 'generic', inactive: 'disables' };
const access = ({ options = {}, ...parameters }: INode['parameters'] = {}, name = 'SCIM'): INode =>
	node(name, 'scimAccess', { ...generic, ...parameters, options: { othersWaitSeconds: 60, ...(options as IDataObject) } as never }, { credentials: { [type]: { id: type, name: type } } });
const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const writes = () => site.sandbox.journals.scim.writes;
const leaver = () => leaverItem(cast.leaver.id);

const inAMonth = () => new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

beforeEach(() => use('generic'));

test('Cut Access disables the account of one application under its own name, and keeps no secret anywhere', async () => {
	const ran = await site.n8n.run([openCase(), access(), closeCase()], [leaver()]);
	const results = stepsOf(ran.items('SCIM')[0]);
	for (const step of ['disable', 'removeFromGroups']) expect(results.find((result) => result.step === step)).toMatchObject({ system: 'scim:acme-wiki', outcome: 'done', verified: true });
	expect(results.find(({ step }) => step === 'endSessions')).toMatchObject({ outcome: 'not_removable_here' });
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(scim().accessOf('generic', cast.leaver.workEmail)).toMatchObject({ active: false, groups: [] });
	expect(JSON.stringify(ran.run) + site.ledgerBytes()).not.toContain(scim().connection.generic.token);
	expect(site.sandbox.journals.scim.find({ method: 'PATCH' })[0]!.headers['content-type']).toContain('application/scim+json');
});

describe('F18: an application nobody has said anything about', () => {
	test('is not cut: the node says how to find out, and the case cannot be complete', async () => {
		const { error } = await site.n8n.run([openCase(), access({ inactive: 'notKnown' }), closeCase()], [leaver()]);
		expect(error).toMatch(/Nobody has said whether Acme Wiki disables or deletes.*Operation Probe.*What Active: False Does/);
		expect(writes()).toEqual([]);
		expect(await site.records({ kinds: ['step.settled'] })).toEqual([expect.objectContaining({ content: expect.objectContaining({ system: 'scim:acme-wiki', outcome: 'failed' }) })]);
	});

	test('is told in a dry run what it would mean', async () => {
		const { items } = await site.n8n.run([openCase({ dryRun: true }), access({ inactive: 'notKnown' })], [leaver()]);
		expect(stepsOf(items('SCIM')[0]).find(({ step }) => step === 'disable')).toMatchObject({ outcome: 'planned', reason: expect.stringContaining('delete it for good') });
		expect(writes()).toEqual([]);
	});

	test('Probe finds out, in the words of the fields', async () => {
		const { items } = await site.n8n.run([access({ resource: 'application', operation: 'probe', inactive: 'notKnown', testAddress: 'scim-probe@kestrel.example' })], [{}]);
		expect(items('SCIM')).toEqual([expect.objectContaining({ application: { system: 'scim:acme-wiki', label: 'Acme Wiki' }, settings: expect.objectContaining({ 'What Active: False Does': 'Disables the Account' }), leftBehind: [] })]);
	}, 60_000);

	test('Probe without a test address changes nothing', async () => {
		const { items } = await site.n8n.run([access({ resource: 'application', operation: 'probe' })], [{}]);
		expect(items('SCIM')[0]).toMatchObject({ findings: expect.arrayContaining([expect.objectContaining({ found: expect.stringContaining('NOT KNOWN') })]) });
		expect(writes()).toEqual([]);
	});
});

test('an application that deletes: held by a legal hold, and Restore Access is pending', async () => {
	use('pagerDuty');
	const pagerDuty = { applicationName: 'PagerDuty', kind: 'pagerDuty' };
	await site.n8n.run([registerException({ type: 'legalHold', who: cast.leaver.id })], [{}]);
	const held = await site.n8n.run([openCase(), access(pagerDuty)], [leaver()]);
	expect(stepsOf(held.items('SCIM')[0]).find(({ step }) => step === 'disable')).toMatchObject({ outcome: 'held' });
	expect(scim().accessOf('pagerDuty', cast.leaver.workEmail)).toMatchObject({ deleted: false });
});

test('Restore Access after a deletion is pending, with how the person comes back', async () => {
	use('pagerDuty');
	const pagerDuty = { applicationName: 'PagerDuty', kind: 'pagerDuty' };
	const cut = await site.n8n.run([openCase(), access(pagerDuty)], [leaver()]);
	const { items } = await site.n8n.run([access({ ...pagerDuty, operation: 'restore' })], [{ ...cut.items('SCIM')[0]!, steps: [] }]);
	expect(stepsOf(items('SCIM')[0]).find(({ step }) => step === 'disable')).toMatchObject({ outcome: 'pending', reason: expect.stringContaining('Grant Access') });
});

test('B08: Restore Access gives back what the case took', async () => {
	const cut = await site.n8n.run([openCase(), access()], [leaver()]);
	const before = 4;
	await site.n8n.run([access({ operation: 'restore' })], [{ ...cut.items('SCIM')[0]!, steps: [] }]);
	const { active, groups } = scim().accessOf('generic', cast.leaver.workEmail);
	expect([active, groups.length]).toEqual([true, before]);
});

test('an exception for all SCIM applications counts in each of them', async () => {
	await site.n8n.run([registerException({ type: 'exception', who: cast.leaver.id, keeps: 'scim/removeFromGroups', expires: inAMonth(), timeZone: 'UTC' })], [{}]);
	const { items } = await site.n8n.run([openCase(), access()], [leaver()]);
	expect(stepsOf(items('SCIM')[0]).find(({ step }) => step === 'removeFromGroups')).toMatchObject({ outcome: 'held' });
});

test('Inspect Access shows what every step would find, and changes nothing', async () => {
	const { items } = await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	expect((items('SCIM')[0]!['access'] as IDataObject)['scim:acme-wiki']).toMatchObject({ findings: expect.arrayContaining([expect.objectContaining({ step: 'disable', satisfied: false })]) });
	expect(writes()).toEqual([]);
});

test('List Accounts lists everybody once, with the HR id where there is one', async () => {
	const { items } = await site.n8n.run([access({ resource: 'account', operation: 'list' })], [{}]);
	expect(items('SCIM')).toHaveLength(scim().state.applications.generic.users.size);
	expect(items('SCIM').map(({ account }) => account)).toContainEqual(expect.objectContaining({ system: 'scim:acme-wiki', personId: cast.leaver.id, usable: true }));
});

test('Grant Access makes an account with what the options say', async () => {
	const joiner = leaverItem(cast.withoutAccount.id);
	const item = { ...joiner, event: { ...(joiner['event'] as object), kind: 'start' } };
	const { items } = await site.n8n.run([openCase(), access({ operation: 'grant', join: 'Engineering', options: { userName: 'newcomer' } }), closeCase()], [item as never]);
	expect(stepsOf(items('SCIM')[0]).filter(({ outcome }) => outcome !== 'done' && outcome !== 'already_done')).toEqual([]);
	expect(scim().user('generic', 'newcomer').resource).toMatchObject({ externalId: cast.withoutAccount.id, active: true });
});

test('options of the generic application count for it, and not for one that is known', async () => {
	use('entraStyle');
	const options = { patch: 'text', removeMember: 'value' };
	const { items } = await site.n8n.run([openCase(), access({ options })], [leaver()]);
	expect(stepsOf(items('SCIM')[0]).find(({ step }) => step === 'removeFromGroups')).toMatchObject({ outcome: 'done' });
	use('slack');
	await site.n8n.run([openCase(), access({ applicationName: 'Slack', kind: 'slack', options })], [leaver()]);
	expect(JSON.parse(site.sandbox.journals.scim.find({ method: 'PATCH', path: /slack.*Users/ })[0]!.body)).toMatchObject({ Operations: [{ op: 'replace', value: false }] });
});

test('an application the vendor says nothing certain of is cut once somebody has said what comes of it', async () => {
	use('zendesk');
	const zendesk = { applicationName: 'Zendesk', kind: 'zendesk' };
	const refused = await site.n8n.run([openCase(), access({ ...zendesk, inactive: 'notKnown' })], [leaver()]);
	expect(JSON.stringify([refused.error, stepsOf(refused.items('SCIM')[0] ?? { steps: [] })])).toMatch(/Nobody has said whether Zendesk disables or deletes/);
	expect(writes()).toEqual([]);
	const { items } = await site.n8n.run([openCase(), access({ ...zendesk, inactive: 'disables' })], [leaver()]);
	expect(stepsOf(items('SCIM')[0]).find(({ step }) => step === 'disable')).toMatchObject({ outcome: 'done' });
});

test('two applications in one workflow are two systems', async () => {
	const { items } = await site.n8n.run([openCase(), access({}, 'Wiki'), access({ applicationName: 'Other Wiki' }, 'Other'), closeCase()], [leaver()]);
	expect([...new Set(stepsOf(items('Other')[0]).map(({ system }) => system))]).toEqual(['scim:acme-wiki', 'scim:other-wiki']);
	expect(items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
});

test('an application without a name is asked for one', async () => {
	const { error } = await site.n8n.run([openCase(), access({ applicationName: ' ' })], [leaver()]);
	expect(error).toMatch(/Application Name/);
	expect(writes()).toEqual([]);
});

describe("the credential's Test", () => {
	test('reads only', async () => {
		expect(await pressTest(site.n8n, type, credentialFor('generic'))).toMatchObject({ status: 'OK', message: expect.stringContaining('run Probe') });
		expect(writes()).toEqual([]);
	});

	test('says where the description is open to everybody and the token is not right', async () => {
		scim().settings.generic.openDiscovery = true;
		expect(await pressTest(site.n8n, type, { ...credentialFor('generic'), token: 'wrong' })).toMatchObject({ status: 'Error', message: expect.stringMatching(/shows \/ServiceProviderConfig to everybody/) });
	});

	test('names an address that is none', async () => {
		expect(await pressTest(site.n8n, type, { ...credentialFor('generic'), baseUrl: 'http://acme.example/scim' })).toMatchObject({ status: 'Error', message: expect.stringContaining('https://') });
	});
});
