import type { Verdict } from './case';
import type { StepResult } from './outcome';

export interface Restored {
	person: string;
	verdict: Verdict;
	/** What still needs somebody. */
	open: readonly StepResult[];
	steps: readonly StepResult[];
}

const isBack = ({ outcome }: StepResult): boolean => outcome === 'done' || outcome === 'already_done';

const things = (count: number): string => `${count} ${count === 1 ? 'thing' : 'things'}`;

const isTheirs = ({ theirs }: StepResult): boolean => theirs === true;

export const headlineOfRestore = ({ person, verdict, open, steps }: Restored): string => {
	if (verdict === 'Dry run') return `Dry run for ${person}: nothing was given back.`;
	if (steps.length === 0) return `INCOMPLETE: nothing was given back to ${person}, because no case is known that took it.`;
	const theirs = steps.filter(isTheirs).length;
	const rest = theirs === 0 ? '' : ` ${things(theirs)} only they can set up again.`;
	if (open.length === 0) return `Complete: ${person} has back what was taken, and it was read back.${rest}`;
	return `INCOMPLETE: ${person} does not have back everything that was taken. ${things(open.length)} ${open.length === 1 ? 'needs' : 'need'} somebody.${rest}`;
};

/** What is back and what is not, and whose it is to do something about it: the difference to before, in words. */
export const differencesOf = ({ verdict, open, steps }: Restored): [string, StepResult[]][] => [
	[verdict === 'Dry run' ? 'Would be given back:' : 'Not back yet, and needs somebody:', [...open]],
	['Only the person can set this up again:', steps.filter(isTheirs)],
	['Not back, because another place decides on it:', steps.filter(({ outcome }) => outcome === 'not_removable_here')],
	['Is as it was before:', steps.filter((step) => isBack(step) && !open.includes(step))],
];
