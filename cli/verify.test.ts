import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLedger, type Bundle, type Ledger } from '../ledger/index';
import { pageOf } from '../ledger/report';
import { outputOf } from '../test/support/outputOf';
import { pageCommand } from './page';
import { proofsCommand } from './proofs';
import { verifyCommand } from './verify';

let directory: string;
let ledger: Ledger;
let bundle: Bundle;
let page: string;

const at = (name: string) => join(directory, name);

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), 'ledger-'));
	ledger = await openLedger({ directory, origin: 'jml.acme.test/ledger', now: () => new Date('2026-11-20T10:00:00.000Z') });
	await ledger.append({ kind: 'step.settled', caseId: 'hr_event_1', content: { outcome: 'done', person: { name: 'Zoë\nThe evidence holds.' } } });
	writeFileSync(at('checkpoint'), await ledger.checkpoint());
	await ledger.append({ kind: 'case.closed', caseId: 'hr_event_1', content: { verdict: 'Complete' } });
	bundle = await ledger.exportCase('hr_event_1', await ledger.checkpoint());
	page = await pageOf(JSON.stringify(bundle));
	writeFileSync(at('bundle.json'), JSON.stringify(bundle));
	writeFileSync(at('changed.json'), JSON.stringify(bundle).replace('done', 'gone'));
	writeFileSync(at('bytes.json'), Buffer.of(0xff, 0xfe));
	writeFileSync(at('key'), `${bundle.vkey}\n`);
	writeFileSync(at('page.html'), page);
});

afterAll(async () => {
	await ledger.close();
	rmSync(directory, { recursive: true });
});

const run = (...args: string[]) => outputOf(verifyCommand, args);

describe('jml verify', () => {
	it('prints what holds', async () => {
		expect(await run(at('bundle.json'))).toEqual({
			code: 0,
			err: '',
			out: `The evidence holds in itself.
Every hash, proof and signature fits, and no record of the case is missing. Whose ledger it is, only the key can tell that you were given by another way.

Case          hr_event_1, closed: Complete
Person        Zoë?The evidence holds.
Records       2, none missing, from 2026-11-20T10:00:00.000Z to 2026-11-20T10:00:00.000Z
Ledger        jml.acme.test/ledger
State         as of 2 records in the ledger, exported 2026-11-20T10:00:00.000Z
Root          ${(await ledger.head()).root}
Signed with   ${bundle.vkey}
Key           taken from the file itself. Compare it with the one the ledger’s owner gave you, or pass that with --key`,
		});
		const { out } = await run(at('bundle.json'), '--key', bundle.vkey);
		expect(out).toMatch(/^The evidence holds\.\n/);
		expect(out).toContain('the one you gave');
		expect(await run(at('bundle.json'), '--checkpoint', at('checkpoint'))).toMatchObject({ code: 2, out: expect.stringContaining('Whether it continues it is not shown') });
	});

	it('prints the first thing wrong', async () => {
		expect(await run(at('changed.json'))).toEqual({
			code: 1,
			out: '',
			err: 'The evidence does NOT hold. Record 1 of 2 was changed: its content is not what the ledger recorded.',
		});
	});

	it.each([
		['a key that is none', ['--key', 'x'], 2, /^It could not be checked\. The key given is not a verifier key/],
		['a key of another ledger', ['--key', 'jml.acme.test/ledger+c2d03c71+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea'], 2, /^It could not be checked/],
		['another key', ['--key', 'evidence.example.com/jml+c2d03c71+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea'], 1, /^The evidence does NOT hold\. The bundle was signed with another key/],
	])('%s is said to be that', async (_, args, code, problem) => {
		const result = await run(at('bundle.json'), ...args);
		expect(result).toMatchObject({ code, out: '' });
		expect(result.err).toMatch(problem);
	});

	it('a checkpoint that is none is no fault of the evidence', async () => {
		expect(await run(at('bundle.json'), '--checkpoint', at('key'))).toMatchObject({ code: 2, err: expect.stringContaining('is not a checkpoint') });
	});

	it.each([[[]], [['a', 'b']], [['--nonsense']], [['missing.json']], [['bytes.json']], [['bundle.json', '--checkpoint', 'missing']], [['bundle.json', '--key']], [['key']], [['checkpoint']]])('called with %j says how it is called', async (args) => {
		const there = ['bundle.json', 'bytes.json', 'key', 'checkpoint'];
		const { code, err } = await run(...args.map((arg) => (there.includes(arg) ? at(arg) : arg)));
		expect(code).toBe(2);
		expect(err).toContain('Usage: jml verify <bundle');
	});
});

