import type { INodeProperties } from 'n8n-workflow';
import type { HowToFind } from '../../systems/http/microsoft/user';
import { findOptions } from '../shared/microsoftFind';

const whenCutting = { show: { '/operation': ['cut'] } };
const whenGiving = { show: { '/operation': ['change', 'grant'] } };
const whenGranting = { show: { '/operation': ['grant'] } };

export const entraOptions: INodeProperties[] = [
	...findOptions,
	{
		displayName: 'Active Directory Access Runs Before',
		name: 'activeDirectoryBefore',
		type: 'boolean',
		default: true,
		description:
			'Whether an Active Directory Access node stands before this one. An account synced from Active Directory then counts as blocked once the same case has read back that it is disabled there. Switched off, only a later synchronisation proves it.',
		displayOptions: whenCutting,
	},
	{
		displayName: 'Automatic Reply (Inside)',
		name: 'replyInside',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'What the mailbox answers to colleagues, for the step Set Automatic Reply',
		displayOptions: whenCutting,
	},
	{
		displayName: 'Automatic Reply (Outside)',
		name: 'replyOutside',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'What the mailbox answers to everybody else. Empty: the same as inside.',
		displayOptions: whenCutting,
	},
	{
		displayName: 'Keep Licences Until the Mailbox Is Shared',
		name: 'keepLicences',
		type: 'boolean',
		default: true,
		description:
			'Whether the steps that take licences wait until Microsoft says that the mailbox is a shared one, which only Exchange makes it. Switched off, they go at once, and 30 days later the mailbox.',
		displayOptions: whenCutting,
	},
	{
		displayName: 'Licences',
		name: 'licences',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'SPE_E3',
		description: 'What the person gets, one per line, by name or ID. A licence that a group gives comes with the group.',
		displayOptions: whenGiving,
	},
	{
		displayName: 'Pass: Lifetime (Minutes)',
		name: 'passMinutes',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 43_200 },
		default: 480,
		description: 'How long the Temporary Access Pass works, at most as long as the policy of the tenant allows. With 0 the policy decides.',
		displayOptions: whenGranting,
	},
	{
		displayName: 'Pass: Recipient',
		name: 'passTo',
		type: 'string',
		default: '={{ $json.person.manager?.email }}',
		description: 'Who gets the Temporary Access Pass and hands it over. As it comes, the manager.',
		displayOptions: whenGranting,
	},
	{
		displayName: 'Pass: Sender Mailbox',
		name: 'passFrom',
		type: 'string',
		default: '',
		placeholder: 'it-notices@acme.com',
		description: 'The mailbox that mails a Temporary Access Pass when somebody may sign in for the first time. Empty: no pass is made.',
		displayOptions: whenGranting,
	},
	{
		displayName: 'Pass: Works From',
		name: 'passWorksFrom',
		type: 'string',
		default: '08:00',
		description: 'The time of day on the start date, in the time zone of the person, before which the Temporary Access Pass does not work. A pass that is made later works at once.',
		displayOptions: whenGranting,
	},
	{
		displayName: 'Usage Location',
		name: 'usageLocation',
		type: 'string',
		default: '',
		placeholder: 'DE',
		description: 'Two letters of the country. Microsoft gives no licence without it.',
		displayOptions: whenGiving,
	},
	{
		displayName: 'Usage Location by HR Location',
		name: 'usageLocations',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add location',
		default: {},
		options: [
			{
				name: 'location',
				displayName: 'Location',
				values: [
					{ displayName: 'Country', name: 'country', type: 'string', default: '', placeholder: 'DE', description: 'Two letters' },
					{ displayName: 'Location in HR', name: 'name', type: 'string', default: '', placeholder: 'Berlin', description: 'As the HR system writes it' },
				],
			},
		],
		description: 'Where a location of HR is not listed, Usage Location counts',
		displayOptions: whenGiving,
	},
	{
		displayName: 'User Principal Name',
		name: 'userPrincipalName',
		type: 'string',
		default: '',
		description: 'The name to sign in with. Empty: the work email.',
		displayOptions: whenGiving,
	},
];

/** The options as they were filled in; n8n leaves out what was never added. */
export interface EntraOptions extends Partial<HowToFind> {
	activeDirectoryBefore?: boolean;
	keepLicences?: boolean;
	replyInside?: string;
	replyOutside?: string;
	licences?: string | string[];
	passMinutes?: number;
	passTo?: string;
	passFrom?: string;
	passWorksFrom?: string;
	usageLocation?: string;
	usageLocations?: { location?: { name: string; country: string }[] };
	userPrincipalName?: string;
}
