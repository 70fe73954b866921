import type { EventKind, HrEvent } from './event';
import type { Outcome, StepResult } from './outcome';
import type { Person } from './person';

/** All work for one event of one person. `id` is the correlation id everywhere. */
export interface Case {
	id: string;
	kind: EventKind;
	effectiveAt: string;
	dueBy: string;
	dryRun: boolean;
	/**
	 * One way through a workflow. A case may be run several times, by a copy of the workflow in a dry run or after a
	 * crash, and each run is judged by what it found itself.
	 */
	run: string;
}

export type Verdict = 'Complete' | 'Incomplete' | 'Dry run';

const idSafe = (text: string) => text.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '');

/** The same event always gives the same id; two events of one person on one day differ in their HR row. */
export const caseIdOf = (event: HrEvent, person: Person): string => {
	const day = event.effectiveAt.slice(0, 10).replaceAll('-', '');
	const row = idSafe(event.key.split('/').at(-1) ?? '');
	return ['hr_event', day, idSafe(person.id), row].filter(Boolean).join('_');
};

/** The clock of the promise starts when the change is effective, or when HR told us, whichever is later. */
export const dueBy = (event: HrEvent, minutes: number): string => {
	const start = Math.max(Date.parse(event.effectiveAt), Date.parse(event.receivedAt));
	return new Date(start + minutes * 60_000).toISOString();
};

const settled: ReadonlySet<Outcome> = new Set(['done', 'already_done', 'not_removable_here']);

/** What still needs somebody, with everything that is settled left out. */
export const openSteps = (steps: readonly StepResult[]): StepResult[] =>
	latest(steps).filter((step) => !(settled.has(step.outcome) && step.verified !== false) && !step.accepted && !step.theirs);

/** Results that end a system's part before its first step. */
const beforeSteps: ReadonlySet<string> = new Set(['findAccount', 'prepareAccount', 'protection']);

export const isEntrance = ({ step }: Pick<StepResult, 'step'>): boolean => beforeSteps.has(step);

export const keyOf = ({ system, account, step, remainder }: Pick<StepResult, 'system' | 'account' | 'step'> & { remainder?: true | undefined }): string => [system, account?.id ?? '', step, remainder ? 'remainder' : ''].join('/');

/** A step that was run again replaces its earlier result; what was left of a failed first try must not stay red. */
export const latest = (steps: readonly StepResult[]): StepResult[] => {
	const byKey = new Map<string, StepResult>();
	for (const step of steps) {
		const entry = `${step.system}/${step.node ?? ''}/entry`;
		if (isEntrance(step)) {
			byKey.set(entry, step);
			continue;
		}
		byKey.delete(entry);
		byKey.set(keyOf(step), step);
	}
	return [...byKey.values()];
};

/** As a system of its own: what nothing here reaches, and somebody does by hand. */
export const byHandSystem = 'byHand';

/** That somebody was asked shows nothing of any system, so it alone makes no case complete. */
export const verdictOf = (dryRun: boolean, steps: readonly StepResult[]): Verdict => {
	if (dryRun) return 'Dry run';
	return steps.some(({ system }) => system !== byHandSystem) && openSteps(steps).length === 0 ? 'Complete' : 'Incomplete';
};
