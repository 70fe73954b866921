import { stages, type Stage } from './step';

interface Ordered {
	id: string;
	stage: Stage;
	after?: readonly string[];
}

/**
 * Stages one after the other; within a stage everything at once, except that a step waits for those it names.
 * `after` orders, it does not condition: when blocking the sign-in fails, ending the sessions is worth more, not less.
 */
export const runInOrder = async <Item extends Ordered, Result>(
	items: readonly Item[],
	run: (item: Item) => Promise<Result>,
): Promise<Result[]> => {
	const results = new Map<Item, Result>();
	for (const stage of stages) {
		const mine = items.filter((item) => item.stage === stage);
		const ended = new Map<string, Promise<void>>();
		const start = async (item: Item) => {
			await Promise.all((item.after ?? []).flatMap((id) => ended.get(id) ?? []));
			results.set(item, await run(item));
		};
		const waiting = [...mine];
		while (waiting.length > 0) {
			// A step may be listed before the one it follows; start it once that one has been started.
			const index = waiting.findIndex((item) => !(item.after ?? []).some((id) => waiting.some((other) => other.id === id)));
			if (index < 0) throw new Error(`The steps ${waiting.map((item) => item.id).join(', ')} wait for one another.`);
			const [item] = waiting.splice(index, 1);
			ended.set(item!.id, start(item!));
		}
		await Promise.all(ended.values());
	}
	return items.map((item) => results.get(item)!);
};
