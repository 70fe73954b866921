import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { choresToCallOff } from '../../../lifecycle/byHand';
import { systemClock } from '../../../lifecycle/clock';
import { closeCase, type CloseTerms } from '../../../lifecycle/closing';
import { noteUnrecorded } from '../../../lifecycle/journal';
import type { Person } from '../../../lifecycle/person';
import { summary } from '../../../lifecycle/summary';
import { whatWasHandedOn } from '../../shared/handOn';
import { runIn } from '../../shared/run';
import { markOf } from '../../shared/ledger';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['case'], operation: ['closeCase'] };

export const closeCaseFields: INodeProperties[] = [
	{
		displayName: 'Look Again After',
		name: 'lookAgainAfter',
		type: 'multiOptions',
		noDataExpression: true,
		default: [],
		options: [
			{ name: '1 Day', value: 1440 },
			{ name: '1 Hour', value: 60 },
			{ name: '15 Minutes', value: 15 },
			{ name: '30 Days', value: 43_200 },
			{ name: '4 Hours', value: 240 },
			{ name: '7 Days', value: 10_080 },
		],
		description: 'When somebody who left is looked at once more: the workflow runs again under the same case, reads everything back, and cuts what has come back. HR is asked first whether they are still gone.',
		displayOptions: { show },
	},
	{
		displayName: 'Try Again While Incomplete',
		name: 'tryAgain',
		type: 'boolean',
		default: false,
		description: 'Whether what is not done is tried again by itself: after a quarter of an hour, an hour, four hours, sixteen, and then every day for ten days',
		displayOptions: { show },
	},
	{
		displayName: 'The Case Is Over',
		name: 'over',
		type: 'options',
		noDataExpression: true,
		default: 'closed',
		options: [
			{ name: 'When It Is Closed', value: 'closed', description: 'With this node' },
			{ name: 'When Somebody Was Told', value: 'told', description: 'With Record Notice, behind the node that tells them. If n8n is stopped before that, the case is taken up again.' },
		],
		description: 'When nothing of the case is left to do',
		displayOptions: { show },
	},
];

const termsOf = (context: IExecuteFunctions, itemIndex: number): CloseTerms => ({
	now: systemClock.now(),
	lookAgainAfter: (context.getNodeParameter('lookAgainAfter', itemIndex, []) as unknown[]).map(Number).filter((minutes) => minutes > 0).sort((one, other) => one - other),
	tryAgain: context.getNodeParameter('tryAgain', itemIndex, false) === true,
	toBeTold: context.getNodeParameter('over', itemIndex, 'closed') === 'told',
});

export const close: Operation = async (context, itemIndex) => {
	const json = itemOf(context, itemIndex);
	const caseId = textOf(context, 'caseId', itemIndex);
	await whatWasHandedOn(caseId);
	const ledger = await ledgerOf(context, itemIndex);
	await noteUnrecorded(ledger, { caseId, run: runIn(json) ?? '', node: context.getNode().name }, json['error']);
	const { steps, open: stillOpen, head, ...closed } = await closeCase(ledger, caseId, runIn(json), termsOf(context, itemIndex));
	const toCallOff = closed.gaveBack && closed.verdict !== 'Dry run' ? await choresToCallOff(ledger, caseId) : [];
	const person = json['person'] as unknown as Person | undefined;
	return {
		json: {
			...json,
			steps: steps as unknown as IDataObject[],
			case: { ...(json['case'] as IDataObject | undefined), id: caseId, ...(closed as unknown as IDataObject), openSteps: stillOpen as unknown as IDataObject[] },
			ledger: { ...markOf(context, ledger), size: head.size, root: head.root },
			summary: summary({ caseId, person: person?.name ?? 'somebody', closed: { ...closed, open: stillOpen }, steps, toCallOff }),
		},
	};
};
