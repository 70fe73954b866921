import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { cutAccess, type CutOptions } from '../../lifecycle/cut';
import { isEventKind, mayBeCut } from '../../lifecycle/event';
import { inspectAccess } from '../../lifecycle/inspect';
import { recordResult, resultOf, type Operation, type Within } from '../../lifecycle/journal';
import type { StepResult } from '../../lifecycle/outcome';
import { Problem } from '../../lifecycle/problem';
import { defaultPatience } from '../../lifecycle/readBack';
import { restoreAccess } from '../../lifecycle/restore';
import type { System } from '../../lifecycle/system';
import type { Work } from '../../lifecycle/work';
import { budgetFor } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';
import { atEdge } from './errors';
import { forEachItem } from './items';
import { openNodeLedger } from './ledger';
import { runIn } from './run';

/** Names this process among all that may work on the same case. */
const worker = randomUUID();

export interface AccessNode {
	/** As it stands in `steps` and in the ledger: `okta`. */
	id: string;
	/** The system of one item, over the credential the node has. */
	system(context: IExecuteFunctions, itemIndex: number): Promise<System>;
}

interface Options {
	missingAccountIsFine?: boolean;
	readBackSeconds?: number;
	requestsAtOnce?: number;
}

/** Retries, rate limits and the budget of a credential, for every system's node alike. */
export const patientHttp = (context: IExecuteFunctions, system: string, credentialId: string, send: Http, itemIndex: number): Http => {
	const { requestsAtOnce = 16 } = context.getNodeParameter('options', itemIndex, {}) as Options;
	const signal = context.getExecutionCancelSignal();
	return patient(send, { system, clock: systemClock, budget: budgetFor(credentialId, requestsAtOnce), ...(signal ? { signal } : {}) });
};

/** `execute` of every access node. */
export const runAccess = (context: IExecuteFunctions, node: AccessNode): Promise<INodeExecutionData[]> =>
	forEachItem(context, async (itemIndex) => {
		const { json } = context.getInputData()[itemIndex]!;
		const operation = context.getNodeParameter('operation', itemIndex) as 'cut' | 'inspect' | 'restore';
		const person = {
			id: text(context.getNodeParameter('personId', itemIndex)),
			workEmail: text(context.getNodeParameter('workEmail', itemIndex)) || null,
		};

		if (operation === 'inspect') {
			const system = await node.system(context, itemIndex);
			const found = await inspectAccess(system, person);
			const access = { ...(json['access'] as IDataObject | undefined) };
			access[system.id] = ('inspected' in found ? found.inspected : found.result) as unknown as IDataObject;
			return { json: { ...json, access } };
		}

		const caseId = caseIdOf(context, itemIndex);
		try {
			const system = await node.system(context, itemIndex);
			if (operation === 'cut') refuseOthers(json);
			const work = await workOf(context, itemIndex, json, caseId);
			const results = operation === 'cut' ? await cutAccess(system, person, cutOptions(context, itemIndex, system), work) : await restoreAccess(system, person, work);
			const earlier = Array.isArray(json['steps']) ? (json['steps'] as unknown as StepResult[]) : [];
			return { json: { ...json, steps: [...earlier, ...results] as unknown as IDataObject[] } };
		} catch (error) {
			const failure = atEdge(context.getNode(), error, itemIndex);
			await noteFailure(context, { caseId, run: runIn(json) ?? '', node: context.getNode().name }, operation, node.id, failure.message);
			throw failure;
		}
	});

/** A trigger tells hires and moves, too, and one wrong line in the editor must not cut those people. */
const refuseOthers = (json: IDataObject): void => {
	const kind = (json['case'] as IDataObject | undefined)?.['kind'] ?? (json['event'] as IDataObject | undefined)?.['kind'];
	if (!isEventKind(kind) || mayBeCut(kind)) return;
	const { name } = { ...(json['person'] as IDataObject | undefined) };
	throw new Problem('misconfigured', `The event of ${text(name) || 'this person'} is "${kind}", which is no reason to cut access, so nothing was changed. Let only events that end access come here: choose them in Events of the trigger, or put an If node before Open Case.`);
};

const caseIdOf = (context: IExecuteFunctions, itemIndex: number): string => {
	const caseId = text(context.getNodeParameter('caseId', itemIndex));
	if (caseId === '') {
		throw new Problem('misconfigured', 'The item carries no case, so there is nowhere to put the evidence and nothing was changed. Put an Evidence Ledger node with Open Case before this node.');
	}
	return caseId;
};

/** The workflow may go on after an error, and without a trace of it the other systems alone would make the case complete. */
const noteFailure = async (context: IExecuteFunctions, within: Within, operation: Operation, system: string, reason: string): Promise<void> => {
	try {
		const nothing = { requestedAt: null, effectiveAt: null, verifiedAt: null };
		const result = resultOf(system, 'prepareAccount', null, { outcome: 'failed', verified: false, reason, ...nothing });
		await recordResult(await openNodeLedger(context), within, operation, result);
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

const isDryRun = (context: IExecuteFunctions, itemIndex: number, json: IDataObject): boolean => {
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
