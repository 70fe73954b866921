import type { INodeProperties } from 'n8n-workflow';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';

const show = { resource: ['case'], operation: ['exportBundle'] };

export const exportBundleFields: INodeProperties[] = [
	{
		displayName: 'Put Output File in Field',
		name: 'binaryProperty',
		type: 'string',
		default: 'evidence',
		required: true,
		hint: 'The name of the output binary field to put the file in',
		displayOptions: { show },
	},
];

export const exportBundle: Operation = async (context, itemIndex) => {
	const json = itemOf(context, itemIndex);
	const caseId = textOf(context, 'caseId', itemIndex);
	const property = context.getNodeParameter('binaryProperty', itemIndex) as string;
	const bundle = await (await ledgerOf(context)).exportCase(caseId);
	const fileName = `evidence-${caseId}.json`;
	const file = await context.helpers.prepareBinaryData(Buffer.from(`${JSON.stringify(bundle, null, 1)}\n`), fileName, 'application/json');
	return {
		json: { ...json, bundle: { fileName, records: bundle.records.length, vkey: bundle.vkey } },
		binary: { ...context.getInputData()[itemIndex]!.binary, [property]: file },
	};
};
