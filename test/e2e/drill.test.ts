import { registerException } from '../../lifecycle/exceptions/register';
import { itemsOf, type NodeJson } from '../../scripts/n8n';
import { goLive, setStage, type Stage } from '../../scripts/stage';
import { oktaRefuses } from './support/oktaRefuses';

jest.setTimeout(300_000);

const dana = { id: 'drill-1', workEmail: 'dana.drill@kestrel.example' };

let stage: Stage;
beforeAll(async () => {
	stage = await setStage();
});
afterAll(() => stage?.stop());

/** What an administrator writes, and a webhook in place of the form, which would want a browser. */
const entered = (node: NodeJson): void => {
	goLive(node);
	if (node.name === 'Start a Drill') Object.assign(node, { type: 'n8n-nodes-base.webhook', typeVersion: 2, parameters: { httpMethod: 'POST', path: 'drill', responseMode: 'onReceived', options: {} }, webhookId: 'drill' });
	if (node.name !== 'Whom the Drill Is About') return;
	const { assignments } = node.parameters['assignments'] as { assignments: { name: string; value: string }[] };
	for (const one of assignments) if (one.name === 'person.workEmail') one.value = dana.workEmail;
};

const drill = async () => {
	const { api, url } = stage.n8n;
	const workflow = await stage.importTemplate('drill.json', entered);
	await api.activate(workflow.id);
	const after = await api.lastExecutionId();
	expect((await fetch(`${url}/webhook/drill`, { method: 'POST' })).status).toBe(200);
	const execution = await api.waitForExecution({ workflowId: workflow.id, after }, 200_000);
	await api.deleteWorkflow(workflow.id);
	return execution;
};

test('G12: whoever is not registered is not cut, and IT is told why', async () => {
	const execution = await drill();
	expect(execution.status).toBe('success');
	const mail = await stage.sandbox.mail.waitForMail(({ subject }) => subject.includes('The drill was not begun'));
	expect(mail.text).toMatch(/Dana Drill is not registered for drills/);
	expect(execution.data.resultData.runData['Give Okta']).toBeUndefined();
});

test('G12: the drill person is made, cut in every system, and the report mailed with the seconds of each', async () => {
	const ledger = await stage.openLedger();
	await registerException(ledger, { type: 'drill', who: [dana.id, dana.workEmail], system: null, step: null, owner: 'CISO', reason: 'quarterly drills', expiresAt: null, registeredBy: 'IT' }, new Date());
	const execution = await drill();
	expect([execution.status, execution.data.resultData.error?.message]).toEqual(['success', undefined]);
	expect(itemsOf(execution, 'Close Case of Giving')[0]).toMatchObject({ case: { verdict: 'Complete' } });
	expect(itemsOf(execution, 'Report Times')[0]).toMatchObject({ times: { passed: true, targets: expect.arrayContaining([expect.objectContaining({ system: 'okta', passed: true }), expect.objectContaining({ system: 'google', passed: true }), expect.objectContaining({ system: 'entra', passed: true })]) } });
	const mail = await stage.sandbox.mail.waitForMail(({ subject }) => subject.includes('Drill: passed'));
	expect(mail.text).toMatch(/PASSED\. Access in all 3 systems was cut and read back within 15 min/);
	expect(await ledger.records({ kinds: ['guard.seen'] })).toEqual([]);
	await ledger.close();
});

test('G12: a system that does not let n8n in: the drill has failed, and the report says where', async () => {
	const refusal = oktaRefuses(stage.sandbox);
	await drill();
	refusal.remove();
	const mail = await stage.sandbox.mail.waitForMail(({ subject }) => subject.includes('Drill: FAILED'));
	expect(mail.subject).toMatch(/^Urgent: /);
	expect(mail.text).toMatch(/okta/i);
});
