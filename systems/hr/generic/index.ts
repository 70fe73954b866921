import type { Dictionary } from '../../http/parse';
import { isEventKind, type EventKind } from '../../../lifecycle/event';
import { dayIn, idIn, isDictionary, namesOf, textIn, Unclear } from '../fields';
import { eachOf } from '../people';
import { suggestedHints } from '../suggestedBody';
import type { Entry, HrSource, ReadOptions, Said, Statement } from '../source';

/** What other systems call what happened. The names of our own kinds count as well. */
export const eventNames: Readonly<Record<string, EventKind>> = {
	'employee.created': 'hire',
	'employee.hired': 'hire',
	'employee.started': 'start',
	'employee.joined': 'start',
	'employee.moved': 'move',
	'employee.renamed': 'rename',
	'employee.leave.started': 'leave',
	'employee.leave.ended': 'return',
	'employee.terminated': 'terminate',
	'employee.termination.cancelled': 'rescind',
	'employee.rehired': 'rehire',
	'employee.contract.ended': 'contract-end',
};

/** The answer here is what the node's own fields made of it. */
const read: HrSource['read'] = (answer, options) => {
	if (isDictionary(answer) && textIn(answer['event']) !== null) return [statementOf(answer, options)];
	return eachOf([answer], 'The mapping', (mapped) => idIn(mapped['id']), entryOf);
};

const personOf = (mapped: Dictionary, id: string) => {
	const managerId = idIn(mapped['managerId']);
	return {
		id,
		...namesOf(id, textIn(mapped['name']), textIn(mapped['firstName']), textIn(mapped['lastName'])),
		workEmail: textIn(mapped['workEmail']),
		title: textIn(mapped['title']),
		department: textIn(mapped['department']),
		location: textIn(mapped['location']),
		manager: managerId === null ? null : { id: managerId, name: textIn(mapped['managerName']), email: textIn(mapped['managerEmail']) },
		workerType: textIn(mapped['workerType']),
		clearance: textIn(mapped['clearance']),
	};
};

const entryOf = (mapped: Dictionary, id: string): Entry => {
	const label = textIn(mapped['status']);
	if (label === null) throw new Unclear('no status was mapped, so nobody can tell whether they stay; fill in "Status" in the node, or "Event" where the source says what happened');
	const date = dayIn(mapped['lastDay'] ?? null, 'The last day');
	return {
		person: personOf(mapped, id),
		employeeNumber: textIn(mapped['employeeNumber']),
		timeZone: textIn(mapped['timeZone']),
		stints: [{ label, firstDay: dayIn(mapped['firstDay'] ?? null, 'The first day'), end: date === null ? null : { date, kind: 'terminate', row: textIn(mapped['rowId']) } }],
		changedAt: textIn(mapped['changedAt']),
	};
};

const statementOf = (mapped: Dictionary, { events = {} }: ReadOptions): Said => {
	const id = idIn(mapped['id']);
	const unclear = (why: string): Said => ({ kind: 'unclear', employeeId: id, why });
	if (id === null) return unclear('the event names nobody by an id; fill in "ID" in the node');
	const name = textIn(mapped['event'])!;
	const kind = kindOf(name, events);
	if (kind === undefined) return unclear(`nobody said what the event "${name.slice(0, 60)}" means; add it to "What Events Mean" in the node`);
	const at = textIn(mapped['effectiveAt']);
	if (at === null) return unclear(`the event "${name.slice(0, 60)}" does not say when it takes effect; fill in "Effective At" in the node`);
	const statement: Statement = {
		person: { ...personOf(mapped, id), timeZone: textIn(mapped['timeZone']) },
		kind,
		at,
		row: textIn(mapped['rowId']),
		...(textIn(mapped['urgency']) === 'immediate' ? { urgency: 'immediate' } : {}),
		...(isYes(mapped['confidential']) ? { confidential: true } : {}),
		...(textIn(mapped['requestedBy']) === null ? {} : { requestedBy: textIn(mapped['requestedBy'])! }),
	};
	return { kind: 'statement', statement };
};

const kindOf = (name: string, events: Readonly<Record<string, EventKind>>): EventKind | undefined => {
	const find = (names: Readonly<Record<string, EventKind>>) => Object.entries(names).find(([one]) => one.trim().toLowerCase() === name.toLowerCase())?.[1];
	return find(events) ?? find(eventNames) ?? (isEventKind(name) ? name : undefined);
};

const isYes = (value: unknown): boolean => value === true || ['true', 'yes', '1'].includes(textIn(value)?.toLowerCase() ?? '');

export const generic: HrSource = {
	id: 'generic',
	label: 'The HR system',
	labels: { preboarding: 'preboarding', hired: 'preboarding', active: 'active', employed: 'active', leave: 'leave', 'on leave': 'leave', 'garden leave': 'gardenLeave', terminated: 'terminated' },
	hints: suggestedHints,
	read,
};
