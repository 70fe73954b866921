import type { INodeProperties } from 'n8n-workflow';
import { recordNotice } from '../../../lifecycle/notice';
import { markOf } from '../../shared/ledger';
import { idsIn, itemOf, ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['case'], operation: ['recordNotice'] };

export const recordNoticeFields: INodeProperties[] = [
	{
		displayName: 'Cases',
		name: 'cases',
		type: 'string',
		default: '={{ ($json.cases ?? [$json.case?.id ?? $json.caseId]).filter(Boolean).join(", ") }}',
		description: 'IDs of the cases that somebody was told of, separated by commas. Comes from Close Case, Report or Tell. Where none can be told of, nothing is recorded, and the case is taken up again.',
		displayOptions: { show },
	},
	{
		displayName: 'What Went Wrong',
		name: 'problem',
		type: 'string',
		default: '={{ $json.error ?? ($json.told?.by === "" ? $json.told.problem : "") }}',
		description: 'What the node before says if nobody could be told. Then the case is not over, and is taken up again.',
		displayOptions: { show },
	},
];

export const noteNotice: Operation = async (context, itemIndex) => {
	const ledger = await ledgerOf(context, itemIndex);
	const problem = textOf(context, 'problem', itemIndex);
	const notices = [];
	for (const caseId of idsIn(textOf(context, 'cases', itemIndex))) notices.push(await recordNotice(ledger, caseId, problem === '' ? null : problem, String(context.getWorkflow().id)));
	return { json: { ...itemOf(context, itemIndex), notices, ledger: markOf(context, ledger) } };
};
