import type { CheckedRecord } from '../../verify';
import { decisive, openingIn, runOf } from '../../verify/runs';
import { cameBackIn, type CameBack } from './cameBack';
import { controls, type Control } from './controls';
import { decisionsIn, type DecisionView } from './decision';
import { eventIn, personIn, type EventView, type PersonView } from './event';
import { textIn } from './read';
import { leftAlone, openCount, runsOf, type RunView } from './run';
import type { Numbered, StepView } from './step';

export type { CameBack } from './cameBack';
export type { Control } from './controls';
export type { DecisionView } from './decision';
export type { Difference } from './difference';
export type { EventView, PersonView } from './event';
export type { RunView } from './run';
export type { CallView, StepView, Verification } from './step';

/** What still is, or may be, although the case was worked on. */
export interface Residual {
	kind: 'open' | 'by exception' | 'for the person' | 'not removable here' | 'cannot be read back' | 'remains' | 'not asked for';
	what: string;
	why: string;
	/** The record that says so. */
	record: number | null;
}

export interface ControlView extends Control {
	steps: StepView[];
	/** The record with what HR said, where that speaks for the control. */
	trigger: number | null;
	/** Records with decisions. */
	decisions: number[];
	/** The whole bundle is the evidence. */
	sealed: boolean;
}

export interface CaseView {
	person: PersonView | null;
	event: EventView | null;
	/** Where person and event stand. */
	openedIn: number | null;
	/** The clock of the promise starts when the change takes effect, or when HR told us, whichever is later. */
	promise: { startAt: string; dueBy: string | null } | null;
	decisions: DecisionView[];
	runs: RunView[];
	/** The run that counts: the last one that was not a dry run, if there is one. */
	run: RunView | null;
	/** What that run ended with; `Open` while it was not closed. */
	verdict: string;
	/** Access was given back, not taken. */
	restored: boolean;
	/** What this case took was given back since, with another case. */
	givenBack: { record: number; at: string; by: string | null } | null;
	/** Access that was there again after it had been taken, as the closings say that found it. */
	cameBack: CameBack[];
	/** When everything was gone for the first time since it was last given back, whatever came back since. */
	firstGoneAt: string | null;
	residual: Residual[];
	controls: ControlView[];
	erased: { record: number; kind: string }[];
	/** Where what the ledger concluded and what its records say are two things. */
	contradictions: string[];
}

export const caseView = (checked: readonly CheckedRecord[]): CaseView => {
	const records: Numbered[] = checked.map((record, index) => ({ ...record, number: index + 1 }));
	const opening = records.find(({ entry, body }) => entry.kind === 'case.opened' && body !== null);
	const event = opening?.body ? eventIn(opening.body.content) : null;
	const decisions = decisionsIn(records);
	const runs = runsOf(records);
	const run = runThatCounts(checked, runs);
	const starts = [event?.effectiveAt, event?.receivedAt].filter((instant) => typeof instant === 'string').sort();
	const startAt = starts.at(-1);
	return {
		person: opening?.body ? personIn(opening.body.content) : null,
		event,
		openedIn: opening?.number ?? null,
		promise: startAt === undefined ? null : { startAt, dueBy: run?.dueBy ?? null },
		decisions,
		runs,
		run,
		verdict: verdictOf(checked),
		restored: run !== null && isRestore(run),
		givenBack: givenBackIn(records),
		cameBack: cameBackIn(records),
		firstGoneAt: firstGoneAt(runs, records.findLast(({ entry }) => entry.kind === 'event.givenBack')?.number ?? 0),
		residual: run === null ? [] : residualOf(records, run),
		controls: controlsIn({ run, opening, decisions, event }),
		erased: records.filter(({ body }) => body === null).map(({ number, entry }) => ({ record: number, kind: entry.kind })),
		contradictions: run === null ? [] : contradictionsIn(records, run),
	};
};

const runThatCounts = (checked: readonly CheckedRecord[], runs: readonly RunView[]): RunView | null => {
	const last = decisive(checked).findLast((record) => runOf(record) !== null);
	const id = last === undefined ? null : runOf(last);
	return runs.find((run) => run.id === id) ?? null;
};

/** What a node before Close Case could not even record stands as `workflow`, and says nothing of what was done. */
const isRestore = ({ steps }: RunView): boolean => steps.findLast(({ system }) => system !== 'workflow')?.operation === 'restore';

