import type { JsonObject } from '../types';
import { equalBytes } from './bytes';
import { decodeBase64 } from './json';
import { nodeHash, wayToRoot, type Range } from './merkle';
import type { Checkpoint } from './note';

const nameOf = ({ first, end }: Range): string => `${first}-${end}`;

/** The inclusion proofs of many leaves, with each hash that they need given once, by the leaves it covers: `first-end`. */
export interface SharedProof {
	/** Whether the way from the leaf leads to the root. */
	leads(index: number, leaf: Uint8Array): boolean;
	/** A hash that no way so far has gone by: it proves nothing. */
	unused(): string | undefined;
}

export const sharedProof = (nodes: JsonObject, { size, root }: Checkpoint): SharedProof => {
	const used = new Set<string>();
	/** Where a way that led to the root has been: the next one only has to come there with the same hash. */
	const proven = new Map([[nameOf({ first: 0, end: size }), root]]);
	return {
		leads: (index, leaf) => {
			if (index >= size) return false;
			const ways = wayToRoot(index, size);
			const walked: [name: string, hash: Uint8Array][] = [];
			let [name, hash] = [nameOf({ first: index, end: index + 1 }), leaf];
			for (const { sibling, onTheLeft, parent } of ways) {
				if (proven.has(name)) break;
				const beside = decodeBase64(nodes[nameOf(sibling)], 32);
				if (beside === undefined) return false;
				used.add(nameOf(sibling));
				walked.push([name, hash]);
				[name, hash] = [nameOf(parent), onTheLeft ? nodeHash(beside, hash) : nodeHash(hash, beside)];
			}
			if (!equalBytes(proven.get(name)!, hash)) return false;
			for (const [at, seen] of walked) proven.set(at, seen);
			return true;
		},
		unused: () => Object.keys(nodes).find((name) => !used.has(name)),
	};
};
