import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { browserVerifier, type Verifier } from '../../test/support/browserVerifier';
import { openLedger, type Ledger, type Segment } from '../index';
import { verifySegment, type VerifiedSegment } from './segment';

const size = 21;
const ranges = [[0, 1], [1, 6], [6, 7], [7, 16], [16, 20], [20, 21]] as const;

let directory: string;
let ledger: Ledger;
let segments: Segment[];
let known: { vkey: string };
let inBrowsers: Verifier;

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), 'ledger-'));
	let time = Date.parse('2026-11-20T10:00:00.000Z');
	ledger = await openLedger({ directory, origin: 'jml.test', now: () => new Date((time += 1000)) });
	for (let seq = 0; seq < size; seq += 1) await ledger.append({ kind: 'a', content: { name: 'Zoë', seq }, ...(seq % 3 === 0 ? {} : { caseId: 'c' }) });
	segments = await Promise.all(ranges.map(([from, to]) => ledger.exportSegment({ from, to }, true)));
	known = { vkey: await ledger.vkey() };
	inBrowsers = await browserVerifier();
});

afterAll(async () => {
	await ledger.close();
	rmSync(directory, { recursive: true });
});

const verify = (segment: object, previous?: VerifiedSegment) => verifySegment(JSON.stringify(segment), known, previous);
const holding = (segment: object, previous?: VerifiedSegment): VerifiedSegment => {
	const result = verify(segment, previous);
	if (!result.ok) throw new Error(result.problem);
	return result;
};
const parsed = (json: string): unknown => {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
};

describe('segments as shipped', () => {
	it('hold alone, and say what they prove', () => {
		expect(verify(segments[3]!)).toEqual({
			ok: true, from: 7, to: 16, firstAt: '2026-11-20T10:00:08.000Z', lastAt: '2026-11-20T10:00:16.000Z', withContent: 9,
			origin: 'jml.test', root: expect.any(String), last: expect.stringMatching(/^[0-9a-f]{64}$/), vkey: known.vkey, keyTrusted: true,
		});
		expect(verifySegment(JSON.stringify(segments[0]!))).toMatchObject({ ok: true, keyTrusted: false });
	});

	it('are the ledger together, whatever pieces it was shipped in', async () => {
		let before: VerifiedSegment | undefined;
		for (const segment of segments) before = holding(segment, before);
		expect(before).toMatchObject({ to: size, root: (await ledger.head()).root });
		for (let from = 0; from < size; from += 1) {
			for (let to = from + 1; to <= size; to += 1) holding(await ledger.exportSegment({ from, to }, false));
		}
	});

	it('hold without content', async () => {
		const bare = await ledger.exportSegment({ from: 1, to: 6 }, false);
		expect(JSON.stringify(bare)).not.toContain('Zoë');
		expect(verify(bare, holding(segments[0]!))).toMatchObject({ ok: true, withContent: 0 });
	});

	it('show whether they continue a checkpoint that somebody holds', async () => {
		const heldAt = async (to: number) => (await ledger.exportSegment({ from: 0, to }, false)).checkpoint;
		const standing = (checkpoint: string) => verifySegment(JSON.stringify(segments[3]!), { checkpoint });
		for (const at of [7, 8, 12, 15]) expect(standing(await heldAt(at))).toMatchObject({ ok: true, heldCheckpoint: 'continued' });
		expect(standing(await heldAt(16))).toMatchObject({ ok: true, heldCheckpoint: 'same' });
		for (const at of [1, 6, 17, 21]) expect(standing(await heldAt(at))).toMatchObject({ ok: true, heldCheckpoint: 'not_proven' });
	});

	it('with a gap, an overlap, or out of order do not follow on each other', () => {
		const [first, second, third, fourth] = segments.map((segment) => holding(segment));
		expect(verify(segments[2]!, first)).toMatchObject({ ok: false, code: 'missing_record', problem: expect.stringContaining('Records 1 to 5 are missing') });
		expect(verify(segments[1]!, third)).toMatchObject({ ok: false, code: 'order' });
		expect(verify(segments[3]!, second)).toMatchObject({ ok: false, code: 'missing_record', problem: expect.stringContaining('Records 6 to 6 are missing') });
		expect(verify(segments[3]!, fourth)).toMatchObject({ ok: false, code: 'order' });
	});
});

describe('another history', () => {
	it('signed with the same key is noticed where the segments meet', async () => {
		const other = mkdtempSync(join(tmpdir(), 'ledger-'));
		cpSync(join(directory, 'ledger.key'), join(other, 'ledger.key'));
		const rewritten = await openLedger({ directory: other, origin: 'jml.test', now: () => new Date('2026-11-20T10:00:00.000Z') });
		try {
			for (let seq = 0; seq < size; seq += 1) await rewritten.append({ kind: 'a', content: { seq } });
			const next = await rewritten.exportSegment({ from: 7, to: 16 }, true);
			holding(next);
			expect(verify(next, holding(segments[2]!))).toMatchObject({ ok: false, code: 'consistency', problem: expect.stringContaining('rewritten') });
			expect(verifySegment(JSON.stringify(next), { checkpoint: segments[2]!.checkpoint })).toMatchObject({ ok: false, code: 'consistency' });
			expect(verifySegment(JSON.stringify(next), { checkpoint: segments[3]!.checkpoint })).toMatchObject({ ok: false, code: 'consistency' });
		} finally {
			await rewritten.close();
			rmSync(other, { recursive: true });
		}
	});
});

