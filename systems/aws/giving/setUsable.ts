import { change, satisfied } from '../../../lifecycle/step';
import { denyPolicyArn, denyPolicyName, inlineNames, liftDenial, policiesOf, type Denial } from '../policies';
import { sameUser } from '../user';
import { awsGivingStep } from './_aws';

const byOthers = 'Password and keys are not made here, because nobody could be told them: give console access through Identity Center, or set a password in the IAM console';

export const setUsable = awsGivingStep<Denial>({
	id: 'setUsable',
	label: 'Sign-In',
	needs: ['iam:GetUser', 'iam:ListAttachedUserPolicies', 'iam:ListUserPolicies', 'iam:DetachUserPolicy', 'iam:DeleteUserPolicy'],
	readBackFrom: 'policies of the user',
	// Nobody is let in before everything is as it should be.
	after: ['setTags', 'joinGroups', 'leaveGroups'],
	asked: ({ usable }) => usable !== null,

	read: async (iam, account) => {
		const { name } = await sameUser(iam, account);
		const policies = await policiesOf(iam, name);
		return { attached: policies.some(({ arn }) => arn === denyPolicyArn(iam.partition)), inline: (await inlineNames(iam, name)).includes(denyPolicyName) };
	},
	plan: ({ attached, inline }, { usable }) => {
		const denied = attached || inline;
		if (!usable) return satisfied(denied ? 'Everything is denied to the user' : 'The user is left as it is; without password and keys nobody can sign in with it');
		return denied ? change('Take off the deny of an earlier case') : satisfied(`Nothing denies everything to the user. ${byOthers}`);
	},
	apply: (iam, { name }, denial) => liftDenial(iam, name, denial),
});
