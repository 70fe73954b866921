import { createHash } from 'node:crypto';
import type { IConnections, INode } from 'n8n-workflow';
import { expectNoSecrets, expectSentence } from '../harness/expectations';
import { forgetMails, giveSinkAccess } from '../harness/sinkNodes';
import { closeCase, leaverItem, oktaAccess, openCase, startSite, type Site } from '../harness/site';
import { importedFrom, templateIn, type Template } from '../harness/template';
import { backToNow, minutes, travelTogether } from '../harness/time';
import type { Ran } from '../harness/workflow';
import { wrongInEcs, wrongInOcsf } from '../support/eventSchemas';
import type { Segment } from '../../ledger/types';
import { cast } from '../../sandbox';

const s3Template = templateIn('ship-evidence-s3.json');
const siemTemplate = templateIn('ship-evidence-siem.json');

let site: Site;
beforeEach(async () => {
	site = await startSite();
	const { s3, splunk, elastic, sentinel } = site.sandbox.connections;
	giveSinkAccess({
		s3Port: site.sandbox.s3.port,
		aws: s3,
		headers: { jmlSplunkHec0001: `Splunk ${splunk.token}`, jmlElasticKey001: `ApiKey ${elastic.apiKey}` },
		oauth: sentinel,
	});
	forgetMails();
});
afterEach(async () => {
	backToNow();
	await site.stop();
});

/** As an administrator sets it up who enters the company's addresses; n8n's own nodes are those of the harness. */
const nodesOf = (template: Template): INode[] => {
	const { s3, splunk, elastic, sentinel } = site.sandbox.connections;
	const addresses: { [node: string]: string } = { 'Send to Splunk': splunk.collector, 'Send to Elastic': elastic.bulk, 'Send to Sentinel': sentinel.ingestion };
	return importedFrom(template, {}, (own) => own).map((made) => {
		if (addresses[made.name] !== undefined) made.parameters['url'] = addresses[made.name]!;
		if (made.name === 'Where It Goes') (made.parameters['assignments'] as { assignments: object[] }).assignments = [{ name: 'bucket', value: s3.bucket }, { name: 'region', value: s3.region }, { name: 'lockedYears', value: 7 }];
		return made;
	});
};

interface Changes {
	nodes?: (node: INode) => void;
	connections?: (connections: IConnections) => void;
}

const run = async (template: Template, changes: Changes = {}): Promise<Ran> => {
	const nodes = nodesOf(template);
	nodes.forEach((node) => changes.nodes?.(node));
	const connections = structuredClone(template.connections);
	changes.connections?.(connections);
	const { n8n } = site;
	return n8n.runFrom(n8n.workflow(nodes, connections), 'Every 15 Minutes', [[{ json: {} }]]);
};
const shipToS3 = (changes?: Changes) => run(s3Template, changes);
const shipToSiems = (changes?: Changes) => run(siemTemplate, changes);

/** How often a node ran and put something out of its first output. */
const timesOf = ({ run: { data } }: Ran, node: string): number => (data.resultData.runData[node] ?? []).filter(({ data: output }) => (output?.['main']?.[0] ?? []).length > 0).length;
const mailsIn = (ran: Ran): { subject: string; text: string }[] => (ran.run.data.resultData.runData['Tell IT'] ?? []).flatMap(({ data }) => (data?.['main']?.[0] ?? []).map(({ json }) => json as unknown as { subject: string; text: string }));

/** A whole case, from HR to its verdict. */
const cut = async (employeeId: string): Promise<void> => {
	const { error } = await site.n8n.run([openCase(), oktaAccess({ steps: ['blockSignIn', 'endSessions'] }), closeCase()], [leaverItem(employeeId)]);
	expect(error).toBeUndefined();
};

const records = async () => (await site.records()).map(({ seq, kind }) => ({ seq, kind }));
const newsUpTo = async (): Promise<number> => (await records()).filter(({ kind }) => !kind.startsWith('shipping.')).at(-1)!.seq;
const segments = () => site.sandbox.s3.objects().map(({ text }) => JSON.parse(text) as Segment);
const numbersIn = (kept: readonly Segment[]) => kept.flatMap(({ records: shipped }) => shipped.map(({ entry }) => (JSON.parse(entry) as { seq: number }).seq));

const sha256 = (...parts: (string | Buffer)[]) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const rootOver = (leaves: readonly Buffer[]): Buffer => {
	if (leaves.length === 1) return leaves[0]!;
	const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
	return sha256(Buffer.of(1), rootOver(leaves.slice(0, split)), rootOver(leaves.slice(split)));
};

