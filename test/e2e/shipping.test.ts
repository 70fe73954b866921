import { inspect } from 'node:util';
import { itemsOf, type Execution, type NodeJson, type SavedWorkflow } from '../../scripts/n8n';
import { goLive, setStage, type Stage } from '../../scripts/stage';
import type { LedgerRecord, Segment } from '../../ledger/types';
import type { Sandbox } from '../../sandbox';
import { wrongInEcs, wrongInOcsf } from '../support/eventSchemas';

jest.setTimeout(240_000);

let stage: Stage;
let sandbox: Sandbox;
let caseId: string;

beforeAll(async () => {
	stage = await setStage();
	sandbox = stage.sandbox;
	caseId = await cutSomebody();
});
afterAll(() => stage?.stop());

const cutSomebody = async (): Promise<string> => {
	const workflow = await stage.importTemplate('leaver.json', goLive);
	await stage.n8n.api.activate(workflow.id);
	const after = await stage.n8n.api.lastExecutionId();
	sandbox.bamboohr.terminate(sandbox.cast.leaver.id);
	const execution = await stage.n8n.api.waitForExecution({ workflowId: workflow.id, after });
	await stage.n8n.api.deleteWorkflow(workflow.id);
	return (itemsOf(execution, 'Close Case')[0]!['case'] as { id: string }).id;
};

let workflow: SavedWorkflow | undefined;

const imported = async (file: string, patch?: (node: NodeJson) => void): Promise<SavedWorkflow> => (workflow = await stage.importTemplate(file, patch));

afterEach(async () => {
	if (workflow) await stage.n8n.api.deleteWorkflow(workflow.id);
	workflow = undefined;
	for (const faults of Object.values(sandbox.faults)) faults.clear();
});

const run = async ({ id: workflowId }: SavedWorkflow): Promise<Execution> => {
	const id = await stage.n8n.api.runManually(workflowId, 'Every 15 Minutes');
	return await stage.n8n.api.waitForExecution({ id: id! });
};

/** And is not left so: nothing but the test is to start it. */
const canBePublished = async ({ id }: SavedWorkflow): Promise<void> => {
	await stage.n8n.api.activate(id);
	await stage.n8n.api.deactivate(id);
};

const named = (sink: string) => (node: NodeJson) => void (node.parameters['operation'] === 'listUnshipped' && (node.parameters['sink'] = sink));
const problemsOf = ({ data }: Execution) => Object.entries(data.resultData.runData).flatMap(([name, runs]) => (runs ?? []).flatMap(({ error }) => (error ? [`${name}: ${JSON.stringify(error)}`] : [])));
const inLedger = async (kinds: string[]): Promise<LedgerRecord[]> => {
	const ledger = await stage.openLedger();
	const records = await ledger.records({ kinds });
	await ledger.close();
	return records;
};
const recordsOfCase = async () => {
	const ledger = await stage.openLedger();
	const records = await ledger.records({ caseId });
	await ledger.close();
	return records.map(({ seq }) => seq);
};

