import { shown, toldOf } from '../exceptions/exception';
import type { Finding } from './compare';
import type { Progress } from './leaving';
import type { Rostered } from './roster';
import type { Shortened } from './suspect';

/** How long it has been seen, where anybody keeps count. */
export interface Age {
	firstSeen: string;
	days: number;
}

type Labels = (system: string) => string;

const who = ({ name, id }: Pick<Rostered, 'name' | 'id'>): string => `${name} (HR ID ${id})`;

const sinceOf = ({ firstSeen, days }: Age): string => (days === 0 ? 'It was first seen today.' : `It was first seen on ${shown(firstSeen).slice(0, 10)}, ${days === 1 ? 'a day' : `${days} days`} ago.`);

/** What was found, whose it is, and what to do next. */
export const whyOf = (finding: Finding, age: Age | null, progress: Progress | null, labelOf: Labels): string => {
	const where = labelOf('account' in finding ? finding.account.system : finding.system);
	const since = age === null ? '' : ` ${sinceOf(age)}`;
	switch (finding.kind) {
		case 'orphan': {
			const { label, kind, personId } = finding.account;
			const what = kind === 'person' ? 'account' : `${kind} account`;
			const carries = personId === null || personId.trim() === '' ? 'it carries no HR ID and no work email of anybody' : `HR knows neither the HR ID ${personId} on it nor its email`;
			const guess = finding.ownerGuess === null ? 'Nobody in HR has a name like it.' : `Maybe it is ${finding.ownerGuess.person.name}'s: ${finding.ownerGuess.why}. A guess is no proof.`;
			return `The ${what} ${label} in ${where} is active and belongs to nobody in HR: ${carries}.${since} ${guess} Find out who uses it. Then disable it, or, if it has to stay, register it as Protected with Register Exception of the Evidence Ledger.`;
		}
		case 'shouldBeDisabled':
			return `${who(finding.person)} is gone according to HR, and the account ${finding.account.label} in ${where} is still active.${since} ${whatToDo(progress)}`;
		case 'missing':
			return `${who(finding.person)} works here according to HR and has no account in ${where}, where everybody is to have one.${since} Give them one, or take ${where} off "Everybody Has an Account In" of Access Reconcile.`;
		case 'severalAccounts':
			return `${who(finding.person)} has several active accounts in ${where}: ${[finding.account, ...finding.others].map(({ label }) => label).sort().join(', ')}. A cut that finds several touches none. Remove the HR ID from those that are not theirs, or register the one that has to stay as Protected.`;
		case 'ambiguous':
			return finding.whose.kind === 'several'
				? `The account ${finding.account.label} in ${where} fits several people in HR: ${finding.whose.people.map(who).join(', ')}. Put the HR ID of the one whose it is on the account, or correct the work email in HR.`
				: `The account ${finding.account.label} in ${where} has the work email of ${who(finding.whose.person)} and carries the HR ID ${finding.whose.hrId}, which HR does not know. A cut would not find it. Put the right HR ID on the account.`;
		case 'registered':
			return `The account ${finding.account.label} in ${where} is known: ${toldOf(finding.exception)}.`;
		case 'unusable':
			return `Nobody can sign in with the account ${finding.account.label} in ${where}.`;
		case 'guest':
			return `The account ${finding.account.label} in ${where} is a guest's, and guests are not compared with HR.`;
		case 'belongs':
			return `The account ${finding.account.label} in ${where} belongs to ${who(finding.person)}.`;
	}
};

const whatToDo = (progress: Progress | null): string => {
	switch (progress?.kind) {
		case 'underway':
			return `Case ${progress.caseId} works on it since ${shown(progress.since)} and is not closed: it is under way. If it is silent for longer than a few minutes, look at its execution in n8n.`;
		case 'held':
			return `The guard holds it as ${progress.hold} until somebody decides, ${shown(progress.until)} at the latest. Decide on it in the form of Decisions.`;
		case 'announced':
			return `Access ends as announced, at ${shown(progress.at)}. Nothing has to be done.`;
		case 'closed':
			return progress.verdict === 'Complete'
				? `Case ${progress.caseId} was closed as Complete at ${shown(progress.at)}, so this account was not part of it or was opened again since. Look who did that, and run the case again.`
				: `Case ${progress.caseId} was closed as ${progress.verdict} at ${shown(progress.at)}. Mend what it names, and run the case again.`;
		default:
			return 'There is no case of it: HR\'s word never arrived, or came before this was set up. Cut it with the emergency template, and find out why.';
	}
};

export const shortenedWords = ({ system, before, now }: Shortened, labelOf: Labels): string =>
	now === 0
		? `No account of ${labelOf(system)} came to be compared, where there were ${before} the last time. Look whether its List Accounts node is switched on and went through. Until then nobody is said to have no account there, and no earlier finding there counts as settled.`
		: `The list of ${labelOf(system)} has ${now} accounts where it had ${before} the last time, so it may have ended early. What it shows was compared; nobody was said to have no account there, and no earlier finding there counts as settled. If so many were deleted on purpose, raise "Suspicious Shrinking (%)" in Access Reconcile for one run.`;

export const uncomparedWords = (system: string, labelOf: Labels): string =>
	`Everybody is to have an account in ${labelOf(system)}, and no account of it came to be compared. Look whether its List Accounts node is switched on, and whether "Everybody Has an Account In" of Access Reconcile names it as the accounts do.`;
