import type { ICredentialDataDecryptedObject, IDataObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import type { Wish } from '../../lifecycle/giving';
import { scimFacts, scimSteps, scimSystem, type ScimWish } from '../../systems/scim';
import { addressOf, withQuery } from '../../systems/scim/address';
import { applicationOf, idOf, whatInactiveDoes, type Application } from '../../systems/scim/application';
import { probeApplication } from '../../systems/scim/probe';
import { accessFields, accessOptions } from '../shared/accessFields';
import { testLedger } from '../shared/ledgerTest';
import { isDryRun } from '../shared/inCase';
import { patientHttp } from '../shared/patientHttp';
import { runAccess } from '../shared/runAccess';
import { checkedBy } from '../shared/setUp';
import { authenticated, httpOver } from '../shared/transport';
import { checkApplication, testScim } from './credentialTest';
import { applicationFields, overridesOf, scimOptions, settingsOf, type ScimFields } from './options';

export class ScimAccess implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'SCIM Access',
		name: 'scimAccess',
		icon: { light: 'file:scim.svg', dark: 'file:scim.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["applicationName"] + ": " + { change: "Change Access", checkPermissions: "Check Permissions", cut: "Cut Access", grant: "Grant Access", inspect: "Inspect Access", list: "List Accounts", probe: "Probe", restore: "Restore Access" }[$parameter["operation"]] }}',
		description: 'Grant, change, cut and restore what a person can reach in any application that speaks SCIM 2.0, with every change read back',
		defaults: { name: 'SCIM Access' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Cutting somebody off is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlScimApi', required: true, testedBy: 'testScim' },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...applicationFields,
			...accessFields('the application', scimSteps, scimFacts, [
				{
					resource: { name: 'Application', value: 'application', description: 'How the application itself speaks SCIM' },
					operation: {
						displayName: 'Operation',
						name: 'operation',
						type: 'options',
						noDataExpression: true,
						default: 'probe',
						displayOptions: { show: { resource: ['application'] } },
						options: [{ name: 'Probe', value: 'probe', action: 'Probe the application', description: 'Find out before the first run what it does with an inactive account, and what to choose in this node' }],
					},
				},
			]),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: accessOptions(scimOptions),
			},
		],
	};

	methods = { credentialTest: { testLedger, testScim } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const nameOf = (context: IExecuteFunctions, itemIndex: number) => fieldsOf(context, itemIndex).applicationName;
		const id = (context: IExecuteFunctions, itemIndex: number) => idOf(nameOf(context, itemIndex));
		return [await runAccess(this, { id, label: nameOf, system: scimOf, wish: scimWish, own: { probe }, check: checkedBy({ [credential]: checkApplication }) })];
	}
}

const credential = 'jmlScimApi';

const fieldsOf = (context: IExecuteFunctions, itemIndex: number): ScimFields => ({
	applicationName: context.getNodeParameter('applicationName', itemIndex) as string,
	kind: context.getNodeParameter('kind', itemIndex) as ScimFields['kind'],
	inactive: context.getNodeParameter('inactive', itemIndex, 'notKnown') as ScimFields['inactive'],
	options: context.getNodeParameter('options', itemIndex, {}) as ScimFields['options'],
});

const applicationIn = (context: IExecuteFunctions, itemIndex: number): Application => {
	const fields = fieldsOf(context, itemIndex);
	return applicationOf(fields.applicationName, fields.kind, settingsOf(fields), overridesOf(fields));
};

const httpFor = async (context: IExecuteFunctions, itemIndex: number, { label }: Application) => {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(credential, itemIndex);
	const { baseUrl, query } = addressOf(String(data['baseUrl'] ?? ''));
	const http = httpOver({ system: label, baseUrl, send: authenticated(context, credential, data, { renews: data['authentication'] === 'clientCredentials' }) });
	return patientHttp(context, label, context.getNode().credentials?.[credential]?.id ?? baseUrl, withQuery(http, query), itemIndex);
};

const scimOf = async (context: IExecuteFunctions, itemIndex: number) => {
	const application = applicationIn(context, itemIndex);
	const cutting = context.getNodeParameter('operation', itemIndex) === 'cut';
	// Whoever does not know whether a cut deletes must see that before the first one.
	if (cutting && !isDryRun(context, itemIndex, context.getInputData()[itemIndex]!.json)) whatInactiveDoes(application);
	return scimSystem(await httpFor(context, itemIndex, application), application);
};

const scimWish = (context: IExecuteFunctions, itemIndex: number, wish: Wish): ScimWish => {
	const { userName = '' } = fieldsOf(context, itemIndex).options;
	return { ...wish, userName: userName.trim() || null };
};

const probe = async (context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData> => {
	const application = applicationIn(context, itemIndex);
	const testAddress = (context.getNodeParameter('testAddress', itemIndex, '') as string).trim() || null;
	const result = await probeApplication(await httpFor(context, itemIndex, application), application, testAddress, systemClock);
	return { json: result as unknown as IDataObject };
};
