import { tryInTurn } from '../../lifecycle/tryAll';

/** One after the other, for what Google does not take at once or not in any order. */
export const inTurn = async (works: readonly (() => Promise<unknown>)[]): Promise<void> => {
	await tryInTurn(works, (work) => work());
};
