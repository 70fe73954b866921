import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../common';
import { checkDevices, checkDevicesFields } from './check';
import { listOpenDevices, listOpenDevicesFields } from './listOpen';
import { recordDeviceDecision, recordDeviceDecisionFields } from './recordDecision';

export const deviceProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'listOpenDevices',
		options: [
			{
				name: 'Check Devices',
				value: 'checkDevices',
				action: 'Check the devices of a case',
				description: 'Whether every device of the case has answered or was waived, before something is done that must come after them, such as deleting the account',
			},
			{
				name: 'List Open Devices',
				value: 'listOpenDevices',
				action: 'List open devices',
				description: 'What was ordered for devices and has not come to its end. Listing changes nothing.',
			},
			{
				name: 'Record Device Decision',
				value: 'recordDeviceDecision',
				action: 'Record a device decision',
				description: 'Keep what a named person says of a device: it is back, it is waived, it may be wiped or told again',
			},
		],
		displayOptions: { show: { resource: ['device'] } },
	},
	...checkDevicesFields,
	...listOpenDevicesFields,
	...recordDeviceDecisionFields,
];

export const deviceOperations: Record<string, Operation> = { checkDevices, listOpenDevices, recordDeviceDecision };
