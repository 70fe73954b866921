import type { IDataObject, INode } from 'n8n-workflow';
import { webhookAbout } from '../harness/bambooWebhook';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { bambooTrigger, closeCase, oktaAccess, openCase, startSite, type Site } from '../harness/site';
import { backToNow, travelTogether } from '../harness/time';
import { publish, type PublishedWorkflow } from '../harness/trigger';
import { cast } from '../../sandbox';

let site: Site;
let flow: PublishedWorkflow;
beforeEach(async () => {
	site = await startSite();
	flow = await published();
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

const published = async (parameters: INode['parameters'] = {}) => {
	const workflow = publish(site.n8n, [bambooTrigger(parameters)]);
	await workflow.activate();
	return workflow;
};
const bamboo = () => site.sandbox.bamboohr;
const about = (employeeId: string, changes = {}) => webhookAbout(site.sandbox, employeeId, changes);
const kinds = async () => (await site.records()).map(({ kind }) => kind).filter((kind) => !['webhook.registered', 'person.known'].includes(kind));
const asked = () => site.sandbox.journals.bamboohr.find({ path: /employees/ }).length;
/** HR enters it, and BambooHR's own delivery is not waited for: the tests bring theirs. */
const terminated = (employeeId: string, date?: string) => {
	bamboo().settings.deliveriesToLose = 100;
	return bamboo().terminate(employeeId, date);
};

describe('a genuine webhook', () => {
	test('about somebody who has left gives the person and the event, read from BambooHR', async () => {
		const row = terminated(cast.leaver.id);
		const { status, outputs } = await flow.deliver(about(cast.leaver.id));
		expect(status).toBe(200);
		const { id, workEmail, jobTitle, department, location } = cast.leaver;
		expect(outputs).toEqual([[{ json: {
			person: expect.objectContaining({ id, name: 'Mateo Rivas', workEmail, title: jobTitle, department, location, lastDay: row.date, manager: expect.objectContaining({ id: cast.leaverManager.id, email: cast.leaverManager.workEmail }) }),
			event: expect.objectContaining({ kind: 'terminate', key: `bamboohr/kestrel/${id}/terminate/${row.date}/${row.id}`, effectiveAt: `${row.date}T00:00:00.000Z` }),
			ledger: { origin: 'n8n.kestrel.example/jml-ledger', credential: 'none' },
		} }], []]);
		expect(await kinds()).toEqual(['event.received', 'webhook.received']);
		expectNoSecrets(site, outputs);
	});

	test('about somebody who stays gives nothing', async () => {
		expect(await flow.deliver(about('17'))).toEqual({ status: 200, outputs: undefined, ran: undefined });
		expect(await kinds()).toEqual(['webhook.received']);
	});

	test('B05: about somebody who leaves later is kept for that day', async () => {
		terminated(cast.leaver.id, new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
		expect(await flow.deliver(about(cast.leaver.id))).toMatchObject({ status: 200, outputs: undefined });
		expect(await kinds()).toEqual(['event.scheduled', 'webhook.received']);
	});

	test.each([
		['somebody BambooHR does not know', '9999', () => {}, /does not know that employee/],
		['a record that was deleted', '42', () => bamboo().deleteEmployee('42'), /does not know that employee.*start the leaver by hand/s],
	])('about %s comes out of Needs Attention, once a day, and cuts nobody', async (_, id, change, said) => {
		bamboo().settings.deliveriesToLose = 100;
		change();
		const { status, outputs } = await flow.deliver(about(id));
		expect(status).toBe(200);
		expect(outputs).toEqual([[], [{ json: { source: expect.stringContaining('bamboohr'), employeeId: id, problem: expect.stringMatching(said) } }]]);
		expectSentence((outputs![1]![0]!.json as IDataObject)['problem'] as string);
		expect(await flow.deliver(about(id, { timestamp: String(Math.floor(Date.now() / 1_000) - 9) }))).toMatchObject({ status: 200, outputs: undefined });
		expect(await kinds()).toEqual(['event.quarantined', 'webhook.received', 'webhook.received']);
	});

	test('C10: about somebody whose status nobody mapped comes out of Needs Attention', async () => {
		const workflow = await published({ statusLabels: { label: [{ label: 'Full-Time', meaning: 'employee' }, { label: 'Ausgetreten', meaning: 'terminated' }] } });
		terminated('42');
		const { outputs } = await workflow.deliver(about('42'));
		expect(outputs).toEqual([[], [{ json: expect.objectContaining({ employeeId: '42', problem: expect.stringMatching(/nobody has said what the employment status "Terminated" means/) }) }]]);
	});

	test('of a kind that is about no employee gives nothing', async () => {
		const body = JSON.stringify({ type: 'company.updated', timestamp: new Date().toISOString(), data: { companyId: '24680' } });
		expect(await flow.deliver(about('', { body }))).toMatchObject({ status: 200, outputs: undefined });
	});

	test('of the old kind, with several employees and values that are not believed', async () => {
		terminated('42');
		const employee = (id: string) => ({ id, action: 'Updated', timestamp: new Date().toISOString(), changedFields: ['Status'], fields: { Status: 'Inactive' } });
		const { outputs } = await flow.deliver(about('', { body: JSON.stringify({ employees: ['17', '42'].map(employee) }) }));
		expect(outputs![0]!.map(({ json }) => (json['person'] as { id: string }).id)).toEqual(['42']);
	});

	test('that n8n left unread because of its type is read', async () => {
		terminated('42');
		expect(await flow.deliver(about('42', { headers: { 'content-type': 'multipart/form-data; boundary=x' } }))).toMatchObject({ status: 200, outputs: [[expect.anything()], []] });
	});
});

describe('F03: the same termination', () => {
	test('delivered five times, two of them at once, starts one case', async () => {
		terminated(cast.leaver.id);
		const same = about(cast.leaver.id);
		const first = await Promise.all([flow.deliver(same), flow.deliver(same)]);
		const rest = [await flow.deliver(same), await flow.deliver(same), await flow.deliver(same)];
		const all = [...first, ...rest];
		expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
		expect(all.flatMap(({ outputs }) => outputs?.[0] ?? [])).toHaveLength(1);
		expect((await kinds()).filter((kind) => kind !== 'webhook.repeated')).toEqual(['event.received', 'webhook.received']);
	});

	test('announced by different webhooks starts one case', async () => {
		terminated(cast.leaver.id);
		const some = [0, 5, 10].map((age) => about(cast.leaver.id, { timestamp: String(Math.floor(Date.now() / 1_000) - age) }));
		const all = await Promise.all(some.map((delivery) => flow.deliver(delivery)));
		expect(all.flatMap(({ outputs }) => outputs?.[0] ?? [])).toHaveLength(1);
	});

	test('announced within the second in which another message looked just the same is not lost', async () => {
		const same = about(cast.leaver.id);
		expect(await flow.deliver(same)).toMatchObject({ status: 200, outputs: undefined });
		terminated(cast.leaver.id);
		expect((await flow.deliver(same)).outputs?.[0]).toHaveLength(1);
		expect(await flow.deliver(same)).toMatchObject({ status: 200, outputs: undefined });
		expect((await kinds()).filter((kind) => kind !== 'webhook.repeated')).toEqual(['webhook.received', 'event.received']);
	});

	test('sent again later is answered without asking BambooHR', async () => {
		terminated(cast.leaver.id);
		const same = about(cast.leaver.id);
		await flow.deliver(same);
		travelTogether(site, 11_000);
		const before = asked();
		expect(await flow.deliver(same)).toMatchObject({ status: 200, outputs: undefined });
		expect(asked()).toBe(before);
		expect((await site.records()).filter(({ kind }) => kind === 'webhook.repeated')).toHaveLength(1);
	});
});

test('a webhook in a test from the editor shows the event and takes nothing in', async () => {
	terminated('42');
	await flow.activate('editor');
	const { outputs } = await flow.deliver(about('42'), 'editor');
	expect(outputs![0]).toHaveLength(1);
	expect(await flow.poll('editor')).toBeNull();
	expect(await kinds()).toEqual([]);
});

test('through the real ingress: HR presses save, BambooHR signs, the workflow cuts', async () => {
	const workflow = publish(await site.instance({ webhookUrl: `${site.sandbox.ingress.url}/webhook` }), [bambooTrigger(), openCase(), oktaAccess(), closeCase()]);
	await flow.deactivate();
	await workflow.activate();
	const { url, stop } = await workflow.serve();
	site.sandbox.ingress.setTarget(url);
	bamboo().terminate(cast.leaver.id);
	await bamboo().deliveries.settled();
	await stop();
	expect(bamboo().deliveries.attempts.map(({ status }) => status)).toContain('delivered');
	expect(site.sandbox.okta.accessOf(cast.leaver.workEmail).status).toBe('SUSPENDED');
	expect((await site.records({ kinds: ['case.closed'] })).map(({ content }) => content!['verdict'])).toEqual(['Complete']);
}, 30_000);
