import { membersOf, parse, type Iam } from './client';
import { deniesEverything, documentIn } from './documents';
import { denyPolicyArn, denyPolicyName } from './policies';
import { parseTag, parseUser, type IamUser, type Tag } from './user';

/** A user with what a list of users leaves out. */
export interface UserDetail {
	user: IamUser;
	tags: Tag[];
	denied: boolean;
	createdAt: string | null;
}

/** Policies written into users are in it as well, so a page of more would be megabytes. */
const perPage = 500;

/** The one list of IAM that shows tags, without a request for each user. */
export const userPages = async function* (iam: Iam): AsyncGenerator<UserDetail[]> {
	const deny = denyPolicyArn(iam.partition);
	for await (const page of iam.pages('GetAccountAuthorizationDetails', 'UserDetailList', { Filter: ['User'], MaxItems: perPage })) {
		yield page.map((value): UserDetail => {
			const user = parseUser(value);
			const attached = membersOf(user.row['AttachedManagedPolicies'], 'UserDetail.AttachedManagedPolicies').map((policy) => parse.object(policy, 'AttachedPolicy'));
			const written = membersOf(user.row['UserPolicyList'], 'UserDetail.UserPolicyList').map((policy) => parse.object(policy, 'UserPolicy'));
			return {
				user,
				tags: membersOf(user.row['Tags'], 'UserDetail.Tags').map(parseTag),
				denied:
					attached.some((policy) => policy['PolicyArn'] === deny) ||
					written.some((policy) => policy['PolicyName'] === denyPolicyName && deniesEverything(documentIn(policy['PolicyDocument'], 'UserPolicy.PolicyDocument'))),
				createdAt: parse.optionalText(user.row['CreateDate'], 'UserDetail.CreateDate'),
			};
		});
	}
};
