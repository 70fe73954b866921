import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { facts, type Fact } from '../../lifecycle/giving';
import { setUpOperation, setUpResource } from './setUp';
import { byDisplayName, byName, withoutPeriod, workOptions } from './workOptions';

const forPerson = (...operation: string[]) => ({ show: { resource: ['person'], operation } });
const forAccounts = { show: { resource: ['account'], operation: ['list'] } };
/** Operations whose evidence belongs to a case. */
const inCase = forPerson('change', 'cut', 'grant', 'restore');

interface StepInfo {
	id: string;
	label: string;
	danger: string;
	optional?: true;
}

/** Something of a system that is neither a person nor an account, with what can be asked of it. */
export interface OwnResource {
	resource: INodePropertyOptions;
	operation: INodeProperties;
}

/** What a system's node offers, derived from the system's list of steps: a new step appears by itself. */
export const accessFields = (system: string, steps: readonly StepInfo[], shown: readonly Fact[] = facts, own: readonly OwnResource[] = []): INodeProperties[] => [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		default: 'person',
		options: byName([
			{ name: 'Account', value: 'account', description: `All that ${system} has, whoever they belong to` },
			{ name: 'Person', value: 'person', description: `What one person has in ${system}` },
			setUpResource,
			...own.map(({ resource }) => resource),
		]),
	},
	...own.map(({ operation }) => operation),
	setUpOperation(system),
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'list',
		displayOptions: { show: { resource: ['account'] } },
		options: [
			{
				name: 'List Accounts',
				value: 'list',
				action: 'List accounts',
				description: `Every account of ${system}, also of people HR does not know, to compare it with HR`,
			},
		],
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'cut',
		displayOptions: { show: { resource: ['person'] } },
		options: [
			{
				name: 'Change Access',
				value: 'change',
				action: 'Change access',
				description: `Make the account in ${system} what HR says now: profile, name and groups of somebody who moved`,
			},
			{
				name: 'Cut Access',
				value: 'cut',
				action: 'Cut access',
				description: `Take away what the person can reach through ${system}, and read each change back`,
			},
			{
				name: 'Grant Access',
				value: 'grant',
				action: 'Grant access',
				description: `Give somebody who joins or comes back an account in ${system} and what belongs to it, and read each change back`,
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
		displayOptions: inCase,
	},
	{
		displayName: 'HR ID of the Person',
		name: 'personId',
		type: 'string',
		default: '={{ $json.person.id }}',
		required: true,
		description: 'The ID that never changes in the HR system. Comes from the trigger; leave the expression as it is.',
		displayOptions: { show: { resource: ['person'] } },
	},
	{
		displayName: 'Work Email of the Person',
		name: 'workEmail',
		type: 'string',
		default: '={{ $json.person.workEmail }}',
		description: 'Used only where no account carries the HR ID, and as the name of an account that is made',
		displayOptions: { show: { resource: ['person'] } },
	},
	{
		displayName: 'Read',
		name: 'inspectWhat',
		type: 'options',
		noDataExpression: true,
		default: 'everything',
		options: [
			{ name: 'Everything', value: 'everything', description: 'What every step of Cut Access would find as well' },
			{ name: 'Groups and Roles Only', value: 'rights', description: 'Only what Groups to Join and Groups to Leave can name, which is all that Access Plan needs' },
		],
		description: 'How much is read. The less, the fewer requests, and the sooner the item goes on.',
		displayOptions: forPerson('inspect'),
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
		displayOptions: inCase,
	},
	{
		displayName: 'Steps',
		name: 'steps',
		type: 'multiOptions',
		noDataExpression: true,
		default: [...steps.filter(({ optional }) => !optional).map(({ id }) => id)],
		options: byName(steps.map(({ id, label, danger }) => ({ name: label, value: id, description: withoutPeriod(danger) }))),
		description: 'What is taken away. They run in the order the system needs, not in the order of this list. What is there before is kept, so that Restore Access can give it back.',
		displayOptions: forPerson('cut'),
	},
	...givingFields(system, shown),
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: true,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: forAccounts,
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...forAccounts.show, returnAll: [false] } },
	},
	{
		displayName: 'Protected people, exceptions and legal holds are registered once, with Register Exception of the Evidence Ledger, and count in every system',
		name: 'exceptionsNotice',
		type: 'notice',
		default: '',
		displayOptions: forPerson('cut'),
	},
];

/** What somebody is to have, in words that every system understands. */
const givingFields = (system: string, shown: readonly Fact[]): INodeProperties[] => [
	{
		displayName: 'May Sign In',
		name: 'signIn',
		type: 'options',
		noDataExpression: true,
		default: 'fromFirstDay',
		options: [
			{ name: 'At Once', value: 'atOnce', description: 'Whatever the event is' },
			{ name: 'From the First Day On', value: 'fromFirstDay', description: 'Prepared when HR announces somebody, and opened by the event of the first day' },
			{ name: 'Not Yet', value: 'notYet', description: 'Prepared only' },
		],
		description: 'When the person may sign in',
		displayOptions: forPerson('grant'),
	},
	...(shown.length === 0 ? [] : [keptAsHrHasIt(shown)]),
	{
		displayName: 'Groups to Join',
		name: 'join',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'Engineering',
		description: `Groups of ${system}, one per line, by name or ID; or an expression that gives a list`,
		displayOptions: forPerson('change', 'grant'),
	},
	{
		displayName: 'Groups to Leave',
		name: 'leave',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: `Groups of ${system}, one per line, by name or ID; or an expression that gives a list`,
		displayOptions: forPerson('change', 'grant'),
	},
	{
		displayName: 'Further Attributes',
		name: 'attributes',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add attribute',
		default: {},
		description: 'What else the account shows, beside what is kept as HR has it',
		options: [
			{
				name: 'attribute',
				displayName: 'Attribute',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '', description: `As ${system} calls it` },
					{ displayName: 'Value', name: 'value', type: 'string', default: '', description: 'What it is to be. Nothing is cleared by an empty one.' },
				],
			},
		],
		displayOptions: forPerson('change', 'grant'),
	},
];

const keptAsHrHasIt = (shown: readonly Fact[]): INodeProperties => ({
	displayName: 'Kept as HR Has It',
	name: 'facts',
	type: 'multiOptions',
	noDataExpression: true,
	default: [...shown],
	options: byName(shown.map((fact) => ({ name: factNames[fact], value: fact }))),
	description: 'What of the HR record the account shows. A field that is empty in HR changes nothing.',
	displayOptions: forPerson('change', 'grant'),
});

const factNames: Record<Fact, string> = {
	name: 'Name',
	workEmail: 'Work Email',
	title: 'Job Title',
	department: 'Department',
	location: 'Location',
	manager: 'Manager',
	workerType: 'Worker Type',
	startDate: 'Start Date',
};

const missingAccountIsFine: INodeProperties = {
	displayName: 'Having No Account Is Fine',
	name: 'missingAccountIsFine',
	type: 'boolean',
	default: false,
	description: 'Whether a person without an account here leaves the case complete. Switched off, the case stays incomplete until somebody has looked. Where access is granted or changed, it counts for whoever joins no group here: no account is made, and none is missed.',
};

/** The options every system has and those of its own, in the order people look for them. */
export const accessOptions = (own: readonly INodeProperties[]): INodeProperties[] => byDisplayName([missingAccountIsFine, ...workOptions({ patienceSeconds: 60 }), ...own]);

