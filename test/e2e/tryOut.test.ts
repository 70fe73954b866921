import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openLedger } from '../../ledger';
import { n8nFromEnvironment, packTarball, startN8n, type Execution, type NodeJson, type RunningN8n, type WorkflowJson } from '../../scripts/n8n';
import { readTemplate, templates } from '../../scripts/stage';

jest.setTimeout(240_000);

/** Run by hand only, without an example; `setUp.test.ts` does. */
const withExample = templates().filter((file) => file !== 'set-up.json');

/** The node that says what there is comes switched off. */
const byHand = ['One Ticket for Each', 'Open a Ticket', 'Tell IT Instead', 'Was No Ticket Opened?'];

/** Branches that the example does not take: what is out of the ordinary, and what a dry run tells nobody. */
const passedBy: { [file: string]: string[] } = {
	'access-review.json': ['Fail, So That It Shows'],
	'audit-quarter.json': ['Tell Somebody'],
	'contract-end.json': ['Fail, So That It Shows'],
	'deadlines.json': ['Fail, So That It Shows'],
	'decisions.json': ['Nothing Waits'],
	'device-decisions.json': ['Nothing Is Open'],
	'drill.json': ['Fail, So That It Shows', 'Tell IT Why Not'],
	'emergency-leaver.json': ['Ask Somebody Else', 'Note That Nothing Is New', ...byHand],
	'joiner.json': ['Ask for a Decision', 'Ask the Approvers', 'Ask the Manager Whether They Came', 'Did They Not Come?', 'Note That Nothing Is New', 'Order a Laptop', 'Say Welcome', 'Tell HR They Did Not Come', 'Tell HR What Is Missing', 'Tell IT What to Correct', 'Tell IT to Look', 'Tell the Manager', 'Was Nothing Planned?'],
	'leave.json': ['Ask for a Decision', 'Note That Nothing Is New', 'Restore Entra ID', 'Restore Google Workspace', 'Restore Okta', 'Tell IT to Look', 'Tell the Manager'],
	'leaver-personio.json': ['Answer Personio', 'Ask for a Decision', 'Devices of Contractors', 'Note That Nothing Is New', 'Once Each', 'Tell IT They Stay', 'Tell IT to Look', 'Was It Taken Back?', ...byHand],
	'leaver.json': ['Ask for a Decision', 'Devices of Contractors', 'Note That Nothing Is New', 'Tell IT to Look', ...byHand],
	'mover.json': ['Ask for a Decision', 'Ask the Approvers', 'Note That Nothing Is New', 'Tell IT What to Correct', 'Tell IT to Look', 'Tell the Manager', 'Was Nothing Planned?'],
	'ship-evidence-s3.json': ['Once a Day', 'Tell IT'],
	'ship-evidence-siem.json': ['Once a Day', 'Tell IT'],
	'tell.json': ['In GitHub Already?', 'In Jira Already?', 'In ServiceNow Already?', 'In the Service Desk Already?', 'In the Sheet Already?', 'Is There a Ticket?', 'It Is New', 'It Was There', 'Label for GitHub', 'Note the Ticket'],
	'undo.json': ['Ask Somebody Else', 'Ask a Second Person', 'Note That Nothing Is New', 'Tell IT to Look', 'Tell Who Asked', 'Tell the Manager'],
};

let n8n: RunningN8n;
let proxy: Server;
/** Whoever n8n wanted to reach outside of this machine; nobody answers. */
const asked: string[] = [];

beforeAll(async () => {
	proxy = createServer(({ url = '' }, response) => {
		asked.push(url);
		response.writeHead(502).end();
	}).on('connect', ({ url = '' }, socket) => {
		asked.push(url);
		socket.end('HTTP/1.1 502 Nobody is asked\r\n\r\n');
	});
	await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
	const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
	n8n = await startN8n({ ...n8nFromEnvironment(), packs: [await packTarball()], env: { https_proxy: address, http_proxy: address, no_proxy: 'localhost,127.0.0.1' } });
	asked.length = 0;
});
afterAll(async () => {
	await n8n?.stop();
	proxy?.close();
});

const isTrigger = ({ type }: NodeJson): boolean => /(?:Trigger|\.webhook)$/.test(type);
const isNode = ({ type, disabled }: NodeJson): boolean => !type.endsWith('.stickyNote') && disabled !== true;
const triggersOf = ({ nodes }: WorkflowJson): string[] => nodes.filter(isTrigger).map(({ name }) => name);

const failuresIn = ({ data: { resultData } }: Execution): string[] => [
	...(resultData.error === undefined ? [] : [resultData.error.message]),
	...Object.entries(resultData.runData).flatMap(([name, runs]) =>
		runs.flatMap(({ error, data }) => [error?.message, ...(data?.main ?? []).flatMap((items) => (items ?? []).map(({ json }) => json['error']))].filter(Boolean).map((why) => `${name}: ${String(why)}`)),
	),
];

test.each(withExample)('H09: %s, as it is imported into an n8n that has no credential, shows itself with its example', async (file) => {
	const { api } = n8n;
	const template = readTemplate(file);
	const { id } = await api.importWorkflow(template);
	const ran = new Set<string>();
	for (const trigger of triggersOf(template)) {
		const execution = await api.waitForExecution({ id: (await api.runManually(id, trigger))! });
		expect([trigger, execution.status, failuresIn(execution)]).toEqual([trigger, 'success', []]);
		for (const name of Object.keys(execution.data.resultData.runData)) ran.add(name);
	}
	expect(template.nodes.filter(isNode).map(({ name }) => name).filter((name) => !ran.has(name)).sort()).toEqual([...(passedBy[file] ?? [])].sort());
});

test('all of that asked nobody outside, and recorded nothing', async () => {
	expect(asked).toEqual([]);
	const ledger = await openLedger({ directory: join(n8n.userFolder, '.n8n', 'jml-ledger'), origin: 'n8n/jml-ledger', now: () => new Date() });
	expect(await ledger.records({})).toEqual([]);
	await ledger.close();
});
