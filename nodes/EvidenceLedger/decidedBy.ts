import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { textOf } from './common';

/** Who signed in to the form, whichever operation keeps the decision. */
export const decidedByFields = (show: IDisplayOptions['show']): INodeProperties[] => [
	{
		displayName: 'Decided By (Name)',
		name: 'byName',
		type: 'string',
		default: "={{ $json.user ? [$json.user.firstName, $json.user.lastName].join(' ').trim() : '' }}",
		required: true,
		description: 'Comes from a Form Trigger with n8n User Auth; leave the expression as it is',
		displayOptions: { show: { ...show } },
	},
	{
		displayName: 'Decided By (Email)',
		name: 'byEmail',
		type: 'string',
		default: "={{ $json.user ? $json.user.email : '' }}",
		description: 'Comes from a Form Trigger with n8n User Auth; leave the expression as it is',
		displayOptions: { show: { ...show } },
	},
	{
		displayName: 'Decided By (ID)',
		name: 'byId',
		type: 'string',
		default: "={{ $json.user ? $json.user.id : '' }}",
		description: 'Comes from a Form Trigger with n8n User Auth; leave the expression as it is',
		displayOptions: { show: { ...show } },
	},
];

export const decidedBy = (context: IExecuteFunctions, itemIndex: number): { id: string; name: string; email: string } => ({
	id: textOf(context, 'byId', itemIndex),
	name: textOf(context, 'byName', itemIndex),
	email: textOf(context, 'byEmail', itemIndex),
});
