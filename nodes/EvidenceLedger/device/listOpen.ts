import type { IDataObject, IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../../lifecycle/clock';
import { isDueToBeAsked, openDevices, type OrderedDevice } from '../../../lifecycle/devices/open';
import { daysOpen, lineOf, orderIdOf, textOf as shownText, whyOpen } from '../../../lifecycle/devices/shown';
import { asHtml } from '../../../lifecycle/guard/shown';
import { Problem } from '../../../lifecycle/problem';
import type { Ledger } from '../../../ledger/types';
import { markOf } from '../../shared/ledger';
import { idsIn, ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['device'], operation: ['listOpenDevices'] };

export const listOpenDevicesFields: INodeProperties[] = [
	{
		displayName: 'Show',
		name: 'show',
		type: 'options',
		noDataExpression: true,
		default: 'each',
		options: [
			{ name: 'Each for Itself', value: 'each', description: 'One item for each order that a device has not answered and nobody has waived' },
			{ name: 'Those to Ask Again', value: 'due', description: 'One item for each case and device management that is to be looked at now: often at first, every four hours later, and at once where somebody decided something' },
			{ name: 'These Together', value: 'these', description: 'One item for those named below, as somebody ticked them in a form' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Devices',
		name: 'devices',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'device_0a1b2c3d4e, device_5f6a7b8c9d',
		description: 'IDs of open orders, separated by commas',
		displayOptions: { show: { ...show, show: ['these'] } },
	},
	{
		displayName: 'Open for at Least (Days)',
		name: 'daysOpen',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 3_650 },
		default: 0,
		description: 'Leaves out what was ordered later, so that a reminder tells of what takes long only',
		displayOptions: { show: { ...show, show: ['each'] } },
	},
];

export const listOpenDevices: Operation = async (context, itemIndex) => {
	const ledger = await ledgerOf(context, itemIndex);
	const now = systemClock.now();
	const open = await openDevices(ledger);
	const how = context.getNodeParameter('show', itemIndex) as 'each' | 'due' | 'these';
	if (how === 'these') return together(context, ledger, named(open, idsIn(textOf(context, 'devices', itemIndex))), now);
	if (how === 'due') return byCaseAndSystem(open.filter((device) => isDueToBeAsked(device, now))).map((devices) => asking(context, ledger, devices));
	const least = context.getNodeParameter('daysOpen', itemIndex) as number;
	return open.filter((device) => daysOpen(device, now) >= least).map((device) => single(context, ledger, device, now));
};

const named = (open: readonly OrderedDevice[], ids: readonly string[]): OrderedDevice[] => {
	const found = open.filter((device) => ids.includes(orderIdOf(device)));
	const missing = ids.find((id) => !found.some((device) => orderIdOf(device) === id));
	if (missing === undefined && ids.length > 0) return found;
	throw new Problem('misconfigured', `Nothing was listed, because ${missing === undefined ? 'no device is named' : `nothing is open as ${missing}: it was answered or waived since`}. List the open devices with Each for Itself.`);
};

/** Case and person beside it, as every other item has them, so that the nodes behind need no other expressions. */
const common = (context: IExecuteFunctions, ledger: Ledger, { opened, person }: OrderedDevice): IDataObject => structuredClone({ case: opened, person, ledger: markOf(context, ledger) }) as unknown as IDataObject;

const deviceJson = (device: OrderedDevice, now: Date): IDataObject => ({
	id: orderIdOf(device),
	caseId: device.caseId,
	person: String(device.person['name'] ?? ''),
	system: device.system,
	deviceId: device.deviceId,
	label: device.label,
	action: device.order.action,
	when: device.order.when,
	orderedAt: device.orderedAt,
	daysOpen: daysOpen(device, now),
	why: whyOpen(device),
	line: lineOf(device, now),
	decided: structuredClone(device.decided),
});

const single = (context: IExecuteFunctions, ledger: Ledger, device: OrderedDevice, now: Date): INodeExecutionData => ({ json: { ...common(context, ledger, device), device: deviceJson(device, now) } });

const together = (context: IExecuteFunctions, ledger: Ledger, devices: readonly OrderedDevice[], now: Date): INodeExecutionData => {
	const text = shownText(devices, now);
	return { json: { devices: devices.map(orderIdOf).join(', '), open: devices.map((device) => deviceJson(device, now)), shown: text, shownHtml: asHtml(text), ledger: markOf(context, ledger) } };
};

const byCaseAndSystem = (devices: readonly OrderedDevice[]): OrderedDevice[][] => {
	const groups = new Map<string, OrderedDevice[]>();
	for (const device of devices) {
		const key = `${device.caseId} ${device.system}`;
		groups.set(key, [...(groups.get(key) ?? []), device]);
	}
	return [...groups.values()];
};

const asking = (context: IExecuteFunctions, ledger: Ledger, devices: readonly OrderedDevice[]): INodeExecutionData => ({ json: { ...common(context, ledger, devices[0]!), management: devices[0]!.system, open: devices.map(({ label, order: { action } }) => `${action} of ${label}`) } });
