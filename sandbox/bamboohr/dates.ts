const formatters = new Map<string, Intl.DateTimeFormat>();

function dayFormatter(timeZone: string): Intl.DateTimeFormat {
	const known = formatters.get(timeZone);
	if (known !== undefined) return known;
	const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
	formatters.set(timeZone, made);
	return made;
}

/** Calendar days as BambooHR means them: in the company's time zone. */
export const dayIn = (timeZone: string, instant: number): string => dayFormatter(timeZone).format(instant);

const offsetAt = (timeZone: string, instant: number): number => {
	const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(instant);
	const part = (type: string) => Number(parts.find((candidate) => candidate.type === type)?.value);
	const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
	return wall - Math.floor(instant / 1000) * 1000;
};

/** The instant a day begins; asked twice because the offset may differ between the guess and the answer. */
export function startOfDay(timeZone: string, day: string): number {
	const midnight = Date.parse(`${day}T00:00:00Z`);
	const guess = midnight - offsetAt(timeZone, midnight);
	return midnight - offsetAt(timeZone, guess);
}

/** 2026-11-20T08:00:00+00:00 */
export const isoWithOffset = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}+00:00`;

/** 2026-11-20T08:00:00+0000, as webhooks write it. */
export const webhookTime = (instant: number) => `${new Date(instant).toISOString().slice(0, 19)}+0000`;

/** 2026-11-20 08:00:00, as webhook records write it. */
export const recordTime = (instant: number) => new Date(instant).toISOString().slice(0, 19).replace('T', ' ');
