import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, type Bundle, type Json, type PeriodBundle, type Segment } from '../../ledger';
import { pageOf, recognise } from '../../ledger/report';
import { verifyBundle, type Refused } from '../../ledger/verify';
import { closingOf } from '../../ledger/verify/case';
import { readPeriodEvidence } from '../../ledger/verify/period';
import { verifySegment, type VerifiedSegment } from '../../ledger/verify/segment';
import { verifyTlogProof, writeTlogProof } from '../../ledger/verify/tlogProof';
import { exampleCase, type Example } from '../support/exampleCase';
import { checkpointOf, forge, signatureLine, signed, vkey, vkeyOf, type Forged, type ForgedRecord } from './support/forged';
import { askPython, runPython, type Handed } from './support/foreignVerifier';
import { coarselyTampered, tampered, tamperedPeriod, tamperedProof, tamperedSegment } from './support/tampered';

// docs/verifier/verify.py was written from docs/ledger-format.md alone. Where the two verifiers agree on every copy, the page says enough.

interface Said {
	holds: boolean;
	code?: unknown;
	[more: string]: unknown;
}

let small: Bundle;
let other: Bundle;
let erased: Bundle;
let period: PeriodBundle;
let segments: Segment[];
let heldOfSmall: string;
let heldByOther: string;
let example: Example;
let folder: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'ledger-'));
	const [ledger, otherLedger] = await Promise.all(['one', 'two'].map((name) => openLedger({ directory: join(folder, name), origin: `${name}.example.com/jml`, now: () => new Date('2026-11-20T10:00:00.000Z') })));
	const append = (kind: string, caseId: string, content: { [member: string]: Json }) => ledger!.append({ kind, caseId, content });
	await append('case.opened', 'case-1', { case: { run: 'run-1', dryRun: false }, person: { name: 'Zoë 😀' } });
	await append('case.opened', 'case-2', { case: { run: 'run-1', dryRun: false } });
	await append('step.settled', 'case-1', { run: 'run-1', outcome: 'done', ratio: 0.1 });
	heldOfSmall = await ledger!.checkpoint();
	await append('case.closed', 'case-2', { run: 'run-1', caseRecords: 2, verdict: 'Complete' });
	await append('case.closed', 'case-1', { run: 'run-1', caseRecords: 3, verdict: 'Incomplete' });
	small = await ledger!.exportCase('case-1', heldOfSmall);
	await ledger!.erase({ caseId: 'case-2', content: { why: 'retention' } });
	erased = await ledger!.exportCase('case-2', heldOfSmall);
	period = await ledger!.exportPeriod({ from: '2026-10-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' }, ['case-1', 'case-2']);
	segments = await Promise.all([{ from: 0, to: 3 }, { from: 3, to: 6 }].map((range) => ledger!.exportSegment(range, true)));
	await otherLedger!.append({ kind: 'case.opened', caseId: 'case-1', content: {} });
	other = await otherLedger!.exportCase('case-1');
	heldByOther = other.checkpoint;
	await Promise.all([ledger!.close(), otherLedger!.close()]);
	example = await exampleCase({ dryRunAfterwards: true, connected: true });
}, 30_000);

afterAll(() => rmSync(folder, { recursive: true }));

const wording: Record<string, string> = { same: 'the same', continued: 'continued', not_proven: 'not proven' };

const refusal = ({ code, caseId, record }: Refused): Said => ({ holds: false, code, case: caseId ?? null, record: record ?? null });

const standing = ({ closed, verdict }: { closed: boolean; verdict?: string }) => ({ state: closed ? 'closed' : 'open', verdict: verdict ?? null });

