import type { BareRecord, Json, Segment } from '../types';
import { isBareRecord } from './bundle';
import { equalBytes, toBase64, toHex, utf8 } from './bytes';
import { isSame, openHeld, type HeldCheckpoint } from './held';
import { decodeBase64, hasMembers, isObject, parseStrict } from './json';
import { checkKey, type Known } from './known';
import { leafHash, treeOf, type GrowingTree } from './merkle';
import { openCheckpoint, type Checkpoint } from './note';
import { sha256 } from './primitives';
import { orRefused, VerificationError, type Refused } from './problem';
import { followsOn, readBody, readEntry, type Entry } from './record';

export interface VerifiedSegment {
	ok: true;
	/** The first record, and the one after the last. */
	from: number;
	to: number;
	firstAt: string;
	lastAt: string;
	/** How many records have their content here. Of the others only the entries are proven. */
	withContent: number;
	origin: string;
	/** base64 of the root hash over all records before `to`. */
	root: string;
	/** hex SHA-256 of the last entry: what the next segment's first record points back to. */
	last: string;
	vkey: string;
	/** false where the key is only what the file says it is. */
	keyTrusted: boolean;
	heldCheckpoint?: HeldCheckpoint;
}

/** Checks a segment. Given the one before it, also that the two follow on each other. */
export const verifySegment = (text: string, known: Known = {}, previous?: VerifiedSegment): VerifiedSegment | Refused => {
	let record: number | undefined;
	return orRefused(
		() => check(text, known, previous, (seq) => (record = seq)),
		() => (record === undefined ? {} : { record }),
	);
};

/** Which record an error is about, by its number in the ledger. */
type Located = (seq: number) => void;

const check = (text: string, known: Known, previous: VerifiedSegment | undefined, at: Located): VerifiedSegment => {
	const segment = readSegment(text);
	const key = checkKey(segment.vkey, known, 'segment');
	const checkpoint = openCheckpoint(segment.checkpoint, key, 'The checkpoint');
	const held = known.checkpoint === undefined ? undefined : openHeld(known.checkpoint, key, checkpoint);
	const { from, to, records } = segment;
	if (checkpoint.size !== to) throw new VerificationError('checkpoint', `The checkpoint was signed over ${checkpoint.size} records, and the segment ends after ${to}.`);
	const tree = treeBefore(segment);
	if (previous !== undefined) checkFollowing(segment, tree.root(), previous);

	let heldRoot = held?.size === from ? tree.root() : undefined;
	const entries = records.map((record, index) => {
		at(from + index);
		const entry = checkRecord(record, from + index);
		tree.add(leafHash(entry.text));
		if (held?.size === entry.seq + 1) heldRoot = tree.root();
		return entry;
	});
	checkLinks(entries, previous?.last, at);
	checkEnd(segment, entries.length, at);
	if (!equalBytes(tree.root(), checkpoint.root)) {
		at(to - 1);
		throw new VerificationError('inclusion', `Record ${to - 1} was changed${from === 0 ? '' : ', or the hashes of what comes before the segment were'}: the records do not lead to the root that was signed.`);
	}
	return {
		ok: true,
		from,
		to,
		firstAt: entries[0]!.at,
		lastAt: entries.at(-1)!.at,
		withContent: records.filter(({ body }) => body !== null).length,
		origin: checkpoint.origin,
		root: toBase64(checkpoint.root),
		last: hashOf(entries.at(-1)!),
		vkey: segment.vkey,
		keyTrusted: known.vkey !== undefined,
		...(held === undefined ? {} : { heldCheckpoint: standingOf(held, heldRoot, checkpoint) }),
	};
};

const segmentFormat = 'jml-segment/1';

