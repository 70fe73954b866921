import type { ICredentialDataDecryptedObject, IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { DeviceSystem } from '../../lifecycle/devices/system';
import { fleetSteps, fleetSystem } from '../../systems/fleet';
import { apiUrl } from '../../systems/fleet/address';
import { deviceFields, deviceOptions } from '../shared/deviceFields';
import { testLedger } from '../shared/ledgerTest';
import { patientHttp } from '../shared/patientHttp';
import { runDevices } from '../shared/runDevices';
import { checkedBy } from '../shared/setUp';
import { authenticated, httpOver } from '../shared/transport';
import { testVault } from '../shared/vaultTest';
import { checkToken, testFleet } from './credentialTests';

export class FleetDevices implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Fleet Devices',
		name: 'fleetDevices',
		icon: { light: 'file:fleet.svg', dark: 'file:fleet.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ { checkPermissions: "Check Permissions", followUp: "Follow Up", inspect: "Inspect Devices", list: "List Devices", lock: "Lock Devices", retire: "Retire Devices", secure: "Secure Devices", wipe: "Wipe Devices" }[$parameter["operation"]] }}',
		description: 'Lock, retire and wipe the devices of somebody who leaves, never the wrong one, and follow each to its answer',
		defaults: { name: 'Fleet Devices' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// Wiping a device is a decision of HR and people, not of an agent.
		usableAsTool: undefined,
		credentials: [
			{ name: 'jmlFleetApi', required: true, testedBy: 'testFleet' },
			{ name: 'jmlVaultApi', required: true, testedBy: 'testVault', displayOptions: { show: { escrow: ['vault'] } } },
			{ name: 'jmlLedgerPostgresApi', displayName: 'Evidence Ledger in PostgreSQL (Empty: in n8n\'s Data Folder)', required: false, testedBy: 'testLedger' },
		],
		properties: [
			...deviceFields('Fleet', fleetSteps),
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

	methods = { credentialTest: { testFleet, testLedger, testVault } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await runDevices(this, { id: 'fleet', label: 'Fleet', system: fleetOf, check: checkedBy({ jmlFleetApi: checkToken }) })];
	}
}

const fleetOf = async (context: IExecuteFunctions, itemIndex: number): Promise<DeviceSystem> => {
	const data = await context.getCredentials<ICredentialDataDecryptedObject>('jmlFleetApi', itemIndex);
	const baseUrl = apiUrl(data['baseUrl']);
	const credentialId = context.getNode().credentials?.['jmlFleetApi']?.id ?? baseUrl;
	return fleetSystem(patientHttp(context, 'Fleet', credentialId, httpOver({ system: 'Fleet', baseUrl, send: authenticated(context, 'jmlFleetApi', data, { renews: false }) }), itemIndex));
};
