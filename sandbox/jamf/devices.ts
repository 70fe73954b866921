import { notFound } from './errors';
import type { JamfDevice, JamfState, Kind } from './state';

export const devicesOfKind = ({ devices }: JamfState, kind: Kind): JamfDevice[] => devices.filter((device) => device.kind === kind);

export function deviceById(state: JamfState, kind: Kind, id: string | undefined): JamfDevice {
	const device = devicesOfKind(state, kind).find((candidate) => candidate.id === id);
	if (device === undefined) throw notFound();
	return device;
}

/** The kind says which numbers are meant. */
export const keyOf = ({ kind, id }: Pick<JamfDevice, 'kind' | 'id'>): string => `${kind}/${id}`;

export function deviceByKey({ devices }: JamfState, key: string): JamfDevice {
	const device = devices.find((candidate) => keyOf(candidate) === key || candidate.serialNumber === key);
	if (device === undefined) throw new Error(`Jamf has no device ${key}`);
	return device;
}
