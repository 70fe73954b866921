import type { JsonObject } from '../../types';
import { instantIn, member, textIn } from './read';

export type CaseKind = 'joiner' | 'mover' | 'leaver';

const kinds: { readonly [event: string]: { kind: CaseKind; name: string } } = {
	hire: { kind: 'joiner', name: 'Hire' },
	start: { kind: 'joiner', name: 'First day' },
	rehire: { kind: 'joiner', name: 'Return to the company' },
	return: { kind: 'joiner', name: 'Return from leave' },
	rescind: { kind: 'joiner', name: 'Termination taken back' },
	move: { kind: 'mover', name: 'Move' },
	rename: { kind: 'mover', name: 'Change of name' },
	conversion: { kind: 'mover', name: 'Contract converted' },
	leave: { kind: 'leaver', name: 'Leave of absence' },
	terminate: { kind: 'leaver', name: 'Termination' },
	'contract-end': { kind: 'leaver', name: 'End of contract' },
};

/** What HR said happened. */
export interface EventView {
	kind: CaseKind | null;
	name: string;
	key: string | null;
	source: string | null;
	effectiveAt: string | null;
	receivedAt: string | null;
	/** Somebody who exists for drills only was cut: nobody left. */
	isDrill: boolean;
}

export const eventIn = (content: JsonObject): EventView => {
	const event = member(content, 'event');
	const said = textIn(event, 'kind') ?? '';
	const known = Object.hasOwn(kinds, said) ? kinds[said] : undefined;
	return {
		kind: known?.kind ?? null,
		name: known?.name ?? (said || 'Unknown event'),
		key: textIn(event, 'key'),
		source: textIn(event, 'source'),
		effectiveAt: instantIn(event, 'effectiveAt'),
		receivedAt: instantIn(event, 'receivedAt'),
		isDrill: textIn(event, 'source') === 'drill',
	};
};

export interface PersonView {
	name: string | null;
	id: string | null;
	workEmail: string | null;
	title: string | null;
	department: string | null;
	location: string | null;
	timeZone: string | null;
	manager: string | null;
	startDate: string | null;
	lastDay: string | null;
	workerType: string | null;
	clearance: string | null;
}

export const personIn = (content: JsonObject): PersonView => {
	const person = member(content, 'person');
	const text = (name: string): string | null => textIn(person, name);
	return {
		name: text('name'), id: text('id'), workEmail: text('workEmail'), title: text('title'), department: text('department'), location: text('location'),
		timeZone: text('timeZone'), manager: textIn(member(person, 'manager'), 'name'), startDate: text('startDate'), lastDay: text('lastDay'), workerType: text('workerType'), clearance: text('clearance'),
	};
};
