import { caseIdOf } from '../case';
import type { JsonObject, Ledger, LedgerRecord } from '../../ledger/types';
import { comeAgain } from '../again';
import { decisionIn, decisionNamed, refuse, type Decision } from '../decision';
import { endsAccess } from '../event';
import { shown } from '../exceptions/exception';
import { keep } from '../keep';
import { asName } from '../person';
import { placeOf, trailSubject } from '../pending';
import { isUrgent } from './emergency';
import { holdsIn, holdSubject, isDecided, type Decider, type Hold } from './hold';
import { asShown, partOf, together, whoMay } from './shown';
import { namelyHeld, personNamed, sentence } from './words';

/** What somebody decided in a form. */
export interface Deciding {
	/** Ids of holds. */
	holds: string[];
	decision: string;
	by: Decider;
	reason: string;
	/** The text they were shown. */
	what: string;
}

export interface Decided {
	hold: Hold;
	decision: Decision['decision'];
	/** Whether it is decided now, or waits for another person. */
	settles: boolean;
	why: string;
}

const instead = 'Open the list again with List Held of the Evidence Ledger';

/** All of it or nothing: a plan of which a part was decided otherwise since is not the one that was shown. */
export const decide = async (ledger: Ledger, deciding: Deciding): Promise<Decided[]> => {
	const ids = [...new Set(deciding.holds.map((id) => id.trim()).filter((id) => id !== ''))];
	if (ids.length === 0) refuse('it does not say on which holds', 'Put their IDs into Holds, separated by commas');
	const repeated = await sameAgain(ledger, ids, deciding);
	if (repeated !== null) return repeated;

	const holds: Hold[] = [];
	for (const id of ids) holds.push(await undecided(ledger, id));
	const { text, hash } = together(holds);
	if (asShown(deciding.what) !== text) refuse('what is held has changed since it was shown, or another text was shown', instead);
	const decisions = holds.map((hold) => checked(hold, deciding));
	await keepShown(ledger, holds, text, hash);
	return Promise.all(decisions.map(({ hold, ...decision }) => record(ledger, hold, { ...decision, shownHash: hash }, holds.length)));
};

const isBy = (one: Decider, other: Decider): boolean => (one.id !== '' && one.id === other.id) || (one.email !== '' && asName(one.email) === asName(other.email));

interface Kept {
	decision: Decision['decision'];
	by: Decider;
	reason: string;
	settles: boolean;
	workflow: string;
	key: string;
	at: string;
}

const lastWord = async (ledger: Ledger, id: string): Promise<Kept | undefined> => {
	const [last] = await ledger.records({ subject: holdSubject(id), kinds: ['hold.decided'], newestFirst: true, limit: 1 });
	return last && ({ ...last.content, at: last.at } as unknown as Kept);
};

/** A workflow that runs twice does not make two decisions of one, nor fails over its own. */
const sameAgain = async (ledger: Ledger, ids: readonly string[], { decision, by, reason }: Deciding): Promise<Decided[] | null> => {
	const found: Decided[] = [];
	for (const id of ids) {
		const last = await lastWord(ledger, id);
		if (!last?.settles || !isBy(last.by, by) || last.reason !== reason || last.decision !== decisionNamed(decision)) return null;
		const hold = await heldAs(ledger, last, id);
		if (hold === undefined) return null;
		if (hold.plan !== undefined) await takeUpDecided(ledger, hold, last);
		found.push(outcome(hold, last, true));
	}
	return found;
};

const heldAs = async (ledger: Ledger, { workflow, key }: Kept, id: string): Promise<Hold | undefined> => {
	const records = await ledger.records({ subject: trailSubject(placeOf({ workflow }, { key })), kinds: ['guard.held', 'plan.held'] });
	const record = records.find(({ content }) => content?.['hold'] === id);
	return record && ({ ...(record.content as unknown as Hold), id, caseId: record.caseId!, at: record.at, words: [], resumed: false });
};

const undecided = async (ledger: Ledger, id: string): Promise<Hold> => {
	const hold = (await holdsIn(ledger)).byId.get(id);
	if (hold !== undefined && !isDecided(hold)) return hold;
	const last = await lastWord(ledger, id);
	if (last?.settles) return refuse(`${last.by.name} has ${last.decision} ${id} already, at ${shown(last.at)}`, instead);
	return refuse(`nothing waits as ${id}. It may have passed, been taken back by HR, or be planned otherwise since`, instead);
};

