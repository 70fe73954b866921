import type { Json } from '../../types';
import { member, textIn } from '../view/read';
import { accessKinds, type AccessKind } from '../view/controls';

/** Within how many minutes access of each kind is to be seen closed. */
export type Targets = { readonly [kind in AccessKind]: number };

/** No law and no standard names these: they are common among companies that name any. Whoever has others sets them. */
export const defaultTargets: Targets = { 'sign-in': 15, credentials: 15, entitlements: 1_440, devices: 60, data: 7_200 };

/** What a period is judged and shown by. No part of the evidence: the ledger does not sign it. */
export interface Terms {
	targets: Targets;
	/** Where the days of the period begin and end. */
	timeZone: string | null;
}

export const defaultTerms: Terms = { targets: defaultTargets, timeZone: null };

const longest = 366 * 24 * 60;

export const isTarget = (minutes: unknown): minutes is number => typeof minutes === 'number' && Number.isFinite(minutes) && minutes > 0 && minutes <= longest;

/** As a page carries them. Whatever is missing or makes no sense is the default. */
export const termsIn = (value: Json | undefined): Terms => {
	const targets = member(value, 'targets');
	const given = accessKinds.map((kind) => [kind, member(targets, kind)] as const).filter(([, minutes]) => isTarget(minutes));
	return { targets: { ...defaultTargets, ...(Object.fromEntries(given) as Partial<Targets>) }, timeZone: textIn(value, 'timeZone') };
};
