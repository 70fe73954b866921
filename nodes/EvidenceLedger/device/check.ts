import type { INodeProperties } from 'n8n-workflow';
import { wasClosed } from '../../../lifecycle/closing';
import { devicesInTheWay } from '../../../lifecycle/devices/open';
import { markOf } from '../../shared/ledger';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['device'], operation: ['checkDevices'] };

export const checkDevicesFields: INodeProperties[] = [
	{
		displayName: 'Case ID',
		name: 'caseId',
		type: 'string',
		default: '={{ $json.case.id }}',
		required: true,
		description: 'Whose devices are meant. Comes from Open Case; leave the expression as it is.',
		displayOptions: { show },
	},
];

export const checkDevices: Operation = async (context, itemIndex) => {
	const ledger = await ledgerOf(context, itemIndex);
	const caseId = textOf(context, 'caseId', itemIndex);
	const open = await devicesInTheWay(ledger, caseId);
	return { json: { ...itemOf(context, itemIndex), devicesSettled: open === null, devicesOpen: open ?? '', closedBefore: await wasClosed(ledger, caseId), ledger: markOf(context, ledger) } };
};
