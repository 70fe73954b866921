import type { HrEvent } from '../event';
import type { Person } from '../person';
import type { CurrentAccess } from './access';
import type { Catalogue, Role } from './catalogue';
import type { Named } from './named';
import { tryOf, type Cause, type Memory, type Planned, type Withheld } from './planned';
import { againAt } from './timing';
import type { Entitlement } from './world';

export interface Situation {
	person: Person;
	event: HrEvent;
	catalogue: Catalogue;
	access: CurrentAccess;
	memory: Memory;
	now: Date;
	/** So many removals for one person are no accident. */
	mostRemovals: number;
	/** Of people HR knows no time zone of. */
	zone: string;
}

/** A right that some rows give to this person. */
export interface Wanted extends Entitlement {
	given: readonly Role[];
}

export const plannedOf = ({ system, label, right }: Named, rows: readonly Role[]): Planned => ({ system, label, right, rows: rows.map(({ row }) => row) });

/** `triesByItself: false` where nothing changes before somebody has done something. */
export const withheldFor = ({ memory, now }: Situation, planned: Planned, cause: Cause, why: string, triesByItself = true): Withheld => ({
	...planned,
	cause,
	why,
	againAt: triesByItself ? againAt(cause, memory.tries.get(tryOf(cause, planned)) ?? 0, now) : null,
});
