import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { testLedger } from '../shared/ledgerTest';
import { checkEvents, checkEventsFields } from './checkEvents';
import { releaseDue, releaseDueFields } from './releaseDue';
import { outputs } from './outputs';

const operations: Record<string, (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>> = { checkEvents, releaseDue };

export class LifecycleGuard implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Lifecycle Guard',
		name: 'lifecycleGuard',
		icon: { light: 'file:guard.svg', dark: 'file:guard.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { checkEvents: "Check Events", releaseDue: "Release What Is Due" }[$parameter["operation"]] }}',
		description: 'Lets each HR event through once, keeps what lies ahead, and holds what a person has to decide on',
		defaults: { name: 'Lifecycle Guard' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Proceed', 'Needs Approval', 'Later', 'Ignored'],
		// Whom the guard holds is for people to decide, and not for an agent to get past.
		usableAsTool: undefined,
		credentials: [{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' }],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				default: 'checkEvents',
				options: [
					{
						name: 'Check Events',
						value: 'checkEvents',
						action: 'Check events',
						description: 'Each event comes out once: to go on, to be decided on, to wait for its day, or to be left alone',
					},
					{
						name: 'Release What Is Due',
						value: 'releaseDue',
						action: 'Release what is due',
						description: 'After a Schedule Trigger: what has fallen due or was approved comes out of Proceed, what nobody decides on out of Needs Approval',
					},
				],
			},
			...checkEventsFields,
			...releaseDueFields,
		],
	};

	methods = { credentialTest: { testLedger } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return outputs(this, operations[this.getNodeParameter('operation', 0) as string]!);
	}
}
