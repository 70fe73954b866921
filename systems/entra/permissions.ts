import { isGrantedBy } from '../http/microsoft/granted';
import type { HttpRequest } from '../http/types';

/** The application permission a call stands on, least first. First match wins. */
const permissions: readonly (readonly [RegExp, read: string, write: string])[] = [
	[/\/users\/[^/]+\/revokeSignInSessions$/, '', 'User.RevokeSessions.All'],
	[/\/authentication\//, 'UserAuthenticationMethod.Read.All', 'UserAuthenticationMethod.ReadWrite.All'],
	[/\/oauth2PermissionGrants/, 'DelegatedPermissionGrant.Read.All', 'DelegatedPermissionGrant.ReadWrite.All'],
	[/\/appRoleAssignments/, 'AppRoleAssignment.ReadWrite.All', 'AppRoleAssignment.ReadWrite.All'],
	[/\/privilegedAccess\/group\//, 'PrivilegedEligibilitySchedule.Read.AzureADGroup', 'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup'],
	[/\/roleManagement\//, 'RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory'],
	[/\/auditLogs\//, 'AuditLog.Read.All', ''],
	[/\/managedDevices/, 'DeviceManagementManagedDevices.Read.All', ''],
	[/\/(ownedObjects|ownedDevices|registeredDevices)/, 'Directory.Read.All', ''],
	[/\/devices/, 'Device.Read.All', 'Device.ReadWrite.All'],
	[/\/assignLicense$/, '', 'LicenseAssignment.ReadWrite.All'],
	[/\/subscribedSkus/, 'LicenseAssignment.Read.All', ''],
	[/\/(mailboxSettings|messageRules)/, 'MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
	[/\/sendMail$/, '', 'Mail.Send'],
	[/\/deletedItems\//, 'User.Read.All', 'User.DeleteRestore.All'],
	[/\/(memberOf|groups)\b/, 'GroupMember.Read.All', 'GroupMember.ReadWrite.All'],
	[/\/users/, 'User.Read.All', 'User.ReadWrite.All'],
];

export const permissionFor = ({ method, path }: Pick<HttpRequest, 'method' | 'path'>): string => {
	const plain = path.split('?')[0]!;
	const [, read, write] = permissions.find(([pattern]) => pattern.test(plain)) ?? [undefined, 'Directory.Read.All', 'Directory.ReadWrite.All'];
	return (method === 'GET' ? read : write) || read || write;
};

/** Wider permissions that Microsoft takes instead. */
const wider: { [permission: string]: readonly string[] } = {
	'User.Read.All': ['Directory.Read.All', 'Directory.ReadWrite.All'],
	'User.EnableDisableAccount.All': ['User.ReadWrite.All'],
	'User.RevokeSessions.All': ['User.ReadWrite.All'],
	'User.DeleteRestore.All': ['User.ReadWrite.All'],
	'GroupMember.Read.All': ['Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'],
	'GroupMember.ReadWrite.All': ['Group.ReadWrite.All'],
	'LicenseAssignment.ReadWrite.All': ['User.ReadWrite.All'],
	'MailboxSettings.Read': ['MailboxSettings.ReadWrite'],
	'DelegatedPermissionGrant.ReadWrite.All': ['Directory.ReadWrite.All'],
	'Device.Read.All': ['Directory.Read.All', 'Directory.ReadWrite.All'],
	'RoleManagement.Read.Directory': ['Directory.Read.All'],
	'Organization.Read.All': ['Directory.Read.All', 'Directory.ReadWrite.All'],
};

export const isGranted = isGrantedBy(wider);
