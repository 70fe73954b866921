import { freshUserFolder, ledgerFolder } from '../harness/environment';
import type { IDataObject } from 'n8n-workflow';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { expectSentence } from '../harness/expectations';
import { closeCase, exportBundle, leaverItem, oktaAccess, openCase, startSite, type Site } from '../harness/site';
import { node, startInstance } from '../harness/workflow';
import { comparePage, pageScript, recognise } from '../../ledger/report';
import { verifyBundle } from '../../ledger/verify';

let site: Site;
beforeEach(async () => {
	site = await startSite();
});
afterEach(() => site.stop());

const verify = node('Verify', 'evidenceLedger', { resource: 'ledger', operation: 'verify' });
const kinds = async () => (await site.records()).map(({ kind }) => kind);
const caseOf = (item: { [key: string]: unknown } | undefined) => item!['case'] as { [key: string]: unknown };

describe('Open Case', () => {
	test('writes the case, and passes the item on with it', async () => {
		const item: IDataObject = { ...leaverItem('30'), note: 'from HR' };
		const { items } = await site.n8n.run([openCase({ deadlineMinutes: 30 })], [item]);
		const [opened] = items('Open Case');
		expect(opened).toMatchObject({ ...item, steps: [], case: { id: expect.stringMatching(/^hr_event_\d{8}_30_930$/), kind: 'terminate', dryRun: false } });
		const late = Date.parse(String(caseOf(opened)['dueBy'])) - Date.parse(String((item['event'] as { receivedAt: string }).receivedAt));
		expect(late).toBe(30 * 60_000);
		expect(await kinds()).toEqual(['case.opened']);
	});

	test('opened again, the same event is the same case, and goes on', async () => {
		const item = leaverItem('30');
		const first = await site.n8n.run([openCase()], [item]);
		const again = await site.n8n.run([openCase()], [item]);
		expect(caseOf(again.items('Open Case')[0])['id']).toBe(caseOf(first.items('Open Case')[0])['id']);
		expect(await kinds()).toEqual(['case.opened', 'case.resumed']);
	});

	test('a person whose id became a number on its way is the same person', async () => {
		const item = leaverItem('30');
		const [asText] = (await site.n8n.run([openCase()], [item])).items('Open Case');
		const [asNumber] = (await site.n8n.run([openCase()], [{ ...item, person: { ...(item['person'] as IDataObject), id: 30 } }])).items('Open Case');
		expect(caseOf(asNumber)['id']).toBe(caseOf(asText)['id']);
	});

	test.each([
		['no person', { event: leaverItem('30')['event']! }],
		['no event', { person: leaverItem('30')['person']! }],
		['an event that says not when', { ...leaverItem('30'), event: { key: 'a/b', kind: 'terminate' } }],
		['an event nobody can tell from others', { ...leaverItem('30'), event: { effectiveAt: new Date().toISOString(), receivedAt: new Date().toISOString() } }],
		['an event that says not since when it is known', { ...leaverItem('30'), event: { key: 'a/b', effectiveAt: new Date().toISOString() } }],
	])('an item with %s opens nothing', async (_, item) => {
		const { error } = await site.n8n.run([openCase()], [item]);
		expectSentence(error);
		expect(error).toMatch(/no case was opened/);
	});

	test.each([
		['a text instead of yes or no', { dryRun: '={{ "false" }}' }, /Dry Run/],
		['nothing where yes or no should be', { dryRun: '={{ $json.nowhere }}' }, /Dry Run/],
		['a deadline that is no number', { deadlineMinutes: '={{ "soon" }}' }, /Deadline/],
	])('an expression that gives %s opens nothing', async (_, parameters, named) => {
		const { error } = await site.n8n.run([openCase(parameters)], [leaverItem('30')]);
		expectSentence(error);
		expect(error).toMatch(named);
	});
});

