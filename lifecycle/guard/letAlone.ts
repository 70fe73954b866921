import { caseIdOf } from '../case';
import { mayBeCut, type EventKind } from '../event';
import { shown } from '../exceptions/exception';
import { gaveBackSince } from '../givingBack/knownCase';
import type { Announcement } from '../inbox';
import { following, type View } from '../view';
import { isUrgent } from './emergency';
import type { At, Trail } from './trail';

/** After these the person is to have access, whatever a person asked for before. */
const comesBack: ReadonlySet<EventKind> = new Set(['hire', 'start', 'rehire', 'return', 'rescind']);

interface Back {
	seq: number;
	at: string;
	kind: EventKind;
}

/** By HR's own id and by nothing else: a form knows the id, and not which HR system it is of. */
const backView: View<Map<string, Back>> = {
	kinds: ['event.received'],
	empty: () => new Map(),
	take: (back, { content, seq, at }) => {
		if (content === null) return;
		const { person, event } = content as unknown as Announcement;
		if (comesBack.has(event.kind)) back.set(person.id, { seq, at, kind: event.kind });
	},
};

const backIn = following(backView);

/**
 * Why a case that was begun must take nothing more, as words for a sentence. HR was asked just now, unless a person asked
 * for it without HR; and nobody is cut once more by what was given back while HR was asked.
 */
export const whyLetAlone = async ({ ledger }: At, announcement: Announcement, { saidIn }: Trail): Promise<string | null> => {
	const { person, event } = announcement;
	if (!mayBeCut(event.kind)) return null;
	const gaveBack = await gaveBackSince(ledger, caseIdOf(event, person), { afterSeq: saidIn });
	if (gaveBack !== undefined) return `access was given back at ${shown(gaveBack.at)}`;
	const back = isUrgent(event) ? (await backIn(ledger)).get(person.id) : undefined;
	return back !== undefined && back.seq > saidIn ? `HR said at ${shown(back.at)} that they stay or come back (${back.kind})` : null;
};
