import type { Json } from '../../ledger/types';
import { asProblem, Problem } from '../../lifecycle/problem';
import { tryAll } from '../../lifecycle/tryAll';
import { impossible, type Plan } from '../../lifecycle/step';
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

/**
 * The receipt of a change that Okta did not take because the account is deactivated. What is left then is on paper
 * only: nobody can use it unless the account is activated again.
 */
type Inert = { inert: true };

export const isInert = (receipt: Json | undefined): boolean => typeof receipt === 'object' && receipt !== null && 'inert' in receipt;

export const onPaper = (what: string): Plan =>
	impossible(`${what}: Okta takes no change to a deactivated account. It is on paper only, and counts again if the account is activated; then run the case again`, 'not_removable_here');

export const sendUnlessDeactivated = (okta: Okta, userId: string, work: () => Promise<unknown>): Promise<Inert | undefined> =>
	unlessDeactivated(okta, userId, () => work().then(() => undefined), { inert: true });

/** All of them are tried before the first failure is reported: one stuck item must not keep the others alive. */
export const each = async <T>(okta: Okta, userId: string, items: readonly T[], work: (item: T) => Promise<unknown>): Promise<Inert | undefined> => {
	const failed = await tryAll(items, work);
	const real = failed.find(({ problem }) => problem.code !== 'not_found');
	if (real) throw real.problem;
	// "Not found" is what was asked for, unless it is what Okta says of everything about a deactivated account.
	if (failed.length === 0) return undefined;
	return (await getUser(okta, userId)).status === 'DEPROVISIONED' ? { inert: true } : undefined;
};
