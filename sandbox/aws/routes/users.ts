import { deleteConflict, noSuchEntity, refuse } from '../errors';
import { groupsOf, userArn } from '../names';
import { iam, member, members, optional, page, required, tagsIn, type QueryCall } from '../query';
import type { Account, ManagedPolicy, Tag, User } from '../state';
import { newUser } from '../state';
import { requiredUser, showUser, showWholeUser, userOrCaller } from '../users';

const NAME = /^[\w+=,.@-]{1,64}$/;

export const byName = <T extends { name: string }>(held: Iterable<T>) => [...held].sort((one, other) => (one.name < other.name ? -1 : 1));

export function policyAt({ policies }: Account, arn: string): ManagedPolicy {
	const policy = policies.get(arn);
	if (policy === undefined) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
	return policy;
}

export const setTags = (held: Tag[], tags: readonly Tag[]) => [...held.filter(({ Key }) => !tags.some((tag) => tag.Key.toLowerCase() === Key.toLowerCase())), ...tags];

function createUser(call: QueryCall) {
	const { state, account, clock } = call;
	const name = required(call, 'UserName');
	if (!NAME.test(name)) throw refuse('ValidationError', 'The specified value for userName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-');
	if (account.users.has(name.toLowerCase())) throw refuse('EntityAlreadyExists', `User with name ${name} already exists.`);
	const boundary = optional(call, 'PermissionsBoundary');
	if (boundary !== undefined) policyAt(account, boundary);
	const user = newUser(state, { name, path: optional(call, 'Path') ?? '/', createdAt: clock.iso(), tags: tagsIn(call) });
	if (boundary !== undefined) user.boundary = boundary;
	account.users.set(name.toLowerCase(), user);
	return { User: showWholeUser(account, user) };
}

/** What has to be gone first. The permissions boundary may stay. */
function checkDeletable(account: Account, user: User): void {
	if (user.loginProfile !== undefined) throw deleteConflict('delete login profile');
	if (user.accessKeys.length > 0) throw deleteConflict('delete access keys');
	if (user.certificates.length > 0) throw deleteConflict('delete signing certificates');
	if (user.sshKeys.length > 0) throw deleteConflict('delete SSH public keys');
	if (user.serviceCredentials.length > 0) throw deleteConflict('delete service specific credentials');
	if (user.mfaDevices.length > 0) throw deleteConflict('delete MFA device');
	if (user.inline.size > 0) throw deleteConflict('delete policies');
	if (user.attached.length > 0) throw deleteConflict('detach all policies');
	if (groupsOf(account, user).length > 0) throw deleteConflict('remove user from groups');
}

function deleteUser(call: QueryCall) {
	const { account } = call;
	const user = requiredUser(call);
	checkDeletable(account, user);
	account.users.delete(user.name.toLowerCase());
	account.formerUsers.set(user.name.toLowerCase(), user.id);
	forgetInTrust(call, user);
}

/** Trust policies then name the id of the one who is gone, so that nobody of the same name later is meant. */
function forgetInTrust({ state, account }: QueryCall, user: User): void {
	const arn = userArn(account, user);
	for (const { roles } of state.accounts.values()) for (const role of roles.values()) role.trust = role.trust.replaceAll(`"${arn}"`, `"${user.id}"`);
}

function listUsers(call: QueryCall) {
	const prefix = optional(call, 'PathPrefix') ?? '/';
	return page(call, 'Users', byName(call.account.users.values()).filter(({ path }) => path.startsWith(prefix)), (user) => showUser(call.account, user));
}

export const userRoutes = iam({
	GetUser: (call) => ({ User: showWholeUser(call.account, userOrCaller(call)) }),
	ListUsers: listUsers,
	CreateUser: createUser,
	DeleteUser: deleteUser,
	TagUser: (call) => {
		const user = requiredUser(call);
		const tags = setTags(user.tags, tagsIn(call));
		if (tags.length > 50) throw refuse('LimitExceeded', 'The number of tags has reached the maximum limit.');
		user.tags = tags;
	},
	UntagUser: (call) => {
		const user = requiredUser(call);
		const keys = members(call, 'TagKeys').map((key) => key.toLowerCase());
		user.tags = user.tags.filter(({ Key }) => !keys.includes(Key.toLowerCase()));
	},
	ListUserTags: (call) => page(call, 'Tags', requiredUser(call).tags, ({ Key, Value }) => ({ Key, Value })),
	PutUserPermissionsBoundary: (call) => {
		const user = requiredUser(call);
		user.boundary = policyAt(call.account, required(call, 'PermissionsBoundary')).arn;
	},
	DeleteUserPermissionsBoundary: (call) => {
		const user = requiredUser(call);
		if (user.boundary === undefined) throw noSuchEntity(`The user with name ${user.name} does not have a permissions boundary.`);
		delete user.boundary;
	},
	ListAccountAliases: ({ account }) => ({ IsTruncated: false, AccountAliases: member([account.alias]) }),
});
