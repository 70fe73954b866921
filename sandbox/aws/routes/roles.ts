import type { Xml } from '../../server/xml';
import { deleteConflict, noSuchEntity, refuse } from '../errors';
import { roleArn } from '../names';
import { checkDocument } from '../policy/checked';
import { encodeDocument } from '../policy/document';
import { iam, optional, page, required, type QueryCall } from '../query';
import type { Account, Role } from '../state';
import { iso } from '../times';
import { showBoundary, showTags } from '../users';
import { byName } from './users';

export const RESERVED = '/aws-reserved/';
export const SERVICE_LINKED = '/aws-service-role/';

export function roleNamed({ roles }: Account, name: string): Role {
	const role = roles.get(name.toLowerCase());
	if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
	return role;
}

export const roleIn = (call: QueryCall): Role => roleNamed(call.account, required(call, 'RoleName'));

/** Roles that AWS or Identity Center made are theirs. */
export function changeableRole(call: QueryCall): Role {
	const role = roleIn(call);
	if (role.path.startsWith(RESERVED) || role.path.startsWith(SERVICE_LINKED)) {
		throw refuse('UnmodifiableEntity', `Cannot perform the operation on the protected role '${role.name}' - this role is only modifiable by AWS`);
	}
	return role;
}

const show = (account: Account, role: Role): Xml => ({
	Path: role.path,
	RoleName: role.name,
	RoleId: role.id,
	Arn: roleArn(account, role),
	CreateDate: iso(role.createdAt),
	AssumeRolePolicyDocument: encodeDocument(role.trust),
	Description: role.description,
	MaxSessionDuration: role.maxSessionSeconds,
});

const showWhole = (account: Account, role: Role): Xml => ({ ...show(account, role), PermissionsBoundary: showBoundary(role.boundary), Tags: role.tags.length === 0 ? undefined : showTags(role.tags) });

export const roleRoutes = iam({
	ListRoles: (call) => {
		const prefix = optional(call, 'PathPrefix') ?? '/';
		return page(call, 'Roles', byName(call.account.roles.values()).filter(({ path }) => path.startsWith(prefix)), (role) => show(call.account, role));
	},
	GetRole: (call) => ({ Role: showWhole(call.account, roleIn(call)) }),
	ListRoleTags: (call) => page(call, 'Tags', roleIn(call).tags, ({ Key, Value }) => ({ Key, Value })),
	UpdateAssumeRolePolicy: (call) => {
		const role = changeableRole(call);
		role.trust = checkDocument(required(call, 'PolicyDocument'));
	},
	DeleteRole: (call) => {
		const role = changeableRole(call);
		if (role.attached.length > 0) throw deleteConflict('detach all policies');
		if (role.inline.size > 0) throw deleteConflict('delete policies');
		call.account.roles.delete(role.name.toLowerCase());
	},
});
