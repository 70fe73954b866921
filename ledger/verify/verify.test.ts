import fc from 'fast-check';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, type Bundle, type BundleRecord, type Ledger } from '../index';
import { verifyBundle } from './index';

let directory: string;
let ledger: Ledger;
let time: number;

const openAnew = async (): Promise<void> => {
	directory = mkdtempSync(join(tmpdir(), 'ledger-'));
	ledger = await openLedger({ directory, origin: 'jml.acme.test/ledger', now: () => new Date((time += 1000)) });
};

beforeEach(async () => {
	time = Date.parse('2026-11-20T10:00:00.000Z');
	await openAnew();
});

afterEach(async () => {
	await ledger.close();
	rmSync(directory, { recursive: true });
});

const step = (caseId: string, index: number) =>
	ledger.append({ kind: 'step.settled', caseId, subject: 'okta/00u1', once: `${caseId}/${index}`, content: { step: 'blockSignIn', reason: 'suspended “Zoë”', index } });
const close = (caseId: string, verdict = 'Complete') => ledger.append({ kind: 'case.closed', caseId, content: { verdict } });

/** A case of six records among those of others. */
const smallCase = async (): Promise<Bundle> => {
	for (let index = 0; index < 5; index += 1) {
		await step('case-1', index);
		if (index !== 2) await step('case-2', index);
	}
	await close('case-1');
	await step('case-2', 9);
	return await ledger.exportCase('case-1');
};

const verify = (bundle: object, known = {}) => verifyBundle(JSON.stringify(bundle), known);
const withRecords = (bundle: Bundle, change: (records: BundleRecord[]) => BundleRecord[]): Bundle => ({ ...bundle, records: change([...bundle.records]) });
const withRecord = (bundle: Bundle, index: number, change: Partial<BundleRecord>): Bundle =>
	withRecords(bundle, (records) => records.with(index, { ...records[index]!, ...change }));

describe('a bundle as exported', () => {
	it('holds, and says what it proves', async () => {
		const bundle = await smallCase();
		expect(verify(bundle)).toEqual({
			ok: true,
			caseId: 'case-1',
			records: 6,
			erased: 0,
			firstAt: '2026-11-20T10:00:01.000Z',
			lastAt: '2026-11-20T10:00:10.000Z',
			exportedAt: '2026-11-20T10:00:12.000Z',
			origin: 'jml.acme.test/ledger',
			...(await ledger.head()),
			vkey: await ledger.vkey(),
			keyTrusted: false,
			closed: true,
			verdict: 'Complete',
		});
		expect(verify(bundle, { vkey: await ledger.vkey() })).toMatchObject({ ok: true, keyTrusted: true });
	});

	it('holds however the file is spaced', async () => {
		const bundle = await smallCase();
		expect(verifyBundle(`\n${JSON.stringify(bundle, null, '\t')}\n`)).toMatchObject({ ok: true });
	});

	it('holds for one record alone in its ledger', async () => {
		await step('case-1', 0);
		expect(verify(await ledger.exportCase('case-1'))).toMatchObject({ ok: true, records: 1, size: 1, closed: false });
	});

	it('shows nothing of other cases', async () => {
		expect(JSON.stringify(await smallCase())).not.toContain('case-2');
	});

	it('is refused for a case that is not there', async () => {
		await expect(ledger.exportCase('case-9')).rejects.toMatchObject({ code: 'unknown_case' });
	});
});

