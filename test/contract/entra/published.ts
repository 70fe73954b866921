import type {
	AppRoleAssignment,
	AssignedLicense,
	AutomaticRepliesSetting,
	Device,
	Group,
	MailboxSettings,
	ManagedDevice,
	Message,
	MessageRule,
	OAuth2PermissionGrant,
	PasswordProfile,
	PrivilegedAccessGroupEligibilityScheduleRequest,
	SubscribedSku,
	TemporaryAccessPassAuthenticationMethod,
	UnifiedRoleAssignment,
	UnifiedRoleDefinition,
	UnifiedRoleEligibilityScheduleRequest,
	User,
} from '@microsoft/microsoft-graph-types';

/** Names of properties, checked by the compiler against Microsoft's own types. */
const of =
	<Resource>() =>
	<Name extends keyof Resource & string>(...names: Name[]): readonly string[] =>
		names;

export interface Published {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** `{}` is one segment. */
	path: string;
	success: number;
	/** What a body may hold; a request without any has none. */
	body?: readonly string[];
	required?: readonly string[];
	/** What may be asked for by $select. */
	select?: readonly string[];
	query?: readonly string[];
}

const user = of<User>()(
	'id', 'userPrincipalName', 'mail', 'accountEnabled', 'userType', 'onPremisesSyncEnabled', 'onPremisesImmutableId', 'onPremisesLastSyncDateTime', 'signInSessionsValidFromDateTime', 'employeeId',
	'displayName', 'givenName', 'surname', 'jobTitle', 'department', 'officeLocation', 'employeeType', 'employeeHireDate', 'usageLocation', 'mailNickname', 'createdDateTime', 'licenseAssignmentStates', 'assignedLicenses',
);
const group = of<Group>()('id', 'displayName', 'groupTypes', 'mailEnabled', 'isAssignableToRole', 'onPremisesSyncEnabled', 'assignedLicenses', 'isManagementRestricted');
const device = of<Device>()('id', 'displayName', 'accountEnabled', 'trustType', 'onPremisesSyncEnabled');
const reference = ['@odata.id'];
const assignLicence = ['addLicenses', 'removeLicenses'];
const roleAssignment = of<UnifiedRoleAssignment>()('principalId', 'roleDefinitionId', 'directoryScopeId');
const roleRequest = of<UnifiedRoleEligibilityScheduleRequest>()('action', 'principalId', 'roleDefinitionId', 'directoryScopeId', 'scheduleInfo', 'justification');
const groupRequest = of<PrivilegedAccessGroupEligibilityScheduleRequest>()('action', 'principalId', 'groupId', 'accessId', 'scheduleInfo', 'justification');
const grant = of<OAuth2PermissionGrant>()('clientId', 'consentType', 'principalId', 'resourceId', 'scope');
const appRole = of<AppRoleAssignment>()('principalId', 'resourceId', 'appRoleId');

