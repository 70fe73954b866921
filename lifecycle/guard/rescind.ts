import { endsAccess, type HrEvent } from '../event';
import { supersede, type Announcement } from '../inbox';
import { pendingIn, pendingOf, placeOf, trailSubject, type Taken } from '../pending';
import { following, type View } from '../view';
import { whoIs } from './flood';
import type { Judgement } from './judgement';
import type { At } from './trail';
import { inWords, namely, sentence } from './words';

const rescindsView: View<Map<string, number>> = {
	kinds: ['guard.ignored'],
	empty: () => new Map(),
	take: (rescinds, { content, at }) => {
		if (content?.['kind'] === 'rescind') rescinds.set(`${String(content['workflow'])} ${String(content['who'])}`, Date.parse(at));
	},
};

const rescindsIn = following(rescindsView);

const lateMs = 24 * 60 * 60_000;

/** Messages overtake each other: what was called off a short time ago may be announced only now. */
export const isRescindedLately = async ({ ledger, workflow, now }: At, announcement: Announcement): Promise<boolean> => {
	const rescindedAt = (await rescindsIn(ledger)).get(`${workflow} ${whoIs(announcement)}`);
	return rescindedAt !== undefined && now.getTime() - rescindedAt < lateMs;
};

/** HR took back that somebody leaves: in time, or after their access was cut. */
export const rescinded = async (at: At, announcement: Announcement): Promise<Judgement> => {
	const { scheduled, started } = pendingOf(await pendingIn(at.ledger), at, announcement);
	const leaving = [...scheduled, ...started].filter((taken) => endsAccess(taken.announcement.event));
	const cut = leaving.length === 0 ? await lastCut(at, announcement) : await cutAmong(at, leaving);
	if (cut.length > 0) return { to: 'proceed', linkedTo: cut, why: `${sentence(`${namely(announcement)} comes after access was cut, or while it is`)} Give it back with Restore Access of the case ${inWords(cut)}.` };
	return { to: 'ignored', why: leaving.length > 0 ? `${sentence(`${namely(announcement)} was called off in time: nobody's access was cut`)} Nothing has to be done.` : `${sentence(`${namely(announcement)} found nothing to call off: no termination waits, and none was carried out`)} If you expected one, look in HR.` };
};

/** Called off first and looked at afterwards: what passed before that in the ledger is cut, what did not will not pass. */
const cutAmong = async (at: At, leaving: readonly Taken[]): Promise<string[]> => {
	const cut: string[] = [];
	for (const { announcement, caseId } of leaving) {
		await supersede(at.ledger, { source: announcement.event.source, workflow: at.workflow }, announcement, 'HR rescinded it');
		const history = await at.ledger.records({ subject: trailSubject(placeOf(at, announcement.event)), kinds: ['guard.passed', 'event.superseded'] });
		const calledOff = history.findLastIndex(({ kind }) => kind === 'event.superseded');
		if (history[calledOff - 1]?.kind === 'guard.passed') cut.push(caseId);
	}
	return cut;
};

/** Whoever has come back since is not given back what an older case took. */
const lastCut = async ({ ledger }: At, announcement: Announcement): Promise<string[]> => {
	const [newest] = await ledger.records({ subject: whoIs(announcement), kinds: ['case.opened'], newestFirst: true, limit: 1 });
	const event = newest?.content?.['event'] as HrEvent | undefined;
	return newest?.caseId !== undefined && event !== undefined && endsAccess(event) ? [newest.caseId] : [];
};
