import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runIn } from '../shared/run';
import { closeCase, openCase, type OpenTerms } from '../../lifecycle/caseRecords';
import type { HrEvent } from '../../lifecycle/event';
import type { Person } from '../../lifecycle/person';
import { Problem } from '../../lifecycle/problem';
import { summary } from '../../lifecycle/summary';
import { openNodeLedger } from '../shared/ledger';

export type LedgerOperation = 'openCase' | 'closeCase' | 'exportBundle' | 'verify';
type Operation = (context: IExecuteFunctions, itemIndex: number) => Promise<INodeExecutionData>;

const ledgerOf = (context: IExecuteFunctions) => openNodeLedger(context.getInstanceBaseUrl());
const itemOf = (context: IExecuteFunctions, itemIndex: number): IDataObject => context.getInputData()[itemIndex]!.json;
const caseIdOf = (context: IExecuteFunctions, itemIndex: number): string => String(context.getNodeParameter('caseId', itemIndex) ?? '').trim();

/** An expression may give anything, and the text "false" counts as true. */
const termsOf = (context: IExecuteFunctions, itemIndex: number): OpenTerms => {
	const dryRun: unknown = context.getNodeParameter('dryRun', itemIndex);
	if (typeof dryRun !== 'boolean') {
		throw new Problem('misconfigured', 'Dry Run of Open Case is neither on nor off, so no case was opened. Use the switch, or an expression that gives true or false and no text.');
	}
	const deadlineMinutes: unknown = context.getNodeParameter('deadlineMinutes', itemIndex);
	if (typeof deadlineMinutes !== 'number' || !(deadlineMinutes >= 1 && deadlineMinutes <= 525_600)) {
		throw new Problem('misconfigured', 'Deadline of Open Case is not a number of minutes between 1 and a year, so no case was opened.');
	}
	return { dryRun, deadlineMinutes, run: context.getExecutionId() || randomUUID(), workflow: String(context.getWorkflow().id) };
};

const announcedIn = (json: IDataObject): { person: Person; event: HrEvent } => {
	const person = json['person'] as unknown as Person | undefined;
	const event = json['event'] as unknown as HrEvent | undefined;
	const isInstant = (value: unknown) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
	if (!person?.id || typeof event?.key !== 'string' || event.key === '' || !isInstant(event.effectiveAt) || !isInstant(event.receivedAt)) {
		throw new Problem('misconfigured', 'The item carries no person and event, so no case was opened. Connect this node to a lifecycle trigger, or keep its "person" and "event" on the way.');
	}
	// Elsewhere an id may have become a number on its way.
	return { person: { ...person, id: String(person.id) }, event };
};

const open: Operation = async (context, itemIndex) => {
	const json = itemOf(context, itemIndex);
	const { person, event } = announcedIn(json);
	const opened = await openCase(await ledgerOf(context), person, event, termsOf(context, itemIndex));
	return { json: { ...json, case: { ...opened }, steps: [] } };
};

const close: Operation = async (context, itemIndex) => {
	const json = itemOf(context, itemIndex);
	const caseId = caseIdOf(context, itemIndex);
	const { steps, open: stillOpen, head, ...closed } = await closeCase(await ledgerOf(context), caseId, runIn(json));
	const person = json['person'] as unknown as Person | undefined;
	return {
		json: {
			...json,
			case: { ...(json['case'] as IDataObject | undefined), id: caseId, ...closed, openSteps: stillOpen as unknown as IDataObject[] },
			ledger: { size: head.size, root: head.root },
			summary: summary({ caseId, person: person?.name ?? 'somebody', closed: { ...closed, open: stillOpen }, steps }),
		},
	};
};

const exportBundle: Operation = async (context, itemIndex) => {
	const json = itemOf(context, itemIndex);
	const caseId = caseIdOf(context, itemIndex);
	const property = context.getNodeParameter('binaryProperty', itemIndex) as string;
	const bundle = await (await ledgerOf(context)).exportCase(caseId);
	const fileName = `evidence-${caseId}.json`;
	const file = await context.helpers.prepareBinaryData(Buffer.from(`${JSON.stringify(bundle, null, 1)}\n`), fileName, 'application/json');
	return {
		json: { ...json, bundle: { fileName, records: bundle.records.length, vkey: bundle.vkey } },
		binary: { ...context.getInputData()[itemIndex]!.binary, [property]: file },
	};
};

const verify: Operation = async (context, itemIndex) => {
	const checked = await (await ledgerOf(context)).verify();
	if (!checked.ok) {
		throw new Problem('bad_answer', `The evidence ledger does not hold${checked.seq === null ? '' : ` from record ${checked.seq} on`}: ${checked.problem} Keep the file as it is, compare it with your last backup and shipped checkpoints, and find out who could write to it.`);
	}
	return { json: { ...itemOf(context, itemIndex), ledger: { verified: true, size: checked.head.size, root: checked.head.root } } };
};

export const ledgerOperations: Record<LedgerOperation, Operation> = { openCase: open, closeCase: close, exportBundle, verify };