/** What Microsoft publishes of every call the pack makes: https://learn.microsoft.com/graph/api/overview?view=graph-rest-1.0 */
export const published: readonly Published[] = [
	{ method: 'GET', path: '/users', success: 200, select: user, query: ['$filter', '$select', '$top', '$skiptoken'] },
	{ method: 'POST', path: '/users', success: 201, body: of<User>()('accountEnabled', 'displayName', 'givenName', 'surname', 'jobTitle', 'department', 'officeLocation', 'employeeType', 'employeeHireDate', 'usageLocation', 'employeeId', 'userPrincipalName', 'mailNickname', 'passwordProfile'), required: of<User>()('accountEnabled', 'displayName', 'mailNickname', 'userPrincipalName', 'passwordProfile') },
	{ method: 'GET', path: '/users/{}', success: 200, select: user, query: ['$select'] },
	{ method: 'PATCH', path: '/users/{}', success: 204, body: of<User>()('accountEnabled', 'displayName', 'givenName', 'surname', 'jobTitle', 'department', 'officeLocation', 'employeeType', 'employeeHireDate', 'usageLocation', 'userPrincipalName', 'mailNickname') },
	{ method: 'POST', path: '/users/{}/revokeSignInSessions', success: 200 },
	{ method: 'GET', path: '/users/{}/manager', success: 200, select: ['id'], query: ['$select'] },
	{ method: 'PUT', path: '/users/{}/manager/$ref', success: 204, body: reference, required: reference },
	{ method: 'GET', path: '/users/{}/memberOf/microsoft.graph.group', success: 200, select: group, query: ['$select', '$top', '$skiptoken'] },
	{ method: 'GET', path: '/groups', success: 200, select: group, query: ['$filter', '$select', '$skiptoken'] },
	{ method: 'GET', path: '/groups/{}', success: 200, select: group, query: ['$select'] },
	{ method: 'GET', path: '/groups/{}/members/microsoft.graph.user', success: 200, select: user, query: ['$select', '$top', '$skiptoken'] },
	{ method: 'POST', path: '/groups/{}/members/$ref', success: 204, body: reference, required: reference },
	{ method: 'DELETE', path: '/groups/{}/members/{}/$ref', success: 204 },
	{ method: 'POST', path: '/users/{}/assignLicense', success: 200, body: assignLicence, required: assignLicence },
	{ method: 'GET', path: '/subscribedSkus', success: 200, select: of<SubscribedSku>()('skuId', 'skuPartNumber', 'id'), query: ['$select'] },
	{ method: 'GET', path: '/users/{}/oauth2PermissionGrants', success: 200, query: ['$skiptoken'] },
	{ method: 'POST', path: '/oauth2PermissionGrants', success: 201, body: grant, required: of<OAuth2PermissionGrant>()('clientId', 'consentType', 'resourceId', 'scope') },
	{ method: 'DELETE', path: '/oauth2PermissionGrants/{}', success: 204 },
	{ method: 'GET', path: '/users/{}/appRoleAssignments', success: 200, query: ['$top', '$skiptoken'] },
	{ method: 'POST', path: '/users/{}/appRoleAssignments', success: 201, body: appRole, required: appRole },
	{ method: 'DELETE', path: '/users/{}/appRoleAssignments/{}', success: 204 },
	{ method: 'GET', path: '/roleManagement/directory/roleAssignments', success: 200, query: ['$filter', '$skiptoken'] },
	{ method: 'POST', path: '/roleManagement/directory/roleAssignments', success: 201, body: roleAssignment, required: roleAssignment },
	{ method: 'DELETE', path: '/roleManagement/directory/roleAssignments/{}', success: 204 },
	{ method: 'GET', path: '/roleManagement/directory/roleDefinitions', success: 200, select: of<UnifiedRoleDefinition>()('id', 'displayName'), query: ['$select', '$skiptoken'] },
	{ method: 'GET', path: '/roleManagement/directory/roleEligibilitySchedules', success: 200, query: ['$filter', '$skiptoken'] },
	{ method: 'POST', path: '/roleManagement/directory/roleEligibilityScheduleRequests', success: 201, body: roleRequest, required: ['action', 'principalId', 'roleDefinitionId', 'directoryScopeId'] },
	{ method: 'GET', path: '/identityGovernance/privilegedAccess/group/eligibilitySchedules', success: 200, query: ['$filter', '$skiptoken'] },
	{ method: 'POST', path: '/identityGovernance/privilegedAccess/group/eligibilityScheduleRequests', success: 201, body: groupRequest, required: ['action', 'principalId', 'groupId', 'accessId'] },
	{ method: 'GET', path: '/users/{}/ownedDevices/microsoft.graph.device', success: 200, select: device, query: ['$select', '$skiptoken'] },
	{ method: 'GET', path: '/users/{}/registeredDevices/microsoft.graph.device', success: 200, select: device, query: ['$select', '$skiptoken'] },
	{ method: 'PATCH', path: '/devices/{}', success: 204, body: of<Device>()('accountEnabled') },
	{ method: 'GET', path: '/users/{}/managedDevices', success: 200, select: of<ManagedDevice>()('id', 'deviceName'), query: ['$select', '$skiptoken'] },
	{ method: 'GET', path: '/users/{}/authentication/methods', success: 200, query: ['$skiptoken'] },
	...['phoneMethods', 'microsoftAuthenticatorMethods', 'fido2Methods', 'softwareOathMethods', 'windowsHelloForBusinessMethods', 'emailMethods', 'temporaryAccessPassMethods', 'platformCredentialMethods'].map(
		(collection): Published => ({ method: 'DELETE', path: `/users/{}/authentication/${collection}/{}`, success: 204 }),
	),
	{ method: 'GET', path: '/users/{}/authentication/temporaryAccessPassMethods', success: 200, query: ['$skiptoken'] },
	{ method: 'POST', path: '/users/{}/authentication/temporaryAccessPassMethods', success: 201, body: of<TemporaryAccessPassAuthenticationMethod>()('lifetimeInMinutes', 'startDateTime') },
	{ method: 'GET', path: '/users/{}/mailFolders/inbox/messageRules', success: 200, query: ['$skiptoken'] },
	{ method: 'PATCH', path: '/users/{}/mailFolders/inbox/messageRules/{}', success: 200, body: of<MessageRule>()('isEnabled') },
	{ method: 'GET', path: '/users/{}/mailboxSettings', success: 200, select: of<MailboxSettings>()('automaticRepliesSetting', 'userPurpose'), query: ['$select'] },
	{ method: 'PATCH', path: '/users/{}/mailboxSettings', success: 200, body: of<MailboxSettings>()('automaticRepliesSetting'), required: of<MailboxSettings>()('automaticRepliesSetting') },
	{ method: 'POST', path: '/users/{}/sendMail', success: 202, body: ['message', 'saveToSentItems'], required: ['message'] },
	{ method: 'GET', path: '/users/{}/ownedObjects', success: 200, query: ['$top', '$skiptoken'] },
	{ method: 'GET', path: '/auditLogs/directoryAudits', success: 200, query: ['$filter', '$top', '$skiptoken'] },
	{ method: 'GET', path: '/directory/deletedItems/microsoft.graph.user', success: 200, select: user, query: ['$filter', '$select', '$skiptoken'] },
	{ method: 'POST', path: '/directory/deletedItems/{}/restore', success: 200 },
];

/** Objects inside bodies, and what is read of lists that take no $select. */
export const inside = {
	passwordProfile: of<PasswordProfile>()('password', 'forceChangePasswordNextSignIn'),
	automaticRepliesSetting: of<AutomaticRepliesSetting>()('status', 'internalReplyMessage', 'externalReplyMessage', 'externalAudience'),
	message: of<Message>()('subject', 'body', 'toRecipients'),
	addLicenses: of<AssignedLicense>()('skuId', 'disabledPlans'),
	scheduleInfo: ['startDateTime', 'expiration'],
	expiration: ['type', 'endDateTime'],
} as const;
