export type LedgerErrorCode =
	| 'not_canonical'
	| 'secret'
	| 'bad_record'
	| 'case_moved_on'
	| 'unknown_case'
	| 'bad_checkpoint'
	| 'bad_origin'
	| 'node_too_old'
	| 'key'
	| 'newer_schema'
	| 'busy'
	/** Somebody else was first. */
	| 'conflict'
	| 'storage'
	/** The database went away; what was under way may have been kept or not. */
	| 'unreachable'
	| 'damaged'
	| 'closed';

/** Anything the ledger refuses or cannot do. Callers switch on `code`; the message is for an administrator and never repeats a value. */
export class LedgerError extends Error {
	override readonly name = 'LedgerError';

	constructor(
		readonly code: LedgerErrorCode,
		message: string,
		/** Where in the record, for codes that concern one place in it. */
		readonly path: string | null = null,
	) {
		super(message);
	}
}
