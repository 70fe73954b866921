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
	| 'missing_case'
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
	/** The first bad case of a period. */
	caseId?: string;
	/** The first bad record of the case, counted from 1; of a segment, its number in the ledger. */
	record?: number;
	/** A sentence for an auditor. */
	problem: string;
}

/** Where in the evidence a check has come to. */
export type Place = Pick<Refused, 'caseId' | 'record'>;

/** What the work gives, or the first thing wrong. `place` says what it was about. */
export const orRefused = <Result>(work: () => Result, place: () => Place = () => ({})): Result | Refused => {
	try {
		return work();
	} catch (error) {
		if (!(error instanceof VerificationError)) throw error;
		return { ok: false, code: error.code, problem: error.message, ...place() };
	}
};
