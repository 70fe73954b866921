import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { closeCase, credentialsOf, leaverItem, oktaAccess, openCase, startSite, type Site } from '../harness/site';
import { inARow, node } from '../harness/workflow';
import type { StepResult } from '../../lifecycle/outcome';
import { cast, people } from '../../sandbox';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const stepsOf = (item: { [key: string]: unknown } | undefined) => item!['steps'] as StepResult[];
const statusOf = (employeeId: string) => site.sandbox.okta.state.users.get(site.sandbox.okta.ids.get(employeeId)!)!.status;

/** Three leavers, the middle one of whom lost the case's dry run on the way. */
const threeOfWhomOneIsBroken = async () => {
	const opened = (await site.n8n.run([openCase()], ['15', '16', '18'].map(leaverItem))).items('Open Case');
	const { dryRun: _, ...rest } = opened[1]!['case'] as { dryRun: boolean };
	return [opened[0]!, { ...opened[1]!, case: rest, ticket: 'INC-2' }, opened[2]!] as typeof opened;
};
const quick = { steps: ['blockSignIn'] };

describe('several items of which one fails', () => {
	test('the others are cut before the node stops, and the message names the item', async () => {
		const { error, run } = await site.n8n.run([oktaAccess(quick)], await threeOfWhomOneIsBroken());
		expectSentence(error);
		expect(run.data.resultData.error).toMatchObject({ context: { itemIndex: 1 } });
		expect(['15', '16', '18'].map(statusOf)).toEqual(['SUSPENDED', 'ACTIVE', 'SUSPENDED']);
	});

	test('going on, every item keeps its order, its pairing, and its case', async () => {
		const { outputs, error } = await site.n8n.run([oktaAccess(quick, { onError: 'continueRegularOutput' })], await threeOfWhomOneIsBroken());
		expect(error).toBeUndefined();
		const [items] = outputs('Okta')!;
		expect(items!.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		expect(items!.map(({ json }) => (json['person'] as { id: string }).id)).toEqual(['15', '16', '18']);
		expect(items![1]!.json).toMatchObject({ ticket: 'INC-2', case: { id: expect.any(String) }, error: expect.stringMatching(/does not say whether the case is a dry run/) });
		expect(items![0]!.json).not.toHaveProperty('error');
	});

	test("n8n's own Retry on Fail runs every item again, and repeats nothing that is done", async () => {
		const { error } = await site.n8n.run([oktaAccess({ steps: ['blockSignIn', 'endSessions'] }, { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 })], await threeOfWhomOneIsBroken());
		expectSentence(error);
		const sent = site.sandbox.journals.okta.writes.map(({ method, path }) => `${method} ${path}`).filter((call) => !call.includes('oauth2'));
		expect(sent).toHaveLength(4);
		expect(new Set(sent).size).toBe(4);
	});

	test('with an error output, the failed one leaves there, whole', async () => {
		const cut = oktaAccess(quick, { onError: 'continueErrorOutput' });
		const [good, bad] = [node('Good', 'harness.passOn'), node('Bad', 'harness.passOn')];
		const nodes = [node('Start', 'harness.start'), cut, good, bad];
		const connections = { ...inARow(nodes.slice(0, 2)), Okta: { main: [[{ node: 'Good', type: 'main' as const, index: 0 }], [{ node: 'Bad', type: 'main' as const, index: 0 }]] } };
		const ran = await site.n8n.runFrom(site.n8n.workflow(nodes, connections), 'Start', [(await threeOfWhomOneIsBroken()).map((json) => ({ json }))]);
		expect(ran.items('Good').map((json) => (json['person'] as { id: string }).id)).toEqual(['15', '18']);
		expect(ran.items('Bad')).toEqual([expect.objectContaining({ ticket: 'INC-2', case: expect.objectContaining({ id: expect.any(String) }), error: expect.any(String) })]);
		expect(ran.outputs('Okta')![1]![0]!.pairedItem).toEqual({ item: 1 });
	});
});

describe('F01: a node that could not even begin keeps the case incomplete, although everything else is done', () => {
	const going = { onError: 'continueRegularOutput' } as const;
	test.each([
		['its credential names the admin console', oktaAccess({ ...quick, authentication: 'apiToken' }, { name: 'Failing', ...going })],
		['it has no credential', oktaAccess(quick, { name: 'Failing', credentials: {}, ...going })],
		['nothing is ticked', oktaAccess({ steps: [] }, { name: 'Failing', ...going })],
	])('%s', async (_, failing) => {
		const stored = { ...credentialsOf(site.sandbox), jmlOktaApi: { orgUrl: 'https://kestrel-admin.okta.com', apiToken: 'x' } };
		const ran = await (await site.instance({ stored })).run([openCase(), oktaAccess(), failing, closeCase()], [leaverItem('15')]);
		expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Incomplete', openSteps: [{ system: 'okta', step: 'prepareAccount', outcome: 'failed' }] } });
		expect(ran.items('Failing')[0]).toMatchObject({ person: { id: '15' }, error: expect.stringMatching(/-admin|credentials set|No step is ticked/) });
	});
});

test('files that came with an item go on with it', async () => {
	const flow = site.n8n.workflow([node('Start', 'harness.start'), openCase(), oktaAccess(quick), closeCase()]);
	const letter = { data: Buffer.from('resignation').toString('base64'), mimeType: 'text/plain' };
	const ran = await site.n8n.runFrom(flow, 'Start', [[{ json: leaverItem('15'), binary: { letter } }]]);
	expect(ran.outputs('Close Case')![0]![0]!.binary).toMatchObject({ letter });
});

test('C08: thirty at once are all cut, each under its own case', async () => {
	const leavers = people.filter(({ id }) => Number(id) >= 24 && site.sandbox.okta.ids.has(id) && statusOf(id) === 'ACTIVE').slice(0, 30);
	const { items } = await site.n8n.run([openCase(), oktaAccess(), closeCase()], leavers.map(({ id }) => leaverItem(id)));
	expect(items('Close Case').map((json) => (json['case'] as { verdict: string }).verdict)).toEqual(leavers.map(() => 'Complete'));
	expect(leavers.map(({ id }) => statusOf(id))).toEqual(leavers.map(() => 'SUSPENDED'));
	expect(new Set((await site.records({ kinds: ['case.closed'] })).map(({ caseId }) => caseId)).size).toBe(30);
}, 30_000);

describe('the token of a service app', () => {
	const mints = () => site.sandbox.journals.okta.find({ path: /oauth2\/v1\/token/ }).filter(({ status }) => status === 200).length;

	test('is asked for once and kept for the next execution', async () => {
		await site.n8n.run([oktaAccess({ operation: 'inspect' })], [leaverItem('15')]);
		await site.n8n.run([oktaAccess({ operation: 'inspect' })], [leaverItem('15')]);
		const kept = mints();
		await site.n8n.run([oktaAccess({ operation: 'inspect' })], [leaverItem('16')]);
		expect(mints()).toBe(kept);
	});

	test('is renewed when it has expired, in the middle of the work', async () => {
		await site.n8n.run([oktaAccess({ operation: 'inspect' })], [leaverItem('15')]);
		const before = mints();
		site.sandbox.okta.state.accessTokens.clear();
		const ran = await site.n8n.run([openCase(), oktaAccess(), closeCase()], [leaverItem('15')]);
		expect(ran.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
		expect(mints()).toBeGreaterThan(before);
		expectNoSecrets(site, ran.run);
	});

	test('that is refused for good ends in a sentence that says what to mend', async () => {
		for (const app of site.sandbox.okta.state.serviceApps.values()) app.status = 'INACTIVE';
		const ran = await site.n8n.run([openCase(), oktaAccess(quick), closeCase()], [leaverItem('15')]);
		const [step] = stepsOf(ran.items('Close Case')[0]);
		expectSentence(step!.reason);
		expect(step).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/Okta does not accept the service app/) });
		expectNoSecrets(site, ran.run);
		await site.quiet();
	});

	test('a private key that cannot be read is named, not shown', async () => {
		const stored = credentialsOf(site.sandbox);
		stored['jmlOktaServiceAppApi']!['privateKey'] = '-----BEGIN PRIVATE KEY-----\nbm90IGEga2V5\n-----END PRIVATE KEY-----';
		const ran = await (await site.instance({ stored })).run([openCase(), oktaAccess(quick)], [leaverItem('15')]);
		const [step] = stepsOf(ran.items('Okta')[0]);
		expect(step!.reason).toMatch(/private key in the Okta credential cannot be read/);
		expect(JSON.stringify(ran.run)).not.toContain('bm90IGEga2V5');
	});
});

