import type { Device } from '../../lifecycle/devices/device';
import { Problem } from '../../lifecycle/problem';
import type { Dictionary } from '../http/parse';
import { parse } from './client';

/** A type, not an interface: the ledger keeps it. */
export type JamfDevice = Device & {
	/** What commands are addressed to; null where it cannot be commanded. */
	managementId: string | null;
	/** null where Jamf does not say. */
	appleSilicon: boolean | null;
	supervised: boolean | null;
};

export const kinds = ['computer', 'mobile'] as const;
/** Each is counted by itself: there is a computer 7 and a mobile device 7. */
export type Kind = (typeof kinds)[number];

export const idOf = (kind: Kind, id: unknown): string => {
	const number = typeof id === 'number' ? String(id) : id;
	return typeof number === 'string' && /^\d+$/.test(number) ? `${kind}/${number}` : parse.refuse(`${kind}.id`, 'a number');
};

export const placeOf = (id: string): { kind: Kind; number: string } => {
	const [, kind, number] = /^(computer|mobile)\/(\d+)$/.exec(id) ?? [];
	if (kind === undefined || number === undefined) throw new Problem('bad_answer', `"${id}" is no device of Jamf Pro, so nothing was asked. Its devices are called computer/42 or mobile/7.`);
	return { kind: kind as Kind, number };
};

export const lower = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim().toLowerCase() : null);
export const textIn = (value: unknown): string | null => (typeof value === 'string' && value.trim() !== '' ? value.trim() : null);
export const saidOf = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
export const objectIn = (value: unknown): Dictionary => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Dictionary) : {});

/** Jamf speaks of 1970 where something never was. What does not say in which zone it is may be hours off, and says nothing then. */
export const instantIn = (value: unknown): string | null => {
	const time = typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(value) ? Date.parse(value) : NaN;
	return Number.isNaN(time) || time < Date.UTC(2001) ? null : new Date(time).toISOString();
};
