import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { noteResumed, waiting, type Waited } from '../../lifecycle/inbox';
import { openNodeLedger } from '../shared/ledger';
import { catchUp, someOf, wokenUp } from './catchUp';
import { eventItem, look, nothing, placeFor, noLonger, takenBack, together, type Place, type Seen } from './look';
import { asleepMs, silenceMs } from './settings';

/** How often n8n is told to poll; where it polls less often, turns are longer. */
const pollMs = 60_000;

/** Goes on with what waits: what falls due, what was let go, unfinished cases, employees BambooHR could not be asked about, and changes no webhook told of. */
export const goOn = async (context: IPollFunctions): Promise<INodeExecutionData[][] | null> => {
	// A test in the editor shows what the webhook brings; taking up real cases there would run them twice.
	if (context.getMode() === 'manual') return null;
	const place = await placeFor(context, await openNodeLedger(context));
	const { due, released, unfinished, again: comeAgain, unread } = await waiting(place.ledger, place.taker, systemClock.now(), silenceMs(context));
	const missed = await catchUp(place);

	const again: Returning[] = [...released, ...unfinished, ...comeAgain];
	const whom = new Set([...due, ...again].map(({ person }) => person.id).concat(someOf(unread, pollMs), missed.employeeIds));
	const seen: Seen[] = [];
	for (const employeeId of whom) seen.push(await lookAgain(place, employeeId, again.filter(({ person }) => person.id === employeeId)));
	const woken = await wokenUp(place, asleepMs(context), seen.flatMap(({ events }) => events).filter(({ json }) => (json['event'] as { late?: boolean }).late).length);
	await missed.done();

	const { events, problems } = together([...seen, woken, missed.seen]);
	return events.length + problems.length === 0 ? null : [events, problems];
};

type Returning = Waited & { why?: string };

/** HR may have changed its mind since: only what it still says is gone on with. */
const lookAgain = (place: Place, employeeId: string, waited: readonly Returning[]): Promise<Seen> =>
	look(place, employeeId, async (reading) => {
		const seen: Seen[] = [];
		if (reading.kind === 'unknown') {
			// Nobody can be asked about them any more, however often somebody tries.
			for (const one of waited) if (one.why !== undefined) seen.push(await noLonger(place, one, 'BambooHR does not know the employee any more'));
			return together(seen);
		}
		const { holds, person } = reading;
		for (const one of waited) {
			if (!holds(one.event)) {
				seen.push(await (one.why === undefined ? takenBack(place, one) : noLonger(place, one, 'BambooHR no longer says so')));
				continue;
			}
			await noteResumed(place.ledger, place.taker, one);
			const { event } = one;
			seen.push({ ...nothing, events: [eventItem(place, { person: { ...one.person, ...person, lastDay: one.person.lastDay ?? person.lastDay }, event }, { resumed: true, ...(one.why === undefined ? {} : { why: one.why }) })] });
		}
		return together(seen);
	});
