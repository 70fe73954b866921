export type VerifyCode =
	/** What the caller gave to check against is itself unusable. */
	| 'argument'
	| 'format'
	| 'not_canonical'
	| 'key'
	| 'other_ledger'
	| 'signature'
	| 'checkpoint'
	| 'entry'
	| 'other_case'
	| 'order'
	| 'missing_record'
	| 'link'
	| 'commitment'
	| 'erased'
	| 'inclusion'
	| 'statement'
	| 'closing'
	| 'consistency';

/** The first thing wrong, in words for an auditor. */
export class VerificationError extends Error {
	override readonly name = 'VerificationError';

	constructor(
		readonly code: VerifyCode,
		message: string,
	) {
		super(message);
	}
}
