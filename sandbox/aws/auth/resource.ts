import type { AwsCaller } from '../call';
import { groupArn, iamArn, roleArn, userArn } from '../names';
import type { Context } from '../policy/evaluate';
import type { Account } from '../state';

/** What a request is about, as a policy's `Resource` would name it. */
export function resourceOf(account: Account, caller: Pick<AwsCaller, 'arn'>, action: string, form: URLSearchParams): string {
	const named = (field: string) => form.get(field) ?? undefined;
	const about = <T>(name: string, kind: string, held: Map<string, T>, arnOf: (account: Account, one: T) => string) => {
		const one = held.get(name.toLowerCase());
		return one === undefined ? iamArn(account, `${kind}/${name}`) : arnOf(account, one);
	};
	const [group, role, user] = [named('GroupName'), named('RoleName'), named('UserName')];
	if (group !== undefined) return about(group, 'group', account.groups, groupArn);
	if (role !== undefined) return about(role, 'role', account.roles, roleArn);
	if (user !== undefined && action === 'iam:CreateUser') return iamArn(account, `user${named('Path') ?? '/'}${user}`);
	if (user !== undefined) return about(user, 'user', account.users, userArn);
	if (action === 'iam:SimulatePrincipalPolicy') return named('PolicySourceArn') ?? '*';
	return named('SerialNumber') ?? named('PolicyArn') ?? caller.arn;
}

/** What a policy may ask about a request besides who makes it. */
export const contextOf = (form: URLSearchParams): Context => {
	const boundary = form.get('PermissionsBoundary');
	const policy = form.get('PolicyArn');
	return { ...(policy === null ? {} : { 'iam:policyarn': policy }), ...(boundary === null ? {} : { 'iam:permissionsboundary': boundary }) };
};
