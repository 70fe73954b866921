import { freshUserFolder, ledgerFolder } from '../harness/environment';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import type { INode, INodeExecutionData } from 'n8n-workflow';
import { openLedger, type Ledger } from '../../ledger';
import { recognise } from '../../ledger/report';
import { verifyPeriod } from '../../ledger/verify/period';
import { quarterOf } from '../../lifecycle/period/quarter';
import { expectSentence } from '../harness/expectations';
import { importedFrom, templateIn } from '../harness/template';
import { node, startInstance, type Instance } from '../harness/workflow';
import { stories, writePeriod, type Story } from '../support/examplePeriod';

const hour = 60 * 60_000;
const last = quarterOf(new Date(), 'Etc/UTC', 1);

let n8n: Instance;
let clock: { now: number };
let ledger: Ledger;
beforeEach(async () => {
	freshUserFolder();
	clock = { now: Date.now() };
	ledger = await openLedger({ directory: ledgerFolder(), origin: 'n8n.kestrel.example/jml-ledger', now: () => new Date(clock.now) });
	n8n = await startInstance();
});
afterEach(() => ledger.close());

/** As if it had all happened in the last quarter. */
const write = (told: readonly Story[], start = Date.parse(last.from) + 5 * hour) => writePeriod(ledger, told, { clock, start, apartMs: 50 * hour });
const exportPeriod = (parameters: INode['parameters'] = {}) => node('Export Period', 'evidenceLedger', { resource: 'ledger', operation: 'exportPeriod', ...parameters });
const eraseExpired = (parameters: INode['parameters'] = {}) => node('Erase Expired', 'evidenceLedger', { resource: 'ledger', operation: 'eraseExpired', ...parameters });
const textOf = ({ binary }: INodeExecutionData, field: string) => Buffer.from(binary![field]!.data, 'base64').toString('utf8');

