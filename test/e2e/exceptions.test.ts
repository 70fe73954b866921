import { chromiumFromEnvironment, openEditor, type Editor } from '../../scripts/n8n';
import { readTemplate, setStage, type Stage } from '../../scripts/stage';

jest.setTimeout(180_000);

const browser = chromiumFromEnvironment();
const whereThereIsABrowser = 'path' in browser ? describe : describe.skip;

whereThereIsABrowser(`the forms of the exceptions template${'missing' in browser ? ` (skipped: ${browser.missing})` : ''}`, () => {
	let stage: Stage;
	let editor: Editor;
	beforeAll(async () => {
		// The browser does not know the certificate of the ingress.
		stage = await setStage({ env: { N8N_WEBHOOK_URL: '', WEBHOOK_URL: '' } });
		await stage.n8n.api.activate((await stage.importTemplate('exceptions.json')).id);
		editor = await openEditor(stage.n8n, { chromiumPath: (browser as { path: string }).path });
	});
	afterAll(async () => {
		await editor?.close();
		await stage?.stop();
	});

	/** Signed in, as n8n asks whoever opens the form; then what the ending page says. */
	const submit = async (form: string, fields: { [label: string]: string }): Promise<string> => {
		const { page } = editor;
		const { webhookId } = readTemplate('exceptions.json').nodes.find(({ name }) => name === form) as { webhookId?: string };
		await page.goto(`${stage.n8n.url}/form/${webhookId}`);
		const allow = page.getByRole('button', { name: /allow/i });
		const first = Object.keys(fields)[0]!;
		await allow.or(page.getByLabel(first)).first().waitFor();
		if (await allow.isVisible()) await allow.click();
		for (const [label, value] of Object.entries(fields)) {
			const field = page.getByLabel(label);
			if ((await field.evaluate((element) => element.tagName)) === 'SELECT') await field.selectOption(value);
			else await field.fill(value);
		}
		await page.locator('#submit-btn').click();
		await page.waitForURL(/form-waiting/);
		return await page.locator('body').innerText();
	};
	const registered = async () => {
		const ledger = await stage.openLedger();
		const records = await ledger.records({ kinds: ['exception.registered', 'exception.ended'] });
		await ledger.close();
		return records.map(({ kind, content }) => ({ kind, ...content }));
	};
	const who = 'Who: HR IDs, work emails, logins or account IDs, one per line';

	test('who is signed in registers somebody, is told of what is missing, and ends it again', async () => {
		const incomplete = await submit('Register an Exception', { Type: 'Exception', [who]: 'ada@kestrel.example', Reason: 'handover', 'What stays (for an exception only)': 'Okta: Remove From Groups' });
		expect(incomplete).toMatch(/Nothing was registered[\s\S]*needs a day on which it ends/);
		expect(await registered()).toEqual([]);

		expect(await submit('Register an Exception', { Type: 'Protected', [who]: 'breakglass@kestrel.example\n00u1', Reason: 'break-glass account' })).toMatch(/Registered[\s\S]*Protected ex_/);
		const [one] = await registered();
		expect(one).toMatchObject({ type: 'protected', who: ['breakglass@kestrel.example', '00u1'], owner: 'Olivia Owner <owner@example.test>', registeredBy: 'Olivia Owner <owner@example.test>' });

		const { id } = one as unknown as { id: string };
		expect(await submit('End an Exception', { 'Exception ID': id, Why: 'no longer there' })).toMatch(/Ended[\s\S]*ended\./);
		expect((await registered())[1]).toMatchObject({ kind: 'exception.ended', id, by: 'Olivia Owner <owner@example.test>', why: 'no longer there' });
	});
});
