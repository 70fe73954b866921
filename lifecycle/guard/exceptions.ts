import { toldOf, type Exception, type ExceptionType } from '../exceptions/exception';
import type { Finding } from './hold';

const ofType = (exceptions: readonly Exception[], type: ExceptionType): Exception[] => exceptions.filter((one) => one.type === type);

/** What the register has against cutting somebody, before any system is asked. */
export const exceptionFindings = (inForce: readonly Exception[]): Finding[] => [
	...ofType(inForce, 'protected').map((one): Finding => ({ code: 'protected', needs: 1, why: `protected by ${toldOf(one)}. Every step refuses as long as that counts, also once this is approved: end ${one.id} in the Evidence Ledger first if it is wrong` })),
	...ofType(inForce, 'vip').map((one): Finding => ({ code: 'vip', needs: 2, why: `on the VIP list by ${toldOf(one)}. Two people have to confirm it` })),
];

/** What stays although access is cut, as far as the register says so. */
export const keptBy = (inForce: readonly Exception[]): string[] => [
	...ofType(inForce, 'exception').map((one) => `${one.system}${one.step === null ? '' : `/${one.step}`} stays by exception ${toldOf(one)}`),
	...ofType(inForce, 'legalHold').map((one) => `what erases is not done, by legal hold ${toldOf(one)}`),
];
