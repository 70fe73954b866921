import type { DeviceStep } from '../../../lifecycle/devices/system';
import type { Iru } from '../client';
import type { IruDevice } from '../devices';

/** Every file in this folder is one action; this is the shape they share. */
export const iruStep = (step: DeviceStep<Iru, IruDevice>): DeviceStep<Iru, IruDevice> => step;

/** Endpoints as they are ticked for a token. */
export const reading = ['GET /devices', 'GET /devices/{device_id}', 'GET /devices/{device_id}/details', 'GET /devices/{device_id}/commands'] as const;

export const unknownPlatform = 'Iru names no operating system for it that is known here. Look at it in Iru, do it there by hand, and waive it in Device Decisions';
