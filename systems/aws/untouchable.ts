import type { Iam } from './client';
import type { AwsAccount } from './find';
import { isSelf } from './guard';

/**
 * Nobody else needs sparing: the root user, whom this API cannot reach, is above the last administrator, and the pack's
 * own keys give back what was taken.
 */
export const untouchable = async (iam: Iam, account: AwsAccount): Promise<string | null> =>
	isSelf(await iam.selves(), account) ? 'it is the user this pack works as in AWS. Give the pack a user of its own' : null;
