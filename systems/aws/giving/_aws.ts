import { givingStep, type Fact, type Wish } from '../../../lifecycle/giving';
import type { Iam } from '../client';
import type { AwsAccount } from '../find';

/** What IAM can show of a person are tags; names and addresses are not put into them. */
export const awsFacts: readonly Fact[] = ['title', 'department', 'location', 'workerType'];

/** What somebody can be given in AWS IAM beside what every system gives. */
export interface AwsWish extends Wish {
	/** null: the work e-mail. */
	userName: string | null;
	/** Where the user is made: `/staff/`. */
	path: string;
	/** ARN of the policy that bounds what the user can ever be allowed. */
	boundary: string | null;
}

/** Every file in this folder is one thing to give; this is the shape they share. */
export const awsGivingStep = givingStep<Iam, AwsAccount, AwsWish>();
