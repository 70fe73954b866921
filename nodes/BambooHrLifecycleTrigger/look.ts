import { createHash, randomUUID } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { JsonObject, Ledger } from '../../ledger/types';
import { systemClock } from '../../lifecycle/clock';
import { endsAccess, isBackDated } from '../../lifecycle/event';
import { keepUnread, markRead, supersede, takeIn, type Announcement, type Taker } from '../../lifecycle/inbox';
import { keep } from '../../lifecycle/keep';
import { acquaintances, remember } from '../../lifecycle/known';
import { pendingIn, pendingOf, type Taken } from '../../lifecycle/pending';
import type { Person } from '../../lifecycle/person';
import { asProblem, type Problem } from '../../lifecycle/problem';
import { lastRead } from '../../lifecycle/sources';
import { readEvents, type Read, type Reading, type Sight } from '../../systems/bamboohr/read';
import { sourceOf } from '../shared/bambooHr';
import { markOf } from '../shared/ledger';
import { asleepMs, companyOf, rulesOf, type TriggerContext } from './settings';

export interface Seen {
	events: INodeExecutionData[];
	problems: INodeExecutionData[];
}

export interface Place {
	context: TriggerContext;
	ledger: Ledger;
	taker: Taker;
	/** Why nobody can be asked about for now: one who waits for an answer in vain is enough. */
	down?: Problem;
}

export const nothing: Seen = { events: [], problems: [] };
export const together = (seen: readonly Seen[]): Seen => ({ events: seen.flatMap(({ events }) => events), problems: seen.flatMap(({ problems }) => problems) });

export const placeFor = async (context: TriggerContext, ledger: Ledger): Promise<Place> => ({
	context,
	ledger,
	taker: { source: sourceOf((await companyOf(context)).domain), workflow: String(context.getWorkflow().id) },
});

/** Names the ledger it was taken into, so that a node with another one is noticed. */
export const eventItem = ({ context, ledger }: Place, { person, event }: Announcement, extra: IDataObject = {}): INodeExecutionData => ({
	json: { person: person as unknown as IDataObject, event: { ...event, ...(isBackDated(event) ? { backDated: true } : {}), ...(isLate(context, event) ? { late: true } : {}) } as unknown as IDataObject, ...extra, ledger: markOf(context, ledger) },
});

/** Whom a problem is about, as far as they could be read. */
interface About {
	person?: Person;
	/** Their first day passed, and HR did not let them in. */
	didNotCome?: boolean;
}

export const problemItem = (employeeId: string | null, problem: string, { person, didNotCome }: About = {}): INodeExecutionData => ({
	json: {
		source: 'bamboohr', employeeId, problem,
		...(person === undefined ? {} : { person: { id: person.id, name: person.name, manager: person.manager } as unknown as IDataObject }),
		...(didNotCome ? { didNotCome } : {}),
	},
});

/** HR had told in time, and nobody was awake when the moment came. */
const isLate = (context: TriggerContext, { effectiveAt, receivedAt }: Announcement['event']): boolean =>
	Date.parse(receivedAt) < Date.parse(effectiveAt) && systemClock.now().getTime() - Date.parse(effectiveAt) > asleepMs(context);

export const sightsFor = async ({ ledger, taker }: Place): Promise<(employeeId: string) => Sight> => {
	const people = await acquaintances(ledger, taker);
	const baselined = (await lastRead(ledger, taker)) !== undefined;
	return (employeeId) => ({ known: people.of(employeeId), baselined, sharing: (marks) => people.sharing(employeeId, marks) });
};

/** What was known is read before BambooHR is asked, or a look that was faster would be taken back by what is older. */
const readNow = async (place: Place, employeeId: string): Promise<Reading> => {
	const { bamboo, domain } = await companyOf(place.context);
	const sight = (await sightsFor(place))(employeeId);
	return readEvents(bamboo, domain, employeeId, rulesOf(place.context), sight, systemClock.now());
};

/** As if the employee were new: the published workflow may know already what a test is to show. */
export const preview = async ({ context }: Place, employeeId: string): Promise<Reading> => {
	const { bamboo, domain } = await companyOf(context);
	return readEvents(bamboo, domain, employeeId, rulesOf(context), { known: undefined, baselined: true, sharing: () => [] }, systemClock.now());
};

const ofEverybody: ReadonlySet<Problem['code']> = new Set(['unreachable', 'timeout', 'throttled', 'unauthorised']);

export const noteDown = (place: Place, problem: Problem): Problem => {
	if (ofEverybody.has(problem.code)) place.down = problem;
	return problem;
};

const lookMs = 60_000;

/** One look at an employee at a time: two that overlap could each take the other's older answer for news. */
const alone = async <T>({ ledger, taker }: Place, employeeId: string, work: () => Promise<T>): Promise<T> => {
	const owner = randomUUID();
	let lease: Awaited<ReturnType<Ledger['lease']>>;
	while ((lease = await ledger.lease(`look/${taker.workflow}/${taker.source}/${employeeId}`, owner, lookMs)) === undefined) await systemClock.sleep(50);
	try {
		return await work();
	} finally {
		await lease.release();
	}
};

/** BambooHR has said what is true, be it that it knows nobody of that id. */
type Clear = Exclude<Reading, { kind: 'problem' }>;

/** Asks BambooHR what is true of one employee, and takes in what it says. What cannot be asked now is kept for the poll. */
export const look = (place: Place, employeeId: string, then: (reading: Clear) => Promise<Seen> = async () => nothing): Promise<Seen> =>
	alone(place, employeeId, async () => {
		if (place.down !== undefined) return unreadable(place, employeeId, place.down);
		let reading: Reading;
		try {
			reading = await readNow(place, employeeId);
		} catch (error) {
			return unreadable(place, employeeId, noteDown(place, asProblem(error)));
		}
		const seen = await digest(place, reading);
		return reading.kind === 'problem' ? seen : together([seen, await then(reading)]);
	});

