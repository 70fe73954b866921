import { randomInt } from 'node:crypto';

/** Six digits, as Apple and the managements take them; made for one command to one device. */
export const randomPin = (): string => String(randomInt(1_000_000)).padStart(6, '0');

/** Where PINs are kept for those who open a device again. What is kept can be read there and nowhere else. */
export interface Escrow {
	/** For sentences: `HashiCorp Vault`. */
	label: string;
	/** Durable before it resolves; gives a reference that finds it and is no secret. */
	keep(place: PinPlace, pin: string): Promise<string>;
	/** The PIN of a request that has to be repeated word for word; null where it cannot be read. */
	recall(place: PinPlace): Promise<string | null>;
}

export interface PinPlace {
	caseId: string;
	system: string;
	device: { id: string; label: string; serial: string | null };
	action: string;
}
