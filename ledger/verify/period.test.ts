import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { browserVerifier, type Verifier } from '../../test/support/browserVerifier';
import { openLedger, type BareRecord, type Ledger, type PeriodBundle } from '../index';
import { verifyPeriod } from './period';

const quarter = { from: '2026-10-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
const ids = ['a', 'b', 'd'];

let directory: string;
let ledger: Ledger;
let period: PeriodBundle;
let text: string;
let known: { vkey: string };
let inBrowsers: Verifier;

const openAnew = async (): Promise<void> => {
	directory = mkdtempSync(join(tmpdir(), 'ledger-'));
	let time = Date.parse('2026-11-20T10:00:00.000Z');
	ledger = await openLedger({ directory, origin: 'jml.test', now: () => new Date((time += 1000)) });
};

const write = async (...records: [caseId: string | null, kind: string][]): Promise<void> => {
	for (const [caseId, kind] of records) await ledger.append({ kind, content: kind === 'case.closed' ? { verdict: 'Complete' } : {}, ...(caseId === null ? {} : { caseId }) });
};

/** Three cases of a period between records of another case and of none: siblings and cousins of each other in the tree. */
beforeAll(async () => {
	await openAnew();
	await write([null, 'webhook.received'], ['a', 'case.opened'], ['b', 'case.opened'], ['a', 'step.settled'], ['c', 'case.opened'], ['b', 'case.closed'], ['a', 'case.closed'], ['c', 'step.settled'], ['d', 'case.opened'], ['c', 'case.closed'], ['d', 'case.closed']);
	await ledger.erase({ caseId: 'b', content: { why: 'kept long enough' } });
	await write([null, 'webhook.received']);
	period = await ledger.exportPeriod(quarter, ids);
	text = JSON.stringify(period);
	known = { vkey: await ledger.vkey() };
	inBrowsers = await browserVerifier();
});

afterAll(async () => {
	await ledger.close();
	rmSync(directory, { recursive: true });
});

const verify = (changed: object) => verifyPeriod(JSON.stringify(changed), known);
const parsed = (json: string): unknown => {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
};

const withCases = (change: (cases: PeriodBundle['cases']) => PeriodBundle['cases']): PeriodBundle => ({ ...period, cases: change(period.cases) });
const withRecords = (caseId: string, change: (records: BareRecord[]) => BareRecord[]): PeriodBundle =>
	withCases((cases) => cases.map((one) => (one.caseId === caseId ? { ...one, records: change(one.records) } : one)));

describe('a period as exported', () => {
	it('holds, and says what it proves', async () => {
		expect(verify(period)).toEqual({ ok: true, ...quarter, cases: 3, records: 8, erased: 2, exportedAt: period.exportedAt, origin: 'jml.test', ...(await ledger.head()), vkey: known.vkey, keyTrusted: true });
		expect(inBrowsers.verifyPeriod(text, known)).toEqual(verify(period));
		expect(verifyPeriod(text)).toMatchObject({ ok: true, keyTrusted: false });
		expect(verifyPeriod(`\n${JSON.stringify(period, null, '\t')}`)).toMatchObject({ ok: true });
		expect(text).not.toContain('"c"');
	});

	it('holds without a single case, and with a ledger of one record', async () => {
		const empty = await ledger.exportPeriod(quarter, []);
		expect(empty.nodes).toEqual({});
		expect(verify(empty)).toMatchObject({ ok: true, cases: 0, records: 0 });
		const before = { directory, ledger };
		await openAnew();
		try {
			await write(['a', 'case.opened']);
			expect(verifyPeriod(JSON.stringify(await ledger.exportPeriod(quarter, ['a'])))).toMatchObject({ ok: true, records: 1, size: 1 });
		} finally {
			await ledger.close();
			rmSync(directory, { recursive: true });
			({ directory, ledger } = before);
		}
	});

	it('holds for every choice of cases, in any order', async () => {
		for (const some of [['a'], ['b'], ['d'], ['c', 'a'], ['d', 'b', 'a'], ['b', 'c'], ['a', 'b', 'c', 'd']]) {
			expect(verify(await ledger.exportPeriod(quarter, some))).toMatchObject({ ok: true, cases: some.length });
		}
	});

	it('is compared with a checkpoint that somebody holds', async () => {
		expect(verifyPeriod(text, { checkpoint: period.checkpoint })).toMatchObject({ ok: true, heldCheckpoint: 'same' });
		const older = (await ledger.exportSegment({ from: 0, to: 3 }, false)).checkpoint;
		expect(verifyPeriod(text, { checkpoint: older })).toMatchObject({ ok: true, heldCheckpoint: 'not_proven' });
		expect(verifyPeriod(text, { checkpoint: older.replaceAll('jml.test', 'other.test') })).toMatchObject({ ok: false, code: 'other_ledger' });
		expect(verifyPeriod(text, { vkey: 'x' })).toMatchObject({ ok: false, code: 'argument' });
	});
});

describe('G05: whatever is changed in a period, it fails', () => {
	/** Which record stands at each place of the file. */
	const places = (): { caseId: string; record: number; from: number; to: number }[] => {
		let from = text.indexOf('"cases":[') + '"cases":['.length;
		return period.cases.flatMap(({ caseId, records }) => {
			from += `{"caseId":"${caseId}","records":[`.length;
			const found = records.map((record, index) => {
				const place = { caseId, record: index + 1, from, to: from + JSON.stringify(record).length };
				from = place.to + 1;
				return place;
			});
			from += '},'.length;
			return found;
		});
	};

	it.each<[string, (character: string) => string]>([
		['one bit', (character) => String.fromCharCode(character.charCodeAt(0) ^ 1)],
		['a digit', () => '0'],
		['nothing', () => ''],
		['twice itself', (character) => character + character],
	])('each character of the file replaced by %s; in a record, case and record are named', (_, change) => {
		const found = places();
		for (let at = 0; at < text.length; at += 1) {
			const changed = text.slice(0, at) + change(text[at]!) + text.slice(at + 1);
			if (changed === text) continue;
			const result = verifyPeriod(changed, known);
			if (at % 97 === 0) expect(inBrowsers.verifyPeriod(changed, known)).toEqual(result);
			if (result.ok) {
				if (!isDeepStrictEqual(parsed(changed), period)) throw new Error(`Accepted: ${at}`);
				continue;
			}
			const place = found.find(({ from, to }) => at >= from && at < to);
			if (place === undefined || parsed(changed) === undefined || result.problem.startsWith('The period')) continue;
			expect({ at, caseId: result.caseId, record: result.record }).toEqual({ at, caseId: place.caseId, record: place.record });
			expect(result.problem).toContain(`Case ${place.caseId}: Record ${place.record} of `);
		}
	});

	it('cut off at each length', () => {
		for (let length = 0; length < text.length; length += 1) expect(verifyPeriod(text.slice(0, length), known)).toMatchObject({ ok: false, code: 'format' });
	});

	it('each member left out, null, given twice, or added', () => {
		for (const name of Object.keys(period)) {
			const { [name as keyof PeriodBundle]: taken, ...rest } = period;
			expect(verify(rest)).toMatchObject({ ok: false, code: 'format' });
			expect(verify({ ...period, [name]: null })).toMatchObject({ ok: false, code: 'format' });
			expect(verifyPeriod(text.replace('{', `{${JSON.stringify(name)}:${JSON.stringify(taken)},`), known)).toMatchObject({ ok: false, code: 'format' });
		}
		expect(verify({ ...period, note: 'all is well' })).toMatchObject({ ok: false, code: 'format' });
		expect(verify(withCases((cases) => cases.with(1, { ...cases[1]!, note: 'all is well' } as never)))).toMatchObject({ ok: false, code: 'format', caseId: 'b' });
		expect(verify(withRecords('d', (records) => records.with(1, { ...records[1]!, proof: [] } as never)))).toMatchObject({ ok: false, code: 'format', caseId: 'd', record: 2 });
	});

	it('each record left out, repeated, exchanged, or moved to another case', () => {
		for (const { caseId, records } of period.cases) {
			for (const [index, record] of records.entries()) {
				expect(verify(withRecords(caseId, (all) => all.toSpliced(index, 1)))).toMatchObject({ ok: false, code: 'missing_record', caseId, record: index + 1 });
				expect(verify(withRecords(caseId, (all) => all.toSpliced(index, 0, record)))).toMatchObject({ ok: false, code: 'order', caseId, record: index + 2 });
				for (let other = index + 1; other < records.length; other += 1) {
					expect(verify(withRecords(caseId, (all) => all.with(index, all[other]!).with(other, record)))).toMatchObject({ ok: false, code: 'missing_record', caseId, record: index + 1 });
				}
				for (const other of period.cases.filter((one) => one.caseId !== caseId)) {
					const moved = withCases((cases) => cases.map((one) => (one.caseId === caseId ? { ...one, records: records.toSpliced(index, 1) } : one.caseId === other.caseId ? { ...one, records: [...one.records, record] } : one)));
					expect(verify(moved)).toMatchObject({ ok: false });
					expect(verify(withRecords(other.caseId, (all) => all.with(0, record)))).toMatchObject({ ok: false, code: 'other_case', caseId: other.caseId, record: 1 });
				}
			}
		}
	});

	it('each case left out, repeated, exchanged, renamed, or added', async () => {
		for (const [index, one] of period.cases.entries()) {
			expect(verify(withCases((cases) => cases.toSpliced(index, 1)))).toMatchObject({ ok: false, code: 'missing_case', caseId: one.caseId });
			expect(verify(withCases((cases) => cases.toSpliced(index, 0, one)))).toMatchObject({ ok: false, code: index === 2 ? 'statement' : 'missing_case' });
			expect(verify(withCases((cases) => cases.with(index, { ...one, caseId: 'e' })))).toMatchObject({ ok: false, code: 'missing_case', caseId: one.caseId });
			for (let other = index + 1; other < ids.length; other += 1) {
				expect(verify(withCases((cases) => cases.with(index, cases[other]!).with(other, one)))).toMatchObject({ ok: false, code: 'missing_case', caseId: one.caseId });
			}
		}
		const [more] = (await ledger.exportPeriod(quarter, ['c'])).cases;
		expect(verify(withCases((cases) => [...cases, more!]))).toMatchObject({ ok: false, code: 'statement' });
	});

	it('each hash left out, exchanged, or renamed, and one that proves nothing', () => {
		const names = Object.keys(period.nodes);
		expect(names.length).toBeGreaterThan(8);
		for (const [index, name] of names.entries()) {
			const { [name]: hash, ...rest } = period.nodes;
			const other = names[(index + 1) % names.length]!;
			expect(verify({ ...period, nodes: rest })).toMatchObject({ ok: false, code: 'inclusion', record: expect.any(Number) });
			expect(verify({ ...period, nodes: { ...rest, [`0${name}`]: hash } })).toMatchObject({ ok: false, code: 'inclusion' });
			expect(verify({ ...period, nodes: { ...period.nodes, [name]: period.nodes[other], [other]: hash } })).toMatchObject({ ok: false, code: 'inclusion' });
			expect(verify({ ...period, nodes: { ...period.nodes, [`0${name}`]: hash } })).toMatchObject({ ok: false, code: 'format' });
		}
		expect(verify({ ...period, nodes: { ...period.nodes, '0-99': Buffer.alloc(32).toString('base64') } })).toMatchObject({ ok: false, code: 'format', problem: expect.stringContaining('0-99') });
	});

	it('content taken away', () => {
		expect(verify(withRecords('a', (records) => records.with(0, { ...records[0]!, body: null, salt: null })))).toMatchObject({ ok: false, code: 'erased', caseId: 'a', record: 1 });
	});

	it('a part of another export', async () => {
		await write(['a', 'case.resumed']);
		const later = await ledger.exportPeriod(quarter, ids);
		for (const name of ['checkpoint', 'statement', 'nodes', 'cases', 'exportedAt'] as const) expect(verify({ ...period, [name]: later[name] })).toMatchObject({ ok: false });
		const other = await ledger.exportPeriod({ ...quarter, to: '2026-12-31T00:00:00.000Z' }, ids);
		expect(verify({ ...later, to: other.to })).toMatchObject({ ok: false, code: 'statement' });
		expect(verify({ ...period, checkpoint: period.statement })).toMatchObject({ ok: false, code: 'checkpoint' });
		expect(verify({ ...period, statement: (await ledger.exportCase('a')).statement })).toMatchObject({ ok: false, code: 'statement' });
	});

	it('a case that the ledger was made to sign for twice', async () => {
		expect(verify(await ledger.exportPeriod(quarter, ['a', 'a']))).toMatchObject({ ok: false, code: 'statement', problem: expect.stringContaining('twice') });
	});
});
