import type { Xml } from '../server/xml';
import { noSuchEntity, refuse } from './errors';
import { userArn } from './names';
import type { QueryCall } from './query';
import { member, optional, required } from './query';
import type { Account, Tag, User } from './state';
import { iso } from './times';

export function userNamed({ users }: Account, name: string): User {
	const user = users.get(name.toLowerCase());
	if (user === undefined) throw noSuchEntity(`The user with name ${name} cannot be found.`);
	return user;
}

export const requiredUser = (call: QueryCall): User => userNamed(call.account, required(call, 'UserName'));

/** Left out, the user name means whoever calls. */
export function userOrCaller(call: QueryCall): User {
	const name = optional(call, 'UserName') ?? call.caller.userName;
	if (name === undefined) throw refuse('ValidationError', 'Must specify userName when calling with non-User credentials');
	return userNamed(call.account, name);
}

export const showTags = (tags: readonly Tag[]): Xml => member(tags.map(({ Key, Value }) => ({ Key, Value })));

/** Lists leave out tags and the permissions boundary. */
export const showUser = (account: Account, user: User): Xml => ({
	Path: user.path,
	UserName: user.name,
	UserId: user.id,
	Arn: userArn(account, user),
	CreateDate: iso(user.createdAt),
	PasswordLastUsed: user.passwordLastUsed === undefined ? undefined : iso(user.passwordLastUsed),
});

export const showBoundary = (boundary: string | undefined): Xml | undefined =>
	boundary === undefined ? undefined : { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: boundary };

export const showWholeUser = (account: Account, user: User): Xml => ({
	...showUser(account, user),
	PermissionsBoundary: showBoundary(user.boundary),
	Tags: user.tags.length === 0 ? undefined : showTags(user.tags),
});
