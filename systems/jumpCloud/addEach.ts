import { asProblem } from '../../lifecycle/problem';
import { tryEach } from '../../lifecycle/tryAll';

/** What is there already is what was asked for. How JumpCloud words that is not documented, so its status counts. */
export const addEach = <Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> =>
	tryEach(items, (item) =>
		work(item).catch((error: unknown) => {
			const problem = asProblem(error);
			if (problem.evidence['status'] !== 409) throw problem;
		}),
	);
