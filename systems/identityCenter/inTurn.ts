import { asProblem, type Problem } from '../../lifecycle/problem';

/**
 * One after the other, since Identity Center takes one change of a kind at a time. All of them are tried before the first
 * failure is reported: one stuck item must not keep the others alive.
 */
export const inTurn = async <Item, Done>(items: readonly Item[], work: (item: Item) => Promise<Done>): Promise<Done[]> => {
	const done: Done[] = [];
	let first: Problem | undefined;
	for (const item of items) {
		try {
			done.push(await work(item));
		} catch (error) {
			first ??= asProblem(error);
		}
	}
	if (first) throw first;
	return done;
};
