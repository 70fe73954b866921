import type { Ledger } from '../../ledger/types';
import { keep } from '../keep';
import type { OpenCase, Unsettled } from './openCases';

/** Which cases somebody asks for. */
export interface Which {
	isWanted(one: Unsettled): boolean;
	/** Names what they are told for, once for each case. */
	threshold(one: OpenCase): string;
}

/** Somebody has registered that all of it stays, and answers for it: the register of exceptions reminds of that. */
const isKept = ({ standing, left }: Unsettled): boolean => standing === 'closedIncomplete' && left.length > 0 && left.every(({ exception }) => exception !== undefined);

export const every: Which = { isWanted: () => true, threshold: ({ since }) => `open/${since}` };

export const dueWithin = (minutes: number): Which => ({
	isWanted: ({ standing, minutesLeft }) => standing === 'notClosed' && minutesLeft !== null && minutesLeft >= 0 && minutesLeft < minutes,
	threshold: ({ opened }) => `due/${minutes}/${opened.dueBy}`,
});

export const overdue: Which = {
	isWanted: (one) => one.minutesLeft !== null && one.minutesLeft < 0 && !isKept(one),
	threshold: ({ opened }) => `overdue/${opened.dueBy}`,
};

const hourMs = 60 * 60_000;

/** Also what was to be looked at again and never came to its end. */
export const incompleteFor = (hours: number, now: Date): Which => ({
	isWanted: (one) => one.standing !== 'notClosed' && now.getTime() - Date.parse(one.since) >= hours * hourMs && !isKept(one),
	threshold: ({ since }) => `incomplete/${hours}/${since}`,
});

/**
 * Those that this workflow has not told of yet. Of several who look at once one tells. It is kept beside the cases: in
 * them it would look as if somebody worked on them, and they would be taken up later.
 */
export const notTold = async (ledger: Ledger, workflow: string, cases: readonly OpenCase[], { threshold }: Which): Promise<OpenCase[]> => {
	const told = await Promise.all(cases.map(async (one) => {
		const { caseId, person } = one;
		const crossed = threshold(one);
		const { appended } = await keep(ledger, { kind: 'case.warned', subject: `warned/${caseId}`, once: `case.warned/${workflow}/${caseId}/${crossed}`, content: { workflow, case: caseId, threshold: crossed, person: { id: person.id } } });
		return appended;
	}));
	return cases.filter((_, index) => told[index]);
};
