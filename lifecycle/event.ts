import { kept, text, type Kept } from './kept';

export const eventKinds = [
	'hire',
	'move',
	'rename',
	'leave',
	'return',
	'terminate',
	'rescind',
	'rehire',
	'contract-end',
] as const;

export type EventKind = (typeof eventKinds)[number];

/** What HR says happened to one person. */
export interface HrEvent {
	kind: EventKind;
	/** Stable for the same fact in HR, different for a repeated one: the row, not the day, is what HR entered. */
	key: string;
	source: string;
	/** An instant, never a bare date. */
	effectiveAt: string;
	receivedAt: string;
}

export const isEventKind = (value: unknown): value is EventKind => (eventKinds as readonly unknown[]).includes(value);

const fields: { [Name in keyof HrEvent]: Kept } = { kind: text, key: text, source: text, effectiveAt: text, receivedAt: text };

/** What the ledger keeps of an event. */
export const keptOfEvent = kept(fields);
