import type { LedgerRecord } from '../../ledger/types';
import { itemsOf, type SavedWorkflow } from '../../scripts/n8n';
import { goLive, setStage, type Stage } from '../../scripts/stage';

jest.setTimeout(180_000);

let stage: Stage;
let workflow: SavedWorkflow;
beforeEach(async () => {
	stage = await setStage();
	workflow = await stage.importTemplate('leaver.json', (node) => {
		goLive(node);
		// Taken up at once: the test does not want to wait the minutes an administrator would.
		if (node.name === 'Somebody Leaves') node.parameters['options'] = { silence: 0 };
	});
	await stage.n8n.api.activate(workflow.id);
});
afterEach(() => stage?.stop());

const isOktasBlock = ({ content }: LedgerRecord) => content!['system'] === 'okta' && content!['step'] === 'blockSignIn';
const suspension = /\/users\/[^/]+\/lifecycle\/suspend/;

/** kill -9 while Okta holds the answer to the first change, before or after having made it. */
const killedAt = async (when: 'before' | 'after') => {
	const { sandbox, n8n } = stage;
	const hold = sandbox.faults.okta.add({ path: suspension, times: 1, effect: { kind: 'hold', when } });
	sandbox.bamboohr.terminate(sandbox.cast.leaver.id);
	await hold.struck;
	await n8n.kill9();
	hold.remove();
	const ledger = await stage.openLedger();
	const kinds = (await ledger.records({ kinds: ['step.intended', 'step.settled'] })).filter(isOktasBlock).map(({ kind }) => kind);
	await ledger.close();
	expect(kinds).toEqual(['step.intended']);
};

describe('F05: n8n killed between intent and outcome', () => {
	test.each(['before', 'after'] as const)('%s Okta made the change: started again, the case is finished, nothing is done twice', async (when) => {
		const { sandbox, n8n } = stage;
		await killedAt(when);
		const after = '0';
		await n8n.restart();
		const execution = await n8n.api.waitForExecution({ workflowId: workflow.id, after, where: ({ status }) => status === 'success' }, 120_000);
		const closed = itemsOf(execution, 'Close Case')[0]!;
		expect(closed['case']).toMatchObject({ verdict: 'Complete' });
		expect(sandbox.okta.accessOf(sandbox.cast.leaver.workEmail!)).toMatchObject({ status: 'SUSPENDED', sessions: 0, groups: expect.any(Number) });
		const answered = sandbox.journals.okta.find({ path: suspension }).filter(({ status }) => status === 200);
		expect(answered).toHaveLength(1);

		const ledger = await stage.openLedger();
		const settled = (await ledger.records({ kinds: ['step.settled'] })).filter(isOktasBlock);
		expect(settled).toHaveLength(1);
		expect(settled[0]!.content).toMatchObject({ outcome: 'done', verified: true, ...(when === 'after' ? { reason: expect.stringContaining('when n8n stopped') } : {}) });
		expect((await ledger.records({ kinds: ['access.snapshot'] })).filter(({ content }) => content!['system'] === 'okta').map(({ content }) => (content!['states'] as { blockSignIn: { status: string } }).blockSignIn.status)).toEqual(['ACTIVE']);
		expect(await ledger.verify()).toMatchObject({ ok: true });
		await ledger.close();
	});
});
