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
	/** Where one node works in several places of one kind: tells the others whether the person was found here, and asks them. */
	places?: { tell(found: boolean): void; foundElsewhere(): Promise<boolean> };
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
