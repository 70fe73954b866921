import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { Ledger } from '../../ledger/types';
import { systemClock } from '../../lifecycle/clock';
import { markRead, noteResumed, supersede, takeIn, waiting, type Announcement, type Taker } from '../../lifecycle/inbox';
import type { Reading } from '../../systems/bamboohr/terminations';
import { openNodeLedger } from '../shared/ledger';
import { digest, eventItem, problemItem, readNow, takerOf, unreadable, type Seen } from './look';
import { silenceMs } from './settings';

/** Goes on with what waits: due terminations, unfinished cases, employees BambooHR could not be asked about. */
export const goOn = async (context: IPollFunctions): Promise<INodeExecutionData[][] | null> => {
	// A test in the editor shows what the webhook brings; taking up real cases there would run them twice.
	if (context.getMode() === 'manual') return null;
	const ledger = await openNodeLedger(context);
	const at: Place = { context, ledger, taker: await takerOf(context) };
	const { due, unfinished, unread } = await waiting(ledger, at.taker, systemClock.now(), silenceMs(context));

	const seen: Seen[] = [];
	for (const employeeId of unread) seen.push(await readAgain(at, employeeId));
	for (const announcement of due) seen.push(await start(at, announcement));
	for (const announcement of unfinished) seen.push(await takeUp(at, announcement));

	const events = seen.flatMap((one) => one.events);
	const problems = seen.flatMap((one) => one.problems);
	return events.length + problems.length === 0 ? null : [events, problems];
};

interface Place {
	context: IPollFunctions;
	ledger: Ledger;
	taker: Taker;
}

const nothing: Seen = { events: [], problems: [] };

/** One employee that cannot be read must not hold up the others; the next poll tries again. */
const trying = async ({ context, ledger, taker }: Place, employeeId: string, work: (reading: Reading) => Promise<Seen>): Promise<Seen> => {
	let reading: Reading;
	try {
		reading = await readNow(context, employeeId);
	} catch (error) {
		return unreadable(ledger, taker, employeeId, error);
	}
	return work(reading);
};

const readAgain = (at: Place, employeeId: string): Promise<Seen> =>
	trying(at, employeeId, async (reading) => {
		const seen = await digest(at.context, at.ledger, at.taker, reading);
		await markRead(at.ledger, at.taker, employeeId);
		return seen;
	});

/** HR may have changed its mind since: only what it still says is started. */
const start = (at: Place, announcement: Announcement): Promise<Seen> =>
	trying(at, announcement.person.id, async (reading) => {
		if (reading.kind === 'event' && reading.event.key === announcement.event.key) {
			const current = { person: reading.person, event: { ...reading.event, receivedAt: announcement.event.receivedAt } };
			const mine = await takeIn(at.ledger, at.taker, current, systemClock.now());
			return mine ? { events: [eventItem(at.context, at.ledger, current)], problems: [] } : nothing;
		}
		if (reading.kind === 'problem') return digest(at.context, at.ledger, at.taker, reading);
		await supersede(at.ledger, at.taker, announcement, 'BambooHR no longer says so at the moment it would have taken effect');
		return digest(at.context, at.ledger, at.taker, reading);
	});

const takeUp = (at: Place, announcement: Announcement): Promise<Seen> =>
	trying(at, announcement.person.id, async (reading) => {
		const { person, event } = announcement;
		if (reading.kind === 'event' && reading.event.key === event.key) {
			await noteResumed(at.ledger, at.taker, announcement);
			return { events: [eventItem(at.context, at.ledger, { person: reading.person, event }, { resumed: true })], problems: [] };
		}
		if (reading.kind === 'problem') return digest(at.context, at.ledger, at.taker, reading);
		await supersede(at.ledger, at.taker, announcement, 'BambooHR took it back while the case was unfinished');
		const took = `BambooHR took back that ${person.name} (employee ${person.id}) leaves, while the case was unfinished. It was not gone on with. Look at what the case had changed already, and use Restore Access if they stay.`;
		return { events: [], problems: [problemItem(person.id, took)] };
	});
