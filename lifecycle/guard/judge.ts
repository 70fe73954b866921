import { personSubject } from '../caseRecords';
import { endsAccess } from '../event';
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
	linkedTo: string[];
}

const isFinding = (finding: Finding | null): finding is Finding => finding !== null;

export const opinionOn = (at: At, announcement: Announcement, gates: readonly Gate[], leavers: Leavers, terms: Terms): Promise<Opinion> =>
	endsAccess(announcement.event) ? onLeaving(at, announcement, leavers, terms) : onComing(at, announcement, gates);

const onLeaving = async (at: At, announcement: Announcement, leavers: Leavers, terms: Terms): Promise<Opinion> => {
	const { person, event } = announcement;
	const inForce = await inForceFor(at.ledger, [person.id, person.workEmail ?? ''], at.now);
	const count = await countOf(at, announcement, leavers, terms);
	const findings = [...exceptionFindings(inForce), ...[emergencyFinding(event), await contradictionFinding(at, announcement), breakerFinding(count, terms, event.source)].filter(isFinding)];
	return { findings, keeps: keptBy(inForce), note: breakerNote(count, terms, event.source), linkedTo: [] };
};

export const countOf = async ({ ledger }: At, { event: { source } }: Announcement, leavers: Leavers, { headcount }: Terms): Promise<Count> => ({
	all: leavers.all,
	ofSource: leavers.ofSource(source),
	headcount: (await headcountOf(ledger, source)) ?? headcount,
});

const onComing = async (at: At, announcement: Announcement, gates: readonly Gate[]): Promise<Opinion> => {
	const { kind } = announcement.event;
	if (!givesAccess(kind)) return { findings: [], keeps: [], note: null, linkedTo: [] };
	const findings = [gateFinding(kind, gates), identityFinding(announcement, await peopleIn(at.ledger))].filter(isFinding);
	return { findings, keeps: [], note: null, linkedTo: kind === 'rehire' ? await earlierCases(at, announcement) : [] };
};

const enough = 50;

/** HR kept the id, so it is the same person. */
const earlierCases = async ({ ledger }: At, { person, event }: Announcement): Promise<string[]> =>
	(await ledger.records({ subject: personSubject(person, event), kinds: ['case.opened'], newestFirst: true, limit: enough })).map(({ caseId }) => caseId!);
