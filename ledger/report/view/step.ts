import type { Json, JsonObject } from '../../types';
import type { CheckedRecord } from '../../verify';
import { accessKinds, type AccessKind } from './controls';
import { differences, type Difference } from './difference';
import { instantIn, listIn, member, numberIn, textIn, textsIn, yesNoIn } from './read';

/** One request to a system. */
export interface CallView {
	method: string | null;
	path: string | null;
	status: number | null;
	requestId: string | null;
	/** What the system said went wrong, as it was recorded. */
	problem: string | null;
}

export type Verification = 'read back' | 'not read back' | 'cannot be read back';

/** How one step ended in one run. */
export interface StepView {
	/** The number of the record in the case, counted from 1. */
	record: number;
	system: string;
	step: string;
	account: { id: string; label: string } | null;
	outcome: string;
	verification: Verification;
	/** Whether nobody needs to do anything any more. */
	settled: boolean;
	/** Set where the administrator said that this outcome is fine. */
	accepted: boolean;
	/** Only the person can set it up again, and nobody else has to do anything. */
	theirs: boolean;
	/** Ordered for later than the rest, so that it is not what the deadline is about. */
	deferred: boolean;
	/** Done once more without having seen that it was missing. */
	blind: boolean;
	/** What the step could not take away, beside what it did: its second result. */
	remainder: boolean;
	operation: string | null;
	node: string | null;
	reason: string;
	/** The exception in the ledger that held or refused it. */
	exception: string | null;
	closes: AccessKind | null;
	/** Residual access, as the step itself says it. */
	remains: string[];
	requestedAt: string | null;
	effectiveAt: string | null;
	verifiedAt: string | null;
	calls: CallView[];
	changes: Difference[];
	before: Json | undefined;
	after: Json | undefined;
}

/** A record, with its number in the case. */
export interface Numbered extends CheckedRecord {
	number: number;
}

const settledOutcomes: ReadonlySet<string> = new Set(['done', 'already_done', 'not_removable_here']);

export const stepIn = ({ number, body }: Numbered): StepView => {
	const content: JsonObject = body?.content ?? {};
	const outcome = textIn(content, 'outcome') ?? 'no outcome';
	const verification = verificationIn(content);
	const accepted = yesNoIn(content, 'accepted') === true;
	const theirs = yesNoIn(content, 'theirs') === true;
	const [before, after] = [member(content, 'before'), member(content, 'after')];
	return {
		...whatIn(content),
		record: number,
		outcome,
		verification,
		accepted,
		theirs,
		deferred: yesNoIn(content, 'deferred') === true,
		settled: accepted || theirs || (settledOutcomes.has(outcome) && verification !== 'not read back'),
		remainder: yesNoIn(content, 'remainder') === true,
		blind: false,
		node: textIn(content, 'node'),
		reason: textIn(content, 'reason') ?? '',
		exception: textIn(content, 'exception'),
		closes: accessKinds.find((kind) => kind === textIn(content, 'closes')) ?? null,
		remains: textsIn(content, 'remains'),
		requestedAt: instantIn(content, 'requestedAt'),
		effectiveAt: instantIn(content, 'effectiveAt'),
		verifiedAt: instantIn(content, 'verifiedAt'),
		calls: listIn(content, 'calls').map(callIn),
		changes: differences(before, after),
		before,
		after,
	};
};

/** n8n was stopped between the intent and the result: what became of the change, nobody wrote down. */
export const unfinishedStep = ({ number, entry, body }: Numbered): StepView => {
	const content: JsonObject = body?.content ?? {};
	return {
		...whatIn(content),
		record: number, outcome: 'no result', verification: 'not read back', settled: false, accepted: false, theirs: false, deferred: false, remainder: false, blind: false, node: null,
		reason: `${textIn(content, 'what') ?? 'A change'} was intended, and no result was recorded.`,
		exception: null, closes: null, remains: [], requestedAt: entry.at, effectiveAt: null, verifiedAt: null, calls: [], changes: [], before: member(content, 'before'), after: undefined,
	};
};

const whatIn = (content: JsonObject): Pick<StepView, 'system' | 'step' | 'account' | 'operation'> => {
	const account = member(content, 'account');
	const id = textIn(account, 'id');
	return {
		system: textIn(content, 'system') ?? 'unknown system',
		step: textIn(content, 'step') ?? 'unknown step',
		account: id === null ? null : { id, label: textIn(account, 'label') ?? id },
		operation: textIn(content, 'operation'),
	};
};

const verificationIn = (content: JsonObject): Verification => {
	const verified = member(content, 'verified');
	if (verified === true) return 'read back';
	return verified === 'unverifiable' ? 'cannot be read back' : 'not read back';
};

const callIn = (call: Json): CallView => ({
	method: textIn(call, 'method'),
	path: textIn(call, 'path'),
	status: numberIn(call, 'status'),
	requestId: textIn(call, 'requestId'),
	problem: member(call, 'problem') === undefined ? null : JSON.stringify(call),
});

/** Results that end a system's part before its first step. */
const beforeSteps: ReadonlySet<string> = new Set(['findAccount', 'prepareAccount', 'protection']);

/** What counts of a run: a step that ran again replaces its earlier result, and an intent without a result is open. */
export const stepsOf = (records: readonly Numbered[]): StepView[] => {
	const latest = new Map<string, StepView>();
	const blind = new Map<string, boolean>();
	for (const record of records) {
		if (record.body === null) continue;
		const { kind } = record.entry;
		if (kind !== 'step.settled' && kind !== 'step.intended') continue;
		const read = kind === 'step.settled' ? stepIn(record) : unfinishedStep(record);
		const key = [read.system, read.account?.id ?? '', read.step].join('/');
		if (kind === 'step.intended') blind.set(key, yesNoIn(record.body.content, 'blind') === true);
		const step = { ...read, blind: blind.get(key) === true };
		const entrance = `${step.system}/${step.node ?? ''}/entrance`;
		if (beforeSteps.has(step.step)) {
			latest.set(entrance, step);
			continue;
		}
		if (kind === 'step.settled') latest.delete(entrance);
		latest.set([key, step.remainder ? 'remainder' : ''].join('/'), step);
	}
	return [...latest.values()];
};
