import { entra } from './entra';
import { google } from './google';
import { okta } from './okta';
import type { BenchSystem } from './system';

export type { BenchSystem, ByHand, Hired } from './system';

/** Those that the leaver template cuts; each has a double of the same name. */
export const systems = { okta, google, entra } satisfies Record<string, BenchSystem>;

export type SystemName = keyof typeof systems;
export const systemNames = Object.keys(systems) as SystemName[];

/** One figure for each system carries its name: `restoreDifferenceOkta`. */
export const labelOf = (name: SystemName): string => name[0]!.toUpperCase() + name.slice(1);
