import { caseIdOf } from '../case';
import { endsAccess } from '../event';
import { comesAnew, newestOf } from '../givingBack/knownCase';
import { objectionTo } from '../givingBack/objection';
import { openedToGiveBack } from '../givingBack/taken';
import { supersede, type Announcement } from '../inbox';
import { pendingIn, pendingOf, placeOf, trailSubject, type Taken } from '../pending';
import { following, type View } from '../view';
import { whoIs } from './flood';
import type { Judgement } from './judgement';
import type { At } from './trail';
import { inWords, namely, personNamed, sentence } from './words';

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

/** A person names the case, while HR may still say that somebody leaves. `decided`: it was asked for and approved, so it is not dropped without a case that says why. */
const takenBackByHand = async (at: At, announcement: Announcement, caseId: string, decided: boolean): Promise<Judgement> => {
	const objection = await objectionTo(at.ledger, caseId, { person: announcement.person, by: caseIdOf(announcement.event, announcement.person) });
	if (objection === null) return { to: 'proceed', linkedTo: [caseId], why: `${sentence(`${namely(announcement)} goes on`)} What the case ${caseId} took is given back with Restore Access.` };
	const why = sentence(`nothing is given back to ${personNamed(announcement.person)}: ${objection}`);
	return decided ? { to: 'proceed', linkedTo: [], why } : { to: 'ignored', why };
};

/** Taken back: that somebody leaves, by HR, in time or after their access was cut; or a cut, by people. */
export const rescinded = async (at: At, announcement: Announcement, decided: boolean): Promise<Judgement> => {
	const { takesBack } = announcement.event;
	return takesBack === undefined ? rescindedByHr(at, announcement) : takenBackByHand(at, announcement, takesBack, decided);
};

const rescindedByHr = async (at: At, announcement: Announcement): Promise<Judgement> => {
	const by = caseIdOf(announcement.event, announcement.person);
	const { scheduled, started } = pendingOf(await pendingIn(at.ledger), at, announcement);
	const leaving = [...scheduled, ...started].filter((taken) => endsAccess(taken.announcement.event));
	const before = await openedToGiveBack(at.ledger, by);
	const cut = before ?? (leaving.length === 0 ? await lastCut(at, announcement) : await cutAmong(at, leaving));
	const settled = before !== undefined || leaving.length === 0 ? cut : [];
	const objections = await Promise.all(settled.map((one) => objectionTo(at.ledger, one, { person: announcement.person, by, together: cut })));
	const objection = objections.find((one) => one !== null);
	if (objection !== undefined && objection !== null) return { to: 'ignored', why: `${sentence(`${namely(announcement)} gives nothing back: ${objection}`)} Nothing is changed by it.` };
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
const lastCut = async (at: At, announcement: Announcement): Promise<string[]> => {
	const newest = await newestOf(at.ledger, announcement, ({ event }) => endsAccess(event) || comesAnew(event.kind));
	return newest !== undefined && endsAccess(newest.event) ? [newest.id] : [];
};
