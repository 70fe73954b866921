import type { INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../../lifecycle/clock';
import { offersOf, termsOf } from '../../../lifecycle/exceptions/entry';
import { registerException as register } from '../../../lifecycle/exceptions/register';
import { lineOf } from '../../../lifecycle/exceptions/review';
import { systems } from '../../../systems';
import { markOf } from '../../shared/ledger';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';
import { shownException } from './shown';

const show = { resource: ['exception'], operation: ['registerException'] };

const offers = offersOf(systems);

export const registerExceptionFields: INodeProperties[] = [
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		default: 'protected',
		options: [
			{ name: 'Drill Person', value: 'drill', description: 'Nobody: somebody who exists for drills. A drill may cut whoever is registered so with HR ID and work email, and nobody else.' },
			{ name: 'Exception', value: 'exception', description: 'They keep what one system, or one step in it, would take, until a day you name' },
			{ name: 'Legal Hold', value: 'legalHold', description: 'What erases is not done. Access is still cut.' },
			{ name: 'Protected', value: 'protected', description: 'Nothing of these people or accounts is ever cut: break-glass accounts, service accounts, whoever needs a decision first' },
			{ name: 'VIP', value: 'vip', description: 'That they leave is held by the Lifecycle Guard until two people have confirmed it' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Who',
		name: 'who',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		required: true,
		placeholder: 'break-glass@acme.com, 00u1abcd',
		description: 'HR IDs, work emails, logins or account IDs, separated by commas or line breaks',
		displayOptions: { show },
	},
	{
		displayName: 'What Stays',
		name: 'keeps',
		type: 'options',
		default: '',
		options: [{ name: 'Choose What Stays', value: '' }, ...offers.map(({ name, value }) => ({ name, value }))].sort((a, b) => a.name.localeCompare(b.name)),
		description: 'The system, or the one step in it, that is held for them',
		displayOptions: { show: { ...show, type: ['exception'] } },
	},
	{
		displayName: 'Expires',
		name: 'expires',
		type: 'string',
		default: '',
		placeholder: '2027-06-30',
		description: 'The last day it counts, or an instant. An exception needs one, at most a year ahead. Without one, the other types count until somebody ends them.',
		displayOptions: { show },
	},
	{
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: 'Europe/Berlin',
		description: 'Whose day it is when that day ends. Left empty, it is the time zone of this workflow.',
		displayOptions: { show },
	},
	{
		displayName: 'Reason',
		name: 'reason',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		required: true,
		description: 'Why it is needed. It stands in every message about what it holds up.',
		displayOptions: { show },
	},
	{
		displayName: 'Owner',
		name: 'owner',
		type: 'string',
		default: '',
		required: true,
		description: 'Who answers for it: a person or a role, and not somebody it is for',
		displayOptions: { show },
	},
	{
		displayName: 'Registered By',
		name: 'registeredBy',
		type: 'string',
		default: "={{ $json.user ? [$json.user.firstName, $json.user.lastName].join(' ').trim() + ' <' + $json.user.email + '>' : '' }}",
		required: true,
		description: 'Comes from a Form Trigger with n8n User Auth; leave the expression as it is',
		displayOptions: { show },
	},
];

export const registerException: Operation = async (context, itemIndex) => {
	const now = systemClock.now();
	const text = (name: string) => textOf(context, name, itemIndex);
	// n8n knows a parameter only where it is shown.
	const keeps = String(context.getNodeParameter('keeps', itemIndex, '') ?? '');
	const terms = termsOf(
		{ type: text('type'), who: text('who'), keeps, owner: text('owner'), reason: text('reason'), expires: text('expires'), registeredBy: text('registeredBy') },
		{ offers, zone: text('timeZone') || context.getTimezone(), now },
	);
	const ledger = await ledgerOf(context, itemIndex);
	const exception = await register(ledger, terms, now);
	return { json: { ...itemOf(context, itemIndex), ledger: markOf(context, ledger), exception: shownException(exception, now), summary: lineOf(exception, now) } };
};
