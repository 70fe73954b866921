import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { forEachItem } from '../shared/items';
import { ledgerOperations, type LedgerOperation } from './operations';

export class EvidenceLedger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Evidence Ledger',
		name: 'evidenceLedger',
		icon: { light: 'file:ledger.svg', dark: 'file:ledger.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { openCase: "Open Case", closeCase: "Close Case", exportBundle: "Export Bundle", verify: "Verify" }[$parameter["operation"]] }}',
		description: 'Open and close cases, and keep evidence of every step that an auditor can check without you',
		defaults: { name: 'Evidence Ledger' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Evidence is written by what happened, not by what an agent says happened.
		usableAsTool: undefined,
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'openCase',
				options: [
					{
						name: 'Close Case',
						value: 'closeCase',
						action: 'Close a case',
						description: 'Give the verdict from what was recorded, and sign the ledger as it stands',
					},
					{
						name: 'Export Bundle',
						value: 'exportBundle',
						action: 'Export a bundle',
						description: "One case's evidence as a file that can be checked offline",
					},
					{
						name: 'Open Case',
						value: 'openCase',
						action: 'Open a case',
						description: 'Start the case of an HR event, or go on with it after an interruption',
					},
					{
						name: 'Verify',
						value: 'verify',
						action: 'Verify the ledger',
						description: 'Recompute the whole ledger and fail if a single record was changed, removed or moved',
					},
				],
			},
			{
				displayName: 'Dry Run',
				name: 'dryRun',
				type: 'boolean',
				default: true,
				description: 'Whether every system only says what it would do. Switch it off once you have seen a dry run you agree with.',
				displayOptions: { show: { operation: ['openCase'] } },
			},
			{
				displayName: 'Deadline (Minutes)',
				name: 'deadlineMinutes',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 15,
				description: 'How long after the change takes effect, or after HR told us if that is later, everything has to be done and read back',
				displayOptions: { show: { operation: ['openCase'] } },
			},
			{
				displayName: 'Case ID',
				name: 'caseId',
				type: 'string',
				default: '={{ $json.case.id }}',
				required: true,
				description: 'Comes from Open Case; leave the expression as it is',
				displayOptions: { show: { operation: ['closeCase', 'exportBundle'] } },
			},
			{
				displayName: 'Put Output File in Field',
				name: 'binaryProperty',
				type: 'string',
				default: 'evidence',
				required: true,
				hint: 'The name of the output binary field to put the file in',
				displayOptions: { show: { operation: ['exportBundle'] } },
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const results = await forEachItem(this, (itemIndex) => {
			const operation = this.getNodeParameter('operation', itemIndex) as LedgerOperation;
			return ledgerOperations[operation](this, itemIndex);
		});
		return [results];
	}
}
