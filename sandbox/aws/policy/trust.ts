import { iamArn } from '../names';
import type { Account } from '../state';
import { statementsOf } from './document';
import type { Context, Decision } from './evaluate';
import { decide } from './evaluate';

export interface Truster {
	account: Account;
	/** ARN of the user, of the role, or of the role session. */
	arns: readonly string[];
	/** What a deleted user's or role's ARN in a policy has become. */
	uniqueId: string;
}

/** Somebody by name, or everybody in an account, whose own policies then have the say. */
export type Trust = { decision: Decision; byName: boolean };

const accountNames = (account: Account) => [account.id, iamArn(account, 'root'), '*'];

/** What a role's trust policy says to somebody who wants to take it. */
export function trustIn(trust: string, { account, arns, uniqueId }: Truster, action: string, context: Context): Trust {
	const names = [...arns, uniqueId];
	const fitting = statementsOf(trust).filter(({ principals: { AWS = [] } }) => AWS.some((one) => names.includes(one) || accountNames(account).includes(one)));
	const byName = fitting.some(({ effect, principals: { AWS = [] } }) => effect === 'Allow' && AWS.some((one) => names.includes(one)));
	return { decision: decide(fitting, { action, resource: '*', context }), byName };
}

/** Whether the policy names exactly this principal. */
export const namesInTrust = (trust: string, arn: string): boolean => statementsOf(trust).some(({ effect, principals: { AWS = [] } }) => effect === 'Allow' && AWS.includes(arn));