const sayOurs = (handed: Handed): Said => {
	const known = { ...(handed.vkey === undefined ? {} : { vkey: handed.vkey }), ...(handed.held === undefined ? {} : { checkpoint: handed.held }) };
	const holding = (heldCheckpoint: string | undefined) => ({ holds: true, keyGiven: handed.vkey !== undefined, held: wording[heldCheckpoint ?? ''] ?? null });
	if ('proof' in handed) {
		const result = verifyTlogProof(handed.proof, handed.entry, { vkey: '', ...known });
		return result.ok ? { ...holding(result.heldCheckpoint), seq: result.index } : refusal(result);
	}
	if ('period' in handed) {
		const result = readPeriodEvidence(recognise(handed.period).text, known);
		return result.ok ? { ...holding(result.found.heldCheckpoint), cases: result.cases.map((one) => ({ caseId: one.caseId, records: one.records.length, ...standing(closingOf(one.records, () => undefined)) })) } : refusal(result);
	}
	if ('segments' in handed) {
		const checked: VerifiedSegment[] = [];
		for (const segment of handed.segments) {
			const result = verifySegment(segment, known, checked.at(-1));
			if (!result.ok) return refusal(result);
			checked.push(result);
		}
		const held = checked.map(({ heldCheckpoint }) => heldCheckpoint);
		return { ...holding(held.findLast((one) => one !== undefined && one !== 'not_proven') ?? held.at(-1)), from: checked[0]!.from, to: checked.at(-1)!.to };
	}
	const result = verifyBundle(recognise(handed.bundle).text, known);
	return result.ok ? { ...holding(result.heldCheckpoint), caseId: result.caseId, records: result.records, ...standing(result) } : refusal(result);
};

const sorted = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(sorted);
	return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).sort(([one], [another]) => (one < another ? -1 : 1)).map(([name, member]) => [name, sorted(member)])) : value;
};
const isSaidAlike = (one: unknown, another: unknown): boolean => JSON.stringify(sorted(one)) === JSON.stringify(sorted(another));

/** Both verifiers say the same of each. Gives what they say. */
const expectAgreement = async (handed: readonly Handed[]): Promise<Said[]> => {
	const theirs = (await askPython(handed)).map(({ why: _, ...said }) => said);
	const ours = handed.map(sayOurs);
	const named = (all: readonly object[]) => all.map((said, index) => ({ what: handed[index]!.what, ...said }));
	const differing = handed.flatMap((_, index) => (isSaidAlike(ours[index], theirs[index]) ? [] : [index]));
	expect(differing.map((index) => named(theirs)[index])).toEqual(differing.map((index) => named(ours)[index]));
	expect(theirs).toHaveLength(handed.length);
	return ours;
};

const codesIn = (said: readonly Said[]) => [...new Set(said.flatMap(({ code }) => (code === undefined ? [] : [code])))].sort();
const copies = (bundle: Bundle, stranger: Bundle, given: Omit<Handed, 'what' | 'bundle'>, places?: number): Handed[] =>
	tampered(bundle, stranger.records[0]!, places).map(([what, text]) => ({ what, bundle: text, ...given }));

