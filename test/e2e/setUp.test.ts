import { itemsOf, type Execution } from '../../scripts/n8n';
import { readTemplate, setStage, type Stage } from '../../scripts/stage';
import type { Checked } from '../../lifecycle/check';
import { registerException } from '../../lifecycle/exceptions/register';
import { outsiders } from '../../sandbox';

jest.setTimeout(240_000);

let stage: Stage;
beforeAll(async () => {
	// n8n asks its own public address, and does not know the certificate of the ingress.
	stage = await setStage({ env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
});
afterAll(() => stage?.stop());

const file = 'set-up.json';
const { id } = readTemplate(file);
const exampleRows = 15;

const run = async (): Promise<Execution> => {
	const execution = await stage.n8n.api.waitForExecution({ id: (await stage.n8n.api.runManually(id!, 'Check Everything'))! });
	expect(execution.data.resultData.error?.message).toBeUndefined();
	return execution;
};
interface Report {
	ready: string[];
	missing: string[];
	subject: string;
	text: string;
	checks: Checked[];
}
const reportOf = (execution: Execution): Report => itemsOf(execution, 'Write the Report')[0] as unknown as Report;
const rowsIn = (execution: Execution) => itemsOf(execution, 'Read the Table');
const ran = (execution: Execution, node: string): boolean => execution.data.resultData.runData[node] !== undefined;
const recordsOf = async (...kinds: string[]) => {
	const ledger = await stage.openLedger();
	return await ledger.records({ kinds }).finally(() => ledger.close());
};
const importWith = (address: string) =>
	stage.importTemplate(file, (node) => {
		if (node.name === 'Ask a Server Outside for the Time') node.parameters['url'] = address;
	});

test('as imported, before any credential exists, it makes the role catalogue and says what there is to do', async () => {
	await stage.n8n.api.importWorkflow(readTemplate(file), {
		patch: (node) => {
			if (node.name === 'Ask a Server Outside for the Time') node.parameters['url'] = 'http://127.0.0.1:1/';
		},
	});
	const execution = await run();
	expect(rowsIn(execution)).toHaveLength(exampleRows);
	expect(rowsIn(execution)[5]).toMatchObject({ department: 'Engineering', title: 'Engineering Manager*', location: '', system: 'Okta', right_name: 'Release Managers', privileged: true, approver: 'manager', conflicts_with: 'Okta: IT Support Leads', overlap_days: null });
	const { ready, missing, text } = reportOf(execution);
	expect(ready).toEqual(['Evidence ledger']);
	expect(missing).toEqual(['Role catalogue', 'Break-glass accounts', 'Triggers', 'Copies of the evidence', 'Clock', 'BambooHR', 'Okta', 'Google Workspace', 'Entra ID']);
	expect(text).toMatch(/- Role catalogue: .* filled with an example of 15 rows\. Replace them/);
	expect(text).toMatch(/- Okta: This node has no credential it could use.*choose one/);
	await stage.n8n.api.deleteWorkflow(id!);
});

test('where everything is set up it says so, doubles nothing, and touches nobody', async () => {
	const { api } = stage.n8n;
	await api.activate((await stage.importTemplate('leaver.json')).id);
	const ledger = await stage.openLedger();
	await registerException(ledger, { type: 'protected', who: [outsiders.breakGlass], system: null, step: null, owner: 'CISO', reason: 'break-glass account', expiresAt: null, registeredBy: 'IT Admin' }, new Date());
	await ledger.close();
	await importWith(stage.sandbox.okta.url);

	const execution = await run();
	const { missing, ready, subject, text, checks } = reportOf(execution);
	expect({ missing, text }).toMatchObject({ missing: ['Copies of the evidence'] });
	expect(ready).toEqual(['Role catalogue', 'Evidence ledger', 'Break-glass accounts', 'Triggers', 'Webhook for bamboohr/kestrel', 'Clock', 'BambooHR', 'Okta', 'Google Workspace', 'Entra ID']);
	expect(subject).toBe('Set-up: 1 of 11 checks need attention');
	expect(checks.find(({ what }) => what.startsWith('Webhook'))!.message).toMatch(/^n8n is reached at https:\/\/.*\/bamboohr, and the trigger listens there$/);
	expect(ran(execution, 'Fill In the Example')).toBe(false);
	expect(ran(execution, 'Make the Role Catalogue')).toBe(false);
	expect(rowsIn(await run())).toHaveLength(exampleRows);
	expect(await recordsOf('webhook.refused', 'case.opened', 'step.intended')).toEqual([]);
});

test('G11: the one scope that was taken away is named, and told to IT', async () => {
	for (const app of stage.sandbox.okta.state.serviceApps.values()) app.scopes = app.scopes.filter((scope) => scope !== 'okta.devices.manage');
	const { missing, checks, text } = reportOf(await run());
	expect(missing).toEqual(['Copies of the evidence', 'Okta']);
	expect(checks.find(({ what }) => what === 'Okta')).toMatchObject({ ok: false, missing: ['okta.devices.manage'] });
	expect(text).toMatch(/- Okta: .*okta\.devices\.manage/);
	const mail = await stage.sandbox.mail.waitForMail(({ subject, text: body }) => /2 of 11 checks need attention/.test(subject) && /okta\.devices\.manage/.test(body));
	expect(mail.text).toMatch(/Ready:\s[\s\S]*- Entra ID: Connected/);
});

test('a second table that n8n could take for the catalogue is told of, and nothing is filled in', async () => {
	const { api } = stage.n8n;
	const project = await api.request<{ id: string }>('GET', '/rest/projects/personal');
	await api.request('POST', `/rest/projects/${project.id}/data-tables`, { name: 'Old Role Catalogue', columns: [{ name: 'department', type: 'string' }] });
	const execution = await run();
	expect(ran(execution, 'Fill In the Example')).toBe(false);
	expect(reportOf(execution).missing).toContain('Role catalogue');
	expect(reportOf(execution).text).toContain('also Old Role Catalogue');
});
