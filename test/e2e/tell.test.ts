import { itemsOf, type Execution, type NodeJson, type SavedWorkflow } from '../../scripts/n8n';
import { readTemplate, setStage, switchOn, type Stage } from '../../scripts/stage';
import { attachmentIn } from '../../scripts/stage/evidence';
import type { Sandbox } from '../../sandbox';

jest.setTimeout(240_000);

interface Told {
	how: string;
	by: string;
	to: string;
	id: string;
	url: string;
	created: boolean;
	problem?: string;
}

const tellId = readTemplate('tell.json').id!;
const path = 'somebody-is-to-know';

let stage: Stage;
let sandbox: Sandbox;
let caller: SavedWorkflow;
beforeAll(async () => {
	stage = await setStage();
	sandbox = stage.sandbox;
	caller = await stage.n8n.api.importWorkflow(callingWorkflow());
	await stage.n8n.api.activate(caller.id);
});
afterAll(() => stage?.stop());
afterEach(() => {
	for (const faults of Object.values(sandbox.faults)) faults.clear();
});

/** As the other templates call it: an item, a file with it, and *Execute Sub-workflow* as in the leaver template. */
const callingWorkflow = () => {
	const node = (name: string, type: string, typeVersion: number, parameters: NodeJson['parameters'], more: Partial<NodeJson> = {}): NodeJson => ({ id: name, name, type: `n8n-nodes-base.${type}`, typeVersion, position: [0, 0], parameters, ...more });
	const { parameters, typeVersion } = readTemplate('leaver.json').nodes.find(({ name }) => name === 'Tell IT')!;
	const { workflowInputs } = parameters as { workflowInputs: { value: Record<string, unknown> } };
	const value = Object.fromEntries(Object.keys(workflowInputs.value).map((name) => [name, `={{ $json.${name} }}`]));
	const link = (...names: string[]) => ({ main: [names.map((name) => ({ node: name, type: 'main', index: name === 'Both' ? Number(names.length === 1) : 0 }))] });
	return {
		name: 'Somebody is to know',
		nodes: [
			node('Asked', 'webhook', 2, { httpMethod: 'POST', path, responseMode: 'lastNode' }, { webhookId: path }),
			node('Item', 'set', 3.4, { mode: 'raw', jsonOutput: '={{ $json.body }}', options: {} }),
			node('File', 'convertToFile', 1.1, { operation: 'toJson', binaryPropertyName: 'evidence', options: { fileName: 'evidence.json' } }),
			node('Both', 'merge', 3, { mode: 'combine', combineBy: 'combineByPosition', options: {} }),
			node('Tell', 'executeWorkflow', typeVersion, { ...parameters, workflowInputs: { ...workflowInputs, value } }),
		],
		connections: { Asked: link('Item'), Item: link('Both', 'File'), File: link('Both'), Both: link('Tell') },
		settings: { executionOrder: 'v1' },
	};
};

/** What an administrator does in *Tell Somebody*: writes into *Who Is Told*, presses D on the nodes, publishes. */
const chosen = async (entered: Record<string, string> = {}): Promise<void> => {
	const { api } = stage.n8n;
	const on = switchOn(sandbox);
	const places = { gitHubOwner: sandbox.connections.github.organization, gitHubRepository: 'platform', spreadsheet: `https://docs.google.com/spreadsheets/d/${sandbox.connections.google.spreadsheet}/edit` };
	const values: Record<string, string> = { ...places, ticketSystem: 'mail', chat: 'none', ...entered };
	const { nodes } = await api.workflow(tellId);
	for (const node of nodes) {
		on(node);
		if (node.name !== 'Who Is Told') continue;
		for (const one of (node.parameters['assignments'] as { assignments: { name: string; value: unknown }[] }).assignments) one.value = values[one.name] ?? one.value;
	}
	await api.updateWorkflow(tellId, { nodes, versionId: (await api.workflow(tellId)).versionId });
	await api.activate(tellId);
};

