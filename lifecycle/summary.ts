import type { Verdict } from './case';
import type { StepResult } from './outcome';

interface Told {
	caseId: string;
	person: string;
	closed: { verdict: Verdict; closedAt: string; verifiedAt: string | null; withinDeadline: boolean | null; records: number; open: StepResult[] };
	steps: StepResult[];
}

const headline = ({ person, closed, steps }: Told): string => {
	const { verdict, open, withinDeadline } = closed;
	const late = withinDeadline === false ? ', but AFTER the deadline' : '';
	if (steps.at(-1)?.operation === 'restore') {
		return open.length === 0 ? `Everything the case took from ${person} was given back.` : `${person} has back what could be given back. ${open.length} ${open.length === 1 ? 'thing needs' : 'things need'} somebody.`;
	}
	const unseen = steps.filter(({ verified }) => verified === 'unverifiable').length;
	if (verdict === 'Dry run') return `Dry run for ${person}: nothing was changed.`;
	if (verdict === 'Incomplete') return `INCOMPLETE: ${person} may still have access. ${open.length || 'No'} ${open.length === 1 ? 'step needs' : 'steps need'} somebody now.`;
	return unseen === 0
		? `Complete: everything taken from ${person} was read back${late}.`
		: `Complete: what was taken from ${person} was read back${late}, except ${unseen} ${unseen === 1 ? 'step' : 'steps'} that cannot be.`;
};

const word = (step: StepResult): string => {
	if (step.outcome === 'done' || step.outcome === 'already_done') {
		return `${step.outcome === 'done' ? 'done' : 'already done'}, ${step.verified === true ? 'read back' : step.verified === 'unverifiable' ? 'cannot be read back' : 'NOT READ BACK'}`;
	}
	return step.outcome.replaceAll('_', ' ');
};

const line = (step: StepResult): string => `- ${step.system} / ${step.step}: ${word(step)}. ${step.reason}`;

/** Plain text for a mail or a chat message; what needs somebody comes first. */
export const summary = (told: Told): string => {
	const { closed, steps, caseId } = told;
	const isOpen = (step: StepResult) => closed.open.includes(step);
	return [
		headline(told),
		'',
		...(closed.open.length > 0 ? ['Needs somebody:', ...closed.open.map(line), ''] : []),
		...(steps.some((step) => !isOpen(step)) ? ['Settled:', ...steps.filter((step) => !isOpen(step)).map(line), ''] : []),
		`Case ${caseId}, closed ${closed.closedAt}, ${closed.records} records in the evidence ledger.`,
	].join('\n');
};
