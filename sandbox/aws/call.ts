import type { Call, Route } from '../server/router';
import type { AwsState } from './state';

/** Who signed the request: a user with their own key, or somebody with temporary credentials. */
export interface AwsCaller {
	accountId: string;
	arn: string;
	/** As GetCallerIdentity has it. */
	userId: string;
	/** The user whose rights count, where it is one's. */
	userName: string | undefined;
	/** The role whose rights count, where it is one's. */
	roleName: string | undefined;
	/** Key of the temporary credentials, where it was signed with some. */
	sessionKey: string | undefined;
	region: string;
}

export type AwsCall = Call<AwsState, AwsCaller>;
export type AwsRoute = Route<AwsState, AwsCaller>;
export type Place = Pick<AwsCall, 'state' | 'clock'>;

export const NOBODY: AwsCaller = { accountId: '', arn: '', userId: '', userName: undefined, roleName: undefined, sessionKey: undefined, region: '' };
