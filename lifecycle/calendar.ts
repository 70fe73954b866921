/** Whether HR writes the last day somebody works, or the first day they are gone. Nobody can guess it, and a day is the whole difference. */
export type DateMeaning = 'lastDayWorked' | 'firstDayGone';

export interface CutOff {
	zone: string;
	meaning: DateMeaning;
	/** Wall-clock time at which access ends on the last day worked, `HH:mm`. */
	atTime: string;
}

const luxon = () => require('../vendor/luxon') as typeof import('../vendor/luxon');

export const isZone = (zone: string): boolean => luxon().IANAZone.isValidZone(zone);

/** The day it is there, as HR writes days. */
export const today = (now: Date, zone: string): string => luxon().DateTime.fromJSDate(now, { zone }).toISODate()!;

/** The instant at which access ends, for a date as HR wrote it. Wall-clock arithmetic, so that a change to summer time does not shift it. */
export const cutInstant = (date: string, { zone, meaning, atTime }: CutOff): Date | null => {
	const { DateTime } = luxon();
	const day = DateTime.fromISO(date, { zone });
	if (!day.isValid || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
	if (meaning === 'firstDayGone') return day.startOf('day').toJSDate();
	const [hour, minute] = atTime.split(':').map(Number);
	return day.set({ hour: hour ?? 23, minute: minute ?? 59, second: 0, millisecond: 0 }).toJSDate();
};

/** A bare date means the whole of that day, and a time without an offset is one of the zone. */
export const instantOf = (given: string, zone: string): Date | null => {
	const bare = /^\d{4}-\d{2}-\d{2}$/.test(given);
	if (!bare && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(given)) return null;
	const moment = luxon().DateTime.fromISO(given, { zone });
	return moment.isValid ? (bare ? moment.endOf('day') : moment).toJSDate() : null;
};

/** The end of the same day a year later; the 28th where there is no 29th of February. */
export const yearLater = (now: Date, zone: string): Date => luxon().DateTime.fromJSDate(now, { zone }).plus({ years: 1 }).endOf('day').toJSDate();
