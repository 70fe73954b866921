import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { systemClock } from '../../lifecycle/clock';
import { noteResumed, waiting, type Waited } from '../../lifecycle/inbox';
import { openNodeLedger } from '../shared/ledger';
import { catchUp, someOf, wokenUp } from './catchUp';
import { eventItem, look, nothing, placeFor, takenBack, together, type Place, type Seen } from './look';
import { asleepMs, silenceMs } from './settings';

/** How often n8n is told to poll; where it polls less often, turns are longer. */
const pollMs = 60_000;

/** Goes on with what waits: what falls due, what was let go, unfinished cases, employees BambooHR could not be asked about, and changes no webhook told of. */
export const goOn = async (context: IPollFunctions): Promise<INodeExecutionData[][] | null> => {
	// A test in the editor shows what the webhook brings; taking up real cases there would run them twice.
	if (context.getMode() === 'manual') return null;
	const place = await placeFor(context, await openNodeLedger(context));
	const { due, released, unfinished, unread } = await waiting(place.ledger, place.taker, systemClock.now(), silenceMs(context));
	const missed = await catchUp(place);

	const again = [...released, ...unfinished];
	const whom = new Set([...due, ...again].map(({ person }) => person.id).concat(someOf(unread, pollMs), missed.employeeIds));
	const seen: Seen[] = [];
	for (const employeeId of whom) seen.push(await lookAgain(place, employeeId, again.filter(({ person }) => person.id === employeeId)));
	const woken = await wokenUp(place, asleepMs(context), seen.flatMap(({ events }) => events).filter(({ json }) => (json['event'] as { late?: boolean }).late).length);
	await missed.done();

	const { events, problems } = together([...seen, woken, missed.seen]);
	return events.length + problems.length === 0 ? null : [events, problems];
};

/** HR may have changed its mind since: only what it still says is gone on with. */
const lookAgain = (place: Place, employeeId: string, waited: readonly Waited[]): Promise<Seen> =>
	look(place, employeeId, async ({ holds, person }) => {
		const seen: Seen[] = [];
		for (const one of waited) {
			if (!holds(one.event)) {
				seen.push(await takenBack(place, one));
				continue;
			}
			await noteResumed(place.ledger, place.taker, one);
			const { event } = one;
			seen.push({ ...nothing, events: [eventItem(place, { person: { ...one.person, ...person, lastDay: one.person.lastDay ?? person.lastDay }, event }, { resumed: true })] });
		}
		return together(seen);
	});
