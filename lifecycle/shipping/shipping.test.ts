import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openLedger, type Ledger } from '../../ledger';
import type { Segment } from '../../ledger/types';
import { goodElastic, goodS3, goodSentinel, goodSplunk } from '../../test/support/sinkAnswers';
import { virtualClock } from '../../test/support/virtualClock';
import { standingOf } from './cursor';
import { handOut, keyOf, largestBody, type HandOutTerms, type Parcel } from './handOut';
import { answerIn } from './judge/answer';
import { markShipped, sentIn } from './mark';
import { bytesOf } from './packing';
import type { SinkType } from './sink';

const minute = 60_000;
let clock: ReturnType<typeof virtualClock>;
let folder: string;
let open: Ledger[];
let ledger: Ledger;

/** Another process with the same ledger. */
const another = async (): Promise<Ledger> => {
	const opened = await openLedger({ directory: folder, origin: 'unit.test/jml', now: clock.now });
	open.push(opened);
	return opened;
};

const leave = async () => {
	await Promise.all(open.map((one) => one.close()));
	rmSync(folder, { recursive: true, force: true });
};
const begin = async () => {
	clock = virtualClock('2026-11-20T09:00:00.000Z');
	folder = mkdtempSync(join(tmpdir(), 'jml-shipping-'));
	open = [];
	ledger = await another();
};
const afresh = () => leave().then(begin);
beforeEach(begin);
afterEach(leave);

const write = async (count: number, content: { [name: string]: string } = { note: 'something happened' }): Promise<void> => {
	for (let index = 0; index < count; index++) await ledger.append({ kind: 'step.settled', caseId: 'case_1', content });
};
const terms = (changes: Partial<HandOutTerms> = {}): HandOutTerms => ({ sink: 's3-archive', type: 's3', format: 'ocsf', withContent: true, maxRecords: 200, leaveAloneMs: 10 * minute, ...changes });
const list = (changes: Partial<HandOutTerms> = {}, from = ledger) => handOut(from, clock, terms(changes));
const listed = async (changes: Partial<HandOutTerms> = {}, from = ledger) => (await list(changes, from))!;
const answers: { [Type in SinkType]: (parcel: Parcel) => object } = { s3: () => goodS3(), splunk: () => goodSplunk(), elastic: (parcel) => goodElastic(parcel, ledger.origin), sentinel: () => goodSentinel };
const mark = ({ parcel, body }: { parcel: Parcel; body: string }, answer: object = answers[parcel.type](parcel), by = ledger) =>
	markShipped(by, clock, sentIn({ ...parcel }), answerIn(answer, parcel.type === 's3' ? Buffer.from(body) : null), 'compliance');
const segmentIn = (body: string) => JSON.parse(body) as Segment;
const span = ({ parcel: { from, to } }: { parcel: Parcel }) => [from, to];
const kinds = async () => (await ledger.records({})).map(({ kind }) => kind);

