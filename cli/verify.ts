import { parseArgs } from 'node:util';
import { comparePage, comparePeriodPage, judge, pageScript, pageWords, recognise, relation } from '../ledger/report';
import type { PageStanding } from '../ledger/report/words';
import { readEvidence, type Known, type Verified } from '../ledger/verify';
import { verifyTlogProof } from '../ledger/verify/tlogProof';
import { Misuse, orUsage, printable, readText, type Io } from './io';
import { keyLines, sayHolds, sayRefused } from './said';
import { verifyPeriodText } from './verifyPeriod';
import { verifySegments } from './verifySegments';

const usage = `Usage: jml verify <bundle.html or bundle.json> [--key <verifier key>] [--checkpoint <file>]
       jml verify <period.html or period.json> [--key <verifier key>] [--checkpoint <file>]
       jml verify <segment.json> <next segment.json> … [--key <verifier key>] [--checkpoint <file>]
       jml verify <record.tlog-proof> --entry <record.json> --key <verifier key> [--checkpoint <file>]`;

interface Arguments {
	files: [string, ...string[]];
	entry: string | undefined;
	known: Known;
}

/** 0: the evidence holds. 1: it does not. 2: it could not be checked. */
export const verifyCommand = (args: string[], io: Io): Promise<number> =>
	orUsage(usage, io, async () => {
		const { files, entry, known } = readArguments(args);
		if (files.length > 1) return verifySegments(files, known, io);
		const handed = recognise(readText(files[0]));
		switch (handed.kind) {
			case 'key':
			case 'checkpoint':
				throw new Misuse(`This file is a ${handed.kind}, and no evidence. Name the evidence, and give the ${handed.kind} with --${handed.kind}.`);
			case 'proof':
				return verifyProof(handed.text, entry, known, io);
			case 'page':
				return verifyCase(handed.text, known, io) || sayStanding(comparePage(handed.page, handed.text, await pageScript()), io);
			case 'periodPage':
				return verifyPeriodText(handed.text, known, io) || sayStanding(comparePeriodPage(handed.page, handed.text, handed.terms, await pageScript()), io);
			case 'period':
				return verifyPeriodText(handed.text, known, io);
			case 'segment':
				return verifySegments(files, known, io);
			case 'bundle':
				return verifyCase(handed.text, known, io);
		}
	});

const readArguments = (args: string[]): Arguments => {
	const text = { type: 'string' } as const;
	const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { key: text, checkpoint: text, entry: text } });
	const [file, ...more] = positionals;
	if (file === undefined) throw new Misuse('Name a file to verify.');
	const known: Known = {};
	if (values.key !== undefined) known.vkey = values.key;
	if (values.checkpoint !== undefined) known.checkpoint = readText(values.checkpoint);
	return { files: [file, ...more], entry: values.entry === undefined ? undefined : readText(values.entry), known };
};

const verifyCase = (bundle: string, known: Known, io: Io): number => {
	const result = readEvidence(bundle, known);
	return result.ok ? sayHolds(judge(result), result.found, report(result.found), io) : sayRefused(result, io);
};

/** Whoever reads the page reads what it shows, not what was checked. */
const sayStanding = (standing: PageStanding, io: Io): number => {
	const changed = standing.is === 'changed';
	(changed ? io.stderr : io.stdout)(printable(pageWords(standing)));
	return changed ? 1 : 0;
};

const verifyProof = (proof: string, entry: string | undefined, { vkey, checkpoint }: Known, io: Io): number => {
	if (entry === undefined || vkey === undefined) throw new Misuse('A proof is checked against the entry it is of, and against a key: give --entry and --key.');
	const result = verifyTlogProof(proof, entry, { vkey, ...(checkpoint === undefined ? {} : { checkpoint }) });
	if (!result.ok) return sayRefused(result, io);
	const lines = [
		`The evidence holds. The entry is entry ${result.index} of the ledger, byte for byte.`,
		'',
		`Ledger        ${result.origin}`,
		`State         as of ${result.size} records in the ledger`,
		...(result.heldCheckpoint === undefined ? [] : [`Checkpoint    ${relation[result.heldCheckpoint]}`]),
	];
	for (const line of lines) io.stdout(printable(line));
	return 0;
};

const report = (found: Verified): string[] => [
	`Case          ${found.caseId}, ${found.closed ? `closed${found.verdict === undefined ? '' : `: ${found.verdict}`}` : 'still open'}`,
	...(found.person === undefined ? [] : [`Person        ${found.person}`]),
	`Records       ${found.records}, none missing, from ${found.firstAt} to ${found.lastAt}`,
	...(found.erased > 0 ? [`Erased        the content of ${found.erased} of them, as a later record says`] : []),
	`Ledger        ${found.origin}`,
	`State         as of ${found.size} records in the ledger, exported ${found.exportedAt}`,
	`Root          ${found.root}`,
	...keyLines(found),
];