describe('jml verify of a page', () => {
	const verifyPage = (changed: string, ...args: string[]) => {
		writeFileSync(at('other.html'), changed);
		return run(at('other.html'), ...args);
	};

	it('checks the evidence in it, and that it shows what that says', async () => {
		const { code, out, err } = await verifyPage(page, '--key', bundle.vkey);
		expect({ code, err }).toEqual({ code: 0, err: '' });
		expect(out).toMatch(/^The evidence holds\.[^]*\nThe page shows what the evidence in it says\.$/);
	});

	it('says when the evidence in it was changed, as it does of the bundle alone', async () => {
		expect(await verifyPage(page.replace('\\"done\\"', '\\"gone\\"'))).toEqual({ ...(await run(at('changed.json'))) });
	});

	it('says when only what is shown was changed: a word, the script, the policy, something added', async () => {
		for (const [from, to] of [['>Complete<', '>Perfect<'], ['takeFiles', 'takefiles'], ["default-src 'none'", 'default-src *'], ['</body>', '<p>Approved by the auditor</p></body>'], ['Case <code>hr_event_1', 'Case <code>hr_event_2']]) {
			expect(page.includes(from!)).toBe(true);
			const result = await verifyPage(page.replace(from!, to!));
			expect(result).toMatchObject({ code: 1, out: expect.stringContaining('The evidence holds'), err: expect.stringMatching(/^The page around the evidence was CHANGED/) });
		}
	});

	it('says that it cannot compare a page of another version', async () => {
		const older = page.replace(/(<meta name="generator" content="n8n-nodes-joiner-mover-leaver )[^"]+/, '$10.0.9');
		expect(await verifyPage(older)).toMatchObject({ code: 0, out: expect.stringContaining('was not compared: it was written by n8n-nodes-joiner-mover-leaver 0.0.9') });
	});
});

describe('jml page', () => {
	it('writes the page of a bundle, from JSON or from a page whose words were changed', async () => {
		writeFileSync(at('words.html'), page.replace('>Complete<', '>Perfect<'));
		for (const file of ['bundle.json', 'page.html', 'words.html']) expect(await outputOf(pageCommand, [at(file)])).toEqual({ code: 0, err: '', out: page.slice(0, -1) });
	});

	it('writes none of evidence that does not hold', async () => {
		expect(await outputOf(pageCommand, [at('changed.json')])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('No page was written') });
	});

	it('without a bundle writes the verifier, which is no evidence', async () => {
		const { code, out } = await outputOf(pageCommand, []);
		expect(code).toBe(0);
		expect(out).toContain('<h1>Verifier</h1>');
		expect(out).not.toContain('hr_event_1');
	});
});

describe('jml proofs', () => {
	beforeAll(async () => {
		expect(await outputOf(proofsCommand, [at('bundle.json'), at('proofs')])).toMatchObject({ code: 0, err: '' });
	});
	const proof = (name: string, ...args: string[]) => run(at(`proofs/${name}.tlog-proof`), ...args);

	it('writes each entry, byte for byte, and its proof, which jml verify checks', async () => {
		for (const [index, record] of bundle.records.entries()) {
			expect(readFileSync(at(`proofs/${index}.json`), 'utf8')).toBe(record.entry);
			expect(await proof(String(index), '--entry', at(`proofs/${index}.json`), '--key', bundle.vkey)).toMatchObject({ code: 0, err: '', out: expect.stringContaining(`The entry is entry ${index} of the ledger`) });
		}
	});

	it('tells an entry of another place, another key, and a checkpoint that is the same', async () => {
		expect(await proof('0', '--entry', at('proofs/1.json'), '--key', bundle.vkey)).toMatchObject({ code: 1, err: expect.stringContaining('This entry is not entry 0') });
		expect(await proof('0', '--entry', at('proofs/0.json'), '--key', 'evidence.example.com/jml+c2d03c71+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea')).toMatchObject({ code: 1, err: expect.stringContaining('not signed with the key') });
		expect(await proof('0', '--entry', at('proofs/0.json'))).toMatchObject({ code: 2, err: expect.stringContaining('give --entry and --key') });
		writeFileSync(at('same'), bundle.checkpoint);
		expect((await proof('0', '--entry', at('proofs/0.json'), '--key', bundle.vkey, '--checkpoint', at('same'))).out).toContain('Checkpoint    the one you hold');
	});

	it('writes none of evidence that does not hold', async () => {
		expect(await outputOf(proofsCommand, [at('changed.json'), at('none')])).toMatchObject({ code: 1, err: expect.stringContaining('No proof was written') });
	});
});
