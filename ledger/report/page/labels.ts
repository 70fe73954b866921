import type { CaseView, Residual, RunView, StepView } from '../view';

/** good: nothing to do. warn: to know. bad: somebody has to act. plain: neither. */
export type Tone = 'good' | 'warn' | 'bad' | 'plain';

export interface Label {
	tone: Tone;
	text: string;
}

const abbreviations = /\b(aws|iam|mfa|scim|sso|ssh)\b/gi;

/** `blockSignIn` → `Block sign in`, `okta` → `Okta`, `aws:111122223333` → `AWS 111122223333` */
export const readable = (id: string): string => {
	const words = id.replace(/[_:-]+/g, ' ').replace(/([\p{Ll}\d])(\p{Lu})/gu, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`).trim();
	return words.replace(/^\p{Ll}/u, (first) => first.toUpperCase()).replace(abbreviations, (letters) => letters.toUpperCase());
};

export const stepName = ({ system, step }: Pick<StepView, 'system' | 'step'>): string => `${readable(system)}: ${readable(step)}`;

const ended: { readonly [outcome: string]: string } = { done: 'Done', already_done: 'Was so already', not_removable_here: 'Not removable here', no_result: 'No result' };

export const outcomeLabel = ({ outcome, verification, settled, accepted, theirs }: StepView): Label => {
	const word = Object.hasOwn(ended, outcome) ? ended[outcome]! : readable(outcome);
	const text = [word, ...(outcome === 'done' || outcome === 'already_done' ? [verification] : []), ...(accepted ? ['which was said to be fine'] : []), ...(theirs ? ['for the person to do'] : [])].join(', ');
	if (outcome === 'planned') return { tone: 'plain', text };
	if (!settled) return { tone: 'bad', text };
	return { tone: theirs || outcome === 'not_removable_here' || verification === 'cannot be read back' ? 'warn' : 'good', text };
};

export const verdictLabel = ({ verdict, restored, run }: CaseView): Label => {
	const open = run?.steps.filter(({ settled }) => !settled).length ?? 0;
	const theirs = run?.steps.filter((step) => step.theirs).length ?? 0;
	const unseen = run?.steps.filter(({ settled, verification }) => settled && verification === 'cannot be read back').length ?? 0;
	switch (verdict) {
		case 'Complete':
			return { tone: 'good', text: `${restored ? 'Access was given back' : 'Everything was done'} and read back${unseen === 0 ? '' : `, except ${unseen} that cannot be`}${theirs === 0 ? '' : `; ${theirs} ${theirs === 1 ? 'thing' : 'things'} only the person can set up again`}` };
		case 'Incomplete':
			return { tone: 'bad', text: open === 0 ? 'Nothing was done' : restored ? `${open} ${open === 1 ? 'thing is' : 'things are'} not back, and ${open === 1 ? 'needs' : 'need'} somebody` : `${open} ${open === 1 ? 'step needs' : 'steps need'} somebody` };
		case 'Dry run':
			return { tone: 'plain', text: 'Nothing was changed' };
		case 'Open':
			return { tone: 'warn', text: 'The case was not closed, so nobody has judged it' };
		case 'Erased':
			return { tone: 'warn', text: 'The verdict was erased, as a later record says' };
		default:
			return { tone: 'warn', text: 'The ledger closed the case with a verdict this page does not know' };
	}
};

export const runVerdict = ({ verdict, closedIn, dryRun }: RunView): Label => {
	if (closedIn === null) return { tone: 'warn', text: 'Not closed' };
	if (verdict === null) return { tone: 'warn', text: 'Erased' };
	if (dryRun || verdict === 'Dry run') return { tone: 'plain', text: verdict };
	return { tone: verdict === 'Complete' ? 'good' : 'bad', text: verdict };
};

export const residualLabel: { readonly [kind in Residual['kind']]: Label } = {
	open: { tone: 'bad', text: 'Needs somebody' },
	'by exception': { tone: 'warn', text: 'Kept by exception' },
	'for the person': { tone: 'warn', text: 'For the person to do' },
	'not removable here': { tone: 'warn', text: 'Not removable here' },
	'cannot be read back': { tone: 'warn', text: 'Cannot be read back' },
	remains: { tone: 'warn', text: 'Out of reach' },
	'not asked for': { tone: 'plain', text: 'Not asked for' },
};
