import { randomUUID } from 'node:crypto';
import { chromiumFromEnvironment, openEditor, type Editor, type NodeJson, type SavedWorkflow, type WorkflowJson } from '../../scripts/n8n';
import { forDrills, goLive, readTemplate, setStage, type Stage } from '../../scripts/stage';
import { cast } from '../../sandbox';
import { oktaRefuses } from './support/oktaRefuses';

jest.setTimeout(300_000);

const { id, firstName, lastName, workEmail } = cast.leaver;
const person = { id, name: `${firstName} ${lastName}`, workEmail, manager: { id: '14', name: 'Amara Osei', email: 'amara.osei@kestrel.example' } };

const statusIn = (stage: Stage) => ({ okta: stage.sandbox.okta.accessOf(workEmail).status, google: stage.sandbox.google.accessOf(workEmail).status, entra: stage.sandbox.entra.accessOf(workEmail).enabled });
const cutOff = { okta: 'SUSPENDED', google: 'suspended', entra: false };
const letIn = { okta: 'ACTIVE', google: 'active', entra: true };

describe('HR takes back a termination that had taken effect', () => {
	let stage: Stage;
	beforeAll(async () => {
		stage = await setStage();
	});
	afterAll(() => stage?.stop());

	test('B08: the leaver cuts, and the undo gives back within minutes, tells IT and the manager, and leaves evidence that holds', async () => {
		const { sandbox, n8n } = stage;
		const undo = await stage.importTemplate('undo.json', goLive);
		for (const { id: workflow } of [undo, await stage.importTemplate('leaver.json', goLive)]) await n8n.api.activate(workflow);
		sandbox.bamboohr.terminate(id);
		await sandbox.mail.waitForMail(({ subject }) => /Leaver Mateo Rivas: Complete/.test(subject));
		expect(statusIn(stage)).toEqual(cutOff);

		const after = await n8n.api.lastExecutionId();
		sandbox.bamboohr.rescind(id);
		const mail = await sandbox.mail.waitForMail(({ subject }) => /Undo Mateo Rivas: /.test(subject));
		expect(statusIn(stage)).toEqual(letIn);
		expect(mail.text).toMatch(/Only the person can set this up again:/);
		expect(mail.raw).toMatch(/filename=.?evidence-hr_event_/);
		const toManager = await sandbox.mail.waitForMail(({ subject }) => /About the access of Mateo Rivas/.test(subject));
		expect(toManager.text).toMatch(/had been cut off by mistake/);

		await n8n.api.waitForExecution({ workflowId: undo.id, after, where: ({ status, mode }) => status === 'success' && mode === 'webhook' });
		const ledger = await stage.openLedger();
		try {
			const opened = await ledger.records({ kinds: ['case.opened'] });
			expect(opened.map(({ content }) => (content!['event'] as { kind: string }).kind)).toEqual(['terminate', 'rescind']);
			expect(await ledger.records({ caseId: opened[0]!.caseId!, kinds: ['event.givenBack'] })).toMatchObject([{ content: { by: opened[1]!.caseId } }]);
			expect(opened[1]!.content!['givesBack']).toEqual([opened[0]!.caseId]);
			expect(await ledger.records({ caseId: opened[1]!.caseId!, kinds: ['event.told'] })).toHaveLength(1);
		} finally {
			await ledger.close();
		}
	});

	test('F01: Okta does not let n8n in: the others are given back, and IT is told what is not', async () => {
		const { sandbox } = stage;
		const { sydney } = cast;
		sandbox.bamboohr.terminate(sydney.id);
		await sandbox.mail.waitForMail(({ subject }) => /Leaver Callum Reid: Complete/.test(subject));
		const refusal = oktaRefuses(sandbox);
		sandbox.bamboohr.rescind(sydney.id);
		const mail = await sandbox.mail.waitForMail(({ subject }) => /Undo Callum Reid: /.test(subject));
		refusal.remove();
		expect(mail.subject).toMatch(/^Urgent: Undo Callum Reid: Incomplete/);
		expect(mail.text).toMatch(/okta/);
		expect(sandbox.google.accessOf(sydney.workEmail).status).toBe('active');
	});
});

const browser = chromiumFromEnvironment();
const whereThereIsABrowser = 'path' in browser ? describe : describe.skip;

