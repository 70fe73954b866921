import type { Ledger } from '../../ledger/types';
import { systemClock } from '../../lifecycle/clock';
import { shown } from '../../lifecycle/exceptions/exception';
import { keepUnread } from '../../lifecycle/inbox';
import { acquaintances, remember } from '../../lifecycle/known';
import { pendingIn } from '../../lifecycle/pending';
import { asProblem } from '../../lifecycle/problem';
import { lastRead, noteRead, type LastRead, type Position } from '../../lifecycle/sources';
import { countPeople, readChanges, readEverybody } from '../../systems/bamboohr/roster';
import { noteDown, nothing, sightsFor, tell, together, type Place, type Seen } from './look';
import { catchUpMs, companyOf, rulesOf, shrinkPercent } from './settings';

/** So many employees are asked about at one poll; the rest at the next ones. */
const atOnce = 50;

/** In turns, so that those who can never be read do not stand in the way of the others. */
export const someOf = (employeeIds: readonly string[], everyMs: number): string[] => {
	const turns = Math.max(1, Math.ceil(employeeIds.length / atOnce));
	const turn = Math.floor(systemClock.now().getTime() / Math.max(everyMs, 1)) % turns;
	return employeeIds.slice(turn * atOnce, (turn + 1) * atOnce);
};

const dayMs = 24 * 60 * 60_000;

/** Two days cover every time zone and every option that could bring a moment forward. */
const soonMs = 2 * dayMs;

/** When a ledger's workflows looked last. Forgotten with the process, which then looks at once. */
const looked = new WeakMap<Ledger, Map<string, number>>();

const isDue = ({ context, ledger, taker }: Place, now: number): boolean => {
	const times = looked.get(ledger) ?? new Map<string, number>();
	looked.set(ledger, times);
	const key = `${taker.workflow} ${taker.source}`;
	const last = times.get(key);
	if (last !== undefined && now >= last && now - last < catchUpMs(context)) return false;
	times.set(key, now);
	return true;
};

export interface CatchUp {
	seen: Seen;
	/** Whom to look at. */
	employeeIds: string[];
	/** Writes down how far it was read, once those were looked at. */
	done(): Promise<void>;
}

/** Asks BambooHR what it changed, so that a webhook that was lost costs minutes. */
export const catchUp = async (place: Place): Promise<CatchUp> => {
	const now = systemClock.now();
	const before = await lastRead(place.ledger, place.taker);
	// The trigger is awake; how far it has read stays as it was.
	const idle: CatchUp = { seen: nothing, employeeIds: [], done: async () => void (before && (await noteRead(place.ledger, place.taker, positionOf(before), now, false))) };
	if (!isDue(place, now.getTime())) return idle;
	try {
		return await (before === undefined ? meetEverybody(place, now) : askForChanges(place, before, now));
	} catch (error) {
		const problem = noteDown(place, asProblem(error));
		const suspect = problem.code === 'bad_answer';
		const seen = await tell(place, suspect ? 'source.suspect' : 'event.unreadable', null, `${problem.message} ${before === undefined ? 'Until everybody has been read once, only what webhooks bring is noticed.' : 'Changes whose webhook was lost are not noticed while this lasts.'} It is tried again by itself.`);
		return { ...idle, seen };
	}
};

const positionOf = ({ latest, headcount, people }: LastRead): Position => ({ latest, headcount, people });

/** The rest is kept in the ledger, where the next poll finds it. */
const inTurn = async ({ ledger, taker }: Place, employeeIds: readonly string[]): Promise<string[]> => {
	for (const employeeId of employeeIds.slice(atOnce)) await keepUnread(ledger, taker, employeeId, 'changed in BambooHR, and waiting for its turn');
	return employeeIds.slice(0, atOnce);
};

const askForChanges = async (place: Place, before: LastRead, now: Date): Promise<CatchUp> => {
	const { bamboo } = await companyOf(place.context);
	const { headcount, people } = await countPeople(bamboo, before, shrinkPercent(place.context));
	const { latest, employeeIds } = await readChanges(bamboo, before.latest, now);
	const due = await inTurn(place, employeeIds);
	return {
		seen: nothing,
		employeeIds: [...due, ...(await soon(place, now)), ...(await troubled(place))],
		done: () => noteRead(place.ledger, place.taker, { latest, headcount, people }, now, employeeIds.length > 0),
	};
};

/** What falls due soon is looked at before: the moment may have been brought forward without BambooHR telling. */
const soon = async ({ ledger, taker }: Place, now: Date): Promise<string[]> => {
	const { scheduled } = await pendingIn(ledger);
	const mine = [...scheduled.values()].filter(({ workflow, announcement: { event } }) => workflow === taker.workflow && event.source === taker.source && Date.parse(event.effectiveAt) - now.getTime() < soonMs);
	return mine.map(({ announcement }) => announcement.person.id).slice(0, atOnce);
};

/** Somebody may have mended a label in the trigger, of which BambooHR knows nothing. */
const troubled = async ({ context, ledger, taker }: Place): Promise<string[]> => someOf((await acquaintances(ledger, taker)).troubled(), catchUpMs(context));

/** The first time: what is true of everybody is known from now on, and only what is ahead or has just happened is looked at. */
const meetEverybody = async (place: Place, now: Date): Promise<CatchUp> => {
	const { bamboo, domain } = await companyOf(place.context);
	const sightOf = await sightsFor(place);
	// By BambooHR's clock, and before everybody is read: what is changed meanwhile is asked about once more.
	const { latest } = await readChanges(bamboo, new Date(now.getTime() - dayMs).toISOString(), now);
	const { headcount, people, readings, unread } = await readEverybody(bamboo, domain, rulesOf(place.context), sightOf, now);
	const closer = readings.filter((reading) => reading.kind !== 'read' || reading.news.length > 0 || reading.warnings.length > 0);
	const plain = readings.filter((reading) => reading.kind === 'read' && !closer.includes(reading));
	await Promise.all(plain.map((reading) => reading.kind === 'read' && remember(place.ledger, place.taker, reading.employeeId, sightOf(reading.employeeId).known, reading.known)));
	return {
		seen: nothing,
		employeeIds: await inTurn(place, [...closer.map(({ employeeId }) => employeeId), ...unread]),
		done: () => noteRead(place.ledger, place.taker, { latest, headcount, people }, now, true),
	};
};

/** When the poll has been away, what it missed runs late, and somebody should know why. */
export const wokenUp = async (place: Place, asleepAfterMs: number, late: number): Promise<Seen> => {
	const before = await lastRead(place.ledger, place.taker);
	const asleepFor = before === undefined ? 0 : systemClock.now().getTime() - Date.parse(before.at);
	if (asleepFor <= asleepAfterMs) return nothing;
	const time = asleepFor >= 2 * 60 * 60_000 ? `${Math.round(asleepFor / 3_600_000)} h` : `${Math.round(asleepFor / 60_000)} minutes`;
	const events = late === 1 ? '1 event runs late' : `${late} events run late`;
	return together([await tell(place, 'source.asleep', null, `The BambooHR trigger was asleep for ${time}, since ${shown(before!.at)}: ${events}. Look why n8n did not run, and who kept access for longer than they should.`)]);
};
