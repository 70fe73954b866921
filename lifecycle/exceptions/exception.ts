import { asName } from '../person';

export const exceptionTypes = ['protected', 'exception', 'legalHold', 'vip', 'drill'] as const;

/**
 * - `protected`: nothing of these people or accounts is ever cut
 * - `exception`: they keep what one system, or one step in it, would take
 * - `legalHold`: what erases is not done; access is still cut
 * - `vip`: that they leave takes two people to confirm; access is cut then
 * - `drill`: nobody: who exists for drills, and whom alone a drill may cut
 */
export type ExceptionType = (typeof exceptionTypes)[number];

/** What somebody registers, and answers for. */
export interface ExceptionTerms {
	type: ExceptionType;
	/** HR ids, work e-mails, logins or account ids, in lower case. */
	who: string[];
	system: string | null;
	step: string | null;
	owner: string;
	reason: string;
	/** An instant, or null for as long as nobody ends it. */
	expiresAt: string | null;
	registeredBy: string;
}

export interface Exception extends ExceptionTerms {
	id: string;
	registeredAt: string;
	ended: { at: string; by: string; why: string } | null;
}

export type Standing = 'in force' | 'expired' | 'ended';

/** By the clock alone: nobody has to run anything for an exception to stop counting. */
export const standingOf = ({ ended, expiresAt }: Exception, now: Date): Standing => {
	if (ended !== null) return 'ended';
	return expiresAt !== null && Date.parse(expiresAt) <= now.getTime() ? 'expired' : 'in force';
};

export const isInForce = (exception: Exception, now: Date): boolean => standingOf(exception, now) === 'in force';

export const concerns = ({ who }: ExceptionTerms, names: readonly string[]): boolean => names.some((name) => who.includes(asName(name)));

export const untilOf = ({ expiresAt }: ExceptionTerms): string => (expiresAt === null ? 'no expiry' : `until ${shown(expiresAt)}`);

/** `2027-06-30 21:59 UTC` */
export const shown = (instant: string): string => `${instant.slice(0, 16).replace('T', ' ')} UTC`;

/** Who said so, until when and why, to be put into a sentence. */
export const toldOf = (exception: Exception): string => `${exception.id} (owner ${exception.owner}, ${untilOf(exception)}): ${exception.reason.replace(/[.\s]+$/, '')}`;
