import type { Verdict } from './case';
import type { EventKind } from './event';
import { shown } from './exceptions/exception';
import type { StepResult } from './outcome';
import { differencesOf, headlineOfRestore } from './summaryOfRestore';

interface Told {
	caseId: string;
	person: string;
	closed: { verdict: Verdict; closedAt: string; verifiedAt: string | null; withinDeadline: boolean | null; records: number; open: StepResult[]; kind?: EventKind; gaveBack?: boolean; cameBack?: readonly StepResult[]; again?: readonly { at: string; why: string }[] };
	steps: StepResult[];
	/** Tickets of what was to be done by hand, where access was given back. */
	toCallOff?: readonly string[];
}

/** Somebody registered that it stays, and answers for it; the reason says who and until when. */
const isByException = ({ exception }: StepResult): boolean => exception !== undefined;

const headline = ({ person, closed, steps }: Told): string => {
	const { verdict, open, withinDeadline } = closed;
	const late = withinDeadline === false ? ', but AFTER the deadline' : '';
	if (closed.gaveBack) return headlineOfRestore({ person, verdict, open, steps });
	const { cameBack = [] } = closed;
	if (cameBack.length > 0) return `ACCESS HAD COME BACK: ${person} had left, and ${cameBack.length} ${cameBack.length === 1 ? 'thing that was' : 'things that were'} taken and read back before ${cameBack.length === 1 ? 'was' : 'were'} there again. ${open.length === 0 ? 'It was taken once more and read back. Find out who or what gave it back.' : `${open.length} ${open.length === 1 ? 'step needs' : 'steps need'} somebody now.`}`;
	if (verdict === 'Dry run') return `Dry run for ${person}: nothing was changed.`;
	const last = steps.at(-1)?.operation;
	if (last === 'grant' || last === 'change') {
		return open.length === 0 && verdict === 'Complete' ? `Complete: ${person} has what was asked for, and it was read back${late}.` : `INCOMPLETE: ${person} does not have everything that was asked for. ${open.length || 'No'} ${open.length === 1 ? 'step needs' : 'steps need'} somebody.`;
	}
	const unseen = steps.filter(({ verified }) => verified === 'unverifiable').length;
	if (verdict === 'Incomplete' && open.length > 0 && open.every(isByException)) {
		return `INCOMPLETE: ${person} keeps access by exception. ${open.length} ${open.length === 1 ? 'step is' : 'steps are'} held or refused for a reason that is registered.`;
	}
	if (verdict === 'Incomplete') return `INCOMPLETE: ${person} may still have access. ${open.length || 'No'} ${open.length === 1 ? 'step needs' : 'steps need'} somebody now.`;
	if (closed.kind === 'leave') return `Complete: ${person} is cut off until the return from leave, and it was read back${late}${exceptUnseen(unseen)}.`;
	return `Complete: ${unseen === 0 ? 'everything' : 'what was'} taken from ${person} was read back${late}${exceptUnseen(unseen)}.`;
};

const exceptUnseen = (count: number): string => (count === 0 ? '' : `, except ${count} ${count === 1 ? 'step' : 'steps'} that cannot be`);

const word = (step: StepResult): string => {
	if (step.outcome === 'done' || step.outcome === 'already_done') {
		return `${step.outcome === 'done' ? 'done' : 'already done'}, ${step.verified === true ? 'read back' : step.verified === 'unverifiable' ? 'cannot be read back' : 'NOT READ BACK'}`;
	}
	return step.outcome.replaceAll('_', ' ');
};

const line = (step: StepResult): string => `- ${step.system} / ${step.step}: ${word(step)}. ${step.reason}`;

const isSettled = ({ outcome }: StepResult): boolean => outcome === 'done' || outcome === 'already_done';

/** What no step can reach: each thing once, however many steps say it. */
const residual = (steps: readonly StepResult[]): string[] => [...new Set(steps.filter(isSettled).flatMap(({ system, remains = [] }) => remains.map((what) => `- ${system} / ${what}`)))];

const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : [title, ...lines, '']);

const whatWasTaken = ({ open, cameBack = [] }: Told['closed'], settled: readonly StepResult[]): string[] => [
	...section('Had come back:', cameBack.map(line)),
	...section('Needs somebody:', open.filter((step) => !isByException(step)).map(line)),
	...section('Kept by exception:', open.filter(isByException).map(line)),
	...section('Settled:', settled.map(line)),
	...section('Works on all the same, because it cannot be reached from here:', residual(settled)),
];

/** Plain text for a mail or a chat message; what needs somebody comes first. */
export const summary = (told: Told): string => {
	const { closed, steps, caseId } = told;
	const { cameBack = [] } = closed;
	const settled = steps.filter((step) => !closed.open.includes(step) && !cameBack.includes(step));
	const found = closed.gaveBack ? differencesOf({ person: told.person, steps, ...closed }).flatMap(([title, some]) => section(title, some.map(line))) : whatWasTaken(closed, settled);
	return [
		headline(told),
		'',
		...found,
		...section('Somebody was asked to do this by hand. Close the ticket, and have it given back if it was done:', (told.toCallOff ?? []).map((ticket) => `- ${ticket}`)),
		`Case ${caseId}, closed ${closed.closedAt}, ${closed.records} records in the evidence ledger.`,
		...(closed.again ?? []).map(({ at, why }) => `At ${shown(at)} ${why}.`),
	].join('\n');
};
