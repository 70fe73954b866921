import { createHash, randomBytes } from 'node:crypto';
import type { IdentityCenter } from './identityCenter/state';
import type { AwsSettings } from './settings';

export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';
export type Status = 'Active' | 'Inactive';

export interface Tag {
	Key: string;
	Value: string;
}

export interface LastUse {
	at: number;
	service: string;
	region: string;
}

export interface AccessKey {
	id: string;
	secret: string;
	status: Status;
	createdAt: string;
	lastUse?: LastUse;
}

export interface LoginProfile {
	createdAt: string;
	createdAtElapsed: number;
	resetRequired: boolean;
}

export interface MfaDevice {
	serial: string;
	enabledAt: string;
}

/** A public key or a certificate: something to sign with whose other half the person holds. */
export interface SigningMatter {
	id: string;
	status: Status;
	uploadedAt: string;
	body: string;
}

export interface ServiceCredential {
	id: string;
	service: string;
	userName: string;
	alias?: string;
	status: Status;
	createdAt: string;
	expiresAt?: string;
}

/** Whatever policies can be attached to and written into. */
export interface PolicyHolder {
	/** ARNs of managed policies. */
	attached: string[];
	/** Documents by name. */
	inline: Map<string, string>;
}

export interface User extends PolicyHolder {
	name: string;
	id: string;
	path: string;
	createdAt: string;
	passwordLastUsed?: string;
	tags: Tag[];
	boundary?: string;
	loginProfile?: LoginProfile;
	accessKeys: AccessKey[];
	mfaDevices: MfaDevice[];
	sshKeys: SigningMatter[];
	certificates: SigningMatter[];
	serviceCredentials: ServiceCredential[];
}

export interface Group extends PolicyHolder {
	name: string;
	id: string;
	path: string;
	createdAt: string;
	/** Ids of users. */
	members: Set<string>;
}

export interface Role extends PolicyHolder {
	name: string;
	id: string;
	path: string;
	createdAt: string;
	description: string;
	maxSessionSeconds: number;
	trust: string;
	tags: Tag[];
	boundary?: string;
}

export interface ManagedPolicy {
	arn: string;
	name: string;
	id: string;
	path: string;
	description: string;
	createdAt: string;
	document: string;
}

export interface CredentialReport {
	startedAtElapsed: number;
	generatedAt: number;
	content: string;
}

export interface Account {
	id: string;
	name: string;
	email: string;
	partition: Partition;
	alias: string;
	/** By name in lower case: names are unique ignoring case. */
	users: Map<string, User>;
	groups: Map<string, Group>;
	roles: Map<string, Role>;
	/** By ARN, those AWS manages as well. */
	policies: Map<string, ManagedPolicy>;
	/** Serial numbers of virtual devices, assigned or not. */
	virtualMfaDevices: Set<string>;
	/** Ids of users who are gone, by name in lower case: what they took may live on. */
	formerUsers: Map<string, string>;
	report?: CredentialReport;
}

/** Temporary credentials. */
export interface Session {
	accessKeyId: string;
	secret: string;
	token: string;
	accountId: string;
	issuedAt: number;
	expiresAt: number;
	/** Whose rights it has: a role's, or a user's, who signed in at the console or asked for a token. */
	as: { kind: 'role'; roleName: string; sessionName: string; sourceIdentity?: string; identityStoreUserId?: string; chained: boolean } | { kind: 'console' | 'token'; userId: string };
	/** Id of the IAM user who took it. */
	takenBy?: string;
}

export interface AwsState {
	sequence: number;
	accounts: Map<string, Account>;
	/** By access key id. */
	sessions: Map<string, Session>;
	identityCenter: IdentityCenter;
	settings: AwsSettings;
}

export const newSecret = () => randomBytes(30).toString('base64');

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** AWS's ids say what they name in their first four letters. */
export function nextId(state: { sequence: number }, prefix: string): string {
	const bytes = createHash('sha256').update(`${prefix}${++state.sequence}`).digest();
	return prefix + [...bytes.subarray(0, 17)].map((byte) => ALPHABET[byte % 32]).join('');
}

/** Access keys are a letter shorter than other ids. */
export const nextKeyId = (state: { sequence: number }, prefix: 'AKIA' | 'ASIA') => nextId(state, prefix).slice(0, -1);

export const newUser = (state: { sequence: number }, given: Pick<User, 'name' | 'path' | 'createdAt' | 'tags'>): User => ({
	...given,
	id: nextId(state, 'AIDA'),
	accessKeys: [],
	mfaDevices: [],
	sshKeys: [],
	certificates: [],
	serviceCredentials: [],
	attached: [],
	inline: new Map(),
});

export const newAccessKey = (state: { sequence: number }, createdAt: string): AccessKey => ({ id: nextKeyId(state, 'AKIA'), secret: newSecret(), status: 'Active', createdAt });

export const nextUuid = (state: { sequence: number }) =>
	createHash('sha256').update(`uuid${++state.sequence}`).digest('hex').replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*/, '$1-$2-4$3-9$4-$5');
