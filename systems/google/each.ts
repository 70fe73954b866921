import { asProblem, type Problem } from '../../lifecycle/problem';
import { tryAll } from '../../lifecycle/tryAll';

/** All of them are tried before the first failure is reported, one after the other. */
export const inTurn = async (works: readonly (() => Promise<unknown>)[]): Promise<void> => {
	const problems: Problem[] = [];
	for (const work of works) await work().catch((error: unknown) => problems.push(asProblem(error)));
	if (problems.length > 0) throw problems[0]!;
};

/** What is gone already is what was asked for; anything else is a failure. */
export const eachGone = async <T>(items: readonly T[], work: (item: T) => Promise<unknown>): Promise<void> => {
	const real = (await tryAll(items, work)).find(({ problem }) => problem.code !== 'not_found');
	if (real) throw real.problem;
};