const isUnread = async ({ ledger, taker }: Place, employeeId: string): Promise<boolean> => (await pendingIn(ledger)).unread.has(`${taker.workflow}/${taker.source}/${employeeId}`);

/** Nobody is cut while BambooHR cannot be asked, so somebody has to know, for as long as it lasts. */
export const unreadable = async (place: Place, employeeId: string, problem: Problem): Promise<Seen> => {
	if (!(await isUnread(place, employeeId))) await keepUnread(place.ledger, place.taker, employeeId, problem.message);
	return tell(place, problem.code === 'bad_answer' ? 'source.suspect' : 'event.unreadable', employeeId, `${problem.message} Employee ${employeeId} will be read again by the poll.`);
};

type Told = 'event.quarantined' | 'event.unreadable' | 'source.suspect' | 'source.asleep';

/** The poll comes by every minute; people are told once a day. */
export const tell = async ({ ledger, taker: { source, workflow } }: Place, kind: Told, employeeId: string | null, problem: string, who: About = {}): Promise<Seen> => {
	const day = systemClock.now().toISOString().slice(0, 10);
	const text = createHash('sha256').update(problem).digest('hex').slice(0, 16);
	const about: JsonObject = employeeId === null ? {} : { employeeId };
	const once = [kind, source, workflow, ...Object.values(about), day, text].join('/');
	const { appended } = await keep(ledger, { kind, ...(employeeId === null ? {} : { subject: `${source}/${employeeId}` }), once, content: { workflow, source, ...about, why: problem } });
	return { events: [], problems: appended ? [problemItem(employeeId, problem, who)] : [] };
};

const pendingHere = async ({ ledger, taker }: Place, employeeId: string): Promise<{ scheduled: Taken[]; started: Taken[] }> =>
	pendingOf(await pendingIn(ledger), taker, { person: { id: employeeId }, event: { source: taker.source } } as Announcement);

/** What a reading says of one employee becomes items, appointments, and what is known from now on. */
export const digest = async (place: Place, reading: Reading): Promise<Seen> => {
	const { ledger, taker } = place;
	const { employeeId } = reading;
	const seen = reading.kind === 'read' ? await takeInAll(place, reading) : await tell(place, 'event.quarantined', employeeId, reading.problem, reading.kind === 'problem' ? { person: reading.person } : {});
	const before = (await acquaintances(ledger, taker)).of(employeeId);
	if (reading.kind !== 'unknown') await remember(ledger, taker, employeeId, before, reading.known);
	else if (before !== undefined) await remember(ledger, taker, employeeId, before, { ...before, troubled: false });
	const withdrawn = reading.kind === 'problem' ? nothing : await withdraw(place, reading);
	// Only now: had n8n died on the way here, the poll would look again.
	if (await isUnread(place, employeeId)) await markRead(ledger, taker, employeeId);
	return together([seen, withdrawn]);
};

const takeInAll = async (place: Place, { employeeId, person, news, warnings, missed }: Read): Promise<Seen> => {
	const { ledger, taker } = place;
	const told = new Map((await pendingHere(place, employeeId)).scheduled.map(({ announcement: { event } }) => [event.key, event.receivedAt]));
	const events: INodeExecutionData[] = [];
	for (const { person: announced, event } of news) {
		const announcement = { person: announced, event: { ...event, receivedAt: told.get(event.key) ?? event.receivedAt } };
		if (await takeIn(ledger, taker, announcement, systemClock.now())) events.push(eventItem(place, announcement));
	}
	const problems: Seen[] = [];
	for (const warning of warnings) problems.push(await tell(place, 'event.quarantined', employeeId, warning, { person, didNotCome: warning === missed }));
	return together([{ events, problems: [] }, ...problems]);
};

/** What HR announced and no longer says is superseded, whether it was ahead or had begun. */
const withdraw = async (place: Place, reading: Clear): Promise<Seen> => {
	const { ledger, taker } = place;
	const { scheduled, started } = await pendingHere(place, reading.employeeId);
	const seen: Seen[] = [];
	for (const { announcement } of scheduled) {
		const why = reading.kind === 'unknown' ? 'BambooHR does not know the employee any more' : whySettled(reading, announcement);
		if (why !== null) await supersede(ledger, taker, announcement, why);
	}
	if (reading.kind === 'read') for (const { announcement } of started) if (!reading.holds(announcement.event)) seen.push(await takenBack(place, announcement));
	return together(seen);
};

const whySettled = ({ says, news }: Read, { event }: Announcement): string | null => {
	const said = says(event);
	if (said === 'no') return 'BambooHR no longer says so';
	const isNews = news.some((one) => one.event.key === event.key);
	return said === 'yes' && !isNews && Date.parse(event.effectiveAt) <= systemClock.now().getTime() ? 'it had come true already when its moment came' : null;
};

export const takenBack = async (place: Place, announcement: Announcement): Promise<Seen> => {
	const { person, event } = announcement;
	await supersede(place.ledger, place.taker, announcement, 'BambooHR took it back while the case was unfinished');
	if (!endsAccess(event)) return nothing;
	return tell(place, 'event.quarantined', person.id, `BambooHR took back that ${person.name} (employee ${person.id}) leaves, while the case was unfinished. It was not gone on with. Look at what the case had changed already, and use Restore Access if they stay.`, { person });
};

/** The case was over long ago, and nobody has to hear that it need not be looked at again. */
export const noLonger = async (place: Place, announcement: Announcement, because: string): Promise<Seen> => {
	await supersede(place.ledger, place.taker, announcement, `${because}, and so the case does not come again`);
	return nothing;
};
