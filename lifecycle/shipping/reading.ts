import type { Json, JsonObject } from '../../ledger/types';
import { accessKinds, type AccessKind } from '../step';
import type { Outgoing } from './outgoing';

/** How far an action has come: that it was seen to hold is another event than that it was asked for. */
export type Phase = 'requested' | 'verified' | 'failed' | 'unverifiable';

export interface Somebody {
	id?: string;
	name?: string;
	email?: string;
}

/** What a record says, in words that no event schema has its own of. */
export interface Reading {
	/** `Case opened`, `blockSignIn in okta: done`. */
	title: string;
	phase: Phase | null;
	/** null where it is neither: asked for, held, planned. */
	succeeded: boolean | null;
	/** How it stands, for where `succeeded` does not say: `requested`, `held`. */
	state: string;
	/** For records of steps. */
	step: { closes: AccessKind | null; direction: 'takes' | 'gives' | null } | null;
	/** Whose access it is. */
	target: Somebody | null;
	/** Who decided or ordered it, where that is a person. */
	actor: Somebody | null;
	workflow: string | null;
	reason: string | null;
	/** What people search for. */
	facts: { [name: string]: string };
}

export const read = ({ record }: Outgoing): Reading => {
	const content = record.content ?? {};
	const said = { workflow: textIn(content, 'workflow'), reason: textIn(content, 'reason') ?? textIn(content, 'why'), facts: factsIn(content) };
	if (record.kind.startsWith('step.') && record.content !== null) return { ...readStep(record.kind, content), ...said };
	const succeeded = successes[record.kind]?.(content) ?? null;
	return {
		title: inWords(record.kind),
		phase: null,
		succeeded,
		state: 'recorded',
		step: null,
		target: somebody(content['person'] ?? content['account']),
		actor: somebody(content['by'] ?? content['registeredBy']),
		...said,
	};
};

const readStep = (kind: string, content: JsonObject): Omit<Reading, 'workflow' | 'reason' | 'facts'> => {
	const { phase, succeeded, state } = kind === 'step.intended' ? intended : settledAs(content);
	return {
		title: `${textIn(content, 'step') ?? 'A step'} in ${textIn(content, 'system') ?? 'a system'}: ${state.replaceAll('_', ' ')}`,
		phase,
		succeeded,
		state,
		step: { closes: accessKinds.find((one) => one === content['closes']) ?? null, direction: directions[textIn(content, 'operation') ?? ''] ?? null },
		target: somebody(content['account']),
		actor: null,
	};
};

type Progress = Pick<Reading, 'phase' | 'succeeded' | 'state'>;

const intended: Progress = { phase: 'requested', succeeded: null, state: 'requested' };

/** Only what was read back is a success; only what was tried and did not hold is a failure. */
const settledAs = ({ outcome, verified }: JsonObject): Progress => {
	const state = typeof outcome === 'string' ? outcome : 'recorded';
	if (state === 'failed') return { phase: 'failed', succeeded: false, state };
	if (state === 'refused' || state === 'ambiguous') return { phase: null, succeeded: false, state };
	if (state !== 'done' && state !== 'already_done') return { phase: null, succeeded: null, state };
	if (verified === true) return { phase: 'verified', succeeded: true, state };
	return { phase: verified === 'unverifiable' ? 'unverifiable' : null, succeeded: null, state: verified === 'unverifiable' ? 'unverifiable' : state };
};

const directions: { [operation: string]: 'takes' | 'gives' } = { cut: 'takes', restore: 'gives', grant: 'gives' };

const verdicts: { [verdict: string]: boolean } = { Complete: true, Incomplete: false };

const successes: { [kind: string]: (content: JsonObject) => boolean | null } = {
	'case.closed': ({ verdict }) => verdicts[String(verdict)] ?? null,
	'decision.recorded': ({ decision }) => decision === 'approved' || null,
	'hold.decided': ({ decision }) => decision === 'approved' || null,
	'webhook.refused': () => false,
	'event.unread': () => false,
	'event.quarantined': () => false,
	'workflow.failed': () => false,
	'shipping.settled': () => true,
};

/** `webhook.refused` is `Webhook refused`, whatever kinds there will be. */
const inWords = (kind: string): string => kind.replace(/^./, (first) => first.toUpperCase()).replaceAll(/[._-]/g, ' ');

const named = ['system', 'step', 'operation', 'outcome', 'closes', 'verdict', 'decision', 'run', 'node', 'sink', 'batch', 'source'] as const;

const factsIn = (content: JsonObject): { [name: string]: string } =>
	Object.fromEntries(named.flatMap((name) => (textIn(content, name) === null ? [] : [[name, textIn(content, name)!]])));

const textIn = (content: JsonObject, name: string): string | null => {
	const value = content[name];
	return typeof value === 'string' && value !== '' ? value : null;
};

const somebody = (value: Json | undefined): Somebody | null => {
	if (typeof value === 'string' && value !== '') return { name: value };
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
	const id = textIn(value, 'id');
	const name = textIn(value, 'name') ?? textIn(value, 'label');
	const email = textIn(value, 'workEmail') ?? textIn(value, 'email');
	const who = { ...(id === null ? {} : { id }), ...(name === null ? {} : { name }), ...(email === null ? {} : { email }) };
	return Object.keys(who).length === 0 ? null : who;
};
