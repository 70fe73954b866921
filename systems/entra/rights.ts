import { right, type Right } from '../../lifecycle/rights';
import type { Dictionary } from '../http/parse';
import { parse, type Entra } from './client';
import type { EntraAccount } from './find';
import { decidedElsewhere, groupRows, parseGroup, type GroupKind } from './groups';

const kinds: { [Kind in GroupKind]?: string } = { licence: 'licence group', roleAssignable: 'role-assignable group' };

/** Of a group that an app may not read Graph shows the id alone, which looks like one that anybody can be put into. */
const rightOf = (row: Dictionary): Right => {
	parse.array(row['groupTypes'], 'group.groupTypes');
	const group = parseGroup(row);
	return right(group, kinds[group.kind] ?? 'group', decidedElsewhere[group.kind] ?? null);
};

export const rights = async (entra: Entra, { id }: EntraAccount): Promise<Right[]> => (await groupRows(entra, id)).map(rightOf);
