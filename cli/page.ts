import { parseArgs } from 'node:util';
import { emptyPage, judge, pageOf, pageScript, periodPage, recognise } from '../ledger/report';
import { defaultTerms, termsIn } from '../ledger/report/period/targets';
import { readEvidence, type Refused } from '../ledger/verify';
import { verifyPeriod } from '../ledger/verify/period';
import { Misuse, orUsage, printable, readText, type Io } from './io';

const usage = `Usage: jml page > verifier.html                  the page without evidence, for an auditor to keep
       jml page <bundle or period, as .html or .json> > fresh.html   what the evidence says, written anew`;

export const pageCommand = (args: string[], io: Io): Promise<number> =>
	orUsage(usage, io, async () => {
		const [file, ...more] = parseArgs({ args, allowPositionals: true }).positionals;
		if (more.length > 0) throw new Misuse('Name one bundle, or none.');
		if (file === undefined) return print(await emptyPage(), io);
		const handed = recognise(readText(file));
		if (handed.kind === 'period' || handed.kind === 'periodPage') {
			const terms = handed.kind === 'period' ? defaultTerms : termsIn(handed.terms);
			return await write(verifyPeriod(handed.text), async () => periodPage(handed.text, terms, await pageScript()), io);
		}
		return await write(readEvidence(handed.text), () => pageOf(handed.text), io);
	});

const write = async (result: { ok: true } | Refused, page: () => Promise<string>, io: Io): Promise<number> => {
	if (result.ok) return print(await page(), io);
	const { heading, detail } = judge(result);
	io.stderr(printable(`${heading} ${detail} No page was written.`));
	return 1;
};

/** To the byte: `jml verify` compares pages. */
const print = (page: string, io: Io): number => {
	io.stdout(page.replace(/\n$/, ''));
	return 0;
};
