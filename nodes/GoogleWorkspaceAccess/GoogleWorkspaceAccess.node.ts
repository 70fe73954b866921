import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { googleSteps, googleSystem } from '../../systems/google';
import { serviceAccountOf } from '../../systems/google/serviceAccount';
import { accessFields, accessOptions } from '../shared/accessFields';
import { testLedger } from '../shared/ledgerTest';
import { runAccess } from '../shared/runAccess';
import { checkedBy } from '../shared/setUp';
import { checkConsent } from './checkConsent';
import { googleConnections } from './connections';
import { checkServiceAccount, testServiceAccount } from './credentialTests';
import { googleOptions } from './fields';
import { settingsOf, wishFrom } from './options';

export class GoogleWorkspaceAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Google Workspace Access',
		name: 'googleWorkspaceAccess',
		icon: { light: 'file:google.svg', dark: 'file:google.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { change: "Change Access", checkPermissions: "Check Permissions", cut: "Cut Access", grant: "Grant Access", inspect: "Inspect Access", list: "List Accounts", restore: "Restore Access" }[$parameter["operation"]] }}',
		description: 'Grant, change, cut and restore what a person can reach through Google Workspace, with every change read back',
		defaults: { name: 'Google Workspace Access' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Cutting somebody off is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{
				name: 'jmlGoogleServiceAccountApi',
				required: true,
				testedBy: 'testServiceAccount',
				displayOptions: { show: { authentication: ['serviceAccount'] } },
			},
			{
				name: 'jmlGoogleOAuth2Api',
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				noDataExpression: true,
				default: 'serviceAccount',
				options: [
					{ name: 'OAuth2', value: 'oAuth2', description: 'Consent of one admin: mail forwarding, delegates and auto-reply cannot be reached, and it ends with that admin' },
					{ name: 'Service Account', value: 'serviceAccount', description: 'Recommended: domain-wide delegation, with only the scopes it was given' },
				],
			},
			...accessFields('Google Workspace', googleSteps),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: accessOptions(googleOptions),
			},
		],
	};

	methods = { credentialTest: { testLedger, testServiceAccount } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runAccess(this, { id: 'google', label: 'Google Workspace', system: googleOf, wish: wishFrom, check: checkGoogleCredential })];
	}
}

const credentialOf = (context: IExecuteFunctions, itemIndex: number) => (context.getNodeParameter('authentication', itemIndex) === 'oAuth2' ? 'jmlGoogleOAuth2Api' : 'jmlGoogleServiceAccountApi');

const checkGoogleCredential = async (context: IExecuteFunctions, itemIndex: number) =>
	await checkedBy({ jmlGoogleServiceAccountApi: checkServiceAccount, jmlGoogleOAuth2Api: (_asking, data) => checkConsent(googleConnections(context, 'jmlGoogleOAuth2Api', data, itemIndex), data) }, credentialOf)(context, itemIndex);

const googleOf = async (context: IExecuteFunctions, itemIndex: number) => {
	const credential = credentialOf(context, itemIndex);
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(credential, itemIndex);
	return googleSystem(googleConnections(context, credential, data, itemIndex), settingsOf(context, itemIndex, actingAs(credential, data)));
};

const actingAs = (credential: string, data: ICredentialDataDecryptedObject) => {
	if (credential === 'jmlGoogleOAuth2Api') return { adminEmail: String(data['adminEmail'] ?? '').trim(), signsWith: null };
	const { adminEmail, email, keyId } = serviceAccountOf(data);
	return { adminEmail, signsWith: { email, keyId } };
};
