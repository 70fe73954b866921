import type { Approval } from './intune/approvals';
import type { ManagedDevice } from './intune/device';
import type { EntraSettings } from './settings';
import type { EntraUser } from './userState';

export type { ManagedDevice } from './intune/device';
export type * from './userState';

export interface Group {
	id: string;
	displayName: string;
	description: string | null;
	mail: string | null;
	mailEnabled: boolean;
	mailNickname: string;
	securityEnabled: boolean;
	groupTypes: string[];
	membershipRule: string | null;
	membershipRuleProcessingState: string | null;
	isAssignableToRole: boolean | null;
	onPremisesSyncEnabled: boolean | null;
	visibility: string | null;
	createdDateTime: string;
	members: Set<string>;
	owners: Set<string>;
	/** What members get through it. */
	skuIds: string[];
}

export interface AdministrativeUnit {
	id: string;
	displayName: string;
	/** Only administrators of the unit itself may change what is in it. */
	isMemberManagementRestricted: boolean;
	members: Set<string>;
}

export interface Sku {
	skuId: string;
	skuPartNumber: string;
	servicePlans: { servicePlanId: string; servicePlanName: string }[];
	units: number;
}

export interface PasswordCredential {
	keyId: string;
	displayName: string;
	secret: string;
	startDateTime: string;
	endDateTime: string;
}

export interface Application {
	id: string;
	appId: string;
	displayName: string;
	passwords: PasswordCredential[];
	certificates: { keyId: string; displayName: string; pem: string; startDateTime: string; endDateTime: string }[];
	owners: Set<string>;
	createdDateTime: string;
}

export interface AppRole {
	id: string;
	value: string;
	displayName: string;
	allowedMemberTypes: ('User' | 'Application')[];
}

export interface ServicePrincipal {
	id: string;
	appId: string;
	displayName: string;
	accountEnabled: boolean;
	appRoles: AppRole[];
	/** Application permissions on Graph an administrator has consented to. New tokens carry them. */
	permissions: string[];
}

export interface AppRoleAssignment {
	id: string;
	appRoleId: string;
	principalId: string;
	principalType: 'User' | 'Group' | 'ServicePrincipal';
	resourceId: string;
	createdDateTime: string;
}

export interface PermissionGrant {
	id: string;
	clientId: string;
	consentType: 'Principal' | 'AllPrincipals';
	principalId: string | null;
	resourceId: string;
	scope: string;
}

export interface RoleAssignment {
	id: string;
	principalId: string;
	roleDefinitionId: string;
	directoryScopeId: string;
}

export interface Eligibility extends RoleAssignment {
	createdDateTime: string;
	/** Null: for good. */
	endDateTime: string | null;
}

/** PIM for groups: may become a member or an owner when it is needed. */
export interface GroupEligibility {
	id: string;
	principalId: string;
	groupId: string;
	accessId: 'member' | 'owner';
	createdDateTime: string;
	/** Null: for good. */
	endDateTime: string | null;
}

export interface Device {
	id: string;
	deviceId: string;
	displayName: string;
	accountEnabled: boolean;
	operatingSystem: string;
	operatingSystemVersion: string;
	trustType: 'AzureAd' | 'Workplace' | 'ServerAd';
	isCompliant: boolean;
	isManaged: boolean;
	onPremisesSyncEnabled: boolean | null;
	approximateLastSignInDateTime: string;
	registrationDateTime: string;
	owners: Set<string>;
	users: Set<string>;
}

export interface AccessToken {
	appId: string;
	permissions: string[];
	expiresAt: number;
}

export interface AuditEntry {
	visibleAtElapsed: number;
	event: Record<string, unknown> & { id: string; activityDateTime: string; activityDisplayName: string; targetResources: { id: string }[] };
}

export interface SignIn {
	visibleAtElapsed: number;
	event: Record<string, unknown> & { id: string; createdDateTime: string; userId: string };
}

export interface SentMail {
	from: string;
	to: string[];
	subject: string;
	contentType: string;
	body: string;
	sentAt: string;
}

export interface EntraState {
	sequence: number;
	tenantId: string;
	verifiedDomains: string[];
	users: Map<string, EntraUser>;
	/** For thirty days after they were deleted. */
	deletedUsers: Map<string, EntraUser>;
	/** What advanced queries see, by user id. */
	index: Map<string, Record<string, unknown>>;
	/** Users whom the index, or the dynamic groups, have still to look at. */
	pending: { what: 'index' | 'rules'; userId: string; dueAtElapsed: number }[];
	groups: Map<string, Group>;
	administrativeUnits: Map<string, AdministrativeUnit>;
	skus: Map<string, Sku>;
	applications: Map<string, Application>;
	servicePrincipals: Map<string, ServicePrincipal>;
	appRoleAssignments: Map<string, AppRoleAssignment>;
	permissionGrants: Map<string, PermissionGrant>;
	roleAssignments: Map<string, RoleAssignment>;
	eligibilities: Map<string, Eligibility>;
	groupEligibilities: Map<string, GroupEligibility>;
	devices: Map<string, Device>;
	managedDevices: Map<string, ManagedDevice>;
	/** No longer on record in Intune, and maybe still to do what they were told. */
	formerDevices: Map<string, ManagedDevice>;
	/** Under Multi Admin Approval. */
	approvals: Map<string, Approval>;
	accessTokens: Map<string, AccessToken>;
	audits: AuditEntry[];
	signIns: SignIn[];
	mail: SentMail[];
	/** Synced users by id: whether Active Directory has them enabled. */
	onPremises: Map<string, boolean>;
	lastSyncAt: number;
	settings: EntraSettings;
}

/** Ids are GUIDs, the same in every company founded. */
export const nextId = (state: Pick<EntraState, 'sequence'>) => `6a6d6c00-0e27-4000-8000-${(++state.sequence).toString(16).padStart(12, '0')}`;

/** Graph's instants have whole seconds. */
export const graphTime = (instant: number | string) => new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z');
