import { asProblem } from '../../lifecycle/problem';
import { tryEach } from '../../lifecycle/tryAll';

/** Null where the system says that it does not know it. */
export const unlessGone = async <Found>(read: () => Promise<Found>): Promise<Found | null> => {
	try {
		return await read();
	} catch (error) {
		const problem = asProblem(error);
		if (problem.code === 'not_found') return null;
		throw problem;
	}
};

/** What is gone already is what was asked for. */
export const each = <Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> => tryEach(items, (item) => unlessGone(() => work(item)));
