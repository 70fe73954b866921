import type { INodeProperties } from 'n8n-workflow';
import type { Bundle } from '../../../ledger/types';
import { readEvidence } from '../../../ledger/verify';
import { Problem } from '../../../lifecycle/problem';
import { itemOf, ledgerOf, textOf, type Operation } from '../common';
import { filesAsked, writeFiles, type Formats } from '../files';

const show = { resource: ['case'], operation: ['exportBundle'] };

export const exportBundleFields: INodeProperties[] = [
	{
		displayName: 'Formats',
		name: 'formats',
		type: 'multiOptions',
		default: ['html'],
		required: true,
		options: [
			{ name: 'CSV', value: 'csv', description: 'One row for each step, for spreadsheets; proves nothing by itself' },
			{ name: 'HTML', value: 'html', description: 'A page to read and print that checks itself, with all records and proofs in it' },
			{ name: 'JSON', value: 'json', description: 'Records and proofs alone, for programs' },
		],
		displayOptions: { show },
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryProperty',
		type: 'string',
		default: 'evidence',
		required: true,
		hint: 'The name of the output binary field to put the page in. The names of the other files begin with it, as in evidenceJson and evidenceCsv.',
		displayOptions: { show },
	},
	{
		displayName: 'Checkpoint Held by the Auditor',
		name: 'heldCheckpoint',
		type: 'string',
		typeOptions: { rows: 6 },
		default: '',
		description: 'A checkpoint the auditor kept from an earlier export. The file then also proves that nothing was rewritten since.',
		displayOptions: { show },
	},
];

/** Pages are written by code that nothing else needs. */
const report = () => import('../../../ledger/report');

const csv = async (bundle: Bundle): Promise<string> => {
	const evidence = readEvidence(JSON.stringify(bundle));
	if (evidence.ok) return (await report()).csvOf(evidence);
	throw new Problem('misconfigured', `No table was written of case ${bundle.caseId}, because its evidence does not hold: ${evidence.problem} Run Verify of the Evidence Ledger, and keep the ledger's file as it is.`);
};

const formats: Formats<Bundle> = {
	html: [{ field: '', suffix: '.html', mimeType: 'text/html', write: async (bundle) => (await report()).pageOf(JSON.stringify(bundle)) }],
	json: [{ field: 'Json', suffix: '.json', mimeType: 'application/json', write: (bundle) => `${JSON.stringify(bundle, null, 1)}\n` }],
	csv: [{ field: 'Csv', suffix: '.csv', mimeType: 'text/csv', write: csv }],
};

export const exportBundle: Operation = async (context, itemIndex) => {
	const json = itemOf(context, itemIndex);
	// What Report made of many cases: their files together would be too big for any message, and each can be had by itself.
	if (Array.isArray(json['cases'])) return { json };
	const caseId = textOf(context, 'caseId', itemIndex);
	const asked = filesAsked(context, itemIndex, formats, 'Export Bundle');
	const held = textOf(context, 'heldCheckpoint', itemIndex).replaceAll('\r\n', '\n');
	const bundle = await (await ledgerOf(context, itemIndex)).exportCase(caseId, held === '' ? undefined : held);

	const { binary, files } = await writeFiles(context, itemIndex, asked, `evidence-${caseId}`, bundle);
	const { vkey, checkpoint, records } = bundle;
	return { json: { ...json, bundle: { files, records: records.length, vkey, checkpoint } }, binary };
};
