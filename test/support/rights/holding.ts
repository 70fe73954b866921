import type { Person } from '../../../lifecycle/person';
import type { StepResult } from '../../../lifecycle/outcome';
import type { System } from '../../../lifecycle/system';
import type { FaultSpec } from '../../../sandbox';

/** One system, with somebody in it who holds something. */
export interface Holding {
	holder: Person;
	/** Has no account yet. */
	newcomer: Person;
	system: System;
	kind: RegExp;
	/** What nobody gives or takes by hand, by name, and what is said of it. */
	fixed: { [name: string]: RegExp };
	/** Somebody puts the holder into groups of these names. */
	fill(names: readonly string[]): void;
	/** What they are in, by name, as the system itself has it. */
	held(person: Person): string[];
	/** Two groups the holder is not in. */
	joinable: readonly [string, string];
	grant(person: Person, join: readonly string[]): Promise<StepResult[]>;
	change(person: Person, wish: { join?: readonly string[]; leave?: readonly string[] }): Promise<StepResult[]>;
	fault(spec: FaultSpec): void;
	/** The request that rights are read with, and an answer in which the names of things are missing. */
	list: { method: string; path: RegExp; nameless: unknown };
	stop(): Promise<void>;
}

/** A group like one that is there, under another name. */
export const like = <Thing extends object>(things: ReadonlyMap<unknown, Thing>, changes: Partial<Thing>): Thing => ({ ...[...things.values()][0]!, ...changes });
