import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Ledger } from '../../ledger/types';
import { systemClock } from '../../lifecycle/clock';
import { keepUnread, takeIn, type Announcement, type Taker } from '../../lifecycle/inbox';
import { asProblem } from '../../lifecycle/problem';
import { readTermination, type Reading } from '../../systems/bamboohr/terminations';
import { companyOf, rulesOf, type TriggerContext } from './settings';
import { keep } from '../../lifecycle/keep';

export interface Seen {
	events: INodeExecutionData[];
	problems: INodeExecutionData[];
}

export const takerOf = (context: TriggerContext): Taker => ({ source: 'bamboohr', workflow: String(context.getWorkflow().id) });

export const eventItem = (announcement: Announcement, extra: IDataObject = {}): INodeExecutionData => ({ json: { ...(announcement as unknown as IDataObject), ...extra } });
export const problemItem = (employeeId: string, problem: string): INodeExecutionData => ({ json: { source: 'bamboohr', employeeId, problem } });

export const readNow = async (context: TriggerContext, employeeId: string): Promise<Reading> => {
	const { bamboo, domain } = await companyOf(context);
	return readTermination(bamboo, domain, employeeId, rulesOf(context), systemClock.now());
};

/** Asks BambooHR what is true of one employee, and takes in what it says. What cannot be asked now is kept for the poll. */
export const look = async (context: TriggerContext, ledger: Ledger, employeeId: string): Promise<Seen> => {
	let reading: Reading;
	try {
		reading = await readNow(context, employeeId);
	} catch (error) {
		const why = `${asProblem(error).message} Employee ${employeeId} will be read again by the poll.`;
		await keepUnread(ledger, takerOf(context), employeeId, why);
		return { events: [], problems: [problemItem(employeeId, why)] };
	}
	return digest(ledger, takerOf(context), reading);
};

/** The poll comes by every minute; people are told once a day. */
const onceADay = ({ source, workflow }: Taker, employeeId: string, problem: string): string => {
	const day = systemClock.now().toISOString().slice(0, 10);
	return `quarantined/${source}/${workflow}/${employeeId}/${day}/${createHash('sha256').update(problem).digest('hex').slice(0, 16)}`;
};

export const digest = async (ledger: Ledger, taker: Taker, reading: Reading): Promise<Seen> => {
	if (reading.kind === 'nothing') return { events: [], problems: [] };
	if (reading.kind === 'problem') {
		const { appended } = await keep(ledger, {
			kind: 'event.quarantined',
			subject: `bamboohr/${reading.employeeId}`,
			once: onceADay(taker, reading.employeeId, reading.problem),
			content: { workflow: taker.workflow, employeeId: reading.employeeId, why: reading.problem },
		});
		return { events: [], problems: appended ? [problemItem(reading.employeeId, reading.problem)] : [] };
	}
	const { person, event } = reading;
	const mine = await takeIn(ledger, taker, { person, event }, systemClock.now());
	return { events: mine ? [eventItem({ person, event })] : [], problems: [] };
};
