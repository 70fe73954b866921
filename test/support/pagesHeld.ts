import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { AccountPages, ListedAccount } from '../../lifecycle/accounts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/**
 * How many pages of a list were in memory at once, at most. Counted page by page and not in bytes: how far a heap grows
 * beside that is the weather.
 */
export const pagesHeld = async (pages: AccountPages, take: (page: readonly ListedAccount[]) => void = () => {}): Promise<{ listed: number; held: number }> => {
	const seen: WeakRef<readonly ListedAccount[]>[] = [];
	let [listed, held] = [0, 0];
	for await (const page of pages) {
		listed += page.length;
		take(page);
		seen.push(new WeakRef(page));
		// What a reference was made to lives on until the turn has ended.
		await nextTurn();
		collectGarbage();
		held = Math.max(held, seen.filter((one) => one.deref() !== undefined).length);
	}
	return { listed, held };
};
