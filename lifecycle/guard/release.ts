import { placeOf, trailSubject } from '../pending';
import { caseIdOf } from '../case';
import type { Ledger } from '../../ledger/types';
import { shown } from '../exceptions/exception';
import { keptByGuard, noteResumed, type Waited } from '../inbox';
import { keep } from '../keep';
import { takeUpDecided } from './decide';
import { holdsIn, isDecided, type Hold } from './hold';
import { whoMay } from './shown';
import type { At } from './trail';
import { namely, namelyHeld, sentence } from './words';

export interface Resumed {
	waited: Waited;
	why: string;
}

export interface Escalated {
	hold: Hold;
	/** How often somebody else had to be asked. */
	escalation: number;
	/** Who is asked next; null where nobody is named. */
	askNext: string | null;
	why: string;
}

const reasons = { due: 'has fallen due', unfinished: 'was interrupted', released: 'was approved', again: 'comes again' } as const;

/** Events the guard keeps that go on now. HR is asked again before anything is done, and each comes to the guard once more. */
export const resumeDue = async ({ ledger, workflow, now }: At, silenceMs: number): Promise<Resumed[]> => {
	const work = await keptByGuard(ledger, workflow, now, silenceMs);
	const resumed: Resumed[] = [];
	for (const [kind, why] of Object.entries(reasons) as [keyof typeof reasons, string][]) {
		for (const waited of work[kind] as (Waited & { why?: string })[]) {
			await noteResumed(ledger, { source: waited.event.source, workflow }, waited);
			resumed.push({ waited, why: `${sentence(`${namely(waited)} ${why}${waited.why === undefined ? '' : `: ${waited.why}`}`)} Ask HR again and pass it through Check Events.` });
		}
	}
	return resumed;
};

const shortestMs = 60_000;

/** A hold that nobody answers is never cut and never forgotten: somebody else is asked, again and again. */
export const escalations = async ({ ledger, workflow, now }: At, escalateTo: readonly string[]): Promise<Escalated[]> => {
	const mine = [...(await holdsIn(ledger)).byId.values()].filter((hold) => hold.workflow === workflow);
	// n8n may have been stopped between a decision on a plan and what follows from it.
	for (const hold of mine) if (hold.plan !== undefined && isDecided(hold)) await takeUpDecided(ledger, hold, hold.words.at(-1)!);
	const overdue = mine.filter((hold) => !isDecided(hold) && Date.parse(hold.until) <= now.getTime());
	const escalated = await Promise.all(overdue.map((hold) => escalate(ledger, hold, now, escalateTo)));
	return escalated.filter((one) => one !== null);
};

const escalate = async (ledger: Ledger, hold: Hold, now: Date, escalateTo: readonly string[]): Promise<Escalated | null> => {
	const { id, workflow, key, until, at, person, event } = hold;
	const everyMs = Math.max(shortestMs, Date.parse(until) - Date.parse(at));
	const escalation = Math.floor((now.getTime() - Date.parse(until)) / everyMs) + 1;
	const askNext = escalateTo[Math.min(escalation, escalateTo.length) - 1] ?? null;
	const content = { workflow, key, hold: id, escalation, askNext };
	const { appended } = await keep(ledger, { kind: 'guard.escalated', caseId: caseIdOf(event, person), subject: trailSubject(placeOf({ workflow }, event)), once: `guard.escalated/${id}/${escalation}`, content });
	if (!appended) return null;
	const ask = askNext === null ? 'Find somebody who decides' : `Ask ${askNext} to decide`;
	const who = hold.approvers === undefined ? `${ask}, with` : `${whoMay(hold)} may decide. ${askNext === null ? 'Remind them' : `Ask ${askNext} to see that it is done`}, or name somebody else in the column approver of the role catalogue. It is decided on with`;
	const why = `${sentence(`${namelyHeld(hold)} waits for a decision since ${shown(at)}, and nobody has decided on ${id} by ${shown(until)}`)} It stays held. ${who} List Held and Decide of the Evidence Ledger.`;
	return { hold: structuredClone(hold), escalation, askNext, why };
};
