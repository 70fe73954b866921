import { hash } from 'node:crypto';
import { canonicalize } from './canonical';
import { LedgerError } from './errors';
import { assertNoSecrets } from './secrets';
import type { JsonObject, LedgerRecord, NewRecord } from './types';

/**
 * A record is an entry and a body. The entry is hashed into the tree and says who comes after whom:
 *   {at, case?, caseSeq?, commitment, kind, prev, seq, v: 1}
 * The body is {content, once?, subject?}; the entry holds only its HMAC under a salt of its own. Deleting body
 * and salt therefore erases personal data beyond guessing while every hash, proof and signature still holds.
 * `caseSeq` counts the records of the case, so that a bundle shows when one has been left out.
 */
export interface StoredRecord {
	seq: number;
	kind: string;
	caseId: string | null;
	caseSeq: number | null;
	subject: string | null;
	once: string | null;
	entry: string;
	/** Body and salt are null once erased. */
	body: string | null;
	salt: string | null;
}

/** Where a new record goes. */
export interface Place {
	seq: number;
	/** The entry before it. */
	previous: string | null;
	caseSeq: number | null;
	at: Date;
	salt: Buffer;
}

export const genesis = '0'.repeat(64);

/** Closing a case says how many records it has; see `caseRecords` below. */
export const caseClosed = 'case.closed';

/** What the key of an erased record begins with; see `blinded`. */
export const erasedOnce = 'erased/';

const kindForm = /^[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*$/;

const longestKey = 500;

/** A copy of what the caller gave, read exactly once, fit to be kept. */
export interface Accepted extends NewRecord {
	/** The content as it is kept. */
	text: string;
}

export const accept = (record: NewRecord): Accepted => {
	const { kind, caseId, subject, once } = record;
	if (typeof kind !== 'string' || !kindForm.test(kind)) throw unfit('kind', 'is not a name like step.settled');
	if (record.content === null || typeof record.content !== 'object' || Array.isArray(record.content)) {
		throw unfit('content', 'is not an object');
	}
	for (const [name, value] of Object.entries({ caseId, subject, once })) {
		if (value === undefined) continue;
		if (typeof value !== 'string' || value === '') throw unfit(name, 'is not a text');
		// They are looked up by, and no database indexes more than a line.
		if (value.length > longestKey) throw unfit(name, `is longer than ${longestKey} characters`);
		if (/\p{Cc}/u.test(value)) throw unfit(name, 'holds a control character');
	}
	if (once?.startsWith(erasedOnce)) throw unfit('once', 'begins like that of an erased record');
	if (kind === caseClosed && caseId === undefined) throw unfit('caseId', 'is missing: a case cannot be closed without saying which');
	const text = canonicalize(record.content, 'content');
	const content = JSON.parse(text) as JsonObject;
	const accepted = { kind, content, text, ...given({ caseId, subject, once }) };
	assertNoSecrets(accepted);
	return accepted;
};

export const compose = (record: Accepted, place: Place): { stored: StoredRecord; kept: LedgerRecord } => {
	const { kind, caseId, subject, once } = record;
	const content = closing(record, place);
	const body = bodyText(content === record.content ? record.text : canonicalize(content, 'content'), { once, subject });
	const at = place.at.toISOString();
	const entry = canonicalize({
		at,
		...given({ case: caseId, caseSeq: place.caseSeq ?? undefined }),
		commitment: hmac(place.salt, body),
		kind,
		prev: place.previous === null ? genesis : hash('sha256', place.previous),
		seq: place.seq,
		v: 1,
	}, 'entry');
	const stored = {
		seq: place.seq,
		kind,
		caseId: caseId ?? null,
		caseSeq: place.caseSeq,
		subject: subject ?? null,
		once: once ?? null,
		entry,
		body,
		salt: place.salt.toString('base64'),
	};
	return { stored, kept: { seq: place.seq, at, kind, content, ...given({ caseId, subject, once }) } };
};

/** Canonical, since the three members are written in their order. */
const bodyText = (content: string, { once, subject }: Pick<NewRecord, 'once' | 'subject'>): string => {
	const members = [`"content":${content}`];
	if (once !== undefined) members.push(`"once":${canonicalize(once, 'once')}`);
	if (subject !== undefined) members.push(`"subject":${canonicalize(subject, 'subject')}`);
	return `{${members.join(',')}}`;
};

const blockBytes = 64;

/** RFC 2104, by two plain hashes: setting up Node's own takes longer than both. */
const hmac = (key: Buffer, text: string): string => {
	const padded = Buffer.alloc(blockBytes);
	key.copy(padded);
	const inner = hash('sha256', Buffer.concat([padded.map((byte) => byte ^ 0x36), Buffer.from(text)]), 'buffer');
	return hash('sha256', Buffer.concat([padded.map((byte) => byte ^ 0x5c), inner]));
};

/**
 * The count is ours to make, since only here no other record can slip in between. A caller who gives one has
 * reached a verdict over that many records, and is told when there are more by now.
 */
const closing = ({ kind, content }: NewRecord, { caseSeq }: Place): JsonObject => {
	if (kind !== caseClosed || caseSeq === null) return content;
	const caseRecords = caseSeq + 1;
	if (content['caseRecords'] !== undefined && content['caseRecords'] !== caseRecords) {
		throw new LedgerError('case_moved_on', `The case has other records than the verdict was reached over: ${caseRecords} with this one. Look at it again, then close it.`, 'content.caseRecords');
	}
	return { ...content, caseRecords };
};

export const readRecord = (stored: StoredRecord): LedgerRecord => {
	const { at } = JSON.parse(stored.entry) as { at: string };
	const body = stored.body === null ? null : (JSON.parse(stored.body) as { content: JsonObject });
	return {
		seq: stored.seq,
		at,
		kind: stored.kind,
		content: body === null ? null : body.content,
		...given({ caseId: stored.caseId ?? undefined, subject: stored.subject ?? undefined, once: body === null ? undefined : (stored.once ?? undefined) }),
	};
};

type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

const given = <T extends object>(values: T): Given<T> =>
	Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;

const unfit = (name: string, why: string): LedgerError => new LedgerError('bad_record', `The record cannot be kept: ${name} ${why}.`, name);