describe('a verifier written from the page alone says the same as ours', () => {
	it('of what the ledger exports', async () => {
		const known = { vkey: small.vkey, held: heldOfSmall };
		expect(await expectAgreement([
			{ what: 'a case that continues the checkpoint held', bundle: JSON.stringify(small), ...known },
			{ what: 'a case that was erased', bundle: JSON.stringify(erased), ...known },
			{ what: 'a real case, with a dry run afterwards', bundle: JSON.stringify(example.bundle), vkey: example.vkey, held: example.held },
			{ what: 'a page', bundle: await pageOf(JSON.stringify(example.bundle)), vkey: example.vkey },
		])).toEqual([
			expect.objectContaining({ holds: true, records: 3, held: 'continued', state: 'closed', verdict: 'Incomplete' }),
			expect.objectContaining({ holds: true, records: 3, held: 'continued', state: 'closed', verdict: null }),
			expect.objectContaining({ holds: true, keyGiven: true, held: 'continued', state: 'closed', verdict: 'Complete' }),
			expect.objectContaining({ holds: true, keyGiven: true, held: null, state: 'closed', verdict: 'Complete' }),
		]);
	});

	it('G05: of hundreds of copies that were tampered with', async () => {
		const page = await pageOf(JSON.stringify(small));
		const pages = [page.replace('"done\\"', '"gone\\"'), page.replace('id="bundle">', 'id="bundle">\n'), page.replace('id="bundle"', 'id="bundles"'), page.replace('type="application/json" id="bundle">{', 'type="application/json" id="bundle">'), page.replace('>Incomplete<', '>Complete<')];
		const said = await expectAgreement([
			...copies(small, other, { vkey: small.vkey, held: heldOfSmall }),
			...copies(erased, small, { vkey: small.vkey, held: heldOfSmall }, 2),
			...copies(small, erased, {}, 1),
			...coarselyTampered(example.bundle).map(([what, bundle]) => ({ what, bundle, vkey: example.vkey, held: example.held })),
			...pages.map((bundle, index) => ({ what: `page ${index}`, bundle, vkey: small.vkey })),
		]);
		expect(said.length).toBeGreaterThan(2000);
		expect(codesIn(said)).toEqual(['checkpoint', 'commitment', 'consistency', 'entry', 'erased', 'format', 'inclusion', 'key', 'missing_record', 'not_canonical', 'order', 'other_case', 'signature', 'statement']);
	}, 60_000);

	it('of a period, and of copies of it', async () => {
		const text = JSON.stringify(period);
		const given = { vkey: period.vkey };
		const page = `<html><script type="application/json" id="period">${text.replaceAll('<', '\\u003c')}</script></html>`;
		const said = await expectAgreement([
			...[text, page].map((whole) => ({ what: 'as it is', period: whole, ...given })),
			...[heldOfSmall, period.checkpoint, heldByOther, 'x'].map((held) => ({ what: `held ${held}`, period: text, ...given, held })),
			...tamperedPeriod(period).map(([what, changed]) => ({ what, period: changed, ...given })),
		]);
		const cases = [expect.objectContaining({ caseId: 'case-1', records: 3, verdict: 'Incomplete' }), expect.objectContaining({ caseId: 'case-2', records: 3, verdict: null })];
		expect(said.slice(0, 2)).toEqual([expect.objectContaining({ holds: true, cases }), expect.objectContaining({ holds: true, cases })]);
		expect(codesIn(said)).toEqual(expect.arrayContaining(['argument', 'commitment', 'format', 'inclusion', 'missing_case', 'missing_record', 'other_ledger', 'statement']));
	}, 60_000);

	it('of segments that follow on each other, and of copies of them', async () => {
		const [first, second] = segments.map((segment) => JSON.stringify(segment)) as [string, string];
		const given = { vkey: period.vkey };
		const helds = [heldOfSmall, segments[0]!.checkpoint, segments[1]!.checkpoint, heldByOther, 'x'];
		const said = await expectAgreement([
			...[[first], [second], [first, second], [second, first], [first, first], [first, JSON.stringify(small)]].map((some) => ({ what: 'as they are', segments: some, ...given })),
			...helds.flatMap((held) => [[first], [second], [first, second]].map((some) => ({ what: `held ${held}`, segments: some, ...given, held }))),
			...tamperedSegment(segments[0]!).map(([what, changed]) => ({ what, segments: [changed, second], ...given })),
			...tamperedSegment(segments[1]!).flatMap(([what, changed]) => [[changed], [first, changed]].map((some) => ({ what: `${some.length}: ${what}`, segments: some, ...given }))),
		]);
		expect(said.slice(0, 3)).toEqual([{ from: 0, to: 3 }, { from: 3, to: 6 }, { from: 0, to: 6 }].map((range) => expect.objectContaining({ holds: true, ...range })));
		expect(codesIn(said)).toEqual(expect.arrayContaining(['checkpoint', 'commitment', 'format', 'inclusion', 'link', 'missing_record', 'order', 'other_ledger']));
	}, 60_000);

	it('of keys and checkpoints that do not go with it', async () => {
		const [one, two, whole] = [checkpointOf(forged, 1), checkpointOf(forged, 2), checkpointOf(forged, 3)];
		const helds = [
			one, two, whole, heldOfSmall, heldByOther, small.checkpoint, small.statement, '', ' ', 'x', '\n\n\n',
			`\ufeff${two.replaceAll('\n', '\r\n')}  \n\n`, two.trim(), ` ${two}`, two.replace(/\n/, ' \n'), `${two}${signatureLine('something else')}`, two.replace('\n2\n', '\n1\n'), two.replace('\n2\n', '\n02\n'),
			signed(forged.checkpoint.split('\n\n')[0]!.replace(/\n.*$/, `\n${Buffer.alloc(32).toString('base64')}\n`)), signed('forged.example.com/jml\n2\nAAAA\n'), signed('forged.example.com/jml\n9\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'),
			signed('forged.example.com/jml\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n'), signed('forged.example.com/jml\n0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n'),
			...[...two].flatMap((_, at) => (at % 5 === 0 ? [two.slice(0, at) + two.slice(at + 1), `${two.slice(0, at)}A${two.slice(at + 1)}`] : [])),
		];
		const keys = [undefined, vkey, ` ${vkey}\n`, small.vkey, '', 'x', vkey.slice(1), vkey.slice(0, -1), vkey.toUpperCase(), `${vkey}=`, vkey.replace('+', ' '), vkeyOf(Buffer.alloc(32))];
		const bundles = [forged, forge({ records, from: 2 }), forge({ records, from: 0 })].map((bundle) => JSON.stringify(bundle));
		const said = await expectAgreement([
			...bundles.flatMap((bundle) => helds.map((held) => ({ what: `held ${JSON.stringify(held)}`, bundle, vkey, held }))),
			...keys.map((key) => ({ what: `key ${key}`, bundle: bundles[0]!, ...(key === undefined ? {} : { vkey: key }) })),
		]);
		expect(codesIn(said)).toEqual(expect.arrayContaining(['argument', 'consistency', 'key', 'other_ledger', 'signature']));
		expect(said).toEqual(expect.arrayContaining(['the same', 'continued', 'not proven'].map((held) => expect.objectContaining({ holds: true, held }))));
	});

	it('of evidence that is signed and hashed rightly, and says what it must not', async () => {
		const said = await expectAgreement(wronglySigned().map(([what, bundle]) => ({ what, bundle: JSON.stringify(bundle), vkey })));
		expect(codesIn(said)).toEqual(['checkpoint', 'closing', 'commitment', 'consistency', 'entry', 'erased', 'format', 'inclusion', 'key', 'link', 'missing_record', 'not_canonical', 'order', 'other_case', 'signature', 'statement']);
	});

	it('of how a case stands after several runs', async () => {
		const said = await expectAgreement(runs.map(([what, , records]) => ({ what, bundle: JSON.stringify(forge({ records: counted(records) })), vkey })));
		expect(said.map(({ state, verdict }, index) => [runs[index]![0], verdict === null ? state : verdict])).toEqual(runs.map(([what, standing]) => [what, standing]));
	});

	it('of canonical JSON, in names, texts and numbers', async () => {
		const random = Array.from({ length: 300 }, (_, index) => Buffer.from(BigUint64Array.of((BigInt(index) * 0x9e3779b97f4a7c15n) % 2n ** 64n).buffer).readDoubleLE()).filter(Number.isFinite);
		const edges = [0, 1e21, 1e20, 999999999999999900000, 1e-6, 1e-7, 123e-9, 5e-324, 1.7976931348623157e308, 2 ** 53, 2 ** 53 - 1, -(2 ** 53), 333333333.33333329, 1e23, 9007199254740994, 0.1 + 0.2, 4.35, 100];
		const written: ForgedRecord = { content: { numbers: [...random, ...edges, ...edges.map((number) => -number || 1)], '\ud83d\ude00': 1, '\ufb33': 2, 'ö': 3, '\r': 4, '': 5, 1: 6, 10: 7, 9: 8, __proto__x: 9, constructor: 10, texts: ['\u0000\u001f\u007f\u0080\u2028\ufeff"\\/\b\f\n\r\t', '\u{10ffff}\uffff'] } };
		const spellings = ['1.0', '1e0', '10E-1', '-0', '1e400', '-1e400', '01', '+1', '.5', '1.', '0x1', '9007199254740993', '1E21', '1e21', '1e+21', '0.0000001', '1e-7', 'true', 'True', 'NaN', 'Infinity', '"\\u0041"', '"\\/"', '"\\ud800"', '"\\udc00\\ud800"', '"\\ud83d\\ude00"', '"\\u001F"', '"\\u001f"', '"\t"', "'a'", '[1,]', '[1 ]', '{"a":1,"a":1}', '{"b":1,"a":1}', '{"a":1,"\\u0061":1}', '{"\\ud800":1}', `${'['.repeat(190)}1${']'.repeat(190)}`, `${'['.repeat(210)}1${']'.repeat(210)}`];
		const said = await expectAgreement([
			{ what: 'all of it', bundle: JSON.stringify(forge({ records: [written] })), vkey },
			...spellings.map((spelling) => ({ what: spelling, bundle: JSON.stringify(forge({ records: [{ bodyText: `{"content":{"a":${spelling}}}` }] })), vkey })),
		]);
		expect(said[0]).toMatchObject({ holds: true });
		expect(codesIn(said)).toEqual(['format', 'not_canonical']);
	});

	it('of the proof of a single record', async () => {
		const record = small.records[1]!;
		const { seq } = JSON.parse(record.entry) as { seq: number };
		const proof = writeTlogProof({ index: seq, proof: record.proof, checkpoint: small.checkpoint });
		const whole = { entry: record.entry, proof, vkey: small.vkey };
		const said = await expectAgreement([
			{ what: 'as it is', ...whole },
			...tamperedProof(proof).map(([what, text]) => ({ what, ...whole, proof: text })),
			{ what: 'another entry', ...whole, entry: small.records[0]!.entry },
			{ what: 'a line break more', ...whole, entry: `${record.entry}\n` },
			...[heldOfSmall, heldByOther, small.checkpoint, 'x'].map((held) => ({ what: `held ${held}`, ...whole, held })),
			...[other.vkey, 'x'].map((key) => ({ what: `key ${key}`, ...whole, vkey: key })),
		]);
		expect(said[0]).toEqual({ holds: true, seq, keyGiven: true, held: null });
		expect(codesIn(said)).toEqual(['argument', 'format', 'inclusion', 'other_ledger', 'signature']);
	});
});

