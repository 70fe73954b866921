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

export interface LastRead extends Position, Taker {
	at: string;
}

interface Sources {
	/** By workflow and source. */
	reads: Map<string, LastRead>;
	/** By source, whichever workflow counted last. */
	headcounts: Map<string, number>;
}

const sourcesView: View<Sources> = {
	kinds: ['source.read'],
	empty: () => ({ reads: new Map(), headcounts: new Map() }),
	take: ({ reads, headcounts }, { at, content }) => {
		if (content === null) return;
		const { latest, headcount, people } = content;
		const [workflow, source] = [String(content['workflow']), String(content['source'])];
		reads.set(placeOf({ workflow, source }), { workflow, source, at, latest: String(latest), headcount: Number(headcount), people: Number(people) });
		if (typeof headcount === 'number' && headcount > 0) headcounts.set(source, headcount);
	},
};

const placeOf = ({ workflow, source }: Taker): string => `${workflow} ${source}`;

const sourcesIn = following(sourcesView);

/** undefined until everybody has been seen once. */
export const lastRead = async (ledger: Ledger, taker: Taker): Promise<LastRead | undefined> => (await sourcesIn(ledger)).reads.get(placeOf(taker));

/** The last reading of each source by each workflow. */
export const lastReads = async (ledger: Ledger): Promise<LastRead[]> => [...(await sourcesIn(ledger)).reads.values()];

/** How many active people a source had when its trigger last read all of them; null where none ever did. */
export const headcountOf = async (ledger: Ledger, source: string): Promise<number | null> => (await sourcesIn(ledger)).headcounts.get(source) ?? null;

const signEveryMs = 10 * 60_000;

/** Written when it says something new, and every ten minutes as a sign of life. */
export const noteRead = async (ledger: Ledger, taker: Taker, position: Position, now: Date, news: boolean): Promise<void> => {
	const { workflow, source } = taker;
	const before = await lastRead(ledger, taker);
	const silent = before === undefined || now.getTime() - Date.parse(before.at) >= signEveryMs;
	if (silent || news || before.headcount !== position.headcount || before.people !== position.people) await keep(ledger, { kind: 'source.read', content: { workflow, source, ...position } });
};
