import type { Json } from '../../../ledger/types';
import type { Giving } from '../../../lifecycle/giving';
import { change, impossible } from '../../../lifecycle/step';
import type { Iam } from '../client';
import type { AwsAccount } from '../find';
import { isUserName } from '../guard';
import type { AwsWish } from './_aws';
import { wantedName } from './wanted';

export const create: Giving<Iam, AwsAccount, AwsWish>['create'] = {
	needs: ['iam:GetUser', 'iam:ListUserTags', 'iam:GetAccountAuthorizationDetails', 'iam:CreateUser', 'iam:TagUser', 'iam:PutUserPermissionsBoundary'],

	plan: (wish) => {
		const name = wantedName(wish);
		if (name === null) return impossible('HR has no work e-mail for the person, and it would be the name of the user. Enter it in HR, or give IAM User Name in the node; then run the case again');
		if (!isUserName(name)) return impossible(`"${name}" cannot be the name of an IAM user: letters, digits and + = , . @ _ - are allowed, 64 at most. Give IAM User Name in the node, then run the case again`);
		if (!/^\/([\x21-\x7e]+\/)?$/.test(wish.path)) return impossible(`"${wish.path}" is no path of IAM: it begins and ends with a slash, like /staff/. Correct User Path in the node, then run the case again`);
		return change(`Make the IAM user ${name} in ${wish.path}, without password and keys`);
	},

	apply: async (iam, wish): Promise<Json> => {
		const userName = wantedName(wish)!;
		await iam.change('CreateUser', {
			UserName: userName,
			Path: wish.path,
			...(wish.boundary === null ? {} : { PermissionsBoundary: wish.boundary }),
			Tags: [{ Key: iam.settings.personTag, Value: wish.person.id }],
		});
		return { userName };
	},
};
