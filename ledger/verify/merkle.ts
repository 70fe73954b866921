import { concat, equalBytes, utf8 } from './bytes';
import { sha256 } from './primitives';

// RFC 6962 2.1 and RFC 9162 2.1.3.2, 2.1.4.2. Sizes and proofs are given by whoever made the bundle: nothing here trusts them.

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);

export const leafHash = (entry: string): Uint8Array => sha256(concat(leafPrefix, utf8(entry)));
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concat(nodePrefix, left, right));
export const emptyRoot = sha256(new Uint8Array());

const half = (index: number): number => Math.floor(index / 2);

/** The root that the proof leads to, or undefined where it is no proof for that place. */
export const rootFromInclusion = (index: number, size: number, leaf: Uint8Array, proof: readonly Uint8Array[]): Uint8Array | undefined => {
	if (index >= size) return undefined;
	let [node, last, root] = [index, size - 1, leaf];
	for (const sibling of proof) {
		if (last === 0) return undefined;
		if (node % 2 === 1 || node === last) {
			root = nodeHash(sibling, root);
			while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
		} else {
			root = nodeHash(root, sibling);
		}
		[node, last] = [half(node), half(last)];
	}
	return last === 0 ? root : undefined;
};

/** Whether the proof shows that the older tree is the beginning of the newer one. */
export const isConsistent = (
	older: { size: number; root: Uint8Array },
	newer: { size: number; root: Uint8Array },
	proof: readonly Uint8Array[],
): boolean => {
	if (older.size > newer.size) return false;
	if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root);
	if (older.size === 0) return proof.length === 0 && equalBytes(older.root, emptyRoot);

	let [node, last] = [older.size - 1, newer.size - 1];
	while (node % 2 === 1) [node, last] = [half(node), half(last)];
	// The older tree is itself a node of the newer one exactly when its size is a power of two.
	const [first, ...rest] = node === 0 ? [older.root, ...proof] : proof;
	if (first === undefined) return false;
	let [olderRoot, newerRoot] = [first, first];
	for (const sibling of rest) {
		if (last === 0) return false;
		if (node % 2 === 1 || node === last) {
			olderRoot = nodeHash(sibling, olderRoot);
			newerRoot = nodeHash(sibling, newerRoot);
			while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)];
		} else {
			newerRoot = nodeHash(newerRoot, sibling);
		}
		[node, last] = [half(node), half(last)];
	}
	return last === 0 && equalBytes(olderRoot, older.root) && equalBytes(newerRoot, newer.root);
};

/** The leaves a subtree covers: the first, and the one after the last. */
export interface Range {
	first: number;
	end: number;
}

/** What is combined on the way from a leaf to the root: with the subtree beside it, to the one that both make. */
export interface Joining {
	sibling: Range;
	onTheLeft: boolean;
	parent: Range;
}

/** RFC 6962 2.1.1 */
export const wayToRoot = (index: number, size: number): Joining[] => {
	const way: Joining[] = [];
	let own: Range = { first: 0, end: size };
	while (own.end - own.first > 1) {
		const parent = own;
		const split = own.first + largestPowerBelow(own.end - own.first);
		const [left, right]: [Range, Range] = [{ first: own.first, end: split }, { first: split, end: own.end }];
		const onTheLeft = index >= split;
		own = onTheLeft ? right : left;
		way.push({ sibling: onTheLeft ? left : right, onTheLeft, parent });
	}
	return way.reverse();
};

const largestPowerBelow = (size: number): number => {
	let power = 1;
	while (power * 2 < size) power *= 2;
	return power;
};

/** A tree that leaves are added to at its right end. */
export interface GrowingTree {
	add(leaf: Uint8Array): void;
	root(): Uint8Array;
}

/** From the complete subtrees that a tree of this size is made of, left to right; undefined where those are not as many. */
export const treeOf = (size: number, subtrees: readonly Uint8Array[]): GrowingTree | undefined => {
	const levels = levelsOf(size);
	if (levels.length !== subtrees.length) return undefined;
	const parts = subtrees.map((hash, index) => ({ hash, level: levels[index]! }));
	return {
		add: (leaf) => {
			let grown = { hash: leaf, level: 0 };
			while (parts.at(-1)?.level === grown.level) grown = { hash: nodeHash(parts.pop()!.hash, grown.hash), level: grown.level + 1 };
			parts.push(grown);
		},
		root: () => (parts.length === 0 ? emptyRoot : parts.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right))),
	};
};

/** The ones in the size as a binary number, the greatest first. Sizes go beyond what bit operators take. */
const levelsOf = (size: number): number[] => {
	const levels: number[] = [];
	for (let [level, rest] = [0, size]; rest > 0; level += 1, rest = half(rest)) if (rest % 2 === 1) levels.unshift(level);
	return levels;
};
