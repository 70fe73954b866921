import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { DeviceSystem } from '../../lifecycle/devices/system';
import { jamfSteps, jamfSystem } from '../../systems/jamf';
import { serverUrl } from '../../systems/jamf/address';
import { deviceFields, deviceOptions } from '../shared/deviceFields';
import { testLedger } from '../shared/ledgerTest';
import { patientHttp } from '../shared/patientHttp';
import { runDevices } from '../shared/runDevices';
import { checkedBy } from '../shared/setUp';
import { authenticated, httpOver } from '../shared/transport';
import { testVault } from '../shared/vaultTest';
import { checkApiClient, testJamf } from './credentialTests';

export class JamfDevices implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Jamf Devices',
		name: 'jamfDevices',
		icon: { light: 'file:jamf.svg', dark: 'file:jamf.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { checkPermissions: "Check Permissions", followUp: "Follow Up", inspect: "Inspect Devices", list: "List Devices", lock: "Lock Devices", retire: "Retire Devices", secure: "Secure Devices", wipe: "Wipe Devices" }[$parameter["operation"]] }}',
		description: 'Lock, retire and wipe the devices of somebody who leaves, never the wrong one, and follow each to its answer',
		defaults: { name: 'Jamf Devices' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Wiping a device is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlJamfApi', required: true, testedBy: 'testJamf' },
			{ name: 'jmlVaultApi', required: true, testedBy: 'testVault', displayOptions: { show: { escrow: ['vault'] } } },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...deviceFields('Jamf Pro', jamfSteps),
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				placeholder: 'Add option',
				default: {},
				options: deviceOptions(),
			},
		],
	};

	methods = { credentialTest: { testJamf, testLedger, testVault } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runDevices(this, { id: 'jamf', label: 'Jamf Pro', system: jamfOf, check: checkedBy({ jmlJamfApi: checkApiClient }) })];
	}
}

const jamfOf = async (context: IExecuteFunctions, itemIndex: number): Promise<DeviceSystem> => {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>('jmlJamfApi', itemIndex);
	const baseUrl = serverUrl(data['baseUrl']);
	const credentialId = context.getNode().credentials?.['jmlJamfApi']?.id ?? baseUrl;
	return jamfSystem(patientHttp(context, 'Jamf Pro', credentialId, httpOver({ system: 'Jamf Pro', baseUrl, send: authenticated(context, 'jmlJamfApi', data) }), itemIndex));
};
