import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../../lifecycle/clock';
import { Problem } from '../../../lifecycle/problem';
import { recordFailure as record } from '../../../lifecycle/watch/failure';
import { failureSubject, failureText } from '../../../lifecycle/watch/failureShown';
import { markOf } from '../../shared/ledger';
import { ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['case'], operation: ['recordFailure'] };
const fromTrigger = 'Comes from the Error Trigger; leave the expression as it is';

export const recordFailureFields: INodeProperties[] = [
	{
		displayName: 'Workflow ID',
		name: 'failedWorkflowId',
		type: 'string',
		default: "={{ $json.workflow?.id ?? '' }}",
		required: true,
		description: fromTrigger,
		displayOptions: { show },
	},
	{
		displayName: 'Workflow Name',
		name: 'failedWorkflowName',
		type: 'string',
		default: "={{ $json.workflow?.name ?? '' }}",
		description: fromTrigger,
		displayOptions: { show },
	},
	{
		displayName: 'Node',
		name: 'failedNode',
		type: 'string',
		default: "={{ $json.execution?.lastNodeExecuted ?? $json.trigger?.error?.node?.name ?? '' }}",
		description: fromTrigger,
		displayOptions: { show },
	},
	{
		displayName: 'Execution ID',
		name: 'failedExecutionId',
		type: 'string',
		default: "={{ $json.execution?.id ?? '' }}",
		description: 'Comes from the Error Trigger; leave the expression as it is. By it the cases are found that the execution was working on.',
		displayOptions: { show },
	},
	{
		displayName: 'Message',
		name: 'failureMessage',
		type: 'string',
		default: "={{ $json.execution?.error?.message ?? $json.trigger?.error?.message ?? '' }}",
		description: 'Comes from the Error Trigger; leave the expression as it is. What has the form of a secret is taken out.',
		displayOptions: { show },
	},
	{
		displayName: 'Same Again After (Minutes)',
		name: 'sameAgainMinutes',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 60,
		description: 'How long the same failure of the same node is recorded without coming out of this node again, as long as it concerns no case. What fails every minute would otherwise be told every minute.',
		displayOptions: { show },
	},
];

const minuteMs = 60_000;

export const recordFailure: Operation = async (context, itemIndex) => {
	const text = (name: string) => textOf(context, name, itemIndex);
	const failure = { workflow: text('failedWorkflowId'), workflowName: text('failedWorkflowName'), node: text('failedNode'), execution: text('failedExecutionId'), message: text('failureMessage') };
	if (failure.workflow === '' && failure.message === '') {
		throw new Problem('misconfigured', 'The item says neither which workflow failed nor why, so no failure was recorded. Connect Record Failure to an Error Trigger.');
	}
	const sameAgain: unknown = context.getNodeParameter('sameAgainMinutes', itemIndex);
	const ledger = await ledgerOf(context, itemIndex);
	const recorded = await record(ledger, failure, systemClock.now(), (typeof sameAgain === 'number' ? sameAgain : 0) * minuteMs);
	if (recorded.repeated) return [];
	const { cases } = recorded;
	const urgent = cases.some(({ endsAccess, dryRun, verdict }) => endsAccess && !dryRun && verdict !== 'Complete');
	const { repeated: _, ...shown } = recorded;
	return { json: { failure: shown as unknown as IDataObject, subject: failureSubject(recorded), text: failureText(recorded), urgent, ledger: markOf(context, ledger) } };
};
