import { itemsOf, type NodeJson, type SavedWorkflow } from '../../scripts/n8n';
import { setStage, type Stage } from '../../scripts/stage';
import { cast, outsiders } from '../../sandbox';

jest.setTimeout(240_000);

let stage: Stage;
beforeAll(async () => {
	stage = await setStage();
});
afterAll(() => stage?.stop());

/** As each morning, and without waiting for one. */
const everyFewSeconds = (node: NodeJson): void => {
	if (node.name === 'Every Morning') node.parameters['rule'] = { interval: [{ field: 'seconds', secondsInterval: 3 }] };
};

const inTheMorning = async ({ id: workflowId }: SavedWorkflow) => {
	const after = await stage.n8n.api.lastExecutionId();
	await stage.n8n.api.activate(workflowId);
	const execution = await stage.n8n.api.waitForExecution({ workflowId, after });
	await stage.n8n.api.deactivate(workflowId);
	return execution;
};

const recordsOf = async (...kinds: string[]) => {
	const ledger = await stage.openLedger();
	return await ledger.records({ kinds }).finally(() => ledger.close());
};

const found = (execution: Awaited<ReturnType<typeof inTheMorning>>, output: number) => itemsOf(execution, 'Compare With HR', output) as { system: string; account: { label: string }; person: { id: string } | null; firstSeen: string; isNew: boolean }[];

test('G13: it shows itself with invented people before anything is set up: nothing is asked, recorded or sent', async () => {
	const { api } = stage.n8n;
	const workflow = await stage.importTemplate('access-review.json', undefined, { pinned: true });
	const execution = await api.waitForExecution({ id: (await api.runManually(workflow.id, 'Every Morning'))! });
	expect([execution.status, execution.data.resultData.error?.message]).toEqual(['success', undefined]);
	expect(found(execution, 0).map(({ account }) => account.label)).toEqual(['mexample@old.example.com']);
	expect(found(execution, 1).map(({ account }) => account.label)).toEqual(['cora.example@example.com']);
	expect(stage.sandbox.mail.messages).toEqual([]);
	expect(await recordsOf('account.flagged', 'accounts.compared')).toEqual([]);
	await api.deleteWorkflow(workflow.id);
});

test('G13: published, it mails orphans and who left, opens a ticket once, and remembers since when', async () => {
	const { api } = stage.n8n;
	stage.sandbox.bamboohr.terminate(cast.leaver.id);
	const workflow = await stage.importTemplate('access-review.json', everyFewSeconds);
	const first = await inTheMorning(workflow);
	expect([first.status, first.data.resultData.error?.message]).toEqual(['success', undefined]);
	expect(found(first, 0).some(({ account }) => account.label === outsiders.orphan)).toBe(true);
	expect(found(first, 1).filter(({ person }) => person?.id === cast.leaver.id).map(({ system }) => system).sort()).toEqual(['entra', 'google', 'okta']);
	const report = await stage.sandbox.mail.waitForMail(({ subject }) => /Accounts and HR: \d+ should be disabled, \d+ nobody's/.test(subject));
	expect(report.text).toContain(outsiders.orphan);
	const tickets = () => stage.sandbox.mail.messages.filter(({ subject }) => subject.includes('Still active: ') && subject.includes('Mateo Rivas'));
	expect(tickets()).toHaveLength(3);
	const flagged = await recordsOf('account.flagged');

	const second = await inTheMorning(workflow);
	expect(second.status).toBe('success');
	const [before, after] = [first, second].map((execution) => found(execution, 0).find(({ account }) => account.label === outsiders.orphan)!);
	expect(after).toMatchObject({ firstSeen: before!.firstSeen, isNew: false });
	expect(tickets()).toHaveLength(3);
	expect(await recordsOf('account.flagged')).toHaveLength(flagged.length);
	await api.deleteWorkflow(workflow.id);
});

test('C02: when HR answers with nobody, the run fails in the open, and nobody is an orphan for it', async () => {
	const flagged = await recordsOf('account.flagged');
	stage.sandbox.faults.bamboohr.add({ path: /reports\/custom/, effect: { kind: 'status', status: 200, body: { employees: [] } } });
	const workflow = await stage.importTemplate('access-review.json', everyFewSeconds);
	const execution = await inTheMorning(workflow);
	stage.sandbox.faults.bamboohr.clear();
	expect(execution.status).toBe('error');
	expect(execution.data.resultData.error?.message).toMatch(/as if nobody had ever worked there/);
	expect(await recordsOf('account.flagged')).toHaveLength(flagged.length);
	await stage.n8n.api.deleteWorkflow(workflow.id);
});
