import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { judge, recognise } from '../ledger/report';
import { readEvidence } from '../ledger/verify';
import { writeTlogProof } from '../ledger/verify/tlogProof';
import { Misuse, orUsage, printable, readText, type Io } from './io';

const usage = 'Usage: jml proofs <bundle.html or bundle.json> <folder>';

/** Each record of a bundle as two files that any program for C2SP's tlog-proof can check: the entry's exact bytes, and its proof. */
export const proofsCommand = (args: string[], io: Io): Promise<number> =>
	orUsage(usage, io, async () => {
		const [file, folder, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
		if (file === undefined || folder === undefined || more.length > 0) throw new Misuse('Name a bundle, and a folder to write to.');
		const result = readEvidence(recognise(readText(file)).text);
		if (!result.ok) {
			const { heading, detail } = judge(result);
			io.stderr(printable(`${heading} ${detail} No proof was written.`));
			return 1;
		}
		const { bundle, records } = result;
		mkdirSync(folder, { recursive: true });
		for (const [index, { entry }] of records.entries()) {
			writeFileSync(join(folder, `${entry.seq}.json`), entry.text);
			writeFileSync(join(folder, `${entry.seq}.tlog-proof`), writeTlogProof({ index: entry.seq, proof: bundle.records[index]!.proof, checkpoint: bundle.checkpoint }));
		}
		io.stdout(printable(`${records.length} entries and their proofs are in ${folder}. Check one with`));
		io.stdout(printable(`  jml verify ${join(folder, `${records[0]!.entry.seq}.tlog-proof`)} --entry ${join(folder, `${records[0]!.entry.seq}.json`)} --key <verifier key>`));
		return 0;
	});
