import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { identityCenterFacts, identityCenterSteps, identityCenterSystem } from '../../systems/identityCenter';
import { checkIdentityCenter } from '../../systems/identityCenter/check';
import { servicesOver } from '../../systems/identityCenter/services';
import { accessFields, accessOptions } from '../shared/accessFields';
import { awsOver } from '../shared/aws';
import { testAws } from '../shared/awsTest';
import { testLedger } from '../shared/ledgerTest';
import { runAccess } from '../shared/runAccess';
import { identityCenterOptions } from './options';
import { regionIn, roleIn, sessionNameIn, settingsOf } from './settings';

export class AwsIdentityCenterAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AWS Identity Center Access',
		name: 'awsIdentityCenterAccess',
		icon: { light: 'file:identitycenter.svg', dark: 'file:identitycenter.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { change: "Change Access", checkPermissions: "Check Permissions", cut: "Cut Access", grant: "Grant Access", inspect: "Inspect Access", list: "List Accounts", restore: "Restore Access" }[$parameter["operation"]] }}',
		description: 'Grant, change, cut and restore what a person can reach through AWS IAM Identity Center, with every change read back',
		defaults: { name: 'AWS Identity Center Access' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Cutting somebody off is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlAwsApi', required: true, testedBy: 'testAws' },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...accessFields('AWS Identity Center', identityCenterSteps, identityCenterFacts),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: accessOptions(identityCenterOptions),
			},
		],
	};

	methods = { credentialTest: { testAws, testLedger } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runAccess(this, { id: 'identityCenter', label: 'AWS Identity Center', system: identityCenterOf, check })];
	}
}

const servicesOf = async (context: IExecuteFunctions, itemIndex: number) => {
	const connection = await awsOver(context, 'AWS Identity Center', itemIndex, regionIn(context, itemIndex));
	const { region } = connection;
	return { region, services: servicesOver(connection, roleIn(context, itemIndex, region), sessionNameIn(context, itemIndex)) };
};

const identityCenterOf = async (context: IExecuteFunctions, itemIndex: number) => {
	const { region, services } = await servicesOf(context, itemIndex);
	return identityCenterSystem(services, settingsOf(context, itemIndex, region));
};

/** In the place and role the node works in, which the credential alone does not know. */
const check = async (context: IExecuteFunctions, itemIndex: number) => {
	const { region, services } = await servicesOf(context, itemIndex);
	return await checkIdentityCenter(services, region);
};
