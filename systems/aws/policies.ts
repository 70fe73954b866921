import { parse, type Iam } from './client';
import { documentIn, type Document } from './documents';
import { each } from '../http/gone';

/** AWS's own: one statement that denies everything. */
export const denyPolicyArn = (partition: string): string => `arn:${partition}:iam::aws:policy/AWSDenyAll`;

/** The same, written into the user. */
export const denyPolicyName = 'JMLQuarantineDenyAll';

export type Attached = { name: string; arn: string };

export const policiesOf = async (iam: Iam, userName: string): Promise<Attached[]> =>
	(await iam.list('ListAttachedUserPolicies', 'AttachedPolicies', { UserName: userName })).map((value) => {
		const row = parse.object(value, 'AttachedPolicy');
		return { name: parse.text(row['PolicyName'], 'AttachedPolicy.PolicyName'), arn: parse.text(row['PolicyArn'], 'AttachedPolicy.PolicyArn') };
	});

export const inlineNames = async (iam: Iam, userName: string): Promise<string[]> =>
	(await iam.list('ListUserPolicies', 'PolicyNames', { UserName: userName })).map((name) => parse.text(name, 'PolicyName'));

export const inlineDocument = async (iam: Iam, userName: string, policyName: string): Promise<Document> =>
	documentIn((await iam.read('GetUserPolicy', { UserName: userName, PolicyName: policyName }))['PolicyDocument'], 'PolicyDocument');

/** Whether everything is denied, and by which of the two. */
export type Denial = { attached: boolean; inline: boolean };

export const liftDenial = (iam: Iam, userName: string, { attached, inline }: Denial): Promise<void> =>
	each(
		[
			...(attached ? [() => iam.change('DetachUserPolicy', { UserName: userName, PolicyArn: denyPolicyArn(iam.partition) })] : []),
			...(inline ? [() => iam.change('DeleteUserPolicy', { UserName: userName, PolicyName: denyPolicyName })] : []),
		],
		(lift) => lift(),
	);
