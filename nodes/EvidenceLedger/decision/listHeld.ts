import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Ledger } from '../../../ledger/types';
import { holdsIn, isDecided, type Hold } from '../../../lifecycle/guard/hold';
import { asHtml, lineOf, listOf, together, type Listed } from '../../../lifecycle/guard/shown';
import { Problem } from '../../../lifecycle/problem';
import { markOf } from '../../shared/ledger';
import { idsIn, ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['decision'], operation: ['listHeld'] };

export const listHeldFields: INodeProperties[] = [
	{
		displayName: 'Show',
		name: 'show',
		type: 'options',
		noDataExpression: true,
		default: 'each',
		options: [
			{ name: 'Each for Itself', value: 'each', description: 'One item for each event that is held' },
			{ name: 'Floods Together', value: 'floods', description: 'One item for all that are held because so many leave at once, so that they can be decided on as one plan; the others each for itself' },
			{ name: 'These Together', value: 'these', description: 'One item for the holds named below, as somebody ticked them in a form' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Holds',
		name: 'holds',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'hold_0a1b2c3d4e, hold_5f6a7b8c9d',
		description: 'IDs of holds, separated by commas',
		displayOptions: { show: { ...show, show: ['these'] } },
	},
];

export const listHeld: Operation = async (context, itemIndex) => {
	const ledger = await ledgerOf(context, itemIndex);
	const waiting = [...(await holdsIn(ledger)).byId.values()].filter((hold) => !isDecided(hold));
	const how = context.getNodeParameter('show', itemIndex) as 'each' | 'floods' | 'these';
	const listed = how === 'these' ? [together(named(waiting, idsIn(textOf(context, 'holds', itemIndex))))] : listOf(waiting, how === 'floods');
	return listed.map((one) => itemFor(context, ledger, one));
};

const named = (waiting: readonly Hold[], ids: readonly string[]): Hold[] => {
	const found = waiting.filter(({ id }) => ids.includes(id));
	const missing = ids.find((id) => !found.some((hold) => hold.id === id));
	if (missing === undefined && ids.length > 0) return found;
	throw new Problem('misconfigured', `Nothing was listed, because ${missing === undefined ? 'no hold is named' : `nothing waits for a decision as ${missing}`}. It may have been decided on, or taken back by HR. List what is held with Each for Itself.`);
};

const heldJson = ({ id, workflow, caseId, at, reasons, needs, requestedBy, until, words, approvers, plan, person, event }: Hold): IDataObject =>
	({ id, workflow, caseId, heldAt: at, reasons, needs, requestedBy, until, ...(approvers === undefined ? {} : { approvers }), ...(plan === undefined ? {} : { plan }), decided: words.map(({ decision, by, reason, at: when }) => ({ decision, by, reason, at: when })), person, event }) as unknown as IDataObject;

/** Person and event beside it where there is one, as every other item has them. */
const itemFor = (context: IExecuteFunctions, ledger: Ledger, { holds, text, hash }: Listed): INodeExecutionData => {
	const single = holds.length === 1 ? structuredClone({ person: holds[0]!.person, event: holds[0]!.event }) : {};
	return { json: { ...single, holds: holds.map(({ id }) => id).join(', '), held: structuredClone(holds.map(heldJson)), line: lineOf(holds), shown: text, shownHash: hash, shownHtml: asHtml(text), ledger: markOf(context, ledger) } as unknown as IDataObject };
};