/** A segment of the right form. What it says is not believed yet. */
const readSegment = (text: string): Segment => {
	const segment = parseStrict(text, 'The segment');
	if (!isObject(segment) || segment['format'] !== segmentFormat) {
		throw new VerificationError('format', `This is not a segment of format ${segmentFormat}. Check that it is the file that was shipped, or use a newer verifier.`);
	}
	const { from, to, vkey, checkpoint, frontier, records } = segment;
	const fits =
		hasMembers(segment, ['format', 'from', 'to', 'vkey', 'checkpoint', 'frontier', 'records']) &&
		isNumber(from) && isNumber(to) && from < to && typeof vkey === 'string' && typeof checkpoint === 'string' && Array.isArray(frontier) && Array.isArray(records);
	if (!fits) throw new VerificationError('format', 'The segment lacks a part, or has one that does not belong there.');
	return segment as unknown as Segment;
};

const isNumber = (value: Json | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const treeBefore = ({ from, frontier }: Segment): GrowingTree => {
	const hashes = frontier.map((hash) => decodeBase64(hash, 32)).filter((hash) => hash !== undefined);
	const tree = hashes.length === frontier.length ? treeOf(from, hashes) : undefined;
	if (tree === undefined) throw new VerificationError('format', `The hashes of the ${from} records before the segment are not those of so many.`);
	return tree;
};

const checkFollowing = ({ from, vkey }: Segment, rootBefore: Uint8Array, previous: VerifiedSegment): void => {
	if (vkey !== previous.vkey) throw new VerificationError('key', `The segment before was signed with another key: with ${previous.vkey}.`);
	if (from > previous.to) throw new VerificationError('missing_record', `Records ${previous.to} to ${from - 1} are missing: the segment before ends earlier.`);
	if (from < previous.to) throw new VerificationError('order', `The segment begins with record ${from}, and the one before ends with record ${previous.to - 1}.`);
	if (toBase64(rootBefore) !== previous.root) throw new VerificationError('consistency', `The ledger was rewritten: this segment and the one before are of two different histories of ${from} records.`);
};

const checkRecord = (record: BareRecord, seq: number): Entry => {
	const who = `Record ${seq}`;
	if (!isBareRecord(record as unknown as Json)) throw new VerificationError('format', `${who} lacks a part, or has one that does not belong there.`);
	const entry = readEntry(record.entry, who);
	if (entry.seq > seq) throw new VerificationError('missing_record', `${who} is missing or out of place: in its place stands record ${entry.seq}.`);
	if (entry.seq < seq) throw new VerificationError('order', `${who} is out of place: it is record ${entry.seq}.`);
	if (entry.seq === 0 && !followsOn(entry, null)) throw new VerificationError('link', 'Record 0 claims to follow on another.');
	readBody(entry, record, who);
	return entry;
};

const hashOf = ({ text }: Entry): string => toHex(sha256(utf8(text)));

/**
 * Each record points back to the one before. Where that breaks, one of the two was changed: the later one, if the record
 * after it does not point to it either.
 */
const checkLinks = (entries: readonly Entry[], last: string | undefined, at: Located): void => {
	const hashes = entries.map(hashOf);
	for (const [index, { seq, prev }] of entries.entries()) {
		const before = index === 0 ? last : hashes[index - 1];
		if (before === undefined || prev === before) continue;
		const next = entries[index + 1];
		if (index > 0 && next === undefined) {
			at(seq - 1);
			throw new VerificationError('link', `Record ${seq} does not follow from record ${seq - 1}: one of the two was changed.`);
		}
		const changed = index > 0 && next?.prev === hashes[index] ? seq - 1 : seq;
		at(changed);
		throw new VerificationError('link', `Record ${changed} was changed: the records around it do not fit it.`);
	}
};

const checkEnd = ({ from, to }: Segment, found: number, at: Located): void => {
	if (found === to - from) return;
	at(Math.min(from + found, to));
	if (found < to - from) throw new VerificationError('missing_record', `Record ${from + found} is missing: the segment ends with record ${to - 1}.`);
	throw new VerificationError('order', `The segment ends with record ${to - 1}, and more follow.`);
};

const standingOf = (held: Checkpoint, root: Uint8Array | undefined, checkpoint: Checkpoint): HeldCheckpoint => {
	if (root === undefined) return 'not_proven';
	isSame(held, { ...checkpoint, size: held.size, root });
	return held.size === checkpoint.size ? 'same' : 'continued';
};