describe('G05: whatever is changed in a bundle, it fails', () => {
	/** The same text with one character other. */
	const flips = (text: string): string[] =>
		Array.from(text, (_, at) => text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1));

	it('each byte of each entry, body, salt and proof: the record is named', async () => {
		const bundle = await smallCase();
		let tried = 0;
		for (const [index, record] of bundle.records.entries()) {
			const changes = [
				...flips(record.entry).map((entry) => ({ entry })),
				...flips(record.body!).map((body) => ({ body })),
				...flips(record.salt!).map((salt) => ({ salt })),
				...record.proof.flatMap((hash, at) => flips(hash).map((flipped) => ({ proof: record.proof.with(at, flipped) }))),
			];
			for (const change of changes) {
				const result = verify(withRecord(bundle, index, change));
				if (result.ok || result.record !== index + 1 || !result.problem.startsWith(`Record ${index + 1} of 6`)) throw new Error(JSON.stringify({ result, change }));
				tried += 1;
			}
		}
		expect(tried).toBeGreaterThan(3000);
	});

	it('each byte of the file: it fails, or stands for the very same bundle', async () => {
		const bundle = await smallCase();
		for (const text of flips(JSON.stringify(bundle))) {
			if (!verifyBundle(text).ok) continue;
			expect(JSON.parse(text)).toEqual(bundle);
		}
	});

	it('each bit of a byte anywhere in a larger one', async () => {
		for (let index = 0; index < 60; index += 1) await step(`case-${index % 2}`, index);
		const text = JSON.stringify(await ledger.exportCase('case-1'));
		expect(verifyBundle(text)).toMatchObject({ ok: true });
		fc.assert(
			fc.property(fc.nat(text.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
				const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);
				if (verifyBundle(changed).ok) expect(JSON.parse(changed)).toEqual(JSON.parse(text));
			}),
			{ numRuns: 300 },
		);
	});

	it('any record dropped: the gap is named', async () => {
		const bundle = await smallCase();
		for (const index of bundle.records.keys()) {
			expect(verify(withRecords(bundle, (records) => records.toSpliced(index, 1)))).toMatchObject({ ok: false, code: 'missing_record', record: index + 1 });
		}
	});

	it('any two swapped: the first is named', async () => {
		const bundle = await smallCase();
		for (const one of bundle.records.keys()) {
			for (let other = one + 1; other < bundle.records.length; other += 1) {
				const swapped = withRecords(bundle, (records) => records.with(one, records[other]!).with(other, records[one]!));
				expect(verify(swapped)).toMatchObject({ ok: false, code: 'missing_record', record: one + 1 });
			}
		}
	});

	it('cut off anywhere, at the end too: the first missing is named', async () => {
		const bundle = await smallCase();
		for (const length of bundle.records.keys()) {
			expect(verify(withRecords(bundle, (records) => records.slice(0, length)))).toMatchObject({ ok: false, code: 'missing_record', record: length + 1, problem: expect.stringContaining('of 6 is missing') });
		}
	});

	it('any record repeated: the repetition is named', async () => {
		const bundle = await smallCase();
		for (const index of bundle.records.keys()) {
			expect(verify(withRecords(bundle, (records) => records.toSpliced(index, 0, records[index]!)))).toMatchObject({ ok: false, code: 'order', record: index + 2 });
		}
	});

	it('a proof longer, shorter or of another record', async () => {
		const bundle = await smallCase();
		const { proof } = bundle.records[2]!;
		for (const changed of [[...proof, proof[0]!], proof.slice(1), proof.slice(0, -1), [], bundle.records[3]!.proof]) {
			expect(verify(withRecord(bundle, 2, { proof: changed }))).toMatchObject({ ok: false, code: 'inclusion', record: 3 });
		}
	});

	it('a body and salt taken away', async () => {
		const bundle = await smallCase();
		expect(verify(withRecord(bundle, 2, { body: null, salt: null }))).toMatchObject({ ok: false, code: 'erased', record: 3 });
		expect(verify(withRecord(bundle, 2, { body: null }))).toMatchObject({ ok: false, code: 'commitment', record: 3 });
		expect(verify(withRecord(bundle, 2, { salt: null }))).toMatchObject({ ok: false, code: 'commitment', record: 3 });
	});

	it('a part of another case or another export', async () => {
		const bundle = await smallCase();
		const other = await ledger.exportCase('case-2');
		await step('case-1', 7);
		const later = await ledger.exportCase('case-1');
		expect(verify({ ...bundle, caseId: 'case-2' })).toMatchObject({ code: 'statement' });
		expect(verify({ ...bundle, records: other.records })).toMatchObject({ code: 'other_case', record: 1 });
		expect(verify({ ...bundle, statement: later.statement })).toMatchObject({ code: 'statement' });
		expect(verify({ ...bundle, checkpoint: later.checkpoint })).toMatchObject({ code: 'statement' });
		expect(verify({ ...bundle, checkpoint: bundle.statement })).toMatchObject({ code: 'checkpoint' });
		expect(verify({ ...later, records: bundle.records })).toMatchObject({ ok: false, record: 1 });
	});

	it.each<[string, (bundle: Bundle) => string, string]>([
		['no JSON', () => 'evidence', 'format'],
		['another format', (bundle) => JSON.stringify({ ...bundle, format: 'jml-bundle/2' }), 'format'],
		['something added', (bundle) => JSON.stringify({ ...bundle, note: 'all is well' }), 'format'],
		['something added to a record', (bundle) => JSON.stringify(withRecord(bundle, 0, { note: 'all is well' } as never)), 'format'],
		['a part missing', ({ statement, ...bundle }) => JSON.stringify(bundle), 'format'],
		['a record that is none', (bundle) => JSON.stringify({ ...bundle, records: [null] }), 'format'],
		['a member given twice', (bundle) => JSON.stringify(bundle).replace('{"format"', '{"caseId":"case-2","format"'), 'format'],
		['something after it', (bundle) => `${JSON.stringify(bundle)}{}`, 'format'],
		['a key that is none', (bundle) => JSON.stringify({ ...bundle, vkey: 'x' }), 'key'],
	])('%s', async (_, change, code) => {
		expect(verifyBundle(change(await smallCase()))).toMatchObject({ ok: false, code });
	});
});

