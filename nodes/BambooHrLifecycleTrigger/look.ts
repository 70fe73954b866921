import { createHash } from 'node:crypto';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Ledger } from '../../ledger/types';
import { systemClock } from '../../lifecycle/clock';
import { keepUnread, takeIn, type Announcement, type Taker } from '../../lifecycle/inbox';
import { asProblem } from '../../lifecycle/problem';
import { readTermination, type Reading } from '../../systems/bamboohr/terminations';
import { markOf } from '../shared/ledger';
import { companyOf, rulesOf, type TriggerContext } from './settings';
import { keep } from '../../lifecycle/keep';

export interface Seen {
	events: INodeExecutionData[];
	problems: INodeExecutionData[];
}

/** With the company in it: one n8n may serve several, whose employees carry the same numbers. */
const sourceOf = (domain: string): string => `bamboohr/${domain}`;

export const takerOf = async (context: TriggerContext): Promise<Taker> => ({ source: sourceOf((await companyOf(context)).domain), workflow: String(context.getWorkflow().id) });

/** Names the ledger it was taken into, so that a node with another one is noticed. */
export const eventItem = (context: TriggerContext, ledger: Ledger, announcement: Announcement, extra: IDataObject = {}): INodeExecutionData => ({ json: { ...(announcement as unknown as IDataObject), ...extra, ledger: markOf(context, ledger) } });
export const problemItem = (employeeId: string, problem: string): INodeExecutionData => ({ json: { source: 'bamboohr', employeeId, problem } });

export const readNow = async (context: TriggerContext, employeeId: string): Promise<Reading> => {
	const { bamboo, domain } = await companyOf(context);
	const reading = await readTermination(bamboo, domain, employeeId, rulesOf(context), systemClock.now());
	return reading.kind === 'event' ? { ...reading, event: { ...reading.event, source: sourceOf(domain) } } : reading;
};

/** Asks BambooHR what is true of one employee, and takes in what it says. What cannot be asked now is kept for the poll. */
export const look = async (context: TriggerContext, ledger: Ledger, employeeId: string): Promise<Seen> => {
	const taker = await takerOf(context);
	let reading: Reading;
	try {
		reading = await readNow(context, employeeId);
	} catch (error) {
		await keepUnread(ledger, taker, employeeId, asProblem(error).message);
		return unreadable(ledger, taker, employeeId, error);
	}
	return digest(context, ledger, taker, reading);
};

/** Nobody is cut while BambooHR cannot be asked, so somebody has to know, for as long as it lasts. */
export const unreadable = (ledger: Ledger, taker: Taker, employeeId: string, error: unknown): Promise<Seen> =>
	tell(ledger, taker, 'event.unreadable', employeeId, `${asProblem(error).message} Employee ${employeeId} will be read again by the poll.`);

/** The poll comes by every minute; people are told once a day. */
const tell = async (ledger: Ledger, { source, workflow }: Taker, kind: 'event.quarantined' | 'event.unreadable', employeeId: string, problem: string): Promise<Seen> => {
	const day = systemClock.now().toISOString().slice(0, 10);
	const text = createHash('sha256').update(problem).digest('hex').slice(0, 16);
	const once = `${kind}/${source}/${workflow}/${employeeId}/${day}/${text}`;
	const { appended } = await keep(ledger, { kind, subject: `${source}/${employeeId}`, once, content: { workflow, employeeId, why: problem } });
	return { events: [], problems: appended ? [problemItem(employeeId, problem)] : [] };
};

export const digest = async (context: TriggerContext, ledger: Ledger, taker: Taker, reading: Reading): Promise<Seen> => {
	if (reading.kind === 'nothing') return { events: [], problems: [] };
	if (reading.kind === 'problem') return tell(ledger, taker, 'event.quarantined', reading.employeeId, reading.problem);
	const { person, event } = reading;
	const mine = await takeIn(ledger, taker, { person, event }, systemClock.now());
	return { events: mine ? [eventItem(context, ledger, { person, event })] : [], problems: [] };
};
