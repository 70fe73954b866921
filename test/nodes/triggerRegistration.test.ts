import type { INode } from 'n8n-workflow';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { bambooTrigger, credentialsOf, startSite, type Site } from '../harness/site';
import { publish } from '../harness/trigger';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const workflow = (parameters: INode['parameters'] = {}) => publish(site.n8n, [bambooTrigger(parameters)]);
const webhooks = () => [...site.sandbox.bamboohr.state.webhooks.values()];
const asked = (method: string) => site.sandbox.journals.bamboohr.find({ method, path: /webhooks/ });
const refusal = (work: Promise<unknown>) => work.then(() => undefined, (error: Error) => error.message);
const url = 'https://n8n.kestrel.example/webhook/wf1/somebody%20leaves/bamboohr';

describe('publishing', () => {
	test('creates one webhook at the address of this workflow that watches what a termination changes', async () => {
		const flow = workflow();
		await flow.activate();
		expect(webhooks()).toEqual([expect.objectContaining({ url: expect.stringMatching(/^https:\/\/n8n\.kestrel\.example\/webhook\/.*bamboohr$/), events: ['employee.created', 'employee.updated', 'employee.deleted'], format: 'json', includeCompanyDomain: true, name: 'n8n: Leaver' })]);
		expect(webhooks()[0]!.monitorFields).toEqual(expect.arrayContaining(['status', 'employmentHistoryStatus', 'terminationDate', 'hireDate', 'jobTitle', 'department', 'location', 'supervisor', 'workEmail', 'lastName']));
		expectNoSecrets(site, await site.records());
	});

	test('a second start finds it and leaves it alone', async () => {
		const flow = workflow();
		await flow.activate();
		const [first] = webhooks();
		await flow.activate();
		expect(webhooks()).toEqual([first]);
		expect(asked('POST')).toHaveLength(1);
	});

	test('its address is noted for whoever checks the set-up, until it is unpublished; that of a test is not', async () => {
		const flow = workflow();
		const noted = async () => (await site.records({ kinds: ['webhook.registered', 'webhook.removed'] })).map(({ kind, content }) => [kind, content]);
		await flow.activate('editor');
		await flow.deactivate('editor');
		expect(await noted()).toEqual([]);
		await flow.activate();
		await flow.activate();
		const address = { workflow: 'wf1', source: 'bamboohr/kestrel', url: webhooks()[0]!.url };
		expect(await noted()).toEqual([['webhook.registered', address]]);
		await flow.deactivate();
		expect(await noted()).toEqual([['webhook.registered', address], ['webhook.removed', address]]);
	});

	test('what was left over at the same address is replaced, because its key is lost', async () => {
		await workflow().activate();
		const [lost] = webhooks();
		await workflow().activate();
		expect(webhooks()).toHaveLength(1);
		expect(webhooks()[0]!.id).not.toBe(lost!.id);
	});

	test("another workflow's webhook and another user's are left alone", async () => {
		const elsewhere = await site.instance({ webhookUrl: 'https://other.kestrel.example/webhook' });
		await publish(elsewhere, [bambooTrigger()]).activate();
		const ofAnother = { ...credentialsOf(site.sandbox), jmlBambooHrApi: { ...credentialsOf(site.sandbox)['jmlBambooHrApi']!, apiKey: site.sandbox.connections.bamboohr.otherApiKey } };
		await publish(await site.instance({ stored: ofAnother }), [bambooTrigger()]).activate();
		const before = webhooks().map(({ id }) => id);
		const flow = workflow();
		await flow.activate();
		await flow.deactivate();
		expect(webhooks().map(({ id }) => id)).toEqual(before);
	});

	test('the editor and the published workflow are registered side by side', async () => {
		const flow = workflow();
		await flow.activate();
		await flow.activate('editor');
		expect(webhooks().map(({ url: address }) => /webhook-test/.test(address))).toEqual([false, true]);
		await flow.deactivate('editor');
		expect(webhooks().map(({ url: address }) => /webhook-test/.test(address))).toEqual([false]);
	});

	test.each([
		['deleted in BambooHR', () => site.sandbox.bamboohr.state.webhooks.clear()],
		['pointing elsewhere', () => void (webhooks()[0]!.url = `${url}/moved`)],
		['watching fewer fields', () => void (webhooks()[0]!.monitorFields = ['status'])],
		['watching what terminations change, and nothing else', () => void (webhooks()[0]!.monitorFields = ['status', 'employmentHistoryStatus', 'terminationDate', 'hireDate'])],
		['watching other fields', () => void (webhooks()[0]!.monitorFields = ['firstName', 'lastName', 'jobTitle', 'department'])],
		['no longer told of updates', () => void (webhooks()[0]!.events = ['employee.created', 'employee.deleted'])],
	])('a webhook %s is made anew', async (_, change) => {
		const flow = workflow();
		await flow.activate();
		const [before] = webhooks();
		change();
		await flow.activate();
		expect(webhooks()).toHaveLength(1);
		expect(webhooks()[0]!.id).not.toBe(before!.id);
		expect(webhooks()[0]!.url).toMatch(/bamboohr$/);
	});

	test("with another user's API key the webhook of the first is beyond reach, and a new one is made", async () => {
		const flow = workflow();
		await flow.activate();
		const stored = credentialsOf(site.sandbox);
		stored['jmlBambooHrApi']!['apiKey'] = site.sandbox.connections.bamboohr.otherApiKey;
		const changed = publish(await site.instance({ stored }), [bambooTrigger()]);
		Object.assign(changed.staticData, flow.staticData);
		await changed.activate();
		expect(webhooks().map(({ ownerKey }) => ownerKey)).toEqual([site.sandbox.connections.bamboohr.apiKey, site.sandbox.connections.bamboohr.otherApiKey]);
		await changed.deactivate();
		expect(webhooks()).toHaveLength(1);
	});

	test('with an API key whose user may not see what people work as, what terminations change is watched', async () => {
		site.sandbox.bamboohr.state.apiKeys.get(site.sandbox.connections.bamboohr.apiKey)!.hiddenFields.push('jobTitle', 'supervisor');
		const flow = workflow();
		await flow.activate();
		expect(webhooks().map(({ monitorFields }) => monitorFields)).toEqual([['status', 'employmentHistoryStatus', 'terminationDate', 'hireDate']]);
		const [first] = webhooks();
		await flow.activate();
		expect(webhooks()).toEqual([first]);
	});

	test('n8n at a new address registers there and takes the old one away', async () => {
		const flow = workflow();
		await flow.activate();
		const moved = publish(await site.instance({ webhookUrl: 'https://new.kestrel.example/webhook' }), [bambooTrigger()]);
		Object.assign(moved.staticData, flow.staticData);
		await moved.activate();
		expect(webhooks().map(({ url: address }) => new URL(address).host)).toEqual(['new.kestrel.example']);
	});
});

