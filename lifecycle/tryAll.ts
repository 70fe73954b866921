import { asProblem, type Problem } from './problem';

/** All of them are tried, and what failed is told: one stuck item must not keep the others alive, nor keep anybody out of them. */
export const tryAll = async <Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<{ item: Item; problem: Problem }[]> => {
	const ended = await Promise.allSettled(items.map(work));
	return ended.flatMap((end, index) => (end.status === 'rejected' ? [{ item: items[index]!, problem: asProblem(end.reason) }] : []));
};
