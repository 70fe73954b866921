import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { testLedger } from '../shared/ledgerTest';
import { planAccess } from './run';

export class AccessPlan implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Access Plan',
		name: 'accessPlan',
		icon: { light: 'file:plan.svg', dark: 'file:plan.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '=At most {{ $parameter["mostRemovals"] }} removals',
		description: 'Turn a person, the role catalogue and what they hold now into exact additions and removals',
		defaults: { name: 'Access Plan' },
		inputs: [
			{ type: NodeConnectionTypes.Main, displayName: 'Person', required: true },
			{ type: NodeConnectionTypes.Main, displayName: 'Role Catalogue', required: true },
		],
		// An empty table puts nothing out, and that has to be said of everybody instead of passing over them.
		requiredInputs: 1,
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Proceed', 'Needs Approval', 'Needs Attention'],
		// What somebody may reach is a decision of the catalogue and of people, not of an agent.
		usableAsTool: undefined,
		credentials: [{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' }],
		properties: [
			{
				displayName: 'Person: the item behind Open Case and the Inspect Access nodes. Role Catalogue: a Data Table node with Get Rows, Return All and Execute Once.',
				name: 'inputsNotice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'Case ID',
				name: 'caseId',
				type: 'string',
				default: '={{ $json.case.id }}',
				required: true,
				description: 'The case the plan belongs to. Comes from Open Case of the Evidence Ledger; leave the expression as it is.',
			},
			{
				displayName: 'Dry Run',
				name: 'dryRun',
				type: 'options',
				noDataExpression: true,
				default: 'case',
				options: [
					{ name: 'Always', value: 'always', description: 'Say what the plan is, and ask nobody' },
					{ name: 'As the Case Says', value: 'case', description: 'What was chosen in Open Case decides' },
				],
				description: 'Whether to only say the plan. It is switched on and off in Open Case, for the whole case at once.',
			},
			{
				displayName: 'Most Removals',
				name: 'mostRemovals',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 1000, numberPrecision: 0 },
				default: 10,
				description: 'How many rights one person may lose by a plan without a person\'s decision. One more, and none of them goes until somebody has decided. The same counts where everything would go and nothing come.',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Ask Somebody Else After (Hours)',
						name: 'escalateAfterHours',
						type: 'number',
						typeOptions: { minValue: 0.25, maxValue: 720, numberPrecision: 2 },
						default: 4,
						description: 'How long an approval is waited for before Release What Is Due of the Lifecycle Guard puts it out again',
					},
					{
						displayName: 'Time Zone',
						name: 'timeZone',
						type: 'string',
						default: '',
						placeholder: 'Europe/Berlin',
						description: 'Where a day begins for people whose time zone HR does not know. If it is empty, the workflow\'s own.',
					},
				],
			},
		],
	};

	methods = { credentialTest: { testLedger } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return planAccess(this);
	}
}
