import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { forEachItem } from '../shared/items';
import { caseOperations, caseProperties } from './case';
import { report } from './case/report';
import type { Operation } from './common';
import { decisionOperations, decisionProperties } from './decision';
import { deviceOperations, deviceProperties } from './device';
import { exceptionOperations, exceptionProperties } from './exception';
import { testLedger } from '../shared/ledgerTest';
import { ledgerOperations, ledgerProperties } from './ledger';
import { shippingOperations, shippingProperties } from './shipping';

/** By resource, as the node's fields have them. */
const operations: Record<string, Record<string, Operation>> = { case: caseOperations, decision: decisionOperations, device: deviceOperations, exception: exceptionOperations, ledger: ledgerOperations, shipping: shippingOperations };

export class EvidenceLedger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Evidence Ledger',
		name: 'evidenceLedger',
		icon: { light: 'file:ledger.svg', dark: 'file:ledger.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { checkSetUp: "Check Set-Up", listAhead: "List What Lies Ahead" }[$parameter["operation"]] ?? $parameter["operation"].replace(/([A-Z])/g, " $1").replace(/^./, (first) => first.toUpperCase()) }}',
		description: 'Open and close cases, and keep evidence of every step that an auditor can check without you',
		defaults: { name: 'Evidence Ledger' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Evidence is written by what happened, not by what an agent says happened.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
			{ name: 'jmlBambooHrApi', displayName: 'BambooHR (Empty: Not Checked)', required: false, displayOptions: { show: { resource: ['ledger'], operation: ['checkSetUp'] } } },
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				default: 'case',
				options: [
					{ name: 'Case', value: 'case', description: 'All work for one HR event of one person' },
					{ name: 'Decision', value: 'decision', description: 'What the Lifecycle Guard holds, and who decides on it' },
					{ name: 'Device', value: 'device', description: 'What was ordered for devices of people who left, and what has become of it' },
					{ name: 'Exception', value: 'exception', description: 'Who is protected, what stays for a time, and legal holds' },
					{ name: 'Ledger', value: 'ledger', description: 'The whole of what was recorded' },
					{ name: 'Shipping', value: 'shipping', description: 'Copies of the ledger for storage that cannot be overwritten, and for SIEMs' },
				],
			},
			...caseProperties,
			...decisionProperties,
			...deviceProperties,
			...exceptionProperties,
			...ledgerProperties,
			...shippingProperties,
		],
	};

	methods = { credentialTest: { testLedger } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		if (this.getNodeParameter('operation', 0) === 'report') return [await report(this)];
		const results = await forEachItem(this, (itemIndex) => {
			const resource = this.getNodeParameter('resource', itemIndex) as string;
			const operation = this.getNodeParameter('operation', itemIndex) as string;
			return operations[resource]![operation]!(this, itemIndex);
		});
		return [results];
	}
}
