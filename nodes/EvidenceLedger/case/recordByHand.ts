import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { recordChores, type Chore } from '../../../lifecycle/byHand';
import { markOf } from '../../shared/ledger';
import { runIn } from '../../shared/run';
import { withSteps } from '../../shared/steps';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['case'], operation: ['recordByHand'] };

export const recordByHandFields: INodeProperties[] = [
	{
		displayName: 'By Hand',
		name: 'chores',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Line',
		default: {},
		description: 'What somebody has to do because nothing here reaches it: one line and one ticket each. The evidence says that it is done by hand, and the verdict does not wait for it.',
		options: [
			{
				name: 'lines',
				displayName: 'Line',
				values: [
					{ displayName: 'What', name: 'what', type: 'string', default: '', placeholder: 'Building badge', description: 'A short name. The number of the ticket ends in it, so that there is one for each person.' },
					{ displayName: 'Who', name: 'who', type: 'string', default: 'it', placeholder: 'facilities', description: 'A team that Who Is Told in Tell Somebody has an address for, or an address' },
					{ displayName: 'What to Do', name: 'how', type: 'string', typeOptions: { rows: 2 }, default: '', placeholder: 'Take the badge back and block it.', description: 'In words for whoever gets the ticket' },
				],
			},
		],
		displayOptions: { show },
	},
];

const choresIn = (given: unknown): Chore[] => {
	const { lines } = { ...(given as { lines?: unknown }) };
	const text = (value: unknown): string => String(value ?? '').trim();
	return (Array.isArray(lines) ? lines : []).map((line: IDataObject) => ({ what: text(line['what']), who: text(line['who']), how: text(line['how']) }));
};

export const recordByHand: Operation = async (context, itemIndex) => {
	const json = itemOf(context, itemIndex);
	const ledger = await ledgerOf(context, itemIndex);
	const { results, tickets } = await recordChores(ledger, { caseId: textOf(context, 'caseId', itemIndex), run: runIn(json) ?? '', node: context.getNode().name }, choresIn(context.getNodeParameter('chores', itemIndex)));
	return { json: { ...withSteps(json, results), byHand: tickets, ledger: markOf(context, ledger) } };
};
