import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { entraFacts, entraSteps, entraSystem } from '../../systems/entra';
import { nothingOnPremises } from '../../systems/entra/client';
import { addressesOf } from '../../systems/http/microsoft/cloud';
import { accessFields, accessOptions } from '../shared/accessFields';
import { testLedger } from '../shared/ledgerTest';
import { howToFind } from '../shared/microsoftFind';
import { patientHttp } from '../shared/patientHttp';
import { runAccess } from '../shared/runAccess';
import { checkedBy } from '../shared/setUp';
import { authenticated, httpOver } from '../shared/transport';
import { checkApp, testEntra } from './credentialTest';
import { onPremises } from './onPremises';
import { entraOptions, type EntraOptions } from './options';
import { entraWish } from './wish';

export class EntraAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Microsoft Entra ID Access',
		name: 'entraAccess',
		icon: { light: 'file:entra.svg', dark: 'file:entra.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { change: "Change Access", checkPermissions: "Check Permissions", cut: "Cut Access", grant: "Grant Access", inspect: "Inspect Access", list: "List Accounts", restore: "Restore Access" }[$parameter["operation"]] }}',
		description: 'Grant, change, cut and restore what a person can reach through Microsoft Entra ID and Microsoft 365, with every change read back',
		defaults: { name: 'Microsoft Entra ID Access' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Cutting somebody off is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlEntraApi', required: true, testedBy: 'testEntra' },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...accessFields('Entra ID', entraSteps, entraFacts),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: accessOptions(entraOptions),
			},
		],
	};

	methods = { credentialTest: { testLedger, testEntra } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runAccess(this, { id: 'entra', label: 'Entra ID', system: entraOf, wish: entraWish, check: checkedBy({ [credential]: checkApp }) })];
	}
}

const credential = 'jmlEntraApi';

const entraOf = async (context: IExecuteFunctions, itemIndex: number) => {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(credential, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as EntraOptions;
	const { activeDirectoryBefore = true, keepLicences = true, replyInside = '', replyOutside = '' } = options;
	const { graph } = addressesOf('Entra ID', data);
	const http = httpOver({ system: 'Entra ID', baseUrl: graph, send: authenticated(context, credential, data) });
	const credentialId = context.getNode().credentials?.[credential]?.id ?? graph;
	const believesActiveDirectory = activeDirectoryBefore && context.getNodeParameter('operation', itemIndex) === 'cut';
	return entraSystem(patientHttp(context, 'Entra ID', credentialId, http, itemIndex), {
		graphUrl: graph,
		...howToFind(context, itemIndex),
		autoReply: replyInside.trim() === '' ? null : { internal: replyInside, external: replyOutside.trim() === '' ? replyInside : replyOutside },
		licencesWaitForMailbox: keepLicences,
		onPremises: believesActiveDirectory ? () => onPremises(context, itemIndex) : nothingOnPremises,
	});
};