describe('a bundle forged from scratch', () => {
	it('agrees with itself, but not with the key or checkpoint of the real ledger', async () => {
		await smallCase();
		const known = { vkey: await ledger.vkey(), checkpoint: await ledger.checkpoint() };
		await ledger.close();
		rmSync(directory, { recursive: true });
		await openAnew();
		const forged = await smallCase();
		expect(verify(forged)).toMatchObject({ ok: true, keyTrusted: false });
		expect(verify(forged, { vkey: known.vkey })).toMatchObject({ ok: false, code: 'key' });
		expect(verify(forged, { checkpoint: known.checkpoint })).toMatchObject({ ok: false, code: 'signature' });
		expect(verify({ ...forged, vkey: known.vkey }, { vkey: known.vkey })).toMatchObject({ ok: false, code: 'signature' });
	});
});

describe('a checkpoint that the auditor holds', () => {
	it('is compared with the one in the bundle', async () => {
		await step('case-1', 0);
		const older = await ledger.checkpoint();
		const bundle = await smallCase();
		expect(verify(bundle, { checkpoint: bundle.checkpoint })).toMatchObject({ ok: true, heldCheckpoint: 'same' });
		expect(verify(bundle, { checkpoint: older })).toMatchObject({ ok: true, heldCheckpoint: 'not_proven' });
		const connected = await ledger.exportCase('case-1', older);
		expect(verify(connected, { checkpoint: older })).toMatchObject({ ok: true, heldCheckpoint: 'continued' });
		await step('case-1', 8);
		expect(verify(bundle, { checkpoint: await ledger.checkpoint() })).toMatchObject({ ok: true, heldCheckpoint: 'not_proven' });
		const proof = connected.consistency!.proof.toReversed();
		// It has to hold for whoever reads it, whether they hold that checkpoint or not.
		for (const known of [{}, { checkpoint: older }]) expect(verify({ ...connected, consistency: { ...connected.consistency!, proof } }, known)).toMatchObject({ ok: false, code: 'consistency' });
	});

	it('of another ledger or of none is refused', async () => {
		const bundle = await smallCase();
		expect(verify(bundle, { checkpoint: bundle.checkpoint.replaceAll('jml.', 'other.') })).toMatchObject({ ok: false, code: 'other_ledger' });
		expect(verify(bundle, { checkpoint: bundle.checkpoint.replace(/\n\d+\n/, '\n999\n') })).toMatchObject({ ok: false, code: 'signature' });
		expect(verify(bundle, { checkpoint: '' })).toMatchObject({ ok: false });
		expect(verify(bundle, { vkey: 'x' })).toMatchObject({ ok: false, code: 'argument' });
		await expect(ledger.exportCase('case-1', 'x')).rejects.toMatchObject({ code: 'bad_checkpoint' });
	});

	it('shows when the same key signed two histories', async () => {
		await step('case-1', 0);
		const held = await ledger.checkpoint();
		await ledger.close();
		for (const name of readdirSync(directory)) if (name !== 'ledger.key') rmSync(join(directory, name));
		ledger = await openLedger({ directory, origin: 'jml.acme.test/ledger', now: () => new Date((time += 1000)) });
		await step('case-1', 1);
		const rewritten = await ledger.exportCase('case-1');
		expect(verify(rewritten)).toMatchObject({ ok: true });
		expect(verify(rewritten, { checkpoint: held })).toMatchObject({ ok: false, code: 'consistency', problem: expect.stringContaining('two different histories') });
		await step('case-1', 2);
		expect(verify(await ledger.exportCase('case-1', held), { checkpoint: held })).toMatchObject({ ok: false, code: 'consistency' });
	});
});

