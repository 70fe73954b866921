import { isZone, startOfDay } from '../calendar';
import type { EventKind, HrEvent } from '../event';
import type { Person } from '../person';
import type { Role } from './catalogue';
import type { Cause } from './planned';

const dayMs = 24 * 60 * 60_000;
const minuteMs = 60_000;

const beginning: readonly EventKind[] = ['hire', 'start', 'rehire'];
const moving: readonly EventKind[] = ['move', 'rename', 'conversion'];

/** Whoever joins has nothing to lose, and nobody may have looked yet. */
export const isJoining = (kind: EventKind): boolean => kind === 'hire' || kind === 'start';

const daysEarlier = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) - days * dayMs).toISOString().slice(0, 10);

/**
 * When a right is due: the start of a local day, so many days before the start. Of several rows the earliest counts, and
 * one that names no day means at once. null where there is no date to count from.
 */
export const dueFrom = ({ kind }: HrEvent, { startDate, timeZone }: Person, rows: readonly Role[], zone: string): Date | 'now' | null => {
	const days = rows.map(({ daysBeforeStart }) => daysBeforeStart);
	if (!beginning.includes(kind) || days.includes(null)) return 'now';
	if (typeof startDate !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(startDate) || Number.isNaN(Date.parse(startDate))) return kind === 'hire' ? null : 'now';
	return startOfDay(daysEarlier(startDate, Math.max(...days.map(Number))), timeZone !== null && isZone(timeZone) ? timeZone : zone);
};

/** Until when somebody who moved keeps it; of several rows the shortest counts. */
export const keptUntil = ({ kind, effectiveAt }: HrEvent, rows: readonly Role[]): Date | null => {
	const days = Math.min(...rows.map(({ overlapDays }) => overlapDays));
	return !moving.includes(kind) || days === 0 ? null : new Date(Date.parse(effectiveAt) + days * dayMs);
};

const quarter = 15;
const hours = 4 * 60;

/** Minutes until the case comes again, by how often it came in vain. */
const patience: { [Name in Cause]?: readonly number[] } = {
	// What conflicts is taken away by the very run that withholds.
	conflict: [1, quarter, hours],
	needs: [quarter, hours],
	unread: [quarter, hours],
	nobody: [hours],
};

/** After about a week somebody has to look. */
const enoughTries = 45;

export const againAt = (cause: Cause, tries: number, now: Date): string | null => {
	const minutes = patience[cause];
	if (minutes === undefined || tries >= enoughTries) return null;
	return new Date(now.getTime() + minutes[Math.min(tries, minutes.length - 1)]! * minuteMs).toISOString();
};
