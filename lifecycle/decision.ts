import { createHash } from 'node:crypto';
import { canonicalize } from '../ledger/canonical';
import type { JsonObject, Ledger } from '../ledger/types';
import { asName, namesIn } from './person';
import { Problem } from './problem';

/** An approval or a rejection by a named person. A type, not an interface: the ledger keeps it. */
export type Decision = {
	decision: 'approved' | 'rejected';
	by: { id: string; name: string; email: string };
	requestedBy: string | null;
	reason: string;
	/** The very text that was shown, and its SHA-256 in hex. */
	what: string;
	shownHash: string;
};

export type Decided = Omit<Decision, 'decision' | 'shownHash'> & { decision: string };

const words: { [word: string]: Decision['decision'] } = { approve: 'approved', approved: 'approved', reject: 'rejected', rejected: 'rejected' };

/** As a form or a node calls it. */
export const decisionNamed = (given: string): Decision['decision'] | undefined => words[given.trim().toLowerCase()];

/** One sentence for every way in which a decision does not come about. */
export const refuse = (why: string, doThis: string): never => {
	throw new Problem('misconfigured', `No decision was recorded, because ${why}. ${doThis}.`);
};

export const decisionIn = (decided: Decided): Decision => {
	const { by, requestedBy, what, reason } = decided;
	const decision = decisionNamed(decided.decision) ?? refuse(`"${decided.decision}" is neither an approval nor a rejection`, 'Set Decision to Approved or Rejected');
	if (by.name === '') refuse('it does not say who decided', 'Let the person sign in: use a Form Trigger with n8n User Auth, and keep its "user" on the way to this node');
	const requesters = requestedBy === null ? [] : namesIn(requestedBy);
	if ([by.id, by.name, by.email].some((name) => requesters.includes(asName(name)))) refuse(`${by.name} asked for it and cannot decide on it as well`, 'Let a second person decide');
	if (reason === '') refuse('no reason is given', 'Say in Reason why it was decided so');
	if (what.trim() === '') refuse('it does not say on what', 'Put the text that was shown into What Was Shown');
	return { decision, by, requestedBy, reason, what, shownHash: createHash('sha256').update(what, 'utf8').digest('hex') };
};

/** Kept as it was made, or not at all: a text of which a part was left out is not the one that was shown. */
export const recordDecision = async (ledger: Ledger, caseId: string, decided: Decided): Promise<Decision> => {
	const decision = decisionIn(decided);
	const records = await ledger.records({ caseId, kinds: ['case.opened', 'decision.recorded'] });
	if (!records.some(({ kind }) => kind === 'case.opened')) refuse(`there is no case ${caseId || '(none given)'} in the ledger`, 'Open the case first, and keep its id on the way to this node');
	const content = decision as unknown as JsonObject;
	const last = records.filter(({ kind, content: kept }) => kind === 'decision.recorded' && (kept?.['by'] as Decision['by'] | undefined)?.id === decision.by.id).at(-1);
	// A workflow that runs twice does not make two decisions of one.
	if (canonicalize(last?.content ?? null) !== canonicalize(content)) await ledger.append({ kind: 'decision.recorded', caseId, content });
	return decision;
};
