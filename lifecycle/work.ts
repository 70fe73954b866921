import type { Json, Ledger } from '../ledger/types';
import type { CarriedOut } from './carryOut';
import type { Clock } from './clock';
import type { Outcome } from './outcome';
import type { Person } from './person';
import type { Patience } from './readBack';

export interface Work {
	ledger: Ledger;
	clock: Clock;
	patience: Patience;
	caseId: string;
	run: string;
	node: string;
	dryRun: boolean;
	/** Names this worker among all that may run the same case. */
	worker: string;
	signal?: AbortSignal;
	/** Whether another place of the same kind has an account of the person, where one node works in several. */
	foundElsewhere?: () => Promise<boolean>;
}

export type PersonRef = Pick<Person, 'id' | 'workEmail'>;
export type Ending = Pick<CarriedOut<Json>, 'outcome' | 'verified' | 'reason' | 'requestedAt' | 'effectiveAt' | 'verifiedAt' | 'exception'>;

/** The end of something that was not carried out. */
export const ending = (outcome: Outcome, reason: string): Ending => ({
	outcome,
	verified: false,
	reason,
	requestedAt: null,
	effectiveAt: null,
	verifiedAt: null,
});
