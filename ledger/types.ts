/** JSON as the canonicaliser accepts it: no undefined, no class instances, no unsafe numbers. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What a caller asks the ledger to keep. */
export interface NewRecord {
	kind: string;
	/** The case this belongs to; absent for records about the ledger or about refused webhooks. */
	caseId?: string;
	/** What the record is about, for look-up: `okta/00u1/blockSignIn`. Erased together with the content. */
	subject?: string;
	/** A key that can be recorded once, ever. A second append with it writes nothing and returns the first record. */
	once?: string;
	/** May hold personal data; only a salted hash of it goes into the tree, so that it can be erased later. */
	content: JsonObject;
}

export interface LedgerRecord {
	seq: number;
	at: string;
	kind: string;
	caseId?: string;
	subject?: string;
	once?: string;
	/** null once erased. */
	content: JsonObject | null;
}

export interface Appended {
	record: LedgerRecord;
	/** false when `once` had been recorded before and nothing was written. */
	appended: boolean;
}

export interface RecordQuery {
	caseId?: string;
	kinds?: readonly string[];
	subject?: string;
	once?: string;
	/** Records with a higher seq only. */
	afterSeq?: number;
	/** Records with a lower seq only. */
	beforeSeq?: number;
	/** Newest first instead of oldest first. */
	newestFirst?: boolean;
	limit?: number;
}

/** A claim on one piece of work, so that two workers never do it at once. Not evidence: it says who is busy, not what happened. */
export interface Lease {
	renew(): Promise<boolean>;
	release(): Promise<void>;
}

export interface LedgerHead {
	size: number;
	/** base64 of the RFC 6962 root hash. */
	root: string;
}

export interface BundleRecord {
	/** The canonical entry, byte for byte as hashed into the tree. */
	entry: string;
	/** The canonical body the entry commits to, or null where it was erased. */
	body: string | null;
	/** base64; with it the body's commitment can be checked. null where the body was erased. */
	salt: string | null;
	/** base64 sibling hashes, leaf to root. */
	proof: string[];
}

export interface Bundle {
	format: 'jml-bundle/1';
	caseId: string;
	exportedAt: string;
	/** The key the checkpoint is signed with, as a C2SP verifier key. An auditor compares it with the one given to them. */
	vkey: string;
	/** C2SP signed note. */
	checkpoint: string;
	/** Signed note saying how many records the case has as of the checkpoint, so that the last ones cannot be cut off. */
	statement: string;
	/** Connects the checkpoint with an earlier state of the ledger, where somebody who holds a checkpoint of it asked for that. */
	consistency?: { size: number; root: string; proof: string[] };
	records: BundleRecord[];
}

/** A record without a proof of its own: where it is in the tree follows from what it is listed with. */
export type BareRecord = Omit<BundleRecord, 'proof'>;

/** All cases of a period under one checkpoint, so that an auditor can draw samples from the whole. */
export interface PeriodBundle {
	format: 'jml-period/1';
	/** Instants; the end is not part of the period. */
	from: string;
	to: string;
	exportedAt: string;
	vkey: string;
	checkpoint: string;
	/** Signed note that names each case and how many records it has, so that neither a case nor a record can be left out. */
	statement: string;
	/** The hashes that the inclusion proofs of all records need, each once: base64 by the leaves it covers, `first-end`. */
	nodes: { [range: string]: string };
	cases: { caseId: string; records: BareRecord[] }[];
}

/** Records without a gap, for keeping elsewhere. Segments that follow on each other are the ledger. */
export interface Segment {
	format: 'jml-segment/1';
	/** The first record, and the one after the last. */
	from: number;
	to: number;
	vkey: string;
	/** Signed note over exactly `to` records. */
	checkpoint: string;
	/** base64 hashes of the complete subtrees before `from`, left to right: with the records they give the checkpoint's root. */
	frontier: string[];
	/** Without content where only the entries were asked for; body and salt are null then as if erased. */
	records: BareRecord[];
}

/** Whose content is erased: everything of a case, or single records that belong to none. */
export type Erasure = ({ caseId: string; seqs?: undefined } | { caseId?: undefined; seqs: readonly number[] }) & {
	/** Why, and under which rule: kept in the record of the erasure, and so without personal data. */
	content: JsonObject;
};

export interface Ledger {
	/** As it stands in its key: `n8n.example.com/jml-ledger`. */
	origin: string;
	/** Durable before it resolves. Refuses content that holds a secret. */
	append(record: NewRecord): Promise<Appended>;
	records(query: RecordQuery): Promise<LedgerRecord[]>;
	/** undefined while somebody else holds it. */
	lease(key: string, owner: string, ttlMs: number): Promise<Lease | undefined>;
	/** Keys of the leases alive now that start with the prefix. */
	activeLeases(prefix: string): Promise<string[]>;
	head(): Promise<LedgerHead>;
	/** Signs the present size and root; the same size is signed once. */
	checkpoint(): Promise<string>;
	vkey(): Promise<string>;
	/** With a checkpoint somebody holds, the bundle also proves that this ledger is the one it was signed for. */
	exportCase(caseId: string, heldCheckpoint?: string): Promise<Bundle>;
	/** Which cases belong to the period is for the caller to find. */
	exportPeriod(period: { from: string; to: string }, caseIds: readonly string[]): Promise<PeriodBundle>;
	exportSegment(range: { from: number; to: number }, withContent: boolean): Promise<Segment>;
	/** Erases content for ever and records that it did, both or neither. Every proof goes on holding. Gives the numbers of the records that lost their content. */
	erase(erasure: Erasure): Promise<number[]>;
	/** Recomputes everything from the stored bytes. */
	verify(): Promise<{ ok: true; head: LedgerHead } | { ok: false; seq: number | null; problem: string }>;
	close(): Promise<void>;
}
