import { asProblem } from '../../lifecycle/problem';
import { parse, type IdentityCenter } from './client';
import { unlessGone } from '../http/gone';
import { parseId } from './user';

export type Membership = { group: string; membership: string };

export const readMemberships = async (identityCenter: IdentityCenter, userId: string): Promise<Membership[]> => {
	const memberships: Membership[] = [];
	for await (const page of identityCenter.storePages('ListGroupMembershipsForMember', { MemberId: { UserId: userId } }, 'GroupMemberships')) {
		for (const row of page) {
			if (parse.object(row['MemberId'], 'membership.MemberId')['UserId'] !== userId) return parse.refuse('membership.MemberId', 'the user that was asked about');
			memberships.push({ group: parseId(row['GroupId'], 'membership.GroupId'), membership: parseId(row['MembershipId'], 'membership.MembershipId') });
		}
	}
	return memberships;
};

export const groupName = async (identityCenter: IdentityCenter, id: string): Promise<string> => {
	const row = await identityCenter.store('DescribeGroup', { GroupId: id });
	if (row['GroupId'] !== id) return parse.refuse('DescribeGroup.GroupId', 'the group that was asked for');
	return parse.optionalText(row['DisplayName'], 'group.DisplayName') ?? id;
};

const looksLikeId = (name: string) => /^([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(name);

/** By id, or by exact name; null where there is none. */
export const groupNamed = async (identityCenter: IdentityCenter, name: string): Promise<{ id: string; name: string } | null> => {
	const id = looksLikeId(name)
		? name
		: await unlessGone(async () => parseId((await identityCenter.store('GetGroupId', { AlternateIdentifier: { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: name } } }))['GroupId'], 'GetGroupId.GroupId'));
	if (id === null) return null;
	const found = await unlessGone(() => groupName(identityCenter, id));
	return found === null || (id !== name && found !== name) ? null : { id, name: found };
};

/** Whoever is in it already is what was asked for. */
export const joinGroup = async (identityCenter: IdentityCenter, group: string, userId: string): Promise<void> => {
	try {
		await identityCenter.store('CreateGroupMembership', { GroupId: group, MemberId: { UserId: userId } });
	} catch (error) {
		const problem = asProblem(error);
		if (problem.evidence['vendorCode'] !== 'Conflict') throw problem;
	}
};

export const leaveGroup = (identityCenter: IdentityCenter, membership: string): Promise<unknown> => unlessGone(() => identityCenter.store('DeleteGroupMembership', { MembershipId: membership }));
