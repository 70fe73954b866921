import { parseArgs } from 'node:util';
import { comparePage, judge, pageScript, pageWords, recognise, relation } from '../ledger/report';
import { readEvidence, type Known, type Refused, type Verified } from '../ledger/verify';
import { verifyTlogProof } from '../ledger/verify/tlogProof';
import { Misuse, orUsage, printable, readText, type Io } from './io';

const usage = `Usage: jml verify <bundle.html or bundle.json> [--key <verifier key>] [--checkpoint <file>]
       jml verify <record.tlog-proof> --entry <record.json> --key <verifier key> [--checkpoint <file>]`;

interface Arguments {
	text: string;
	entry: string | undefined;
	known: Known;
}

/** 0: the evidence holds. 1: it does not. 2: it could not be checked. */
export const verifyCommand = (args: string[], io: Io): Promise<number> =>
	orUsage(usage, io, async () => {
		const { text, entry, known } = readArguments(args);
		const handed = recognise(text);
		switch (handed.kind) {
			case 'key':
			case 'checkpoint':
				throw new Misuse(`This file is a ${handed.kind}, and no evidence. Name the evidence, and give the ${handed.kind} with --${handed.kind}.`);
			case 'proof':
				return verifyProof(handed.text, entry, known, io);
			case 'page':
				return verifyCase(handed.text, known, io) || (await verifyPage(handed.page, handed.text, io));
			case 'bundle':
				return verifyCase(handed.text, known, io);
		}
	});

const readArguments = (args: string[]): Arguments => {
	const text = { type: 'string' } as const;
	const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { key: text, checkpoint: text, entry: text } });
	const [file, ...more] = positionals;
	if (file === undefined || more.length > 0) throw new Misuse('Name one file to verify.');
	const known: Known = {};
	if (values.key !== undefined) known.vkey = values.key;
	if (values.checkpoint !== undefined) known.checkpoint = readText(values.checkpoint);
	return { text: readText(file), entry: values.entry === undefined ? undefined : readText(values.entry), known };
};

const verifyCase = (bundle: string, known: Known, io: Io): number => {
	const result = readEvidence(bundle, known);
	const { heading, detail } = judge(result);
	if (!result.ok) return refused(result, io);
	for (const line of [heading, detail, '', ...report(result.found)]) io.stdout(printable(line));
	return 0;
};

/** Whoever reads the page reads what it shows, not what was checked. */
const verifyPage = async (page: string, bundle: string, io: Io): Promise<number> => {
	const standing = comparePage(page, bundle, await pageScript());
	const changed = standing.is === 'changed';
	(changed ? io.stderr : io.stdout)(printable(pageWords(standing)));
	return changed ? 1 : 0;
};

const verifyProof = (proof: string, entry: string | undefined, { vkey, checkpoint }: Known, io: Io): number => {
	if (entry === undefined || vkey === undefined) throw new Misuse('A proof is checked against the entry it is of, and against a key: give --entry and --key.');
	const result = verifyTlogProof(proof, entry, { vkey, ...(checkpoint === undefined ? {} : { checkpoint }) });
	if (!result.ok) return refused(result, io);
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

const refused = (result: Refused, io: Io): number => {
	const { state, heading, detail } = judge(result);
	io.stderr(printable(`${heading} ${detail}`));
	return state === 'unusable' ? 2 : 1;
};

const report = (found: Verified): string[] => [
	`Case          ${found.caseId}, ${found.closed ? `closed${found.verdict === undefined ? '' : `: ${found.verdict}`}` : 'still open'}`,
	...(found.person === undefined ? [] : [`Person        ${found.person}`]),
	`Records       ${found.records}, none missing, from ${found.firstAt} to ${found.lastAt}`,
	...(found.erased > 0 ? [`Erased        the content of ${found.erased} of them, as a later record says`] : []),
	`Ledger        ${found.origin}`,
	`State         as of ${found.size} records in the ledger, exported ${found.exportedAt}`,
	`Root          ${found.root}`,
	`Signed with   ${found.vkey}`,
	found.keyTrusted
		? 'Key           the one you gave'
		: 'Key           taken from the file itself. Compare it with the one the ledger’s owner gave you, or pass that with --key',
	...(found.heldCheckpoint === undefined ? [] : [`Checkpoint    ${relation[found.heldCheckpoint]}`]),
];
