import { stages, type Stage } from './step';

interface Ordered {
	id: string;
	stage: Stage;
	after?: readonly string[];
}

/**
 * Stages one after the other; within a stage everything at once, except that a step waits for those it names.
 * `after` orders, it does not condition: when blocking the sign-in fails, ending the sessions is worth more, not less.
 * A step that only another system can still bring to its end lets the others go, and is waited for at the end of all.
 */
export const runInOrder = async <Item extends Ordered, Result>(
	items: readonly Item[],
	run: (item: Item, letOthersGo: () => void) => Promise<Result>,
): Promise<Result[]> => {
	const running = new Map<Item, Promise<Result>>();
	for (const stage of stages) {
		const mine = items.filter((item) => item.stage === stage);
		const passed = new Map<string, Promise<void>>();
		const begin = async (item: Item, letOthersGo: () => void) => {
			await Promise.all((item.after ?? []).flatMap((id) => passed.get(id) ?? []));
			return await run(item, letOthersGo);
		};
		const start = (item: Item) =>
			new Promise<void>((pass, fail) => {
				const result = begin(item, pass);
				running.set(item, result);
				result.then(() => pass(), fail);
			});
		const waiting = [...mine];
		while (waiting.length > 0) {
			// A step may be listed before the one it follows; start it once that one has been started.
			const index = waiting.findIndex((item) => !(item.after ?? []).some((id) => waiting.some((other) => other.id === id)));
			if (index < 0) throw new Error(`The steps ${waiting.map((item) => item.id).join(', ')} wait for one another.`);
			const [item] = waiting.splice(index, 1);
			passed.set(item!.id, start(item!));
		}
		await Promise.all(passed.values());
	}
	return await Promise.all(items.map((item) => running.get(item)!));
};
