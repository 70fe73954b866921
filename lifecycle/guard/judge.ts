import type { LedgerRecord } from '../../ledger/types';
import { caseIdOf } from '../case';
import { caseIn, personSubject } from '../caseRecords';
import { endsAccess } from '../event';
import { comesAnew, givenBack, newestOf } from '../givingBack/knownCase';
import { objectionTo } from '../givingBack/objection';
import { openedToGiveBack } from '../givingBack/taken';
import { inForceFor } from '../exceptions/hold';
import type { Announcement } from '../inbox';
import { headcountOf } from '../sources';
import { breakerFinding, breakerNote, type Count, type Limits } from './breaker';
import { emergencyFinding } from './emergency';
import { exceptionFindings, keptBy } from './exceptions';
import type { Leavers } from './flood';
import { gateFinding, givesAccess, type Gate } from './gates';
import type { Finding } from './hold';
import { identityFinding } from './identity';
import { contradictionFinding } from './intake';
import { peopleIn } from './people';
import type { At } from './trail';

export interface Terms extends Limits {
	/** Of a source whose trigger does not say; null where nobody entered it. */
	headcount: number | null;
}

/** What all rules together have to say of an event. */
export interface Opinion {
	findings: Finding[];
	/** What stays although access is cut. */
	keeps: string[];
	/** What is to be known of it where nothing is against it. */
	note: string | null;
	/** What it follows on, as far as that matters now. */
	story: string | null;
	linkedTo: string[];
}

const isFinding = (finding: Finding | null): finding is Finding => finding !== null;

export const opinionOn = (at: At, announcement: Announcement, gates: readonly Gate[], leavers: Leavers, terms: Terms): Promise<Opinion> =>
	endsAccess(announcement.event) ? onLeaving(at, announcement, leavers, terms) : announcement.event.kind === 'leave' ? onAbsence(at, announcement, leavers, terms) : onComing(at, announcement, gates);

const onLeaving = async (at: At, announcement: Announcement, leavers: Leavers, terms: Terms): Promise<Opinion> => {
	const { person, event } = announcement;
	const inForce = await inForceFor(at.ledger, [person.id, person.workEmail ?? ''], at.now);
	const count = await countOf(at, announcement, leavers, terms);
	const findings = [...exceptionFindings(inForce), ...[emergencyFinding(event), await contradictionFinding(at, announcement), breakerFinding(count, terms, event.source)].filter(isFinding)];
	return { findings, keeps: keptBy(inForce), note: breakerNote(count, terms, event.source), story: null, linkedTo: [] };
};

/** Nothing is taken from them for good, but a label that HR explained wrongly must not lock a company out either. */
const onAbsence = async (at: At, announcement: Announcement, leavers: Leavers, terms: Terms): Promise<Opinion> => {
	const { source } = announcement.event;
	const count = await countOf(at, announcement, leavers, terms);
	return { findings: [breakerFinding(count, terms, source)].filter(isFinding), keeps: [], note: breakerNote(count, terms, source), story: null, linkedTo: [] };
};

export const countOf = async ({ ledger }: At, { event: { source } }: Announcement, leavers: Leavers, { headcount }: Terms): Promise<Count> => ({
	all: leavers.all,
	ofSource: leavers.ofSource(source),
	headcount: (await headcountOf(ledger, source)) ?? headcount,
});

const onComing = async (at: At, announcement: Announcement, gates: readonly Gate[]): Promise<Opinion> => {
	const { kind } = announcement.event;
	const quiet = { findings: [], keeps: [], note: null, story: null, linkedTo: [] };
	if (kind === 'rescind') return { ...quiet, findings: [emergencyFinding(announcement.event)].filter(isFinding) };
	if (kind === 'return') return { ...quiet, ...(await leaveThatEnds(at, announcement)) };
	if (!givesAccess(kind)) return quiet;
	const findings = [gateFinding(kind, gates), identityFinding(announcement, await peopleIn(at.ledger))].filter(isFinding);
	const earlier = kind === 'hire' ? [] : await earlierCases(at, announcement);
	const linkedTo = earlier.flatMap(({ caseId, content }) => (kind === 'rehire' || caseIn(content).kind === 'hire' ? [caseId!] : []));
	const story = linkedTo.length === 0 ? null : kind === 'rehire' ? `HR kept the ID, so it follows on ${linkedTo.join(', ')}` : `It was prepared by ${linkedTo.join(', ')}`;
	return { ...quiet, findings, linkedTo, story };
};

const enough = 50;

/** All others of the person: HR kept the id. A dry run did nothing that could be followed on. */
export const earlierCases = async ({ ledger }: At, { person, event }: Announcement): Promise<LedgerRecord[]> => {
	const opened = await ledger.records({ subject: personSubject(person, event), kinds: ['case.opened'], newestFirst: true, limit: enough });
	return opened.filter(({ content }) => !caseIn(content).dryRun && (content?.['event'] as { key?: unknown } | undefined)?.key !== event.key);
};

/** Only the newest leave, and only if they have not left since: whoever left while they were away is given nothing back by a return. */
const leaveThatEnds = async ({ ledger }: At, announcement: Announcement): Promise<Pick<Opinion, 'story' | 'linkedTo'>> => {
	const { person, event } = announcement;
	const by = caseIdOf(event, person);
	const nothing = (why: string) => ({ story: `Nothing is given back by it: ${why}. Ask HR what counts, and look whether they can sign in: if they should and cannot, give them what they need with Grant Access`, linkedTo: [] });
	const newest = await newestOf(ledger, announcement, async (one) => one.event.kind === 'leave' || comesAnew(one.event.kind) || (endsAccess(one.event) && (await givenBack(ledger, one.id, by)) === undefined));
	if (newest !== undefined && endsAccess(newest.event)) return nothing(`they have left since, with the case ${newest.id}`);
	const leave = (await openedToGiveBack(ledger, by))?.[0] ?? (newest?.event.kind === 'leave' ? newest.id : undefined);
	if (leave === undefined) return nothing('no leave was carried out for them here that has not ended');
	const objection = await objectionTo(ledger, leave, { person, by });
	return objection === null ? { story: `What the case ${leave} took for the leave is given back with Restore Access`, linkedTo: [leave] } : nothing(objection);
};
