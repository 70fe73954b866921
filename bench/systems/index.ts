import { aws } from './aws';
import { entra } from './entra';
import { github } from './github';
import { google } from './google';
import { identityCenter } from './identityCenter';
import { jumpCloud } from './jumpCloud';
import { n8n } from './n8n';
import { okta } from './okta';
import { scim } from './scim';
import type { BenchSystem, CutSystem } from './system';

export type { BenchSystem, ByHand, CutSystem, Hired } from './system';

/** Those that the leaver template cuts here; each has a double of the same name. */
export const cutSystems = { okta, google, entra, aws, scim, github } satisfies Record<string, CutSystem>;

export type CutSystemName = keyof typeof cutSystems;
export const cutSystemNames = Object.keys(cutSystems) as CutSystemName[];

export const systems = { ...cutSystems, identityCenter, jumpCloud, n8n } satisfies Record<string, BenchSystem>;

export type SystemName = keyof typeof systems;
export const systemNames = Object.keys(systems) as SystemName[];

/** One figure for each system carries its name: `restoreDifferenceOkta`. */
export const labelOf = (name: SystemName): string => name[0]!.toUpperCase() + name.slice(1);
