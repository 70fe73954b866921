import type { IDataObject, INode } from 'n8n-workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast } from '../../sandbox';
import { everyScope, LEAVERS_SECRET } from '../../sandbox/n8n';
import { n8nSteps } from '../../systems/n8n';
import { pressTest } from '../harness/credentialTest';
import { closeCase, credentialsOf, leaverItem, openCase, startSite, type Site } from '../harness/site';
import { node } from '../harness/workflow';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const type = 'jmlN8nApi';
const automation = () => site.sandbox.n8n;
/** Waited for: what a test looks at is how it ended. */
const access = ({ options = {}, ...parameters }: INode['parameters'] = {}): INode => node('n8n', 'n8nAccess', { ...parameters, options: { othersWaitSeconds: 60, ...(options as IDataObject) } as never }, { credentials: { [type]: { id: type, name: type } } });
const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const writes = () => site.sandbox.journals.n8n.writes;
const leaver = () => leaverItem(cast.leaver.id);
const { workEmail } = cast.leaver;
const joiner = () => {
	const item = leaverItem(cast.withoutAccount.id);
	return { ...item, event: { ...(item['event'] as object), kind: 'start' } } as never;
};

test('Cut Access lists what they own, takes the rest away, leaves the case complete, and keeps no secret anywhere', async () => {
	const ran = await site.n8n.run([openCase(), access(), closeCase()], [leaver()]);
	const results = stepsOf(ran.items('n8n')[0]);
	expect(results.filter(({ outcome }) => outcome !== 'not_removable_here').map(({ step, outcome }) => [step, outcome])).toEqual([['reportOwned', 'already_done'], ['leaveProjects', 'done'], ['lowerRole', 'done']]);
	expect(results.find(({ step, outcome }) => step === 'reportOwned' && outcome === 'not_removable_here')!.reason).toContain('Lead intake');
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(automation().accessOf(workEmail)).toMatchObject({ role: 'global:chatUser', apiKeys: 0, projects: [] });
	const kept = JSON.stringify(ran.run) + site.ledgerBytes();
	for (const secret of [automation().connection.apiKey, LEAVERS_SECRET]) expect(kept).not.toContain(secret);
});

test('everything ticked: what they own goes to whoever is named, then the account is deleted', async () => {
	const ran = await site.n8n.run([openCase(), access({ steps: n8nSteps.map(({ id }) => id), options: { takesOver: cast.leaverManager.workEmail } }), closeCase()], [leaver()]);
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(automation().accessOf(cast.leaverManager.workEmail).workflows).toContain('Lead intake');
	expect(() => automation().user(workEmail)).toThrow();
});

test('nobody named to take over: nothing is moved or deleted, and the case stays incomplete', async () => {
	const ran = await site.n8n.run([openCase(), access({ steps: ['moveOwned', 'deleteAccount'] }), closeCase()], [leaver()]);
	expect(stepsOf(ran.items('n8n')[0]).map(({ outcome }) => outcome)).toEqual(['failed', 'failed']);
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Incomplete' } });
	expect(writes()).toEqual([]);
});

test('B08: Restore Access gives back what the case took', async () => {
	const { apiKeys: _apiKeys, ...before } = automation().accessOf(workEmail);
	const cut = await site.n8n.run([openCase(), access()], [leaver()]);
	await site.n8n.run([access({ operation: 'restore' })], [{ ...cut.items('n8n')[0]!, steps: [] }]);
	expect(automation().accessOf(workEmail)).toMatchObject(before);
});

test('Inspect Access shows what every step would find, and changes nothing', async () => {
	const { items } = await site.n8n.run([access({ operation: 'inspect' })], [leaver()]);
	const { findings } = (items('n8n')[0]!['access'] as { n8n: { findings: { step: string }[] } }).n8n;
	expect(findings.map(({ step }) => step)).toEqual(n8nSteps.map(({ id }) => id));
	expect(writes()).toEqual([]);
});

test('List Accounts lists everybody once', async () => {
	const { items } = await site.n8n.run([access({ resource: 'account', operation: 'list' })], [{}]);
	expect(items('n8n')).toHaveLength(automation().state.users.size);
	expect(items('n8n').map(({ account }) => account)).toContainEqual(expect.objectContaining({ system: 'n8n', email: workEmail, usable: true }));
});

test('Grant Access invites with the role and the projects of the options', async () => {
	const ran = await site.n8n.run([openCase(), access({ operation: 'grant', join: 'Revenue Operations', options: { role: 'global:admin', projectRole: 'project:viewer' } }), closeCase()], [joiner()]);
	expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(automation().accessOf(cast.withoutAccount.workEmail)).toMatchObject({ role: 'global:admin', projects: ['Revenue Operations project:viewer'] });
});

test('an address over which the API key would travel unprotected gets no request', async () => {
	site.n8n.credentials.stored[type] = { ...credentialsOf(site.sandbox)[type]!, baseUrl: 'http://n8n.acme.com' };
	const { error } = await site.n8n.run([openCase(), access()], [leaver()]);
	expect(error).toMatch(/must begin with https/);
});

describe('Test in the credential', () => {
	const entered = (apiKey: string) => ({ baseUrl: automation().connection.baseUrl, apiKey });

	test('says that everything is there', async () => {
		expect(await pressTest(site.n8n, type, entered(automation().connection.apiKey))).toMatchObject({ status: 'OK', message: expect.stringContaining('every scope') });
	});

	test('says what the licence lacks', async () => {
		automation().settings.licence = [];
		expect(await pressTest(site.n8n, type, entered(automation().connection.apiKey))).toMatchObject({ status: 'OK', message: expect.stringContaining('shows no projects') });
	});

	test('names each scope that is missing, and what needs it', async () => {
		const apiKey = automation().addApiKey(cast.orgAdmin.workEmail, everyScope.filter((scope) => scope !== 'workflow:move'));
		expect(await pressTest(site.n8n, type, entered(apiKey))).toMatchObject({ status: 'Error', message: expect.stringContaining('workflow:move (Move What They Own)') });
	});

	test('says that the key is not accepted', async () => {
		expect(await pressTest(site.n8n, type, entered('wrong'))).toMatchObject({ status: 'Error', message: expect.stringContaining('did not accept the API key') });
	});
});
