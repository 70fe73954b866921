import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { Wish } from '../../lifecycle/giving';
import { jumpCloudFacts, jumpCloudSteps, jumpCloudSystem, type JumpCloudWish } from '../../systems/jumpCloud';
import { insightsPatienceMs } from '../../systems/jumpCloud/insights';
import { keyHolderOf, placeOf } from '../../systems/jumpCloud/place';
import { accessFields, accessOptions } from '../shared/accessFields';
import { testLedger } from '../shared/ledgerTest';
import { patientHttp } from '../shared/patientHttp';
import { runAccess } from '../shared/runAccess';
import { checkedBy } from '../shared/setUp';
import { authenticated, httpOver } from '../shared/transport';
import { checkApiKey, checkServiceAccount, testApiKey, testServiceAccount } from './credentialTests';

export class JumpCloudAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'JumpCloud Access',
		name: 'jumpCloudAccess',
		icon: { light: 'file:jumpcloud.svg', dark: 'file:jumpcloud.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { change: "Change Access", checkPermissions: "Check Permissions", cut: "Cut Access", grant: "Grant Access", inspect: "Inspect Access", list: "List Accounts", restore: "Restore Access" }[$parameter["operation"]] }}',
		description: 'Grant, change, cut and restore what a person can reach through JumpCloud, with every change read back',
		defaults: { name: 'JumpCloud Access' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Cutting somebody off is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{
				name: 'jmlJumpCloudServiceAccountApi',
				required: true,
				testedBy: 'testServiceAccount',
				displayOptions: { show: { authentication: ['serviceAccount'] } },
			},
			{
				name: 'jmlJumpCloudApi',
				required: true,
				testedBy: 'testApiKey',
				displayOptions: { show: { authentication: ['apiKey'] } },
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
					{ name: 'API Key', value: 'apiKey', description: 'Acts as the administrator it belongs to, and dies with them' },
					{ name: 'Service Account', value: 'serviceAccount', description: 'Recommended: acts as nobody, with a token that lives for an hour' },
				],
			},
			...accessFields('JumpCloud', jumpCloudSteps, jumpCloudFacts),
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
						default: 'employeeIdentifier',
						description: 'The field of the JumpCloud user that holds the ID of the HR system',
					},
					{
						displayName: 'Match by Work Email',
						name: 'matchByEmail',
						type: 'boolean',
						default: true,
						description: 'Whether a user who carries no HR ID at all may be found by the work email. A user who carries another HR ID is never touched.',
					},
					{
						displayName: 'Send Activation Mail',
						name: 'sendActivationMail',
						type: 'boolean',
						default: true,
						description: 'Whether JumpCloud mails somebody who is activated for the first time how to set a password. Switch it off where people sign in through another identity provider.',
						displayOptions: { show: { '/operation': ['grant'] } },
					},
					{
						displayName: 'User Name',
						name: 'username',
						type: 'string',
						default: '',
						placeholder: 'ada',
						description: 'The name of the local account on devices and servers. Empty: what stands before the @ of the work email for somebody new, and unchanged for everybody else.',
						displayOptions: { show: { '/operation': ['change', 'grant'] } },
					},
				]),
			},
		],
	};

	methods = { credentialTest: { testLedger, testApiKey, testServiceAccount } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runAccess(this, { id: 'jumpCloud', label: 'JumpCloud', system: jumpCloudOf, wish: jumpCloudWish, check: checkedBy({ jmlJumpCloudApi: checkApiKey, jmlJumpCloudServiceAccountApi: checkServiceAccount }, credentialOf) })];
	}
}

interface Options {
	hrIdAttribute?: string;
	matchByEmail?: boolean;
	sendActivationMail?: boolean;
	username?: string;
}

const optionsOf = (context: IExecuteFunctions, itemIndex: number) => context.getNodeParameter('options', itemIndex, {}) as Options;

const jumpCloudWish = (context: IExecuteFunctions, itemIndex: number, wish: Wish): JumpCloudWish => {
	const { sendActivationMail = true, username = '' } = optionsOf(context, itemIndex);
	return { ...wish, activationMail: sendActivationMail, username: username.trim() || null };
};

const credentialOf = (context: IExecuteFunctions, itemIndex: number) => (context.getNodeParameter('authentication', itemIndex) === 'apiKey' ? 'jmlJumpCloudApi' : 'jmlJumpCloudServiceAccountApi');

const jumpCloudOf = async (context: IExecuteFunctions, itemIndex: number) => {
	const credential = credentialOf(context, itemIndex);
	const byKey = credential === 'jmlJumpCloudApi';
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(credential, itemIndex);
	const { hrIdAttribute = 'employeeIdentifier', matchByEmail = true } = optionsOf(context, itemIndex);
	const { consoleUrl, insightsUrl } = placeOf(data);
	const credentialId = context.getNode().credentials?.[credential]?.id ?? consoleUrl;
	const send = authenticated(context, credential, data, { renews: !byKey });
	const at = (baseUrl: string, more = {}) => patientHttp(context, 'JumpCloud', credentialId, httpOver({ system: 'JumpCloud', baseUrl, send }), itemIndex, more);
	return jumpCloudSystem(
		{ console: at(consoleUrl), insights: at(insightsUrl, { totalMs: insightsPatienceMs }) },
		{ administratorEmail: byKey ? keyHolderOf(data).administratorEmail : null, hrIdAttribute, matchByEmail },
	);
};
