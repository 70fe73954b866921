import { createHash } from 'node:crypto';
import type { Verdict } from './case';
import type { StepResult } from './outcome';

/** How one case of a batch ended. */
export interface BatchCase {
	caseId: string;
	personId: string;
	name: string;
	/** Null where the case was not closed, and nobody can say how it went. */
	verdict: Verdict | null;
	verifiedAt: string | null;
	/** From when it took effect and we knew, to the last change that was read back. */
	minutes: number | null;
	late: boolean;
	open: readonly StepResult[];
	cameBack: readonly StepResult[];
	/** What went wrong before there was a verdict. */
	problem: string | null;
}

export interface BatchFigures {
	people: number;
	complete: number;
	incomplete: number;
	dryRuns: number;
	late: number;
	cameBack: number;
	/** The first and the last instant at which somebody was done; null where nobody was. */
	from: string | null;
	to: string | null;
	slowest: { name: string; minutes: number } | null;
}

/** Numbers the batch for whoever writes about it: the same cases always give the same number, and so one ticket. */
export const batchIdOf = (cases: readonly BatchCase[], day: string): string => {
	const ids = cases.map(({ caseId }) => caseId).sort();
	return ['batch', day.slice(0, 10).replaceAll('-', ''), ids.length, createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 10)].join('_');
};

const isOpen = ({ verdict }: BatchCase): boolean => verdict === null || verdict === 'Incomplete';

export const verdictOfAll = (cases: readonly BatchCase[]): Verdict => (cases.some(isOpen) ? 'Incomplete' : cases.some(({ verdict }) => verdict === 'Dry run') ? 'Dry run' : 'Complete');

export const figuresOf = (cases: readonly BatchCase[]): BatchFigures => {
	const instants = cases.flatMap(({ verifiedAt }) => verifiedAt ?? []).sort();
	const timed = cases.flatMap(({ name, minutes }) => (minutes === null ? [] : [{ name, minutes }]));
	const count = (fits: (one: BatchCase) => boolean): number => cases.filter(fits).length;
	return {
		people: new Set(cases.map(({ personId, caseId }) => personId || caseId)).size,
		complete: count(({ verdict }) => verdict === 'Complete'),
		incomplete: count(isOpen),
		dryRuns: count(({ verdict }) => verdict === 'Dry run'),
		late: count(({ late }) => late),
		cameBack: count(({ cameBack }) => cameBack.length > 0),
		from: instants[0] ?? null,
		to: instants.at(-1) ?? null,
		slowest: timed.sort((one, other) => other.minutes - one.minutes)[0] ?? null,
	};
};

/** What would make a mail too long to be read is in the table. */
const mostNamed = 40;
const mostSteps = 5;

const some = <Item>(items: readonly Item[], most: number, lineOf: (item: Item) => string, more: (left: number) => string): string[] => [
	...items.slice(0, most).map(lineOf),
	...(items.length > most ? [more(items.length - most)] : []),
];

const stepIn = ({ system, step, outcome, reason }: StepResult): string => `  - ${system} / ${step}: ${outcome.replaceAll('_', ' ')}. ${reason}`;

const whatOf = (case_: BatchCase, steps: readonly StepResult[]): string =>
	[`- ${case_.name} (case ${case_.caseId})${case_.problem === null ? '' : `: ${case_.problem}`}`, ...some(steps, mostSteps, stepIn, (left) => `  - and ${left} more, in the table`)].join('\n');

const section = (title: string, cases: readonly BatchCase[], lineOf: (one: BatchCase) => string): string[] =>
	cases.length === 0 ? [] : [title, ...some(cases, mostNamed, lineOf, (left) => `- and ${left} more, in the table`), ''];

/** Somebody registered that it stays, and answers for it. */
const isByException = ({ open, problem }: BatchCase): boolean => problem === null && open.length > 0 && open.every(({ exception }) => exception !== undefined);

const sentence = (figures: BatchFigures): string => {
	const { people, complete, incomplete, dryRuns, late, cameBack } = figures;
	const parts = [
		incomplete > 0 ? `${incomplete} INCOMPLETE` : null,
		complete > 0 ? `${complete} complete` : null,
		dryRuns > 0 ? `${dryRuns} in a dry run, in which nothing was changed` : null,
		late > 0 ? `${late} AFTER the deadline` : null,
		cameBack > 0 ? `${cameBack} with access that had come back` : null,
	];
	return `${people === 1 ? '1 person' : `${people} people`}: ${parts.filter((part) => part !== null).join(', ')}.`;
};

const when = ({ from, to, slowest }: BatchFigures): string[] =>
	from === null || to === null ? [] : [`The first was read back at ${from}, the last at ${to}.${slowest === null ? '' : ` It took longest for ${slowest.name}: ${slowest.minutes} minutes.`}`];

/** Plain text for one mail or one ticket about all of them; who needs somebody comes first, with what is open. */
export const batchSummary = (cases: readonly BatchCase[]): string => {
	const open = cases.filter(isOpen);
	const figures = figuresOf(cases);
	return [
		sentence(figures),
		'',
		...section('Needs somebody:', open.filter((one) => !isByException(one)), (one) => whatOf(one, one.open)),
		...section('Kept by exception:', open.filter(isByException), (one) => whatOf(one, one.open)),
		...section('Access had come back, and was taken once more:', cases.filter(({ cameBack }) => cameBack.length > 0), (one) => whatOf(one, one.cameBack)),
		...section('Complete, but after the deadline:', cases.filter((one) => one.late && !isOpen(one)), ({ name, caseId, minutes }) => `- ${name} (case ${caseId}): ${minutes ?? 'unknown'} minutes`),
		...when(figures),
		'The table has a row for each of them. The evidence of each is in the ledger under the case ID that stands there.',
	].join('\n');
};
