import { sha256 } from './hash';

/** A complete subtree: the 2^level leaves from index * 2^level on. Once complete it never changes, so it is stored. */
export interface Subtree {
	level: number;
	index: number;
}

// RFC 6962 2.1: the prefixes keep a leaf from being passed off as a node.
const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);

export const leafHash = (entry: string): Buffer => sha256(leafPrefix, entry);
export const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(nodePrefix, left, right);
export const emptyRoot = sha256();

/** The complete subtrees that make up the leaves from start to before end, left to right: O(log n) of them. */
const cover = (start: number, end: number): Subtree[] => {
	const subtrees: Subtree[] = [];
	let from = start;
	while (from < end) {
		let level = 0;
		let width = 1;
		while (from % (width * 2) === 0 && from + width * 2 <= end) {
			width *= 2;
			level += 1;
		}
		subtrees.push({ level, index: from / width });
		from += width;
	}
	return subtrees;
};

export const frontier = (size: number): Subtree[] => cover(0, size);

/** The hash of neighbouring subtrees as `cover` lists them. */
export const combine = (hashes: readonly Buffer[]): Buffer =>
	hashes.length === 0 ? emptyRoot : hashes.reduceRight((right, left) => nodeHash(left, right));

/** The subtrees of which this leaf is the last: itself, and each that it completes, smallest first. */
export const completedBy = (leaf: number): Subtree[] => {
	const subtrees = [{ level: 0, index: leaf }];
	for (let level = 0, index = leaf; index % 2 === 1; level += 1) {
		index = (index - 1) / 2;
		subtrees.push({ level: level + 1, index });
	}
	return subtrees;
};

/** The leaf that completes a subtree. */
export const lastLeafOf = ({ level, index }: Subtree): number => (index + 1) * 2 ** level - 1;

const bytesOfHash = 32;

/** The hashes of the subtrees that a leaf completes, as they are kept with it. */
export const joinHashes = (hashes: readonly Buffer[]): string => Buffer.concat(hashes).toString('base64');

export const hashAt = (joined: string, level: number): Buffer | undefined => {
	const hash = Buffer.from(joined, 'base64').subarray(level * bytesOfHash, (level + 1) * bytesOfHash);
	return hash.length === bytesOfHash ? hash : undefined;
};

/** The hashes of what a leaf completes; `neighbours` are the left halves of it, smallest first. */
export const grow = (leaf: Buffer, neighbours: readonly Buffer[]): Buffer[] => {
	const grown = [leaf];
	for (const left of neighbours) grown.push(nodeHash(left, grown.at(-1)!));
	return grown;
};

const largestPowerBelow = (size: number): number => {
	let power = 1;
	while (power * 2 < size) power *= 2;
	return power;
};

/** RFC 6962 2.1.1, leaf to root: each group of subtrees, combined, is one hash of the proof. */
export const inclusionProof = (leaf: number, size: number): Subtree[][] => {
	const path = (start: number, end: number): Subtree[][] => {
		if (end - start === 1) return [];
		const split = start + largestPowerBelow(end - start);
		return leaf < split ? [...path(start, split), cover(split, end)] : [...path(split, end), cover(start, split)];
	};
	return path(0, size);
};

/** RFC 6962 2.1.2: that the first `older` leaves of the tree of this size are the tree that was signed back then. */
export const consistencyProof = (older: number, size: number): Subtree[][] => {
	const proof = (start: number, end: number, known: boolean): Subtree[][] => {
		if (end === older) return known ? [] : [cover(start, end)];
		const split = start + largestPowerBelow(end - start);
		return older <= split
			? [...proof(start, split, known), cover(split, end)]
			: [...proof(split, end, false), cover(start, split)];
	};
	return older === 0 ? [] : proof(0, size, true);
};