test('a cancelled execution sends nothing more, says so in the ledger, and can be taken up again', async () => {
	const { journals, faults, okta } = site.sandbox;
	const held = faults.okta.add({ method: 'POST', path: /lifecycle\/suspend/, effect: { kind: 'hold' }, times: 1 });
	const cancel = new AbortController();
	const running = site.n8n.run([openCase(), oktaAccess()], [leaverItem('30')], { signal: cancel.signal });
	await held.struck;
	cancel.abort();
	expect((await running).run.status).toBe('canceled');
	await journals.okta.waitFor(({ path, broken }) => /suspend/.test(path) && broken === true);
	expect(okta.accessOf(cast.leaver.workEmail).status).toBe('ACTIVE');
	expect(journals.okta.find({ method: 'DELETE', path: /sessions$/ })).toEqual([]);
	const settled = (await site.records({ kinds: ['step.settled'] })).find(({ content }) => content!['step'] === 'blockSignIn');
	expect(settled!.content).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(/cancelled/) });

	const again = await site.n8n.run([openCase(), oktaAccess(), closeCase()], [leaverItem('30')]);
	expect(again.items('Close Case')[0]).toMatchObject({ case: { verdict: 'Complete' } });
}, 30_000);

test.each(['hire', 'start', 'move', 'rename', 'return', 'rehire', 'rescind', 'conversion'])('H05: an event of the kind %s that comes to a cut by mistake cuts nobody', async (kind) => {
	const item = leaverItem('15');
	const [opened] = (await site.n8n.run([openCase()], [{ ...item, event: { ...(item['event'] as object), kind } }])).items('Open Case');
	const { error } = await site.n8n.run([oktaAccess(quick)], [opened!]);
	expectSentence(error);
	expect(error).toMatch(new RegExp(`is "${kind}", which is no reason to cut access, so nothing was changed`));
	expect(statusOf('15')).toBe('ACTIVE');
});
