import type { Ledger } from '../../ledger/types';
import { caseIdOf, type Case } from '../case';
import { openCase, type OpenTerms } from '../caseRecords';
import type { HrEvent } from '../event';
import { keep } from '../keep';
import type { Person } from '../person';
import { Problem } from '../problem';
import { knownCase } from './knownCase';
import { objectionTo, stillBeingCut, withEarlier } from './objection';

export interface GivingBackTerms extends Omit<OpenTerms, 'givesBack'> {
	/** Cases that took what is to be given back. */
	linkedTo: readonly string[];
	now: Date;
}

const refuse = (person: Person, why: string, next: string): never => {
	throw new Problem('misconfigured', `Nothing was given back to ${person.name || `HR ID ${person.id}`}, because ${why}. ${next}`);
};

/**
 * Opens a case that gives back what others took. From here on nothing that comes by itself takes it away again, also
 * where HR still says that they leave.
 */
export const openGivingBack = async (ledger: Ledger, person: Person, event: HrEvent, { linkedTo, now, ...terms }: GivingBackTerms): Promise<Case> => {
	const by = caseIdOf(event, person);
	const cases = await newestFirst(ledger, (await Promise.all(linkedTo.map((one) => withEarlier(ledger, one, by)))).flat());
	for (const one of cases) {
		const objection = await objectionTo(ledger, one, { person, by, together: cases });
		if (objection !== null) refuse(person, objection, 'Look at their cases with List Cut Cases of the Evidence Ledger.');
		const tooEarly = await stillBeingCut(ledger, one, now);
		if (tooEarly !== null) refuse(person, tooEarly, 'It is taken up again by itself; when you run it by hand, wait for the end of that case first.');
	}
	const opened = await openCase(ledger, person, event, { ...terms, givesBack: cases });
	if (!terms.dryRun) for (const caseId of cases) await noteGivenBack(ledger, caseId, { by, workflow: terms.workflow, run: terms.run });
	return opened;
};

const newestFirst = async (ledger: Ledger, cases: readonly string[]): Promise<string[]> => {
	const known = await Promise.all([...new Set(cases)].map(async (id) => ({ id, seq: (await knownCase(ledger, id))?.seq ?? 0 })));
	return known.sort((a, b) => b.seq - a.seq).map(({ id }) => id);
};

/** Kept with what HR says, since it opens no case again. */
const noteGivenBack = async (ledger: Ledger, caseId: string, content: { by: string; workflow: string; run: string }): Promise<void> => {
	await keep(ledger, { kind: 'event.givenBack', caseId, once: `event.givenBack/${caseId}/${content.by}`, content });
};
