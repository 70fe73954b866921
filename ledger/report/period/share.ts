import { accessKinds, type AccessKind } from '../view/controls';
import { spreadOf, type Spread } from './spread';
import type { Standing, TimedStep } from './timed';

/** How many of some steps were in time, and how long they took. */
export interface Share {
	/** null for all systems and kinds of access together. */
	target: { system: string; closes: AccessKind | null } | null;
	steps: readonly TimedStep[];
	/** null where the steps have different ones. */
	slaMinutes: number | null;
	counts: { readonly [standing in Standing]: number };
	/** Of all steps, also those that cannot be read back or were held; null where there is none. */
	percentInTime: number | null;
	/** Minutes from the start of the clock, of those that were read back. */
	minutes: Spread;
	/** The same, from when it took effect: HR's part and ours together. */
	minutesFromEffective: Spread;
}

const shareOf = (target: Share['target'], steps: readonly TimedStep[]): Share => {
	const count = (standing: Standing): number => steps.filter((step) => step.standing === standing).length;
	const minutes = (name: 'minutesFromStart' | 'minutesFromEffective') => spreadOf(steps.flatMap((step) => step[name] ?? []));
	const targets = new Set(steps.map(({ slaMinutes }) => slaMinutes));
	const inTime = count('in time');
	return {
		target,
		steps,
		slaMinutes: targets.size === 1 ? [...targets][0]! : null,
		counts: { 'in time': inTime, late: count('late'), 'cannot be read back': count('cannot be read back'), 'by exception': count('by exception'), 'not done': count('not done') },
		// Rounded down: nothing but all of them is 100 %.
		percentInTime: steps.length === 0 ? null : Math.floor((inTime / steps.length) * 1_000) / 10,
		minutes: minutes('minutesFromStart'),
		minutesFromEffective: minutes('minutesFromEffective'),
	};
};

export const overallShare = (steps: readonly TimedStep[]): Share => shareOf(null, steps);

/** By system, and within it by the kind of access that is closed. */
export const sharesOf = (steps: readonly TimedStep[]): Share[] => {
	const groups = new Map<string, TimedStep[]>();
	for (const step of steps) {
		const key = JSON.stringify([step.system, step.closes]);
		const group = groups.get(key);
		if (group === undefined) groups.set(key, [step]);
		else group.push(step);
	}
	const rank = (closes: AccessKind | null): number => (closes === null ? accessKinds.length : accessKinds.indexOf(closes));
	return [...groups.values()]
		.map((group) => shareOf({ system: group[0]!.system, closes: group[0]!.closes }, group))
		.sort((one, other) => compareTexts(one.target!.system, other.target!.system) || rank(one.target!.closes) - rank(other.target!.closes));
};

/** The same order wherever it is computed. */
export const compareTexts = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
