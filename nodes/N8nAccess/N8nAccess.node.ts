import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { Wish } from '../../lifecycle/giving';
import { n8nSteps, n8nSystem, type N8nWish } from '../../systems/n8n';
import { apiUrl } from '../../systems/n8n/address';
import { keyOwner } from '../../systems/n8n/keyOwner';
import { accessFields, accessOptions } from '../shared/accessFields';
import { testLedger } from '../shared/ledgerTest';
import { patientHttp } from '../shared/patientHttp';
import { runAccess } from '../shared/runAccess';
import { checkedBy } from '../shared/setUp';
import { authenticated, httpOver } from '../shared/transport';
import { checkApiKey, testN8n } from './credentialTest';
import { filled, n8nOptions, type N8nOptions } from './options';

export class N8nAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'n8n Access',
		name: 'n8nAccess',
		icon: { light: 'file:n8naccess.svg', dark: 'file:n8naccess.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { change: "Change Access", checkPermissions: "Check Permissions", cut: "Cut Access", grant: "Grant Access", inspect: "Inspect Access", list: "List Accounts", restore: "Restore Access" }[$parameter["operation"]] }}',
		description: 'Name what a person owns in n8n, and grant, change, cut and restore what they can reach there, with every change read back',
		defaults: { name: 'n8n Access' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Cutting somebody off is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlN8nApi', required: true, testedBy: 'testN8n' },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...accessFields('n8n', n8nSteps, []),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: accessOptions(n8nOptions),
			},
		],
	};

	methods = { credentialTest: { testLedger, testN8n } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runAccess(this, { id: 'n8n', label: 'n8n', system: n8nOf, wish: n8nWish, check: checkedBy({ [credential]: checkApiKey }) })];
	}
}

const optionsOf = (context: IExecuteFunctions, itemIndex: number) => context.getNodeParameter('options', itemIndex, {}) as N8nOptions;

const n8nWish = (context: IExecuteFunctions, itemIndex: number, wish: Wish): N8nWish => {
	const { role, projectRole } = optionsOf(context, itemIndex);
	return { ...wish, role: filled(role), projectRole: filled(projectRole) ?? 'project:editor' };
};

const credential = 'jmlN8nApi';

const n8nOf = async (context: IExecuteFunctions, itemIndex: number) => {
	const data = await context.getCredentials<ICredentialDataDecryptedObject & { baseUrl: string; apiKey: string }>(credential, itemIndex);
	const baseUrl = apiUrl(data.baseUrl);
	const http = httpOver({ system: 'n8n', baseUrl, send: authenticated(context, credential, data, { renews: false }) });
	const credentialId = context.getNode().credentials?.[credential]?.id ?? baseUrl;
	return n8nSystem(patientHttp(context, 'n8n', credentialId, http, itemIndex), {
		keyOwner: keyOwner(data.apiKey),
		takesOver: filled(optionsOf(context, itemIndex).takesOver),
	});
};
