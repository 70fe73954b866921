import fc from 'fast-check';
import { consistencies, inclusions, leaves, roots } from '../test/support/rfc6962';
import { combine, completedBy, consistencyProof, emptyRoot, frontier, grow, hashAt, inclusionProof, joinHashes, lastLeafOf, leafHash, nodeHash, type Subtree } from './merkle';
import * as verifier from './verify/merkle';

/** RFC 6962 2.1 word for word, as the oracle. */
const oracle = (leaves: Buffer[]): Buffer => {
	if (leaves.length === 0) return emptyRoot;
	if (leaves.length === 1) return leaves[0]!;
	let split = 1;
	while (split * 2 < leaves.length) split *= 2;
	return nodeHash(oracle(leaves.slice(0, split)), oracle(leaves.slice(split)));
};

const plant = (entries: readonly string[]) => {
	const stored: string[] = [];
	const read = (subtree: Subtree): Buffer => hashAt(stored[lastLeafOf(subtree)]!, subtree.level)!;
	for (const [leaf, entry] of entries.entries()) {
		const left = completedBy(leaf).slice(0, -1).map(({ level, index }) => read({ level, index: index - 1 }));
		stored.push(joinHashes(grow(leafHash(entry), left)));
	}
	const root = (size: number) => combine(frontier(size).map(read));
	const proof = (groups: Subtree[][]) => groups.map((group) => combine(group.map(read)));
	return { root, proof, stored };
};

const numbered = (size: number): string[] => Array.from({ length: size }, (_, index) => `entry ${index}`);

describe('the vectors of RFC 6962', () => {
	const { root, proof } = plant(leaves);
	const hex = (hashes: Buffer[]) => hashes.map((hash) => hash.toString('hex'));

	it('hashes nothing, and one to eight leaves', () => {
		expect(hex(roots.map((_, size) => root(size)))).toEqual(roots);
	});

	it.each(inclusions)('proves that leaf %i is in the tree of %i', (leaf, size, expected) => {
		expect(hex(proof(inclusionProof(leaf, size)))).toEqual(expected);
	});

	it.each(consistencies)('proves that the tree of %i is the beginning of that of %i', (older, size, expected) => {
		expect(hex(proof(consistencyProof(older, size)))).toEqual(expected);
	});
});

it('has the roots and proofs of the worked example (siem-and-evidence-sinks.md 8.6)', () => {
	const entry = (action: string, second: number, outcome: string, prev: string) =>
		`{"action":"${action}","at":"2026-11-20T10:00:0${second}.000Z","caseId":"L-1","outcome":"${outcome}","prev":"${prev}","seq":${second},"target":"okta:00u1","v":1}`;
	const { root, proof } = plant([
		entry('disable_user', 0, 'verified', '0'.repeat(64)),
		entry('revoke_tokens', 1, 'verified', 'b0454c5344383bed518ebba8feb84f6224beabfb271bd75b46b8680ada984560'),
		entry('lock_device', 2, 'requested', 'a1c0b56bd893bf11ae2df17e64d3008d3db265fe149c8676bfe19532106bd3e0'),
	]);
	const base64 = (hashes: Buffer[]) => hashes.map((hash) => hash.toString('base64'));
	expect(base64([root(2), root(3)])).toEqual(['UOCA9tv2H0i03rMhdy7NrWIbz2norh0v2sAZ9tGO8iY=', 'tXVZb66IrikWDPV/+wuqXs3VFYnXtjCxsPaD9wz5Ov0=']);
	expect(base64(proof(inclusionProof(1, 3)))).toEqual(['Op9UURgxf/c8KmtvunbXjvVuvKmvQFuWbU/ylwsD1nI=', 'jCmZXwQDDibHz1tM1nG9h9sgDjdQMgNZ6ceweKV1UrU=']);
	expect(base64(proof(consistencyProof(2, 3)))).toEqual(['jCmZXwQDDibHz1tM1nG9h9sgDjdQMgNZ6ceweKV1UrU=']);
});

describe('for every tree of up to 40 leaves', () => {
	const entries = numbered(40);
	const { root, proof, stored } = plant(entries);
	const sizes = Array.from({ length: 41 }, (_, size) => size);

	it('the root is the one RFC 6962 defines', () => {
		for (const size of sizes) expect(root(size)).toEqual(oracle(entries.slice(0, size).map(leafHash)));
	});

	it('the verifier accepts every inclusion proof for its place, and for no other', () => {
		for (const size of sizes) {
			for (let leaf = 0; leaf < size; leaf += 1) {
				const hashes = proof(inclusionProof(leaf, size));
				const reached = (index: number) => verifier.rootFromInclusion(index, size, leafHash(entries[leaf]!), hashes) ?? [];
				expect(sizes.filter((index) => root(size).equals(Buffer.from(reached(index))))).toEqual([leaf]);
			}
		}
	});

	it('the verifier accepts every consistency proof, and none with a hash more, fewer or changed', () => {
		for (const size of sizes) {
			for (let older = 0; older <= size; older += 1) {
				const hashes = proof(consistencyProof(older, size));
				const holds = (changed: Buffer[], olderRoot = root(older)) =>
					verifier.isConsistent({ size: older, root: olderRoot }, { size, root: root(size) }, changed);
				expect(holds(hashes)).toBe(true);
				expect(holds([...hashes, root(3)])).toBe(false);
				expect(holds(hashes, root(older + 1 > 40 ? 1 : older + 1))).toBe(false);
				if (hashes.length > 0) expect(holds(hashes.slice(1))).toBe(false);
				for (const index of hashes.keys()) expect(holds(hashes.with(index, leafHash('other')))).toBe(false);
			}
		}
	});

	it('each complete subtree is stored once', () => {
		const kept = stored.reduce((sum, hashes) => sum + Buffer.from(hashes, 'base64').length / 32, 0);
		expect(kept).toBe(40 + 20 + 10 + 5 + 2 + 1);
	});
});

it('reads logarithmically many subtrees, in trees of any size', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 2 ** 45 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (size, at) => {
			const leaf = Math.floor(size * at);
			const most = Math.ceil(Math.log2(size)) + 1;
			expect(frontier(size).length).toBeLessThanOrEqual(most);
			expect(completedBy(leaf).length).toBeLessThanOrEqual(most + 1);
			expect(inclusionProof(leaf, size).flat().length).toBeLessThanOrEqual(2 * most);
			expect(consistencyProof(leaf, size).flat().length).toBeLessThanOrEqual(2 * most);
		}),
	);
});
