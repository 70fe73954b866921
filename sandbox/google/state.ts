import type { JsonWebKey } from 'node:crypto';
import type { GoogleSettings } from './settings';
import type { GoogleUser } from './userState';

export type * from './userState';

export type MemberRole = 'MEMBER' | 'MANAGER' | 'OWNER';

export interface Member {
	id: string;
	type: 'USER' | 'GROUP';
	role: MemberRole;
	/** For those who are not of the domain; everybody else is shown with the address they have now. */
	outsideEmail?: string;
}

export interface Group {
	id: string;
	email: string;
	name: string;
	description: string;
	members: Map<string, Member>;
	/** Members are those whose department this is, and nobody can add or remove one. */
	dynamicDepartment?: string;
}

export interface Role {
	roleId: string;
	roleName: string;
	roleDescription: string;
	isSystemRole: boolean;
	isSuperAdminRole: boolean;
	privileges: string[];
}

export interface RoleAssignment {
	roleAssignmentId: string;
	roleId: string;
	/** Id of a user, a group or a service account. */
	assignedTo: string;
	assigneeType: 'user' | 'group';
	scopeType: 'CUSTOMER' | 'ORG_UNIT';
	orgUnitId?: string;
	condition?: string;
}

export interface OrgUnit {
	orgUnitId: string;
	name: string;
	orgUnitPath: string;
	parentOrgUnitPath: string;
	description: string;
}

/** What a device will have become when it next syncs. */
export interface Pending<Status> {
	to: Status;
	atElapsed: number;
}

export type MobileStatus = 'APPROVED' | 'BLOCKED' | 'WIPING' | 'WIPED' | 'ACCOUNT_WIPING' | 'ACCOUNT_WIPED';

export interface MobileDevice {
	resourceId: string;
	deviceId: string;
	userId: string;
	model: string;
	os: string;
	type: string;
	status: MobileStatus;
	lastSync: string;
	pending?: Pending<MobileStatus>;
}

export type ManagementState = 'APPROVED' | 'BLOCKED' | 'WIPING' | 'WIPED' | 'UNPROVISIONED';

export interface DeviceUser {
	name: string;
	userId: string;
	managementState: ManagementState;
	lastSyncTime: string;
	pending?: Pending<ManagementState>;
}

export interface ManagedDevice {
	name: string;
	deviceType: string;
	model: string;
	serialNumber: string;
	ownerType: 'COMPANY' | 'BYOD';
	managementState: ManagementState;
	lastSyncTime: string;
	createTime: string;
	users: DeviceUser[];
	pending?: Pending<ManagementState>;
}

export interface Operation {
	name: string;
	/** Done once this has lost what is pending. */
	about: string;
}

export interface ChromeCommand {
	commandId: string;
	type: string;
	issueTime: string;
	expireTime: string;
	executedAtElapsed: number;
}

export interface ChromeDevice {
	deviceId: string;
	serialNumber: string;
	model: string;
	status: 'ACTIVE' | 'DISABLED' | 'DEPROVISIONED';
	annotatedUser: string;
	recentUserIds: string[];
	orgUnitPath: string;
	lastSync: string;
	commands: ChromeCommand[];
	wiped: boolean;
}

export interface TransferApplication {
	id: string;
	name: string;
	transferParams: { key: string; value: string[] }[];
}

export interface Transfer {
	id: string;
	oldOwnerUserId: string;
	newOwnerUserId: string;
	requestTime: string;
	applications: { applicationId: string; applicationTransferParams: { key: string; value: string[] }[]; status: 'inProgress' | 'completed' | 'failed' }[];
	endsAtElapsed: number;
}

export interface Sku {
	productId: string;
	productName: string;
	skuId: string;
	skuName: string;
	/** How many can be given. */
	seats: number;
	automatic: boolean;
	holders: Set<string>;
	/** Taken away, and coming back by automatic licensing. */
	returning: { userId: string; atElapsed: number }[];
}

export interface ServiceAccountKey {
	id: string;
	keyType: 'USER_MANAGED' | 'SYSTEM_MANAGED';
	disabled: boolean;
	disableReason?: string;
	validAfterTime: string;
	validBeforeTime: string;
	/** Known for keys somebody in the company holds. */
	publicJwk?: JsonWebKey;
}

export interface ServiceAccount {
	email: string;
	uniqueId: string;
	projectId: string;
	displayName: string;
	description: string;
	disabled: boolean;
	keys: ServiceAccountKey[];
}

export interface Project {
	projectId: string;
	/** IAM roles by the address of who has them. */
	bindings: Map<string, string[]>;
}

export interface AccessToken {
	value: string;
	scopes: string[];
	expiresAt: number;
	/** The user it acts as; without one, the service account acts for itself. */
	userId?: string;
	/** The service account it was made with, if one. */
	serviceAccount?: string;
}

export interface OAuthClient {
	clientId: string;
	clientSecret: string;
}

export interface RefreshToken {
	value: string;
	clientId: string;
	userId: string;
	scopes: string[];
	lastUsed: number;
}

export interface Activity {
	visibleAtElapsed: number;
	time: string;
	uniqueQualifier: string;
	application: 'admin' | 'login' | 'token' | 'mobile';
	actor: { email: string; profileId: string };
	type: string;
	name: string;
	parameters: { name: string; value: string }[];
}

export interface IndexedVersion {
	sinceElapsed: number;
	user: GoogleUser;
}

export type Cell = string | number | boolean;

export interface Sheet {
	sheetId: number;
	title: string;
	rows: Cell[][];
	/** How many rows there is room for. */
	rowCount: number;
}

export interface Spreadsheet {
	id: string;
	title: string;
	/** Addresses of users and service accounts who may write in it. */
	editors: string[];
	sheets: Sheet[];
}

export interface GoogleState {
	sequence: number;
	customer: { id: string; domain: string };
	users: Map<string, GoogleUser>;
	/** What `query` sees: versions per user, each visible only after the search lag. */
	index: Map<string, IndexedVersion[]>;
	groups: Map<string, Group>;
	roles: Map<string, Role>;
	roleAssignments: Map<string, RoleAssignment>;
	orgUnits: Map<string, OrgUnit>;
	mobileDevices: Map<string, MobileDevice>;
	devices: Map<string, ManagedDevice>;
	operations: Map<string, Operation>;
	chromeDevices: Map<string, ChromeDevice>;
	applications: TransferApplication[];
	transfers: Map<string, Transfer>;
	skus: Sku[];
	projects: Map<string, Project>;
	serviceAccounts: Map<string, ServiceAccount>;
	/** Scopes a client id may ask for in the name of any user. */
	delegation: Map<string, string[]>;
	oauthClients: Map<string, OAuthClient>;
	refreshTokens: Map<string, RefreshToken>;
	accessTokens: Map<string, AccessToken>;
	activities: Activity[];
	spreadsheets: Map<string, Spreadsheet>;
	settings: GoogleSettings;
}

/** Google's ids are long numbers. */
export const nextId = (state: GoogleState) => String(100_000_000_000_000_000_000n + BigInt(++state.sequence));
