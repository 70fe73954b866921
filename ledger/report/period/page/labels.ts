import { readable, type Label, type Tone } from '../../page/labels';
import { duration, local, utc } from '../../time';
import type { Share } from '../share';
import type { Standing } from '../timed';
import type { PeriodView } from '../view';

export const standingLabel: { readonly [standing in Standing]: Label } = {
	'in time': { tone: 'good', text: 'In time' },
	late: { tone: 'bad', text: 'Late' },
	'cannot be read back': { tone: 'warn', text: 'Cannot be read back' },
	'by exception': { tone: 'warn', text: 'Held by exception' },
	'not done': { tone: 'bad', text: 'Not done' },
};

export const verdictTone = (verdict: string): Tone => (verdict === 'Complete' ? 'good' : verdict === 'Incomplete' ? 'bad' : verdict === 'Dry run' ? 'plain' : 'warn');

export const targetName = ({ target }: Share): string => (target === null ? 'All together' : `${readable(target.system)}: ${target.closes === null ? 'other steps' : readable(target.closes).toLowerCase()}`);

/** `3 min 20 s`, as everywhere on a page. */
export const minutesText = (minutes: number | null): string => (minutes === null ? '–' : minutes < 0 ? `${duration(-minutes * 60_000)} before` : duration(minutes * 60_000));

export const percentText = (percent: number | null): string => (percent === null ? '–' : `${percent} %`);

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const midnight = /^(?:(\d{4}-\d\d-\d\d) )?00:00:00 /;

/** The first and the last day, where the period is one of whole days; its instants otherwise. */
export const periodName = ({ from, to, terms: { timeZone } }: Pick<PeriodView, 'from' | 'to' | 'terms'>): string => {
	const [first, last] = [from, new Date(Date.parse(to) - 1).toISOString()].map((instant) => dayOf(instant, timeZone));
	const whole = [from, to].every((instant) => midnight.test(local(instant, timeZone) ?? instant.slice(11, 19).concat(' ')));
	return whole ? `${first} to ${last}` : `${utc(from)} to ${utc(to)}`;
};

const dayOf = (instant: string, timeZone: string | null): string => /^\d{4}-\d\d-\d\d/.exec(local(instant, timeZone) ?? '')?.[0] ?? instant.slice(0, 10);