it('as a command prints one line, and ends with 0, 1 or 2', async () => {
	const at = (name: string, text: string) => {
		writeFileSync(join(folder, name), text);
		return join(folder, name);
	};
	const text = JSON.stringify(small);
	const bundle = at('bundle.json', text);
	const held = at('held', heldOfSmall);
	expect(await runPython(bundle, '--key', small.vkey, '--checkpoint', held)).toEqual({ code: 0, out: 'holds: case case-1, 3 records; closed with the verdict Incomplete; it continues the checkpoint given\n' });
	expect(await runPython(at('page.html', await pageOf(text)))).toEqual({ code: 0, out: expect.stringMatching(/^holds: .*; but no key was given: this proves only that the evidence agrees with itself\n$/) });
	expect(await runPython(at('changed.json', text.replace('done', 'gone')), '--key', small.vkey)).toEqual({ code: 1, out: 'does not hold: commitment: record 2 of 3: the body is not the one that was recorded\n' });
	expect(await runPython(at('bad.json', JSON.stringify({ ...small, caseId: 'a\u001b[2J\nholds: all is well' })))).toMatchObject({ code: 1, out: expect.not.stringMatching(/\u001b|\n./) });
	expect(await runPython(bundle, '--key', 'x')).toEqual({ code: 2, out: 'could not check: argument: the key given is not a verifier key\n' });
	expect(await runPython(join(folder, 'missing'))).toMatchObject({ code: 2, out: expect.stringMatching(/^could not check: /) });
	expect(await runPython(...segments.map((segment, index) => at(`${index}.json`, JSON.stringify(segment))), '--key', small.vkey)).toEqual({ code: 0, out: 'holds: records 0 to 5 of the ledger\n' });
	expect(await runPython(at('period.json', JSON.stringify(period).replace('done', 'gone')), '--key', small.vkey)).toEqual({ code: 1, out: 'does not hold: commitment: case case-1: record 2 of 3: the body is not the one that was recorded\n' });
	const record = small.records[1]!;
	const proof = at('2.tlog-proof', writeTlogProof({ index: 2, proof: record.proof, checkpoint: small.checkpoint }));
	expect(await runPython(proof, '--entry', at('2.json', record.entry), '--key', small.vkey)).toEqual({ code: 0, out: 'holds: record 2 of the ledger\n' });
});