/** A run that found everything gone changed nothing, and saw it when it was closed. */
const firstGoneAt = (runs: readonly RunView[], givenBackIn: number): string | null => {
	const first = runs.find(({ dryRun, verdict, openedIn }) => !dryRun && verdict === 'Complete' && (openedIn ?? 0) > givenBackIn);
	return first?.verifiedAt ?? first?.closedAt ?? null;
};

/** Whoever ran the case once more since has taken it again. */
const givenBackIn = (records: readonly Numbered[]): CaseView['givenBack'] => {
	const last = records.findLast(({ entry, body }) => entry.kind === 'event.givenBack' || (openingIn({ entry, body })?.['dryRun'] === false));
	return last?.entry.kind === 'event.givenBack' ? { record: last.number, at: last.entry.at, by: last.body === null ? null : textIn(last.body.content, 'by') } : null;
};

const verdictOf = (checked: readonly CheckedRecord[]): string => {
	const last = decisive(checked).at(-1);
	if (last?.entry.kind !== 'case.closed') return 'Open';
	return last.body === null ? 'Erased' : (textIn(last.body.content, 'verdict') ?? 'No verdict');
};

const residualOf = (records: readonly Numbered[], run: RunView): Residual[] => {
	if (run.dryRun) return [];
	const of = (kind: Residual['kind'], step: StepView, why: string): Residual => ({ kind, what: `${step.system}/${step.step}`, why, record: step.record });
	const open = run.steps.filter(({ settled }) => !settled);
	const settled = run.steps.filter((step) => step.settled);
	const remains = settled.filter(({ outcome }) => outcome === 'done' || outcome === 'already_done').flatMap((step) => step.remains.map((why) => of('remains', step, why)));
	return [
		...open.filter(({ exception }) => exception === null).map((step) => of('open', step, step.reason)),
		...open.filter(({ exception }) => exception !== null).map((step) => of('by exception', step, step.reason)),
		...settled.filter(({ outcome }) => outcome === 'not_removable_here').map((step) => of('not removable here', step, step.reason)),
		...settled.filter(({ theirs }) => theirs).map((step) => of('for the person', step, step.reason)),
		...settled.filter(({ accepted, outcome }) => accepted && outcome === 'pending').map((step) => of('remains', step, step.reason)),
		...settled.filter(({ verification, outcome }) => verification === 'cannot be read back' && outcome !== 'not_removable_here').map((step) => of('cannot be read back', step, step.reason)),
		...remains.filter(({ why }, index) => remains.findIndex((other) => other.why === why) === index),
		...(isRestore(run) ? [] : leftAlone(records, run)).map((what): Residual => ({ kind: 'not asked for', what, why: 'Read before the first change, and not part of this run: it is as it was', record: null })),
	];
};

const controlsIn = ({ run, opening, decisions, event }: { run: RunView | null; opening: Numbered | undefined; decisions: readonly DecisionView[]; event: EventView | null }): ControlView[] =>
	controls
		.filter(({ only }) => only === undefined || only === event?.kind)
		.map((control) => ({
			...control,
			steps: run === null || run.dryRun ? [] : run.steps.filter(({ closes }) => closes !== null && control.evidence.includes(closes)),
			trigger: control.evidence.includes('trigger') ? (opening?.number ?? null) : null,
			decisions: control.evidence.includes('approval') ? decisions.map(({ record }) => record) : [],
			sealed: control.evidence.includes('seal'),
		}));

/** The ledger judged when the run was closed; whoever reads its records now must come to the same. */
const contradictionsIn = (records: readonly Numbered[], run: RunView): string[] => {
	const open = run.steps.filter(({ settled }) => !settled).length;
	const said = openCount(records, run);
	const late = run.withinDeadline !== null && run.dueBy !== null && run.verifiedAt !== null && run.verifiedAt <= run.dueBy !== run.withinDeadline;
	return [
		...(run.verdict === 'Complete' && open > 0 ? [`The ledger closed this run as Complete, and ${open} of its steps are not settled.`] : []),
		...(said !== null && said !== open ? [`The ledger counted ${said} open steps when it closed this run, and its records show ${open}.`] : []),
		...(late ? ['What the ledger says about the deadline does not fit the instants beside it.'] : []),
	];
};
