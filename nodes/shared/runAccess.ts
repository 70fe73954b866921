import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { cutAccess, inspectAccess, restoreAccess, type Work } from '../../lifecycle/access';
import { systemClock } from '../../lifecycle/clock';
import type { StepResult } from '../../lifecycle/outcome';
import { Problem } from '../../lifecycle/problem';
import { defaultPatience } from '../../lifecycle/readBack';
import type { AccountRef, System } from '../../lifecycle/system';
import { budgetFor } from '../../systems/http/budget';
import { patient } from '../../systems/http/patient';
import type { Http } from '../../systems/http/types';
import { forEachItem } from './items';
import { openNodeLedger } from './ledger';

/** Names this process among all that may work on the same case. */
const worker = randomUUID();

export interface AccessNode {
	/** The system of one item, over the credential the node has. */
	system(context: IExecuteFunctions, itemIndex: number): Promise<System>;
}

interface Options {
	missingAccountIsFine?: boolean;
	legalHold?: string;
	readBackSeconds?: number;
	requestsAtOnce?: number;
}

/** Retries, rate limits and the budget of a credential, for every system's node alike. */
export const patientHttp = (context: IExecuteFunctions, system: string, credentialId: string, send: Http, itemIndex: number): Http => {
	const { requestsAtOnce = 16 } = context.getNodeParameter('options', itemIndex, {}) as Options;
	const signal = context.getExecutionCancelSignal();
	return patient(send, { system, clock: systemClock, budget: budgetFor(`${credentialId}/${requestsAtOnce}`, requestsAtOnce), ...(signal ? { signal } : {}) });
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
		const system = await node.system(context, itemIndex);

		if (operation === 'inspect') {
			const found = await inspectAccess(system, person);
			const access = { ...(json['access'] as IDataObject | undefined) };
			access[system.id] = ('inspected' in found ? found.inspected : found.result) as unknown as IDataObject;
			return { json: { ...json, access } };
		}

		const work = await workOf(context, itemIndex, json);
		const results = operation === 'cut' ? await cutAccess(system, person, cutOptions(context, itemIndex, person.id), work) : await restoreAccess(system, person, work);
		const earlier = Array.isArray(json['steps']) ? (json['steps'] as unknown as StepResult[]) : [];
		return { json: { ...json, steps: [...earlier, ...results] as unknown as IDataObject[] } };
	});

const workOf = async (context: IExecuteFunctions, itemIndex: number, json: IDataObject): Promise<Work> => {
	const caseId = text(context.getNodeParameter('caseId', itemIndex));
	if (caseId === '') {
		throw new Problem('misconfigured', 'The item carries no case, so there is nowhere to put the evidence and nothing was changed. Put an Evidence Ledger node with Open Case before this node.');
	}
	const { readBackSeconds } = context.getNodeParameter('options', itemIndex, {}) as Options;
	const signal = context.getExecutionCancelSignal();
	return {
		ledger: await openNodeLedger(context.getInstanceBaseUrl()),
		clock: systemClock,
		patience: readBackSeconds === undefined ? defaultPatience : { ...defaultPatience, readBackMs: readBackSeconds * 1_000, proofMs: Math.min(readBackSeconds * 1_000, defaultPatience.proofMs) },
		caseId,
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

const cutOptions = (context: IExecuteFunctions, itemIndex: number, personId: string) => {
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const listed = text(context.getNodeParameter('protectedPeople', itemIndex, ''))
		.split(/[,;\n]/)
		.map((entry) => entry.trim().toLowerCase())
		.filter((entry) => entry !== '');
	const protectedPeople = new Set(listed);
	return {
		steps: context.getNodeParameter('steps', itemIndex) as string[],
		protection: (account: AccountRef) =>
			[personId, account.id, account.label].some((name) => protectedPeople.has(name.toLowerCase()))
				? 'it is on the list of protected people in this node. If that is wrong, take it off the list and run the case again'
				: null,
		legalHold: options.legalHold?.trim() ? options.legalHold.trim() : null,
		missingAccountIsFine: options.missingAccountIsFine ?? false,
	};
};

const text = (value: unknown): string => (value === undefined || value === null ? '' : String(value).trim());
