import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, INode, INodeExecutionData } from 'n8n-workflow';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { leaverItem, startSite, type Site } from '../harness/site';
import { loadPack } from '../harness/pack';
import { recognise } from '../../ledger/report';
import { verifyBundle } from '../../ledger/verify';
import { cast } from '../../sandbox';

const template = JSON.parse(readFileSync(join(__dirname, '..', '..', 'workflows', 'leaver.json'), 'utf8')) as { nodes: INode[]; connections: IConnections };
const ours = template.nodes.filter(({ type }) => type.startsWith('n8n-nodes-joiner-mover-leaver.'));

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

/** As imported, except that mails go nowhere. */
const nodes = (changes: { [name: string]: INode['parameters'] } = {}) =>
	template.nodes
		.filter(({ type }) => type !== 'n8n-nodes-base.stickyNote')
		.map((node) => ({ ...node, type: node.type.startsWith('n8n-nodes-base.') ? 'harness.passOn' : node.type, parameters: { ...node.parameters, ...unhurried[node.name], ...changes[node.name] } }));
/** Nobody waits whether more people leave. */
const unhurried: { [name: string]: INode['parameters'] } = { 'Let Through Once': { options: { settleSeconds: 0 } } };

const run = (outputs: INodeExecutionData[][], changes = {}, instance = site.n8n) => instance.runFrom(instance.workflow(nodes(changes), template.connections), 'Somebody Leaves', outputs);
const leaver = [[{ json: leaverItem(cast.leaver.id) }], []];
const live = { 'Open Case': { dryRun: false } };

test('H09: as imported it is a dry run: everything is said, nothing is done', async () => {
	const ran = await run(leaver);
	expect(ran.error).toBeUndefined();
	expect(ran.items('Tell IT')[0]).toMatchObject({ case: { verdict: 'Dry run' }, summary: expect.stringMatching(/^Dry run for Mateo Rivas: nothing was changed\./) });
	expect(site.sandbox.okta.accessOf(cast.leaver.workEmail).status).toBe('ACTIVE');
});

test('with the dry run switched off it cuts, and the mail carries evidence that can be checked', async () => {
	const ran = await run(leaver, live);
	const [told] = ran.outputs('Tell IT')![0]!;
	expect(told!.json).toMatchObject({ case: { verdict: 'Complete', withinDeadline: true } });
	const { data, fileExtension } = told!.binary!['evidence']!;
	expect(fileExtension).toBe('html');
	expect(verifyBundle(recognise(Buffer.from(data, 'base64').toString('utf8')).text)).toMatchObject({ ok: true, verdict: 'Complete' });
	expect(site.sandbox.okta.accessOf(cast.leaver.workEmail)).toMatchObject({ status: 'SUSPENDED', sessions: 0, factors: 0, apiTokens: 0 });
	expectNoSecrets(site, ran.run);
}, 20_000);

test('F01: when Okta cannot be worked with at all, IT is still told, whom and what to do', async () => {
	const n8n = await site.instance({ stored: { ...site.n8n.credentials.stored, jmlOktaServiceAppApi: { ...site.n8n.credentials.stored['jmlOktaServiceAppApi']!, orgUrl: 'https://kestrel-admin.okta.com' } } });
	const ran = await run(leaver, live, n8n);
	const [told] = ran.items('Tell IT');
	expect(told).toMatchObject({ case: { verdict: 'Incomplete' }, person: { name: 'Mateo Rivas' } });
	expect(told!['summary']).toMatch(/^INCOMPLETE: Mateo Rivas may still have access\. 1 step needs somebody now\.[\s\S]*Enter it without "-admin"/);
});

test('what needs attention goes to IT and opens no case', async () => {
	const problem = { source: 'bamboohr', employeeId: '42', problem: 'Jamie Lee (employee 42) was not acted upon: ask HR.' };
	const ran = await run([[], [{ json: problem }]], live);
	expect(ran.items('Tell IT to Look')).toEqual([problem]);
	expect(ran.outputs('Open Case')).toBeUndefined();
	expectSentence(problem.problem);
});

test.each(ours.map((node) => [node.name, node] as const))('%s sets only parameters and choices that exist', async (_, { type, parameters, credentials }) => {
	const { description } = (await loadPack()).getNode(type.split('.')[1]!).type as { description: { properties: { name: string; options?: { value?: unknown; name: string }[]; type: string }[]; credentials?: { name: string }[] } };
	for (const [name, value] of Object.entries(parameters)) {
		const property = description.properties.find((one) => one.name === name);
		expect(property).toBeDefined();
		const values = property!.options?.map((option) => option.value);
		if (property!.type === 'options') expect(values).toContain(value);
		if (property!.type === 'multiOptions') expect(values).toEqual(expect.arrayContaining(value as unknown[]));
		if (property!.type === 'collection') expect(property!.options!.map((option) => option.name)).toEqual(expect.arrayContaining(Object.keys(value as object)));
	}
	for (const name of Object.keys(credentials ?? {})) expect(description.credentials?.map((credential) => credential.name)).toContain(name);
});
