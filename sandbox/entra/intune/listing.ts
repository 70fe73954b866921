import type { Reply } from '../../server/message';
import type { EntraCall } from '../call';
import { parseFilter } from '../odata/filter';
import { list, single, type Resource } from '../odata/list';
import type { ManagedDevice } from './device';
import { showAlone, showListed, type Version } from './show';

const PROPERTIES = [
	'id', 'userId', 'userPrincipalName', 'emailAddress', 'userDisplayName', 'azureADDeviceId', 'azureADRegistered', 'deviceName', 'operatingSystem', 'osVersion', 'manufacturer', 'model', 'serialNumber', 'imei',
	'managedDeviceOwnerType', 'managementAgent', 'deviceEnrollmentType', 'deviceRegistrationState', 'complianceState', 'isSupervised', 'isEncrypted', 'enrolledDateTime', 'lastSyncDateTime', 'deviceActionResults',
	'activationLockBypassCode', 'udid', 'iccid', 'ethernetMacAddress', 'physicalMemoryInBytes', 'notes',
];

/** What filters do something with. Others are passed over in silence. */
const FILTERED = ['id', 'userId', 'userPrincipalName', 'azureADDeviceId', 'deviceName', 'serialNumber', 'operatingSystem', 'managementAgent', 'complianceState', 'lastSyncDateTime', 'enrolledDateTime'];

export const versionOf = ({ incoming }: Pick<EntraCall, 'incoming'>): Version => (incoming.path.startsWith('/beta/') ? 'beta' : 'v1.0');

const more = (version: Version) => (version === 'beta' ? ['managementState'] : []);

export const managedDeviceIn = (version: Version): Resource => ({
	type: 'microsoft.graph.managedDevice',
	properties: [...PROPERTIES, ...more(version)],
	filters: Object.fromEntries([...FILTERED, ...more(version)].map((property) => [property, 'plain'])),
});

/** A filter for nothing, and one for what Intune does not filter by, are no filters: everything comes back. */
function isHonoured(filter: string, { filters = {} }: Resource): boolean {
	if (filter.trim() === '' || /\b(?:eq|ne)\s+'\s*'(?!')/.test(filter)) return false;
	return parseFilter(filter).uses.every(({ property }) => property === '' || property in filters);
}

export function listDevices(call: EntraCall, items: readonly ManagedDevice[]): Reply {
	const { state, clock } = call;
	const version = versionOf(call);
	const resource = managedDeviceIn(version);
	const query = new URLSearchParams(call.query);
	const filter = query.get('$filter');
	if (filter !== null && !(state.settings.managedDeviceFilters && isHonoured(filter, resource))) query.delete('$filter');
	return list({ ...call, query }, { resource, items, idOf: ({ id }) => id, show: (device) => showListed(state, device, clock.now(), version), context: 'deviceManagement/managedDevices' });
}

export function oneDevice(call: EntraCall, device: ManagedDevice): Reply {
	const version = versionOf(call);
	const asked = call.query.get('$select')?.split(',').map((name) => name.trim()) ?? [];
	return single(call, managedDeviceIn(version), 'deviceManagement/managedDevices', showAlone(call.state, device, call.clock.now(), version, asked));
}
