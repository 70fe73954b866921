import { isZone } from '../calendar';
import { Problem } from '../problem';
import type { Period } from './cases';

export interface NamedPeriod extends Period {
	/** `2026-Q3` or `2026-07-01-to-2026-07-31`: fit for the name of a file. */
	name: string;
	timeZone: string;
}

const luxon = () => require('../../vendor/luxon') as typeof import('../../vendor/luxon');

/** By the calendar of the zone: a quarter begins when its first day begins there. */
export const quarterOf = (now: Date, zone: string, quartersBack: number): NamedPeriod => {
	const start = luxon().DateTime.fromJSDate(now, { zone: known(zone) }).startOf('quarter').minus({ quarters: quartersBack });
	const end = start.plus({ quarters: 1 });
	return { from: start.toJSDate().toISOString(), to: end.toJSDate().toISOString(), name: `${start.year}-Q${start.quarter}`, timeZone: zone };
};

/** Both days belong to it. */
export const daysFrom = (first: string, last: string, zone: string): NamedPeriod => {
	const { DateTime } = luxon();
	const [start, end] = [first, last].map((day) => DateTime.fromISO(day.trim(), { zone: known(zone) }).startOf('day'));
	if (!start?.isValid || !end?.isValid) throw unfit('From and To have to be days such as 2026-07-01');
	if (end < start) throw unfit('the first day of the period comes after its last');
	return { from: start.toJSDate().toISOString(), to: end.plus({ days: 1 }).toJSDate().toISOString(), name: `${start.toISODate()}-to-${end.toISODate()}`, timeZone: zone };
};

const known = (zone: string): string => {
	if (isZone(zone)) return zone;
	throw unfit(`"${zone}" is no time zone; the workflow's settings should name one such as Europe/Berlin`);
};

const unfit = (why: string): Problem => new Problem('misconfigured', `No period was exported, because ${why}.`);