describe('Export Period', () => {
	test('gives the last quarter as a page that the verifier accepts, with figures in the item', async () => {
		await write(stories);
		const { outputs, error } = await n8n.run([exportPeriod()], [{ note: 'kept' }]);
		expect(error).toBeUndefined();
		const [item] = outputs('Export Period')![0]!;
		expect(Object.keys(item!.binary!)).toEqual(['evidence']);
		expect(item!.binary!['evidence']).toMatchObject({ fileName: `evidence-${last.name}.html`, mimeType: 'text/html' });
		expect(item!.json).toMatchObject({
			note: 'kept',
			ledger: { origin: 'n8n.kestrel.example/jml-ledger', credential: 'none', size: 387 },
			period: {
				name: last.name, timeZone: 'Etc/UTC', from: last.from, to: last.to, cases: 38, verdicts: { Complete: 35, Incomplete: 2, Open: 1 }, onTime: { yes: 32, no: 6, unknown: 0 },
				steps: 266, inTime: 256, late: 6, notDone: 2, held: 1, unseen: 1, percentInTime: 96.2, notCounted: { belated: 0, takenBack: 0, dryRuns: 2, erased: 1 }, targets: { 'sign-in': 15 },
				shares: expect.arrayContaining([expect.objectContaining({ system: 'okta', closes: 'sign-in', slaMinutes: 15, steps: 38, inTime: 36, minutes: { p50: 0.37, p95: 185.25, max: 190.18 } })]),
				files: [{ field: 'evidence', fileName: `evidence-${last.name}.html` }],
			},
		});
		expect(item!.json['summary']).toBe(
			`${last.from.slice(0, 10)} to ${new Date(Date.parse(last.to) - 1).toISOString().slice(0, 10)}: 38 cases, 35 Complete, 2 Incomplete, 1 Open. 256 of 266 steps (96.2 %) were read back within their targets; 6 late, 2 not done, 1 held by exception, 1 cannot be read back. 32 of 38 cases kept their own deadline. HR told of 8 cases late, by 2 d 1 h at most. Not counted: 2 that were dry runs only, 1 with erased content.`,
		);
		const handed = recognise(textOf(item!, 'evidence'));
		expect(handed.kind).toBe('periodPage');
		expect(verifyPeriod(handed.text, { vkey: await ledger.vkey() })).toMatchObject({ ok: true, keyTrusted: true, cases: 41, from: last.from, to: last.to });
		expect((item!.json['period'] as { vkey: string }).vkey).toBe(await ledger.vkey());
	}, 30_000);

	test('all formats beside each other, and targets of one’s own', async () => {
		await write([{}, {}]);
		const targets = { target: [{ closes: 'sign-in', minutes: 1 }, { closes: 'data', minutes: 90 }] };
		const { outputs, items } = await n8n.run([exportPeriod({ formats: ['csv', 'html', 'json'], binaryProperty: 'q', targets })], [{}]);
		const [item] = outputs('Export Period')![0]!;
		expect(Object.entries(item!.binary!).map(([field, { fileName, mimeType }]) => [field, fileName, mimeType])).toEqual([
			['qPopulationCsv', `evidence-${last.name}-population.csv`, 'text/csv'], ['qSlaCsv', `evidence-${last.name}-sla.csv`, 'text/csv'],
			['q', `evidence-${last.name}.html`, 'text/html'], ['qJson', `evidence-${last.name}.json`, 'application/json'],
		]);
		expect(verifyPeriod(textOf(item!, 'qJson'))).toMatchObject({ ok: true, cases: 2 });
		expect(textOf(item!, 'qSlaCsv').split('\r\n')).toHaveLength(16);
		expect(textOf(item!, 'qPopulationCsv')).toContain('"leaver"');
		expect(items('Export Period')[0]).toMatchObject({ period: { targets: { 'sign-in': 1, data: 90, devices: 60 } } });
		expect(textOf(item!, 'q')).toContain('sign-in 1 min, credentials 15 min');
		expect(recognise(textOf(item!, 'q'))).toMatchObject({ terms: { targets: { 'sign-in': 1 }, timeZone: 'Etc/UTC' } });
	});

	test('this quarter and days of one’s choice', async () => {
		await write([{}, {}, {}]);
		expect((await n8n.run([exportPeriod({ period: 'thisQuarter' })], [{}])).items('Export Period')[0]).toMatchObject({ period: { name: quarterOf(new Date(), 'Etc/UTC', 0).name, cases: 0, percentInTime: null } });
		const first = last.from.slice(0, 10);
		expect((await n8n.run([exportPeriod({ period: 'custom', from: first, to: first })], [{}])).items('Export Period')[0]).toMatchObject({ period: { name: `${first}-to-${first}`, cases: 1 }, ledger: { size: 27 } });
	});

	test.each([
		['days that are none', { period: 'custom', from: 'yesterday', to: '2026-01-01' }],
		['an end before the beginning', { period: 'custom', from: '2026-01-02', to: '2026-01-01' }],
		['a format nobody knows', { formats: '={{ ["pdf"] }}' }],
		['a target that is none', { targets: { target: [{ closes: 'sign-in', minutes: 0 }] } }],
		['a target for what nobody knows', { targets: { target: [{ closes: 'parking', minutes: 5 }] } }],
	])('with %s nothing is exported, and it says why', async (_, parameters) => {
		await write([{}]);
		const { error } = await n8n.run([exportPeriod(parameters)], [{}]);
		expectSentence(error);
	});

	test('G05: evidence that does not hold is not exported', async () => {
		const [caseId] = await write([{}]);
		const database = new DatabaseSync(join(ledgerFolder(), 'ledger.sqlite'));
		database.exec(`UPDATE records SET body = replace(body, '"outcome":"done"', '"outcome":"dome"') WHERE case_id = '${caseId!}' AND kind = 'step.settled'`);
		database.close();
		const { error, outputs } = await n8n.run([exportPeriod()], [{}]);
		expectSentence(error);
		expect(error).toContain(`Case ${caseId!}: Record 2 of 9 was changed`);
		expect(outputs('Export Period')).toBeUndefined();
	});
});

