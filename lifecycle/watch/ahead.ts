import type { Ledger } from '../../ledger/types';
import { daysUntil } from '../calendar';
import { caseIdOf } from '../case';
import type { EventKind } from '../event';
import { shown } from '../exceptions/exception';
import { personNamed, sentence } from '../guard/words';
import type { Announcement } from '../inbox';
import { keep } from '../keep';
import { pendingIn } from '../pending';

/** What HR has announced, and whose day has not come. */
export interface Ahead extends Announcement {
	/** The workflow that keeps it until then. */
	workflow: string;
	/** The case it will be. */
	caseId: string;
	/** Whole days from today to that day, in the zone that was asked for; 0 where it is today. */
	daysLeft: number;
}

/** The first to come first, each once however many workflows keep it. Nothing of what is confidential. */
export const whatLiesAhead = async (ledger: Ledger, now: Date, zone: string): Promise<Ahead[]> => {
	const { scheduled } = await pendingIn(ledger);
	const ahead = new Map<string, Ahead>();
	for (const { workflow, announcement } of scheduled.values()) {
		const { event, person } = announcement;
		if (event.confidential === true || Date.parse(event.effectiveAt) <= now.getTime()) continue;
		const key = `${event.source} ${event.key} ${event.effectiveAt}`;
		if (!ahead.has(key)) ahead.set(key, { ...structuredClone(announcement), workflow, caseId: caseIdOf(event, person), daysLeft: daysUntil(event.effectiveAt, now, zone) });
	}
	return [...ahead.values()].sort((a, b) => Date.parse(a.event.effectiveAt) - Date.parse(b.event.effectiveAt));
};

/**
 * Those of which this workflow has not reminded yet as closely before the day as it is now. Who was missed at 14 days is
 * told of at 13, and once.
 */
export const toRemindOf = async (ledger: Ledger, workflow: string, ahead: readonly Ahead[], daysBefore: readonly number[]): Promise<Ahead[]> => {
	const due = await Promise.all(ahead.map(async ({ person, event, caseId, daysLeft }) => {
		const reached = daysBefore.filter((days) => daysLeft <= days);
		if (reached.length === 0) return false;
		const days = Math.min(...reached);
		const { appended } = await keep(ledger, {
			kind: 'event.reminded', caseId, subject: `reminded/${event.source}/${person.id}`,
			once: `event.reminded/${workflow}/${event.source}/${event.key}/${event.effectiveAt}/${days}`, content: { workflow, key: event.key, days },
		});
		return appended;
	}));
	return ahead.filter((_, index) => due[index]);
};

const inDays = (days: number): string => (days === 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`);

const happens: { [Kind in EventKind]: string } = {
	hire: 'joins',
	start: 'starts',
	move: 'moves to another job',
	rename: 'changes their name',
	leave: 'goes on leave',
	return: 'comes back',
	terminate: 'leaves',
	rescind: 'stays after all',
	rehire: 'starts again',
	'contract-end': 'comes to the end of the contract',
	conversion: 'changes to another kind of contract',
};

export const subjectOf = ({ person, event, daysLeft }: Ahead): string => `${person.name || personNamed(person)} ${happens[event.kind]} ${inDays(daysLeft)}`;

const detail = ({ title, department, location, manager }: Announcement['person']): string =>
	[title, department, location, manager?.name && `reports to ${manager.name}`].filter(Boolean).join(', ');

/** For a list. */
export const lineOf = (one: Ahead): string => {
	const { person, event, daysLeft } = one;
	const about = detail(person);
	return sentence(`${personNamed(person)} ${happens[event.kind]} ${inDays(daysLeft)}, at ${shown(event.effectiveAt)}${about === '' ? '' : ` (${about})`}`);
};

/** What whoever is responsible can still do about it. */
export const textOf = (one: Ahead): string => (one.event.kind === 'contract-end' ? `${lineOf(one)} Extend it in HR before then, or access ends at that moment, by itself. Nothing else stops it: not an answer to this message, and not a ticket.` : lineOf(one));
