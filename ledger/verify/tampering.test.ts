import fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { browserVerifier, type Verifier } from '../../test/support/browserVerifier';
import { openLedger, type Bundle, type Ledger } from '../index';
import { verifyBundle, type Known } from './index';

let directory: string;
let ledger: Ledger;
let inBrowsers: Pick<Verifier, 'verifyBundle'>;
/** With every part a bundle can have: also the proof that it continues a checkpoint somebody holds. */
let bundle: Bundle;
let text: string;
let known: Known;

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), 'ledger-'));
	let time = Date.parse('2026-11-20T10:00:00.000Z');
	ledger = await openLedger({ directory, origin: 'jml.test', now: () => new Date((time += 1000)) });
	const append = (caseId: string, kind: string, content: { name?: string }) => ledger.append({ kind, caseId, content: { ...content } });
	await append('b', 'a', {});
	await append('c', 'case.opened', { name: 'Zoë' });
	await append('b', 'a', {});
	const held = await ledger.checkpoint();
	await append('c', 'step.settled', {});
	await append('c', 'case.closed', {});
	await append('b', 'a', {});
	bundle = await ledger.exportCase('c', held);
	text = JSON.stringify(bundle);
	known = { vkey: bundle.vkey, checkpoint: held };
	inBrowsers = await browserVerifier();
	expect(verifyBundle(text, known)).toMatchObject({ ok: true, heldCheckpoint: 'continued' });
});

afterAll(async () => {
	await ledger.close();
	rmSync(directory, { recursive: true });
});

const parsed = (json: string): unknown => {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
};

/** As it would be read from a file: what is no UTF-8 is refused before anything else. */
const decoded = (bytes: Uint8Array): string | undefined => {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return undefined;
	}
};

/** Where in the file each record stands, in bytes. */
const placesOfRecords = (): { from: number; to: number }[] => {
	let from = Buffer.byteLength(text.slice(0, text.indexOf('"records":[') + '"records":['.length));
	return bundle.records.map((record) => {
		const place = { from, to: from + Buffer.byteLength(JSON.stringify(record)) };
		from = place.to + 1;
		return place;
	});
};

let tried = 0;
/** It fails, or the text stands for the very same value: other white space between tokens, another escape of the same character. */
const expectRefused = (changed: string, what: unknown, both = false): ReturnType<typeof verifyBundle> => {
	const result = verifyBundle(changed, known);
	if (both || tried++ % 97 === 0) expect({ what, ...inBrowsers.verifyBundle(changed, known) }).toEqual({ what, ...result });
	if (result.ok && !isDeepStrictEqual(parsed(changed), bundle)) throw new Error(`Accepted: ${JSON.stringify(what)}`);
	return result;
};

