import { webhookAbout } from '../harness/bambooWebhook';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { bambooTrigger, startSite, type Site } from '../harness/site';
import { publish, type PublishedWorkflow } from '../harness/trigger';

let site: Site;
let flow: PublishedWorkflow;
beforeEach(async () => {
	site = await startSite();
	flow = publish(site.n8n, [bambooTrigger()]);
	await flow.activate();
});
afterEach(() => site.stop());

const about = (employeeId: string, changes = {}) => webhookAbout(site.sandbox, employeeId, changes);
/** What publishing and unpublishing the workflow wrote is left out. */
const records = async () => (await site.records()).filter(({ kind }) => kind !== 'webhook.registered' && kind !== 'webhook.removed');
const kinds = async () => (await records()).map(({ kind }) => kind);
const asked = () => site.sandbox.journals.bamboohr.find({ path: /employees/ }).length;
/** HR enters it, and BambooHR's own delivery is not waited for: the tests bring theirs. */
const terminated = (employeeId: string) => {
	site.sandbox.bamboohr.settings.deliveriesToLose = 100;
	site.sandbox.bamboohr.terminate(employeeId);
};

describe('G10: refused with 401, and nobody is asked about', () => {
	const old = String(Math.floor(Date.now() / 1_000) - 181 * 60);
	test.each([
		['unsigned', { headers: { 'x-bamboohr-signature': undefined } }, /carries no signature/],
		['without a timestamp', { headers: { 'x-bamboohr-timestamp': undefined } }, /carries no signature/],
		['signed with another key', { key: 'another' }, /signature does not match/],
		['signed, with another timestamp beside it', { headers: { 'x-bamboohr-timestamp': '1790000000' } }, /signature does not match/],
		['signed too long ago', { timestamp: old }, /older than the replay window/],
		['signed by a clock far ahead of ours', { timestamp: String(Math.floor(Date.now() / 1_000) + 181 * 60) }, /replay window/],
		['from another company', { headers: { 'company-domain': 'other' } }, /from the company "other" and not from "kestrel"/],
		['larger than anything BambooHR sends', { body: `{"pad":"${'x'.repeat(1024 * 1024)}"}` }, /far more than BambooHR sends/],
		['signed, and no message at all', { body: 'hello', headers: { 'content-type': 'text/plain' } }, /not a BambooHR message/],
		['signed, and not about what it should be', { body: '{"type":"employee.updated"}' }, /not a BambooHR message/],
	])('%s', async (_, changes, said) => {
		terminated('42');
		expect(await flow.deliver(about('42', changes))).toEqual({ status: 401, outputs: undefined, ran: undefined });
		expect(asked()).toBe(0);
		const [refusal, ...others] = await records();
		expect(others).toEqual([]);
		expect(refusal).toMatchObject({ kind: 'webhook.refused', content: { why: expect.stringMatching(said) } });
		expectSentence(refusal!.content!['why'] as string);
	});

	test('where the workflow has no key', async () => {
		const delivery = about('42');
		await flow.deactivate();
		expect(await flow.deliver(delivery)).toMatchObject({ status: 401 });
		expect((await records())[0]!.content!['why']).toMatch(/no signing key; publish it again/);
	});

	test('a flood leaves one record per reason and minute, whatever it varies', async () => {
		const { headers } = about('42');
		expect(headers).toHaveProperty('x-bamboohr-signature');
		for (let size = 0; size < 5; size++) {
			await flow.deliver({ headers: { ...headers, 'content-type': 'text/plain' }, body: 'x'.repeat(1024 * 1024 + 1 + size) });
			await flow.deliver(about('42', { key: 'another', headers: { 'company-domain': `flood${size}` } }));
			await flow.deliver(about('42', { headers: { 'company-domain': `flood${size}` } }));
		}
		// Three reasons; twice, should the minute have turned meanwhile.
		expect([3, 4, 5, 6]).toContain((await kinds()).length);
		expect(new Set((await records()).map(({ content }) => String(content!['why']).replaceAll(/\d/g, ''))).size).toBe(3);
	});
});

describe('BambooHR cannot be asked', () => {
	test.each([
		['it is down', { effect: { kind: 'status', status: 500 } }, /failed inside/],
		['it refuses the key', { effect: { kind: 'status', status: 401 } }, /did not accept the API key/],
		['it answers a login page', { effect: { kind: 'html' } }, /BambooHR/],
	] as const)('%s: taken with 200, told once, and kept for the poll', async (_, fault, said) => {
		terminated('42');
		const down = site.sandbox.faults.bamboohr.add({ path: /employees\/42$/, ...fault });
		const { status, outputs } = await flow.deliver(about('42'));
		expect(status).toBe(200);
		expect(outputs).toEqual([[], [{ json: expect.objectContaining({ employeeId: '42', problem: expect.stringMatching(said) }) }]]);
		expect(outputs![1]![0]!.json['problem']).toMatch(/Employee 42 will be read again by the poll\.$/);
		expect(await flow.poll()).toBeNull();
		down.remove();
		const later = await flow.poll();
		expect(later![0]!.map(({ json }) => (json['person'] as { id: string }).id)).toEqual(['42']);
		const before = asked();
		expect(await flow.poll()).toBeNull();
		expect(asked()).toBe(before);
		expectNoSecrets(site, outputs);
	}, 30_000);

	test('the same trouble is not told again by every webhook', async () => {
		site.sandbox.faults.bamboohr.add({ path: /employees/, effect: { kind: 'status', status: 401 } });
		await flow.deliver(about('42'));
		const again = await flow.deliver(about('42', { timestamp: String(Math.floor(Date.now() / 1_000) - 9) }));
		expect(again).toMatchObject({ status: 200, outputs: undefined });
	});
});

test('a credential that was broken meanwhile is an error that n8n answers with 500, so that BambooHR tries again', async () => {
	site.n8n.credentials.stored['jmlBambooHrApi']!['companyDomain'] = 'https://kestrel';
	const message = await flow.deliver(about('42')).then(() => '', (error: Error) => error.message);
	expectSentence(message);
	expect(message).toMatch(/company domain in the BambooHR credential/);
});

test('without a ledger nothing is taken in: 503, so that BambooHR tries again', async () => {
	process.env['EXECUTIONS_MODE'] = 'queue';
	try {
		expect(await flow.deliver(about('42'))).toEqual({ status: 503, outputs: undefined, ran: undefined });
	} finally {
		delete process.env['EXECUTIONS_MODE'];
	}
});
