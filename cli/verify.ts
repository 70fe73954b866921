import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { verifyBundle, type Known, type Verified } from '../ledger/verify';

const usage = 'Usage: jml verify <bundle.json> [--key <verifier key>] [--checkpoint <file>]';

interface Io {
	stdout: (line: string) => void;
	stderr: (line: string) => void;
}

/** 0: the evidence holds. 1: it does not. 2: it could not be checked. */
export const verifyCommand = async (args: string[], io: Io): Promise<number> => {
	let bundle: string;
	let known: Known;
	try {
		({ bundle, known } = readArguments(args));
	} catch (error) {
		io.stderr((error as Error).message);
		io.stderr(usage);
		return 2;
	}
	const result = verifyBundle(bundle, known);
	if (result.ok) {
		for (const line of report(result)) io.stdout(printable(line));
		return 0;
	}
	io.stderr(printable(result.code === 'argument' ? result.problem : `The evidence does NOT hold. ${result.problem}`));
	return result.code === 'argument' ? 2 : 1;
};

const readArguments = (args: string[]): { bundle: string; known: Known } => {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: { key: { type: 'string' }, checkpoint: { type: 'string' } },
	});
	const [file, ...more] = positionals;
	if (file === undefined || more.length > 0) throw new Error('Name one bundle to verify.');
	const known: Known = {};
	if (values.key !== undefined) known.vkey = values.key;
	if (values.checkpoint !== undefined) known.checkpoint = readText(values.checkpoint);
	return { bundle: readText(file), known };
};

/** Bytes that are not UTF-8 are refused rather than replaced, since the hashes are over bytes. */
const readText = (file: string): string => {
	try {
		return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
	} catch (error) {
		throw new Error(`Cannot read ${file}: ${(error as Error).message}`);
	}
};

/** What a bundle says must not move the cursor or add lines of its own to what we say. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');

const report = (found: Verified): string[] => [
	'The evidence holds.',
	'',
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
		: 'Key           taken from the bundle itself. Compare it with the one the ledger’s owner gave you, or pass that with --key',
	...(found.heldCheckpoint === undefined ? [] : [`Checkpoint    ${relation[found.heldCheckpoint]}`]),
];

const relation = {
	same: 'the one you hold',
	continued: 'proven to continue the one you hold: nothing was rewritten since',
	not_proven: 'of the same ledger as the one you hold. Whether it continues it is not shown; ask for an export made with your checkpoint',
} as const;
