import type { IDataObject, INode } from 'n8n-workflow';
import { readCatalogue } from '../../lifecycle/accessPlan/catalogue';
import { planSystems } from '../../nodes/AccessPlan/systems';
import { people, startSandbox, type Sandbox } from '../../sandbox';
import { enteredBy } from '../../scripts/stage/credentials';
import { expectSentence } from '../harness/expectations';
import { bambooTrigger, startSite, type Site } from '../harness/site';
import { kindOf, importedFrom, nodeIn, oursIn, templateIn } from '../harness/template';
import { publish } from '../harness/trigger';

const template = templateIn('set-up.json');
const checking = oursIn(template).filter(({ parameters }) => parameters['operation'] === 'checkPermissions');

describe('the example of a role catalogue', () => {
	const { rows } = JSON.parse(nodeIn(template, 'Example Rows').parameters['jsonOutput'] as string) as { rows: IDataObject[] };
	let company: Sandbox;
	beforeAll(async () => {
		company = await startSandbox();
	});
	afterAll(() => company.stop());

	test('is one that can be planned with', () => {
		expect(readCatalogue(rows.map((row, index) => ({ id: index + 1, ...row })), planSystems)).not.toHaveProperty('faults');
	});

	test('has the columns of the table that is made for it', () => {
		const { column } = nodeIn(template, 'Make the Role Catalogue').parameters['columns'] as { column: { name: string; type: string }[] };
		for (const row of rows) expect(Object.keys(row)).toEqual(column.map(({ name }) => name));
		for (const { name, type } of column) expect([...new Set(rows.map((row) => row[name]))].filter((value) => value !== null && typeof value !== type)).toEqual([]);
	});

	test('knows every department of the simulated company, and asks of people what they are', () => {
		const named = (column: string) => new Set(rows.map((row) => row[column]).filter((value) => value !== ''));
		expect(named('department')).toEqual(new Set(people.map(({ department }) => department)));
		for (const title of named('title')) expect(people.some(({ jobTitle }) => new RegExp(`^${String(title).replace('*', '.*')}$`).test(jobTitle))).toBe(true);
	});

	test('names groups that are there and can be given by hand', () => {
		const known: { [system: string]: string[] } = {
			Okta: [...company.okta.state.groups.values()].filter(({ type, description }) => type === 'OKTA_GROUP' && description !== 'Filled by a group rule').map(({ name }) => name),
			'Google Workspace': [...company.google.state.groups.values()].filter(({ dynamicDepartment }) => dynamicDepartment === undefined).map(({ name }) => name),
			'Entra ID': [...company.entra.state.groups.values()].filter(({ groupTypes }) => !groupTypes.includes('DynamicMembership')).map(({ displayName }) => displayName),
		};
		expect(rows.filter((row) => !known[String(row['system'])]?.includes(String(row['right_name'])))).toEqual([]);
	});

	test('has whom to ask about what is privileged', () => {
		const approvers = rows.filter((row) => row['privileged'] === true).map((row) => String(row['approver']));
		expect(approvers.length).toBeGreaterThan(0);
		for (const approver of approvers) expect(['manager', ...people.map(({ workEmail }) => workEmail)]).toContain(approver);
	});
});

describe('as imported', () => {
	test('every system is asked, one after the other, and none keeps the next from being asked', async () => {
		const { systems } = await import('../../systems');
		expect(checking).toHaveLength(systems.length);
		expect(checking.filter(({ onError }) => onError !== 'continueRegularOutput')).toEqual([]);
	});

	test('the systems that everybody is asked about first are on, and the others off, as in the leaver template', () => {
		// What is done by hand is in no system.
		const off = (name: string) => new Set(oursIn(templateIn(name)).filter((node) => node.disabled === true && kindOf(node) !== 'evidenceLedger').map(kindOf));
		expect(off('set-up.json')).toEqual(off('leaver.json'));
	});

	test('nothing is pinned: what an example says would be taken for the truth', () => {
		expect((template as unknown as { pinData: object }).pinData).toEqual({});
	});

	test('the table is read by its name everywhere', () => {
		const tables = template.nodes.filter((node) => kindOf(node) === 'dataTable').map(({ parameters }) => parameters['dataTableId'] ?? parameters['tableName'] ?? (parameters['options'] as IDataObject)['filterName']);
		for (const table of tables) expect(JSON.stringify(table)).toContain('Role Catalogue');
	});
});

