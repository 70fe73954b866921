import type { BundleRecord, JsonObject } from '../types';
import { toHex, utf8 } from './bytes';
import { hmacSha256 } from './hmac';
import { decodeBase64, hasMembers, isObject, parseCanonical } from './json';
import { sha256 } from './primitives';
import { VerificationError } from './problem';

/** What the ledger says of a record for ever, also after its content was erased. */
export interface Entry {
	text: string;
	seq: number;
	at: string;
	kind: string;
	caseId: string | null;
	caseSeq: number | null;
	commitment: string;
	prev: string;
}

export interface Body {
	content: JsonObject;
	subject: string | null;
	once: string | null;
}

const hex32 = /^[0-9a-f]{64}$/;
const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** No 30 February, and no hour 24: what is written that way is none of our records. */
const isOnCalendar = (at: string): boolean => {
	const time = Date.parse(at);
	return !Number.isNaN(time) && new Date(time).toISOString() === at;
};
export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** `who` is how the record is called in the sentence, such as “Record 3 of 7”. */
export const readEntry = (text: string, who: string): Entry => {
	const entry = parseCanonical(text, `${who}: its entry`);
	const { at, kind, commitment, prev, seq, v, case: caseId, caseSeq } = entry;
	const inCase = caseId !== undefined;
	const fits =
		hasMembers(entry, ['at', 'commitment', 'kind', 'prev', 'seq', 'v'], ['case', 'caseSeq']) &&
		v === 1 && isCount(seq) && typeof kind === 'string' && kind !== '' &&
		typeof at === 'string' && instant.test(at) && isOnCalendar(at) &&
		typeof commitment === 'string' && hex32.test(commitment) && typeof prev === 'string' && hex32.test(prev) &&
		(inCase ? typeof caseId === 'string' && caseId !== '' && isCount(caseSeq) : caseSeq === undefined);
	if (!fits) throw new VerificationError('entry', `${who} does not have the form of a ledger entry.`);
	return { text, seq, at, kind, caseId: textOrNull(caseId), caseSeq: inCase ? (caseSeq as number) : null, commitment, prev };
};

/** null where the body was erased; whether that was allowed is for the caller to say. */
export const readBody = (entry: Entry, { body, salt }: Pick<BundleRecord, 'body' | 'salt'>, who: string): Body | null => {
	if (body === null && salt === null) return null;
	const key = decodeBase64(salt, 32);
	if (body === null || key === undefined) throw new VerificationError('commitment', `${who} lacks its content, or the salt that proves it.`);
	if (toHex(hmacSha256(key, utf8(body))) !== entry.commitment) {
		throw new VerificationError('commitment', `${who} was changed: its content is not what the ledger recorded.`);
	}
	const parsed = parseCanonical(body, `${who}: its content`);
	const { content, subject, once } = parsed;
	const fits =
		hasMembers(parsed, ['content'], ['once', 'subject']) && isObject(content) &&
		[subject, once].every((value) => value === undefined || typeof value === 'string');
	if (!fits) throw new VerificationError('entry', `${who} does not have the form of a ledger record.`);
	return { content, subject: textOrNull(subject), once: textOrNull(once) };
};

const genesis = '0'.repeat(64);

/** `before` is the entry with the number before, where it is known. */
export const followsOn = (entry: Entry, before: Entry | null): boolean => {
	if (entry.seq === 0) return entry.prev === genesis;
	return before === null || entry.prev === toHex(sha256(utf8(before.text)));
};

/** The records whose content this one says was erased. */
export const erasedBy = (kind: string, body: Body | null): readonly unknown[] => {
	const seqs = kind === 'record.erased' ? body?.content['seqs'] : undefined;
	return Array.isArray(seqs) ? seqs : [];
};
