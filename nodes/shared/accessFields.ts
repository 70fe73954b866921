import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

interface StepInfo {
	id: string;
	label: string;
	danger: string;
	optional?: true;
}

/** What a system's node offers, derived from the system's list of steps: a new step appears by itself. */
export const accessFields = (system: string, steps: readonly StepInfo[]): INodeProperties[] => [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'cut',
		options: [
			{
				name: 'Cut Access',
				value: 'cut',
				action: 'Cut access',
				description: `Take away what the person can reach through ${system}, and read each change back`,
			},
			{
				name: 'Inspect Access',
				value: 'inspect',
				action: 'Inspect access',
				description: `Show what the person holds in ${system} without changing anything`,
			},
			{
				name: 'Restore Access',
				value: 'restore',
				action: 'Restore access',
				description: 'Give back what a case took, from the snapshot made before its first change',
			},
		],
	},
	{
		displayName: 'Case ID',
		name: 'caseId',
		type: 'string',
		default: '={{ $json.case.id }}',
		required: true,
		description: 'The case the evidence belongs to. Comes from Open Case of the Evidence Ledger; leave the expression as it is.',
		displayOptions: { show: { operation: ['cut', 'restore'] } },
	},
	{
		displayName: 'HR ID of the Person',
		name: 'personId',
		type: 'string',
		default: '={{ $json.person.id }}',
		required: true,
		description: 'The ID that never changes in the HR system. Comes from the trigger; leave the expression as it is.',
	},
	{
		displayName: 'Work Email of the Person',
		name: 'workEmail',
		type: 'string',
		default: '={{ $json.person.workEmail }}',
		description: 'Used only where no account carries the HR ID',
	},
	{
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'options',
		noDataExpression: true,
		default: 'case',
		options: [
			{ name: 'Always', value: 'always', description: 'Never change anything from this node, whatever the case says' },
			{ name: 'As the Case Says', value: 'case', description: 'What was chosen in Open Case decides' },
		],
		description: 'Whether to only say what would be done. It is switched on and off in Open Case, for all systems at once.',
		displayOptions: { show: { operation: ['cut', 'restore'] } },
	},
	{
		displayName: 'Steps',
		name: 'steps',
		type: 'multiOptions',
		noDataExpression: true,
		default: [...steps.filter(({ optional }) => !optional).map(({ id }) => id)],
		options: byName(steps.map(({ id, label, danger }) => ({ name: label, value: id, description: withoutPeriod(danger) }))),
		description: 'What is taken away. They run in the order the system needs, not in the order of this list. What is there before is kept, so that Restore Access can give it back.',
		displayOptions: { show: { operation: ['cut'] } },
	},
	{
		displayName: 'Protected people, exceptions and legal holds are registered once, with Register Exception of the Evidence Ledger, and count in every system',
		name: 'exceptionsNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { operation: ['cut'] } },
	},
];

const commonOptions: INodeProperties[] = [
	{
		displayName: 'Having No Account Is Fine',
		name: 'missingAccountIsFine',
		type: 'boolean',
		default: false,
		description: 'Whether a person without an account here leaves the case complete. Switched off, the case stays incomplete until somebody has looked.',
	},
	{
		displayName: 'Patience (Seconds)',
		name: 'readBackSeconds',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 900 },
		default: 60,
		description: 'How long the system may take to show a change it accepted before the step counts as failed',
	},
	{
		displayName: 'Requests at Once',
		name: 'requestsAtOnce',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 50 },
		default: 16,
		description: 'How many requests may be under way with this credential, over all executions of this n8n process',
	},
];

/** The options every system has and those of its own, in the order people look for them. */
export const accessOptions = (own: readonly INodeProperties[]): INodeProperties[] => [...commonOptions, ...own].sort((a, b) => a.displayName.localeCompare(b.displayName));

const byName = (options: INodePropertyOptions[]): INodePropertyOptions[] => options.sort((a, b) => a.name.localeCompare(b.name));
const withoutPeriod = (text: string): string => (text.split('. ').length === 1 ? text.replace(/\.$/, '') : text);
