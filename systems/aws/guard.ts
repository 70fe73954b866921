import { Problem } from '../../lifecycle/problem';
import type { Identity } from '../http/aws/identity';
import type { QueryInput } from '../http/aws/query';

const nameShape = /^[\w+=,.@-]{1,64}$/;

export const isUserName = (value: unknown): value is string => typeof value === 'string' && nameShape.test(value);

/** All that is asked without naming a user; whatever is not in here must name one. */
const namesNobody: ReadonlySet<string> = new Set([
	'GetAccountAuthorizationDetails',
	'ListRoles',
	'GetRolePolicy',
	'PutRolePolicy',
	'DeleteRolePolicy',
	'GetAccessKeyLastUsed',
	'SimulatePrincipalPolicy',
	'GenerateCredentialReport',
	'GetCredentialReport',
]);

/**
 * Left without a user name, IAM takes whoever asks to be meant: a leaver without a name would switch off this pack's own
 * keys. The one place every request to IAM passes.
 */
export const assertNamed = (action: string, { UserName }: QueryInput): void => {
	if ((namesNobody.has(action) && UserName === undefined) || isUserName(UserName)) return;
	throw new Problem('misconfigured', `A request to AWS IAM (${action}) named no user, and AWS would have taken it to mean the pack itself. Nothing was sent. Check what the node gets as the person, then run the case again.`);
};

interface Self {
	accountId: string;
	userName: string;
	userId: string;
}

/** The user behind a pair of keys, where there is one. */
export const selfOf = ({ arn, accountId, userId }: Identity): Self | null => {
	const userName = /^arn:[\w-]+:iam::\d{12}:user\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];
	return userName === undefined ? null : { accountId, userName, userId };
};

/** Who this pack is at AWS: in the account it works in, and behind the role it assumed for that. */
export interface Selves {
	accountId: string;
	users: readonly Self[];
}

const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

export const isSelf = ({ accountId, users }: Selves, { name, id }: { name: string; id?: string }): boolean =>
	users.some((self) => self.userId === id || (self.accountId === accountId && same(self.userName, name)));

export const assertNotSelf = (selves: Selves, action: string, { UserName }: QueryInput): void => {
	if (typeof UserName !== 'string' || !isSelf(selves, { name: UserName })) return;
	throw new Problem('misconfigured', `${action} was meant for ${UserName}, which is the user this pack works as in AWS. Nothing was sent. Choose a user name for the pack that belongs to nobody.`);
};
