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

export interface Refused {
	ok: false;
	code: VerifyCode;
	/** The first bad record of the bundle, counted from 1. */
	record?: number;
	/** A sentence for an auditor. */
	problem: string;
}

/** What the work gives, or the first thing wrong. `record` says which record it was about, if about one. */
export const orRefused = <Result>(work: () => Result, record: () => number | undefined = () => undefined): Result | Refused => {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof VerificationError)) throw error;
		const number = record();
		return { ok: false, code: error.code, problem: error.message, ...(number === undefined ? {} : { record: number }) };
	}
};
