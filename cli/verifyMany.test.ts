import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, type Ledger, type PeriodBundle } from '../ledger/index';
import { pageScript, periodPage } from '../ledger/report';
import { defaultTerms } from '../ledger/report/period/targets';
import { outputOf } from '../test/support/outputOf';
import { pageCommand } from './page';
import { verifyCommand } from './verify';

let directory: string;
let ledger: Ledger;
let period: PeriodBundle;

const at = (name: string) => join(directory, name);
const segment = (from: number) => at(`segment-${String(from).padStart(4, '0')}.json`);

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), 'ledger-'));
	let time = Date.parse('2026-11-20T10:00:00.000Z');
	ledger = await openLedger({ directory, origin: 'jml.acme.test/ledger', now: () => new Date((time += 1000)) });
	for (const caseId of ['hr_event_1', 'hr_event_2', 'hr_event_3']) {
		await ledger.append({ kind: 'case.opened', caseId, content: { person: { id: '1', name: 'Zoë' }, event: { kind: 'terminate', effectiveAt: '2026-11-20T09:00:00.000Z', receivedAt: '2026-11-20T09:00:00.000Z' } } });
		await ledger.append({ kind: 'case.closed', caseId, content: { verdict: 'Complete' } });
	}
	period = await ledger.exportPeriod({ from: '2026-10-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' }, ['hr_event_1', 'hr_event_3']);
	const page = periodPage(JSON.stringify(period), defaultTerms, await pageScript());
	writeFileSync(at('period.json'), JSON.stringify(period));
	writeFileSync(at('changed.json'), JSON.stringify(period).replaceAll('Zoë', 'Zoe'));
	writeFileSync(at('period.html'), page);
	writeFileSync(at('lied.html'), page.replace('<h1>', '<h1>Not '));
	for (const [from, to] of [[0, 1], [1, 4], [4, 6]] as const) writeFileSync(segment(from), JSON.stringify(await ledger.exportSegment({ from, to }, from !== 1), null, 1));
});

afterAll(async () => {
	await ledger.close();
	rmSync(directory, { recursive: true });
});

const run = (...args: string[]) => outputOf(verifyCommand, args);

describe('jml verify of a period', () => {
	it('prints what holds', async () => {
		expect(await run(at('period.json'), '--key', period.vkey)).toEqual({
			code: 0,
			err: '',
			out: `The evidence holds.
Every hash, proof and signature fits, and all cases and records that the ledger signed for are there, signed with the key you gave.

Period        from 2026-10-01T00:00:00.000Z until before 2027-01-01T00:00:00.000Z
Cases         2, none missing that the ledger signed for
Records       4, none missing
Ledger        jml.acme.test/ledger
State         as of 6 records in the ledger, exported ${period.exportedAt}
Root          ${(await ledger.head()).root}
Signed with   ${period.vkey}
Key           the one you gave`,
		});
		expect((await run(at('period.json'))).out).toMatch(/^The evidence holds in itself\./);
	});

	it('names the first bad case and record', async () => {
		expect(await run(at('changed.json'))).toEqual({ code: 1, out: '', err: 'The evidence does NOT hold. Case hr_event_1: Record 1 of 2 was changed: its content is not what the ledger recorded.' });
		expect(await run(at('period.json'), '--key', 'x')).toMatchObject({ code: 2, err: expect.stringMatching(/^It could not be checked/) });
	});

	it('of a page also says whether it shows what the evidence in it says', async () => {
		expect(await run(at('period.html'))).toMatchObject({ code: 0, out: expect.stringContaining('The page shows what the evidence in it says.') });
		expect(await run(at('lied.html'))).toMatchObject({ code: 1, err: expect.stringContaining('CHANGED') });
	});
});

describe('jml page of a period', () => {
	it('writes the very page again, from the page or from JSON', async () => {
		const written = periodPage(JSON.stringify(period), defaultTerms, await pageScript());
		for (const file of ['period.json', 'period.html', 'lied.html']) expect(`${(await outputOf(pageCommand, [at(file)])).out}\n`).toBe(written);
		expect(await outputOf(pageCommand, [at('changed.json')])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('No page was written.') });
	});
});

describe('jml verify of segments', () => {
	it('prints what they prove together', async () => {
		expect(await run(segment(0), segment(1), segment(4), '--key', period.vkey)).toEqual({
			code: 0,
			err: '',
			out: `The evidence holds.
Every hash, proof and signature fits, and no record from 0 to 5 is missing, signed with the key you gave.

Segments      3, each following on the one before
Records       6, numbers 0 to 5, from 2026-11-20T10:00:01.000Z to 2026-11-20T10:00:06.000Z
Content       of 3 of them; of the others only that they were there, and when
Ledger        jml.acme.test/ledger
State         the whole ledger, as of 6 records
Root          ${(await ledger.head()).root}
Signed with   ${period.vkey}
Key           the one you gave`,
		});
		expect((await run(segment(4))).out).toContain('State         the ledger from record 4 on, as of 6 records');
	});

	it('finds a checkpoint that somebody holds in whichever it lies', async () => {
		const { checkpoint } = await ledger.exportSegment({ from: 0, to: 3 }, false);
		writeFileSync(at('held'), checkpoint);
		expect((await run(segment(0), segment(1), segment(4), '--checkpoint', at('held'))).out).toContain('nothing was rewritten since');
		expect(await run(segment(4), '--checkpoint', at('held'))).toMatchObject({ code: 2, out: expect.stringContaining('Whether it continues it is not shown') });
	});

	it.each([
		['a gap', () => [segment(0), segment(4)], /segment-0004\.json: Records 1 to 3 are missing/],
		['another order', () => [segment(1), segment(0)], /segment-0000\.json: The segment begins with record 0/],
		['something else among them', () => [segment(0), at('period.json')], /period\.json: This is not a segment/],
	])('%s is said, with the file', async (_, files, problem) => {
		expect(await run(...files())).toMatchObject({ code: 1, out: '', err: expect.stringMatching(problem) });
	});
});
