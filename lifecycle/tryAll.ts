import { asProblem, type Problem } from './problem';

/** All of them are tried, and what failed is told: one stuck item must not keep the others alive, nor keep anybody out of them. */
export const tryAll = async <Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<{ item: Item; problem: Problem }[]> => {
	const ended = await Promise.allSettled(items.map(work));
	return ended.flatMap((end, index) => (end.status === 'rejected' ? [{ item: items[index]!, problem: asProblem(end.reason) }] : []));
};

/** All of them are tried before the first failure is reported. */
export const tryEach = async <Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> => {
	const [first] = await tryAll(items, work);
	if (first) throw first.problem;
};

/** The same one after the other, for what takes one change at a time. Tells what each came to. */
export const tryInTurn = async <Item, Done>(items: readonly Item[], work: (item: Item) => Promise<Done>): Promise<Done[]> => {
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
