import { asProblem, Problem } from '../../../lifecycle/problem';
import { change, satisfied, underway } from '../../../lifecycle/step';
import { parse, type Iam } from '../client';
import { deniesEverything } from '../documents';
import { unlessForbidden } from '../unlessForbidden';
import { denyPolicyArn, denyPolicyName, inlineDocument, inlineNames, liftDenial, policiesOf, type Denial } from '../policies';
import { sameUser } from '../user';
import { awsStep, rolesTaken, spreads } from './_aws';

export type Denied = Denial & {
	/** What AWS's own simulator says; null where it may not be asked, or nothing is denied yet. */
	simulated: 'denied' | 'allowed' | null;
};

/** One of each kind that matters after somebody left. */
const asked = ['s3:ListAllMyBuckets', 'iam:ListUsers', 'sts:AssumeRole'];

const denyDocument = JSON.stringify({ Version: '2012-10-17', Statement: [{ Sid: 'JMLQuarantine', Effect: 'Deny', Action: '*', Resource: '*' }] });

const simulate = async (iam: Iam, arn: string): Promise<Denied['simulated']> => {
	const results = await unlessForbidden(() => iam.list('SimulatePrincipalPolicy', 'EvaluationResults', { PolicySourceArn: arn, ActionNames: asked }));
	if (results === null) return null;
	const decisions = results.map((result) => parse.text(parse.object(result, 'EvaluationResult')['EvalDecision'], 'EvalDecision'));
	if (decisions.length < asked.length) return parse.refuse('EvaluationResults', 'an answer for each action');
	return decisions.every((decision) => decision === 'explicitDeny') ? 'denied' : 'allowed';
};

const readDenied = async (iam: Iam, account: { id: string; name: string }): Promise<Denied> => {
	const { name, arn } = await sameUser(iam, account);
	const attached = (await policiesOf(iam, name)).some((policy) => policy.arn === denyPolicyArn(iam.partition));
	const inline = (await inlineNames(iam, name)).includes(denyPolicyName) && deniesEverything(await inlineDocument(iam, name, denyPolicyName));
	return { attached, inline, simulated: attached || inline ? await simulate(iam, arn) : null };
};

export const denyEverything = awsStep<Denied>({
	id: 'denyEverything',
	label: 'Deny Everything',
	danger:
		"The policy AWSDenyAll is attached to the user: keys, console sessions and temporary credentials made with them are refused everything from then on. Where no further policy fits, the same is written into the user. Restore Access takes it off again.",
	needs: ['iam:GetUser', 'iam:ListAttachedUserPolicies', 'iam:ListUserPolicies', 'iam:GetUserPolicy', 'iam:AttachUserPolicy', 'iam:DetachUserPolicy', 'iam:PutUserPolicy', 'iam:DeleteUserPolicy', 'iam:SimulatePrincipalPolicy'],
	readBackFrom: "policies of the user, and AWS's policy simulator where it may be asked",
	givenBack: 'yes',
	closes: 'sign-in',
	remains: [rolesTaken, spreads],
	stage: 'cut',

	read: (iam, account) => readDenied(iam, account),
	plan: ({ attached, inline, simulated }) => {
		if (!attached && !inline) return change('Attach AWSDenyAll');
		const what = attached ? 'AWSDenyAll is attached' : `${denyPolicyName} is written into the user`;
		if (simulated === 'allowed') return underway(`${what}, but AWS's simulator does not deny everything yet`);
		return satisfied(simulated === 'denied' ? `${what}, and AWS's simulator denies what it was asked` : `${what}; the simulator could not be asked`);
	},
	apply: async (iam, { name }) => {
		try {
			await iam.change('AttachUserPolicy', { UserName: name, PolicyArn: denyPolicyArn(iam.partition) });
		} catch (error) {
			if (!isFull(error)) throw error;
			await iam.change('PutUserPolicy', { UserName: name, PolicyName: denyPolicyName, PolicyDocument: denyDocument }).catch((second: unknown) => {
				throw isFull(second) ? bothFull(name, asProblem(second)) : second;
			});
		}
	},

	undo: {
		plan: (now, before) => {
			if (before.attached || before.inline) return satisfied('Everything was denied to the user before the case');
			return now.attached || now.inline ? change(`Take ${[now.attached ? 'AWSDenyAll' : [], now.inline ? denyPolicyName : []].flat().join(' and ')} off the user`) : satisfied('Nothing is denied, as before');
		},
		apply: (iam, { name }, now) => liftDenial(iam, name, now),
	},
});

const isFull = (error: unknown): boolean => asProblem(error).evidence['vendorCode'] === 'LimitExceeded';

const bothFull = (name: string, { evidence }: Problem): Problem =>
	new Problem('rejected', `No policy can be attached to ${name} any more, and none written into it: both quotas of AWS are full. Detach one in the IAM console, then run the case again; the keys are switched off all the same.`, evidence);
