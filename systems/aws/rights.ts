import { right, type Right } from '../../lifecycle/rights';
import type { Iam } from './client';
import type { AwsAccount } from './find';
import { groupsOf } from './groups';

/** IAM names groups by their name only, which no two of an account share. */
export const rights = async (iam: Iam, { name }: AwsAccount): Promise<Right[]> => (await groupsOf(iam, name)).map((group) => right({ id: group, name: group }, 'group'));