whereThereIsABrowser(`HR still says that they have left${'missing' in browser ? ` (skipped: ${browser.missing})` : ''}`, () => {
	let stage: Stage;
	let editor: Editor;
	beforeAll(async () => {
		// The browser does not know the certificate of the ingress.
		stage = await setStage({ env: { N8N_WEBHOOK_URL: '', WEBHOOK_URL: '' } });
		await stage.n8n.api.activate((await stage.importTemplate('decisions.json')).id);
		editor = await openEditor(stage.n8n, { chromiumPath: (browser as { path: string }).path });
	});
	afterAll(async () => {
		await editor?.close();
		await stage?.stop();
	});

	/** BambooHR delivers to https alone, and there is none here: what it says comes by a webhook of n8n's own. */
	const withoutBambooHr = (file: string, trigger: string, path: string): WorkflowJson => {
		const json = structuredClone(readTemplate(file));
		const node = json.nodes.find(({ name }) => name === trigger)!;
		const [first] = (json.connections as { [name: string]: { main: unknown[] } })[trigger]!.main;
		Object.assign(node, { type: 'n8n-nodes-base.set', typeVersion: 3.4, parameters: { mode: 'raw', jsonOutput: '={{ $json.body }}', options: {} }, credentials: {} });
		delete (node as { webhookId?: string }).webhookId;
		json.nodes.push({ id: randomUUID(), name: 'By Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [-220, 0], parameters: { httpMethod: 'POST', path, options: {} }, webhookId: path } as NodeJson);
		Object.assign(json.connections, { [trigger]: { main: [first] }, 'By Webhook': { main: [[{ node: trigger, type: 'main', index: 0 }]] } });
		return json;
	};
	const publish = async (file: string, trigger: string, patch: (node: NodeJson) => void = () => {}): Promise<SavedWorkflow> => {
		const entered = (node: NodeJson) => {
			goLive(node);
			forDrills(node);
			patch(node);
		};
		const workflow = await stage.n8n.api.importWorkflow(withoutBambooHr(file, trigger, `e2e-${file.replace('.json', '')}`), { credentials: stage.credentials, patch: entered });
		await stage.n8n.api.activate(workflow.id);
		return workflow;
	};
	const open = async (file: string, form: string): Promise<void> => {
		const { page } = editor;
		const { webhookId } = readTemplate(file).nodes.find(({ name }) => name === form) as { webhookId?: string };
		await page.goto(`${stage.n8n.url}/form/${webhookId}`);
		const allow = page.getByRole('button', { name: /allow/i });
		await allow.or(page.locator('#submit-btn')).first().waitFor();
		if (await allow.isVisible()) await allow.click();
		await page.locator('#submit-btn').waitFor();
	};
	const submit = (): Promise<void> => editor.page.locator('#submit-btn').click();
	const ask = async (reason: string): Promise<string> => {
		const { page } = editor;
		await open('undo.json', 'Give Access Back');
		await submit();
		await page.locator('select').waitFor();
		const lines = await page.locator('select option').allInnerTexts();
		await page.locator('select').selectOption({ label: lines.find((line) => line.includes('Mateo Rivas'))! });
		await page.locator('textarea').fill(reason);
		await submit();
		await page.getByText(/Asked for|Nothing was asked for/).first().waitFor();
		return page.locator('body').innerText();
	};
	const approve = async (): Promise<string> => {
		const { page } = editor;
		await open('decisions.json', 'Decide on What Is Held');
		await submit();
		await page.locator('input[type=checkbox]').last().check();
		await submit();
		await page.locator('select').waitFor();
		await page.locator('select').selectOption('Approved');
		await page.locator('textarea').fill('asked HR on the phone');
		await submit();
		await page.getByText(/Decided|Nothing was decided/).first().waitFor();
		return page.locator('body').innerText();
	};

	test('B08, G02: cut by the leaver, asked for in the form, refused to whoever asked, approved by another, and given back within a minute', async () => {
		const { sandbox, n8n } = stage;
		await publish('leaver.json', 'Somebody Leaves');
		const now = new Date().toISOString();
		const event = { kind: 'terminate', key: `bamboohr/kestrel/${id}/terminate/1/930`, source: 'bamboohr/kestrel', effectiveAt: now, receivedAt: now };
		await fetch(`${n8n.url}/webhook/e2e-leaver`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ person, event }) });
		await sandbox.mail.waitForMail(({ subject }) => /Leaver Mateo Rivas: Complete/.test(subject));
		expect(statusIn(stage)).toEqual(cutOff);

		const own = await publish('undo.json', 'HR Takes It Back');
		expect(await ask('wrong Mateo')).toMatch(/Asked for[\s\S]*Olivia Owner[\s\S]*wrong Mateo/);
		expect(await approve()).toMatch(/Nothing was decided[\s\S]*Olivia Owner asked for it/);
		expect(statusIn(stage)).toEqual(cutOff);
		await n8n.api.deleteWorkflow(own.id);

		const nightWatch = (node: NodeJson): void => {
			if (node.name !== 'As an Event') return;
			const { assignments } = node.parameters['assignments'] as { assignments: { name: string; value: string }[] };
			for (const one of assignments) if (one.name === 'event.requestedBy') one.value = 'Night Watch <watch@kestrel.example>';
		};
		await publish('undo.json', 'HR Takes It Back', nightWatch);
		await ask('wrong Mateo, says HR');
		expect(await approve()).toMatch(/Decided[\s\S]*Olivia Owner approved the rescinding of Mateo Rivas/);
		const mail = await sandbox.mail.waitForMail(({ subject, to }) => /Undo Mateo Rivas: /.test(subject) && to.includes('watch@kestrel.example'));
		expect(mail.text).toMatch(/Asked for by Night Watch <watch@kestrel\.example>: wrong Mateo, says HR/);
		expect(statusIn(stage)).toEqual(letIn);
	});
});