describe('the report', () => {
	let site: Site;
	beforeEach(async () => {
		site = await startSite();
	});
	afterEach(() => site.stop());

	const standIns = (own: string): string => (['set', 'executeWorkflow'].includes(own) ? own : 'passOn');
	const entered = (): { [name: string]: INode['parameters'] } => Object.fromEntries(Object.entries(enteredBy(site.sandbox)).map(([name, fields]) => [name.replace(/^(Cut|Secure)/, 'Check'), fields as INode['parameters']]));
	/** From where n8n's own Data Table nodes have put out what they did. */
	const run = async (switchedOn: readonly string[] = []) => {
		const nodes = importedFrom(template, entered(), standIns).map((one) => (switchedOn.includes(one.name) ? { ...one, disabled: false } : one));
		const answered = { rows: 15, filledNow: false, lookAlikes: '', outsideDate: new Date().toUTCString() };
		const ran = await site.n8n.runFrom(site.n8n.workflow(nodes, template.connections), 'Begin the Report', [[{ json: answered }]]);
		expect(ran.error).toBeUndefined();
		return { report: ran.items('Write the Report')[0]!, told: ran.items('Tell IT') };
	};
	const mended = ['Check JumpCloud', 'Check AWS IAM', 'Check AWS Identity Center', 'Check GitHub', 'Check SCIM Application', 'Check n8n', 'Check Intune', 'Check Jamf', 'Check Fleet', 'Check Iru'];

	test('names what is ready and what is missing, in words, and tells IT', async () => {
		const { report, told } = await run();
		expect(report['ready']).toEqual(['Role catalogue', 'Evidence ledger', 'Clock', 'BambooHR', 'Okta', 'Google Workspace', 'Entra ID']);
		expect(report['missing']).toEqual(['Break-glass accounts', 'Triggers', 'Copies of the evidence']);
		expect(told).toMatchObject([{ audience: 'it', how: 'notice', subject: 'Set-up: 3 of 10 checks need attention', text: report['text'], about: 'set-up' }]);
		expect(String(report['text'])).toMatch(/^Missing:\n- Break-glass accounts: Nobody[^]*\n\nReady:\n- Role catalogue: The Data Table "Role Catalogue" has 15 rows\n/);
		for (const line of String(report['text']).split('\n').filter((one) => one.startsWith('- '))) expectSentence(`${line.slice(2).replace(/\.$/, '')}.`.replace(/^./, (first) => first.toUpperCase()));
	});

	test('asks the systems that are switched on, whichever they are', async () => {
		const { report } = await run(mended);
		expect((report['checks'] as unknown as { what: string; ok: boolean }[]).slice(-13).map(({ what, ok }) => [what, ok])).toEqual(
			['Okta', 'Google Workspace', 'Entra ID', 'JumpCloud', 'AWS IAM', 'AWS Identity Center', 'GitHub', 'Kestrel Wiki', 'n8n', 'Intune', 'Jamf Pro', 'Fleet', 'Iru'].map((what) => [what, true]),
		);
	});

	test('G11: one that breaks does not keep the others from being asked', async () => {
		site.sandbox.faults.google.add({ effect: { kind: 'html' } });
		const { report } = await run();
		expect(report['missing']).toContain('Google Workspace');
		expect(report['ready']).toEqual(expect.arrayContaining(['Okta', 'Entra ID']));
	});

	test('the address a trigger was published at is asked, and nothing is posted to it', async () => {
		const flow = publish(site.n8n, [bambooTrigger()]);
		await flow.activate();
		const { report } = await run();
		const webhook = (report['checks'] as unknown as { what: string; ok: boolean; message: string }[]).find(({ what }) => what === 'Webhook for bamboohr/kestrel');
		expect(webhook).toMatchObject({ ok: false, message: expect.stringMatching(/does not reach itself at https:\/\/n8n\.kestrel\.example\//) as string });
		expect(await site.records({ kinds: ['webhook.refused'] })).toEqual([]);
	});
});