describe('Close Case', () => {
	test('everything read back is Complete', async () => {
		const { items, error } = await site.n8n.run([openCase(), oktaAccess(), closeCase()], [leaverItem('30')]);
		expect(error).toBeUndefined();
		const [closed] = items('Close Case');
		expect(closed).toMatchObject({ case: { verdict: 'Complete', withinDeadline: true, openSteps: [] }, ledger: { size: expect.any(Number), root: expect.any(String) } });
		expect(closed!['summary']).toMatch(/^Complete: everything taken from Mateo Rivas was read back\./);
	});

	test('a step that could not be confirmed is Incomplete, and named', async () => {
		site.sandbox.faults.okta.add({ method: 'POST', path: /lifecycle\/suspend/, effect: { kind: 'forbidden' } });
		const { items } = await site.n8n.run([openCase(), oktaAccess({ steps: ['blockSignIn', 'endSessions'] }), closeCase()], [leaverItem('30')]);
		const [closed] = items('Close Case');
		expect(closed).toMatchObject({ case: { verdict: 'Incomplete', withinDeadline: null, openSteps: [{ system: 'okta', step: 'blockSignIn', outcome: 'failed' }] } });
		expect(closed!['summary']).toMatch(/^INCOMPLETE: Mateo Rivas may still have access\. 1 step needs somebody now\./);
	});

	test('a dry run is never Complete', async () => {
		const { items } = await site.n8n.run([openCase({ dryRun: true }), oktaAccess(), closeCase()], [leaverItem('30')]);
		expect(items('Close Case')[0]).toMatchObject({ case: { verdict: 'Dry run' } });
		expect(site.sandbox.okta.accessOf('mateo.rivas@kestrel.example').status).toBe('ACTIVE');
	});

	test('a case in which nothing was done is Incomplete', async () => {
		const { items } = await site.n8n.run([openCase(), closeCase()], [leaverItem('30')]);
		expect(items('Close Case')[0]).toMatchObject({ case: { verdict: 'Incomplete' } });
	});

	test.each([['={{ $json.case.id }}'], ['hr_event_20260101_1_1']])('without an open case (%s) nothing is closed', async (caseId) => {
		const { error } = await site.n8n.run([closeCase({ caseId })], [{}]);
		expectSentence(error);
		expect(error).toMatch(/no open case/);
		expect(await kinds()).toEqual([]);
	});

	test('our own words are shown, also where n8n has a text for one of them', async () => {
		const { error } = await site.n8n.run([closeCase({ caseId: 'hr_event_ECONNREFUSED' })], [{}]);
		expect(error).toMatch(/no open case hr_event_ECONNREFUSED/);
	});
});

