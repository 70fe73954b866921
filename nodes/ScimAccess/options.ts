import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { choices } from '../../systems/scim/choices';
import type { ScimSettings } from '../../systems/scim/application';
import { kinds, type Dialect, type KindId } from '../../systems/scim/kinds';

const byName = (names: Record<string, string>): INodePropertyOptions[] => Object.entries(names).map(([value, name]) => ({ name, value })).sort((a, b) => a.name.localeCompare(b.name));

const kindsThat = (fits: (inactive: Dialect['inactive']) => boolean): string[] => Object.entries(kinds).flatMap(([id, { inactive }]) => (fits(inactive) ? [id] : []));

const ofGeneric = { show: { '/kind': ['generic'] } };
const whenGiving = { show: { '/operation': ['change', 'grant'] } };

/** What makes an application: for every resource of the node. */
export const applicationFields: INodeProperties[] = [
	{
		displayName: 'Application Name',
		name: 'applicationName',
		type: 'string',
		noDataExpression: true,
		default: '',
		required: true,
		placeholder: 'Acme Wiki',
		description: 'Results and snapshots go by it, so do not change it while cases are open. Two nodes with one name mean one application.',
	},
	{
		displayName: 'Kind of Application',
		name: 'kind',
		type: 'options',
		noDataExpression: true,
		default: 'generic',
		options: byName(Object.fromEntries(Object.entries(kinds).map(([id, { label }]) => [id, label]))),
		description: 'What is known of how it speaks SCIM. Generic is for all others: run Probe once, and choose what it names.',
	},
	{
		displayName: choices.inactive.field,
		name: 'inactive',
		type: 'options',
		noDataExpression: true,
		default: 'notKnown',
		options: [...byName(choices.inactive.names), { name: 'Not Known Yet', value: 'notKnown' }],
		description: 'What the application does with an account that is set inactive. Nobody is cut outside a dry run before this is chosen; Probe finds it out.',
		displayOptions: { show: { kind: kindsThat((inactive) => inactive === null) } },
	},
	{
		displayName: 'This application DELETES an account that is set inactive. Restore Access cannot give it back; a legal hold keeps it',
		name: 'deletesNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { kind: kindsThat((inactive) => inactive === 'deletes') } },
	},
	{
		displayName: 'Test Address',
		name: 'testAddress',
		type: 'string',
		default: '',
		placeholder: 'scim-probe@acme.com',
		description: 'Somebody of this address, and a second one with "+second" before the @, are made in the application, tried everything on, and deleted. Nobody may have it yet. Empty: Probe only reads.',
		displayOptions: { show: { resource: ['application'] } },
	},
];

export const scimOptions: INodeProperties[] = [
	{ displayName: choices.patch.field, name: 'patch', type: 'options', default: 'path', options: byName(choices.patch.names), description: 'How the application wants to be told that an account is active or not', displayOptions: ofGeneric },
	{ displayName: choices.contentType.field, name: 'contentType', type: 'options', default: 'application/scim+json', options: byName(choices.contentType.names), description: 'How changes are labelled', displayOptions: ofGeneric },
	{ displayName: choices.memberships.field, name: 'memberships', type: 'options', default: 'everyGroup', options: byName(choices.memberships.names), description: 'Where the application shows who is in a group. Every Group reads all of them and works everywhere where groups show their members.', displayOptions: ofGeneric },
	{
		displayName: 'HR ID Attribute',
		name: 'hrIdAttribute',
		type: 'options',
		default: 'externalId',
		options: [
			{ name: 'Employee Number (Enterprise Extension)', value: 'employeeNumber' },
			{ name: 'External ID', value: 'externalId' },
			{ name: 'None', value: 'none', description: 'Accounts are found by the work email alone, because the identity provider keeps an ID of its own there' },
		],
		description: 'Where the account carries the ID of the HR system. An account that carries another one is never touched.',
	},
	{ displayName: choices.searches.field, name: 'searches', type: 'multiOptions', default: ['externalId', 'userName', 'emails.value'], options: byName(choices.searches.names), description: 'What accounts are looked for by. One that the application refuses is passed over, as long as it answers another.', displayOptions: ofGeneric },
	{ displayName: 'Match by Work Email', name: 'matchByEmail', type: 'boolean', default: true, description: 'Whether an account that carries no HR ID at all may be found by the work email. An account that carries another HR ID is never touched.' },
	{ displayName: 'Most Members per Change', name: 'membersPerPatch', type: 'number', typeOptions: { minValue: 1, maxValue: 10_000 }, default: 100, description: 'How many members of a group one request may change', displayOptions: ofGeneric },
	{ displayName: choices.removeMember.field, name: 'removeMember', type: 'options', default: 'filter', options: byName(choices.removeMember.names), description: 'How one person is taken out of a group. A strict application reads By Value as "remove everybody"; that is noticed, and they are put back.', displayOptions: ofGeneric },
	{ displayName: 'User Name', name: 'userName', type: 'string', default: '', description: 'The name to sign in with. Empty: the work email.', displayOptions: whenGiving },
];

/** The options as they were filled in; n8n leaves out what was never added. */
type Options = Partial<Omit<Dialect, 'inactive' | 'deletion'>> & { hrIdAttribute?: NonNullable<ScimSettings['hrIdAttribute']> | 'none'; matchByEmail?: boolean; userName?: string };

export interface ScimFields {
	applicationName: string;
	kind: KindId;
	inactive: NonNullable<Dialect['inactive']> | 'notKnown';
	options: Options;
}

const dialectNames = ['patch', 'contentType', 'memberships', 'searches', 'membersPerPatch', 'removeMember'] as const;

/** Only what the fields say: an option that stayed in a workflow from before another kind was chosen counts no more. */
export const overridesOf = ({ kind, inactive, options }: ScimFields): Partial<Dialect> => ({
	...(kind === 'generic' ? Object.fromEntries(dialectNames.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))) : {}),
	...(kinds[kind].inactive === null && inactive !== 'notKnown' ? { inactive } : {}),
});

export const settingsOf = ({ options: { hrIdAttribute = 'externalId', matchByEmail = true } }: ScimFields): ScimSettings => ({ hrIdAttribute: hrIdAttribute === 'none' ? null : hrIdAttribute, matchByEmail });
