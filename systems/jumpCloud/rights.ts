import { right, type Right } from '../../lifecycle/rights';
import type { JumpCloud } from './client';
import type { JumpCloudAccount } from './find';
import { groupsOf, whatDecides } from './groups';

export const rights = async (jumpCloud: JumpCloud, { id }: JumpCloudAccount): Promise<Right[]> =>
	(await groupsOf(jumpCloud, id)).map((group) => right(group, 'user group', group.dynamic ? `${whatDecides(group)}; change what it reads` : null));
