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
	/** How many of the records have their content here. Without it nothing is said about it; with it, it is the one recorded. */
	withContent: number;
	origin: string;
	/** base64 of the root hash over all records up to `to`, those before the segment too. */
	root: string;
	/** hex SHA-256 of the last entry, which the first of the next segment points back to. */
	last: string;
	vkey: string;
	/** false where the key is only what the file says it is. */
	keyTrusted: boolean;
	heldCheckpoint?: HeldCheckpoint;
}

/** Checks a segment. With the one before it, also that both together are the ledger, without a gap between them. */
export const verifySegment = (text: string, known: Known = {}, previous?: VerifiedSegment): VerifiedSegment | Refused => {
	let record: number | undefined;
	return orRefused(
		() => check(text, known, previous, (number) => (record = number)),
		() => (record === undefined ? {} : { record }),
	);
};

type Located = (seq: number | undefined) => void;

const check = (text: string, known: Known, previous: VerifiedSegment | undefined, at: Located): VerifiedSegment => {
	const segment = readSegment(text);
	const key = checkKey(segment.vkey, known, 'segment');
	const checkpoint = openCheckpoint(segment.checkpoint, key, 'The checkpoint');
	const held = known.checkpoint === undefined ? undefined : openHeld(known.checkpoint, key, checkpoint);
	if (held !== undefined) isSame(held, checkpoint);
	const { from, to } = segment;
	if (checkpoint.size !== to) throw new VerificationError('checkpoint', `The checkpoint is for ${checkpoint.size} records, but the segment ends with ${to}.`);
	const tree = treeBefore(segment);
	if (previous !== undefined) checkFollowing(segment, tree, previous);

	const roots = [rootAt(held, from, tree)];
	const entries: Entry[] = [];
	let withContent = 0;
	for (const [index, record] of segment.records.entries()) {
		const seq = from + index;
		at(seq);
		const entry = checkRecord(record, seq, `Record ${seq}`);
		if (index > 0 || previous !== undefined) checkLink(entry, entries.at(-1), previous, segment.records[index + 1], at);
		if (record.body !== null) withContent += 1;
		entries.push(entry);
		tree.add(leafHash(entry.text));
		roots.push(rootAt(held, seq + 1, tree));
	}
	at(from + Math.min(entries.length, to - from));
	if (entries.length < to - from) throw new VerificationError('missing_record', `Record ${from + entries.length} is missing: the segment should end with record ${to - 1}.`);
	if (entries.length > to - from) throw new VerificationError('format', `The segment should end with record ${to - 1}, and more follow.`);
	const root = tree.root();
	if (!equalBytes(root, checkpoint.root)) {
		at(to - 1);
		throw new VerificationError('inclusion', `These records are not those that were signed: record ${to - 1} was changed${from === 0 ? '' : ', or the hashes of what comes before the segment'}.`);
	}
	at(undefined);
	const [first, last] = [entries[0]!, entries.at(-1)!];
	return {
		ok: true,
		from, to,
		firstAt: first.at,
		lastAt: last.at,
		withContent,
		origin: checkpoint.origin,
		root: toBase64(root),
		last: toHex(sha256(utf8(last.text))),
		vkey: segment.vkey,
		keyTrusted: known.vkey !== undefined,
		...(held === undefined ? {} : { heldCheckpoint: standing(held, checkpoint, roots.find((one) => one !== undefined)) }),
	};
};
