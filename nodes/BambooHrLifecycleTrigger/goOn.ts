import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import type { Ledger } from '../../ledger/types';
import { systemClock } from '../../lifecycle/clock';
import { markRead, noteResumed, supersede, takeIn, waiting, type Announcement } from '../../lifecycle/inbox';
import { asProblem } from '../../lifecycle/problem';
import { openNodeLedger } from '../shared/ledger';
import { digest, eventItem, problemItem, readNow, takerOf, type Seen } from './look';
import { takePreview } from './preview';
import { silenceMs } from './settings';

/** Goes on with what waits: due terminations, unfinished cases, employees BambooHR could not be asked about. */
export const goOn = async (context: IPollFunctions): Promise<INodeExecutionData[][] | null> => {
	// A test in the editor shows what the webhook brought; taking up real cases there would run them twice.
	if (context.getMode() === 'manual') return takePreview(context);
	const ledger = await openNodeLedger(context.getInstanceBaseUrl());
	const { due, unfinished, unread } = await waiting(ledger, takerOf(context), systemClock.now(), silenceMs(context));

	const seen: Seen[] = [];
	for (const employeeId of unread) seen.push(await readAgain(context, ledger, employeeId));
	for (const announcement of due) seen.push(await start(context, ledger, announcement));
	for (const announcement of unfinished) seen.push(await takeUp(context, ledger, announcement));

	const events = seen.flatMap((one) => one.events);
	const problems = seen.flatMap((one) => one.problems);
	return events.length + problems.length === 0 ? null : [events, problems];
};

const nothing: Seen = { events: [], problems: [] };

/** One employee that cannot be read must not hold up the others; the next poll tries again. */
const quietly = async (context: IPollFunctions, employeeId: string, work: () => Promise<Seen>): Promise<Seen> => {
	try {
		return await work();
	} catch (error) {
		context.logger.warn(`BambooHR employee ${employeeId} could not be read, the next poll tries again: ${asProblem(error).message}`);
		return nothing;
	}
};

const readAgain = (context: IPollFunctions, ledger: Ledger, employeeId: string): Promise<Seen> =>
	quietly(context, employeeId, async () => {
		const seen = await digest(ledger, takerOf(context), await readNow(context, employeeId));
		await markRead(ledger, takerOf(context), employeeId);
		return seen;
	});

/** HR may have changed its mind since: only what it still says is started. */
const start = (context: IPollFunctions, ledger: Ledger, announcement: Announcement): Promise<Seen> =>
	quietly(context, announcement.person.id, async () => {
		const reading = await readNow(context, announcement.person.id);
		if (reading.kind === 'event' && reading.event.key === announcement.event.key) {
			const current = { person: reading.person, event: { ...reading.event, receivedAt: announcement.event.receivedAt } };
			const mine = await takeIn(ledger, takerOf(context), current, systemClock.now());
			return mine ? { events: [eventItem(current)], problems: [] } : nothing;
		}
		if (reading.kind === 'problem') return digest(ledger, takerOf(context), reading);
		await supersede(ledger, takerOf(context), announcement, 'BambooHR no longer says so at the moment it would have taken effect');
		return digest(ledger, takerOf(context), reading);
	});

const takeUp = (context: IPollFunctions, ledger: Ledger, announcement: Announcement): Promise<Seen> =>
	quietly(context, announcement.person.id, async () => {
		const { person, event } = announcement;
		const reading = await readNow(context, person.id);
		if (reading.kind === 'event' && reading.event.key === event.key) {
			await noteResumed(ledger, takerOf(context), announcement);
			return { events: [eventItem({ person: reading.person, event }, { resumed: true })], problems: [] };
		}
		if (reading.kind === 'problem') return digest(ledger, takerOf(context), reading);
		await supersede(ledger, takerOf(context), announcement, 'BambooHR took it back while the case was unfinished');
		const took = `BambooHR took back that ${person.name} (employee ${person.id}) leaves, while the case was unfinished. It was not gone on with. Look at what the case had changed already, and use Restore Access if they stay.`;
		return { events: [], problems: [problemItem(person.id, took)] };
	});