describe('G05: whatever is changed in a segment, it fails', () => {
	/** Which record stands at each place of the file. */
	const places = (segment: Segment): { seq: number; from: number; to: number }[] => {
		let from = JSON.stringify(segment).indexOf('"records":[') + '"records":['.length;
		return segment.records.map((record, index) => {
			const place = { seq: segment.from + index, from, to: from + JSON.stringify(record).length };
			from = place.to + 1;
			return place;
		});
	};

	const changes: [string, (character: string) => string][] = [
		['one bit', (character) => String.fromCharCode(character.charCodeAt(0) ^ 1)],
		['a digit', () => '0'],
		['nothing', () => ''],
		['twice itself', (character) => character + character],
	];

	it.each(changes)('each character replaced by %s; in a record, that record is named', (_, change) => {
		const segment = segments[1]!;
		const text = JSON.stringify(segment);
		const found = places(segment);
		const previous = holding(segments[0]!);
		const last = segment.to - 1;
		for (let at = 0; at < text.length; at += 1) {
			const changed = text.slice(0, at) + change(text[at]!) + text.slice(at + 1);
			if (changed === text) continue;
			const result = verifySegment(changed, known, previous);
			if (at % 97 === 0) expect(inBrowsers.verifySegment(changed, known, previous)).toEqual(result);
			if (result.ok) {
				if (!isDeepStrictEqual(parsed(changed), segment)) throw new Error(`Accepted: ${at}`);
				continue;
			}
			const place = found.find(({ from, to }) => at >= from && at < to);
			if (place === undefined || parsed(changed) === undefined || result.problem.startsWith('The segment')) continue;
			// Of the last two nobody can tell which it was that no longer fits.
			const oneOfTwo = result.problem.includes('one of the two');
			expect({ at, record: result.record, oneOfTwo }).toEqual({ at, record: oneOfTwo ? last - 1 : place.seq, oneOfTwo: oneOfTwo && place.seq >= last - 1 });
		}
	});

	it('each member left out, null, or added', () => {
		const segment = segments[1]!;
		for (const name of Object.keys(segment)) {
			const { [name as keyof Segment]: _, ...rest } = segment;
			expect(verify(rest)).toMatchObject({ ok: false, code: 'format' });
			expect(verify({ ...segment, [name]: null })).toMatchObject({ ok: false, code: 'format' });
		}
		expect(verify({ ...segment, note: '' })).toMatchObject({ ok: false, code: 'format' });
	});

	it('records left out, repeated, exchanged, and the ends moved', () => {
		const segment = segments[3]!;
		const { records, from, to } = segment;
		for (const [index, record] of records.entries()) {
			expect(verify({ ...segment, records: records.toSpliced(index, 1) })).toMatchObject({ ok: false, code: 'missing_record', record: from + index });
			expect(verify({ ...segment, records: records.toSpliced(index, 0, record) })).toMatchObject({ ok: false, code: 'order', record: from + index + 1 });
			for (let other = index + 1; other < records.length; other += 1) {
				expect(verify({ ...segment, records: records.with(index, records[other]!).with(other, record) })).toMatchObject({ ok: false, code: 'missing_record', record: from + index });
			}
			expect(verify({ ...segment, records: records.with(index, { ...record, body: null }) })).toMatchObject({ ok: false, code: 'commitment', record: from + index });
		}
		expect(verify({ ...segment, to: to - 1, records: records.slice(0, -1) })).toMatchObject({ ok: false, code: 'checkpoint' });
		expect(verify({ ...segment, from: from + 1, records: records.slice(1) })).toMatchObject({ ok: false });
		expect(verify({ ...segment, records: [] })).toMatchObject({ ok: false, code: 'missing_record', record: from });
	});

	it('the hashes of what comes before left out, exchanged, or changed', () => {
		const segment = segments[3]!;
		const { frontier } = segment;
		expect(frontier).toHaveLength(3);
		for (const [index, hash] of frontier.entries()) {
			expect(verify({ ...segment, frontier: frontier.toSpliced(index, 1) })).toMatchObject({ ok: false, code: 'format' });
			expect(verify({ ...segment, frontier: frontier.with(index, frontier[(index + 1) % 3]!) })).toMatchObject({ ok: false, code: 'inclusion' });
			expect(verify({ ...segment, frontier: frontier.with(index, hash.slice(1)) })).toMatchObject({ ok: false, code: 'format' });
			expect(verify({ ...segment, frontier: frontier.with(index, frontier[(index + 1) % 3]!) }, holding(segments[2]!))).toMatchObject({ ok: false, code: 'consistency' });
		}
	});
});
