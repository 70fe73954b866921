import { groupsOf } from '../names';
import type { Account, PolicyHolder, User } from '../state';
import { statementsOf, type Statement } from './document';
import type { Context, Decision, Question } from './evaluate';
import { decideWithin } from './evaluate';

const documentsOf = ({ policies }: Account, { attached, inline }: PolicyHolder): string[] => [
	...attached.flatMap((arn) => policies.get(arn)?.document ?? []),
	...inline.values(),
];

const statements = (documents: readonly string[]): Statement[] => documents.flatMap(statementsOf);

/** A user has their own policies and those of their groups, a role its own. */
export function decideFor(account: Account, holder: PolicyHolder & { boundary?: string }, question: Question): Decision {
	const groups = 'accessKeys' in holder ? groupsOf(account, holder as User) : [];
	const boundary = holder.boundary === undefined ? undefined : statements([account.policies.get(holder.boundary)?.document ?? '{"Statement":[]}']);
	return decideWithin(statements([holder, ...groups].flatMap((one) => documentsOf(account, one))), boundary, question);
}

const ANYTHING = ['iam:ListUsers', 's3:ListAllMyBuckets', 'ec2:DescribeInstances', 'sts:AssumeRole', 'lambda:InvokeFunction', 'bedrock:InvokeModel'];

/** Whether a policy takes everything away, whatever others may give. */
export const isDeniedOutright = (account: Account, holder: PolicyHolder, context: Context = {}): boolean =>
	ANYTHING.every((action) => decideFor(account, holder, { action, resource: '*', context }) === 'explicitDeny');
