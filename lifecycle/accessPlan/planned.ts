import type { Named } from './named';

/** A right in a plan. All types of a plan are types and no interfaces: the ledger keeps it. */
export type Planned = {
	system: string;
	label: string;
	/** As the catalogue writes it; of what is taken away, its name in the system. */
	right: string;
	/** The rows that say so. */
	rows: string[];
};

/** Somebody's word on a part of a plan. */
export type Word = { hold: string; by: string; at: string };

export type Addition = Planned & { privileged: boolean; approved: Word[]; readAsHeld: string[] };

export type Removal = Planned & { id: string; approved: Word[]; /** Why the step cannot take it here, where it cannot. */ elsewhere: string | null };

export type Later = Planned & { do: Direction; at: string; why: string };

/**
 * - `conflict`: something that conflicts with it has to be gone first
 * - `needs`: something else has to be held first
 * - `unread`: what the person holds could not be read
 * - `nobody`: there is nobody who could approve it
 * - `startDate`: HR has no date to count from
 * - `contradiction`: the catalogue, or what the person holds, rules it out
 * - `ambiguous`: the name means several rights
 */
export type Cause = 'conflict' | 'needs' | 'unread' | 'nobody' | 'startDate' | 'contradiction' | 'ambiguous';

/** Not done now. Without an instant it waits for a person. */
export type Withheld = Planned & { cause: Cause; why: string; againAt: string | null };

export type Direction = 'add' | 'remove';

/** One right that somebody is asked about: an approval is of this very hash and of nothing else. */
export type Cover = { do: Direction; system: string; right: string; hash: string; why: string };

export type Ask = {
	/** E-mail addresses; null: anybody but the person and who asked for the event. */
	approvers: string[] | null;
	covers: Cover[];
};

/** Left out because somebody said so. */
export type LeftOut = Planned & { do: Direction; word: Word };

export type Plan = {
	/** Of the person, the exact additions and removals, and the rows they come from. */
	hash: string;
	/** Why nothing at all is planned; empty where something may be. */
	refused: string[];
	additions: Addition[];
	removals: Removal[];
	later: Later[];
	withheld: Withheld[];
	asks: Ask[];
	leftOut: LeftOut[];
	/** Held, and in no row: never touched. */
	kept: (Named & { id: string })[];
	/** When the case has to come again, and why. */
	again: { at: string; why: string }[];
	systems: { [system: string]: { join: string[]; leave: string[] } };
};

/** What the case remembers of its earlier plans. */
export interface Memory {
	/** By the hash of what was approved. */
	approved: ReadonlyMap<string, Word>;
	/** By what was to be done, as `askedOf` writes it. */
	rejected: ReadonlyMap<string, Word>;
	/** How often each was withheld before, by cause and right. */
	tries: ReadonlyMap<string, number>;
}

/** The same right asked about in other words is still the same question. */
export const askedOf = (direction: Direction, { system, right }: Pick<Planned, 'system' | 'right'>): string => `${direction} ${system}/${right.trim().toLowerCase()}`;

export const tryOf = (cause: Cause, { system, right }: Pick<Planned, 'system' | 'right'>): string => `${cause} ${system}/${right.trim().toLowerCase()}`;