describe('a case', () => {
	const found = async () => verify(await ledger.exportCase('case-1'));

	it('is open until it is closed, and again once it goes on', async () => {
		await step('case-1', 0);
		expect(await found()).toMatchObject({ ok: true, closed: false });
		await close('case-1', 'Incomplete');
		expect(await found()).toMatchObject({ ok: true, closed: true, verdict: 'Incomplete' });
		await step('case-1', 1);
		expect(await found()).toEqual(expect.not.objectContaining({ verdict: 'Incomplete' }));
		expect(await found()).toMatchObject({ ok: true, closed: false });
		await close('case-1', 'Complete');
		expect(await found()).toMatchObject({ ok: true, closed: true, verdict: 'Complete', records: 4 });
	});

	it('stays closed when content is erased, and says how much', async () => {
		await step('case-1', 0);
		await close('case-1', 'Incomplete');
		await ledger.erase({ caseId: 'case-1', content: { why: 'kept long enough' } });
		expect(await found()).toMatchObject({ ok: true, closed: true, erased: 2 });
		expect(await found()).toEqual(expect.not.objectContaining({ verdict: expect.anything() }));
		await close('case-1');
		expect(await found()).toMatchObject({ ok: true, closed: true, verdict: 'Complete', erased: 2 });
	});
});

describe('a case that was run several times', () => {
	const open = (run: string, dryRun: boolean) => ledger.append({ kind: 'case.opened', caseId: 'case-1', content: { case: { run, dryRun } } });
	const settle = (run: string) => ledger.append({ kind: 'step.settled', caseId: 'case-1', content: { run, outcome: 'done' } });
	const closeRun = (run: string, verdict: string) => ledger.append({ kind: 'case.closed', caseId: 'case-1', content: { run, verdict } });
	const found = async () => verify(await ledger.exportCase('case-1'));

	it('has the verdict of the run that counted, whatever a dry run says later', async () => {
		await open('1', false);
		await settle('1');
		await closeRun('1', 'Complete');
		await open('2', true);
		expect(await found()).toMatchObject({ ok: true, closed: true, verdict: 'Complete' });
		await settle('2');
		await closeRun('2', 'Dry run');
		expect(await found()).toMatchObject({ ok: true, closed: true, verdict: 'Complete' });
	});

	it('has that of the dry run as long as there was no other', async () => {
		await open('1', true);
		await closeRun('1', 'Dry run');
		expect(await found()).toMatchObject({ closed: true, verdict: 'Dry run' });
		await open('2', false);
		expect(await found()).toMatchObject({ closed: false });
		await closeRun('2', 'Incomplete');
		await open('3', false);
		await closeRun('3', 'Complete');
		expect(await found()).toMatchObject({ closed: true, verdict: 'Complete' });
	});

	it('does not take a run for a dry one that says both', async () => {
		await open('1', false);
		await closeRun('1', 'Complete');
		await open('1', true);
		expect(await found()).toMatchObject({ closed: false });
	});
});

it('reads nothing of what writes: the verifier imports types alone from outside its folder', () => {
	const files = readdirSync(__dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
	const imports = files.flatMap((name) => readFileSync(join(__dirname, name), 'utf8').match(/^(?:import|export) .* from .*$/gm) ?? []);
	expect(imports.length).toBeGreaterThan(10);
	for (const line of imports) expect(line).toMatch(/^import type .* from '\.\.\/types';$|from '\.\/\w+';$|^import \{ createPublicKey, hash, verify \} from 'node:crypto';$/);
});

it('the example in the documentation, put together as it says, holds', () => {
	const text = readFileSync(join(__dirname, '..', '..', 'docs', 'ledger-format.md'), 'utf8');
	const example = text.slice(text.indexOf('\n## Example\n'));
	const value = (name: string): string => new RegExp(`^${name} +(\\S.*)$`, 'm').exec(example)![1]!;
	const [entry] = /^\{"at":.*\}$/m.exec(example)!;
	const [checkpoint, statement] = [...example.matchAll(/```\n((?:evidence\.example\.com\/jml|jml-case-statement\/1)\n[^]*?\n\n— [^\n]+\n)```/g)].map(([, note]) => note!);
	const { caseId, exportedAt } = JSON.parse(statement!.split('\n')[1]!) as Bundle;
	const bundle = { format: 'jml-bundle/1', caseId, exportedAt, vkey: value('vkey'), checkpoint, statement, records: [{ entry, body: value('body'), salt: value('salt'), proof: [] }] };
	expect(verify(bundle, { vkey: value('vkey'), checkpoint })).toMatchObject({ ok: true, closed: true, verdict: 'Incomplete', heldCheckpoint: 'same' });
});
