import type { Ledger } from '../ledger/types';
import type { HrEvent } from './event';
import { keep } from './keep';
import { editionOf, isSaid } from './inbox';
import { onceOf, placeOf, trailSubject } from './pending';

/** What has to happen later in a case. A type, not an interface: the ledger keeps it. */
export type Appointment = {
	/** An instant. */
	at: string;
	/** What comes then and why, as it follows on `is taken up again: `. */
	why: string;
};

export interface Whose {
	workflow: string;
	caseId: string;
	event: Pick<HrEvent, 'key'>;
}

/**
 * Has the case taken up again at an instant, by whoever keeps its event. HR is asked once more, and the same workflow
 * runs from the start under the same case: every step reads first, so nothing is done twice, and nobody has to wait in an
 * execution that a restart would lose.
 */
export const comeAgain = async (ledger: Ledger, { workflow, caseId, event }: Whose, { at, why }: Appointment): Promise<void> => {
	const place = placeOf({ workflow }, event);
	const edition = await editionOf(ledger, place);
	// A run that ends late asks in vain, and takes no instant from what HR may say anew.
	if (!(await isSaid(ledger, place, edition))) return;
	const once = `${onceOf('event.again', place, edition)}/${at}`;
	await keep(ledger, { kind: 'event.again', caseId, subject: trailSubject(place), once, content: { workflow, key: event.key, at, why } });
};
