import { idIn, isDictionary, textIn } from './fields';
import type { Hint } from './source';

/** Whom a message is about that somebody wrote for us: the body docs/hr-sources.md suggests, or one that is close to it. */
export const suggestedHints = (payload: unknown): Hint[] => {
	if (!isDictionary(payload)) return [];
	const employee = isDictionary(payload['employee']) ? payload['employee'] : {};
	const employeeId = idIn(employee['sourceId']) ?? idIn(employee['id']) ?? idIn(payload['employeeId']);
	return [{ employeeId, said: textIn(payload['event']) ?? textIn(payload['type']) ?? 'not said' }];
};
