import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { cutAccess, type CutOptions } from '../../lifecycle/cut';
import { isEventKind, mayBeCut, mayBeGiven, type EventKind } from '../../lifecycle/event';
import { changeAccess, grantAccess } from '../../lifecycle/give';
import type { Wish } from '../../lifecycle/giving';
import { inspectAccess } from '../../lifecycle/inspect';
import { recordResult, resultOf, type Operation, type Within } from '../../lifecycle/journal';
import type { StepResult } from '../../lifecycle/outcome';
import { Problem } from '../../lifecycle/problem';
import { defaultPatience } from '../../lifecycle/readBack';
import { inEach } from '../../lifecycle/places';
import { restoreAccess } from '../../lifecycle/restore';
import type { System } from '../../lifecycle/system';
import { ending, type PersonRef, type Work } from '../../lifecycle/work';
import { budgetFor, createBudget } from '../../systems/http/budget';
import { patient, type HttpPatience } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';
import { atEdge } from './errors';
import { isWaitedFor, orHandOn } from './handOn';
import { atOnce, forEachItem } from './items';
import { openNodeLedger } from './ledger';
import { listAccounts } from './listAccounts';
import { runIn } from './run';
import { wishOf } from './wish';

/** Names this process among all that may work on the same case. */
const worker = randomUUID();

export interface AccessNode {
	/** As it stands in `steps` and in the ledger: `okta`; of a node that is one of many applications, as its fields say. */
	id: string | ((context: IExecuteFunctions, itemIndex: number) => string);
	/** The system of one item, over the credential the node has; or the places of one kind that the node works in. */
	system(context: IExecuteFunctions, itemIndex: number): Promise<System | readonly System[]>;
	/** What this system can be asked for beside what every system can. */
	wish?(context: IExecuteFunctions, itemIndex: number, wish: Wish): Wish;
	/** Operations of a resource of its own, which belong to no case. */
	own?: Readonly<Record<string, (context: IExecuteFunctions, itemIndex: number) => Promise<INodeExecutionData>>>;
}

interface Options {
	missingAccountIsFine?: boolean;
	readBackSeconds?: number;
	requestsAtOnce?: number;
	othersWaitSeconds?: number;
}

/** Retries, rate limits and the budget of a credential, for every system's node alike. */
export const patientHttp = (context: IExecuteFunctions, system: string, credentialId: string, send: Http, itemIndex: number, more: Pick<HttpPatience, 'isThrottled' | 'totalMs'> = {}): Http => {
	const { requestsAtOnce = 16 } = context.getNodeParameter('options', itemIndex, {}) as Options;
	const signal = context.getExecutionCancelSignal();
	return patient(send, { system, clock: systemClock, budget: budgetFor(credentialId, requestsAtOnce), ...(signal ? { signal } : {}), ...more });
};

/** `execute` of every access node. */
export const runAccess = (context: IExecuteFunctions, node: AccessNode): Promise<INodeExecutionData[]> => {
	const startedAt = Date.now();
	// Also for items that were handed on: a hundred at once would all be cut at the very end.
	const people = createBudget(atOnce);
	return forEachItem(context, async (itemIndex) => {
		const asked = context.getNodeParameter('operation', itemIndex) as string;
		const own = node.own?.[asked];
		if (own) return await own(context, itemIndex);
		const operation = asked as Operation | 'inspect' | 'list';
		if (operation === 'list') return await listAccounts(context, await placesOf(context, itemIndex, node), itemIndex);
		const { json } = context.getInputData()[itemIndex]!;
		const person = {
			id: text(context.getNodeParameter('personId', itemIndex)),
			workEmail: text(context.getNodeParameter('workEmail', itemIndex)) || null,
		};

		if (operation === 'inspect') {
			const access = { ...(json['access'] as IDataObject | undefined) };
			for (const system of await placesOf(context, itemIndex, node)) {
				const found = await inspectAccess(system, person);
				access[system.id] = ('inspected' in found ? found.inspected : found.result) as unknown as IDataObject;
			}
			return { json: { ...json, access } };
		}

		const caseId = caseIdOf(context, itemIndex);
		const within: Within = { caseId, run: runIn(json) ?? '', node: context.getNode().name };
		const id = typeof node.id === 'string' ? node.id : node.id(context, itemIndex);
		const note = <Result>(work: () => Promise<Result>) => noted(context, within, operation, id, itemIndex, work);
		// What is wrong with the workflow is said by the node itself, before anything is handed on.
		const carryOut = await note(() => prepare(context, itemIndex, node, operation, json, person, caseId));
		const work = people.run(() => note(carryOut));
		const results = isWaitedFor(context) ? ((await orHandOn(caseId, id, work, waitMs(context, itemIndex, startedAt))) ?? [stillUnderway(id)]) : await work;
		const earlier = Array.isArray(json['steps']) ? (json['steps'] as unknown as StepResult[]) : [];
		return { json: { ...json, steps: [...earlier, ...results] as unknown as IDataObject[] } };
	});
};

