import type { Ledger } from '../../ledger/types';
import type { Case, Verdict } from '../case';
import { endsAccess, isDrill, type HrEvent } from '../event';
import { isApproved, holdsIn } from '../guard/hold';
import { pendingIn } from '../pending';
import { asName, type Person } from '../person';
import { following, type View } from '../view';
import type { Former } from './compare';

interface LeaverCase {
	caseId: string;
	person: Former;
	openedAt: string;
	/** Started, and not closed since. */
	open: boolean;
	verdict: Verdict | null;
	closedAt: string | null;
}

const leaversView: View<Map<string, LeaverCase>> = {
	kinds: ['case.opened', 'case.resumed', 'case.closed'],
	empty: () => new Map(),
	take: (cases, { kind, caseId, at, content }) => {
		if (caseId === undefined || content === null) return;
		if (kind === 'case.closed') {
			const closed = cases.get(caseId);
			if (closed === undefined || content['dryRun'] === true) return;
			cases.set(caseId, { ...closed, open: false, verdict: content['verdict'] as Verdict, closedAt: at });
			return;
		}
		const { case: opened, person, event } = content as unknown as { case: Case; person?: Person; event?: HrEvent };
		if (kind === 'case.opened' && person !== undefined && event !== undefined && endsAccess(event) && !isDrill(event)) {
			cases.set(caseId, { caseId, person: { id: person.id, name: person.name, workEmail: person.workEmail, source: event.source }, openedAt: at, open: !opened.dryRun, verdict: null, closedAt: null });
		}
		const resumed = cases.get(caseId);
		if (kind === 'case.resumed' && resumed !== undefined && !opened.dryRun) cases.set(caseId, { ...resumed, open: true });
	},
};

const leaversIn = following(leaversView);

/** Where the cut of somebody who is gone stands. */
export type Progress =
	| { kind: 'announced'; at: string }
	| { kind: 'held'; hold: string; until: string }
	| { kind: 'underway'; caseId: string; since: string }
	| { kind: 'closed'; caseId: string; verdict: Verdict; at: string }
	| { kind: 'unheard' };

export interface Leavings {
	/** By HR id, whom the ledger has a case of. */
	formerById: ReadonlyMap<string, Former>;
	leftSince(at: string): Former[];
	progressOf(person: Numbered): Progress;
}

/** What the ledger knows of people who leave. */
export const leavingsIn = async (ledger: Ledger, now: Date): Promise<Leavings> => {
	const cases = [...(await leaversIn(ledger)).values()];
	const announced = [...(await pendingIn(ledger)).scheduled.values()].map(({ announcement }) => announcement).filter(({ event }) => endsAccess(event) && Date.parse(event.effectiveAt) > now.getTime());
	const holds = [...(await holdsIn(ledger)).byId.values()].filter((hold) => endsAccess(hold.event) && !isApproved(hold));
	return {
		formerById: new Map(cases.map(({ person }) => [person.id, person])),
		leftSince: (at) => [...new Map(cases.filter(({ openedAt }) => openedAt >= at).map(({ person }) => [JSON.stringify([person.source, person.id]), person])).values()],
		progressOf: (person) => {
			const mine = cases.filter((one) => isSame(person, one.person)).sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1));
			const underway = mine.findLast(({ open }) => open);
			if (underway !== undefined) return { kind: 'underway', caseId: underway.caseId, since: underway.openedAt };
			const held = holds.find(({ person: { id, workEmail }, event: { source } }) => isSame(person, { id, workEmail, source }));
			if (held !== undefined) return { kind: 'held', hold: held.id, until: held.until };
			const ahead = announced.find(({ person: { id, workEmail }, event: { source } }) => isSame(person, { id, workEmail, source }));
			if (ahead !== undefined) return { kind: 'announced', at: ahead.event.effectiveAt };
			const closed = mine.findLast(({ verdict }) => verdict !== null);
			return closed === undefined ? { kind: 'unheard' } : { kind: 'closed', caseId: closed.caseId, verdict: closed.verdict!, at: closed.closedAt! };
		},
	};
};

type Numbered = Pick<Former, 'id' | 'source' | 'workEmail'>;

/**
 * Numbers repeat from one HR system to the next. Where a list does not say which it is from, the number alone counts; and an
 * emergency comes from a form, which names the person by number and address.
 */
const isSame = (one: Numbered, other: Numbered): boolean =>
	one.id === other.id && (one.source === null || other.source === null || one.source === other.source || (one.workEmail !== null && asName(one.workEmail) === asName(other.workEmail ?? '')));
