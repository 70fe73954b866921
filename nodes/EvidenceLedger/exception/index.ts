import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../common';
import { endException, endExceptionFields } from './endException';
import { listExceptions, listExceptionsFields } from './listExceptions';
import { registerException, registerExceptionFields } from './registerException';

export const exceptionProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'registerException',
		options: [
			{
				name: 'End Exception',
				value: 'endException',
				action: 'End an exception',
				description: 'From now on it counts no more; who ended it and why is kept',
			},
			{
				name: 'List Exceptions',
				value: 'listExceptions',
				action: 'List exceptions',
				description: 'One item for each exception, or for each case that one no longer holds up',
			},
			{
				name: 'Register Exception',
				value: 'registerException',
				action: 'Register an exception',
				description: 'Protect somebody, leave them something for a time, or put a legal hold on what they left behind',
			},
		],
		displayOptions: { show: { resource: ['exception'] } },
	},
	...registerExceptionFields,
	...endExceptionFields,
	...listExceptionsFields,
];

export const exceptionOperations: Record<string, Operation> = { registerException, endException, listExceptions };
