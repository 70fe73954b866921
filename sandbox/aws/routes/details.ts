import type { Xml } from '../../server/xml';
import { groupArn, groupsOf, roleArn } from '../names';
import { encodeDocument } from '../policy/document';
import { iam, member, members, page, type QueryCall } from '../query';
import type { Account, Group, PolicyHolder, Role, User } from '../state';
import { iso } from '../times';
import { showBoundary, showTags, showUser } from '../users';
import { showAttached } from './heldPolicies';
import { byName, policyAt } from './users';

const inlineOf = ({ inline }: PolicyHolder) => member([...inline].map(([name, document]) => ({ PolicyName: name, PolicyDocument: encodeDocument(document) })));
const attachedOf = (account: Account, { attached }: PolicyHolder) => member(attached.map((arn) => showAttached(policyAt(account, arn))));

const userDetail = (account: Account, user: User): Xml => ({
	...showUser(account, user),
	UserPolicyList: inlineOf(user),
	GroupList: member(byName(groupsOf(account, user)).map(({ name }) => name)),
	AttachedManagedPolicies: attachedOf(account, user),
	PermissionsBoundary: showBoundary(user.boundary),
	Tags: showTags(user.tags),
});

const groupDetail = (account: Account, group: Group): Xml => ({
	Path: group.path,
	GroupName: group.name,
	GroupId: group.id,
	Arn: groupArn(account, group),
	CreateDate: iso(group.createdAt),
	GroupPolicyList: inlineOf(group),
	AttachedManagedPolicies: attachedOf(account, group),
});

const roleDetail = (account: Account, role: Role): Xml => ({
	Path: role.path,
	RoleName: role.name,
	RoleId: role.id,
	Arn: roleArn(account, role),
	CreateDate: iso(role.createdAt),
	AssumeRolePolicyDocument: encodeDocument(role.trust),
	InstanceProfileList: member([]),
	RolePolicyList: inlineOf(role),
	AttachedManagedPolicies: attachedOf(account, role),
	Tags: showTags(role.tags),
});

/** Users, groups and roles in one list of pages, with their tags and policies; lists of one kind leave those out. */
function details(call: QueryCall): Xml {
	const { account } = call;
	const wanted = members(call, 'Filter');
	const all = [
		...byName(account.users.values()).map((one) => ({ kind: 'User' as const, shown: () => userDetail(account, one) })),
		...byName(account.groups.values()).map((one) => ({ kind: 'Group' as const, shown: () => groupDetail(account, one) })),
		...byName(account.roles.values()).map((one) => ({ kind: 'Role' as const, shown: () => roleDetail(account, one) })),
	].filter(({ kind }) => wanted.length === 0 || wanted.includes(kind));
	const shown: Record<'User' | 'Group' | 'Role', Xml[]> = { User: [], Group: [], Role: [] };
	const { IsTruncated, Marker } = page(call, 'All', all, (one) => {
		shown[one.kind].push(one.shown());
		return '';
	});
	return { IsTruncated: IsTruncated!, Marker, UserDetailList: member(shown.User), GroupDetailList: member(shown.Group), RoleDetailList: member(shown.Role), Policies: member([]) };
}

export const detailRoutes = iam({ GetAccountAuthorizationDetails: details });
