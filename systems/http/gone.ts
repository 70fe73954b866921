import { asProblem } from '../../lifecycle/problem';
import { tryAll } from '../../lifecycle/tryAll';

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

/** All of them are tried before the first failure is reported: one stuck item must not keep the others alive. */
export const giveEach = async <Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> => {
	const [first] = await tryAll(items, work);
	if (first) throw first.problem;
};

/** What is gone already is what was asked for. */
export const each = <Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> => giveEach(items, (item) => unlessGone(() => work(item)));
