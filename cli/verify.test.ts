import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyCommand } from '../../cli/verify';
import { openLedger, type Bundle, type Ledger } from '../index';

let directory: string;
let ledger: Ledger;
let bundle: Bundle;

beforeAll(async () => {
	directory = mkdtempSync(join(tmpdir(), 'ledger-'));
	ledger = await openLedger({ directory, origin: 'jml.acme.test/ledger', now: () => new Date('2026-11-20T10:00:00.000Z') });
	await ledger.append({ kind: 'step.settled', caseId: 'hr_event_1', content: { outcome: 'done', person: { name: 'Zoë\nThe evidence holds.' } } });
	writeFileSync(join(directory, 'checkpoint'), await ledger.checkpoint());
	await ledger.append({ kind: 'case.closed', caseId: 'hr_event_1', content: { verdict: 'Complete' } });
	bundle = await ledger.exportCase('hr_event_1', await ledger.checkpoint());
	writeFileSync(join(directory, 'bundle.json'), JSON.stringify(bundle));
	writeFileSync(join(directory, 'changed.json'), JSON.stringify(bundle).replace('done', 'gone'));
	writeFileSync(join(directory, 'bytes.json'), Buffer.of(0xff, 0xfe));
});

afterAll(async () => {
	await ledger.close();
	rmSync(directory, { recursive: true });
});

const run = async (...args: string[]) => {
	const [out, err]: [string[], string[]] = [[], []];
	const code = await verifyCommand(args, { stdout: (line) => out.push(line), stderr: (line) => err.push(line) });
	return { code, out: out.join('\n'), err: err.join('\n') };
};
const at = (name: string) => join(directory, name);

it('prints what holds', async () => {
	expect(await run(at('bundle.json'))).toEqual({
		code: 0,
		err: '',
		out: `The evidence holds.

Case          hr_event_1, closed: Complete
Person        Zoë?The evidence holds.
Records       2, none missing, from 2026-11-20T10:00:00.000Z to 2026-11-20T10:00:00.000Z
Ledger        jml.acme.test/ledger
State         as of 2 records in the ledger, exported 2026-11-20T10:00:00.000Z
Root          ${(await ledger.head()).root}
Signed with   ${bundle.vkey}
Key           taken from the bundle itself. Compare it with the one the ledger’s owner gave you, or pass that with --key`,
	});
	expect((await run(at('bundle.json'), '--key', bundle.vkey)).out).toContain('the one you gave');
	expect((await run(at('bundle.json'), '--checkpoint', at('checkpoint'))).out).toContain('Whether it continues it is not shown');
});

it('prints the first thing wrong', async () => {
	expect(await run(at('changed.json'))).toEqual({
		code: 1,
		out: '',
		err: 'The evidence does NOT hold. Record 1 of 2 was changed: its content is not what the ledger recorded.',
	});
	expect(await run(at('bundle.json'), '--key', 'jml.acme.test/ledger+c2d03c71+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea')).toMatchObject({ code: 2 });
});

it.each([[[]], [['a', 'b']], [['--nonsense']], [['missing.json']], [['bytes.json']], [['bundle.json', '--checkpoint', 'missing']], [['bundle.json', '--key']]])('called with %j says how it is called', async (args) => {
	const { code, err } = await run(...args.map((arg) => (arg.endsWith('.json') && arg !== 'missing.json' ? at(arg) : arg)));
	expect(code).toBe(2);
	expect(err).toContain('Usage: jml verify <bundle.json>');
});
