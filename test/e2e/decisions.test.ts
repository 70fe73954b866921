import { chromiumFromEnvironment, openEditor, type Editor, type NodeJson, type SavedWorkflow } from '../../scripts/n8n';
import { goLive, readTemplate, setStage, type Stage } from '../../scripts/stage';
import { cast } from '../../sandbox';
import { oktaRefuses } from './support/oktaRefuses';

jest.setTimeout(240_000);

const browser = chromiumFromEnvironment();
const whereThereIsABrowser = 'path' in browser ? describe : describe.skip;

whereThereIsABrowser(`what the guard holds, decided on in a form${'missing' in browser ? ` (skipped: ${browser.missing})` : ''}`, () => {
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

	/** Signed in, as n8n asks whoever opens the form. */
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
	const recordsOf = async (...kinds: string[]) => {
		const ledger = await stage.openLedger();
		const records = await ledger.records({ kinds });
		await ledger.close();
		return records;
	};
	const showWhatIsHeld = async (): Promise<void> => {
		await open('decisions.json', 'Decide on What Is Held');
		await submit();
		await editor.page.locator('input[type=checkbox]').last().waitFor();
	};
	/** Ticks the last that is shown, reads it, and says what it is; then what the last page says. */
	const decideOnTheLast = async (decision: 'Approved' | 'Rejected'): Promise<{ read: string; said: string }> => {
		const { page } = editor;
		await page.locator('input[type=checkbox]').last().check();
		await submit();
		await page.locator('select').waitFor();
		const read = await page.locator('pre').innerText();
		await page.locator('select').selectOption(decision);
		await page.locator('textarea').fill('asked HR');
		await submit();
		const said = page.getByText(/Decided|Nothing was decided/).first();
		await said.waitFor();
		return { read, said: await page.locator('body').innerText() };
	};

	const decide = async (decision: 'Approved' | 'Rejected'): Promise<{ read: string; said: string }> => {
		await showWhatIsHeld();
		return await decideOnTheLast(decision);
	};

	/** Publishes the template, and asks in its form for somebody's access to be cut. */
	const askFor = async ({ id, name, email }: { id: string; name: string; email: string }, patch: (node: NodeJson) => void = () => {}): Promise<SavedWorkflow> => {
		const { page } = editor;
		const workflow = await stage.importTemplate('emergency-leaver.json', (node) => {
			goLive(node);
			patch(node);
		});
		await stage.n8n.api.activate(workflow.id);
		await open('emergency-leaver.json', 'Cut Somebody Now');
		await page.getByLabel('Employee ID in HR').fill(id);
		await page.getByLabel('Work email').fill(email);
		await page.getByLabel('Name', { exact: true }).fill(name);
		await page.getByLabel('Why').fill('account taken over');
		await submit();
		await page.getByText(/Asked for/).first().waitFor();
		return workflow;
	};
	const statusOf = (email: string) => stage.sandbox.okta.accessOf(email).status;

	test('G02: whoever asked for an emergency cannot approve it', async () => {
		const diego = { id: '16', name: 'Diego {{ 6 * 7 }} <b>Fuentes</b>', email: 'diego.fuentes@kestrel.example' };
		const workflow = await askFor(diego);
		expect(await editor.page.locator('body').innerText()).toMatch(/is held[\s\S]*Olivia Owner/);

		const { read, said } = await decide('Approved');
		expect(read).toContain('Diego {{ 6 * 7 }} <b>Fuentes</b>');
		expect(said).toMatch(/Nothing was decided[\s\S]*Olivia Owner asked for it/);
		expect(await recordsOf('hold.decided')).toEqual([]);
		expect(statusOf(diego.email)).toBe('ACTIVE');
		await stage.n8n.api.deleteWorkflow(workflow.id);
	});

	describe('what somebody else asked for', () => {
		const { id, firstName, lastName, workEmail } = cast.leaver;
		const nightWatch = (node: NodeJson): void => {
			// An emergency does not say who somebody's manager is.
			if (node.name === 'Cut Google Workspace') node.parameters['options'] = { ...(node.parameters['options'] as object), fallbackOwner: cast.orgAdmin.workEmail };
			if (node.name !== 'As an Event') return;
			const { assignments } = node.parameters['assignments'] as { assignments: { name: string; value: string }[] };
			for (const one of assignments) if (one.name === 'event.requestedBy') one.value = 'Night Watch <watch@kestrel.example>';
		};

		test('G01: is not approved by a preview bot or a mail scanner that opens the link, nor by whoever looks at it', async () => {
			await askFor({ id, name: `${firstName} ${lastName}`, email: workEmail }, nightWatch);
			const { webhookId } = readTemplate('decisions.json').nodes.find(({ name }) => name === 'Decide on What Is Held') as { webhookId?: string };
			const { api } = stage.n8n;
			const begun = async () => (await api.executions({ workflowId: readTemplate('decisions.json').id! })).length;
			const before = await begun();
			for (const method of ['HEAD', 'GET', 'POST']) {
				const page = await fetch(`${stage.n8n.url}/form/${webhookId}`, { method, headers: { 'user-agent': 'Slackbot-LinkExpanding 1.0' } });
				expect(await page.text()).not.toContain(lastName);
			}
			expect(await begun()).toBe(before);
			await showWhatIsHeld();
			expect(await recordsOf('hold.decided')).toEqual([]);
			expect(statusOf(workEmail)).toBe('ACTIVE');
		});

		test('G04: n8n is stopped and started while the form is open: the page works, and who was approved is cut', async () => {
			await showWhatIsHeld();
			await stage.n8n.restart();
			const { said } = await decideOnTheLast('Approved');
			expect(said).toMatch(/Decided[\s\S]*Olivia Owner approved the termination of Mateo Rivas/);
			expect(await recordsOf('hold.decided')).toEqual([expect.objectContaining({ content: expect.objectContaining({ decision: 'approved', settles: true, by: expect.objectContaining({ name: 'Olivia Owner' }), reason: 'asked HR' }) })]);
			const { subject } = await stage.sandbox.mail.waitForMail((mail) => /^Emergency, Mateo Rivas: Complete/.test(mail.subject));
			expect(subject).toMatch(/Complete/);
			expect(statusOf(workEmail)).toBe('SUSPENDED');
		});

		test('F01: and Okta does not let n8n in: IT is told at once that they may still have access', async () => {
			const { sydney } = cast;
			await stage.n8n.api.deleteWorkflow(readTemplate('emergency-leaver.json').id!);
			await askFor({ id: sydney.id, name: `${sydney.firstName} ${sydney.lastName}`, email: sydney.workEmail }, nightWatch);
			const refusal = oktaRefuses(stage.sandbox);
			await decide('Approved');
			const mail = await stage.sandbox.mail.waitForMail(({ subject }) => /Emergency, Callum Reid: /.test(subject));
			refusal.remove();
			expect(mail.subject).toMatch(/^Urgent: Emergency, Callum Reid: Incomplete/);
			expect(mail.text).toMatch(/may still have access[\s\S]*okta/);
			expect(stage.sandbox.google.accessOf(sydney.workEmail).status).toBe('suspended');
		});
	});
});
