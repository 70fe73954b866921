import type { INodeProperties } from 'n8n-workflow';
import type { Operation } from '../common';
import { listUnshipped, listUnshippedFields } from './listUnshipped';
import { markShipped, markShippedFields } from './markShipped';

export const shippingProperties: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'listUnshipped',
		options: [
			{
				name: 'List Unshipped',
				value: 'listUnshipped',
				action: 'List unshipped records',
				description: 'The next batch of records for a sink, ready to be sent, or nothing',
			},
			{
				name: 'Mark Shipped',
				value: 'markShipped',
				action: 'Mark records as shipped',
				description: "Judge the sink's answer, and go on to the next records only if it holds",
			},
		],
		displayOptions: { show: { resource: ['shipping'] } },
	},
	...listUnshippedFields,
	...markShippedFields,
];

export const shippingOperations: Record<string, Operation> = { listUnshipped, markShipped };
