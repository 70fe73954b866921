import { parseArgs } from 'node:util';
import { emptyPage, judge, pageOf, recognise } from '../ledger/report';
import { readEvidence } from '../ledger/verify';
import { Misuse, orUsage, printable, readText, type Io } from './io';

const usage = `Usage: jml page > verifier.html                  the page without evidence, for an auditor to keep
       jml page <bundle.html or bundle.json> > fresh.html   what the evidence says, written anew`;

export const pageCommand = (args: string[], io: Io): Promise<number> =>
	orUsage(usage, io, async () => {
		const [file, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
		if (more.length > 0) throw new Misuse('Name one bundle, or none.');
		if (file === undefined) return print(await emptyPage(), io);
		const { text } = recognise(readText(file));
		const result = readEvidence(text);
		if (result.ok) return print(await pageOf(text), io);
		const { heading, detail } = judge(result);
		io.stderr(printable(`${heading} ${detail} No page was written.`));
		return 1;
	});

/** To the byte: `jml verify` compares pages. */
const print = (page: string, io: Io): number => {
	io.stdout(page.replace(/\n$/, ''));
	return 0;
};
