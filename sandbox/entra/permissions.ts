import type { EntraCall } from './call';
import { denied } from './errors';

/** A permission to write is one to read as well. */
const holds = (held: ReadonlySet<string>, permission: string) => held.has(permission) || held.has(permission.replace(/\.Read\b/, '.ReadWrite'));

/** `needs` in the words of the vendor's tables: "A.Read.All and B.Read.All or C.ReadWrite.All". */
export const allows = (held: ReadonlySet<string>, needs: string) => needs.split(' or ').some((way) => way.split(' and ').every((permission) => holds(held, permission)));

export function demand({ caller }: Pick<EntraCall, 'caller'>, needs: string): void {
	if (!allows(caller.permissions, needs)) throw denied();
}

/** The least permission each operation takes, and what else it accepts. */
export const NEEDS = {
	readUsers: 'User.ReadBasic.All or User.Read.All or Directory.Read.All',
	readUsersFully: 'User.Read.All or Directory.Read.All',
	readLifeCycle: 'User-LifeCycleInfo.Read.All or LifeCycleInfo.Read.All',
	writeLifeCycle: 'User-LifeCycleInfo.ReadWrite.All or LifeCycleInfo.ReadWrite.All',
	writeUsers: 'User.ReadWrite.All or Directory.ReadWrite.All',
	enableUsers: 'User.EnableDisableAccount.All and User.Read.All or User.ReadWrite.All',
	setPassword: 'User-PasswordProfile.ReadWrite.All',
	deleteUsers: 'User.DeleteRestore.All or User.ReadWrite.All',
	revokeSessions: 'User.RevokeSessions.All or User.ReadWrite.All',
	invalidateTokens: 'User.RevokeSessions.All',
	setManager: 'User.ReadWrite.All',
	readMemberships: 'GroupMember.Read.All or Group.Read.All or Directory.Read.All',
	readGroups: 'GroupMember.Read.All or Group.Read.All or Directory.Read.All',
	writeMembers: 'GroupMember.ReadWrite.All or Group.ReadWrite.All',
	writeOwners: 'Group.ReadWrite.All',
	manageRoles: 'RoleManagement.ReadWrite.Directory',
	readRoles: 'RoleManagement.Read.Directory or Directory.Read.All',
	readEligibilities: 'RoleEligibilitySchedule.Read.Directory or RoleManagement.Read.Directory',
	writeEligibilities: 'RoleEligibilitySchedule.ReadWrite.Directory or RoleManagement.ReadWrite.Directory',
	readGroupEligibilities: 'PrivilegedEligibilitySchedule.Read.AzureADGroup',
	writeGroupEligibilities: 'PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup',
	readUnits: 'AdministrativeUnit.Read.All or Directory.Read.All',
	writeUnits: 'AdministrativeUnit.ReadWrite.All',
	readLicences: 'LicenseAssignment.Read.All or Organization.Read.All or Directory.Read.All',
	writeLicences: 'LicenseAssignment.ReadWrite.All or User.ReadWrite.All',
	readGrants: 'DelegatedPermissionGrant.Read.All or Directory.Read.All',
	writeGrants: 'DelegatedPermissionGrant.ReadWrite.All or Directory.ReadWrite.All',
	readAppRoles: 'Directory.Read.All or AppRoleAssignment.ReadWrite.All',
	writeAppRoles: 'AppRoleAssignment.ReadWrite.All',
	readOwned: 'User.Read.All or Directory.Read.All',
	readApplications: 'Application.Read.All or Directory.Read.All',
	writeApplications: 'Application.ReadWrite.All',
	readDevices: 'Device.Read.All or Directory.Read.All',
	readDevicesOfUsers: 'User.Read.All or Directory.Read.All',
	updateDevices: 'Device.ReadWrite.All or Directory.ReadWrite.All',
	deleteDevices: 'Device.ReadWrite.All',
	readManagedDevices: 'DeviceManagementManagedDevices.Read.All',
	actOnManagedDevices: 'DeviceManagementManagedDevices.PrivilegedOperations.All',
	deleteManagedDevices: 'DeviceManagementManagedDevices.ReadWrite.All',
	readManagedDeviceUsers: 'DeviceManagementManagedDevices.Read.All and User.Read.All',
	readApprovalRequests: 'DeviceManagementConfiguration.Read.All or DeviceManagementRBAC.Read.All',
	readMailboxes: 'MailboxSettings.Read',
	writeMailboxes: 'MailboxSettings.ReadWrite',
	sendMail: 'Mail.Send',
	readActivity: 'AuditLog.Read.All',
	readAudits: 'AuditLog.Read.All and Directory.Read.All',
	readOrganization: 'Organization.Read.All or Directory.Read.All',
} as const;

const METHOD_PERMISSIONS = {
	phoneMethods: 'Phone',
	microsoftAuthenticatorMethods: 'MicrosoftAuthApp',
	fido2Methods: 'Passkey',
	softwareOathMethods: 'SoftwareOATH',
	windowsHelloForBusinessMethods: 'WindowsHello',
	emailMethods: 'Email',
	temporaryAccessPassMethods: 'TAP',
	platformCredentialMethods: 'PlatformCred',
	passwordMethods: 'Password',
} as const;

export const methodNeeds = (collection: keyof typeof METHOD_PERMISSIONS, access: 'Read' | 'ReadWrite') =>
	`UserAuthenticationMethod.${access}.All or UserAuthMethod-${METHOD_PERMISSIONS[collection]}.${access}.All`;

/** Every permission some operation asks for: what the sandbox's own app was granted. */
export const allPermissions = (): string[] => {
	const methods = Object.keys(METHOD_PERMISSIONS).flatMap((collection) => methodNeeds(collection as keyof typeof METHOD_PERMISSIONS, 'ReadWrite'));
	return [...new Set([...Object.values(NEEDS), ...methods].flatMap((needs) => needs.split(/ (?:or|and) /)))].sort();
};
