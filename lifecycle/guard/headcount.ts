import type { Ledger } from '../../ledger/types';
import { following, type View } from '../view';

const headcountView: View<Map<string, number>> = {
	kinds: ['source.read'],
	empty: () => new Map(),
	take: (headcounts, { content }) => {
		const headcount = content?.['headcount'];
		if (typeof headcount === 'number' && headcount > 0) headcounts.set(String(content!['source']), headcount);
	},
};

const headcountsIn = following(headcountView);

/** How many active people a source had when its trigger last read all of them; null where none ever did. */
export const headcountOf = async (ledger: Ledger, source: string): Promise<number | null> => (await headcountsIn(ledger)).get(source) ?? null;
