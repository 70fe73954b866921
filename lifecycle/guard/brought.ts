import { eventKinds, isEventKind, type HrEvent } from '../event';
import type { Announcement } from '../inbox';
import type { Person } from '../person';
import { Problem } from '../problem';

const refuse = (why: string, doThis: string): never => {
	throw new Problem('misconfigured', `An event was neither let through nor held, because ${why}. ${doThis}. Nobody's access was changed for it; pass the event to the guard again then.`);
};

const words = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '');

const instant = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(value) && !Number.isNaN(Date.parse(value));

const shown = (value: unknown): string => `"${words(value).slice(0, 60)}"`;

/** What an item brings, or a sentence on why it cannot be judged: what nobody can read must neither pass nor be lost. */
export const announcementIn = (item: { [name: string]: unknown }, now: Date): Announcement => {
	const person = Object(item['person'] ?? {}) as { [name: string]: unknown };
	const event = Object(item['event'] ?? {}) as { [name: string]: unknown };
	const id = words(person['id']);
	if (id === '') refuse('the item names nobody: person.id is missing', 'Connect the guard to a lifecycle trigger or to HR Event, and keep "person" and "event" on the way');
	const key = words(event['key']);
	if (key === '') refuse(`the event of HR ID ${id} has no key, so a repetition could not be told from a new event`, 'Set event.key to something that stays the same for the same fact in HR');
	const kind = event['kind'];
	if (!isEventKind(kind)) refuse(`the event of HR ID ${id} is of the unknown kind ${shown(kind)}`, `Set event.kind to one of: ${eventKinds.join(', ')}`);
	if (!instant(event['effectiveAt'])) refuse(`the date of the event of HR ID ${id}, ${shown(event['effectiveAt'])}, is not an instant`, 'Set event.effectiveAt to a date with time and offset, such as 2027-06-30T18:00:00+02:00');
	const receivedAt = event['receivedAt'] ?? now.toISOString();
	if (!instant(receivedAt)) refuse(`the time at which the event of HR ID ${id} was received, ${shown(receivedAt)}, is not an instant`, 'Set event.receivedAt to a date with time and offset, or leave it out');
	return {
		person: { ...(person as unknown as Person), id },
		event: { ...(event as unknown as HrEvent), key, source: words(event['source']) || 'workflow', receivedAt: receivedAt as string },
	};
};
