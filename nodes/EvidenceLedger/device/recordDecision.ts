import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { decideOnDevices, type DeviceDecided } from '../../../lifecycle/devices/decide';
import { orderIdOf } from '../../../lifecycle/devices/shown';
import { markOf } from '../../shared/ledger';
import { idsIn, itemOf, ledgerOf, textOf, type Operation } from '../common';
import { decidedBy, decidedByFields } from '../decidedBy';

const show = { resource: ['device'], operation: ['recordDeviceDecision'] };

export const recordDeviceDecisionFields: INodeProperties[] = [
	{
		displayName: 'Devices',
		name: 'devices',
		type: 'string',
		default: '={{ $json.devices }}',
		required: true,
		description: 'IDs of open orders, separated by commas, as List Open Devices gives them',
		displayOptions: { show },
	},
	{
		displayName: 'Decision',
		name: 'decision',
		type: 'options',
		default: 'returned',
		options: [
			{ name: 'It Is Back', value: 'returned', description: 'What was to be done on its return is done when its management is asked next' },
			{ name: 'Send It Again', value: 'sendAgain', description: 'The command failed, was called off, or nobody knows whether it arrived: it may be sent once more' },
			{ name: 'Waive It', value: 'waived', description: 'Nobody follows it any longer and the case does not wait for it: lost, sold, destroyed, or dealt with by hand' },
			{ name: 'Wipe It Beyond the Cap', value: 'wipeAllowed', description: 'It was held because so many are wiped within an hour, and may go on' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		default: '',
		required: true,
		description: 'Why it was decided so',
		displayOptions: { show },
	},
	{
		displayName: 'What Was Shown',
		name: 'what',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '={{ $json.shown }}',
		required: true,
		description: 'The very text of List Open Devices that the person was shown',
		displayOptions: { show },
	},
	...decidedByFields(show),
];

export const recordDeviceDecision: Operation = async (context, itemIndex) => {
	const text = (name: string) => textOf(context, name, itemIndex);
	const ledger = await ledgerOf(context, itemIndex);
	const decided = await decideOnDevices(ledger, {
		devices: idsIn(text('devices')),
		decision: text('decision'),
		by: decidedBy(context, itemIndex),
		reason: text('reason'),
		what: String(context.getNodeParameter('what', itemIndex) ?? ''),
	});
	const summary = decided.map(({ why }) => why).join('\n');
	return byCase(decided).map((mine) => {
		const { opened, person } = mine[0]!.device;
		const about = structuredClone({ case: opened, person }) as unknown as IDataObject;
		return { json: { ...itemOf(context, itemIndex), ...about, deviceDecisions: mine.map(decidedJson), summary, ledger: markOf(context, ledger) } };
	});
};

/** An item for each case, so that each can be closed when this was the last thing it waited for. */
const byCase = (decided: readonly DeviceDecided[]): DeviceDecided[][] => {
	const cases = new Map<string, DeviceDecided[]>();
	for (const one of decided) cases.set(one.device.caseId, [...(cases.get(one.device.caseId) ?? []), one]);
	return [...cases.values()];
};

const decidedJson = ({ device, decision, why }: DeviceDecided): IDataObject => ({ id: orderIdOf(device), caseId: device.caseId, decision, why });
