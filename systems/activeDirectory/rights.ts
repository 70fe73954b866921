import { right, type Right } from '../../lifecycle/rights';
import type { ActiveDirectory } from './client';
import type { AdAccount } from './find';
import { groupsOf, whyNot, type GroupKind } from './groups';

const why: Readonly<Record<GroupKind, string | null>> = { ...whyNot, ordinary: null, nested: 'comes with another group that the account is in; leave that one' };

export const rights = async (ad: ActiveDirectory, { id }: AdAccount): Promise<Right[]> => (await groupsOf(ad, id)).map((group) => right(group, 'group', why[group.kind]));