const prepare = async (context: IExecuteFunctions, itemIndex: number, node: AccessNode, operation: Operation, json: IDataObject, person: PersonRef, caseId: string): Promise<() => Promise<StepResult[]>> => {
	refuseOthers(operation, json);
	const places = await placesOf(context, itemIndex, node);
	const terms = await workOf(context, itemIndex, json, caseId);
	if (operation === 'cut') {
		const options = cutOptions(context, itemIndex, places[0]);
		return () => inEach(places, terms, (system, work) => cutAccess(system, person, options, work));
	}
	if (operation === 'restore') return () => inEach(places, terms, (system, work) => restoreAccess(system, person, work));
	const common = wishOf(context, itemIndex, json, person);
	const wish = node.wish?.(context, itemIndex, common) ?? common;
	const give = operation === 'grant' ? grantAccess : changeAccess;
	return () => inEach(places, terms, (system, work) => give(system, wish, work));
};

const placesOf = async (context: IExecuteFunctions, itemIndex: number, node: AccessNode): Promise<readonly [System, ...System[]]> => {
	const [first, ...others] = [await node.system(context, itemIndex)].flat() as System[];
	if (first === undefined) throw new Problem('misconfigured', 'The node names no place to work in, so nothing was changed. Add one to the list in the node.');
	return [first, ...others];
};

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
const noted = async <Result>(context: IExecuteFunctions, within: Within, operation: Operation, system: string, itemIndex: number, work: () => Promise<Result>): Promise<Result> => {
	try {
		return await work();
	} catch (error) {
		const failure = atEdge(context.getNode(), error, itemIndex);
		await noteFailure(context, within, operation, system, failure.message);
		throw failure;
	}
};

/** A trigger tells of everything, and one wrong line in the editor must neither cut a mover nor give to a leaver. */
const refuseOthers = (operation: Operation, json: IDataObject): void => {
	const kind = (json['case'] as IDataObject | undefined)?.['kind'] ?? (json['event'] as IDataObject | undefined)?.['kind'];
	if (!isEventKind(kind) || isFor(operation, kind)) return;
	const { name } = { ...(json['person'] as IDataObject | undefined) };
	const [what, which] = operation === 'cut' ? ['cut', 'that end access'] : ['give', 'by which somebody joins, moves or comes back'];
	throw new Problem('misconfigured', `The event of ${text(name) || 'this person'} is "${kind}", which is no reason to ${what} access, so nothing was changed. Let only events ${which} come here: choose them in Events of the trigger, or put an If node before Open Case.`);
};

const isFor = (operation: Operation, kind: EventKind): boolean => (operation === 'restore' ? true : operation === 'cut' ? mayBeCut(kind) : mayBeGiven(kind));

const caseIdOf = (context: IExecuteFunctions, itemIndex: number): string => {
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

const workOf = async (context: IExecuteFunctions, itemIndex: number, json: IDataObject, caseId: string): Promise<Work> => {
	const { readBackSeconds } = context.getNodeParameter('options', itemIndex, {}) as Options;
	const signal = context.getExecutionCancelSignal();
	return {
		ledger: await openNodeLedger(context, json),
		clock: systemClock,
		patience: readBackSeconds === undefined ? defaultPatience : { ...defaultPatience, readBackMs: readBackSeconds * 1_000, proofMs: Math.min(readBackSeconds * 1_000, defaultPatience.proofMs) },
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

const cutOptions = (context: IExecuteFunctions, itemIndex: number, system: System): CutOptions => {
	const { missingAccountIsFine = false } = context.getNodeParameter('options', itemIndex, {}) as Options;
	return { steps: stepsOf(context, itemIndex, system), missingAccountIsFine };
};

/** A step that is quietly not run looks like a step that was not needed. */
const stepsOf = (context: IExecuteFunctions, itemIndex: number, system: System): string[] => {
	const ticked = context.getNodeParameter('steps', itemIndex) as string[];
	const unknown = ticked.filter((id) => !system.steps.some((step) => step.id === id));
	if (unknown.length > 0) {
		throw new Problem('misconfigured', `This version of the node has no step "${unknown.join('", "')}", so nothing was changed. Open the node, tick what takes its place in Steps, and run the case again.`);
	}
	if (ticked.length === 0) throw new Problem('misconfigured', `No step is ticked for ${system.label}, so nothing was changed. Tick what is to be taken away in Steps, or remove the node.`);
	return ticked;
};

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value).trim());
