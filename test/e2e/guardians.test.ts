import type { LedgerRecord } from '../../ledger/types';
import { openCase } from '../../lifecycle/caseRecords';
import type { Person } from '../../lifecycle/person';
import { itemsOf, type NodeJson, type SavedWorkflow } from '../../scripts/n8n';
import { goLive, readTemplate, setStage, type Stage } from '../../scripts/stage';
import { brokenLedger } from './support/brokenLedger';

jest.setTimeout(240_000);

let stage: Stage;
beforeAll(async () => {
	stage = await setStage();
	await stage.n8n.api.activate((await stage.importTemplate('errors.json')).id);
});
afterAll(() => stage?.stop());

const recordsOf = async (...kinds: string[]): Promise<LedgerRecord[]> => {
	const ledger = await stage.openLedger();
	return await ledger.records({ kinds }).finally(() => ledger.close());
};
const published = async (file: string, patch?: (node: NodeJson) => void): Promise<SavedWorkflow> => {
	const workflow = await stage.importTemplate(file, patch);
	await stage.n8n.api.activate(workflow.id);
	return workflow;
};

test('a workflow that fails is told to IT and kept, with whom it was working on and that their case goes on by itself', async () => {
	const { sandbox, n8n } = stage;
	const breakLedgerOf = await brokenLedger(n8n);
	const leaver = await published('leaver.json', (node) => {
		goLive(node);
		if (node.name === 'Close Case') breakLedgerOf(node);
	});
	const { cast } = sandbox;
	sandbox.bamboohr.terminate(cast.leaver.id);
	const mail = await sandbox.mail.waitForMail(({ subject }) => /Workflow .*failed at/.test(subject));
	const failed = await n8n.api.waitForExecution({ workflowId: leaver.id, status: ['error'] });
	expect(failed.data.resultData.lastNodeExecuted).toBe('Close Case');

	expect(mail.subject).toMatch(/^Urgent: Workflow "Leaver: .*" failed at "Close Case", while access of Mateo Rivas was being cut$/);
	expect(mail.text).toContain(`Execution ${failed.id} of the workflow`);
	expect(mail.text).toMatch(/is taken up again by itself at about \d{4}-\d\d-\d\d \d\d:\d\d UTC/);
	const [opened] = await recordsOf('case.opened');
	expect(await recordsOf('workflow.failed')).toMatchObject([{ content: { workflow: leaver.id, node: 'Close Case', execution: failed.id, cases: [opened!.caseId], employees: [cast.leaver.id] } }]);
	await n8n.api.deleteWorkflow(leaver.id);
});

test('a case past its deadline is warned of once, however often somebody looks', async () => {
	const { sandbox, n8n } = stage;
	const ago = new Date(Date.now() - 20 * 60_000).toISOString();
	const ledger = await stage.openLedger();
	const person = { id: '9001', name: 'Ada Example', workEmail: 'ada@kestrel.example' } as Person;
	await openCase(ledger, person, { kind: 'terminate', key: 'hr/9001/1', source: 'hr', effectiveAt: ago, receivedAt: ago }, { dryRun: false, deadlineMinutes: 15, run: '0', workflow: 'gone' }).finally(() => ledger.close());

	const imported = await stage.importTemplate('deadlines.json');
	const often = imported.nodes.map((node) => (node.name === 'Every 5 Minutes' ? { ...node, parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } } } : node));
	const deadlines = await n8n.api.updateWorkflow(imported.id, { nodes: often, versionId: imported.versionId });
	await n8n.api.activate(deadlines.id);
	const first = await n8n.api.waitForExecution({ workflowId: deadlines.id });
	expect(itemsOf(first, 'What Is Overdue')).toEqual([expect.objectContaining({ person: expect.objectContaining({ name: 'Ada Example' }) })]);
	const second = await n8n.api.waitForExecution({ workflowId: deadlines.id, after: first.id });
	expect([second.status, itemsOf(second, 'What Is Overdue')]).toEqual(['success', []]);

	const warned = sandbox.mail.messages.filter(({ subject }) => subject.includes('Ada Example'));
	expect(warned.map(({ subject }) => subject)).toEqual(['Urgent: Deadline missed: the termination of Ada Example (HR ID 9001)']);
	expect(warned[0]!.to).toEqual(['security@example.com']);
	expect(warned[0]!.text).toMatch(/which was missed 5 minutes ago\. Ada Example may still have access\..*Nobody takes it up by itself\. Run the case again/s);
	expect(await recordsOf('case.warned')).toMatchObject([{ content: { workflow: deadlines.id, person: { id: '9001' } } }]);
	await n8n.api.deleteWorkflow(deadlines.id);
});

test('nobody can be told of a missed deadline: the execution fails, so that it shows', async () => {
	const ago = new Date(Date.now() - 20 * 60_000).toISOString();
	const ledger = await stage.openLedger();
	const person = { id: '9002', name: 'Bob Example', workEmail: 'bob@kestrel.example' } as Person;
	await openCase(ledger, person, { kind: 'terminate', key: 'hr/9002/1', source: 'hr', effectiveAt: ago, receivedAt: ago }, { dryRun: false, deadlineMinutes: 15, run: '0', workflow: 'gone' }).finally(() => ledger.close());
	const { api } = stage.n8n;
	const { id } = await stage.importTemplate('deadlines.json', (node) => {
		if (node.type === 'n8n-nodes-base.executeWorkflow') node.parameters['workflowId'] = { __rl: true, mode: 'list', value: 'jmlNobody0000001' };
	});
	const failed = await api.waitForExecution({ id: (await api.runManually(id, 'Every 5 Minutes'))! });
	expect(failed.status).toBe('error');
	await api.deleteWorkflow(id);
});

test('a failure that cannot be recorded is told all the same', async () => {
	const { sandbox, n8n } = stage;
	const breakLedgerOf = await brokenLedger(n8n);
	await n8n.api.deleteWorkflow(readTemplate('errors.json').id!);
	await published('errors.json', (node) => {
		if (node.name === 'Record the Failure') breakLedgerOf(node);
	});
	await published('leaver.json', (node) => {
		goLive(node);
		if (node.name === 'Close Case') breakLedgerOf(node);
	});
	sandbox.bamboohr.terminate(sandbox.cast.sydney.id);
	const mail = await sandbox.mail.waitForMail(({ subject }) => subject.includes('that could not be recorded'));
	expect(mail.subject).toMatch(/^Urgent: Workflow "Leaver: .*" failed, and that could not be recorded$/);
});
