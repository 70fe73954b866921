import type { Clock } from '../../clock';
import { awsPolicyArn, iamArn } from '../names';
import type { AwsSettings } from '../settings';
import { defaultSettings } from '../settings';
import type { AccessKey, Account, AwsState, Group, LastUse, ManagedPolicy, Partition, PolicyHolder, Role, Tag, User } from '../state';
import { newAccessKey, newUser, nextId } from '../state';
import { emptyCenter } from './identityCenter';

const DAY = 86_400_000;

export interface Builder {
	state: AwsState;
	clock: Clock;
	ago(days: number): string;
	account(id: string, name: string, partition?: Partition): Account;
	user(account: Account, name: string, tags?: Record<string, string>, path?: string): User;
	group(account: Account, name: string, policies?: readonly string[]): Group;
	role(account: Account, name: string, trust: object, more?: Partial<Pick<Role, 'path' | 'maxSessionSeconds' | 'description' | 'attached'>>): Role;
	policy(account: Account, name: string, document: string): ManagedPolicy;
	key(user: User, more?: Partial<Pick<AccessKey, 'status' | 'createdAt' | 'lastUse'>>): AccessKey;
	password(user: User): void;
	mfa(account: Account, user: User): void;
}

export const tags = (given: Record<string, string>): Tag[] => Object.entries(given).map(([Key, Value]) => ({ Key, Value }));

export const policy = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
export const allow = (...actions: string[]) => ({ Effect: 'Allow', Action: actions, Resource: '*' });

const AWS_MANAGED: Record<string, string> = {
	AWSDenyAll: policy({ Sid: 'DenyAll', Effect: 'Deny', Action: ['*'], Resource: '*' }),
	AdministratorAccess: policy(allow('*')),
	PowerUserAccess: policy({ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*', 'account:*'], Resource: '*' }),
	ReadOnlyAccess: policy(allow('s3:Get*', 's3:List*', 'ec2:Describe*', 'iam:Get*', 'iam:List*', 'lambda:Get*', 'lambda:List*')),
	IAMUserChangePassword: policy(allow('iam:ChangePassword')),
	AmazonBedrockLimitedAccess: policy(allow('bedrock:*')),
};

function emptyAccount(state: AwsState, createdAt: string, id: string, name: string, partition: Partition): Account {
	const managed = Object.entries(AWS_MANAGED).map(([policyName, document]): ManagedPolicy => {
		return { arn: awsPolicyArn(partition, policyName), name: policyName, id: nextId(state, 'ANPA'), path: '/', description: '', createdAt, document };
	});
	return {
		id,
		name,
		email: `aws+${name}@kestrel.example`,
		partition,
		alias: name,
		users: new Map(),
		groups: new Map(),
		roles: new Map(),
		policies: new Map(managed.map((one) => [one.arn, one])),
		virtualMfaDevices: new Set(),
		formerUsers: new Map(),
	};
}

const noPolicies = (): PolicyHolder => ({ attached: [], inline: new Map() });

/** Puts things into fresh accounts. */
export function createBuilder(clock: Clock, settings: Partial<AwsSettings>): Builder {
	const ago = (days: number) => new Date(clock.now() - days * DAY).toISOString();
	const state: AwsState = { sequence: 0, accounts: new Map(), sessions: new Map(), identityCenter: emptyCenter(clock), settings: { ...defaultSettings, ...settings } };
	return {
		state,
		clock,
		ago,
		account: (id, name, partition = 'aws') => {
			const account = emptyAccount(state, ago(2000), id, name, partition);
			state.accounts.set(id, account);
			return account;
		},
		user: ({ users }, name, given = {}, path = '/staff/') => {
			const user = newUser(state, { name, path, createdAt: ago(400), tags: tags(given) });
			users.set(name.toLowerCase(), user);
			return user;
		},
		group: ({ groups }, name, attached = []) => {
			const group: Group = { ...noPolicies(), name, id: nextId(state, 'AGPA'), path: '/', createdAt: ago(900), members: new Set(), attached: [...attached] };
			groups.set(name.toLowerCase(), group);
			return group;
		},
		role: ({ roles }, name, trust, more = {}) => {
			const role: Role = { ...noPolicies(), name, id: nextId(state, 'AROA'), path: '/', createdAt: ago(700), description: '', maxSessionSeconds: 3600, trust: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', ...trust }), tags: [], ...more };
			roles.set(name.toLowerCase(), role);
			return role;
		},
		policy: (account, name, document) => {
			const made = { arn: iamArn(account, `policy/${name}`), name, id: nextId(state, 'ANPA'), path: '/', description: '', createdAt: ago(700), document };
			account.policies.set(made.arn, made);
			return made;
		},
		key: (user, more = {}) => {
			const key: AccessKey = { ...newAccessKey(state, ago(200)), ...more };
			user.accessKeys.push(key);
			return key;
		},
		password: (user) => {
			user.loginProfile = { createdAt: ago(300), createdAtElapsed: -Infinity, resetRequired: false };
			user.passwordLastUsed = ago(1);
		},
		mfa: (account, user) => {
			const serial = iamArn(account, `mfa/${user.name}`);
			account.virtualMfaDevices.add(serial);
			user.mfaDevices.push({ serial, enabledAt: ago(300) });
		},
	};
}

export const usedAt = (clock: Clock, daysAgo: number, service: string, region = 'us-east-1'): { lastUse: LastUse } => ({ lastUse: { at: clock.now() - daysAgo * DAY, service, region } });

/** One principal stands alone, several in a list, as AWS writes them. */
export const trustOf = (principals: readonly string[], conditions: object = {}) => ({ Principal: { AWS: principals.length === 1 ? principals[0] : principals }, ...(Object.keys(conditions).length === 0 ? {} : { Condition: conditions }) });

