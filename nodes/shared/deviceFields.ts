import type { INodeProperties } from 'n8n-workflow';
import { setUpOperation, setUpResource } from './setUp';
import { byDisplayName, byName, withoutPeriod, workOptions } from './workOptions';

const forPerson = (...operation: string[]) => ({ show: { resource: ['person'], operation } });
const orders = ['lock', 'retire', 'secure', 'wipe'];
/** Operations whose evidence belongs to a case. */
const inCase = { show: { resource: ['case', 'person'], operation: ['followUp', ...orders] } };
const forDevices = { show: { resource: ['device'], operation: ['list'] } };

interface StepInfo {
	id: string;
	danger: string;
}

const moments = [
	{ name: 'After Some Days', value: 'afterDays', description: 'Counted from when it was ordered' },
	{ name: 'At Once', value: 'atOnce' },
	{ name: 'When It Is Back', value: 'onReturn', description: 'As soon as a named person says in Device Decisions that it was returned' },
	{ name: 'When It Is Back, or After Some Days', value: 'onReturnOrAfterDays', description: 'Whichever comes first' },
];

/** What a device management's node offers; `steps` are the system's own words for what each action does there. */
export const deviceFields = (system: string, steps: readonly StepInfo[]): INodeProperties[] => {
	const does = (id: string): string => withoutPeriod(steps.find((step) => step.id === id)?.danger ?? '');
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			default: 'person',
			options: byName([
				{ name: 'Case', value: 'case', description: 'What was ordered earlier and has not come to its end' },
				{ name: 'Device', value: 'device', description: `All that ${system} manages, whoever has it` },
				{ name: 'Person', value: 'person', description: `The devices of one person in ${system}` },
				setUpResource,
			]),
		},
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			default: 'list',
			displayOptions: { show: { resource: ['device'] } },
			options: [{ name: 'List Devices', value: 'list', action: 'List devices', description: `Every device of ${system} with its owner and its person` }],
		},
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			default: 'followUp',
			displayOptions: { show: { resource: ['case'] } },
			options: [{ name: 'Follow Up', value: 'followUp', action: 'Follow up on devices', description: 'Look what has become of everything this case ordered here, and do what has become due' }],
		},
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			default: 'secure',
			displayOptions: { show: { resource: ['person'] } },
			options: [
				{ name: 'Inspect Devices', value: 'inspect', action: 'Inspect devices', description: `Show the person's devices in ${system} and what may be done to each, without changing anything` },
				{ name: 'Lock Devices', value: 'lock', action: 'Lock devices', description: does('lock') },
				{ name: 'Retire Devices', value: 'retire', action: 'Retire devices', description: does('retire') },
				{ name: 'Secure Devices', value: 'secure', action: 'Secure devices', description: 'What your policy says: lock company devices and wipe them when it is time, remove company data from personal ones' },
				{ name: 'Wipe Devices', value: 'wipe', action: 'Wipe devices', description: does('wipe') },
			],
		},
		setUpOperation(system),
		{
			displayName: 'Case ID',
			name: 'caseId',
			type: 'string',
			default: '={{ $json.case.id }}',
			required: true,
			description: 'The case the evidence belongs to. Comes from Open Case of the Evidence Ledger; leave the expression as it is.',
			displayOptions: inCase,
		},
		{
			displayName: 'HR ID of the Person',
			name: 'personId',
			type: 'string',
			default: '={{ $json.person.id }}',
			required: true,
			description: 'The ID that never changes in the HR system. Comes from the trigger; leave the expression as it is.',
			displayOptions: { show: { resource: ['case', 'person'] } },
		},
		{
			displayName: 'Work Email of the Person',
			name: 'workEmail',
			type: 'string',
			default: '={{ $json.person.workEmail }}',
			description: 'What the device is assigned to. Without it nobody is looked for.',
			displayOptions: { show: { resource: ['case', 'person'] } },
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'options',
			noDataExpression: true,
			default: 'case',
			options: [
				{ name: 'Always', value: 'always', description: 'Never send anything from this node, whatever the case says' },
				{ name: 'As the Case Says', value: 'case', description: 'What was chosen in Open Case decides' },
			],
			description: 'Whether to only say what would be done. It is switched on and off in Open Case, for all systems at once.',
			displayOptions: inCase,
		},
		{
			displayName: 'Lock Company Devices at Once',
			name: 'lockNow',
			type: 'boolean',
			default: true,
			description: 'Whether a company device is locked until it is wiped. One that is wiped at once is not locked first, because a locked computer may not hear of the wipe.',
			displayOptions: forPerson('secure'),
		},
		{
			displayName: 'Wipe Company Devices',
			name: 'wipe',
			type: 'options',
			default: 'onReturn',
			options: byName([...moments, { name: 'Never', value: 'never', description: 'Somebody else decides what becomes of them' }]),
			description: 'When a company device is reset to how it left the factory. One that is not proven to be the company\'s is never wiped; under a legal hold none is.',
			displayOptions: forPerson('secure'),
		},
		{
			displayName: 'When',
			name: 'when',
			type: 'options',
			default: 'atOnce',
			options: moments,
			description: 'When the device is wiped',
			displayOptions: forPerson('wipe'),
		},
		{
			displayName: 'Days',
			name: 'days',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 365 },
			default: 14,
			description: 'How many days it waits, where days were chosen above',
			displayOptions: forPerson('secure', 'wipe'),
		},
		{
			displayName: 'Wipe at Once What Cannot Be Locked',
			name: 'wipeUnlockable',
			type: 'boolean',
			default: false,
			description: 'Whether a company device that cannot be locked here is wiped at once instead of later, unless it is never wiped. Otherwise whoever has it can use what is on it until then.',
			displayOptions: forPerson('secure'),
		},
		{
			displayName: 'Remove Company Data From Personal Devices',
			name: 'retirePersonal',
			type: 'boolean',
			default: true,
			description: 'Whether company data leaves the person\'s own devices at once. What is theirs stays.',
			displayOptions: forPerson('secure'),
		},
		{
			displayName: 'Message on the Lock Screen',
			name: 'message',
			type: 'string',
			default: 'This device belongs to your former employer. Please return it.',
			description: 'What whoever has the device reads',
			displayOptions: forPerson('lock', 'secure'),
		},
		{
			displayName: 'Phone Number on the Lock Screen',
			name: 'phone',
			type: 'string',
			default: '',
			placeholder: '+1 555 0100',
			description: 'Whom to call about it',
			displayOptions: forPerson('lock', 'secure'),
		},
		{
			displayName: 'PINs Are Kept In',
			name: 'escrow',
			type: 'options',
			noDataExpression: true,
			default: 'management',
			options: [
				{ name: 'HashiCorp Vault', value: 'vault', description: 'Each PIN is stored there before the device is told, and nowhere else' },
				{ name: 'The Device Management', value: 'management', description: `Where ${system} keeps them itself, its administrators look them up there; what it would not keep is not sent` },
			],
			description: 'Where whoever has to open a locked device finds its PIN. PINs are made up for one device each, and are in no item, log or ledger.',
			displayOptions: { show: { resource: ['case', 'person', 'setUp'], operation: ['checkPermissions', 'followUp', 'inspect', ...orders] } },
		},
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: true,
			description: 'Whether to return all results or only up to a given limit',
			displayOptions: forDevices,
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { ...forDevices.show, returnAll: [false] } },
		},
		{
			displayName: 'Protected people, exceptions and legal holds are registered once, with Register Exception of the Evidence Ledger, and count for devices as well',
			name: 'exceptionsNotice',
			type: 'notice',
			default: '',
			displayOptions: forPerson(...orders),
		},
	];
};

const deviceOptionsOwn: INodeProperties[] = [
	{
		displayName: 'Company Serial Numbers',
		name: 'companySerials',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		placeholder: 'C02XG0FDH7JH',
		description: 'What the company owns, one serial number per line, or an expression that gives a list. With it, a device counts as the company\'s only if it is listed and its management does not say otherwise.',
	},
	{
		displayName: 'Having No Device Is Fine',
		name: 'missingAccountIsFine',
		type: 'boolean',
		default: true,
		description: 'Whether a person without a device here leaves the case complete. Switched off, the case stays incomplete until somebody has looked.',
	},
	{
		displayName: 'Most Devices per Person',
		name: 'mostDevices',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 10,
		description: 'If a person seems to have more, nothing is done to any of them, because the list may be somebody else\'s as well',
	},
	{
		displayName: 'Wipes per Hour',
		name: 'wipesPerHour',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 3,
		description: 'Over all cases and device managements. What goes beyond is held until a second person allows it in Device Decisions.',
	},
];

export const deviceOptions = (own: readonly INodeProperties[] = []): INodeProperties[] => byDisplayName([...workOptions({ patienceSeconds: 20 }), ...deviceOptionsOwn, ...own]);
