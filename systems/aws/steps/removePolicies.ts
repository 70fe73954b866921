import { createHash } from 'node:crypto';
import { Problem } from '../../../lifecycle/problem';
import { change, impossible, satisfied } from '../../../lifecycle/step';
import { tryEach } from '../../../lifecycle/tryAll';
import type { Iam } from '../client';
import type { AwsAccount } from '../find';
import { each } from '../../http/gone';
import { denyPolicyArn, denyPolicyName, inlineDocument, inlineNames, policiesOf, type Attached } from '../policies';
import { awsStep } from './_aws';

type Inline = {
	name: string;
	document: string;
	/** Of the document: the ledger keeps no secret, so one that somebody wrote into a policy is not in what it kept. */
	hash: string;
};
type Policies = { denied: boolean; attached: Attached[]; inline: Inline[] };

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const namesIn = ({ attached, inline }: Pick<Policies, 'attached' | 'inline'>): string => [...attached, ...inline].map(({ name }) => name).join(', ');

/** What was there and is not there now. */
const missing = (now: Policies, before: Policies): Pick<Policies, 'attached' | 'inline'> => ({
	attached: before.attached.filter(({ arn }) => !now.attached.some((policy) => policy.arn === arn)),
	inline: before.inline.filter(({ name }) => !now.inline.some((policy) => policy.name === name)),
});
const whole = ({ inline }: Pick<Policies, 'inline'>): Inline[] => inline.filter(({ document, hash }) => hashOf(document) === hash);

const readPolicies = async (iam: Iam, { name }: AwsAccount): Promise<Policies> => {
	const attached = await policiesOf(iam, name);
	const names = await inlineNames(iam, name);
	const inline: Inline[] = [];
	for (const policy of names.filter((one) => one !== denyPolicyName)) {
		const document = JSON.stringify(await inlineDocument(iam, name, policy));
		inline.push({ name: policy, document, hash: hashOf(document) });
	}
	const deny = denyPolicyArn(iam.partition);
	return { denied: names.includes(denyPolicyName) || attached.some(({ arn }) => arn === deny), attached: attached.filter(({ arn }) => arn !== deny), inline };
};

export const removePolicies = awsStep<Policies>({
	id: 'removePolicies',
	label: 'Remove Policies',
	danger: 'All policies of the user but the deny are detached, and those written into it deleted; a permissions boundary stays. While everything is denied this takes nothing more away; it tidies up before the user is deleted. Restore Access gives them back.',
	needs: ['iam:ListAttachedUserPolicies', 'iam:ListUserPolicies', 'iam:GetUserPolicy', 'iam:DetachUserPolicy', 'iam:AttachUserPolicy', 'iam:DeleteUserPolicy', 'iam:PutUserPolicy'],
	readBackFrom: 'policies of the user',
	givenBack: 'yes',
	closes: 'entitlements',
	stage: 'clean-up',
	optional: true,

	read: readPolicies,
	plan: (state) => (state.attached.length + state.inline.length === 0 ? satisfied('No policy but the deny') : change(`Remove ${namesIn(state)}`)),
	apply: async (iam, account) => {
		const { denied, attached, inline } = await readPolicies(iam, account);
		if (!denied) throw new Problem('rejected', `Nothing denies everything to ${account.name}, and one of the policies may be what forbids something, so they were left. Tick Deny Everything as well, then run the case again.`);
		await each(attached, ({ arn }) => iam.change('DetachUserPolicy', { UserName: account.name, PolicyArn: arn }));
		await each(inline, (policy) => iam.change('DeleteUserPolicy', { UserName: account.name, PolicyName: policy.name }));
	},

	undo: {
		plan: (now, before) => {
			const gone = missing(now, before);
			const restorable = { attached: gone.attached, inline: whole(gone) };
			if (restorable.attached.length + restorable.inline.length > 0) return change(`Give back ${namesIn(restorable)}`);
			return gone.inline.length === 0 ? satisfied('The policies are as before') : impossible(`What these policies said is not in the ledger, because it looked like a secret. Write them anew in the IAM console: ${namesIn({ attached: [], inline: gone.inline })}`, 'pending');
		},
		apply: async (iam, { name }, now, before) => {
			const gone = missing(now, before);
			await tryEach(gone.attached, ({ arn }) => iam.change('AttachUserPolicy', { UserName: name, PolicyArn: arn }));
			await tryEach(whole(gone), (policy) => iam.change('PutUserPolicy', { UserName: name, PolicyName: policy.name, PolicyDocument: policy.document }));
		},
	},
});
