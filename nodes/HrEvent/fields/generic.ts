import type { INodeProperties } from 'n8n-workflow';
import { eventKinds } from '../../../lifecycle/event';

const generic = { message: ['answer'], source: ['generic'] };

const field = (displayName: string, name: string, description: string, usual: string): INodeProperties => ({ displayName, name, type: 'string', default: usual, description });

const mapped = (displayName: string, name: string, description: string, path: string): INodeProperties => field(displayName, name, description, path === '' ? '' : `={{ $json.message?.${path} }}`);

const nameOf = (kind: string): string => kind.replace(/(^|-)([a-z])/g, (_, before: string, letter: string) => (before ? ' ' : '') + letter.toUpperCase());

export const genericFields: INodeProperties[] = [
	{
		displayName: 'Drag fields from the left into these. The expressions fit the suggested body of a signed message, as a first HR Event node puts it out.',
		name: 'genericNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: generic },
	},
	{
		displayName: 'It Says',
		name: 'says',
		type: 'options',
		noDataExpression: true,
		default: 'event',
		options: [
			{ name: 'What Happens', value: 'event', description: 'An event and when it takes effect, such as: leaves on 30 November' },
			{ name: 'What Is True', value: 'state', description: 'A status with first and last day, from which the event follows' },
		],
		description: 'Whether the source tells of an event or of a state',
		displayOptions: { show: generic },
	},
	{
		displayName: 'ID',
		name: 'id',
		type: 'string',
		default: '={{ $json.message?.employee?.sourceId }}',
		required: true,
		description: 'The ID of the person that never changes in the HR system, as a text',
		displayOptions: { show: generic },
	},
	{
		displayName: 'Event',
		name: 'event',
		type: 'string',
		default: '={{ $json.message?.event }}',
		required: true,
		description: 'What happens, such as terminate or employee.terminated. Other names are translated under "What Events Mean".',
		displayOptions: { show: { ...generic, says: ['event'] } },
	},
	{
		displayName: 'Effective At',
		name: 'effectiveAt',
		type: 'string',
		default: '={{ $json.message?.effectiveAt }}',
		required: true,
		placeholder: '2026-11-30T17:00:00+01:00',
		description: 'When it takes effect: a moment, or a day like 2026-11-30, which the settings below make a moment',
		displayOptions: { show: { ...generic, says: ['event'] } },
	},
	{
		displayName: 'Status',
		name: 'status',
		type: 'string',
		default: '',
		required: true,
		description: 'The status as the HR system writes it. "Status Labels" translates it.',
		displayOptions: { show: { ...generic, says: ['state'] } },
	},
	{
		displayName: 'First Day',
		name: 'firstDay',
		type: 'string',
		default: '',
		placeholder: '2026-01-05',
		description: 'The first day at work',
		displayOptions: { show: { ...generic, says: ['state'] } },
	},
	{
		displayName: 'Last Day',
		name: 'lastDay',
		type: 'string',
		default: '',
		placeholder: '2026-11-30',
		description: 'The termination date, empty where nobody leaves',
		displayOptions: { show: { ...generic, says: ['state'] } },
	},
	{
		displayName: 'Person',
		name: 'person',
		type: 'collection',
		placeholder: 'Add field',
		default: {},
		options: [
			mapped('Clearance', 'clearance', 'Such as Privileged', ''),
			mapped('Confidential', 'confidential', 'True where nothing of the event may be visible before its moment', ''),
			mapped('Department', 'department', 'The department or team', 'employee?.department'),
			mapped('Employee Number', 'employeeNumber', 'The number HR gives an employee, where it is not the ID', 'employee?.employeeNumber'),
			mapped('First Name', 'firstName', 'The first name, where there is no whole name', 'employee?.firstName'),
			mapped('Last Change', 'changedAt', 'When the HR system last changed the person. An older answer that comes later is not believed.', 'occurredAt'),
			mapped('Last Name', 'lastName', 'The last name, where there is no whole name', 'employee?.lastName'),
			mapped('Location', 'location', 'The location, which also decides the time zone', 'employee?.location'),
			mapped('Manager Email', 'managerEmail', 'The work email of the manager', 'employee?.managerEmail'),
			mapped('Manager ID', 'managerId', 'The ID of the manager in the HR system', 'employee?.managerId'),
			mapped('Manager Name', 'managerName', 'The name of the manager', 'employee?.managerName'),
			mapped('Name', 'name', 'The whole name', 'employee?.name'),
			mapped('Requested By', 'requestedBy', 'Who asked for it, where a person did', ''),
			mapped('Row ID', 'rowId', 'The ID of what was entered, so that the same day entered again is another event', 'id'),
			mapped('Time Zone', 'timeZone', 'The time zone of the person, such as Europe/Berlin', 'employee?.timeZone'),
			mapped('Title', 'title', 'The job title', 'employee?.title'),
			mapped('Urgency', 'urgency', 'The text immediate where it must not wait', 'urgency'),
			mapped('Work Email', 'workEmail', 'The address at work', 'employee?.workEmail'),
			mapped('Worker Type', 'workerType', 'Such as employee or contractor', 'employee?.workerType'),
		],
		description: 'What else is known of the person, and of the event',
		displayOptions: { show: generic },
	},
	{
		displayName: 'What Events Mean',
		name: 'events',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add name',
		default: {},
		options: [
			{
				displayName: 'Names',
				name: 'names',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'user.offboarded', description: 'As the HR system calls the event' },
					{
						displayName: 'Means',
						name: 'means',
						type: 'options',
						default: 'terminate',
						options: eventKinds.map((kind) => ({ name: nameOf(kind), value: kind })).sort((a, b) => a.name.localeCompare(b.name)),
						description: 'What it is for this package',
					},
				],
			},
		],
		description: 'Names beside the usual ones. An event nobody translated is not acted upon but comes out of "Needs Attention".',
		displayOptions: { show: { ...generic, says: ['event'] } },
	},
];
