import { randomUUID } from 'node:crypto';
import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { openCase, type OpenTerms } from '../../../lifecycle/caseRecords';
import { systemClock } from '../../../lifecycle/clock';
import { eventKinds, givesBack, isEventKind, type HrEvent } from '../../../lifecycle/event';
import { openGivingBack } from '../../../lifecycle/givingBack/open';
import type { Person } from '../../../lifecycle/person';
import { Problem } from '../../../lifecycle/problem';
import { markOf } from '../../shared/ledger';
import { itemOf, ledgerOf, type Operation } from '../common';

const show = { resource: ['case'], operation: ['openCase'] };

export const openCaseFields: INodeProperties[] = [
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description: 'Whether every system only says what it would do. Switch it off once you have seen a dry run you agree with.',
		displayOptions: { show },
	},
	{
		displayName: 'Deadline (Minutes)',
		name: 'deadlineMinutes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 15,
		description: 'How long after the change takes effect, or after HR told us if that is later, everything has to be done and read back',
		displayOptions: { show },
	},
];

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
	if (!isEventKind(event.kind)) {
		throw new Problem('misconfigured', `The event of the item is of no known kind, so no case was opened. Set event.kind to one of: ${eventKinds.join(', ')}.`);
	}
	// Elsewhere an id may have become a number on its way.
	return { person: { ...person, id: String(person.id) }, event: { ...event, source: event.source ?? 'workflow' } };
};

/** The cases that the guard found. */
const linkedToIn = (json: IDataObject): string[] => {
	const { linkedTo } = { ...(json['guard'] as IDataObject | undefined) };
	return Array.isArray(linkedTo) ? linkedTo.map(String) : [];
};

export const open: Operation = async (context, itemIndex) => {
	const json = itemOf(context, itemIndex);
	const { person, event } = announcedIn(json);
	const ledger = await ledgerOf(context, itemIndex);
	const terms = termsOf(context, itemIndex);
	const opened = givesBack(event) ? await openGivingBack(ledger, person, event, { ...terms, linkedTo: linkedToIn(json), now: systemClock.now() }) : await openCase(ledger, person, event, terms);
	return { json: { ...json, case: { ...opened }, steps: [], ledger: markOf(context, ledger) } };
};
