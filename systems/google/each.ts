import { asProblem, type Problem } from '../../lifecycle/problem';

/** All of them are tried before the first failure is reported: one stuck item must not keep the others alive. */
export const each = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<{ item: T; problem: Problem }[]> => {
	const ended = await Promise.allSettled(items.map(work));
	return ended.flatMap((end, index) => (end.status === 'rejected' ? [{ item: items[index]!, problem: asProblem(end.reason) }] : []));
};

/** The same for what has an order. */
export const inTurn = async (works: readonly (() => Promise<unknown>)[]): Promise<void> => {
	const problems: Problem[] = [];
	for (const work of works) await work().catch((error: unknown) => problems.push(asProblem(error)));
	if (problems.length > 0) throw problems[0]!;
};

/** What is gone already is what was asked for; anything else is a failure. */
export const eachGone = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> => {
	const real = (await each(items, work)).find(({ problem }) => problem.code !== 'not_found');
	if (real) throw real.problem;
};