describe('G05: exhaustively, of a bundle with every part there is', () => {
	const changes: [string, (byte: number) => number[]][] = [
		['one bit', (byte) => [byte ^ 1]],
		['a digit', () => [0x30]],
		['a space', () => [0x20]],
		['nothing', () => []],
		['twice the byte', (byte) => [byte, byte]],
	];

	it.each(changes)('each byte of the file replaced by %s; in a record, that record is named', (_, change) => {
		const bytes = Buffer.from(text);
		const places = placesOfRecords();
		for (const [at, byte] of bytes.entries()) {
			const changed = decoded(Buffer.concat([bytes.subarray(0, at), Uint8Array.from(change(byte)), bytes.subarray(at + 1)]));
			if (changed === undefined || changed === text) continue;
			const result = expectRefused(changed, { at });
			const place = places.findIndex(({ from, to }) => at >= from && at < to);
			// Where the file is no JSON any more there are no records to name.
			if (result.ok || place < 0 || parsed(changed) === undefined) continue;
			expect({ at, ...result }).toMatchObject({ at, ...(result.problem.startsWith('The bundle') ? { code: 'format' } : { record: place + 1 }) });
		}
	});

	it('cut off at each length', () => {
		for (let length = 0; length < text.length; length += 1) expect(expectRefused(text.slice(0, length), { length })).toMatchObject({ ok: false, code: 'format' });
	});

	it('each member of each part left out, null, or given twice', () => {
		const without = (value: object, name: string): object => Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
		for (const name of Object.keys(bundle)) {
			// Without its connection to the checkpoint held a bundle says less, and says so.
			if (name === 'consistency') expect(verifyBundle(JSON.stringify(without(bundle, name)), known)).toMatchObject({ ok: true, heldCheckpoint: 'not_proven' });
			else expectRefused(JSON.stringify(without(bundle, name)), { without: name }, true);
			expectRefused(JSON.stringify({ ...bundle, [name]: null }), { null: name }, true);
			expectRefused(text.replace('{', `{${JSON.stringify(name)}:${JSON.stringify(bundle[name as keyof Bundle])},`), { twice: name }, true);
		}
		for (const [index, record] of bundle.records.entries()) {
			for (const name of Object.keys(record)) {
				for (const changed of [without(record, name), { ...record, [name]: null }]) {
					expect(expectRefused(JSON.stringify({ ...bundle, records: bundle.records.with(index, changed as never) }), { index, name }, true)).toMatchObject({ ok: false, record: index + 1 });
				}
			}
		}
	});

	/** Every way to leave one out, repeat one, or exchange two. */
	const rearranged = <Item>(items: readonly Item[]): Item[][] => [
		...items.map((_, index) => items.toSpliced(index, 1)),
		...items.map((item, index) => items.toSpliced(index, 0, item)),
		...items.flatMap((one, first) => items.slice(first + 1).map((other, offset) => items.with(first, other).with(first + 1 + offset, one))),
	];

	it('records left out, repeated, exchanged', () => {
		for (const [number, records] of rearranged(bundle.records).entries()) {
			const firstOther = records.findIndex((record, index) => record !== bundle.records[index]);
			const result = expectRefused(JSON.stringify({ ...bundle, records }), { number }, true);
			expect(result).toMatchObject({ ok: false, record: (firstOther < 0 ? records.length : firstOther) + 1 });
		}
	});

	it('hashes of a proof left out, repeated, exchanged, or of another record', () => {
		for (const [index, record] of bundle.records.entries()) {
			const proofs = [...rearranged(record.proof), ...bundle.records.filter((other) => other !== record).map(({ proof }) => proof)];
			for (const proof of proofs) {
				const result = expectRefused(JSON.stringify({ ...bundle, records: bundle.records.with(index, { ...record, proof }) }), { index, proof }, true);
				expect(result).toMatchObject({ ok: false, code: 'inclusion', record: index + 1 });
			}
		}
		for (const proof of rearranged(bundle.consistency!.proof)) {
			expect(expectRefused(JSON.stringify({ ...bundle, consistency: { ...bundle.consistency!, proof } }), { proof }, true)).toMatchObject({ ok: false, code: 'consistency' });
		}
	});

	it('however it is spaced and its members ordered, it is the same bundle', () => {
		const reversed = Object.fromEntries(Object.entries(bundle).reverse());
		for (const same of [JSON.stringify(bundle, null, 4), JSON.stringify(reversed), text.replace('jml-bundle', '\\u006aml-bundle')]) {
			expect(verifyBundle(same, known)).toEqual(verifyBundle(text, known));
			expect(inBrowsers.verifyBundle(same, known)).toEqual(verifyBundle(text, known));
		}
	});
});

it('G05: at random, of a large one: whatever is cut out, moved or put in', async () => {
	for (let index = 0; index < 60; index += 1) {
		await ledger.append({ kind: 'step.settled', caseId: index % 3 === 0 ? 'b' : 'large', content: { index, account: { label: 'zoë@acme.test' }, before: { groups: ['a', 'b'] } } });
	}
	const large = JSON.stringify(await ledger.exportCase('large'));
	const value: unknown = JSON.parse(large);
	const place = fc.nat(large.length);
	const edit = fc.oneof(
		fc.record({ from: place, length: fc.integer({ min: 1, max: 300 }), put: fc.string({ maxLength: 5 }) }).map(({ from, length, put }) => (was: string) => was.slice(0, from) + put + was.slice(from + length)),
		fc.record({ from: place, length: fc.integer({ min: 1, max: 300 }), to: place }).map(({ from, length, to }) => (was: string) => {
			const rest = was.slice(0, from) + was.slice(from + length);
			return rest.slice(0, to) + was.slice(from, from + length) + rest.slice(to);
		}),
		fc.record({ from: place, bit: fc.integer({ min: 0, max: 6 }) }).map(({ from, bit }) => (was: string) => was.slice(0, from) + String.fromCharCode(was.charCodeAt(from) ^ (1 << bit)) + was.slice(from + 1)),
	);
	fc.assert(
		fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
			const changed = edits.reduce((was, change) => change(was), large);
			if (verifyBundle(changed).ok) expect(JSON.parse(changed)).toEqual(value);
		}),
		{ numRuns: 500 },
	);
});
