import type { Resource } from './odata/list';

const USUAL_USER = ['businessPhones', 'displayName', 'givenName', 'id', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation', 'preferredLanguage', 'surname', 'userPrincipalName'];

/** What User.ReadBasic.All lets an app see. */
export const BASIC_USER = ['displayName', 'givenName', 'surname', 'id', 'identities', 'mail', 'photo', 'securityIdentifier', 'userPrincipalName'];

const USER_PROPERTIES = [
	...USUAL_USER,
	'accountEnabled', 'assignedLicenses', 'city', 'companyName', 'country', 'createdDateTime', 'deletedDateTime', 'department', 'employeeHireDate', 'employeeId',
	'employeeLeaveDateTime', 'employeeType', 'externalUserState', 'identities', 'isResourceAccount', 'lastPasswordChangeDateTime', 'licenseAssignmentStates', 'mailNickname',
	'onPremisesDistinguishedName', 'onPremisesDomainName', 'onPremisesExtensionAttributes', 'onPremisesImmutableId', 'onPremisesLastSyncDateTime', 'onPremisesSamAccountName',
	'onPremisesSecurityIdentifier', 'onPremisesSyncEnabled', 'onPremisesUserPrincipalName', 'otherMails', 'passwordPolicies', 'passwordProfile', 'proxyAddresses',
	'securityIdentifier', 'signInActivity', 'signInSessionsValidFromDateTime', 'usageLocation', 'userType',
];

export const USER: Resource = {
	type: 'microsoft.graph.user',
	properties: USER_PROPERTIES,
	usual: USUAL_USER,
	filters: {
		id: 'plain',
		userPrincipalName: 'plain',
		mail: 'plain',
		mailNickname: 'plain',
		displayName: 'plain',
		givenName: 'plain',
		surname: 'plain',
		employeeId: 'plain',
		employeeType: 'plain',
		department: 'plain',
		jobTitle: 'plain',
		accountEnabled: 'plain',
		userType: 'plain',
		usageLocation: 'plain',
		createdDateTime: 'plain',
		otherMails: 'plain',
		proxyAddresses: 'plain',
		onPremisesImmutableId: 'plain',
		onPremisesSyncEnabled: 'plain',
		onPremisesSecurityIdentifier: 'plain',
		onPremisesSamAccountName: 'advanced',
		onPremisesDistinguishedName: 'advanced',
		...Object.fromEntries(Array.from({ length: 15 }, (_, index) => [`onPremisesExtensionAttributes/extensionAttribute${index + 1}`, 'advanced' as const])),
		'assignedLicenses/skuId': 'plain',
		assignedLicenses: 'plain',
	},
};

const USUAL_GROUP = [
	'id', 'deletedDateTime', 'classification', 'createdDateTime', 'creationOptions', 'description', 'displayName', 'expirationDateTime', 'groupTypes', 'isAssignableToRole', 'mail', 'mailEnabled', 'mailNickname',
	'membershipRule', 'membershipRuleProcessingState', 'onPremisesDomainName', 'onPremisesLastSyncDateTime', 'onPremisesNetBiosName', 'onPremisesSamAccountName', 'onPremisesSecurityIdentifier', 'onPremisesSyncEnabled',
	'preferredDataLocation', 'preferredLanguage', 'proxyAddresses', 'renewedDateTime', 'resourceBehaviorOptions', 'resourceProvisioningOptions', 'securityEnabled', 'securityIdentifier', 'theme', 'visibility', 'onPremisesProvisioningErrors',
];

export const GROUP: Resource = {
	type: 'microsoft.graph.group',
	properties: [...USUAL_GROUP, 'assignedLicenses', 'isManagementRestricted', 'licenseProcessingState', 'uniqueName'],
	usual: USUAL_GROUP,
	filters: {
		id: 'plain',
		displayName: 'plain',
		mail: 'plain',
		mailNickname: 'plain',
		mailEnabled: 'plain',
		securityEnabled: 'plain',
		groupTypes: 'plain',
		isAssignableToRole: 'plain',
		onPremisesSyncEnabled: 'plain',
		assignedLicenses: 'plain',
		'assignedLicenses/skuId': 'plain',
	},
};

export const DIRECTORY_OBJECT: Resource = { type: 'microsoft.graph.directoryObject', filters: { id: 'plain' } };

export const DEVICE: Resource = {
	type: 'microsoft.graph.device',
	filters: { id: 'plain', deviceId: 'plain', displayName: 'plain', accountEnabled: 'plain', operatingSystem: 'plain', trustType: 'plain' },
};

export const plainResource = (name: string, ...filters: string[]): Resource => ({ type: `microsoft.graph.${name}`, filters: Object.fromEntries(filters.map((property) => [property, 'plain'])) });
