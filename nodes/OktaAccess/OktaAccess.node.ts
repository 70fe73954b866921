import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { Wish } from '../../lifecycle/giving';
import { oktaFacts, oktaSteps, oktaSystem, type OktaWish } from '../../systems/okta';
import { orgUrl } from '../../systems/okta/address';
import { accessFields, accessOptions } from '../shared/accessFields';
import { testLedger } from '../shared/ledgerTest';
import { patientHttp } from '../shared/patientHttp';
import { runAccess } from '../shared/runAccess';
import { checkedBy } from '../shared/setUp';
import { authenticated, httpOver } from '../shared/transport';
import { checkApiToken, checkServiceApp, testApiToken, testServiceApp } from './credentialTests';

export class OktaAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Okta Access',
		name: 'oktaAccess',
		icon: { light: 'file:okta.svg', dark: 'file:okta.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { change: "Change Access", checkPermissions: "Check Permissions", cut: "Cut Access", grant: "Grant Access", inspect: "Inspect Access", list: "List Accounts", restore: "Restore Access" }[$parameter["operation"]] }}',
		description: 'Grant, change, cut and restore what a person can reach through Okta, with every change read back',
		defaults: { name: 'Okta Access' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Cutting somebody off is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{
				name: 'jmlOktaServiceAppApi',
				required: true,
				testedBy: 'testServiceApp',
				displayOptions: { show: { authentication: ['serviceApp'] } },
			},
			{
				name: 'jmlOktaApi',
				required: true,
				testedBy: 'testApiToken',
				displayOptions: { show: { authentication: ['apiToken'] } },
			},
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				noDataExpression: true,
				default: 'serviceApp',
				options: [
					{ name: 'API Token', value: 'apiToken', description: 'Acts as the admin who made the token, and dies with that admin' },
					{ name: 'Service App', value: 'serviceApp', description: 'Recommended: acts as nobody, with only the scopes it was given' },
				],
			},
			...accessFields('Okta', oktaSteps, oktaFacts),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: accessOptions([
					{
						displayName: 'HR ID Attribute',
						name: 'hrIdAttribute',
						type: 'string',
						default: 'employeeNumber',
						description: 'The attribute of the Okta profile that holds the ID of the HR system',
					},
					{
						displayName: 'Match by Work Email',
						name: 'matchByEmail',
						type: 'boolean',
						default: true,
						description: 'Whether an account that carries no HR ID at all may be found by its login being the work email. An account that carries another HR ID is never touched.',
					},
					{
						displayName: 'Send Activation Mail',
						name: 'sendActivationMail',
						type: 'boolean',
						default: true,
						description: 'Whether Okta mails a link to set a password to somebody who may sign in and has none. Switch it off where people sign in through another identity provider.',
						displayOptions: { show: { '/operation': ['grant'] } },
					},
				]),
			},
		],
	};

	methods = { credentialTest: { testLedger, testApiToken, testServiceApp } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runAccess(this, { id: 'okta', label: 'Okta', system: oktaOf, wish: oktaWish, check: checkedBy({ jmlOktaApi: checkApiToken, jmlOktaServiceAppApi: checkServiceApp }, credentialOf) })];
	}
}

const oktaWish = (context: IExecuteFunctions, itemIndex: number, wish: Wish): OktaWish => {
	const { sendActivationMail = true } = context.getNodeParameter('options', itemIndex, {}) as { sendActivationMail?: boolean };
	return { ...wish, activationMail: sendActivationMail };
};

const credentialOf = (context: IExecuteFunctions, itemIndex: number) => (context.getNodeParameter('authentication', itemIndex) === 'apiToken' ? 'jmlOktaApi' : 'jmlOktaServiceAppApi');

const oktaOf = async (context: IExecuteFunctions, itemIndex: number) => {
	const credential = credentialOf(context, itemIndex);
	const data = await context.getCredentials<ICredentialDataDecryptedObject & { orgUrl: string }>(credential, itemIndex);
	const { hrIdAttribute = 'employeeNumber', matchByEmail = true } = context.getNodeParameter('options', itemIndex, {}) as { hrIdAttribute?: string; matchByEmail?: boolean };
	const baseUrl = orgUrl(data.orgUrl);
	const http = httpOver({ system: 'Okta', baseUrl, send: authenticated(context, credential, data) });
	const credentialId = context.getNode().credentials?.[credential]?.id ?? baseUrl;
	return oktaSystem(patientHttp(context, 'Okta', credentialId, http, itemIndex), {
		actsAs: credential === 'jmlOktaApi' ? 'user' : 'app',
		hrIdAttribute,
		matchByEmail,
	});
};