const ask = (item: Record<string, unknown>): Promise<Response> =>
	fetch(`${stage.n8n.url}/webhook/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ audience: 'it', address: '', how: 'notice', urgent: false, subject: 'Leaver Mateo Rivas: Complete', text: 'Everything is cut.', caseId: '', about: 'verdict', ...item }) });
const tell = async (item: Record<string, unknown>): Promise<Told> => {
	const answer = (await (await ask(item)).json()) as { told: Told };
	return answer.told;
};
const lastRun = async (): Promise<Execution> => stage.n8n.api.execution((await stage.n8n.api.executions({ workflowId: tellId, limit: 1 }))[0]!.id);

describe('a notice', () => {
	test('is mailed as imported, with the file that came along', async () => {
		expect(await tell({ subject: 'with a file' })).toMatchObject({ how: 'notice', by: 'mail', to: 'it@example.com', id: expect.stringContaining('@'), created: true });
		const mail = await sandbox.mail.waitForMail(({ subject }) => subject === 'with a file');
		expect(attachmentIn(mail)).toMatchObject({ fileName: 'evidence.json' });
		expect(JSON.parse(attachmentIn(mail).content.toString('utf8'))).toMatchObject([{ subject: 'with a file' }]);
		expect(itemsOf(await lastRun(), 'Everybody Was Told')[0]).toMatchObject({ audience: 'it', told: { created: true } });
	});

	test('for a manager nobody knows goes to whoever is told then', async () => {
		await chosen({ 'addresses.fallback': 'desk@example.com' });
		expect(await tell({ audience: 'manager', address: '', subject: 'no manager' })).toMatchObject({ to: 'desk@example.com', created: true });
		expect((await sandbox.mail.waitForMail(({ subject }) => subject === 'no manager')).to).toEqual(['desk@example.com']);
		expect(await tell({ audience: 'manager', address: 'grace@example.com', subject: 'a manager' })).toMatchObject({ to: 'grace@example.com' });
	});

	test('is posted to Slack as well where that is chosen, urgent ones to the urgent channel', async () => {
		const { channel, urgentChannel } = sandbox.connections.slack;
		await chosen({ chat: 'slack', channel: `#${channel}`, urgentChannel: `#${urgentChannel}` });
		expect(await tell({ text: '<!channel> & everybody' })).toMatchObject({ by: 'mail and slack', created: true });
		expect(await tell({ urgent: true })).not.toHaveProperty('problem');
		expect(sandbox.slack.messages().map((message) => [message.channel, message.text])).toEqual([
			[channel, 'Leaver Mateo Rivas: Complete\n&lt;!channel&gt; &amp; everybody'],
			[urgentChannel, ':rotating_light: Urgent: Leaver Mateo Rivas: Complete\nEverything is cut.'],
		]);
	});

	test('is posted to Teams, also when the token has lapsed', async () => {
		await chosen({ chat: 'teams' });
		expect(await tell({})).toMatchObject({ by: 'mail and teams', url: expect.stringMatching(/^https:\/\/teams\.microsoft\.com\//) });
		sandbox.teams.state.tokens.clear();
		expect(await tell({})).toMatchObject({ by: 'mail and teams' });
		expect(sandbox.teams.messages().map(({ content }) => content)).toEqual(Array(2).fill('Leaver Mateo Rivas: Complete\n\nEverything is cut.'));
	});

	test('is mailed when the chat is down, and the item says so', async () => {
		await chosen({ chat: 'slack' });
		sandbox.faults.slack.add({ effect: { kind: 'status', status: 503 } });
		expect(await tell({ subject: 'chat is down' })).toMatchObject({ by: 'mail', created: true, problem: expect.stringMatching(/^Slack could not be told \(.+\)\. Look at Post to Slack/) });
		await sandbox.mail.waitForMail(({ subject }) => subject === 'chat is down');
		sandbox.faults.slack.clear();
		await chosen({ chat: 'slack', channel: `#${sandbox.connections.slack.otherChannel}` });
		expect((await tell({})).problem).toMatch(/not_in_channel/);
	});
});

describe.each<[string, () => { id: string }[], RegExp]>([
	['serviceNow', () => sandbox.serviceNow.tickets().map((ticket) => ({ id: ticket['correlation_id']! })), /^https:\/\/kestrel\.service-now\.com\/incident\.do\?sys_id=\w{32}$/],
	['jira', () => sandbox.jira.issues('IT').map(({ labels }) => ({ id: labels[0]! })), /\/browse\/IT-\d+$/],
	['jiraServiceManagement', () => sandbox.jira.issues('HELP').map(({ labels }) => ({ id: labels[0]! })), /\/browse\/HELP-\d+$/],
	['gitHub', () => [...sandbox.github.state.issues.values()].map(({ labels }) => ({ id: labels[0]! })), /^https:\/\/github\.com\/kestrel\/platform\/issues\/\d+$/],
	['googleSheets', () => sandbox.google.ticketRows().map(([id]) => ({ id: String(id) })), /^https:\/\/docs\.google\.com\/spreadsheets\//],
])('a ticket in %s', (ticketSystem, tickets, url) => {
	const number = `hr_event_${ticketSystem}/laptop`;
	const laptop = { how: 'ticket', caseId: `hr_event_${ticketSystem}`, about: 'laptop', subject: '=cmd() of Mateo Rivas' };
	beforeAll(() => chosen({ ticketSystem }));

	test('carries the number, and is there once however often it is asked for', async () => {
		const first = await tell(laptop);
		expect(first).toEqual({ how: 'ticket', by: ticketSystem, to: 'it@example.com', id: expect.any(String), url: expect.stringMatching(url), created: true });
		expect(await tell(laptop)).toEqual({ ...first, created: false });
		expect(tickets().filter(({ id }) => id === number)).toHaveLength(1);
	});

	test('another one of the same case is another', async () => {
		expect(await tell({ ...laptop, about: 'phone' })).toMatchObject({ created: true });
		expect(tickets().map(({ id }) => id)).toEqual([number, `hr_event_${ticketSystem}/phone`]);
	});

	test('which the system does not take is mailed, and is not opened twice for that', async () => {
		const double = { serviceNow: 'serviceNow', jira: 'jira', jiraServiceManagement: 'jira', gitHub: 'github', googleSheets: 'google' }[ticketSystem] as keyof Sandbox['faults'];
		sandbox.faults[double].add({ effect: { kind: 'status', status: 503 } });
		const outcome = await tell(laptop);
		expect(outcome).toMatchObject({ by: 'mail', id: number, created: true, problem: expect.stringMatching(/took no ticket \(.+\), so it was mailed\./) });
		await sandbox.mail.waitForMail(({ subject }) => subject === `=cmd() of Mateo Rivas [${number}]`);
		sandbox.faults[double].clear();
		expect(await tell(laptop)).toMatchObject({ by: ticketSystem, created: false });
		expect(tickets().filter(({ id }) => id === number)).toHaveLength(1);
	});
});

test('the ticket system is changed in one place, and back', async () => {
	const ticket = { how: 'ticket', caseId: 'hr_event_change', about: 'laptop' };
	for (const [system, by] of [['jira', 'jira'], ['serviceNow', 'serviceNow'], ['mail', 'mail'], ['nothing we know', 'mail']] as const) {
		await chosen({ ticketSystem: system });
		expect(await tell(ticket)).toMatchObject({ by, created: true });
	}
});

test('a query that ServiceNow takes for none shows other tickets, and these do not count', async () => {
	await chosen({ ticketSystem: 'serviceNow' });
	const { fields } = sandbox.serviceNow.state.tables['incident']!;
	Object.assign(sandbox.serviceNow.state.tables['incident']!, { fields: fields.filter((field) => field !== 'correlation_id') });
	expect(await tell({ how: 'ticket', caseId: 'hr_event_ignored', about: 'laptop' })).toMatchObject({ by: 'serviceNow', created: true });
	Object.assign(sandbox.serviceNow.state.tables['incident']!, { fields });
});

test('no secret of any of them is in what n8n keeps of a run', async () => {
	await chosen({ chat: 'slack', ticketSystem: 'jira' });
	await tell({ urgent: true });
	await tell({ how: 'ticket', caseId: 'hr_event_secret' });
	const kept = JSON.stringify(await Promise.all((await stage.n8n.api.executions({ workflowId: tellId, limit: 100 })).map(({ id }) => stage.n8n.api.execution(id))));
	const { slack, jira, serviceNow, github, teams, mail } = sandbox.connections;
	for (const secret of [slack.botToken, jira.apiToken, serviceNow.password, github.token, teams.oauth.refreshToken, mail.password]) expect(kept).not.toContain(secret);
});

test('unpublished, it is not run for others: whoever calls it is told what to do', async () => {
	const after = await stage.n8n.api.lastExecutionId();
	await stage.n8n.api.deactivate(tellId);
	expect((await ask({})).status).toBe(500);
	const failed = await stage.n8n.api.waitForExecution({ workflowId: caller.id, after });
	expect(failed.data.resultData.error!.message).toMatch(/not (?:active|published)/i);
	await stage.n8n.api.activate(tellId);
	expect(await tell({})).toMatchObject({ created: true });
});
