export interface Email {
	Value: string;
	Type: string;
	Primary: boolean;
}

export interface CenterUser {
	id: string;
	userName: string;
	name: { GivenName: string; FamilyName: string };
	displayName: string;
	emails: Email[];
	externalIds: { Issuer: string; Id: string }[];
	enabled: boolean;
	disabledAt?: number;
	/** What else was set, by attribute path. */
	attributes: Record<string, unknown>;
	/** Sign-ins to the access portal. */
	portalSessions: { startedAt: string }[];
}

export interface CenterGroup {
	id: string;
	displayName: string;
	description: string;
}

export interface Membership {
	id: string;
	groupId: string;
	userId: string;
}

export type PrincipalType = 'USER' | 'GROUP';

export interface Principal {
	principalId: string;
	principalType: PrincipalType;
}

export interface AccountAssignment extends Principal {
	accountId: string;
	permissionSetArn: string;
}

export interface PermissionSet {
	arn: string;
	name: string;
	description: string;
	sessionDuration: string;
	createdAt: number;
	inlinePolicy: string;
	managedPolicies: { Name: string; Arn: string }[];
}

export interface Application {
	arn: string;
	name: string;
	assigned: Principal[];
}

/** Something Identity Center was told to do and is still at. */
export interface Job {
	requestId: string;
	kind: 'assign' | 'unassign' | 'provision';
	assignment?: AccountAssignment;
	permissionSetArn?: string;
	/** Where the permission set goes. */
	accountIds?: string[];
	createdAt: number;
	endsAtElapsed: number;
	status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
	failureReason?: string;
}

export interface IdentityCenter {
	instanceArn: string;
	identityStoreId: string;
	region: string;
	/** The management account, which alone may ask about it. */
	ownerAccountId: string;
	createdAt: number;
	users: Map<string, CenterUser>;
	groups: Map<string, CenterGroup>;
	memberships: Map<string, Membership>;
	permissionSets: Map<string, PermissionSet>;
	assignments: AccountAssignment[];
	applications: Map<string, Application>;
	jobs: Map<string, Job>;
}
