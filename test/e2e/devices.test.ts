import { chromiumFromEnvironment, itemsOf, openEditor, type Editor, type Execution, type NodeJson } from '../../scripts/n8n';
import { readTemplate, setStage, switchOn, type Stage } from '../../scripts/stage';
import { cast } from '../../sandbox';

jest.setTimeout(240_000);

const browser = chromiumFromEnvironment();
const whereThereIsABrowser = 'path' in browser ? describe : describe.skip;

whereThereIsABrowser(`a device of somebody who left, until it has answered${'missing' in browser ? ` (skipped: ${browser.missing})` : ''}`, () => {
	let stage: Stage;
	let editor: Editor;
	beforeAll(async () => {
		// The browser does not know the certificate of the ingress.
		stage = await setStage({ env: { N8N_WEBHOOK_URL: '', WEBHOOK_URL: '' } });
		editor = await openEditor(stage.n8n, { chromiumPath: (browser as { path: string }).path });
	});
	afterAll(async () => {
		await editor?.close();
		await stage?.stop();
	});

	const intune = () => stage.sandbox.entra.intune;
	const laptop = () => intune().devices().find(({ person, platform }) => person === cast.leaver.workEmail && platform === 'windows')!.id;

	const run = async (workflowId: string, trigger: string): Promise<Execution> => {
		const id = await stage.n8n.api.runManually(workflowId, trigger);
		return await stage.n8n.api.waitForExecution({ id: id! });
	};

	/** The part of the leaver template that a termination would reach, begun by hand. */
	const leaves = async (): Promise<Execution> => {
		const { workEmail, id, firstName, lastName } = cast.leaver;
		const at = new Date().toISOString();
		const item = { person: { id, name: `${firstName} ${lastName}`, workEmail, workerType: 'Employee' }, event: { kind: 'terminate', source: 'bamboohr', key: 'bamboohr/30/1', effectiveAt: at, receivedAt: at } };
		const template = readTemplate('leaver.json');
		const kept = ['Open Case', 'Which Kind of Person?', 'Devices of Contractors', 'Devices of Employees', 'Everybody Again', 'Secure Intune Devices', 'Close Case'];
		const on = switchOn(stage.sandbox);
		const nodes = template.nodes.filter(({ name }) => kept.includes(name)).map((node) => structuredClone(node));
		for (const node of nodes) {
			on(node);
			if (node.name === 'Open Case') node.parameters['dryRun'] = false;
			if (node.name === 'Secure Intune Devices') node.credentials = { jmlIntuneApi: { id: stage.credentials['jmlIntuneApi']!, name: 'Intune' } };
		}
		const begin: NodeJson[] = [
			{ id: '1', name: 'Begin', type: 'n8n-nodes-base.scheduleTrigger', typeVersion: 1.3, position: [0, 0], parameters: { rule: { interval: [{ field: 'days' }] } } },
			{ id: '2', name: 'They Leave', type: 'n8n-nodes-base.set', typeVersion: 3.4, position: [200, 0], parameters: { mode: 'raw', jsonOutput: JSON.stringify(item), options: {} } },
		];
		const link = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
		const asShipped = ['Open Case', 'Which Kind of Person?', 'Devices of Contractors', 'Devices of Employees', 'Everybody Again'].map((node) => [node, template.connections[node]]);
		const connections = { Begin: link('They Leave'), 'They Leave': link('Open Case'), ...Object.fromEntries(asShipped), 'Secure Intune Devices': link('Close Case') };
		const { id: workflowId } = await stage.n8n.api.importWorkflow({ name: 'They leave', nodes: [...begin, ...nodes], connections: connections as never, settings: template.settings } as never);
		return await run(workflowId, 'Begin');
	};

	const settledOf = async (deviceId: string) => {
		const ledger = await stage.openLedger();
		const records = await ledger.records({ kinds: ['step.settled'], subject: `intune/${deviceId}` });
		await ledger.close();
		return records.flatMap(({ content }) => (content?.['step'] === 'wipe' ? [content] : []));
	};

	const openForm = async (): Promise<void> => {
		const { page } = editor;
		const { webhookId } = readTemplate('device-decisions.json').nodes.find(({ name }) => name === 'Say Something of a Device') as { webhookId?: string };
		await page.goto(`${stage.n8n.url}/form/${webhookId}`);
		const allow = page.getByRole('button', { name: /allow/i });
		await allow.or(page.locator('#submit-btn')).first().waitFor();
		if (await allow.isVisible()) await allow.click();
		await page.locator('#submit-btn').waitFor();
	};
	const submit = (): Promise<void> => editor.page.locator('#submit-btn').click();
	const say = async (which: RegExp, what: string): Promise<{ read: string; said: string }> => {
		const { page } = editor;
		await openForm();
		await submit();
		await page.getByLabel(which).first().check();
		await submit();
		await page.locator('select').waitFor();
		const read = await page.locator('pre').innerText();
		await page.locator('select').selectOption(what);
		await page.locator('textarea').fill('it is on my desk');
		await submit();
		await page.getByText(/Decided|Nothing was decided/).first().waitFor();
		return { read, said: await page.locator('body').innerText() };
	};

	test('locked at the cut, wiped when somebody says that it is back, followed to its answer', async () => {
		const windows = laptop();
		const cut = itemsOf(await leaves(), 'Close Case')[0] as { case: { verdict: string }; steps: { step: string; outcome: string; account: { id: string } | null; accepted?: true }[]; devices: object };
		expect(cut.devices).toEqual({ lock: true, wipe: 'onReturnOrAfterDays', days: 30, wipeWhatCannotBeLocked: false, removeCompanyData: true });
		expect(cut.steps.filter(({ outcome, accepted }) => !accepted && !['done', 'not_removable_here'].includes(outcome))).toEqual([]);
		expect(cut.case.verdict).toBe('Complete');
		expect(cut.steps.find(({ step, account }) => step === 'wipe' && account?.id === windows)).toMatchObject({ outcome: 'pending', accepted: true });
		expect(intune().commandsOf(windows).filter(({ action }) => action === 'wipe')).toEqual([]);

		const decisions = await stage.importTemplate('device-decisions.json');
		await stage.n8n.api.activate(decisions.id);
		const { read, said } = await say(/wipe of .*(Windows|KST-C02-3030)/, 'It is back');
		expect(read).toMatch(/Mateo Rivas[\s\S]*when it is back|as soon as somebody says/);
		expect(said).toMatch(/is back[\s\S]*Olivia Owner: it is on my desk/);

		const on = switchOn(stage.sandbox);
		const followUp = await stage.importTemplate('device-follow-up.json', (node) => {
			on(node);
			if (node.name === 'Ask Intune') delete node.disabled;
		});
		const asked = await run(followUp.id, 'Every 15 Minutes');
		expect(itemsOf(asked, 'Whom to Ask Again')).toEqual(expect.arrayContaining([expect.objectContaining({ management: 'intune' })]));
		expect(intune().commandsOf(windows).filter(({ action }) => action === 'wipe')).toHaveLength(1);
		expect(intune().stateOf(windows).wiped).toBe(true);
		expect(await settledOf(windows)).toMatchObject([{ step: 'wipe', outcome: 'pending', accepted: true }, { step: 'wipe', outcome: 'done' }]);

		expect(intune().devices().filter(({ person, platform }) => person === cast.leaver.workEmail && platform === 'macos')).toHaveLength(1);
	});

	test('one that refuses the wipe is not taken for wiped; waived by somebody with a name, the case is closed and IT is told', async () => {
		const { id: mac } = intune().devices().find(({ person, platform }) => person === cast.leaver.workEmail && platform === 'macos')!;
		intune().refuseNext(mac);
		expect((await say(/wipe of .*KST-MBP-3030/, 'It is back')).said).toMatch(/is back/);
		const followUp = readTemplate('device-follow-up.json').id!;
		await run(followUp, 'Every 15 Minutes');
		expect(intune().stateOf(mac).wiped).toBe(false);
		expect((await settledOf(mac)).at(-1)).not.toMatchObject({ outcome: 'done' });

		const nothing = editor.page.getByText(/Nothing is open/i).first();
		const box = editor.page.locator('input[type=checkbox]').first();
		const isAnythingOpen = async (): Promise<boolean> => {
			await openForm();
			await submit();
			await nothing.or(box).first().waitFor();
			return !(await nothing.isVisible());
		};
		while (await isAnythingOpen()) expect((await say(/ of /, 'Waive it')).said).toMatch(/Decided[\s\S]*Olivia Owner: it is on my desk/);
		const over = await stage.sandbox.mail.waitForMail(({ subject }) => /^Devices of Mateo Rivas: /.test(subject));
		expect(over.subject).toContain('Complete');
	});
});
