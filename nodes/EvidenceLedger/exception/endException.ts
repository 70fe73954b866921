import type { INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../../lifecycle/clock';
import { endException as end } from '../../../lifecycle/exceptions/register';
import { lineOf } from '../../../lifecycle/exceptions/review';
import { markOf } from '../../shared/ledger';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';
import { shownException } from './shown';

const show = { resource: ['exception'], operation: ['endException'] };

export const endExceptionFields: INodeProperties[] = [
	{
		displayName: 'Exception ID',
		name: 'exceptionId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'ex_0a1b2c3d4e',
		description: 'As List Exceptions shows it, and every message about what it holds up',
		displayOptions: { show },
	},
	{
		displayName: 'Why',
		name: 'why',
		type: 'string',
		default: '',
		required: true,
		description: 'What has changed',
		displayOptions: { show },
	},
	{
		displayName: 'Ended By',
		name: 'endedBy',
		type: 'string',
		default: "={{ $json.user ? [$json.user.firstName, $json.user.lastName].join(' ').trim() + ' <' + $json.user.email + '>' : '' }}",
		required: true,
		description: 'Comes from a Form Trigger with n8n User Auth; leave the expression as it is',
		displayOptions: { show },
	},
];

export const endException: Operation = async (context, itemIndex) => {
	const text = (name: string) => textOf(context, name, itemIndex);
	const ledger = await ledgerOf(context, itemIndex);
	const exception = await end(ledger, { id: text('exceptionId'), by: text('endedBy'), why: text('why') });
	const now = systemClock.now();
	return { json: { ...itemOf(context, itemIndex), ledger: markOf(context, ledger), exception: shownException(exception, now), summary: lineOf(exception, now) } };
};
