import type { Ledger } from '../../ledger/types';
import { isWithin } from '../places';
import { concerns, isInForce, toldOf, type Exception } from './exception';
import { exceptionsIn } from './register';

/** What keeps a step from being carried out, and by which exception where it is one. */
export interface Hold {
	outcome: 'refused' | 'held';
	exception?: string;
	/** A sentence without its end. */
	why: string;
}

/** What a cut is about to do, as exceptions see it. */
export interface Target {
	system: string;
	step: string;
	erases: boolean;
}

/** All that is in force for these names, at this very moment. */
export const inForceFor = async (ledger: Ledger, names: readonly string[], now: Date): Promise<Exception[]> =>
	(await exceptionsIn(ledger)).filter((exception) => isInForce(exception, now) && concerns(exception, names));

/** Of several the one that lasts longest is named: only when that is over, something changes. */
const longest = (exceptions: readonly Exception[]): Exception | undefined => {
	const end = ({ expiresAt }: Exception) => (expiresAt === null ? Infinity : Date.parse(expiresAt));
	return exceptions.reduce<Exception | undefined>((last, one) => (last === undefined || end(one) > end(last) ? one : last), undefined);
};

const ofType = (exceptions: readonly Exception[], type: Exception['type']) => exceptions.filter((exception) => exception.type === type);

export const protectionAmong = (inForce: readonly Exception[]): Hold | null => {
	const protection = longest(ofType(inForce, 'protected'));
	return protection ? { outcome: 'refused', exception: protection.id, why: `protected by ${toldOf(protection)}. If that is wrong, end ${protection.id} in the Evidence Ledger and run the case again` } : null;
};

export const holdAmong = (inForce: readonly Exception[], { system, step, erases }: Target): Hold | null => {
	const protection = protectionAmong(inForce);
	if (protection) return protection;
	const exception = longest(ofType(inForce, 'exception').filter((one) => one.system !== null && isWithin(one.system, system) && (one.step === null || one.step === step)));
	if (exception) return { outcome: 'held', exception: exception.id, why: `kept by exception ${toldOf(exception)}. When it has ended, run the case again` };
	const hold = erases ? longest(ofType(inForce, 'legalHold')) : undefined;
	return hold ? { outcome: 'held', exception: hold.id, why: `it would destroy what legal hold ${toldOf(hold)} keeps. Access is cut by the other steps; when the hold has ended, run the case again` } : null;
};
