import { minutes as minutesBetween } from '../csv';
import { duration, millisecondsBetween } from '../time';
import type { CaseView, RunView, StepView } from '../view';
import type { AccessKind } from '../view/controls';
import type { Targets } from './targets';

/**
 * - `in time`, `late`: it was read back, within its target or after
 * - `cannot be read back`: the system shows nobody whether it holds
 * - `by exception`: somebody registered that it stays
 * - `not done`: anything else
 */
export type Standing = 'in time' | 'late' | 'cannot be read back' | 'by exception' | 'not done';

/** One step of a case, held against the clock. */
export interface TimedStep {
	system: string;
	action: string;
	closes: AccessKind | null;
	outcome: string;
	standing: Standing;
	exception: string | null;
	requestedAt: string | null;
	acceptedAt: string | null;
	/** When it was first read back, of the time that it has held since. */
	verifiedAt: string | null;
	/** From what HR calls the last moment, from when HR told us, and from the later of the two, which is where the target counts from. */
	minutesFromEffective: number | null;
	minutesFromTrigger: number | null;
	minutesFromStart: number | null;
	slaMinutes: number;
	/** In time by our clock, and yet later than the target after it took effect, because HR said it late. */
	hrLate: boolean;
	/** Why it is not in time. */
	why: string;
	reason: string;
	/** The number of the record in the case, counted from 1. */
	record: number;
}

const gives = (operation: string | null): boolean => operation === 'restore' || operation === 'grant' || operation === 'change';

/** What can be in time at all: not what the step has to leave, not what nobody expects or is ordered for later, and not what gives access. */
const isTimed = ({ remainder, accepted, deferred, outcome, operation }: StepView): boolean => !remainder && !accepted && !deferred && outcome !== 'not_removable_here' && !gives(operation);

export const timedSteps = (view: CaseView, targets: Targets): TimedStep[] => {
	const { run, promise, event } = view;
	if (run === null || run.dryRun || promise === null) return [];
	const { startAt, dueBy } = promise;
	const since = (start: string | null | undefined, at: string | null): number | null => (start && at ? minutesBetween(start, at) : null);

	return run.steps.filter(isTimed).map((step) => {
		const history = historyOf(step, view.runs);
		const slaMinutes = step.closes !== null ? targets[step.closes] : dueBy === null ? targets['sign-in'] : minutesBetween(startAt, dueBy);
		const verifiedAt = isReadBack(step) ? history.heldSince : null;
		const minutesFromStart = since(startAt, verifiedAt);
		const minutesFromEffective = since(event?.effectiveAt, verifiedAt);
		const standing = standingOf(step, minutesFromStart, slaMinutes);
		return {
			system: step.system,
			action: step.step,
			closes: step.closes,
			outcome: step.outcome,
			standing,
			exception: step.exception,
			requestedAt: step.requestedAt,
			acceptedAt: step.effectiveAt,
			verifiedAt,
			minutesFromEffective,
			minutesFromTrigger: since(event?.receivedAt, verifiedAt),
			minutesFromStart,
			slaMinutes,
			hrLate: standing === 'in time' && minutesFromEffective !== null && minutesFromEffective > slaMinutes,
			why: whyOf(step, standing, { run, startAt, slaMinutes, ...history }),
			reason: step.reason,
			record: step.record,
		};
	});
};

const isReadBack = ({ settled, verification }: StepView): boolean => settled && verification === 'read back';

const standingOf = (step: StepView, minutes: number | null, slaMinutes: number): Standing => {
	if (isReadBack(step)) return minutes !== null && minutes <= slaMinutes ? 'in time' : 'late';
	if (step.exception !== null) return 'by exception';
	return step.settled ? 'cannot be read back' : 'not done';
};

interface History {
	heldSince: string | null;
	/** When it was gone for the first time, if it was there again later. */
	goneFirst: string | null;
	/** Earlier results that did not hold. */
	failed: StepView[];
}

/**
 * A case that is run again finds most of it done. What counts is when that was seen first, unless it had to be done anew
 * or was given back in between.
 */
const historyOf = (step: StepView, runs: readonly RunView[]): History => {
	const results = runs
		.filter(({ dryRun }) => !dryRun)
		.flatMap(({ steps }) => steps)
		.filter((one) => !one.remainder && one.system === step.system && one.step === step.step && one.account?.id === step.account?.id && one.record <= step.record)
		.sort((one, other) => one.record - other.record);
	let heldSince: string | null = null;
	let goneFirst: string | null = null;
	for (const one of results.filter(wasRead)) {
		// That it was sent once more shows nothing of what was there.
		if (one.blind && heldSince !== null && isReadBack(one)) continue;
		const holds = isReadBack(one) && !gives(one.operation);
		if (heldSince !== null && (!holds || one.requestedAt !== null)) goneFirst ??= heldSince;
		heldSince = !holds ? null : one.requestedAt === null ? (heldSince ?? one.verifiedAt) : one.verifiedAt;
	}
	return { heldSince, goneFirst, failed: results.filter((one) => one !== step && !one.settled && !gives(one.operation)) };
};

/** Of a system that does not answer nothing is known, and what was seen before stays as it was. */
const wasRead = ({ settled, requestedAt, before }: StepView): boolean => settled || requestedAt !== null || before !== undefined;

interface Circumstances extends History {
	run: RunView;
	startAt: string;
	slaMinutes: number;
}

const whyOf = (step: StepView, standing: Standing, { run, startAt, slaMinutes, failed, goneFirst }: Circumstances): string => {
	switch (standing) {
		case 'in time':
			return '';
		case 'by exception':
			return `Held by exception ${step.exception ?? ''}`;
		case 'cannot be read back':
			return 'The system offers no read that shows it';
		case 'not done':
			return step.reason;
		case 'late': {
			if (goneFirst !== null) return `It was gone ${duration(millisecondsBetween(startAt, goneFirst))} after the clock started, and was there again later`;
			const last = failed.at(-1);
			if (last !== undefined) return `${failed.length === 1 ? 'A try before' : `${failed.length} tries before`} did not hold: ${last.reason}`;
			const begun = step.requestedAt ?? run.openedAt;
			if (begun !== null && minutesBetween(startAt, begun) > slaMinutes) return `It was begun ${duration(millisecondsBetween(startAt, begun))} after the clock started`;
			return begun === null || step.verifiedAt === null ? 'It took too long' : `It took ${duration(millisecondsBetween(begun, step.verifiedAt))} until it was read back`;
		}
	}
};
