import type { Finding } from './hold';

/** How many people may lose access within the window before a person has to look. */
export interface Limits {
	/** Over all sources. */
	absolute: number;
	/** Of the people a source knows. */
	percent: number;
	windowMs: number;
}

/** How many lose access within the window, this one among them. */
export interface Count {
	all: number;
	ofSource: number;
	/** How many people the source knows; null where nobody said. */
	headcount: number | null;
}

/** A share of few people would be nobody. */
export const shareOf = (headcount: number, percent: number): number => Math.max(1, Math.floor((headcount * percent) / 100));

const hours = (ms: number): string => (ms === 3_600_000 ? 'an hour' : `${+(ms / 3_600_000).toFixed(2)} hours`);
const people = (count: number): string => (count === 1 ? '1 person' : `${count} people`);

/** Both limits count, and one that is passed is enough. */
export const isOpen = ({ all, ofSource, headcount }: Count, { absolute, percent }: Limits): boolean => all > absolute || (headcount !== null && ofSource > shareOf(headcount, percent));

export const breakerFinding = (count: Count, limits: Limits, source: string): Finding | null => {
	if (!isOpen(count, limits)) return null;
	const { absolute, percent, windowMs } = limits;
	const passed = count.all > absolute ? `at most ${absolute} may` : `of the ${people(count.headcount!)} in ${source} at most ${shareOf(count.headcount!, percent)} (${percent} %) may`;
	const number = count.all > absolute ? count.all : count.ofSource;
	return { code: 'breaker', needs: 1, why: `${people(number)} would lose access within ${hours(windowMs)}, and ${passed} without a person's decision. Look whether HR means it, or whether something went wrong there` };
};

/** What the breaker has to say of an event that it lets go on. */
export const breakerNote = ({ all, headcount }: Count, { absolute, windowMs }: Limits, source: string): string =>
	`It is ${all === 1 ? 'the only one' : `one of ${all}`} within ${hours(windowMs)}, and ${absolute} may be${headcount === null ? `. How many people ${source} has is not known, so only this limit counts: enter it in Headcount` : ''}`;
