import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumFromEnvironment, itemsOf, openEditor, type Editor, type SavedWorkflow } from '../../scripts/n8n';
import { calledTemplates, goLive, readTemplate, setStage, switchOn, templates, type Stage } from '../../scripts/stage';

jest.setTimeout(180_000);

/** Set by `npm run pictures`; otherwise the pictures are made, and thrown away. */
const pictures = process.env['JML_PICTURES'] ?? join(__dirname, '..', '..', '.demo', 'pictures');
/** Nodes whose panel the documentation shows. */
const cuts = readTemplate('leaver.json')
	.nodes.filter(({ parameters }) => parameters['operation'] === 'cut' || parameters['operation'] === 'secure')
	.map(({ name }) => name);
const shown = new Set(['Somebody Leaves', 'Let Through Once', ...cuts]);
const browser = chromiumFromEnvironment();
const whereThereIsABrowser = 'path' in browser ? describe : describe.skip;

let stage: Stage;
beforeAll(async () => {
	mkdirSync(pictures, { recursive: true });
	stage = await setStage();
});
afterAll(() => stage?.stop());

describe('testing the workflow in the editor', () => {
	test('"Execute workflow" listens for one webhook, runs it, and leaves no webhook behind', async () => {
		const { sandbox, n8n } = stage;
		const workflow = await stage.importTemplate('leaver.json');
		const after = await n8n.api.lastExecutionId();
		expect(await n8n.api.runManually(workflow.id, 'Somebody Leaves')).toBeUndefined();
		expect([...sandbox.bamboohr.state.webhooks.values()].map(({ url }) => url)).toEqual([expect.stringContaining('/webhook-test/')]);
		sandbox.bamboohr.terminate(sandbox.cast.contractor.id);
		const execution = await n8n.api.waitForExecution({ workflowId: workflow.id, after });
		expect(execution.mode).toBe('manual');
		expect(itemsOf(execution, 'Close Case')[0]!['case']).toMatchObject({ verdict: 'Dry run' });
		expect([...sandbox.bamboohr.state.webhooks.values()]).toEqual([]);
		const ledger = await stage.openLedger();
		expect(await ledger.records({ kinds: ['event.received', 'webhook.received'] })).toEqual([]);
		await ledger.close();
		await n8n.api.deleteWorkflow(workflow.id);
	});
});

whereThereIsABrowser(`in the browser${'missing' in browser ? ` (skipped: ${browser.missing})` : ''}`, () => {
	let editor: Editor;
	let workflow: SavedWorkflow;
	let executionId: string;

	beforeAll(async () => {
		const { sandbox, n8n } = stage;
		const on = switchOn(sandbox);
		workflow = await stage.importTemplate('leaver.json', (node) => {
			goLive(node);
			on(node);
		});
		await n8n.api.activate(workflow.id);
		sandbox.bamboohr.terminate(sandbox.cast.leaver.id);
		({ id: executionId } = await n8n.api.waitForExecution({ workflowId: workflow.id, after: await n8n.api.lastExecutionId() }));
		editor = await openEditor(n8n, { chromiumPath: (browser as { path: string }).path, width: 1920, height: 860 });
	});
	afterAll(() => editor?.close());

	const ours = () => editor.problems.filter(({ text, url }) => /joiner-mover-leaver|jml/i.test(`${text} ${url}`));

	test('the template, its executed run and its nodes are shown without an error of ours', async () => {
		await editor.openWorkflow(workflow.id);
		await editor.screenshot(join(pictures, 'leaver.png'));
		await editor.openExecution(workflow.id, executionId);
		await editor.screenshot(join(pictures, 'leaver-executed.png'));
		for (const node of ['Somebody Leaves', 'Let Through Once', 'Open Case', ...cuts, 'Close Case']) {
			await editor.openWorkflow(workflow.id);
			await editor.openNode(node);
			if (shown.has(node)) await editor.screenshot(join(pictures, `node-${node.toLowerCase().replaceAll(' ', '-')}.png`));
		}
		expect(ours()).toEqual([]);
		expect(editor.problems.filter(({ kind }) => kind === 'page')).toEqual([]);
	});

	test.each(templates().filter((file) => file !== 'leaver.json'))('the template %s is shown without an error of ours', async (file) => {
		// What others call is there from the start.
		const id = calledTemplates.includes(file) ? readTemplate(file).id! : (await stage.importTemplate(file)).id;
		await editor.openWorkflow(id);
		await editor.screenshot(join(pictures, file.replace(/json$/, 'png')));
		expect(ours()).toEqual([]);
	});
});
