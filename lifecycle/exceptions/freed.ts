import type { JsonObject, Ledger, LedgerRecord } from '../../ledger/types';
import { latest } from '../case';
import { personSubject } from '../caseRecords';
import type { HrEvent } from '../event';
import type { StepResult } from '../outcome';
import type { Person } from '../person';
import { following, type View } from '../view';
import { givenBack } from '../givingBack/knownCase';
import { concerns, isInForce, type Exception } from './exception';
import { holdAmong } from './hold';
import { exceptionsIn } from './register';

/** A case that an exception kept from being finished, which now nothing keeps any more. */
export interface Freed {
	/** As the trigger gave them, so that the case can be run again. */
	person: Person;
	event: HrEvent;
	caseId: string;
	closedAt: string;
	steps: { system: string; step: string; exception: string }[];
}

/** The last closing of a case, where it left something to an exception. A dry run left nothing to anybody. */
interface Closing {
	run: string;
	at: string;
	seq: number;
	/** What the exception kept: `okta/blockSignIn`. */
	kept: readonly string[];
}

/** What a workflow never tried, because it does not have the system, it cannot try once more. */
const tried: ReadonlySet<string> = new Set(['failed', 'pending']);

const heldView: View<Map<string, Closing>> = {
	kinds: ['case.closed'],
	empty: () => new Map(),
	take: (held, { caseId, at, seq, content }) => {
		if (caseId === undefined || content?.['dryRun'] === true) return;
		const open = (content?.['open'] ?? []) as JsonObject[];
		const nameOf = ({ system, step }: JsonObject): string => `${String(system)}/${String(step)}`;
		const kept = open.filter(({ exception }) => exception !== undefined).map(nameOf);
		if (kept.length > 0) held.set(caseId, { run: String(content?.['run']), at, seq, kept });
		// Tried when the exception was over, and not done: it is tried once more.
		else if (!open.some((step) => tried.has(String(step['outcome'])) && held.get(caseId)?.kept.includes(nameOf(step)))) held.delete(caseId);
	},
};

const heldIn = following(heldView);

export const freedCases = async (ledger: Ledger, now: Date): Promise<Freed[]> => {
	const held = [...(await heldIn(ledger))];
	const exceptions = await exceptionsIn(ledger);
	const freed = await Promise.all(held.map(([caseId, closing]) => freedCase(ledger, exceptions, now, caseId, closing)));
	return freed.filter((one) => one !== null);
};

const freedCase = async (ledger: Ledger, exceptions: readonly Exception[], now: Date, caseId: string, closing: Closing): Promise<Freed | null> => {
	const records = await ledger.records({ caseId, kinds: ['case.opened', 'event.superseded', 'step.settled'] });
	const opened = records.find(({ kind }) => kind === 'case.opened')?.content as Pick<Freed, 'person' | 'event'> | null | undefined;
	if (!opened) return null;
	const { person, event } = opened;
	const steps = heldSteps(records, closing)
		.filter((step) => isFreed(step, person, exceptions, now))
		.map(({ system, step, exception }) => ({ system, step, exception }));
	if (steps.length === 0 || isTakenBack(records, closing) || (await givenBack(ledger, caseId)) !== undefined || (await isFollowed(ledger, caseId, opened))) return null;
	return { person, event, caseId, closedAt: closing.at, steps };
};

type HeldStep = StepResult & { exception: string };

const heldSteps = (records: readonly LedgerRecord[], { run }: Closing): HeldStep[] => {
	const ofRun = records.filter(({ kind, content }) => kind === 'step.settled' && content?.['run'] === run);
	return latest(ofRun.map(({ content }) => content as unknown as StepResult)).filter((step): step is HeldStep => step.exception !== undefined);
};

const isFreed = (step: HeldStep, person: Person, exceptions: readonly Exception[], now: Date): boolean => {
	const named = exceptions.find(({ id }) => id === step.exception);
	const names = [person.id, person.workEmail ?? '', step.account?.id ?? '', step.account?.label ?? ''];
	const inForce = exceptions.filter((one) => isInForce(one, now) && concerns(one, names));
	return holdAmong(inForce, { system: step.system, step: step.step, erases: named?.type === 'legalHold' }) === null;
};

/** HR no longer says so, or the case itself has given back since what it took. */
const isTakenBack = (records: readonly LedgerRecord[], { seq }: Closing): boolean =>
	records.some((record) => record.kind === 'event.superseded' || (record.seq > seq && record.content?.['operation'] === 'restore' && record.content['outcome'] !== 'planned'));

/** Whoever has a newer case is that case's business. */
const isFollowed = async (ledger: Ledger, caseId: string, { person, event }: Pick<Freed, 'person' | 'event'>): Promise<boolean> => {
	const [newest] = await ledger.records({ subject: personSubject(person, event), kinds: ['case.opened'], newestFirst: true, limit: 1 });
	return newest !== undefined && newest.caseId !== caseId;
};
