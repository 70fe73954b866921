import { LedgerError } from '../ledger/errors';
import type { JsonObject } from '../ledger/types';

export type ProblemCode =
	| 'unauthorised'
	| 'forbidden'
	| 'not_found'
	| 'rejected'
	| 'throttled'
	| 'vendor_error'
	| 'unreachable'
	| 'timeout'
	| 'bad_answer'
	| 'cancelled'
	| 'superseded'
	| 'misconfigured';

/** The same request may succeed later without anybody changing anything. */
const passing: ReadonlySet<ProblemCode> = new Set(['throttled', 'vendor_error', 'unreachable', 'timeout', 'bad_answer']);

/**
 * Anything that went wrong with a system. The message is written for an administrator:
 * what happened, to what, and what to do next. Callers switch on `code`, never on the text.
 */
export class Problem extends Error {
	override readonly name = 'Problem';

	constructor(
		readonly code: ProblemCode,
		message: string,
		/** Vendor codes and request ids, kept as evidence. Never a secret. */
		readonly evidence: JsonObject = {},
	) {
		super(message);
	}

	get passing(): boolean {
		return passing.has(this.code);
	}
}

/** For errors nobody foresaw: still a sentence, never a stack in front of an administrator. */
export const asProblem = (error: unknown): Problem => {
	if (error instanceof Problem) return error;
	if (error instanceof LedgerError) return new Problem('misconfigured', error.message, { ledger: error.code });
	return new Problem('bad_answer', `Something unforeseen went wrong: ${error instanceof Error ? error.message : String(error)}`);
};
