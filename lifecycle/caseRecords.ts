import type { JsonObject, Ledger, LedgerRecord } from '../ledger/types';
import { caseIdOf, dueBy, type Case } from './case';
import { refuseUnlessForDrills } from './drill';
import { isDrill, keptOfEvent, type HrEvent } from './event';
import { keep } from './keep';
import { keptOfPerson, type Person } from './person';

export interface OpenTerms {
	dryRun: boolean;
	deadlineMinutes: number;
	run: string;
	workflow: string;
	/** Cases whose taking away this one gives back, the newest first. */
	givesBack?: readonly string[];
}

/** Opens the case of an event, or goes on with it: the same event is always the same case. */
export const openCase = async (ledger: Ledger, person: Person, event: HrEvent, terms: OpenTerms): Promise<Case> => {
	if (isDrill(event)) await refuseUnlessForDrills(ledger, person);
	const opened: Case = {
		id: caseIdOf(event, person),
		kind: event.kind,
		effectiveAt: event.effectiveAt,
		dueBy: dueBy(event, terms.deadlineMinutes),
		dryRun: terms.dryRun,
		run: terms.run,
	};
	const { workflow } = terms;
	const more: JsonObject = terms.givesBack === undefined ? {} : { givesBack: [...terms.givesBack] };
	const content = { case: { ...opened }, workflow, ...more, person: keptOfPerson(person), event: keptOfEvent(event) };
	const { appended } = await keep(ledger, { kind: 'case.opened', caseId: opened.id, subject: personSubject(person, event), once: `case/${opened.id}`, content });
	if (!appended) await keep(ledger, { kind: 'case.resumed', caseId: opened.id, content: { case: { ...opened }, workflow, ...more } });
	return opened;
};

/** All cases of a person are found by it; numbers of people repeat from one HR system to the next. */
export const personSubject = ({ id }: Pick<Person, 'id'>, { source }: Pick<HrEvent, 'source'>): string => `${source}/${id}`;

/** What Open Case wrote down about the run it began. */
export const caseIn = (content: JsonObject | null): Case => (content?.['case'] ?? {}) as unknown as Case;

/** With these a run of a case begins. */
export const openingKinds: readonly string[] = ['case.opened', 'case.resumed'];

export const isOpening = ({ kind }: Pick<LedgerRecord, 'kind'>): boolean => openingKinds.includes(kind);

export const isLiveOpening = (record: LedgerRecord): boolean => isOpening(record) && caseIn(record.content).dryRun === false;

/** The runs that were to change nothing. */
export const dryRunsIn = (records: readonly LedgerRecord[]): ReadonlySet<string> =>
	new Set(records.filter(isOpening).map(({ content }) => caseIn(content)).filter(({ dryRun }) => dryRun).map(({ run }) => run));
