import { parse, type Iam } from './client';

export const groupsOf = async (iam: Iam, userName: string): Promise<string[]> =>
	(await iam.list('ListGroupsForUser', 'Groups', { UserName: userName })).map((group) => parse.text(parse.object(group, 'Group')['GroupName'], 'Group.GroupName'));

export const addToGroup = (iam: Iam, group: string, userName: string): Promise<void> => iam.change('AddUserToGroup', { GroupName: group, UserName: userName });
export const removeFromGroup = (iam: Iam, group: string, userName: string): Promise<void> => iam.change('RemoveUserFromGroup', { GroupName: group, UserName: userName });