describe('publishing is refused', () => {
	test.each([
		['B04: until it is said what the date means', { dateMeaning: '' }, /Ask HR and choose it/],
		['with a time zone nobody knows', { timeZone: 'Berlin' }, /"Berlin" is not a time zone/],
		['with a time of day that is none', { dateMeaning: 'lastDayWorked', endsAt: '25:00' }, /"25:00" is not a time of day/],
		['without a label that means terminated', { statusLabels: { label: [{ label: 'Full-Time', meaning: 'employee' }] } }, /"Status Labels"/],
		['with a label of two meanings', { statusLabels: { label: [{ label: 'Terminated', meaning: 'terminated' }, { label: 'terminated ', meaning: 'employee' }] } }, /two meanings/],
		['with a location whose time zone is none', { timeZones: { location: [{ location: 'Sydney', timeZone: 'Sydney' }] } }, /"Sydney", given for the location "Sydney", is not a time zone/],
		['with a time zone for no location', { timeZones: { location: [{ location: ' ', timeZone: 'UTC' }] } }, /names no location/],
		['with nothing to announce', { events: [] }, /at least one event/],
		['with a gate that is incomplete', { options: { gates: { gate: [{ name: 'NDA', field: 'customNda', passed: '' }] } } }, /gate .* incomplete/],
		['with a field of privileged people without a value', { options: { privileged: '7, customVip=' } }, /"customVip=" .* names no field and value/],
	])('%s', async (_, parameters, said) => {
		const message = await refusal(workflow(parameters).activate());
		expectSentence(message);
		expect(message).toMatch(said);
		expect(webhooks()).toEqual([]);
	});

	test('even where a webhook is registered already', async () => {
		const flow = workflow();
		await flow.activate();
		const changed = workflow({ dateMeaning: '' });
		Object.assign(changed.staticData, flow.staticData);
		expectSentence(await refusal(changed.activate()));
	});

	test('where n8n is not reached over https', async () => {
		const n8n = await site.instance({ webhookUrl: 'http://localhost:5678/webhook' });
		const message = await refusal(publish(n8n, [bambooTrigger()]).activate());
		expectSentence(message);
		expect(message).toMatch(/https:\/\/ addresses only.*WEBHOOK_URL/);
	});

	test('where the API key would travel in plain text', async () => {
		const stored = credentialsOf(site.sandbox);
		stored['jmlBambooHrApi']!['baseUrl'] = 'http://kestrel.bamboohr.com';
		const message = await refusal(publish(await site.instance({ stored }), [bambooTrigger()]).activate());
		expectSentence(message);
		expect(message).toMatch(/must start with https:\/\//);
	});

	test.each([
		['a wrong API key', { apiKey: 'wrong' }, /did not accept the API key/],
		['a domain that is no domain', { companyDomain: 'acme/..' }, /first part of the address only/],
	])('with %s', async (_, changes, said) => {
		const stored = credentialsOf(site.sandbox);
		Object.assign(stored['jmlBambooHrApi']!, changes);
		const message = await refusal(publish(await site.instance({ stored }), [bambooTrigger()]).activate());
		expectSentence(message);
		expect(message).toMatch(said);
	});

	test('in queue mode, where there would be no ledger to take anything in', async () => {
		process.env['EXECUTIONS_MODE'] = 'queue';
		try {
			expect(await refusal(workflow().activate())).toMatch(/queue mode/);
		} finally {
			delete process.env['EXECUTIONS_MODE'];
		}
		expect(webhooks()).toEqual([]);
	});
});

describe('unpublishing', () => {
	test('removes the webhook and forgets its key', async () => {
		const flow = workflow();
		await flow.activate();
		await flow.deactivate();
		expect(webhooks()).toEqual([]);
		expect(flow.staticData).toEqual({ 'node:Somebody Leaves': { registrations: {} } });
	});

	test('a webhook that is gone already is fine, and so is one that never was', async () => {
		const flow = workflow();
		await flow.deactivate();
		await flow.activate();
		site.sandbox.bamboohr.state.webhooks.clear();
		await flow.deactivate();
		await flow.activate();
		expect(webhooks()).toHaveLength(1);
	});

	test('a webhook that could not be removed is said, and still known', async () => {
		const flow = workflow();
		await flow.activate();
		site.sandbox.faults.bamboohr.add({ method: 'DELETE', effect: { kind: 'forbidden' } });
		expectSentence(await refusal(flow.deactivate()));
		expect(JSON.stringify(flow.staticData)).toContain(webhooks()[0]!.id);
	});
});
