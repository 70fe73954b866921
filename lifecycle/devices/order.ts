import type { DeviceAction } from './device';

export const moments = ['atOnce', 'onReturn', 'afterDays', 'onReturnOrAfterDays'] as const;
export type Moment = (typeof moments)[number];

/** What is to be done to one device in one case, and when. A type, not an interface: the ledger keeps it. */
export type Order = {
	action: DeviceAction;
	/** `never` calls off what was ordered before. */
	when: Moment | 'never';
	days: number;
	message: string;
	phone: string;
};

const dayMs = 24 * 60 * 60_000;

/** Since when it may be done; null as long as somebody has to say first that the device is back. */
export const dueAt = ({ when, days }: Order, from: string, returnedAt: string | null): string | null => {
	const waited = new Date(Date.parse(from) + days * dayMs).toISOString();
	switch (when) {
		case 'atOnce':
			return from;
		case 'never':
			return null;
		case 'onReturn':
			return returnedAt;
		case 'afterDays':
			return waited;
		case 'onReturnOrAfterDays':
			return returnedAt !== null && returnedAt < waited ? returnedAt : waited;
	}
};
