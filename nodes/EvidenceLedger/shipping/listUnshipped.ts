import type { IBinaryKeyData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { systemClock } from '../../../lifecycle/clock';
import { Problem } from '../../../lifecycle/problem';
import { handOut, keyOf, type HandOutTerms, type Parcel } from '../../../lifecycle/shipping/handOut';
import type { EventFormat } from '../../../lifecycle/shipping/packing';
import { sinkNamed, type SinkType } from '../../../lifecycle/shipping/sink';
import { markOf } from '../../shared/ledger';
import { ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['shipping'], operation: ['listUnshipped'] };

const formats: INodeProperties['options'] = [
	{ name: 'ECS', value: 'ecs', description: 'Elastic Common Schema' },
	{ name: 'OCSF', value: 'ocsf', description: 'Open Cybersecurity Schema Framework 1.8' },
];

/** Each batch writes two records of its own: of smaller ones shipping would write more than it ships. */
const leastRecords = 50;

export const listUnshippedFields: INodeProperties[] = [
	{
		displayName: 'Sink',
		name: 'sink',
		type: 'string',
		default: '',
		required: true,
		placeholder: 's3-archive',
		description: 'Your name for it. The ledger remembers under this name how far it was shipped, so a new name begins again with the first record.',
		displayOptions: { show },
	},
	{
		displayName: 'Sink Type',
		name: 'sinkType',
		type: 'options',
		noDataExpression: true,
		default: 's3',
		options: [
			{ name: 'Elastic', value: 'elastic', description: 'Documents for the bulk endpoint of a data stream' },
			{ name: 'Microsoft Sentinel', value: 'sentinel', description: 'Rows for the Logs Ingestion API' },
			{ name: 'S3', value: 's3', description: 'Files that hold the records, their place in the ledger, and a signed checkpoint' },
			{ name: 'Splunk', value: 'splunk', description: 'Events for the HTTP Event Collector' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Content',
		name: 'content',
		type: 'options',
		noDataExpression: true,
		default: 'withContent',
		options: [
			{
				name: 'Entries Only',
				value: 'entriesOnly',
				description: 'What proves order and time, and no personal data but the case ID. For storage that keeps longer than you may keep the content.',
			},
			{
				name: 'With Content',
				value: 'withContent',
				description: 'Names, accounts and results too. Erasing them from the ledger later does not reach what was shipped, and what is written once cannot be erased before its lock ends.',
			},
		],
		displayOptions: { show },
	},
	{
		displayName: 'Event Format',
		name: 'eventFormat',
		type: 'options',
		noDataExpression: true,
		default: 'ocsf',
		options: formats,
		displayOptions: { show: { ...show, sinkType: ['sentinel', 'splunk'] } },
	},
	{
		displayName: 'Event Format',
		name: 'eventFormat',
		type: 'options',
		noDataExpression: true,
		default: 'ecs',
		options: formats,
		displayOptions: { show: { ...show, sinkType: ['elastic'] } },
	},
	{
		displayName: 'Splunk Index',
		name: 'splunkIndex',
		type: 'string',
		default: '',
		placeholder: 'audit',
		description: "Left empty, it is the token's default index",
		displayOptions: { show: { ...show, sinkType: ['splunk'] } },
	},
	{
		displayName: 'Splunk Source Type',
		name: 'splunkSourceType',
		type: 'string',
		default: 'jml:evidence',
		description: 'What Splunk reads the events as',
		displayOptions: { show: { ...show, sinkType: ['splunk'] } },
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryProperty',
		type: 'string',
		default: 'segment',
		required: true,
		hint: 'The name of the output binary field to put the file in',
		displayOptions: { show: { ...show, sinkType: ['s3'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Batches per Run',
				name: 'batchesPerRun',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: 10,
				description: 'How often this node gives a batch in one execution, where Mark Shipped leads back to it. What is left waits for the next run.',
			},
			{
				displayName: 'Folder in S3',
				name: 'folder',
				type: 'string',
				default: 'jml-evidence',
				description: 'What the keys of all files begin with',
			},
			{
				displayName: 'Leave Alone For (Minutes)',
				name: 'leaveAloneMinutes',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 1440 },
				default: 10,
				description: 'How long a batch that was handed out and not marked is taken to be under way. After that it is handed out again.',
			},
			{
				displayName: 'Records per Batch',
				name: 'recordsPerBatch',
				type: 'number',
				typeOptions: { minValue: leastRecords, maxValue: 1000 },
				default: 200,
				description: 'At most; a batch is never bigger than 900 kB, unless a single record is',
			},
		],
		displayOptions: { show },
	},
];

interface Options {
	batchesPerRun?: number;
	folder?: string;
	leaveAloneMinutes?: number;
	recordsPerBatch?: number;
}

export const listUnshipped: Operation = async (context, itemIndex) => {
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	if (Number(context.getWorkflowDataProxy(itemIndex)['$runIndex']) >= (options.batchesPerRun ?? 10)) return [];
	const ledger = await ledgerOf(context, itemIndex);
	const handedOut = await handOut(ledger, systemClock, termsOf(context, itemIndex, options));
	if (handedOut === undefined) return [];
	const { parcel, body } = handedOut;
	const json = { ...parcel, ledger: markOf(context, ledger) };
	if (parcel.type !== 's3') return { json: { ...json, body }, binary: {} };
	const key = keyOf(ledger.origin, folderIn(options), parcel);
	return { json: { ...json, key }, binary: await asFile(context, itemIndex, parcel, key, body) };
};

const termsOf = (context: IExecuteFunctions, itemIndex: number, options: Options): HandOutTerms => {
	const text = (name: string) => textOf(context, name, itemIndex);
	const type = text('sinkType') as SinkType;
	const splunk = type === 'splunk' ? { index: text('splunkIndex'), sourceType: text('splunkSourceType') } : {};
	return {
		sink: sinkNamed(text('sink')),
		type,
		format: type === 's3' ? 'ocsf' : (text('eventFormat') as EventFormat),
		withContent: text('content') !== 'entriesOnly',
		maxRecords: numberIn('Records per Batch', options.recordsPerBatch ?? 200, leastRecords),
		leaveAloneMs: numberIn('Leave Alone For', options.leaveAloneMinutes ?? 10, 1) * 60_000,
		...Object.fromEntries(Object.entries(splunk).filter(([, value]) => value !== '')),
	};
};

/** An expression may give anything. */
const numberIn = (label: string, value: unknown, least: number): number => {
	if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
	throw new Problem('misconfigured', `${label} of List Unshipped is no whole number of at least ${least}, so nothing was shipped.`);
};

const folderIn = ({ folder = 'jml-evidence' }: Options): string => {
	const name = folder.trim().replaceAll(/^\/+|\/+$/g, '');
	return name === '' ? '' : `${name}/`;
};

const asFile = async (context: IExecuteFunctions, itemIndex: number, { contentType }: Parcel, key: string, body: string): Promise<IBinaryKeyData> => ({
	[textOf(context, 'binaryProperty', itemIndex)]: await context.helpers.prepareBinaryData(Buffer.from(body), key.split('/').at(-1), contentType),
});
