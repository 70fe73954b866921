import { randomUUID } from 'node:crypto';
import type { Clock } from './clock';
import type { Lease, Ledger } from '../ledger/types';
import { Problem } from './problem';

const leaseMs = 15_000;

const allCases = 'case/';
const caseKey = (caseId: string) => `${allCases}${caseId}/`;

/**
 * Says that somebody works on the case, also while they wait for minutes and write nothing. Ends by itself with the
 * process, so that a case is taken up again after a crash and not before.
 */
export const workingOn = async (ledger: Ledger, clock: Clock, caseId: string): Promise<() => Promise<void>> => {
	const lease = await ledger.lease(caseKey(caseId) + randomUUID(), 'working', leaseMs);
	const stop = clock.every(leaseMs / 3, () => void lease?.renew().catch(() => undefined));
	return async () => {
		stop();
		await lease?.release();
	};
};

export const isWorkedOn = async (ledger: Ledger, caseId: string): Promise<boolean> => (await ledger.activeLeases(caseKey(caseId))).length > 0;

/** All cases that somebody works on at this moment; an id of a case has no slash in it. */
export const workedOnNow = async (ledger: Ledger): Promise<ReadonlySet<string>> => new Set((await ledger.activeLeases(allCases)).map((key) => key.slice(allCases.length, key.indexOf('/', allCases.length))));

export interface Claim {
	/** Throws once somebody else may have taken over, so that a paused process cannot write behind its successor's back. */
	stillOurs(): void;
	release(): Promise<void>;
}

/**
 * One worker at a time for one account, whichever case or process it comes from.
 * A worker that was killed is succeeded as soon as its lease has run out.
 */
export const claimAccount = async (
	ledger: Ledger,
	clock: Clock,
	key: string,
	owner: string,
	signal?: AbortSignal,
): Promise<Claim> => {
	let lease: Lease | undefined;
	while ((lease = await ledger.lease(key, owner, leaseMs)) === undefined) await clock.sleep(200, signal);
	const held = lease;
	let lost = false;
	let renewedAt = clock.now().getTime();
	const stop = clock.every(leaseMs / 3, () => {
		held.renew().then(
			(ours) => {
				if (ours) renewedAt = clock.now().getTime();
				else lost = true;
			},
			() => undefined, // a renewal that failed shows in renewedAt growing old
		);
	});
	return {
		stillOurs: () => {
			if (lost || clock.now().getTime() - renewedAt > leaseMs) {
				throw new Problem('superseded', 'Another worker took this account over while this one was paused. Nothing more was changed from here; look at the other execution of the same case.');
			}
		},
		release: async () => {
			stop();
			await held.release();
		},
	};
};
