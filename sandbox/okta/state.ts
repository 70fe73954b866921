import type { JsonWebKey } from 'node:crypto';
import type { OktaSettings } from './settings';
import type { OktaUser, RoleAssignment } from './userState';

export type * from './userState';

export interface Group {
	id: string;
	type: 'OKTA_GROUP' | 'APP_GROUP' | 'BUILT_IN';
	name: string;
	description: string;
	members: Set<string>;
	/** Those of the members a rule has put here. */
	ruleMembers: Set<string>;
	roles: RoleAssignment[];
	created: string;
	lastUpdated: string;
	lastMembershipUpdated: string;
}

export interface GroupRule {
	id: string;
	name: string;
	status: 'ACTIVE' | 'INACTIVE';
	/** The one form of condition the double evaluates: profile attribute equals text. */
	attribute: string;
	equals: string;
	groupIds: string[];
	excluded: string[];
	created: string;
	lastUpdated: string;
}

export interface App {
	id: string;
	name: string;
	label: string;
	signOnMode: string;
	status: 'ACTIVE' | 'INACTIVE';
	created: string;
	features: string[];
	/** user id → app profile, for direct assignments. */
	users: Map<string, { assignedAt: string; profile: Record<string, unknown> }>;
	groupIds: string[];
}

export interface Device {
	id: string;
	status: 'CREATED' | 'ACTIVE' | 'SUSPENDED' | 'DEACTIVATED';
	created: string;
	lastUpdated: string;
	profile: { displayName: string; platform: string; serialNumber: string; registered: boolean };
	users: { deviceUserId: string; userId: string; managementStatus: string; created: string }[];
}

export interface ApiToken {
	id: string;
	secret: string;
	name: string;
	userId: string;
	clientName: string;
	created: string;
	lastUsed: number;
}

export interface ServiceApp {
	clientId: string;
	label: string;
	keys: (JsonWebKey & { kid: string })[];
	scopes: string[];
	roles: string[];
	requireDpop: boolean;
	status: 'ACTIVE' | 'INACTIVE';
}

export interface AccessToken {
	value: string;
	clientId: string;
	scopes: string[];
	expiresAt: number;
	/** Thumbprint of the key a DPoP token is bound to. */
	keyThumbprint?: string;
}

export interface LogEvent {
	visibleAtElapsed: number;
	event: { uuid: string; published: string; eventType: string } & Record<string, unknown>;
}

export interface Mail {
	to: string;
	userId: string;
	about: 'activation' | 'password reset';
	sentAt: string;
}

export interface IndexedVersion {
	sinceElapsed: number;
	/** Undefined once the user is gone. */
	user: OktaUser | undefined;
}

export interface OktaState {
	sequence: number;
	users: Map<string, OktaUser>;
	/** What `search` sees: versions per user, each visible only after the search lag. */
	index: Map<string, IndexedVersion[]>;
	groups: Map<string, Group>;
	rules: Map<string, GroupRule>;
	pendingRules: { userId: string; dueAtElapsed: number }[];
	apps: Map<string, App>;
	devices: Map<string, Device>;
	apiTokens: Map<string, ApiToken>;
	serviceApps: Map<string, ServiceApp>;
	accessTokens: Map<string, AccessToken>;
	/** Ids of client assertions and DPoP proofs already seen. */
	seenProofs: Set<string>;
	nonces: Map<string, number>;
	log: LogEvent[];
	/** What Okta has mailed to people, oldest first. */
	mails: Mail[];
	settings: OktaSettings;
}

/** Okta's ids: a three-letter kind and seventeen more characters. */
export const nextId = (state: OktaState, kind: string) => `${kind}${(++state.sequence).toString(36).padStart(6, '0')}jml00sandbox`.slice(0, 20);
