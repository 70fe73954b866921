import type { LedgerRecord } from '../ledger/types';
import { planSystem } from './accessPlan/results';
import { keyOf, type Verdict } from './case';
import { endsAccess, type EventKind } from './event';
import { resultIn, type StepResult } from './outcome';

const isSettled = ({ outcome, verified }: StepResult): boolean => (outcome === 'done' || outcome === 'already_done') && verified !== false;
const isCut = ({ operation }: StepResult): boolean => operation === 'cut';

/** What became of one step through all runs of a case. */
interface Story {
	/** Taken and read back, and nothing undid it since. */
	gone: boolean;
	/** When that was seen, if it was not so from the beginning. */
	since: string | null;
	/** It was seen there, or given back, and not gone since. */
	isThere: boolean;
	/** In what it was there again, as long as nobody was told. */
	cameBack: StepResult | null;
}

const untold: Story = { gone: false, since: null, isThere: false, cameBack: null };

interface Chapter {
	result: StepResult;
	/** Whether the system was looked at; of one that does not answer nothing is known. */
	wasRead: boolean;
	/** It was done without having seen that it was missing. */
	blind: boolean;
	/** Something of it can never be taken, and is tried all the same. */
	leaves: boolean;
	/** Nobody was told of it yet. */
	tells: boolean;
}

const goOn = (story: Story, { result, wasRead, blind, leaves, tells }: Chapter): Story => {
	if (!isCut(result)) return { ...untold, isThere: true, cameBack: story.cameBack };
	const settled = isSettled(result);
	if (result.outcome === 'not_removable_here' || (!settled && !wasRead)) return story;
	const changed = result.requestedAt !== null;
	const cameBack = tells && story.gone && changed && !blind && (settled || !leaves) ? result : story.cameBack;
	if (!settled) return { ...untold, isThere: true, cameBack };
	const since = changed || story.isThere ? (result.verifiedAt ?? result.effectiveAt) : story.since;
	return { gone: result.verified === true, since, isThere: false, cameBack };
};

/**
 * The stories of all steps, as the records of a case tell them in their order. Dry runs took nothing; and what no system
 * shows is done once more whenever something before it was, so that it proves nothing.
 */
const storiesIn = (records: readonly LedgerRecord[], toldUpTo: number, dryRuns: ReadonlySet<string>): Map<string, Story> => {
	const stories = new Map<string, Story>();
	const [blind, leaving] = [new Set<string>(), new Set<string>()];
	for (const { kind, content, seq } of records) {
		// Given back in another case, and on purpose: what is taken after that had not come back.
		if (kind === 'event.givenBack') for (const key of stories.keys()) stories.set(key, { ...untold, isThere: true });
		if (content === null || dryRuns.has(String(content['run']))) continue;
		const result = resultIn(content);
		const key = keyOf(result);
		if (kind === 'step.intended' && content['blind'] === true) blind.add(key);
		else if (kind === 'step.intended') blind.delete(key);
		if (kind !== 'step.settled') continue;
		if (result.remainder) leaving.add(keyOf({ ...result, remainder: undefined }));
		const wasRead = content['before'] !== undefined || result.requestedAt !== null;
		stories.set(key, goOn(stories.get(key) ?? untold, { result, wasRead, blind: blind.has(key), leaves: leaving.has(key), tells: seq > toldUpTo }));
	}
	return stories;
};

export interface LookedBack {
	/** When the last of it was gone; null where the case itself changed nothing. */
	lastGoneAt: string | null;
	/** Steps that had been taken and read back, and were there again: each as it is now. */
	cameBack: StepResult[];
}

/**
 * A case that is run again finds most of it done, and counts from when that was first seen. What had come back is said by
 * whoever comes to tell: the run that found it may have been stopped before. `toldUpTo` is the last record that was told of.
 */
export const lookBack = (records: readonly LedgerRecord[], steps: readonly StepResult[], toldUpTo: number, dryRuns: ReadonlySet<string>): LookedBack => {
	const stories = storiesIn(records, toldUpTo, dryRuns);
	const now = new Map(steps.map((step) => [keyOf(step), step]));
	const sinceOf = (step: StepResult): string | null => stories.get(keyOf(step))?.since ?? null;
	const instants = steps.filter(({ deferred }) => !deferred).flatMap((step) => sinceOf(step) ?? (isCut(step) ? [] : step.requestedAt === null ? [] : (step.verifiedAt ?? step.effectiveAt ?? [])));
	const cameBack = [...stories].flatMap(([key, story]) => (story.cameBack === null ? [] : [now.get(key) ?? story.cameBack]));
	return { lastGoneAt: instants.sort().at(-1) ?? null, cameBack };
};

/** How a run of a case ended, for what comes next. */
export interface Ended {
	kind: EventKind;
	verdict: Verdict;
	closedAt: string;
	open: readonly StepResult[];
	cameBack: readonly StepResult[];
	/** How often runs of this case that were no dry runs had ended so before. */
	before: { complete: number; incomplete: number };
	/** When it comes again in any case. */
	comesAgainAt: readonly string[];
}

const minuteMs = 60_000;
const longestMinutes = 24 * 60;
const enoughTries = 14;

const inWords = (minutes: number): string => (minutes % 1_440 === 0 ? `${minutes / 1_440} ${minutes === 1_440 ? 'day' : 'days'}` : minutes % 60 === 0 ? `${minutes / 60} ${minutes === 60 ? 'hour' : 'hours'}` : `${minutes} minutes`);
const after = ({ closedAt }: Ended, minutes: number): string => new Date(Date.parse(closedAt) + minutes * minuteMs).toISOString();

/** Nobody but a person can do anything about the rest. What keeps a plan from being made may be mended in HR or in the catalogue, and neither tells of it. */
const mayEndByItself = ({ system, step, outcome, exception }: StepResult): boolean => exception === undefined && (outcome === 'failed' || outcome === 'pending' || (system === planSystem && step !== 'approval'));

/**
 * What is not done is tried again, ever more seldom, and named in the verdict all the while. Whoever left is looked at
 * again and again, since access also comes back by itself, by a sync or by somebody who means well.
 */
export const appointmentsAfter = (ended: Ended, lookAgainAfter: readonly number[], tryAgain: boolean): { at: string; why: string }[] => {
	const { kind, verdict, open, cameBack, before, comesAgainAt } = ended;
	if (verdict === 'Dry run') return [];
	const isFirst = before.complete + before.incomplete === 0;
	const looks = (!endsAccess({ kind }) ? [] : isFirst ? lookAgainAfter : cameBack.length > 0 ? lookAgainAfter.slice(0, 1) : []).map((minutes) => ({ minutes, why: `whether access stayed away is looked at ${inWords(minutes)} after it was cut${isFirst ? '' : ' once more'}` }));
	const minutes = Math.min(15 * 4 ** before.incomplete, longestMinutes);
	const comesSooner = comesAgainAt.some((at) => at > ended.closedAt && at <= after(ended, minutes));
	const tries = verdict === 'Incomplete' && tryAgain && before.incomplete < enoughTries && !comesSooner && open.some(mayEndByItself);
	return [...(tries ? [{ minutes, why: `what was still open is tried again ${inWords(minutes)} after the last try` }] : []), ...looks].map((one) => ({ at: after(ended, one.minutes), why: one.why }));
};