const checked = (hold: Hold, { decision, by, reason, what }: Deciding): Decision & { hold: Hold } => {
	const checkedDecision = decisionIn({ decision, by, reason, what, requestedBy: hold.requestedBy });
	if (by.id === '' && by.email === '') refuse(`${by.name} is only a name, and it takes an ID or an email to tell people apart`, 'Let the person sign in: use a Form Trigger with n8n User Auth, and keep its "user" on the way to this node');
	if (by.email !== '' && asName(by.email) === asName(hold.person.workEmail ?? '')) refuse(`${hold.id} is about ${by.name}`, 'Let somebody else decide');
	if (hold.approvers !== undefined && !hold.approvers.includes(asName(by.email))) refuse(`${whoMay(hold)} may decide on ${hold.id}, and not ${by.name}${by.email === '' ? '' : ` (${by.email})`}`, 'Let one of them decide, signed in with that address, or name somebody else in the column approver of the role catalogue');
	if (hold.words.some((word) => isBy(word.by, by))) refuse(`${by.name} has decided on ${hold.id} already, and it takes two people`, 'Let a second person decide');
	return { ...checkedDecision, hold };
};

/** In a case only what was shown of it is kept, and not who else was on the list; the whole is kept once, beside the cases. */
const keepShown = async (ledger: Ledger, holds: readonly Hold[], text: string, hash: string): Promise<void> => {
	if (holds.length === 1) return;
	const content = { what: text, shownHash: hash, holds: holds.map(({ id }) => id), employees: holds.map(({ person }) => person.id) };
	await ledger.append({ kind: 'decision.shown', subject: `shown/${hash}`, once: `decision.shown/${hash}`, content });
};

const record = async (ledger: Ledger, shownHold: Hold, decision: Decision, together: number): Promise<Decided> => {
	for (;;) {
		const hold = (await holdsIn(ledger)).byId.get(shownHold.id);
		if (hold === undefined || isDecided(hold)) return overtaken(ledger, shownHold, decision);
		if (hold.words.some((word) => isBy(word.by, decision.by))) return outcome(hold, decision, false);
		const settles = decision.decision === 'rejected' || hold.words.length + 1 >= hold.needs;
		const { workflow, key, id } = hold;
		const content: JsonObject = { workflow, key, hold: id, decision: decision.decision, by: { ...decision.by }, requestedBy: decision.requestedBy, reason: decision.reason, what: partOf(hold), shownHash: decision.shownHash, together, settles };
		// Of several who decide at once one is first, and the others look again.
		const { appended, record: kept } = await ledger.append({ kind: 'hold.decided', caseId: hold.caseId, subject: holdSubject(id), once: `hold.decided/${id}/${hold.words.length}`, content });
		if (!appended) continue;
		if (hold.plan !== undefined) await takeUpDecided(ledger, hold, kept);
		else if (decision.decision === 'rejected') await keepRejected(ledger, hold, decision);
		return outcome(hold, decision, settles);
	}
};

/** Somebody else was faster, or HR took it back, after all of it had been looked at. */
const overtaken = async (ledger: Ledger, hold: Hold, decision: Decision): Promise<Decided> => {
	const last = await lastWord(ledger, hold.id);
	return last?.settles ? outcome(hold, last, true) : { hold, decision: decision.decision, settles: false, why: `${sentence(`${namelyHeld(hold)} ${hold.plan === undefined ? 'was taken back by HR' : 'is asked about no more, because the plan was made anew or taken back'} in the meantime`)} Nothing was decided on it.` };
};

/** A plan is made anew with every decision on it; the event itself goes on, whatever was decided. */
export const takeUpDecided = (ledger: Ledger, { id, workflow, caseId, key }: Hold, { at }: Pick<LedgerRecord, 'at'>): Promise<void> => comeAgain(ledger, { workflow, caseId, event: { key } }, { at, why: `somebody has decided on ${id}` });

/** What is rejected is over, and no trigger takes it up again. */
const keepRejected = async (ledger: Ledger, { id, workflow, key, person, event }: Hold, { by, reason }: Decision): Promise<void> => {
	const place = placeOf({ workflow }, event);
	const content = { workflow, key, why: `${by.name} rejected ${id}: ${reason.replace(/[.\s]+$/, '')}` };
	await keep(ledger, { kind: 'guard.ignored', caseId: caseIdOf(event, person), subject: trailSubject(place), once: `guard.ignored/${id}`, content });
};

const outcome = (hold: Hold, { decision, by }: { decision: Decision['decision']; by: Decider }, settles: boolean): Decided => ({ hold, decision, settles, why: whyOf(hold, decision, by, settles) });

const whyOf = (hold: Hold, decision: Decision['decision'], by: Decider, settles: boolean): string => {
	const what = sentence(`${by.name} ${decision} ${namelyHeld(hold)}`);
	if (hold.plan !== undefined) return `${what} ${decision === 'approved' ? 'The case comes again within a few minutes, and carries it out if HR and the role catalogue still say so.' : 'It is left out, and not asked about again in this case. The rest of the plan goes on.'}`;
	if (decision === 'approved') return `${what} ${settles ? (isUrgent(hold.event) ? 'It goes on by itself within a few minutes.' : 'HR is asked again, and it goes on if HR still says so.') : 'One more person has to approve it.'}`;
	return `${what} ${endsAccess(hold.event) ? `${personNamed(hold.person)} keeps access. If HR still says that they leave, have HR correct it.` : 'It is not carried out.'}`;
};
