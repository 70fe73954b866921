import { right, type Right } from '../../lifecycle/rights';
import type { Google } from './client';
import type { GoogleAccount } from './find';
import { groupsOf } from './steps/removeFromGroups';

/** By address, as people name groups and as no two are alike. Which of them a query fills, the Directory does not tell: leaving it does. */
export const rights = async (google: Google, { id }: GoogleAccount): Promise<Right[]> => (await groupsOf(google, id)).map(({ email, name }) => right({ id: email, name }, 'group'));
