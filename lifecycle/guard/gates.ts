import type { EventKind } from '../event';
import { inWords } from './words';
import type { Finding } from './hold';

/** What has to be there before somebody may start, and whether it is. */
export interface Gate {
	name: string;
	met: unknown;
}

const opening: readonly EventKind[] = ['hire', 'start', 'rehire'];

/** Whether the event gives somebody access who had none. */
export const givesAccess = (kind: EventKind): boolean => opening.includes(kind);

/** Only `true` is met: an empty field, a text and an expression that found nothing are not. */
export const gateFinding = (kind: EventKind, gates: readonly Gate[]): Finding | null => {
	const missing = givesAccess(kind) ? gates.filter(({ met }) => met !== true).map(({ name }) => name) : [];
	return missing.length === 0 ? null : { code: 'gate', needs: 1, why: `${inWords(missing)} ${missing.length === 1 ? 'is' : 'are'} not there yet. It goes on by itself when HR says so, or when a named person waives it` };
};
