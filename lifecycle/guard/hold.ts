import type { LedgerRecord } from '../../ledger/types';
import type { Cover } from '../accessPlan/planned';
import type { HrEvent } from '../event';
import type { Person } from '../person';
import { placeOf, trailSubject } from '../pending';
import { following, type View } from '../view';

/**
 * - `protected`: a protection would make the steps refuse anyway
 * - `vip`: whose access two people have to give up
 * - `breaker`: more people would lose access than a company loses in a day
 * - `emergency`: a person asked for it, and not HR
 * - `undo`: a person asked for access to be given back, and not HR
 * - `gate`: something has to be there before somebody may start
 * - `identity`: a new id that looks like somebody known
 * - `contradiction`: HR said different things of the same
 * - `privileged`: a right that is given by somebody's leave only
 * - `removals`: a plan would take away more than is usual
 */
export type ReasonCode = 'protected' | 'vip' | 'breaker' | 'emergency' | 'undo' | 'gate' | 'identity' | 'contradiction' | 'privileged' | 'removals';

/** Why an event is held, in a sentence. A type, not an interface: the ledger keeps it. */
export type Reason = { code: ReasonCode; why: string };

/** How many different people have to approve. */
export type Needed = 1 | 2;

/** What a rule has against an event. */
export interface Finding extends Reason {
	needs: Needed;
}

export interface Decider {
	id: string;
	name: string;
	email: string;
}

/** One person's word on a hold. */
export interface Word {
	decision: 'approved' | 'rejected';
	by: Decider;
	reason: string;
	shownHash: string;
	at: string;
}

/** An event the guard has held, and that has neither passed since nor been rejected; or a part of the plan of one that has passed. */
export interface Hold {
	id: string;
	workflow: string;
	key: string;
	caseId: string;
	at: string;
	reasons: Reason[];
	needs: Needed;
	requestedBy: string | null;
	person: Person;
	event: HrEvent;
	/** Until when somebody should have decided; after it, somebody else is asked. */
	until: string;
	words: Word[];
	/** Whether it was taken up since somebody last decided. */
	resumed: boolean;
	/** E-mail addresses of who alone may decide, where not everybody may. */
	approvers?: string[];
	/** What of a plan it is about. The event itself goes on, whatever is decided. */
	plan?: { hash: string; covers: Cover[] };
}

const isRejected = ({ words }: Hold): boolean => words.some(({ decision }) => decision === 'rejected');

export const isApproved = (hold: Hold): boolean => !isRejected(hold) && hold.words.length >= hold.needs;

/** Nobody has to be asked any more. */
export const isDecided = (hold: Hold): boolean => isRejected(hold) || isApproved(hold);

/** Only HR can bring what is missing, so HR is asked again and again without anybody deciding. */
export const waitsForHr = ({ reasons }: Hold): boolean => reasons.every(({ code }) => code === 'gate');

export const holdSubject = (id: string): string => `hold/${id}`;

export interface Holds {
	byId: Map<string, Hold>;
	/** By workflow and key of the event. */
	byPlace: Map<string, Hold>;
}

const forget = ({ byId, byPlace }: Holds, place: string): void => {
	const hold = byPlace.get(place);
	if (hold === undefined) return;
	byPlace.delete(place);
	byId.delete(hold.id);
};

const holdIn = ({ content, caseId, at }: LedgerRecord): Hold => {
	const { hold: id, ...kept } = content as unknown as Omit<Hold, 'id'> & { hold: string };
	return { ...kept, id, caseId: caseId!, at, words: [], resumed: false };
};

const hear = (holds: Holds, id: string, word: Word): void => {
	const hold = holds.byId.get(id);
	if (hold === undefined) return;
	hold.words.push(word);
	hold.resumed = false;
	if (word.decision === 'rejected' && hold.plan === undefined) forget(holds, placeOf(hold, hold));
};

/** What a newer plan does not ask any more, nobody has to decide on. A plan that refused everything knows nothing of it. */
const forgetAsked = ({ byId }: Holds, place: string, still: readonly unknown[]): void => {
	for (const hold of [...byId.values()]) if (hold.plan !== undefined && placeOf(hold, hold) === place && !still.includes(hold.id)) byId.delete(hold.id);
};

const holdsView: View<Holds> = {
	kinds: ['guard.held', 'hold.decided', 'event.resumed', 'guard.passed', 'guard.ignored', 'event.superseded', 'plan.held', 'plan.made'],
	empty: () => ({ byId: new Map(), byPlace: new Map() }),
	take: async (holds, record, ledger) => {
		const { kind, content, at, seq } = record;
		if (content === null) return;
		const place = `${String(content['workflow'])}/${String(content['key'])}`;
		if (kind === 'hold.decided') return hear(holds, String(content['hold']), { ...(content as unknown as Omit<Word, 'at'>), at });
		if (kind === 'plan.held') return void holds.byId.set(String(content['hold']), holdIn(record));
		if (kind === 'plan.made') return Array.isArray(content['waits']) ? forgetAsked(holds, place, content['waits']) : undefined;
		if (kind === 'event.resumed') {
			const hold = holds.byPlace.get(place);
			if (hold !== undefined) hold.resumed = true;
			return;
		}
		// A slow worker may hold what HR has just taken back: there is nothing to decide on then.
		const takenBack = kind === 'guard.held' ? await ledger.records({ subject: trailSubject(place), kinds: ['event.superseded'], beforeSeq: seq }) : [];
		forget(holds, place);
		if (kind === 'guard.ignored' || kind === 'event.superseded') forgetAsked(holds, place, []);
		if (kind !== 'guard.held' || takenBack.length > Number(content['takenBack'])) return;
		const hold = holdIn(record);
		holds.byId.set(hold.id, hold);
		holds.byPlace.set(place, hold);
	},
};

/** What is held, of all workflows: undecided, or approved and not passed yet. */
export const holdsIn = following(holdsView);