describe('Export Bundle', () => {
	const exported = async (parameters = {}) => {
		const { outputs, error } = await site.n8n.run([openCase(), oktaAccess(), closeCase(), exportBundle(parameters)], [leaverItem('30')]);
		const [item] = outputs('Export Bundle')?.[0] ?? [];
		return { json: item?.json ?? {}, files: item?.binary ?? {}, textOf: (field: string) => Buffer.from(item!.binary![field]!.data, 'base64').toString('utf8'), error };
	};
	const bundleOf = (json: IDataObject) => json['bundle'] as { vkey: string; checkpoint: string; records: number; files: IDataObject[] };

	test('G09: gives a page that the verifier accepts with nothing but the key', async () => {
		const { json, files, textOf } = await exported({ binaryProperty: 'proof' });
		const fileName = `evidence-${String(caseOf(json)['id'])}.html`;
		expect(files['proof']).toMatchObject({ mimeType: 'text/html', fileName });
		const { vkey, checkpoint, records, files: named } = bundleOf(json);
		expect(named).toEqual([{ field: 'proof', fileName }]);
		const page = textOf('proof');
		const { kind, text } = recognise(page);
		expect(kind).toBe('page');
		expect(verifyBundle(text, { vkey, checkpoint })).toMatchObject({ ok: true, records, person: 'Mateo Rivas', closed: true, verdict: 'Complete', keyTrusted: true, heldCheckpoint: 'same', origin: 'n8n.kestrel.example/jml-ledger' });
		expect(verifyBundle(text.replace('SUSPENDED', 'ACTIVE'), { vkey })).toMatchObject({ ok: false });
		// What the built pack has written is what the sources would write.
		expect(comparePage(page, text, await pageScript())).toEqual({ is: 'faithful' });
	});

	test('gives JSON and CSV beside it, in fields whose names begin with that of the page', async () => {
		const { json, files, textOf } = await exported({ formats: ['html', 'json', 'csv'] });
		expect(Object.keys(files)).toEqual(['evidence', 'evidenceJson', 'evidenceCsv']);
		expect(bundleOf(json).files.map(({ field }) => field)).toEqual(['evidence', 'evidenceJson', 'evidenceCsv']);
		expect(JSON.parse(textOf('evidenceJson'))).toEqual(JSON.parse(recognise(textOf('evidence')).text));
		expect(textOf('evidenceCsv').split('\r\n')[1]).toMatch(/^"hr_event_\d{8}_30_930","30",/);
		expect(files['evidenceCsv']).toMatchObject({ mimeType: 'text/csv', fileName: expect.stringMatching(/^evidence-.*\.csv$/) });
	});

	test('proves that it continues a checkpoint the auditor holds', async () => {
		const held = bundleOf((await exported()).json).checkpoint;
		const { json, textOf } = await exported({ heldCheckpoint: `\n${held.replaceAll('\n', '\r\n')}`, formats: ['json'] });
		expect(verifyBundle(textOf('evidenceJson'), { vkey: bundleOf(json).vkey, checkpoint: held })).toMatchObject({ ok: true, heldCheckpoint: 'continued' });
	});

	test.each([
		['a checkpoint that is none', { heldCheckpoint: 'x' }, /checkpoint/],
		['an expression that gives no format', { formats: '={{ "pdf" }}' }, /Choose HTML, JSON or CSV/],
	])('with %s nothing is exported', async (_, parameters, named) => {
		const { error } = await exported(parameters);
		expectSentence(error);
		expect(error).toMatch(named);
	});

	test('a case nobody opened cannot be exported', async () => {
		await site.n8n.run([openCase()], [leaverItem('30')]);
		const { error } = await site.n8n.run([exportBundle({ caseId: 'hr_event_20260101_1_1' })], [{}]);
		expectSentence(error);
	});
});

describe('Verify', () => {
	test('a ledger nobody touched holds', async () => {
		const { items } = await site.n8n.run([openCase(), oktaAccess(), closeCase(), verify], [leaverItem('30')]);
		expect(items('Verify')[0]).toMatchObject({ ledger: { verified: true, size: items('Close Case')[0] && expect.any(Number) } });
	});

	test('G05: one changed byte is found, and the record named', async () => {
		await site.n8n.run([openCase(), oktaAccess(), closeCase()], [leaverItem('30')]);
		const [settled] = await site.records({ kinds: ['step.settled'] });
		const database = new DatabaseSync(join(ledgerFolder(), 'ledger.sqlite'));
		database.exec(`UPDATE records SET body = replace(body, '"outcome":"done"', '"outcome":"dome"') WHERE seq = ${settled!.seq}`);
		database.close();
		const { error } = await site.n8n.run([verify], [{}]);
		expectSentence(error);
		expect(error).toMatch(new RegExp(`does not hold from record ${settled!.seq} on`));
	});
});

test('in queue mode every operation refuses, and says what to do', async () => {
	freshUserFolder();
	process.env['EXECUTIONS_MODE'] = 'queue';
	try {
		for (const refused of [openCase(), closeCase({ caseId: 'x' }), verify]) {
			const { error } = await (await startInstance()).run([refused], [leaverItem('30')]);
			expectSentence(error);
			expect(error).toMatch(/queue mode/);
		}
	} finally {
		delete process.env['EXECUTIONS_MODE'];
	}
});
