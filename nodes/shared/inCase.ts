import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { isEventKind, mayBeCut, mayBeGiven, type EventKind } from '../../lifecycle/event';
import { recordResult, resultOf, type Operation, type Within } from '../../lifecycle/journal';
import type { StepResult } from '../../lifecycle/outcome';
import { Problem } from '../../lifecycle/problem';
import { defaultPatience } from '../../lifecycle/readBack';
import { ending, type PersonRef, type Work } from '../../lifecycle/work';
import type { Budget } from '../../systems/http/budget';
import { atEdge } from './errors';
import { isWaitedFor, orHandOn } from './handOn';
import { openNodeLedger } from './ledger';
import { runIn } from './run';
import { withSteps } from './steps';

/** Names this process among all that may work on the same case. */
const worker = randomUUID();

interface Options {
	readBackSeconds?: number;
	othersWaitSeconds?: number;
}

/** One item of a node that works on a case. */
export interface AtWork {
	json: IDataObject;
	person: PersonRef;
	caseId: string;
	/** Asked for late, because what is wrong with the workflow is said before the ledger is opened. */
	work(): Promise<Work>;
}

export interface InCase {
	/** As it stands in `steps` and in the ledger: `okta`. */
	id: string;
	operation: Operation;
	startedAt: number;
	/** So many people at once. */
	people: Budget;
	/** How long to wait for a system to show what it accepted, where the node does not say. */
	readBackMs?: number;
}

/** One person's part of a case in one system: prepared at once, carried out behind the back of the nodes that follow, and written down whatever happens. */
export const inCase = async (context: IExecuteFunctions, itemIndex: number, { id, operation, startedAt, people, readBackMs }: InCase, prepare: (atWork: AtWork) => Promise<() => Promise<StepResult[]>>): Promise<INodeExecutionData> => {
	const { json } = context.getInputData()[itemIndex]!;
	const caseId = caseIdOf(context, itemIndex);
	const within: Within = { caseId, run: runIn(json) ?? '', node: context.getNode().name };
	const note = <Result>(work: () => Promise<Result>) => noted(context, within, operation, id, itemIndex, work);
	// What is wrong with the workflow is said by the node itself, before anything is handed on.
	const carryOut = await note(() => prepare({ json, person: personOf(context, itemIndex), caseId, work: () => workOf(context, itemIndex, json, caseId, readBackMs) }));
	const work = people.run(() => note(carryOut));
	const results = isWaitedFor(context) ? ((await orHandOn(caseId, id, work, waitMs(context, itemIndex, startedAt))) ?? [stillUnderway(id)]) : await work;
	return { json: withSteps(json, results) };
};

export const personOf = (context: IExecuteFunctions, itemIndex: number): PersonRef => ({
	id: text(context.getNodeParameter('personId', itemIndex)),
	workEmail: text(context.getNodeParameter('workEmail', itemIndex)) || null,
});

/** Whoever tests from the editor looks at the node, and wants to see what came of it. */
const waitSeconds = (context: IExecuteFunctions): number => (context.getMode() === 'manual' ? 5 : 0);

/** Counted from the start of the node, so that many items do not add up. */
const waitMs = (context: IExecuteFunctions, itemIndex: number, startedAt: number): number => {
	const { othersWaitSeconds = waitSeconds(context) } = context.getNodeParameter('options', itemIndex, {}) as Options;
	return Math.max(0, startedAt + othersWaitSeconds * 1_000 - Date.now());
};

const stillUnderway = (system: string): StepResult =>
	resultOf(system, 'allSteps', null, ending('pending', 'Still being worked on. The item goes on so that the systems behind need not wait; Close Case waits for the end of it, and shows what came of it.'));

/** The workflow may go on after an error, and without a trace of it the other systems alone would make the case complete. */
export const noted = async <Result>(context: IExecuteFunctions, within: Within, operation: Operation, system: string, itemIndex: number, work: () => Promise<Result>): Promise<Result> => {
	try {
		return await work();
	} catch (error) {
		const failure = atEdge(context.getNode(), error, itemIndex);
		await noteFailure(context, within, operation, system, failure.message);
		throw failure;
	}
};

/** A trigger tells of everything, and one wrong line in the editor must neither cut a mover nor give to a leaver. */
export const refuseOthers = (operation: Operation, json: IDataObject): void => {
	const kind = (json['case'] as IDataObject | undefined)?.['kind'] ?? (json['event'] as IDataObject | undefined)?.['kind'];
	if (!isEventKind(kind) || isFor(operation, kind)) return;
	const { name } = { ...(json['person'] as IDataObject | undefined) };
	const [what, which] = operation === 'cut' ? ['cut', 'that end access'] : ['give', 'by which somebody joins, moves or comes back'];
	throw new Problem('misconfigured', `The event of ${text(name) || 'this person'} is "${kind}", which is no reason to ${what} access, so nothing was changed. Let only events ${which} come here: choose them in Events of the trigger, or put an If node before Open Case.`);
};

const isFor = (operation: Operation, kind: EventKind): boolean => (operation === 'restore' ? true : operation === 'cut' ? mayBeCut(kind) : mayBeGiven(kind));

export const caseIdOf = (context: IExecuteFunctions, itemIndex: number): string => {
	const caseId = text(context.getNodeParameter('caseId', itemIndex));
	if (caseId === '') {
		throw new Problem('misconfigured', 'The item carries no case, so there is nowhere to put the evidence and nothing was changed. Put an Evidence Ledger node with Open Case before this node.');
	}
	return caseId;
};

const noteFailure = async (context: IExecuteFunctions, within: Within, operation: Operation, system: string, reason: string): Promise<void> => {
	try {
		await recordResult(await openNodeLedger(context), within, operation, resultOf(system, 'prepareAccount', null, ending('failed', reason)));
	} catch {
		// A ledger that cannot be written closes no case either; what is thrown is what went wrong first.
	}
};

const workOf = async (context: IExecuteFunctions, itemIndex: number, json: IDataObject, caseId: string, readBackMs = defaultPatience.readBackMs): Promise<Work> => {
	const { readBackSeconds = readBackMs / 1_000 } = context.getNodeParameter('options', itemIndex, {}) as Options;
	const signal = context.getExecutionCancelSignal();
	return {
		ledger: await openNodeLedger(context, json),
		clock: systemClock,
		patience: { ...defaultPatience, readBackMs: readBackSeconds * 1_000, proofMs: Math.min(readBackSeconds * 1_000, defaultPatience.proofMs) },
		caseId,
		run: runIn(json) ?? '',
		node: context.getNode().name,
		dryRun: isDryRun(context, itemIndex, json),
		worker,
		...(signal ? { signal } : {}),
	};
};

export const isDryRun = (context: IExecuteFunctions, itemIndex: number, json: IDataObject): boolean => {
	if (context.getNodeParameter('dryRun', itemIndex) === 'always') return true;
	const said = (json['case'] as IDataObject | undefined)?.['dryRun'];
	// Neither guess is harmless: live might cut by mistake, dry might leave access and look fine.
	if (typeof said !== 'boolean') {
		throw new Problem('misconfigured', 'The item does not say whether the case is a dry run, so nothing was changed. Pass on what Open Case gave, or set Dry Run to "Always" in this node.');
	}
	return said;
};

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value).trim());
