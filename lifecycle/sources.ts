import type { Ledger } from '../ledger/types';
import type { Taker } from './inbox';
import { keep } from './keep';
import { following, type View } from './view';

/** How far a source has been read, and how many people it had: also the sign that somebody still looks at it. */
export type Position = {
	/** As the source calls it. */
	latest: string;
	/** People who work there now. */
	headcount: number;
	/** Everybody the source shows, also those who have left: nobody leaves this number by leaving. */
	people: number;
};

export interface LastRead extends Position {
	at: string;
}

const positionsView: View<Map<string, LastRead>> = {
	kinds: ['source.read'],
	empty: () => new Map(),
	take: (positions, { at, content }) => {
		if (content === null) return;
		const { workflow, source, latest, headcount, people } = content as { [field: string]: unknown };
		positions.set(`${String(workflow)} ${String(source)}`, { at, latest: String(latest), headcount: Number(headcount), people: Number(people) });
	},
};

const positionsIn = following(positionsView);

/** undefined until everybody has been seen once. */
export const lastRead = async (ledger: Ledger, { workflow, source }: Taker): Promise<LastRead | undefined> => (await positionsIn(ledger)).get(`${workflow} ${source}`);

const signEveryMs = 10 * 60_000;

/** Written when it says something new, and every ten minutes as a sign of life. */
export const noteRead = async (ledger: Ledger, taker: Taker, position: Position, now: Date, news: boolean): Promise<void> => {
	const { workflow, source } = taker;
	const before = await lastRead(ledger, taker);
	const silent = before === undefined || now.getTime() - Date.parse(before.at) >= signEveryMs;
	if (silent || news || before.headcount !== position.headcount || before.people !== position.people) await keep(ledger, { kind: 'source.read', content: { workflow, source, ...position } });
};
