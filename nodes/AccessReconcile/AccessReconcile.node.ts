import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { testLedger } from '../shared/ledgerTest';
import { reconcile } from './reconcile';

export class AccessReconcile implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Access Reconcile',
		name: 'accessReconcile',
		icon: { light: 'file:reconcile.svg', dark: 'file:reconcile.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: 'Compare Accounts With HR',
		description: 'Compares who is in HR with the accounts of any system: whose accounts are nobody\'s, and who left and still has one. Takes nothing away',
		defaults: { name: 'Access Reconcile' },
		inputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		inputNames: ['People in HR', 'Accounts'],
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		outputNames: ['Orphans', 'Should Be Disabled', 'Missing', 'Needs Attention', 'Fine', 'Report'],
		// Everybody's accounts are nothing for an agent to look through.
		usableAsTool: undefined,
		credentials: [{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' }],
		properties: [
			{
				displayName: 'People in HR is everybody HR lists, also who has left. Accounts is what List Accounts of the access nodes puts out, of as many systems as you like.',
				name: 'notice',
				type: 'notice',
				default: '',
			},
			{
				displayName: 'HR ID',
				name: 'personId',
				type: 'string',
				default: '={{ $json.person.id }}',
				required: true,
				description: 'Of each person: the ID that never changes in the HR system, and that accounts carry. What BambooHR People puts out fits as it is.',
			},
			{
				displayName: 'Work Email',
				name: 'workEmail',
				type: 'string',
				default: '={{ $json.person.workEmail }}',
				description: 'Of each person: by it an account is found that carries no HR ID',
			},
			{
				displayName: 'Name',
				name: 'personName',
				type: 'string',
				default: '={{ $json.person.name }}',
				description: 'Of each person: for sentences and for guesses. No account is ever matched by it.',
			},
			{
				displayName: 'Standing',
				name: 'standing',
				type: 'string',
				default: '={{ $json.standing }}',
				required: true,
				description: 'Of each person: working, onLeave, ahead (not started yet) or gone. Of another HR system, for example {{ $JSON.status === "active" ? "working" : "gone" }}.',
			},
			{
				displayName: 'Everybody Has an Account In',
				name: 'everybodyHas',
				type: 'string',
				default: '',
				placeholder: 'okta, google',
				description: 'Systems in which everybody who works here is to have an account, as the accounts name them (account.system), separated by commas. Of others nobody is said to be missing.',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: [
					{
						displayName: 'Judge Guests',
						name: 'judgeGuests',
						type: 'boolean',
						default: true,
						description: 'Whether guests and outside collaborators have to belong to somebody in HR as well',
					},
					{
						displayName: 'Suspicious Shrinking (%)',
						name: 'shrinking',
						type: 'number',
						typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 0 },
						default: 10,
						description: 'If more than this share of a list is missing since the last time, it is not believed: of HR\'s list nothing is compared then, of a system\'s list nothing is concluded from what it lacks',
					},
				],
			},
		],
	};

	methods = { credentialTest: { testLedger } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await reconcile(this);
	}
}
