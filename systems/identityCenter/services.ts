import type { AwsConnection } from '../http/aws/connection';
import { awsErrorOf, isThrottled } from '../http/aws/errors';
import { callerIdentity, type Identity } from '../http/aws/identity';
import type { Role } from '../http/aws/role';
import type { HttpResponse } from '../http/types';
import type { Services } from './client';

/** Of the administration AWS says that a conflict is with a change that is not through yet, and to be tried again. */
const isBusy = (response: HttpResponse): boolean => isThrottled(response) || (response.status >= 400 && awsErrorOf(response).code === 'Conflict');

/** Both services with the keys of the credential, or of a role in the account the Identity Center is managed from. */
export const servicesOver = (aws: AwsConnection, role: Role | null, sessionName: string): Services => {
	const keys = aws.as(role, sessionName);
	let caller: Promise<Identity> | undefined;
	return {
		identityStore: aws.http('identitystore', keys),
		ssoAdmin: aws.http('sso', keys, isBusy),
		// Whose the keys of the credential are: a role that was assumed belongs to nobody.
		caller: () => (caller ??= callerIdentity(aws.sts(aws.own, () => {}))),
	};
};
