/** Instants and durations as people read them. */

/** `2026-11-20 14:36:03 UTC` */
export const utc = (instant: string): string => `${instant.slice(0, 10)} ${instant.slice(11, 19)} UTC`;

/** The same instant where the person works, or null where that place is not known. */
export const local = (instant: string, timeZone: string | null): string | null => {
	if (timeZone === null || timeZone === 'UTC') return null;
	try {
		const format = new Intl.DateTimeFormat('en-GB', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
		const part = Object.fromEntries(format.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
		const day = `${part['year']}-${part['month']}-${part['day']}`;
		return `${day === instant.slice(0, 10) ? '' : `${day} `}${part['hour']}:${part['minute']}:${part['second']} ${timeZone}`;
	} catch {
		return null;
	}
};

export const millisecondsBetween = (from: string, to: string): number => Date.parse(to) - Date.parse(from);

/** With its two largest units: `3 min 20 s`. */
export const duration = (milliseconds: number): string => {
	const seconds = Math.round(Math.abs(milliseconds) / 1000);
	if (seconds === 0) return Math.abs(milliseconds) === 0 ? '0 s' : 'under 1 s';
	const units: [string, number][] = [['d', 86_400], ['h', 3_600], ['min', 60], ['s', 1]];
	const first = units.findIndex(([, size]) => seconds >= size);
	const counted = units.slice(first, first + 2).map(([unit, size], index) => {
		const rest = index === 0 ? seconds : seconds % units[first]![1];
		return [Math.floor(rest / size), unit] as const;
	});
	return counted.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`).join(' ');
};

/** `3 min 20 s before …`, `at the same time as …`. */
export const comparedWith = (milliseconds: number, what: string): string =>
	milliseconds === 0 ? `at the same time as ${what}` : `${duration(milliseconds)} ${milliseconds > 0 ? 'after' : 'before'} ${what}`;
