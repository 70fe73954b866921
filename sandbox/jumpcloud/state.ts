import type { JumpCloudSettings } from './settings';

export type UserState = 'STAGED' | 'ACTIVATED' | 'SUSPENDED';

export interface JumpCloudUser {
	id: string;
	state: UserState;
	/** Everything else the API shows under its own name. */
	fields: Record<string, unknown>;
	sshKeys: { id: string; name: string; publicKey: string; createDate: string }[];
	pushEndpoints: { id: string; name: string; enrollmentDate: string; state: 'active' }[];
	/** Sessions of the user portal, and those that apps behind single sign-on keep themselves. */
	sessions: number;
	appSessions: number;
	/** What the directory that masters the user says of them. */
	upstream?: 'active' | 'disabled';
	organisation: string;
}

export const BINDING_TARGETS = ['active_directory', 'application', 'command', 'g_suite', 'ldap_server', 'office_365', 'policy', 'radius_server', 'system', 'system_group'] as const;
export type BindingTarget = (typeof BINDING_TARGETS)[number];

export interface Binding {
	userId: string;
	type: BindingTarget;
	targetId: string;
	attributes: Record<string, unknown>;
}

export interface UserGroup {
	id: string;
	name: string;
	/** Who belongs here, where a query decides that: users whose field has this value. */
	query: { field: string; value: string } | null;
	members: Set<string>;
	/** What members reach through the group. */
	targets: { type: BindingTarget; targetId: string }[];
	organisation: string;
}

export interface Device {
	id: string;
	hostname: string;
	os: string;
	serialNumber: string;
	active: boolean;
	lastContact: string;
	/** Users whose local account can be signed in to, as the agent last left it. */
	open: Set<string>;
}

/** A person of their own kind: not a user, though often with the address of one. */
export interface Administrator {
	id: string;
	email: string;
	apiKey: string;
	organisations: string[];
}

export interface ServiceAccount {
	clientId: string;
	clientSecret: string;
	name: string;
	organisations: string[];
}

export interface ScheduledState {
	id: string;
	userId: string;
	state: UserState;
	date: string;
}

export interface JumpCloudEvent {
	visibleAtElapsed: number;
	event: { id: string; timestamp: string; service: string; event_type: string; success: boolean } & Record<string, unknown>;
}

export interface JumpCloudState {
	sequence: number;
	users: Map<string, JumpCloudUser>;
	groups: Map<string, UserGroup>;
	bindings: Binding[];
	devices: Map<string, Device>;
	/** Names of applications, servers and directories, by id. */
	targets: Map<string, { id: string; type: BindingTarget; name: string }>;
	administrators: Map<string, Administrator>;
	serviceAccounts: Map<string, ServiceAccount>;
	accessTokens: Map<string, { clientId: string; expiresAt: number }>;
	organisations: { id: string; displayName: string }[];
	scheduled: Map<string, ScheduledState>;
	pendingRules: { userId: string; dueAtElapsed: number }[];
	events: JumpCloudEvent[];
	settings: JumpCloudSettings;
}

/** 24 hexadecimal digits, as all of JumpCloud's ids. */
export const nextId = (state: JumpCloudState): string => `6a6d6c0000000000${(++state.sequence).toString(16).padStart(8, '0')}`;