/** What an auditor does with the files alone: nothing missing, nothing twice, each linked to the one before, under a checkpoint that fits. */
const expectWhole = async (): Promise<void> => {
	const kept = segments();
	const entries = kept.flatMap(({ records: shipped }) => shipped.map(({ entry }) => entry));
	expect(numbersIn(kept)).toEqual(Array.from({ length: entries.length }, (_, index) => index));
	expect(kept.map(({ from }) => from)).toEqual([0, ...kept.slice(0, -1).map(({ to }) => to)]);
	for (const [index, entry] of entries.slice(1).entries()) expect(JSON.parse(entry)).toMatchObject({ prev: sha256(entries[index]!).toString('hex') });
	const leaves = entries.map((entry) => sha256(Buffer.of(0), entry));
	for (const { checkpoint, to } of kept) expect(checkpoint.split('\n').slice(1, 3)).toEqual([String(to), rootOver(leaves.slice(0, to)).toString('base64')]);
	expect(site.sandbox.s3.objects().map(({ versions }) => versions)).toEqual(kept.map(() => 1));
	expect(entries.length).toBeGreaterThan(await newsUpTo());
};

describe('S3', () => {
	test('a case goes into locked files, is read back and marked, and the next run has nothing to do', async () => {
		await cut(cast.leaver.id);
		const ran = await shipToS3();
		expect(ran.error).toBeUndefined();
		expect(mailsIn(ran)).toEqual([]);
		const [listed] = ran.run.data.resultData.runData['List Unshipped']!;
		expect(listed!.data!['main']![0]![0]!.json).toMatchObject({ sink: 's3-archive', ledger: { origin: 'n8n.kestrel.example/jml-ledger', credential: 'none' } });
		const [file] = site.sandbox.s3.objects();
		expect(file!.key).toMatch(/^jml-evidence\/n8n\.kestrel\.example\/jml-ledger\/000000000000-0000000000\d\d-[0-9a-f]{16}\.json$/);
		expect(file!.version).toMatchObject({ contentType: 'application/json', lock: { mode: 'COMPLIANCE' } });
		expect(Date.parse(file!.version.lock!.retainUntil) - Date.now()).toBeGreaterThan(6.9 * 365 * 86_400_000);
		await expectWhole();
		const settled = (await site.records({ kinds: ['shipping.settled'] }))[0]!;
		expect(settled).toMatchObject({ subject: 'sink/s3-archive', content: { sink: 's3-archive', from: 0, receipt: { readBack: true, versionId: file!.version.versionId, lockMode: 'COMPLIANCE', sha256: createHash('sha256').update(file!.text).digest('hex') } } });

		const before = (await records()).length;
		expect(timesOf(await shipToS3(), 'List Unshipped')).toBe(0);
		expect((await records()).length).toBe(before);
		expectNoSecrets(site, ran.run);
	}, 30_000);

	test('much that has waited goes out in one run, batch after batch, and no more than it is told to', async () => {
		await site.withLedger(async (ledger) => {
			for (let index = 0; index < 170; index++) await ledger.append({ kind: 'event.read', content: { index } });
		});
		const smaller = (node: INode) => void (node.name === 'List Unshipped' && (node.parameters['options'] = { recordsPerBatch: 50, batchesPerRun: 2 }));
		expect(timesOf(await shipToS3({ nodes: smaller }), 'Mark Shipped')).toBe(2);
		expect(numbersIn(segments())).toHaveLength(100);
		expect(timesOf(await shipToS3({ nodes: smaller }), 'Mark Shipped')).toBe(2);
		await shipToS3({ nodes: smaller });
		await expectWhole();
	}, 30_000);

	test('S3 is down for several runs while people leave: they are cut, and when it is back everything is there once and in order', async () => {
		site.sandbox.faults.s3.add({ effect: { kind: 'reset' } });
		const mails = [];
		for (const employee of [cast.leaver, cast.sydney, cast.honolulu]) {
			await cut(employee.id);
			mails.push(...mailsIn(await shipToS3()));
			travelTogether(site, minutes(15));
		}
		expect(mails).toHaveLength(1);
		expectSentence(mails[0]!.text);
		expect(mails[0]!.subject).toMatch(/^Evidence was not shipped: Records 0 to \d+ did not reach S3 for certain/);
		expect(mails[0]!.text).toMatch(/ECONNRESET|socket hang up/);
		for (const employee of [cast.leaver, cast.sydney, cast.honolulu]) expect(site.sandbox.okta.accessOf(employee.workEmail!).status).toBe('SUSPENDED');
		expect(site.sandbox.s3.objects()).toEqual([]);

		site.sandbox.faults.s3.clear();
		expect(mailsIn(await shipToS3())).toEqual([]);
		await expectWhole();
		expect((await site.records({ kinds: ['shipping.intended'] })).map(({ content }) => content!['from'])).toEqual([0, 0, 0, 0, expect.any(Number)]);
	}, 60_000);

	test.each([
		['after the object was there', { method: 'POST', path: /uploadId=/, times: 1, effect: { kind: 'reset', applied: true } }],
		['before it was there', { method: 'POST', path: /uploadId=/, times: 1, effect: { kind: 'reset' } }],
		['while the part was sent', { method: 'PUT', times: 1, effect: { kind: 'reset', applied: true } }],
		['with an error page', { method: 'POST', path: /uploads/, times: 1, effect: { kind: 'html', status: 502 } }],
		['while it was read back', { method: 'GET', path: /\.json$/, after: 1, times: 1, effect: { kind: 'reset' } }],
		['by reading back half of it', { method: 'GET', path: /\.json$/, after: 1, times: 1, effect: { kind: 'truncated' } }],
		['by saying it was not there', { method: 'GET', path: /\.json$/, after: 1, times: 1, effect: { kind: 'not-found' } }],
		['by a lie: nothing was written', { method: 'POST', path: /uploadId=/, times: 1, effect: { kind: 'lie' } }],
	] as const)('S3 broke off %s: nothing is marked, and the next run puts it there once', async (_, fault) => {
		await cut(cast.leaver.id);
		site.sandbox.faults.s3.add(fault);
		const broken = await shipToS3();
		expect(await site.records({ kinds: ['shipping.settled'] })).toEqual([]);
		expect(mailsIn(broken)).toHaveLength(1);
		expectSentence(mailsIn(broken)[0]!.text);
		expect(timesOf(await shipToS3(), 'List Unshipped')).toBe(0);
		travelTogether(site, minutes(15));
		const again = await shipToS3();
		expect(mailsIn(again)).toEqual([]);
		await expectWhole();
	}, 30_000);

	test('n8n died between the upload and Mark Shipped: the object is found, and not written again', async () => {
		await cut(cast.leaver.id);
		await shipToS3({ connections: (connections) => void delete connections['Read Back'] });
		expect(site.sandbox.s3.objects()).toHaveLength(1);
		await cut(cast.sydney.id);
		travelTogether(site, minutes(15));
		site.sandbox.journals.s3.clear();
		const ran = await shipToS3();
		expect(timesOf(ran, 'Upload')).toBe(1);
		expect(timesOf(ran, 'Mark Shipped')).toBe(2);
		await expectWhole();
	}, 30_000);

	test('two executions at once: one ships, the other has nothing to do', async () => {
		await cut(cast.leaver.id);
		const both = await Promise.all([shipToS3(), shipToS3()]);
		expect(both.map((ran) => timesOf(ran, 'Upload')).sort()).toEqual([0, 1]);
		expect(both.flatMap(mailsIn)).toEqual([]);
		await expectWhole();
	}, 30_000);

	test.each<[string, () => Changes | void, RegExp]>([
		['a bucket without Object Lock', () => ({ nodes: (node) => void (node.name === 'Where It Goes' && ((node.parameters['assignments'] as { assignments: { value: unknown }[] }).assignments[0]!.value = site.sandbox.connections.s3.bucketWithoutLock)) }), /\(Bad request - please check your parameters\).*"Bad request" is mostly a bucket without Object Lock/],
		['a credential that may not lock', () => forbid('s3:PutObjectRetention'), /\(Forbidden.*s3:PutObjectRetention/],
		['a credential that may not see locks', () => forbid('s3:GetObjectRetention'), /S3 does not show a lock on it.*s3:GetObjectRetention/],
		['a credential that may not list', () => forbid('s3:ListBucket'), /403 AccessDenied.*s3:ListBucket/],
		['a credential that is wrong', () => void (site.sandbox.s3.state.accessKeys.get(site.sandbox.connections.s3.accessKeyId)!.secretAccessKey = 'another'), /403 SignatureDoesNotMatch/],
		['an upload without a lock', () => ({ nodes: (node) => void (node.name === 'Upload' && (node.parameters['additionalFields'] = { lockMode: 'governance', lockRetainUntilDate: '2040-01-01T00:00:00Z' })) }), /governance mode.*Lock Mode of the node that uploads/],
	])('%s is said, with what to do about it', async (_, arrange, expected) => {
		await cut(cast.leaver.id);
		const ran = await shipToS3(arrange() ?? {});
		expect(mailsIn(ran)).toHaveLength(1);
		expect(mailsIn(ran)[0]!.text).toMatch(expected);
		expectSentence(mailsIn(ran)[0]!.text);
		expect(await site.records({ kinds: ['shipping.settled'] })).toEqual([]);
		expectNoSecrets(site, mailsIn(ran));
	}, 30_000);

	const forbid = (permission: string): void => {
		const key = site.sandbox.s3.state.accessKeys.get(site.sandbox.connections.s3.accessKeyId)!;
		key.permissions = key.permissions.filter((one) => one !== permission);
	};
});

describe('SIEMs', () => {
	const { splunkIds, elasticIds, sentinelIds } = {
		splunkIds: () => site.sandbox.splunk.events().map(({ fields }) => fields['event_id']),
		elasticIds: () => site.sandbox.elastic.documents().map(({ _id }) => _id),
		sentinelIds: () => site.sandbox.sentinel.rows().map(({ EventId }) => EventId),
	};
	const expected = async () => {
		const [origin] = await site.withLedger(async (ledger) => [ledger.origin]);
		return Array.from({ length: (await newsUpTo()) + 1 }, (_, seq) => `${origin}/${seq}`);
	};
	const recordsOnly = (ids: unknown[]) => ids.filter((id) => !String(id).includes('/checkpoint/'));

	test('a case goes to all three: every record once, each event as its schema has it, and the checkpoint with them', async () => {
		await cut(cast.leaver.id);
		const ran = await shipToSiems();
		expect(ran.error).toBeUndefined();
		expect(mailsIn(ran)).toEqual([]);
		const { splunk, elastic, sentinel } = site.sandbox;
		const ids = await expected();
		expect(recordsOnly(splunkIds()).slice(0, ids.length)).toEqual(ids);
		for (const found of [splunkIds(), elasticIds(), sentinelIds()]) {
			expect(recordsOnly(found).slice(0, ids.length)).toEqual(ids);
			expect(new Set(found).size).toBe(found.length);
			expect(found.filter((id) => String(id).includes('/checkpoint/'))).toHaveLength(1);
		}
		expect(splunk.events().flatMap(({ event }) => wrongInOcsf(event))).toEqual([]);
		expect(elastic.documents().flatMap(({ _source }) => wrongInEcs(_source))).toEqual([]);
		expect(sentinel.rows().flatMap(({ Event }) => wrongInOcsf(Event))).toEqual([]);
		expect(sentinel.rows().find(({ Phase }) => Phase === 'verified')).toMatchObject({ System: 'okta', Kind: 'step.settled', TargetUser: cast.leaver.workEmail });
		expect(splunk.events()[0]).toMatchObject({ sourcetype: 'jml:evidence', index: 'main', host: 'n8n.kestrel.example' });
		const receipts = (await site.records({ kinds: ['shipping.settled'] })).map(({ content }) => [content!['sink'], content!['receipt']]);
		expect(receipts).toEqual([['splunk', { accepted: true, indexed: 'unknown' }], ['elastic', { created: expect.any(Number), thereBefore: 0 }], ['sentinel', { accepted: true, indexed: 'unknown', requestId: expect.any(String) }]]);
		expectNoSecrets(site, ran.run);
	}, 30_000);

	test('one that is down stops neither the others nor what comes later', async () => {
		site.sandbox.faults.splunk.add({ effect: { kind: 'status', status: 503 } });
		const mails = [];
		for (const employee of [cast.leaver, cast.sydney, cast.honolulu]) {
			await cut(employee.id);
			mails.push(...mailsIn(await shipToSiems()));
			travelTogether(site, minutes(15));
		}
		expect(mails.map(({ text }) => text)).toEqual([expect.stringMatching(/^Records 0 to \d+ did not reach Splunk for certain \(sink "splunk"\): Splunk failed \(503: .*Server is busy.*\)\. Nothing, if it goes away by itself/)]);
		expect(splunkIds()).toEqual([]);
		const ids = await expected();
		expect(recordsOnly(elasticIds()).slice(0, ids.length)).toEqual(ids);
		site.sandbox.faults.splunk.clear();
		await shipToSiems();
		expect(recordsOnly(splunkIds()).slice(0, ids.length)).toEqual(ids);
		expect(new Set(splunkIds()).size).toBe(splunkIds().length);
	}, 60_000);

	test('accepted and cut off: Elastic holds each once; Splunk and Sentinel hold it twice under one id', async () => {
		await cut(cast.leaver.id);
		for (const sink of ['splunk', 'elastic', 'sentinel'] as const) site.sandbox.faults[sink].add({ path: /collector|_bulk|streams/, times: 1, effect: { kind: 'reset', applied: true } });
		expect(mailsIn(await shipToSiems())).toHaveLength(3);
		expect(await site.records({ kinds: ['shipping.settled'] })).toEqual([]);
		travelTogether(site, minutes(15));
		expect(mailsIn(await shipToSiems())).toEqual([]);
		const ids = await expected();
		for (const [found, times] of [[elasticIds(), 1], [splunkIds(), 2], [sentinelIds(), 2]] as const) {
			for (const id of ids) expect(found.filter((one) => one === id)).toHaveLength(times);
		}
		expect((await site.records({ kinds: ['shipping.settled'] })).find(({ content }) => content!['sink'] === 'elastic')!.content).toMatchObject({ receipt: { created: 0 } });
	}, 30_000);

	test('Elastic was too busy for some: the rest stays, and the missing ones follow', async () => {
		await cut(cast.leaver.id);
		site.sandbox.elastic.settings.queue = 3;
		const [mail] = mailsIn(await shipToSiems());
		expect(mail!.text).toMatch(/Elastic was too busy for \d+ of \d+ documents/);
		site.sandbox.elastic.settings.queue = 10_000;
		travelTogether(site, minutes(15));
		await shipToSiems();
		const ids = await expected();
		expect(recordsOnly(elasticIds()).slice(0, ids.length)).toEqual(ids);
		expect(new Set(elasticIds()).size).toBe(elasticIds().length);
	}, 30_000);

	test.each([
		['Splunk', 'splunk', { kind: 'html' }, /not Splunk's collector/],
		['Elastic', 'elastic', { kind: 'html' }, /not Elastic's bulk endpoint/],
		['Sentinel', 'sentinel', { kind: 'html' }, /answered 200, not 204/],
		['Splunk', 'splunk', { kind: 'login-redirect' }, /sign-in page/],
		['Elastic', 'elastic', { kind: 'truncated' }, /not Elastic's bulk endpoint/],
		['Sentinel', 'sentinel', { kind: 'throttle', retryAfterSeconds: 30 }, /again after 30 s/],
		['Elastic', 'elastic', { kind: 'forbidden' }, /refused the key.*create_doc/],
		['Splunk', 'splunk', { kind: 'forbidden' }, /does not know the token/],
		['Sentinel', 'sentinel', { kind: 'forbidden' }, /Monitoring Metrics Publisher/],
	] as const)('%s answering with something else (%#): it is said, and only that branch stands still', async (_, sink, effect, said) => {
		await cut(cast.leaver.id);
		site.sandbox.faults[sink].add({ path: /collector|_bulk|streams/, effect });
		const mails = mailsIn(await shipToSiems());
		expect(mails).toHaveLength(1);
		expectSentence(mails[0]!.text);
		expect(mails[0]!.text).toMatch(said);
		expect((await site.records({ kinds: ['shipping.settled'] })).map(({ content }) => content!['sink'])).toEqual(['splunk', 'elastic', 'sentinel'].filter((one) => one !== sink));
	}, 30_000);

	test('two executions at once ship each record once', async () => {
		await cut(cast.leaver.id);
		await Promise.all([shipToSiems(), shipToSiems()]);
		for (const found of [splunkIds(), elasticIds(), sentinelIds()]) expect(new Set(found).size).toBe(found.length);
		const ids = await expected();
		expect(recordsOnly(splunkIds()).slice(0, ids.length)).toEqual(ids);
	}, 30_000);
});

describe('what an administrator can do wrong', () => {
	test('Mark Shipped behind nothing, or behind another List Unshipped', async () => {
		await cut(cast.leaver.id);
		const wrong = await shipToS3({ nodes: (node) => void (node.name === 'Mark Shipped' && (node.parameters['batch'] = '={{ $json }}')) });
		expect(mailsIn(wrong)[0]!.text).toMatch(/does not give what List Unshipped put out/);
	}, 30_000);

	test('a sink whose name is none', async () => {
		const ran = await shipToS3({ nodes: (node) => void (node.name === 'List Unshipped' && (node.parameters['sink'] = 'a b')) });
		expect(mailsIn(ran)[0]!.text).toMatch(/"a b" is no name for a sink/);
	});

	test.each([[{ recordsPerBatch: '={{ 3 }}' }, /Records per Batch.*at least 50/], [{ leaveAloneMinutes: '={{ "soon" }}' }, /Leave Alone For/]])('options %p', async (options, said) => {
		const ran = await shipToS3({ nodes: (node) => void (node.name === 'List Unshipped' && (node.parameters['options'] = options)) });
		expect(mailsIn(ran)[0]!.text).toMatch(said);
	});
});
