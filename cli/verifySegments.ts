import { judgeWhole } from '../ledger/report/words';
import type { HeldCheckpoint, Known } from '../ledger/verify';
import { verifySegment, type VerifiedSegment } from '../ledger/verify/segment';
import { readText, type Io } from './io';
import { keyLines, sayHolds, sayRefused } from './said';

/** Files in the order of the records in them, each following on the one before. One at a time: together they may be the whole ledger. */
export const verifySegments = (files: readonly string[], known: Known, io: Io): number => {
	let first: VerifiedSegment | undefined;
	let last: VerifiedSegment | undefined;
	let withContent = 0;
	let held: HeldCheckpoint | undefined;
	for (const file of files) {
		const result = verifySegment(readText(file), known, last);
		if (!result.ok) return sayRefused(files.length === 1 ? result : { ...result, problem: `${file}: ${result.problem}` }, io);
		first ??= result;
		last = result;
		withContent += result.withContent;
		held = clearest(held, result.heldCheckpoint);
	}
	const found = { ...last!, ...(held === undefined ? {} : { heldCheckpoint: held }) };
	const judgement = judgeWhole({ ok: true, found }, `no record from ${first!.from} to ${found.to - 1} is missing`);
	return sayHolds(judgement, found, report(first!, found, { files: files.length, withContent }), io);
};

/** A checkpoint that somebody holds lies within one of the segments at most. */
const clearest = (before: HeldCheckpoint | undefined, now: HeldCheckpoint | undefined): HeldCheckpoint | undefined => (before === undefined || before === 'not_proven' ? now : before);

const report = (first: VerifiedSegment, last: VerifiedSegment, { files, withContent }: { files: number; withContent: number }): string[] => {
	const records = last.to - first.from;
	return [
		`Segments      ${files}${files === 1 ? '' : ', each following on the one before'}`,
		`Records       ${records}, numbers ${first.from} to ${last.to - 1}, from ${first.firstAt} to ${last.lastAt}`,
		`Content       of ${withContent} of them${withContent === records ? '' : '; of the others only that they were there, and when'}`,
		`Ledger        ${last.origin}`,
		`State         ${first.from === 0 ? 'the whole ledger' : `the ledger from record ${first.from} on`}, as of ${last.to} records`,
		`Root          ${last.root}`,
		...keyLines(last),
	];
};