const closing: ForgedRecord = { kind: 'case.closed', content: { caseRecords: 3, verdict: 'Complete' } };
const records: ForgedRecord[] = [{ kind: 'case.opened' }, {}, closing];
const forged = forge({ records });

const wronglySigned = (): [string, Bundle][] => {
	const second = (changed: ForgedRecord): ForgedRecord[] => records.with(1, changed);
	const ofEntry: { [member: string]: Json | undefined }[] = [
		{ v: 2 }, { v: '1' }, { v: true }, { seq: 0 }, { seq: 2 }, { seq: 1.5 }, { seq: -1 }, { seq: '1' }, { seq: 2 ** 53 }, { seq: 2 ** 53 - 1 },
		{ at: '2026-13-01T00:00:00.000Z' }, { at: '2026-11-20T10:00:60.000Z' }, { at: '2026-11-20T10:00:00Z' }, { at: '2026-11-20T10:00:00.000+00:00' }, { at: '2026-11-20 10:00:00.000Z' }, { at: '٢٠٢٦-11-20T10:00:00.000Z' }, { at: '0000-01-01T00:00:00.000Z' }, { at: '2024-02-29T23:59:59.999Z' }, { at: 5 }, { at: '2026-11-20T10:00:00.000Z\n' },
		{ kind: '' }, { kind: 5 }, { kind: undefined }, { case: undefined }, { case: 'd' }, { case: '' }, { case: undefined, caseSeq: undefined }, { caseSeq: undefined }, { caseSeq: 0 }, { caseSeq: 2 }, { caseSeq: -1 }, { caseSeq: '1' },
		{ commitment: 'A'.repeat(64) }, { commitment: 'a'.repeat(63) }, { commitment: 'a'.repeat(64) }, { prev: 'a'.repeat(64) }, { prev: '0'.repeat(64) }, { prev: '' }, { prev: null }, { more: 1 }, { __proto__x: 1 },
	];
	const ofBody: Json[] = [[], 'text', 5, null];
	const texts = ['', '{', '{}', ' {}', 'x'];
	const entryTexts: ((usual: string) => string)[] = [
		(usual) => ` ${usual}`, (usual) => `${usual}\n`, (usual) => usual.replace('"seq":1', '"seq":1.0'), (usual) => usual.replace('"seq":1', '"seq": 1'), (usual) => usual.replace('{', '{"at":"x",'), (usual) => usual.replace('step', '\\u0073tep'),
		(usual) => usual.replace('step', '\\ud800'), (usual) => `\ufeff${usual}`, (usual) => usual.slice(1), () => '{}', () => '', (usual) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(usual) as object).reverse())),
	];
	const statements: { [member: string]: Json }[] = [
		{ caseId: 'd' }, { exportedAt: '2026-11-20T11:00:00.001Z' }, { origin: 'other.example.com/jml' }, { size: 2 }, { size: '3' }, { root: '' }, { records: 2 }, { records: 4 }, { records: 0 }, { records: -1 }, { records: 1.5 }, { records: '3' }, { records: true }, { records: 2 ** 53 },
	];
	const name = 'forged.example.com/jml';
	const root = forged.checkpoint.split('\n')[2]!;
	const notes: [string, string][] = [
		['an extension line', signed(`${name}\n3\n${root}\nmore\n`)], ['a leading zero', signed(`${name}\n03\n${root}\n`)], ['of another size', signed(`${name}\n2\n${root}\n`)], ['of size 0', signed(`${name}\n0\n${root}\n`)],
		['a size too large', signed(`${name}\n9007199254740992\n${root}\n`)], ['a very large size', signed(`${name}\n${'9'.repeat(5000)}\n${root}\n`)], ['digits of another script', signed(`${name}\n٣\n${root}\n`)], ['another origin', signed(`other.example.com/jml\n3\n${root}\n`)], ['a short root', signed(`${name}\n3\nAAAA\n`)],
		['a root spelt otherwise', signed(`${name}\n3\n${root.slice(0, -2)}${String.fromCharCode(root.charCodeAt(root.length - 2) + 1)}=\n`)], ['no root', signed(`${name}\n3\n`)], ['an empty line in it', signed(`${name}\n3\n\n${root}\n`)], ['a control character', signed(`${name}\n3\n${root}\u0007\n`)], ['DEL', signed(`${name}\n3\n${root}\u007f\n`)],
		['signed twice', forged.checkpoint + forged.checkpoint.split('\n\n')[1]!], ['a second signature of ours that does not fit', forged.checkpoint + signatureLine('x')], ['a first one', forged.checkpoint.replace('\n\n', () => `\n\n${signatureLine('x')}`)],
		['a signature of somebody else', `${forged.checkpoint}— witness AAAAAAAA\n`], ['a short one', `${forged.checkpoint}— witness AAAA\n`], ['one without name', `${forged.checkpoint}—  AAAAAAAA\n`], ['one with a plus in its name', `${forged.checkpoint}— wit+ness AAAAAAAA\n`], ['one not in base64', `${forged.checkpoint}— witness AAAAAAA\n`], ['one in base64 spelt otherwise', `${forged.checkpoint}— witness AAAAAAAB\n— witness AAAAAAB=\n`],
		['a hyphen', forged.checkpoint.replace('—', '-')], ['only of somebody else', `${forged.checkpoint.split('\n\n')[0]!}\n\n— witness AAAAAAAA\n`], ['no signature', `${forged.checkpoint.split('\n\n')[0]!}\n\n`], ['no text', '\n\n— witness AAAAAAAA\n'], ['not even a line', '\n— witness AAAAAAAA\n'],
	];
	const text = `${forged.checkpoint.split('\n\n')[0]!}\n`;
	const withLine = (line: string) => `${text}\n${line}`;
	const order = 0x1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3edn;
	const reversed = (hex: string) => Buffer.from(hex, 'hex').reverse();
	const tooHigh = (signature: Buffer) => Buffer.concat([signature.subarray(0, 32), reversed((BigInt(`0x${reversed(signature.subarray(32).toString('hex')).toString('hex')}`) + order).toString(16).padStart(64, '0'))]);
	const signatures: [string, string][] = [
		['S beyond the order', withLine(signatureLine(text, tooHigh))], ['R of small order', withLine(signatureLine(text, (signature) => Buffer.concat([Buffer.alloc(32), signature.subarray(32)])))], ['63 bytes', withLine(signatureLine(text, (signature) => signature.subarray(1)))], ['65 bytes', withLine(signatureLine(text, (signature) => Buffer.concat([signature, Buffer.alloc(1)])))], ['all zeros', withLine(signatureLine(text, () => Buffer.alloc(64)))],
	];
	const keys: [string, string][] = [['of small order', vkeyOf(Buffer.alloc(32))], ['of small order, with sign', vkeyOf(Buffer.from(`01${'00'.repeat(30)}80`, 'hex'))], ['not canonical', vkeyOf(Buffer.from(`ee${'ff'.repeat(30)}7f`, 'hex'))], ['of another name', vkey.replace('forged', 'other')], ['with a name of spaces', vkeyOf(Buffer.alloc(32, 3), 'a b')]];
	const bundles: [string, Forged][] = [
		['as it has to be', { records }],
		...ofEntry.map((entry): [string, Forged] => [`entry ${JSON.stringify(entry)}`, { records: second({ entry }) }]),
		...ofEntry.map((entry): [string, Forged] => [`first entry ${JSON.stringify(entry)}`, { records: records.with(0, { entry }) }]),
		...entryTexts.map((entryText): [string, Forged] => [`entry ${entryText('{"seq":1,"step":1}')}`, { records: second({ entryText }) }]),
		...ofBody.map((content): [string, Forged] => [`content ${JSON.stringify(content)}`, { records: second({ content }) }]),
		...[{ once: 5 }, { once: null }, { subject: null }, { subject: '' }, { once: 'a', subject: 'b' }, { more: 1 }].map((body): [string, Forged] => [`body ${JSON.stringify(body)}`, { records: second({ body: body as unknown as { [member: string]: Json } }) }]),
		...texts.map((bodyText): [string, Forged] => [`body ${bodyText}`, { records: second({ bodyText }) }]),
		...statements.map((statement): [string, Forged] => [`statement ${JSON.stringify(statement)}`, { records, statement }]),
		...['jml-case-statement/2', ''].map((first): [string, Forged] => [`statement of form ${first}`, { records, statementText: (usual) => usual.replace('jml-case-statement/1', first) }]),
		['a statement with a line more', { records, statementText: (usual) => `${usual}more\n` }],
		['a checkpoint as statement', { records, statementText: () => text }],
		...[2, 4, '3', true, null, 3.5].map((caseRecords): [string, Forged] => [`closed over ${caseRecords}`, { records: records.with(2, { kind: 'case.closed', content: { caseRecords } }) }]),
		['closed over 1, and that is true', { records: [{ kind: 'case.closed', content: { caseRecords: true } }] }],
		...[[1], [0], [1, 1], ['1'], [true], 1, null, '1', [1.5], [[1]]].map((seqs): [string, Forged] => [`erased ${JSON.stringify(seqs)}`, { records: [...second({ erased: true }), { kind: 'record.erased', content: { seqs } }] }]),
		['erased before', { records: [{ kind: 'record.erased', content: { seqs: [1] } }, { erased: true }, closing] }],
		['erased by another kind', { records: [...second({ erased: true }), { content: { seqs: [1] } }] }],
		['two erased, and nobody says so', { records: [{ erased: true }, { erased: true }, closing] }],
		['the record of the erasure erased', { records: [...second({ erased: true }), { kind: 'record.erased', content: { seqs: [1] }, erased: true }] }],
		['that one said too', { records: [...second({ erased: true }), { kind: 'record.erased', content: { seqs: [1] }, erased: true }, { kind: 'record.erased', content: { seqs: [1, 3] } }] }],
		['the closing erased', { records: [...records.with(2, { ...closing, erased: true }), { kind: 'record.erased', content: { seqs: [2] } }] }],
		...[0, 1, 2, 3].map((from): [string, Forged] => [`continues ${from}`, { records, from }]),
	];
	const wrongFrom = (from: number, changed: object): Bundle => {
		const bundle = forge({ records, from });
		return { ...bundle, consistency: { ...bundle.consistency!, ...changed } };
	};
	return [
		...bundles.map(([what, forging]): [string, Bundle] => [what, forge(forging)]),
		...[...notes, ...signatures].map(([what, checkpoint]): [string, Bundle] => [`checkpoint: ${what}`, { ...forged, checkpoint }]),
		...keys.map(([what, own]): [string, Bundle] => [`key ${what}`, { ...forged, vkey: own }]),
		['continues nothing, by a root that is not empty', wrongFrom(0, { root })],
		['continues nothing, with a proof', wrongFrom(0, { proof: [root] })],
		['continues more than there is', wrongFrom(3, { size: 4 })],
		['continues itself, with a proof', wrongFrom(3, { proof: [root] })],
		['continues itself, by another root', wrongFrom(3, { root: forge({ records, from: 2 }).consistency!.root })],
	];
};

