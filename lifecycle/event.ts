import { kept, text, textOrNull, type Kept } from './kept';

/** `hire` is announced, `start` is the first day; `conversion` is a change of the kind of contract. */
export const eventKinds = [
	'hire',
	'start',
	'move',
	'rename',
	'leave',
	'return',
	'terminate',
	'rescind',
	'rehire',
	'contract-end',
	'conversion',
] as const;

export type EventKind = (typeof eventKinds)[number];

/** What HR says is different. A type, not an interface: the ledger keeps it. */
export type Change = { field: string; from: string | null; to: string | null };

/** What HR says happened to one person. */
export interface HrEvent {
	kind: EventKind;
	/** Stable for the same fact in HR, different for a repeated one: the row, not the day, is what HR entered. */
	key: string;
	source: string;
	/** An instant, never a bare date. */
	effectiveAt: string;
	receivedAt: string;
	/** Nothing of it may be visible before its moment. */
	confidential?: true;
	/** Somebody asked for it to be done now, without waiting for HR. */
	urgency?: 'immediate';
	/** Who asked for it, where a person did and not HR by itself. */
	requestedBy?: string;
	/** Why, in the words of whoever asked. */
	reason?: string;
	/** The case to take back, where somebody named one. */
	takesBack?: string;
	changes?: Change[];
}

export const isEventKind = (value: unknown): value is EventKind => (eventKinds as readonly unknown[]).includes(value);

/** A case of somebody who exists for drills only. It counts nowhere as somebody who joined or left. */
export const isDrill = ({ source }: Pick<HrEvent, 'source'>): boolean => source === 'drill';

/** After these the person is to have no access left. */
export const endsAccess = ({ kind }: Pick<HrEvent, 'kind'>): boolean => kind === 'terminate' || kind === 'contract-end';

/** Whoever is away may lose access until they are back; nobody else but a leaver may. */
export const mayBeCut = (kind: EventKind): boolean => endsAccess({ kind }) || kind === 'leave';

/** What was taken before is given back after these. */
export const givesBack = ({ kind }: Pick<HrEvent, 'kind'>): boolean => kind === 'rescind' || kind === 'return';

/** Whoever leaves, or is away, is given nothing; a termination taken back is undone from the snapshot. */
export const mayBeGiven = (kind: EventKind): boolean => !mayBeCut(kind) && kind !== 'rescind';

const dayMs = 24 * 60 * 60_000;

/** HR told more than a day late, so that no deadline could be kept. */
export const isBackDated = ({ effectiveAt, receivedAt }: Pick<HrEvent, 'effectiveAt' | 'receivedAt'>): boolean => Date.parse(receivedAt) - Date.parse(effectiveAt) > dayMs;

const only = (wanted: unknown): Kept => (value) => (value === wanted ? (value as string | boolean) : undefined);
const change = kept({ field: text, from: textOrNull, to: textOrNull });
const changes: Kept = (value) => (Array.isArray(value) ? value.filter((one) => typeof one === 'object' && one !== null).map(change) : undefined);

const fields: { [Name in keyof Required<HrEvent>]: Kept } = {
	kind: text,
	key: text,
	source: text,
	effectiveAt: text,
	receivedAt: text,
	confidential: only(true),
	urgency: only('immediate'),
	requestedBy: text,
	reason: text,
	takesBack: text,
	changes,
};

/** What the ledger keeps of an event. */
export const keptOfEvent = kept(fields);
