import { cutInstant, type DateMeaning } from '../../lifecycle/calendar';
import type { EventKind } from '../../lifecycle/event';
import { asName } from '../../lifecycle/person';

/** What an employment status says of somebody, whatever a company calls it. */
export type Meaning = 'employee' | 'contractor' | 'onLeave' | 'terminated' | 'contractEnded' | 'notStarted';

export interface Gate {
	name: string;
	/** The field of BambooHR it is read from. */
	field: string;
	/** What stands there once it is passed. */
	passed: string;
}

/** What the administrator has set, so that nothing of it has to be guessed. */
export interface Rules {
	/** Where no location says otherwise. */
	zone: string;
	/** By location in lower case. */
	zones: ReadonlyMap<string, string>;
	meaning: DateMeaning;
	/** Wall-clock time at which access ends on the last day worked, `HH:mm`. */
	atTime: string;
	/** By label in lower case. */
	labels: ReadonlyMap<string, Meaning>;
	/** In lower case: ids, e-mail addresses, job titles, or a field and its value. */
	privileged: readonly string[];
	privilegedMinutes: number;
	confidentialTypes: readonly string[];
	confidentialEmployees: readonly string[];
	gates: readonly Gate[];
	/** The field that says which clearance somebody has; null where there is none. */
	clearanceField: string | null;
	/** What lies further back than this when an employee is seen for the first time is no news. */
	lookBackDays: number;
	kinds: ReadonlySet<EventKind>;
}

export const isGone = (meaning: Meaning | null): boolean => meaning === 'terminated' || meaning === 'contractEnded';

export const meaningOf = ({ labels }: Rules, label: string): Meaning | null => labels.get(asName(label)) ?? null;

export interface Zone {
	name: string;
	/** Why it is not the zone of the person's own location, where a map of locations should have told. */
	gap: string | null;
}

export const zoneOf = ({ zone, zones }: Rules, location: string | null): Zone => {
	const own = location === null ? undefined : zones.get(asName(location));
	if (own !== undefined || zones.size === 0) return { name: own ?? zone, gap: null };
	return { name: zone, gap: location === null ? 'has no location in BambooHR' : `works at the location "${location}", which is not in "Time Zones by Location" of the trigger` };
};

export const cutOf = (date: string, { meaning, atTime, privilegedMinutes }: Rules, zone: string, privileged: boolean): Date | null =>
	cutInstant(date, { zone, meaning, atTime, minutesEarlier: privileged ? privilegedMinutes : 0 });

/** Fields that are asked for only because a rule names them. */
export const fieldsIn = ({ gates, privileged, clearanceField }: Rules): string[] => [...gates.map(({ field }) => field), ...(clearanceField === null ? [] : [clearanceField]), ...privileged.filter((who) => who.includes('=')).map((who) => who.split('=')[0]!.trim())];
