import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { failedCheck, together } from '../../lifecycle/check';
import { systemClock } from '../../lifecycle/clock';
import { awsFacts, awsSteps, awsSystem } from '../../systems/aws';
import { checkAws } from '../../systems/aws/check';
import { accessFields, accessOptions } from '../shared/accessFields';
import { awsOver } from '../shared/aws';
import { testAws } from '../shared/awsTest';
import { testLedger } from '../shared/ledgerTest';
import { runAccess } from '../shared/runAccess';
import { awsAccounts, awsOptions } from './options';
import { awsWish, rolesIn, settingsOf } from './settings';

export class AwsIamAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AWS IAM Access',
		name: 'awsIamAccess',
		icon: { light: 'file:aws.svg', dark: 'file:aws.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { change: "Change Access", checkPermissions: "Check Permissions", cut: "Cut Access", grant: "Grant Access", inspect: "Inspect Access", list: "List Accounts", restore: "Restore Access" }[$parameter["operation"]] }}',
		description: 'Grant, change, cut and restore what a person can do as an IAM user of AWS, with every change read back',
		defaults: { name: 'AWS IAM Access' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Cutting somebody off is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlAwsApi', required: true, testedBy: 'testAws' },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...accessFields('AWS IAM', awsSteps, awsFacts),
			awsAccounts,
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: accessOptions(awsOptions),
			},
		],
	};

	methods = { credentialTest: { testAws, testLedger } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runAccess(this, { id: 'aws', label: 'AWS IAM', system: awsOf, wish: awsWish, check: checkAccounts })];
	}
}

const awsOf = async (context: IExecuteFunctions, itemIndex: number) => {
	const connection = await awsOver(context, 'AWS IAM', itemIndex);
	return rolesIn(context, itemIndex, connection.region).map((role) => awsSystem(connection, settingsOf(context, itemIndex, role), systemClock));
};

/** In every account the node works in, with the role it takes there; Test of the credential knows none of them. */
const checkAccounts = async (context: IExecuteFunctions, itemIndex: number) => {
	const connection = await awsOver(context, 'AWS IAM', itemIndex);
	const roles = rolesIn(context, itemIndex, connection.region);
	return together(await Promise.all(roles.map((role) => checkAws(connection, connection.as(role, settingsOf(context, itemIndex, role).sessionName)).catch(failedCheck))));
};
