import { hash } from 'node:crypto';
import { canonicalize } from './canonical';
import { LedgerError } from './errors';
import { hmacWith } from './hash';
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
	const entry = entryText({
		at,
		caseId,
		caseSeq: place.caseSeq,
		commitment: hmacWith(place.salt)(body).toString('hex'),
		kind,
		previous: place.previous === null ? genesis : hash('sha256', place.previous),
		seq: place.seq,
	});
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

interface Entry {
	at: string;
	caseId: string | undefined;
	caseSeq: number | null;
	commitment: string;
	kind: string;
	previous: string;
	seq: number;
}

/** Canonical, like the body, since the members are written in their order. */
const entryText = ({ at, caseId, caseSeq, commitment, kind, previous, seq }: Entry): string => {
	const ofCase = `${caseId === undefined ? '' : `"case":${canonicalize(caseId, 'caseId')},`}${caseSeq === null ? '' : `"caseSeq":${caseSeq},`}`;
	return `{"at":"${at}",${ofCase}"commitment":"${commitment}","kind":"${kind}","prev":"${previous}","seq":${seq},"v":1}`;
};

const bodyText = (content: string, { once, subject }: Pick<NewRecord, 'once' | 'subject'>): string => {
	const named = once === undefined ? '' : `,"once":${canonicalize(once, 'once')}`;
	const about = subject === undefined ? '' : `,"subject":${canonicalize(subject, 'subject')}`;
	return `{"content":${content}${named}${about}}`;
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

const given = <T extends object>(values: T): Given<T> => {
	const some: Given<T> = {};
	for (const key in values) if (values[key] !== undefined) some[key] = values[key] as Exclude<T[typeof key], undefined>;
	return some;
};

const unfit = (name: string, why: string): LedgerError => new LedgerError('bad_record', `The record cannot be kept: ${name} ${why}.`, name);