describe('Erase Expired', () => {
	const longAgo = Date.now() - 8 * 366 * 24 * hour;

	test('as it is set at first it only says what it would erase', async () => {
		await write([{}, {}], longAgo);
		const before = await ledger.head();
		const { items } = await n8n.run([eraseExpired()], [{ note: 'kept' }]);
		expect(items('Erase Expired')[0]).toMatchObject({ note: 'kept', ledger: { origin: 'n8n.kestrel.example/jml-ledger', credential: 'none' }, retention: { days: 2_555, dryRun: true, cases: { count: 2, records: 18 }, held: { cases: [] }, more: false }, summary: expect.stringMatching(/^Would erase the content of 2 cases \(18 records\)/) });
		expect(await ledger.head()).toEqual(before);
	});

	test('switched on it erases, the ledger goes on holding, and old periods are known by number', async () => {
		await write([{}, {}, { open: true }], longAgo);
		const { items, error } = await n8n.run([eraseExpired({ onlyShow: false }), node('Verify', 'evidenceLedger', { resource: 'ledger', operation: 'verify' })], [{}]);
		expect(error).toBeUndefined();
		expect(items('Erase Expired')[0]).toMatchObject({ retention: { dryRun: false, cases: { count: 2 }, open: [expect.any(String)] } });
		expect(items('Verify')[0]).toMatchObject({ ledger: { verified: true } });
		const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
		const period = { period: 'custom', from: day(longAgo - 24 * hour), to: day(longAgo + 300 * hour) };
		expect((await n8n.run([exportPeriod(period)], [{}])).items('Export Period')[0]).toMatchObject({ period: { cases: 1, notCounted: { erased: 2 } } });
	});

	test.each([
		['fewer days than a year', { retentionDays: 364 }],
		['days that are no number', { retentionDays: '={{ "2555" }}' }],
		['a text instead of yes or no', { onlyShow: '={{ "false" }}' }],
		['no cases at all', { onlyShow: false, casesPerRun: 0 }],
	])('with %s nothing is erased, and it says why', async (_, parameters) => {
		await write([{}], longAgo);
		const before = await ledger.head();
		const { error } = await n8n.run([eraseExpired(parameters)], [{}]);
		expectSentence(error);
		expect(error).toContain('nothing was erased');
		expect(await ledger.head()).toEqual(before);
	});
});

describe('the template', () => {
	const template = templateIn('audit-quarter.json');
	const run = (start: string) => n8n.runFrom(n8n.workflow(importedFrom(template), template.connections), start, [[{ json: {} }]]);

	test.each(['Each Quarter', 'By Hand'])('%s the auditor gets the page and both tables', async (start) => {
		await write([{}]);
		const ran = await run(start);
		const [sent] = ran.outputs('Send to the Auditor')![0]!;
		expect(Object.values(sent!.binary!).map(({ fileExtension }) => fileExtension).sort()).toEqual(['csv', 'csv', 'html']);
		expect(sent!.json).toMatchObject({ audience: 'auditor', subject: expect.stringContaining(last.name), text: expect.stringContaining('1 case') });
	});

	test('each week somebody is told only if the ledger does not hold', async () => {
		await write([{}]);
		expect((await run('Each Week')).items('Tell Somebody')).toEqual([]);
		const database = new DatabaseSync(join(ledgerFolder(), 'ledger.sqlite'));
		database.exec(`UPDATE records SET kind = 'case.closed' WHERE seq = 3`);
		database.close();
		const [told] = (await run('Each Week')).items('Tell Somebody');
		expectSentence(String(told!['text']));
		expect(told!['text']).toContain('does not hold from record 3 on');
	});

	test('each month it is said what would be erased, and nothing is', async () => {
		await write([{}], Date.now() - 8 * 366 * 24 * hour);
		const [told] = (await run('Each Month')).items('Tell What Was Erased');
		expect(told).toMatchObject({ text: expect.stringMatching(/1 case/) });
		expect(await ledger.records({ kinds: ['record.erased'] })).toEqual([]);
	});
});
