import { isInForce, shown, standingOf, toldOf, type Exception } from './exception';

export interface ReviewTerms {
	/** How many days before and after its end an exception is told of. */
	aroundEndDays: number;
	/** After how many days somebody has to look again at what has no end. */
	reviewDays: number;
}

const days = (count: number): number => count * 24 * 60 * 60_000;

const target = ({ type, who, system, step }: Exception): string => JSON.stringify([type, [...who].sort(), system, step]);

/** Registered again since, for the same people and the same access: what was to be looked at has been. */
const isRenewed = (exception: Exception, all: readonly Exception[], now: Date): boolean =>
	all.some((other) => other !== exception && isInForce(other, now) && target(other) === target(exception) && other.registeredAt > exception.registeredAt);

/** Why somebody should look at an exception, or null. */
export const reviewOf = (exception: Exception, all: readonly Exception[], now: Date, { aroundEndDays, reviewDays }: ReviewTerms): string | null => {
	const standing = standingOf(exception, now);
	if (standing === 'ended' || isRenewed(exception, all, now)) return null;
	const untilEnd = exception.expiresAt === null ? Infinity : Date.parse(exception.expiresAt) - now.getTime();
	if (standing === 'expired') return untilEnd > -days(aroundEndDays) ? 'expired: it counts no more' : null;
	if (untilEnd <= days(aroundEndDays)) return 'expires soon: register it again if it is still needed';
	const since = now.getTime() - Date.parse(exception.registeredAt);
	return since >= days(reviewDays) ? `nobody has looked at it since ${shown(exception.registeredAt).slice(0, 10)}: register it again or end it` : null;
};

const names: { [Type in Exception['type']]: string } = { protected: 'Protected', exception: 'Exception', legalHold: 'Legal hold', vip: 'VIP', drill: 'Drill person' };

const whatStays = ({ system, step }: Exception): string => (system === null ? '' : `, keeps ${system}${step === null ? '' : `/${step}`}`);

/** One line for a list in a mail. */
export const lineOf = (exception: Exception, now: Date): string => `${names[exception.type]} ${toldOf(exception)}. For ${exception.who.join(', ')}${whatStays(exception)}; ${standingOf(exception, now)}.`;
