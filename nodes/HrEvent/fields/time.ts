import type { INodeProperties } from 'n8n-workflow';

const answer = { message: ['answer'] };

export const timeFields: INodeProperties[] = [
	{
		displayName: 'The Termination Date Is',
		name: 'dateMeaning',
		type: 'options',
		noDataExpression: true,
		default: '',
		required: true,
		options: [
			{ name: 'Choose What It Is in Your Company', value: '' },
			{ name: 'The First Day Gone', value: 'firstDayGone', description: 'Access ends when that day begins' },
			{ name: 'The Last Day Worked', value: 'lastDayWorked', description: 'Access ends on that day at the time below' },
		],
		description: 'Ask HR. Nobody can guess it, and it is the difference of a whole day with or without access.',
		displayOptions: { show: { ...answer, source: ['generic', 'hibob', 'personio', 'rippling', 'workday'] } },
	},
	{
		displayName: 'Gusto documents its date as the last day worked, so nobody has to choose what it is',
		name: 'gustoNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { ...answer, source: ['gusto'] } },
	},
	{
		displayName: 'Access Ends At',
		name: 'endsAt',
		type: 'string',
		default: '23:59',
		placeholder: '18:00',
		description: 'Time of day on the last day worked, 24 hours, in the time zone of the person',
		displayOptions: { show: answer },
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'Europe/Berlin',
		description: 'Whose day it is when a date begins, as a name like Australia/Sydney. Left empty, it is the time zone of this workflow.',
		displayOptions: { show: answer },
	},
	{
		displayName: 'Time Zones by Location',
		name: 'timeZones',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add location',
		default: {},
		options: [
			{
				displayName: 'Location',
				name: 'location',
				values: [
					{ displayName: 'Location', name: 'location', type: 'string', default: '', placeholder: 'Sydney', description: 'As the HR system writes it' },
					{ displayName: 'Time Zone', name: 'timeZone', type: 'string', default: '', placeholder: 'Australia/Sydney', description: 'The time zone people there live in' },
				],
			},
		],
		description: 'For people who do not live in the time zone above. Whose location is not listed lives in it.',
		displayOptions: { show: answer },
	},
	{
		displayName: 'Status Labels',
		name: 'statusLabels',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add label',
		default: {},
		options: [
			{
				displayName: 'Label',
				name: 'label',
				values: [
					{ displayName: 'Label', name: 'label', type: 'string', default: '', placeholder: 'Sabbatical', description: 'As HR writes it' },
					{
						displayName: 'Meaning',
						name: 'meaning',
						type: 'options',
						default: 'active',
						options: [
							{ name: 'Has Left', value: 'terminated' },
							{ name: 'Has Not Begun Yet', value: 'preboarding' },
							{ name: 'On Garden Leave', value: 'gardenLeave' },
							{ name: 'On Leave', value: 'leave' },
							{ name: 'Works Here', value: 'active' },
						],
						description: 'What it says about the person',
					},
				],
			},
		],
		description: 'What labels mean that are not among the vendor documents. Somebody with any other label is not acted upon but comes out of "Needs Attention".',
		displayOptions: { show: answer },
	},
	{
		displayName: 'Smallest Part of the Last Answer (%)',
		name: 'smallestPart',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 80,
		description: 'An answer with fewer people than this part of the last one is not believed. Lower it for one reading where the company really has become that much smaller.',
		displayOptions: { show: { ...answer, source: ['hibob', 'rippling', 'workday'], holds: ['everybody'] } },
	},
];
