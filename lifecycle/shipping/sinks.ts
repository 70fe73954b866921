import type { Ledger } from '../../ledger/types';
import { following, type View } from '../view';

export interface SinkStanding {
	name: string;
	/** The first record it has not confirmed. */
	next: number;
	/** When it confirmed something last; null where it never did. */
	settledAt: string | null;
}

const sinksView: View<Map<string, SinkStanding>> = {
	kinds: ['shipping.intended', 'shipping.settled'],
	empty: () => new Map(),
	take: (sinks, { kind, at, content }) => {
		const { sink, to } = content ?? {};
		if (typeof sink !== 'string' || typeof to !== 'number') return;
		const known = sinks.get(sink) ?? { name: sink, next: 0, settledAt: null };
		sinks.set(sink, kind === 'shipping.settled' ? { name: sink, next: to, settledAt: at } : known);
	},
};

const sinksFollowed = following(sinksView);

/** Every place outside that anything was ever on its way to. */
export const sinksIn = async (ledger: Ledger): Promise<SinkStanding[]> => [...(await sinksFollowed(ledger)).values()];
