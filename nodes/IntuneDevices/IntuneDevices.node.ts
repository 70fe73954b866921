import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { DeviceSystem } from '../../lifecycle/devices/system';
import { addressesOf } from '../../systems/http/microsoft/cloud';
import { intuneSteps, intuneSystem } from '../../systems/intune';
import { deviceFields, deviceOptions } from '../shared/deviceFields';
import { testLedger } from '../shared/ledgerTest';
import { findOptions, howToFind } from '../shared/microsoftFind';
import { patientHttp } from '../shared/patientHttp';
import { runDevices } from '../shared/runDevices';
import { checkedBy } from '../shared/setUp';
import { authenticated, httpOver } from '../shared/transport';
import { testVault } from '../shared/vaultTest';
import { checkApp, testIntune } from './credentialTests';

export class IntuneDevices implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Intune Devices',
		name: 'intuneDevices',
		icon: { light: 'file:intune.svg', dark: 'file:intune.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { checkPermissions: "Check Permissions", followUp: "Follow Up", inspect: "Inspect Devices", list: "List Devices", lock: "Lock Devices", retire: "Retire Devices", secure: "Secure Devices", wipe: "Wipe Devices" }[$parameter["operation"]] }}',
		description: 'Lock, retire and wipe the devices of somebody who leaves, never the wrong one, and follow each to its answer',
		defaults: { name: 'Intune Devices' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Wiping a device is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlIntuneApi', required: true, testedBy: 'testIntune' },
			{ name: 'jmlVaultApi', required: true, testedBy: 'testVault', displayOptions: { show: { escrow: ['vault'] } } },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...deviceFields('Intune', intuneSteps),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: deviceOptions(findOptions),
			},
		],
	};

	methods = { credentialTest: { testIntune, testLedger, testVault } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runDevices(this, { id: 'intune', label: 'Intune', system: intuneOf, check: checkedBy({ jmlIntuneApi: checkApp }) })];
	}
}

const credential = 'jmlIntuneApi';

const intuneOf = async (context: IExecuteFunctions, itemIndex: number): Promise<DeviceSystem> => {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>(credential, itemIndex);
	const { graph } = addressesOf('Intune', data);
	const credentialId = context.getNode().credentials?.[credential]?.id ?? graph;
	const http = httpOver({ system: 'Intune', baseUrl: graph, send: authenticated(context, credential, data) });
	return intuneSystem(patientHttp(context, 'Intune', credentialId, http, itemIndex), howToFind(context, itemIndex));
};
