import type { EventKind } from '../event';
import type { Announcement } from '../inbox';

const names: { [Kind in EventKind]: string } = {
	hire: 'hire',
	start: 'start',
	move: 'move',
	rename: 'change of name',
	leave: 'leave',
	return: 'return',
	terminate: 'termination',
	rescind: 'rescinding',
	rehire: 'rehire',
	'contract-end': 'end of the contract',
	conversion: 'conversion of the contract',
};

/** `the termination of Ada Lovelace (HR ID 42)`; a name may be missing where the event is confidential. */
export const namely = ({ person, event }: Announcement): string => `the ${names[event.kind]} of ${personNamed(person)}`;

/** What is decided on: an event, or a part of the plan of one. */
export const namelyHeld = (held: Announcement & { plan?: unknown }): string => (held.plan === undefined ? namely(held) : `a part of the plan for ${namely(held)}`);

export const personNamed = ({ id, name }: { id: string; name?: string | null }): string => (name ? `${name} (HR ID ${id})` : `HR ID ${id}`);

export const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/[.\s]+$/, '')}.`;

export const inWords = (things: readonly string[]): string => (things.length < 2 ? things.join() : `${things.slice(0, -1).join(', ')} and ${things.at(-1)!}`);
