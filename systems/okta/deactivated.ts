import { asProblem, Problem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import type { Okta } from './client';
import { getUser } from './user';

/**
 * Okta answers 404 for many calls about a deactivated user, although the user is there. A 404 therefore
 * proves nothing by itself: only after the user was read and found deactivated does it mean "nothing left".
 */
export const unlessDeactivated = async <T, D>(okta: Okta, userId: string, work: () => Promise<T>, whenDeactivated: D): Promise<T | D> => {
	try {
		return await work();
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code !== 'not_found') throw problem;
		const user = await getUser(okta, userId);
		if (user.status === 'DEPROVISIONED') return whenDeactivated;
		throw new Problem('bad_answer', `Okta says "not found" about ${user.login}, but the account is there and ${user.status}. Nothing can be concluded from that; run the case again.`, problem.evidence);
	}
};

export const listUnlessDeactivated = (okta: Okta, userId: string, path: string, query?: { [key: string]: string | number }): Promise<Dictionary[]> =>
	unlessDeactivated(okta, userId, () => okta.list(path, query), []);

/** All of them are tried before the first failure is reported: one stuck item must not keep the others alive. */
export const each = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> => {
	const ended = await Promise.allSettled(items.map(work));
	const failed = ended.find((end) => end.status === 'rejected' && asProblem(end.reason).code !== 'not_found');
	if (failed?.status === 'rejected') throw failed.reason;
};
