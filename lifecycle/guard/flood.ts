import type { Ledger } from '../../ledger/types';
import { personSubject } from '../caseRecords';
import type { Announcement } from '../inbox';
import { following, type View } from '../view';

/** Somebody whose loss of access nobody has decided on. */
interface Leaving {
	/** When the newest event of theirs was seen. */
	at: number;
	places: Set<string>;
}

/** By person, the newest last: what falls out of the window is taken from the front. */
type Crowd = Map<string, Leaving>;

interface Flood {
	/** By workflow, then by source. */
	crowds: Map<string, Map<string, Crowd>>;
	/** Who is found where, by workflow and key of the event. */
	whose: Map<string, { crowd: Crowd; who: string }>;
}

/** People, not events: one who is announced three times leaves once. */
export const whoIs = ({ person, event }: Announcement): string => personSubject(person, event);

const crowdOf = ({ crowds }: Flood, workflow: string, source: string): Crowd => {
	const sources = crowds.get(workflow) ?? new Map<string, Crowd>();
	crowds.set(workflow, sources);
	const crowd = sources.get(source) ?? new Map<string, Leaving>();
	sources.set(source, crowd);
	return crowd;
};

const decided = ({ whose }: Flood, place: string): void => {
	const found = whose.get(place);
	const leaving = found?.crowd.get(found.who);
	whose.delete(place);
	leaving?.places.delete(place);
	if (leaving?.places.size === 0) found!.crowd.delete(found!.who);
};

const drain = ({ crowds, whose }: Flood, before: number): void => {
	for (const crowd of [...crowds.values()].flatMap((sources) => [...sources.values()])) {
		for (const [who, { at, places }] of crowd) {
			if (at > before) break;
			for (const place of places) whose.delete(place);
			crowd.delete(who);
		}
	}
};

const floodView = (windowMs: number): View<Flood> => ({
	kinds: ['guard.seen', 'hold.decided'],
	empty: () => ({ crowds: new Map(), whose: new Map() }),
	take: (flood, { kind, content, at }) => {
		if (content === null) return;
		drain(flood, Date.parse(at) - windowMs);
		const workflow = String(content['workflow']);
		const place = `${workflow}/${String(content['key'])}`;
		if (kind === 'hold.decided') return content['settles'] === true ? decided(flood, place) : undefined;
		const crowd = crowdOf(flood, workflow, String(content['source']));
		const who = String(content['who']);
		const places = crowd.get(who)?.places ?? new Set();
		crowd.delete(who);
		crowd.set(who, { at: Date.parse(at), places: places.add(place) });
		flood.whose.set(place, { crowd, who });
	},
});

const views = new Map<number, (ledger: Ledger) => Promise<Flood>>();

/** Each length of the window has a view of its own, so that none has to keep what only another needs. */
const floodIn = (ledger: Ledger, windowMs: number): Promise<Flood> => {
	const ask = views.get(windowMs) ?? following(floodView(windowMs));
	views.set(windowMs, ask);
	return ask(ledger);
};

export interface Leavers {
	all: number;
	ofSource(source: string): number;
}

/** How many lose access within the window and are nobody's decision yet, with those who are just being judged. */
export const leaversIn = async (ledger: Ledger, { workflow, windowMs, now }: { workflow: string; windowMs: number; now: Date }, judged: readonly Announcement[]): Promise<Leavers> => {
	const flood = await floodIn(ledger, windowMs);
	drain(flood, now.getTime() - windowMs);
	const sources = flood.crowds.get(workflow) ?? new Map<string, Crowd>();
	// A test in the editor records nobody.
	const more = new Map(judged.filter((one) => !sources.get(one.event.source)?.has(whoIs(one))).map((one) => [whoIs(one), one.event.source]));
	const counted = (source: string) => (sources.get(source)?.size ?? 0) + [...more.values()].filter((one) => one === source).length;
	return { all: [...sources.values()].reduce((sum, crowd) => sum + crowd.size, more.size), ofSource: counted };
};
