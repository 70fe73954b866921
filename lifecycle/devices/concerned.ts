import type { JsonObject, Ledger, LedgerRecord } from '../../ledger/types';
import { caseIn, dryRunsIn, isOpening, openingKinds, personSubject } from '../caseRecords';
import type { EventKind } from '../event';
import { shown } from '../exceptions/exception';
import type { Announcement } from '../inbox';
import { following, type View } from '../view';

/** After these the person is to have what they had, or what is new. */
const comesBack: ReadonlySet<string> = new Set<EventKind>(['rescind', 'return', 'rehire', 'hire', 'start']);

interface Back {
	seq: number;
	at: string;
	kind: string;
}

const memberOf = (content: JsonObject | null, name: string): JsonObject => (content?.[name] ?? {}) as JsonObject;

const whoIn = ({ subject, kind, content }: LedgerRecord): string => {
	if (kind === 'case.opened' && subject !== undefined) return subject;
	const { person, event } = content as unknown as Announcement;
	return personSubject(person, event);
};

const backView: View<Map<string, Back>> = {
	kinds: ['event.received', 'case.opened'],
	empty: () => new Map(),
	take: (back, record) => {
		const { seq, at, content } = record;
		const kind = String(memberOf(content, 'event')['kind']);
		if (content === null || !comesBack.has(kind) || memberOf(content, 'case')['dryRun'] === true) return;
		back.set(whoIn(record), { seq, at, kind });
	},
};

const backIn = following(backView);

const sayings = ['event.scheduled', 'event.received', 'event.superseded'];

/** Why a case must take nothing more from the person, as words for a sentence: HR took it back, they are back, or access was given back. */
export const whyTheyStay = async (ledger: Ledger, caseId: string): Promise<string | null> => {
	const records = await ledger.records({ caseId, kinds: [...openingKinds, ...sayings, 'event.givenBack', 'device.begun', 'step.settled'] });
	const lastOf = (fits: (record: LedgerRecord) => boolean) => records.filter(fits).at(-1);
	const opened = lastOf((record) => isOpening(record) && !caseIn(record.content).dryRun);

	// A copy of the workflow hears of it at another time.
	const said = lastOf(({ kind, content }) => sayings.includes(kind) && content?.['workflow'] === opened?.content?.['workflow']);
	if (said?.kind === 'event.superseded') return `HR took back at ${shown(said.at)} that they leave (${String(said.content?.['why'] ?? 'no reason was given')})`;

	const left = lastOf(({ kind }) => kind === 'case.opened' || kind === 'event.received' || kind === 'event.scheduled');
	const first = records.find(({ kind, content }) => kind === 'case.opened' && content !== null);
	const back = first === undefined ? undefined : (await backIn(ledger)).get(whoIn(first));
	if (left !== undefined && back !== undefined && back.seq > left.seq) return `HR said at ${shown(back.at)} that they stay or come back (${back.kind})`;

	const dryRuns = dryRunsIn(records);
	const restored = lastOf(({ kind, content }) => kind === 'event.givenBack' || (kind === 'step.settled' && content?.['operation'] === 'restore' && content['outcome'] !== 'planned' && !dryRuns.has(String(content['run']))));
	const orderedAnew = lastOf(({ kind }) => kind === 'device.begun');
	return restored !== undefined && restored.seq > (orderedAnew?.seq ?? -1) ? `access was given back to them at ${shown(restored.at)}` : null;
};

export interface Concerned {
	/** When the case began. */
	since: string | null;
	/** Every address that HR has had for the person: a hold may know them by one that has changed. */
	addresses: string[];
}

export const whomItConcerns = async (ledger: Ledger, caseId: string): Promise<Concerned> => {
	const [opened] = await ledger.records({ caseId, kinds: ['case.opened'], limit: 1 });
	if (opened === undefined) return { since: null, addresses: [] };
	const others = opened.subject === undefined ? [] : await ledger.records({ subject: opened.subject, kinds: ['case.opened', 'person.known'] });
	const addresses = [opened, ...others].flatMap(({ content }) => [memberOf(content, 'person')['workEmail'], content?.['workEmail']]);
	return { since: opened.at, addresses: [...new Set(addresses.filter((address): address is string => typeof address === 'string' && address !== ''))] };
};
