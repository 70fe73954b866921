import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../../lifecycle/clock';
import { answerIn } from '../../../lifecycle/shipping/judge/answer';
import type { Lock } from '../../../lifecycle/shipping/judge/s3';
import { markShipped as mark, sentIn } from '../../../lifecycle/shipping/mark';
import { openNodeLedger } from '../../shared/ledger';
import { itemOf, type Operation } from '../common';

const show = { resource: ['shipping'], operation: ['markShipped'] };

export const markShippedFields: INodeProperties[] = [
	{
		displayName: 'Batch',
		name: 'batch',
		type: 'json',
		default: "={{ $('List Unshipped').item.json }}",
		required: true,
		description: 'What List Unshipped put out. If your node has another name, put it into the expression.',
		displayOptions: { show },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Read-Back Field',
				name: 'readBackField',
				type: 'string',
				default: 'readBack',
				description: 'For S3: the input binary field with the file as it was read back',
			},
			{
				displayName: 'Required Lock',
				name: 'requiredLock',
				type: 'options',
				default: 'compliance',
				options: [
					{ name: 'Compliance', value: 'compliance', description: 'Nobody can delete it before its time, not even the owner of the account' },
					{ name: 'Governance', value: 'governance', description: 'Or Compliance. People with a certain permission can lift it.' },
					{ name: 'None', value: 'none', description: 'The file counts as shipped without a lock' },
				],
				description: 'For S3: the Object Lock that has to be seen on the file before it counts as shipped',
			},
		],
		displayOptions: { show },
	},
];

interface Options {
	readBackField?: string;
	requiredLock?: Lock;
}

export const markShipped: Operation = async (context, itemIndex) => {
	const { readBackField = 'readBack', requiredLock = 'compliance' } = context.getNodeParameter('options', itemIndex, {}) as Options;
	const batch = parsed(context.getNodeParameter('batch', itemIndex));
	const sent = sentIn(batch);
	const answer = answerIn(itemOf(context, itemIndex), await readBack(context, itemIndex, readBackField));
	const { now, ...marked } = await mark(await openNodeLedger(context, batch as IDataObject), systemClock, sent, answer, requiredLock);
	return { json: { ...marked, markedBefore: !now } as unknown as IDataObject, binary: {} };
};

/** A field of type JSON gives an object where its expression does, and else a text. */
const parsed = (value: unknown): unknown => {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value);
	} catch {
		return undefined;
	}
};

const readBack = async (context: IExecuteFunctions, itemIndex: number, field: string): Promise<Buffer | null> =>
	context.getInputData()[itemIndex]?.binary?.[field] === undefined ? null : await context.helpers.getBinaryDataBuffer(itemIndex, field);
