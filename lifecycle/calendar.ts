/** Whether HR writes the last day somebody works, or the first day they are gone. Nobody can guess it, and a day is the whole difference. */
export type DateMeaning = 'lastDayWorked' | 'firstDayGone';

export interface CutOff {
	zone: string;
	meaning: DateMeaning;
	/** Wall-clock time at which access ends on the last day worked, `HH:mm`. */
	atTime: string;
	/** For people whose access ends before everybody else's. */
	minutesEarlier?: number;
}

const luxon = () => require('../vendor/luxon') as typeof import('../vendor/luxon');

export const isZone = (zone: string): boolean => luxon().IANAZone.isValidZone(zone);

/** `HH:mm`, 24 hours. */
export const isTimeOfDay = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** The day it is there, as HR writes days. */
export const today = (now: Date, zone: string): string => luxon().DateTime.fromJSDate(now, { zone }).toISODate()!;

const bareDay = /^\d{4}-\d{2}-\d{2}$/;

/**
 * What the clocks on the wall show, as an instant. A time that occurs twice is its first occurrence, or access would
 * outlast what was agreed; a time that is skipped is as much later as was skipped; a day that is skipped is its end.
 */
const wallClock = (date: string, zone: string, hour: number, minute: number): Date | null => {
	const { DateTime } = luxon();
	const day = bareDay.test(date) ? DateTime.fromISO(date, { zone }) : DateTime.invalid('not a day');
	if (!day.isValid) return null;
	if (day.toISODate() !== date) return day.startOf('day').toJSDate();
	const moment = day.set({ hour, minute, second: 0, millisecond: 0 });
	return new Date(Math.min(...moment.getPossibleOffsets().map((one) => one.toMillis())));
};

/** The instant a day begins there; in some zones no day begins at midnight when summer time does. */
export const startOfDay = (date: string, zone: string): Date | null => wallClock(date, zone, 0, 0);

/** When the clocks show that time (`HH:mm`) there, for a date as HR writes it. */
export const instantAt = (date: string, atTime: string, zone: string): Date | null => {
	const [hour, minute] = atTime.split(':').map(Number);
	return wallClock(date, zone, hour!, minute!);
};

/** The instant at which access ends, for a date as HR wrote it. Wall-clock arithmetic, so that a change to summer time does not shift it. */
export const cutInstant = (date: string, { zone, meaning, atTime, minutesEarlier = 0 }: CutOff): Date | null => {
	const [hour, minute] = atTime.split(':').map(Number);
	const moment = meaning === 'firstDayGone' ? startOfDay(date, zone) : wallClock(date, zone, hour ?? 23, minute ?? 59);
	return moment === null ? null : new Date(moment.getTime() - minutesEarlier * 60_000);
};

/** A bare date means the whole of that day, and a time without an offset is one of the zone. */
export const instantOf = (given: string, zone: string): Date | null => {
	const bare = bareDay.test(given);
	if (!bare && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(given)) return null;
	const moment = luxon().DateTime.fromISO(given, { zone });
	return moment.isValid ? (bare ? moment.endOf('day') : moment).toJSDate() : null;
};

/** The end of the same day a year later; the 28th where there is no 29th of February. */
export const yearLater = (now: Date, zone: string): Date => luxon().DateTime.fromJSDate(now, { zone }).plus({ years: 1 }).endOf('day').toJSDate();

const dayMs = 24 * 60 * 60_000;

/** Days on the calendar there, from today to the day of the instant. */
export const daysUntil = (instant: string, now: Date, zone: string): number => (Date.parse(today(new Date(instant), zone)) - Date.parse(today(now, zone))) / dayMs;
