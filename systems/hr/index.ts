import { generic } from './generic';
import { gusto } from './gusto';
import { hibob } from './hibob';
import { personio } from './personio';
import { rippling } from './rippling';
import { jmlSignature } from './signatures/jmlSignature';
import { standardWebhooks } from './signatures/standardWebhooks';
import { token } from './signatures/token';
import type { Door, HrSource } from './source';
import { eventGrid } from './transports/eventGrid';
import { sns } from './transports/sns';
import { sqs } from './transports/sqs';
import { workday } from './workday';

export const hrSources = { generic, gusto, hibob, personio, rippling, workday } as const satisfies Record<string, HrSource>;
export type HrSourceId = keyof typeof hrSources;

/** How a message proves who sent it, where the HR system has no way of its own. */
export const doors = { eventGrid, jmlSignature, sns, sqs, standardWebhooks, token } as const satisfies Record<string, Door>;
export type DoorId = keyof typeof doors;
