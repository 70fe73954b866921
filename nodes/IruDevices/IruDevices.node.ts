import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { DeviceSystem } from '../../lifecycle/devices/system';
import { iruSteps, iruSystem } from '../../systems/iru';
import { apiUrl } from '../../systems/iru/address';
import { deviceFields, deviceOptions } from '../shared/deviceFields';
import { testLedger } from '../shared/ledgerTest';
import { patientHttp } from '../shared/patientHttp';
import { runDevices } from '../shared/runDevices';
import { checkedBy } from '../shared/setUp';
import { authenticated, httpOver } from '../shared/transport';
import { testVault } from '../shared/vaultTest';
import { checkToken, testIru } from './credentialTests';

export class IruDevices implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Iru (Kandji) Devices',
		name: 'iruDevices',
		icon: { light: 'file:iru.svg', dark: 'file:iru.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { checkPermissions: "Check Permissions", followUp: "Follow Up", inspect: "Inspect Devices", list: "List Devices", lock: "Lock Devices", retire: "Retire Devices", secure: "Secure Devices", wipe: "Wipe Devices" }[$parameter["operation"]] }}',
		description: 'Lock, retire and wipe the devices of somebody who leaves, never the wrong one, and follow each to its answer',
		defaults: { name: 'Iru (Kandji) Devices' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Wiping a device is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlIruApi', required: true, testedBy: 'testIru' },
			{ name: 'jmlVaultApi', required: true, testedBy: 'testVault', displayOptions: { show: { escrow: ['vault'] } } },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...deviceFields('Iru', iruSteps),
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

	methods = { credentialTest: { testIru, testLedger, testVault } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runDevices(this, { id: 'iru', label: 'Iru', system: iruOf, check: checkedBy({ jmlIruApi: checkToken }) })];
	}
}

const iruOf = async (context: IExecuteFunctions, itemIndex: number): Promise<DeviceSystem> => {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>('jmlIruApi', itemIndex);
	const baseUrl = apiUrl(data['baseUrl']);
	const credentialId = context.getNode().credentials?.['jmlIruApi']?.id ?? baseUrl;
	return iruSystem(patientHttp(context, 'Iru', credentialId, httpOver({ system: 'Iru', baseUrl, send: authenticated(context, 'jmlIruApi', data, { renews: false }) }), itemIndex));
};
