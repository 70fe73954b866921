import type { Json, JsonObject } from '../ledger/types';
import type { AccessKind } from './step';

export const outcomes = [
	'done',
	'already_done',
	'planned',
	'pending',
	'held',
	'refused',
	'not_found',
	'ambiguous',
	'not_removable_here',
	'failed',
] as const;

export type Outcome = (typeof outcomes)[number];

/** `unverifiable`: the vendor offers no way to read the end state back, and we say so instead of assuming it. */
export type Verified = boolean | 'unverifiable';

/** One step's result as it travels in `steps` of the item and, with more detail, into the ledger. */
export interface StepResult {
	system: string;
	step: string;
	outcome: Outcome;
	verified: Verified;
	account: { id: string; label: string } | null;
	requestedAt: string | null;
	effectiveAt: string | null;
	verifiedAt: string | null;
	/** A sentence: what was changed, or why not and what to do next. */
	reason: string;
	/** The exception in the ledger that held or refused it. */
	exception?: string;
	/** Which kind of access the step closes, and what it cannot reach even where it is done. */
	closes?: AccessKind;
	remains?: readonly string[];
	/** Cut or restore, as the ledger keeps it. */
	operation?: string;
	/** What a step could not take away, beside what it did: its second result. */
	remainder?: true;
	/** The node of the workflow, as the ledger keeps it. */
	node?: string;
	/** Set where the administrator said in the node that this outcome is fine, such as a person who never had an account here. */
	accepted?: true;
	/** The administrator wants it later than the rest, so it is not what the deadline is about. */
	deferred?: true;
	/** Only the person can set it up again, and nobody else has to do anything. */
	theirs?: true;
}

const fields: { [Name in keyof Required<StepResult>]: true } = {
	system: true,
	step: true,
	outcome: true,
	verified: true,
	account: true,
	requestedAt: true,
	effectiveAt: true,
	verifiedAt: true,
	reason: true,
	exception: true,
	closes: true,
	remains: true,
	operation: true,
	remainder: true,
	node: true,
	accepted: true,
	deferred: true,
	theirs: true,
};

/** The result alone, without the evidence that the ledger keeps beside it. */
export const resultIn = (content: JsonObject): StepResult => Object.fromEntries(Object.entries(content).filter(([name]) => name in fields)) as unknown as StepResult;

/** What the ledger keeps beside the result. */
export interface StepEvidence {
	before?: Json;
	after?: Json;
	/** Vendor calls with their request ids, in the order they were answered. */
	calls: JsonObject[];
}
