import { isGrantedBy } from '../http/microsoft/granted';
import type { HttpRequest } from '../http/types';

export const readDevices = 'DeviceManagementManagedDevices.Read.All';
export const actOnDevices = 'DeviceManagementManagedDevices.PrivilegedOperations.All';
export const readUsers = 'User.Read.All';
export const readApprovals = 'DeviceManagementConfiguration.Read.All';

/** The application permission a call stands on, least first. First match wins. */
const permissions: readonly (readonly [RegExp, string])[] = [
	[/\/operationApprovalRequests/, readApprovals],
	[/\/managedDevices\/[^/]+\/users$/, `${readDevices} and ${readUsers}`],
	[/\/managedDevices/, readDevices],
];

export const permissionFor = ({ method, path }: Pick<HttpRequest, 'method' | 'path'>): string => {
	if (method !== 'GET') return actOnDevices;
	const plain = path.split('?')[0]!;
	return permissions.find(([pattern]) => pattern.test(plain))?.[1] ?? readUsers;
};

/** Wider permissions that Microsoft takes instead. */
export const isGranted = isGrantedBy({
	[readUsers]: ['Directory.Read.All', 'Directory.ReadWrite.All'],
	[readApprovals]: ['DeviceManagementRBAC.Read.All', 'DeviceManagementRBAC.ReadWrite.All'],
});