describe('what is listed', () => {
	test('an empty ledger has nothing for anybody', async () => {
		expect(await list()).toBeUndefined();
	});

	test('a segment with everything, its place and its checkpoint; then, once marked, nothing', async () => {
		await write(3);
		const first = await listed();
		expect(first.parcel).toEqual({ sink: 's3-archive', batch: expect.stringMatching(/^0-3-[0-9a-f]{16}$/), from: 0, to: 3, ledger: { origin: 'unit.test/jml' }, type: 's3', records: 3, attempt: 1, withContent: true, contentType: 'application/json', bytes: bytesOf(first.body), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
		expect(segmentIn(first.body)).toEqual(await ledger.exportSegment({ from: 0, to: 3 }, true));
		expect(keyOf('n8n.acme.test:5678/jml', 'jml-evidence/', first.parcel)).toBe(`jml-evidence/n8n.acme.test-5678/jml/000000000000-000000000003-${first.parcel.sha256.slice(0, 16)}.json`);
		await mark(first);
		expect(await list()).toBeUndefined();
		expect(await standingOf(ledger, 's3-archive')).toEqual({ next: 3, unconfirmed: null });
	});

	test('what shipping writes of itself starts no batch, and travels with the next news', async () => {
		await write(1);
		await mark(await listed());
		for (const sink of ['a', 'b', 'c']) await mark(await listed({ sink }));
		expect(await list()).toBeUndefined();
		await write(1);
		const next = await listed();
		expect(span(next)).toEqual([1, 10]);
		expect(segmentIn(next.body).records.map(({ entry }) => (JSON.parse(entry) as { kind: string }).kind)).toEqual([...Array.from({ length: 8 }, (_, index) => (index % 2 === 0 ? 'shipping.intended' : 'shipping.settled')), 'step.settled']);
	});

	test('news behind more of shipping’s own records than one batch holds is found all the same', async () => {
		await write(1);
		await mark(await listed());
		for (let attempt = 0; attempt < 30; attempt++) {
			await list({ sink: 'down', leaveAloneMs: minute });
			clock.advance(minute);
		}
		await write(1);
		const spans = [];
		for (let next = await list({ maxRecords: 10 }); next !== undefined; next = await list({ maxRecords: 10 })) {
			spans.push(span(next));
			await mark(next);
		}
		expect(spans).toEqual([[1, 11], [11, 21], [21, 31], [31, 40]]);
	});

	test('entries only: everything that proves, nothing of what was said', async () => {
		await write(2, { name: 'Mateo Rivas' });
		const { body, parcel } = await listed({ withContent: false });
		expect(parcel.withContent).toBe(false);
		expect(body).not.toContain('Mateo');
		expect(segmentIn(body).records.every((record) => record.body === null && record.salt === null)).toBe(true);
	});

	test.each(['', 'a b', '../x', 'x'.repeat(64), '-x'])('"%s" is no name for a sink', async (sink) => {
		expect(() => sentIn({ sink, batch: 'b', type: 's3', sha256: 'x' })).toThrow(/no name for a sink/);
	});

	test('each sink stands where it stands', async () => {
		await write(2);
		await mark(await listed());
		await write(2);
		expect(span(await listed({ sink: 'late' }))).toEqual([0, 6]);
		expect(span(await listed())).toEqual([2, 7]);
	});
});

describe('borders', () => {
	test('so many records', async () => {
		await write(25);
		expect(span(await listed({ maxRecords: 10 }))).toEqual([0, 10]);
	});

	test.each(['s3', 'splunk', 'elastic', 'sentinel'] as const)('so many bytes, for %s: never more than fits, and never less than one record', async (type) => {
		await write(60, { text: 'é'.repeat(20_000) });
		let total = 0;
		for (let next = await list({ type }); next !== undefined; next = await list({ type })) {
			expect(next.parcel.bytes).toBe(bytesOf(next.body));
			expect(next.parcel.bytes).toBeLessThanOrEqual(largestBody);
			total += next.parcel.records;
			expect(next.parcel.from + next.parcel.records).toBe(next.parcel.to);
			await mark(next);
			if (total >= 60) break;
			expect(next.parcel.bytes).toBeGreaterThan(largestBody / 2);
		}
		expect(total).toBeGreaterThanOrEqual(60);
	}, 30_000);

	test('a record bigger than a batch goes alone into a file, and without its content into a SIEM', async () => {
		await write(1, { text: 'x'.repeat(1_200_000) });
		await write(1);
		const file = await listed();
		expect(span(file)).toEqual([0, 1]);
		expect(file.parcel.bytes).toBeGreaterThan(1_200_000);
		for (const type of ['splunk', 'elastic', 'sentinel'] as const) {
			const events = await listed({ sink: type, type });
			expect(span(events)[0]).toBe(0);
			expect(events.parcel.bytes).toBeLessThan(20_000);
			expect(events.body).toMatch(/is_truncated/);
		}
	});

	test('no column of a row comes near what Sentinel cuts off', async () => {
		await write(1, { text: '"\\\n'.repeat(15_000) });
		const [row] = JSON.parse((await listed({ type: 'sentinel' })).body) as { [column: string]: unknown }[];
		for (const value of Object.values(row!)) expect(bytesOf(JSON.stringify(value))).toBeLessThan(64_000);
	});
});

describe('a batch that was not marked', () => {
	test('is left alone for a while, then comes again: the same borders, id and bytes, whatever was written meanwhile', async () => {
		await write(3);
		const first = await listed();
		await write(5);
		expect(await list()).toBeUndefined();
		clock.advance(10 * minute - 1);
		expect(await list()).toBeUndefined();
		clock.advance(1);
		const again = await listed({ maxRecords: 1 });
		expect(again.body).toBe(first.body);
		expect(again.parcel).toEqual({ ...first.parcel, attempt: 2 });
		expect(await list()).toBeUndefined();
		clock.advance(10 * minute);
		expect((await listed()).parcel.attempt).toBe(3);
	});

	test('blocks no other sink', async () => {
		await write(3);
		await list({ sink: 'down' });
		expect(span(await listed({ sink: 'up' }))).toEqual([0, 4]);
	});

	test.each(['splunk', 'elastic', 'sentinel'] as const)('has the same events for %s', async (type) => {
		await write(3);
		const first = await listed({ type });
		clock.advance(10 * minute);
		expect((await listed({ type })).body).toBe(first.body);
	});

	test('whose content was erased meanwhile gets another key, and the same ids', async () => {
		await write(2, { name: 'Mateo Rivas' });
		const [file, documents] = [await listed(), await listed({ sink: 'elastic', type: 'elastic' })];
		await ledger.append({ kind: 'case.closed', caseId: 'case_1', content: { verdict: 'Complete' } });
		await ledger.erase({ caseId: 'case_1', content: { why: 'Its time was up' } });
		clock.advance(10 * minute);
		const [fileAgain, documentsAgain] = [await listed(), await listed({ sink: 'elastic', type: 'elastic' })];
		expect(fileAgain.body).not.toContain('Mateo');
		expect(fileAgain.parcel.batch).toBe(file.parcel.batch);
		expect(keyOf('x', '', fileAgain.parcel)).not.toBe(keyOf('x', '', file.parcel));
		const ids = (body: string) => [...body.matchAll(/"_id":"([^"]+)"/g)].map(([, id]) => id);
		expect(ids(documentsAgain.body)).toEqual(ids(documents.body));
	});
});

describe('two executions at once', () => {
	test('of any number, in several processes, one gets the batch', async () => {
		await write(4);
		const others = [ledger, await another(), await another()];
		const got = (await Promise.all([...others, ...others].map((one) => list({}, one)))).filter((one) => one !== undefined);
		expect(got).toHaveLength(1);
		expect((await kinds()).filter((kind) => kind === 'shipping.intended')).toHaveLength(1);
	});

	test('also when records are written while they look', async () => {
		await write(4);
		const other = await another();
		const [first, , second] = await Promise.all([list({}, ledger), write(3), list({}, other)]);
		expect([first, second].filter((one) => one !== undefined)).toHaveLength(1);
	});

	test('also when both give up waiting for a third', async () => {
		await write(4);
		await list();
		clock.advance(10 * minute);
		const other = await another();
		const got = (await Promise.all([list({}, ledger), list({}, other), list({}, ledger)])).filter((one) => one !== undefined);
		expect(got.map(({ parcel }) => parcel.attempt)).toEqual([2]);
	});

	test('who was slow and comes through spares the second the work', async () => {
		await write(4);
		const slow = await listed();
		clock.advance(10 * minute);
		// The second has looked, and before it takes the batch the first one marks it.
		const paused: Ledger = { ...ledger, exportSegment: async (...asked) => { await mark(slow); return await ledger.exportSegment(...asked); } };
		expect(await list({}, paused)).toBeUndefined();
		expect(await list()).toBeUndefined();
		await write(1);
		expect((await listed()).parcel.from).toBe(4);
	});
});

describe('marking', () => {
	test('the same batch a second time is fine, and writes nothing', async () => {
		await write(2);
		const parcel = await listed();
		expect(await mark(parcel)).toMatchObject({ now: true, from: 0, to: 2, receipt: { readBack: true, versionId: '3sL4kqtJlcpXroDTDmJ' } });
		const { size } = await ledger.head();
		expect(await mark(parcel)).toMatchObject({ now: false, receipt: { readBack: true, versionId: '3sL4kqtJlcpXroDTDmJ' } });
		expect(await mark(parcel, { error: 'down' }, await another())).toMatchObject({ now: false });
		expect((await ledger.head()).size).toBe(size);
	});

	test('two at once settle once', async () => {
		await write(2);
		const parcel = await listed();
		await Promise.all([mark(parcel), mark(parcel, undefined, await another())]);
		expect((await kinds()).filter((kind) => kind === 'shipping.settled')).toHaveLength(1);
	});

	test.each([
		['a batch nobody handed out', { batch: '0-2-0000000000000000' }],
		['a batch of another sink', { sink: 'another' }],
	])('%s is refused', async (_, changes) => {
		await write(2);
		const { parcel, body } = await listed();
		await expect(mark({ parcel: { ...parcel, ...changes }, body })).rejects.toThrow(/is not what was handed out last/);
		expect(await kinds()).not.toContain('shipping.settled');
	});

	test('an answer that does not hold marks nothing, and the batch comes again', async () => {
		await write(2);
		const parcel = await listed();
		await expect(mark(parcel, { error: { message: 'connect ECONNREFUSED 10.0.0.1:443', code: 'ECONNREFUSED' } })).rejects.toThrow(
			/^Records 0 to 1 did not reach S3 for certain \(sink "s3-archive"\): S3 was not written or not reached \(connect ECONNREFUSED 10\.0\.0\.1:443\)\..+Nothing was marked as shipped; the same records are sent again by a later run\.$/,
		);
		clock.advance(10 * minute);
		expect((await listed()).parcel.attempt).toBe(2);
	});

	test('from where to where goes by the ledger, not by the item', async () => {
		await write(2);
		const { parcel, body } = await listed();
		expect(await mark({ parcel: { ...parcel, to: 99 }, body })).toMatchObject({ from: 0, to: 2 });
		expect((await standingOf(ledger, 's3-archive')).next).toBe(2);
	});

	test.each([undefined, null, 'text', {}, { sink: 's3' }, { sink: 's', batch: 'b', type: 'tape', sha256: 'x' }])('%p is no batch', (value) => {
		expect(() => sentIn(value)).toThrow(/does not give what List Unshipped put out/);
	});
});

test('a place in the ledger that was lost is said, not guessed', async () => {
	await write(2);
	await ledger.append({ kind: 'shipping.settled', subject: 'sink/s3-archive', content: { note: 'not what it should be' } });
	await expect(list()).rejects.toThrow(/should say how far it was shipped, and does not/);
});

type Act = 'write' | 'run' | 'sendAndDie' | 'dieBeforeSending' | 'runElsewhere' | 'wait';

test('nothing twice, nothing skipped, in order: whatever happens in between', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.constantFrom<Act>('write', 'run', 'sendAndDie', 'dieBeforeSending', 'runElsewhere', 'wait'), { maxLength: 25 }), async (acts) => {
			await afresh();
			const other = await another();
			/** Object storage: what is sent under a key that is there already is not sent. */
			const kept = new Map<string, string>();
			const send = ({ parcel, body }: { parcel: Parcel; body: string }) => void kept.set(keyOf('x', '', parcel), body);
			const run = async (by: Ledger) => {
				for (let next = await list({ maxRecords: 5 }, by); next !== undefined; next = await list({ maxRecords: 5 }, by)) {
					send(next);
					await mark(next, undefined, by);
				}
			};
			const does: { [Name in Act]: () => unknown } = {
				write: () => write(2),
				run: () => run(ledger),
				runElsewhere: () => Promise.all([run(ledger), run(other)]),
				sendAndDie: async () => {
					const taken = await list({ maxRecords: 5 });
					if (taken) send(taken);
				},
				dieBeforeSending: () => list({ maxRecords: 5 }),
				wait: () => clock.advance(10 * minute),
			};
			for (const act of acts) await does[act]();
			clock.advance(10 * minute);
			await write(1);
			await run(ledger);

			const segments = [...kept].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, body]) => segmentIn(body));
			const numbers = segments.flatMap(({ records }) => records.map(({ entry }) => (JSON.parse(entry) as { seq: number }).seq));
			expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index));
			expect([...kept.keys()]).toEqual([...kept.keys()].sort());
			const news = (await ledger.records({})).filter(({ kind }) => !kind.startsWith('shipping.')).at(-1)!.seq;
			expect(numbers.at(-1)).toBeGreaterThanOrEqual(news);
		}),
		{ numRuns: 40 },
	);
}, 120_000);