const opened = (run: Json, dryRun: Json, kind = 'case.opened'): ForgedRecord => ({ kind, content: { case: { run, dryRun } } });
const step = (run: Json): ForgedRecord => ({ content: { run } });
const closed = (run: Json, dryRun: Json, verdict: Json): ForgedRecord => ({ kind: 'case.closed', content: { run, dryRun, verdict } });
const erasure = (...seqs: number[]): ForgedRecord => ({ kind: 'record.erased', content: { seqs } });

const counted = (of: readonly ForgedRecord[]): ForgedRecord[] =>
	of.map((record, index) => (record.kind === 'case.closed' ? { ...record, content: { ...(record.content as object), caseRecords: index + 1 } as Json } : record));

/** With the verdict, or where there is none whether the case is open. */
const runs: [what: string, standing: string, records: ForgedRecord[]][] = [
	['a run', 'Complete', [opened('a', false), step('a'), closed('a', false, 'Complete')]],
	['a dry run', 'Complete', [opened('a', true), step('a'), closed('a', true, 'Complete')]],
	['a dry run after a run', 'Complete', [opened('a', false), closed('a', false, 'Complete'), opened('b', true, 'case.resumed'), step('b'), closed('b', true, 'Perfect')]],
	['a run after a dry run', 'open', [opened('a', true), closed('a', true, 'Perfect'), opened('b', false, 'case.resumed'), step('b')]],
	['a dry run, and records of no run', 'open', [opened('a', true), { content: {} }, closed('a', true, 'Perfect'), { content: {} }]],
	['a dry run that ends it, and records of no run', 'Perfect', [opened('a', true), { content: {} }, closed('a', true, 'Perfect')]],
	['a run that says both', 'Complete', [opened('a', true), closed('a', false, 'Complete')]],
	['a run that says so only in the end', 'open', [opened('a', null), closed('a', true, 'Complete'), step('b')]],
	['not true, but 1', 'open', [opened('a', 1), closed('a', 'true', 'Complete'), opened('b', false)]],
	['a run of no text', 'Complete', [opened(5, true), closed(5, true, 'Complete')]],
	['a dry run of the empty name', 'open', [opened('', true), closed('', true, 'Perfect'), { content: {} }]],
	['a verdict of no text', 'closed', [opened('a', false), closed('a', false, 5)]],
	['a step that says it is of a dry run', 'Complete', [opened('a', false), { content: { run: 'a', dryRun: true } }, closed('a', false, 'Complete')]],
	['erased after it was closed', 'Complete', [{ ...opened('a', false), erased: true }, closed('a', false, 'Complete'), erasure(0)]],
	['erased with its closing', 'closed', [{ ...opened('a', false), erased: true }, { ...closed('a', false, 'Complete'), erased: true }, erasure(0, 1)]],
	['a dry run, its opening erased', 'Complete', [{ ...opened('a', true), erased: true }, closed('a', true, 'Complete'), erasure(0)]],
	['nothing but an erasure', 'open', [erasure()]],
	...['event.again', 'event.told', 'decision.recorded', 'guard.passed', 'hold.decided'].map((kind): (typeof runs)[number] => [`${kind} after the closing`, 'Complete', [opened('a', false), closed('a', false, 'Complete'), { kind, content: {} }]]),
	['a record of another kind after the closing', 'open', [opened('a', false), closed('a', false, 'Complete'), { kind: 'plan.made', content: {} }]],
];
