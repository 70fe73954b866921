import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { cutCase, lineOf, recentCuts, type CutCase } from '../../../lifecycle/givingBack/cutCases';
import { Problem } from '../../../lifecycle/problem';
import { markOf } from '../../shared/ledger';
import { idsIn, ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['case'], operation: ['listCutCases'] };

export const listCutCasesFields: INodeProperties[] = [
	{
		displayName: 'Show',
		name: 'show',
		type: 'options',
		noDataExpression: true,
		default: 'recent',
		options: [
			{ name: 'The Most Recent', value: 'recent', description: 'Whose access was cut last comes first' },
			{ name: 'These', value: 'these', description: 'Those named below, as somebody chose them in a form' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Case IDs',
		name: 'caseIds',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'hr_event_20261120_30_254',
		description: 'IDs of cases, separated by commas',
		displayOptions: { show: { ...show, show: ['these'] } },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...show, show: ['recent'] } },
	},
	{
		displayName: 'Also What Was Given Back',
		name: 'givenBackToo',
		type: 'boolean',
		default: false,
		description: 'Whether cases come as well that somebody has taken back since',
		displayOptions: { show: { ...show, show: ['recent'] } },
	},
];

export const listCutCases: Operation = async (context, itemIndex) => {
	const ledger = await ledgerOf(context, itemIndex);
	const asked = idsIn(context.getNodeParameter('show', itemIndex) === 'these' ? textOf(context, 'caseIds', itemIndex) : '');
	const item = (one: CutCase): INodeExecutionData => ({ json: itemFor(one, markOf(context, ledger)) });
	if (context.getNodeParameter('show', itemIndex) !== 'these') {
		const cuts = await recentCuts(ledger, { limit: Number(context.getNodeParameter('limit', itemIndex)), givenBackToo: context.getNodeParameter('givenBackToo', itemIndex) === true });
		return cuts.map(item);
	}
	if (asked.length === 0) throw new Problem('misconfigured', 'Nothing was listed, because no case is named. Put its ID into Case IDs, as it stands in the mail about the cut.');
	const found: CutCase[] = [];
	for (const caseId of asked) {
		const one = await cutCase(ledger, caseId);
		if (one === undefined) throw new Problem('misconfigured', `Nothing was listed, because no case ${caseId.slice(0, 120)} that took access is known. Copy its ID from the mail about the cut, or list the most recent ones.`);
		found.push(one);
	}
	return found.map(item);
};

const itemFor = (one: CutCase, ledger: IDataObject): IDataObject => {
	const { id, person, event, openedAt, closedAt, verdict, systems, givenBack } = structuredClone(one);
	const { kind, effectiveAt, source } = event;
	return { case: { id, kind, effectiveAt, source, openedAt, closedAt, verdict }, person: person as unknown as IDataObject, systems, givenBack: givenBack as IDataObject | null, line: lineOf(one), ledger };
};