describe('S3', () => {
	test('the case is uploaded by n8n’s own S3 node, locked, read back and marked', async () => {
		const shipping = await imported('ship-evidence-s3.json');
		await canBePublished(shipping);
		const execution = await run(shipping);
		expect([execution.status, problemsOf(execution)]).toEqual(['success', []]);
		const [file] = sandbox.s3.objects();
		expect(file!.version).toMatchObject({ lock: { mode: 'COMPLIANCE' }, contentType: 'application/json' });
		const segment = JSON.parse(file!.text) as Segment;
		const shipped = segment.records.map(({ entry }) => (JSON.parse(entry) as { seq: number }).seq);
		expect(shipped).toEqual(expect.arrayContaining(await recordsOfCase()));
		const [settled] = await inLedger(['shipping.settled']);
		expect(settled!.content).toMatchObject({ sink: 's3-archive', from: 0, to: segment.to, receipt: { readBack: true, versionId: file!.version.versionId, lockMode: 'COMPLIANCE' } });

		sandbox.journals.s3.clear();
		const again = await run(shipping);
		expect([again.status, itemsOf(again, 'List Unshipped')]).toEqual(['success', []]);
		expect(sandbox.journals.s3.entries).toEqual([]);
		expect(inspect(execution, { depth: null })).not.toContain(sandbox.connections.s3.secretAccessKey);
	});

	test('much that has waited goes round and round in one run', async () => {
		const shipping = await imported('ship-evidence-s3.json', (node) => {
			named('many')(node);
			if (node.name === 'List Unshipped') node.parameters['options'] = { recordsPerBatch: 50, folder: 'many' };
		});
		const ledger = await stage.openLedger();
		for (let index = 0; index < 120; index++) await ledger.append({ kind: 'event.read', content: { index } });
		await ledger.close();
		const execution = await run(shipping);
		expect([execution.status, problemsOf(execution)]).toEqual(['success', []]);
		const files = sandbox.s3.objects().filter(({ key }) => key.startsWith('many/'));
		const numbers = files.flatMap(({ text }) => (JSON.parse(text) as Segment).records.map(({ entry }) => (JSON.parse(entry) as { seq: number }).seq));
		expect(numbers.length).toBeGreaterThan(120);
		expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index));
	});

	test('what is there already is found, and not uploaded again', async () => {
		const shipping = await imported('ship-evidence-s3.json', (node) => {
			named('many-again')(node);
			if (node.name === 'List Unshipped') node.parameters['options'] = { recordsPerBatch: 50, folder: 'many', batchesPerRun: 2 };
		});
		sandbox.journals.s3.clear();
		const execution = await run(shipping);
		expect([execution.status, problemsOf(execution)]).toEqual(['success', []]);
		expect(sandbox.journals.s3.writes).toEqual([]);
		expect((await inLedger(['shipping.settled'])).filter(({ content }) => content!['sink'] === 'many-again').map(({ content }) => content!['to'])).toEqual([50, 100]);
	});

	test.each<[string, string, (node: NodeJson) => void, RegExp]>([
		['nobody answers', 's3-down', () => void sandbox.faults.s3.add({ effect: { kind: 'reset' } }), /S3 was not written or not reached \(The connection to the server was closed unexpectedly/],
		['the bucket has no Object Lock', 's3-scratch', (node) => void (node.name === 'Where It Goes' && ((node.parameters['assignments'] as { assignments: { value: unknown }[] }).assignments[0]!.value = sandbox.connections.s3.bucketWithoutLock)), /\(Bad request.*mostly a bucket without Object Lock/],
		['the connection is cut after the upload', 's3-cut', () => void (sandbox.faults.s3.active.length === 0 && sandbox.faults.s3.add({ method: 'POST', path: /uploadId=/, effect: { kind: 'reset', applied: true } })), /S3 was not written or not reached/],
	])('%s: nothing is marked, and the mail says why', async (_, sink, arrange, said) => {
		const shipping = await imported('ship-evidence-s3.json', (node) => {
			named(sink)(node);
			arrange(node);
		});
		const execution = await run(shipping);
		expect(execution.status).toBe('success');
		const mail = await sandbox.mail.waitForMail(({ subject, text }) => subject.startsWith('Evidence was not shipped') && text.includes(`"${sink}"`));
		expect(mail.text).toMatch(said);
		expect(mail.text).toMatch(/Nothing was marked as shipped; the same records are sent again by a later run\./);
		expect((await inLedger(['shipping.settled'])).filter(({ content }) => content!['sink'] === sink)).toEqual([]);
	});
});

describe('SIEMs', () => {
	test('the case arrives at Splunk, Elastic and Sentinel, each record once', async () => {
		const shipping = await imported('ship-evidence-siem.json');
		await canBePublished(shipping);
		const execution = await run(shipping);
		expect([execution.status, problemsOf(execution)]).toEqual(['success', []]);
		const ofCase = (await recordsOfCase()).map((seq) => expect.stringMatching(new RegExp(`/${seq}$`)));
		const found = [sandbox.splunk.events().map(({ fields }) => fields['event_id']), sandbox.elastic.documents().map(({ _id }) => _id), sandbox.sentinel.rows().map(({ EventId }) => EventId)];
		for (const ids of found) {
			expect(ids).toEqual(expect.arrayContaining(ofCase));
			expect(new Set(ids).size).toBe(ids.length);
		}
		expect(sandbox.splunk.events().flatMap(({ event }) => wrongInOcsf(event))).toEqual([]);
		expect(sandbox.elastic.documents().flatMap(({ _source }) => wrongInEcs(_source))).toEqual([]);
		expect(sandbox.sentinel.rows().flatMap(({ Event }) => wrongInOcsf(Event))).toEqual([]);
	});

	test('a token that has run out is renewed, and the batch is sent with the new one', async () => {
		sandbox.sentinel.state.tokens.clear();
		const shipping = await imported('ship-evidence-siem.json', (node) => void (node.name === 'List for Sentinel' && (node.parameters['sink'] = 'sentinel-2')));
		const before = sandbox.sentinel.rows().length;
		expect(problemsOf(await run(shipping))).toEqual([]);
		expect(sandbox.sentinel.rows().length).toBeGreaterThan(before);
	});

	test('one that is down, one that is a sign-in page: the third goes on, and both are told of by mail', async () => {
		sandbox.faults.splunk.add({ effect: { kind: 'reset' } });
		sandbox.faults.elastic.add({ effect: { kind: 'html' } });
		const shipping = await imported('ship-evidence-siem.json', (node) => void (node.parameters['operation'] === 'listUnshipped' && (node.parameters['sink'] = `${String(node.parameters['sink'])}-3`)));
		const before = sandbox.sentinel.rows().length;
		const execution = await run(shipping);
		expect(execution.status).toBe('success');
		expect(sandbox.sentinel.rows().length).toBeGreaterThan(before);
		const said = async (sink: string) => (await sandbox.mail.waitForMail(({ text }) => text.includes(`(sink "${sink}")`))).text;
		expect(await said('splunk-3')).toMatch(/Splunk gave no answer \(read ECONNRESET\)/);
		expect(await said('elastic-3')).toMatch(/not Elastic's bulk endpoint: <!DOCTYPE html>/);
	});
});
