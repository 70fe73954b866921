import { endsAccess } from '../event';
import { shown } from '../exceptions/exception';
import { editionOf, isAhead, keeperOf, supersede, takeIn, type Announcement } from '../inbox';
import { pendingIn, pendingOf, placeOf, type Taken } from '../pending';
import type { Finding } from './hold';
import type { Judgement } from './judgement';
import { isRescindedLately } from './rescind';
import type { At } from './trail';
import { namely, sentence } from './words';

/** Other days HR has announced for the same thing of the same person, as long as none of them has passed. */
const otherDays = async ({ ledger, workflow }: At, announcement: Announcement): Promise<Taken[]> => {
	const { event } = announcement;
	const { scheduled, started } = pendingOf(await pendingIn(ledger), { workflow }, announcement);
	return [...scheduled, ...started].filter((taken) => taken.passes === 0 && taken.by === 'guard' && taken.announcement.event.kind === event.kind && taken.announcement.event.key !== event.key);
};

/**
 * Takes in what no trigger has, and says so where it lies ahead. What a trigger took in was read from HR just now; what
 * comes otherwise may be a repetition that was long under way, so of two days the newer message does not count more once
 * HR has changed its mind twice. `heard` says how often HR had taken it back when it was brought.
 */
export const takeInOrWait = async (at: At, announcement: Announcement, heard?: number): Promise<Judgement | null> => {
	const { ledger, workflow, now } = at;
	const { event } = announcement;
	const taker = { source: event.source, workflow };
	const ahead = isAhead(announcement, now);
	const keeper = await keeperOf(ledger, taker, announcement);
	if (keeper === 'trigger') return ahead && endsAccess(event) ? later(announcement, '') : null;

	const known = (await pendingIn(ledger)).scheduled.get(placeOf(taker, event));
	const unchanged = known?.announcement.event.effectiveAt === event.effectiveAt;
	const again = (heard ?? (await editionOf(ledger, placeOf(taker, event)))) > 0;
	const moved = again || unchanged || keeper === 'guard' ? [] : await otherDays(at, announcement);
	for (const { announcement: other } of moved) await supersede(ledger, taker, other, `HR moved it to ${event.effectiveAt}`);
	await takeIn(ledger, taker, announcement, now, 'guard', heard);
	if (!ahead) return null;
	if (unchanged) return { to: event.confidential === true ? 'nowhere' : 'ignored', why: `${sentence(`${namely(announcement)} came before and is scheduled for ${shown(event.effectiveAt)}`)} Nothing has to be done.` };
	const from = [...(known ? [known] : []), ...moved].map((taken) => shown(taken.announcement.event.effectiveAt));
	return later(announcement, from.length === 0 ? '' : `, and no longer for ${from.join(', ')}`);
};

const later = (announcement: Announcement, instead: string): Judgement => ({
	// Whoever sees that something is scheduled for somebody knows what it is.
	to: announcement.event.confidential === true ? 'nowhere' : 'later',
	why: `${sentence(`${namely(announcement)} is scheduled for ${shown(announcement.event.effectiveAt)}${instead}`)} HR is asked again then. Nothing has to be done until that.`,
});

/** Only of what no trigger asked HR about: there HR itself has the last word. */
export const contradictionFinding = async (at: At, announcement: Announcement): Promise<Finding | null> => {
	const { event } = announcement;
	const taker = { source: event.source, workflow: at.workflow };
	if (!endsAccess(event) || (await keeperOf(at.ledger, taker, announcement)) === 'trigger') return null;
	const [other] = await otherDays(at, announcement);
	if (other) return { code: 'contradiction', needs: 1, why: `HR announced it for another day as well, ${shown(other.announcement.event.effectiveAt)}, and the order of the messages does not say which counts. Ask HR, and approve this one only if it does` };
	const again = (await editionOf(at.ledger, placeOf(taker, event))) > 0;
	return again || (await isRescindedLately(at, announcement)) ? { code: 'contradiction', needs: 1, why: 'HR took it back before it said so, and one of the two messages may have come late. Ask HR, and approve it only if it counts' } : null;
};
